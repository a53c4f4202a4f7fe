"""What the code of a notebook speaks of, read and never run: modules, texts, and what it calls."""

import ast
import contextlib
import json
from collections.abc import Collection
from typing import Any

PLAIN = (
    *(ast.Constant, ast.Name, ast.List, ast.Tuple, ast.Starred, ast.ListComp, ast.comprehension, ast.JoinedStr),
    *(ast.FormattedValue, ast.Subscript, ast.Slice, ast.expr_context, ast.UnaryOp, ast.USub),
)  # of what texts and lists of them are written with


def imported(text: str) -> list[str]:
    """The modules that the code cells of a notebook import at their outermost level, as ``module`` or ``module:name``.

    A cell that is not plain Python is passed over.

    >>> imported(json.dumps({"cells": [{"cell_type": "code", "source": "from analysis import charts"}]}))
    ['analysis:charts']
    """
    found: set[str] = set()
    for statement in [statement for tree in trees(text) for statement in tree.body]:
        if isinstance(statement, ast.Import):
            found.update(alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            found.update(f"{statement.module}:{alias.name}" for alias in statement.names)
    return sorted(found)


def words(text: str) -> list[str]:
    """The texts that stand in the code cells of a notebook, sorted; a cell that is not plain Python is passed over.

    >>> words(json.dumps({"cells": [{"cell_type": "code", "source": "say(['a', 'b'], 1)"}]}))
    ['a', 'b']
    """
    nodes = [node for tree in trees(text) for node in ast.walk(tree)]
    return sorted({node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)})


def composed(text: str) -> list[str]:
    """The texts that the code cells of a notebook put together of others, sorted, as far as that can be told.

    Names have the values that are written for them; what is called or taken from an object is not known.

    >>> source = "kinds = ['a', 'b']\\nsubjects = [f'x_{kind}/all' for kind in kinds]"
    >>> composed(json.dumps({"cells": [{"cell_type": "code", "source": source}]}))
    ['x_a/all', 'x_b/all']
    """
    known: dict[str, Any] = {}
    for statement in [statement for tree in trees(text) for statement in tree.body]:
        name, value = _assigned(statement)
        if name and value is not None and _plain(value, known):
            with contextlib.suppress(TypeError, ValueError, LookupError):
                known[name] = eval(compile(ast.Expression(value), name, "eval"), {**known, "__builtins__": {}})  # noqa: S307
    values = [one for value in known.values() for one in (value if isinstance(value, list) else [value])]
    return sorted({one for one in values if isinstance(one, str)} - set(words(text)))


def calls(text: str) -> list[str]:
    """What the code cells of a notebook call of a module or another object, as ``name.name``, sorted.

    >>> calls(json.dumps({"cells": [{"cell_type": "code", "source": "measures.series(panel, 'x')"}]}))
    ['measures.series']
    """
    asked = [node.func for tree in trees(text) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sorted({ast.unparse(one) for one in asked if isinstance(one, ast.Attribute)})


def sources(text: str) -> list[str]:
    """The code cells of a notebook, without the one that declares its parameters.

    >>> sources(json.dumps({"cells": [{"cell_type": "code", "source": ["a = 1"], "metadata": {}}]}))
    ['a = 1']
    """
    return [
        "".join(cell["source"])
        for cell in json.loads(text)["cells"]
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", ())
    ]


def _assigned(statement: ast.stmt) -> tuple[str, ast.expr | None]:
    """The name that a statement gives a value, and the value; no name for any other statement."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target: ast.expr = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign):
        target = statement.target
    else:
        return "", None
    return (target.id, statement.value) if isinstance(target, ast.Name) else ("", None)


def _plain(value: ast.expr, known: Collection[str]) -> bool:
    """Whether an expression is made of texts, numbers, lists of them and known names alone, so that it does nothing."""
    own = {node.id for node in ast.walk(value) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return all(
        isinstance(node, PLAIN) and (not isinstance(node, ast.Name) or node.id in own or node.id in known)
        for node in ast.walk(value)
    )


def trees(text: str) -> list[ast.Module]:
    """The code cells of a notebook as Python reads them; a cell that is not plain Python is passed over."""
    found = []
    for cell in json.loads(text)["cells"]:
        if cell["cell_type"] == "code":
            with contextlib.suppress(SyntaxError):
                found.append(ast.parse("".join(cell["source"])))
    return found
