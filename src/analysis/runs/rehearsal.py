"""What the cells of a notebook call of this package, done once and shown to nobody, before many reports do the same.

Python is faster at what it has done before, and much is remembered that is the same for all. Of a notebook only that is
done which leaves nothing behind: names are given values, and functions of the rooms below are called.
"""

import ast
import builtins
import contextlib
import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis.publish.unseen import unseen

ROOMS = ("analysis.catalogue", "analysis.data.records", "analysis.data.tables", "analysis.measures", "analysis.publish")
HARMLESS = (dict, dict.fromkeys, len, list, range, set, sorted, str, tuple, zip)
EXPRESSIONS = (
    *(ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Starred, ast.JoinedStr, ast.FormattedValue),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.comprehension, ast.Subscript, ast.Slice),
    *(ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.keyword, ast.expr_context),
    *(ast.operator, ast.unaryop, ast.boolop, ast.cmpop),
)


def rehearse(sources: Sequence[str], parameters: Mapping[str, Any]) -> list[str]:
    """Do what some cells do with this package, as far as it leaves nothing behind; the statements that were left out.

    Parameters
    ----------
    sources : sequence of str
        The code cells in their order, without the one that declares the parameters.
    parameters : mapping
        What the parameters are set to.
    """
    names: dict[str, Any] = dict(parameters)
    left_out = []
    with unseen():
        for statement in [statement for source in sources for statement in _statements(source)]:
            if not is_harmless(statement, names):
                left_out.append(ast.unparse(statement))
                continue
            code = compile(ast.Module([statement], []), "rehearsal", "exec")
            with contextlib.suppress(Exception):  # what is wrong is each report's to say
                exec(code, names)  # noqa: S102 - of a notebook that is run anyway, and see is_harmless
    return left_out


def is_harmless(statement: ast.stmt, names: Mapping[str, Any]) -> bool:
    """Whether a statement only names things and calls functions of this package, all of it known.

    Parameters
    ----------
    statement : ast.stmt
    names : mapping
        What is known, by name.
    """
    if isinstance(statement, ast.ImportFrom):
        return statement.level == 0 and (statement.module or "").split(".")[0] == "analysis"
    if isinstance(statement, ast.Assign):
        targets = [one for target in statement.targets for one in _targets(target)]
        return all(isinstance(one, ast.Name) for one in targets) and _is_known(statement.value, names)
    return isinstance(statement, ast.Expr) and _is_known(statement.value, names)


def _statements(source: str) -> list[ast.stmt]:
    with contextlib.suppress(SyntaxError):
        return ast.parse(source).body
    return []


def _targets(target: ast.expr) -> Iterator[ast.expr]:
    """What is given a value, a tuple's parts one by one."""
    if isinstance(target, ast.Tuple):
        for one in target.elts:
            yield from _targets(one)
    else:
        yield target


def _is_known(value: ast.expr, names: Mapping[str, Any]) -> bool:
    own = {node.id for node in ast.walk(value) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for node in ast.walk(value):
        if isinstance(node, ast.Name):
            fine = not node.id.startswith("_") and (node.id in own or node.id in names or _builtin(node.id) in HARMLESS)
        elif isinstance(node, ast.Attribute):
            fine = isinstance(node.ctx, ast.Load) and not node.attr.startswith("_") and _may_be_given(node, names)
        elif isinstance(node, ast.Call):
            fine = _may_be_called(node.func, names) and not own & {ast.unparse(node.func).split(".")[0]}
            fine = fine and not (node.keywords and _builtin(ast.unparse(node.func)) in HARMLESS)  # as a sorting key
        else:
            fine = isinstance(node, EXPRESSIONS)
        if not fine:
            return False
    return True


def _may_be_called(function: ast.expr, names: Mapping[str, Any]) -> bool:
    """Whether a function is one of the rooms, reached by way of modules alone, or one that changes nothing."""
    path = ast.unparse(function).split(".")
    found = names.get(path[0], _builtin(path[0]))
    for name in path[1:]:
        if not isinstance(found, types.ModuleType) and found is not dict:
            return False
        found = getattr(found, name, None)
    return callable(found) and (found in HARMLESS or _is_of_a_room(found))


def _may_be_given(value: ast.Attribute, names: Mapping[str, Any]) -> bool:
    """Whether what is named is no function, or one of the rooms: whoever it is given to may call it."""
    path = ast.unparse(value).split(".")
    found = names.get(path[0])
    for name in path[1:]:
        if not isinstance(found, types.ModuleType):
            return not callable(getattr(type(found), name, None))
        found = getattr(found, name, None)
    return not callable(found) or _is_of_a_room(found)


def _is_of_a_room(function: Any) -> bool:
    home = str(getattr(function, "__module__", ""))
    return any(home == room or home.startswith(room + ".") for room in ROOMS)


def _builtin(name: str) -> Any:
    return getattr(builtins, name, None)
