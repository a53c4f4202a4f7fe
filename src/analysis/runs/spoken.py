"""What the code of a notebook speaks of, read and never run: modules, texts, and what it calls."""

import ast
import contextlib
import json


def imported(text: str) -> list[str]:
    """The modules that the code cells of a notebook import at their outermost level, as ``module`` or ``module:name``.

    A cell that is not plain Python is passed over.

    >>> imported(json.dumps({"cells": [{"cell_type": "code", "source": "from analysis import charts"}]}))
    ['analysis:charts']
    """
    found: set[str] = set()
    for statement in [statement for tree in _trees(text) for statement in tree.body]:
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
    nodes = [node for tree in _trees(text) for node in ast.walk(tree)]
    return sorted({node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)})


def calls(text: str) -> list[str]:
    """What the code cells of a notebook call of a module or another object, as ``name.name``, sorted.

    >>> calls(json.dumps({"cells": [{"cell_type": "code", "source": "measures.series(panel, 'x')"}]}))
    ['measures.series']
    """
    asked = [node.func for tree in _trees(text) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sorted({ast.unparse(one) for one in asked if isinstance(one, ast.Attribute)})


def _trees(text: str) -> list[ast.Module]:
    found = []
    for cell in json.loads(text)["cells"]:
        if cell["cell_type"] == "code":
            with contextlib.suppress(SyntaxError):
                found.append(ast.parse("".join(cell["source"])))
    return found
