"""A notebook as its author left it: its cells, and the parameters it declares. Nothing is run or evaluated."""

import ast
import io
import json
import re
import tokenize
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import did_you_mean
from analysis.runs.parameters import SET_BY_RUNNER, TYPES, Parameter, mistyped

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")  # what a report's file may be called on every system


@dataclass(frozen=True)
class Cell:
    """A cell; ``number`` counts all cells from 1, as they stand in the notebook."""

    number: int
    kind: str
    tags: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Notebook:
    """A notebook and what it declares; ``text`` is the file as it was read."""

    name: str
    path: Path
    text: str
    cells: tuple[Cell, ...]
    parameters: dict[str, Parameter]

    @property
    def label(self) -> str:
        """How messages name the file."""
        return f"notebooks/{self.path.name}"


def read_notebook(path: Path, problems: list[str]) -> Notebook:
    """The notebook in a file, with as many of its parameters as could be read.

    Parameters
    ----------
    path : Path
        A file ``.ipynb`` in nbformat 4.
    problems : list of str
        What is wrong is added here, by cell and line; nothing is raised.
    """
    label = f"notebooks/{path.name}"
    if not NAME.fullmatch(path.stem):
        problems.append(f"{label}: a notebook's name is small letters, digits, - and _, and begins with a letter.")
    text = path.read_text(encoding="utf-8")
    cells = _cells(text, label, problems)
    tagged = [cell for cell in cells if "parameters" in cell.tags]
    declared: dict[str, Parameter] = {}
    if len(tagged) != 1 or tagged[0].kind != "code":
        if cells:
            problems.append(
                f"{label} has {len(tagged)} cells with the tag 'parameters'; it must have one, a code cell."
            )
    else:
        declared = declarations(tagged[0].source, where=f"{label} cell {tagged[0].number}", problems=problems)
        for name in SET_BY_RUNNER:
            if name not in declared or declared[name].type != "str":
                problems.append(f"{label} must declare '{name}: str', which the runner sets.")
    return Notebook(path.stem, path, text, cells, declared)


def declarations(source: str, *, where: str, problems: list[str]) -> dict[str, Parameter]:
    """The parameters that a cell declares, by name, in the order they stand.

    Only ``name: type = value  # help`` is read, with a plain type and a literal value.

    >>> declarations("within: int = 26  # weeks", where="cell 2", problems=[])["within"].help
    'weeks'
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        problems.append(f"{where} line {error.lineno}: {error.msg}.")
        return {}
    comments = _comments(source)
    declared: dict[str, Parameter] = {}
    for statement in statements:
        at = f"{where} line {statement.lineno}"
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            problems.append(
                f"{at}: a parameter is written 'name: type = value  # help', and nothing else may stand here."
            )
            continue
        name, type_ = statement.target.id, ast.unparse(statement.annotation)
        if name in declared:
            problems.append(f"{at}: '{name}' is declared twice.")
        elif type_ not in TYPES:
            problems.append(f"{at}: '{name}' has the type {type_}; a parameter is {', '.join(TYPES)}.")
        else:
            _add(declared, statement, comments, at, type_, problems)
    return declared


def _add(
    declared: dict[str, Parameter],
    statement: ast.AnnAssign,
    comments: dict[int, str],
    at: str,
    type_: str,
    problems: list[str],
) -> None:
    name = ast.unparse(statement.target)
    try:
        default = ast.literal_eval(statement.value) if statement.value is not None else None
    except ValueError:
        problems.append(f"{at}: the default of '{name}' is not a plain value.")
        return
    wrong = mistyped(default, type_)
    if wrong:
        problems.append(f"{at}: the default of '{name}' {wrong}.")
        return
    declared[name] = Parameter(name, type_, default, comments.get(statement.end_lineno or 0, ""), statement.lineno)


def _cells(text: str, label: str, problems: list[str]) -> tuple[Cell, ...]:
    try:
        book: Any = json.loads(text)
        if book["nbformat"] != 4:
            problems.append(f"{label} is in notebook format {book['nbformat']}; save it in format 4 from JupyterLab.")
            return ()
        return tuple(
            Cell(number, cell["cell_type"], tuple(cell["metadata"].get("tags", ())), "".join(cell["source"]))
            for number, cell in enumerate(book["cells"], start=1)
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        problems.append(f"{label} is not a notebook that can be read ({type(error).__name__}: {error}).")
        return ()


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("# ").strip() for token in tokens if token.type == tokenize.COMMENT}


def undeclared(name: str, notebook: Notebook, *, where: str) -> str:
    """The problem of a parameter that a file sets and the notebook does not declare."""
    names = list(notebook.parameters)
    return (
        f"{where} sets '{name}', which {notebook.label} does not declare.\n"
        f"It declares: {', '.join(names)}.\n{did_you_mean(name, names)}"
    )
