"""A list of agreed targets in CSV or Excel, as the table of targets: columns of the contract, in any order."""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis import areas, names
from analysis.data import contracts, targets
from analysis.data.target_models import OPERATORS
from analysis.errors import AnalysisError, did_you_mean
from analysis.sources.exports import dates, delimited, encoding, personal, workbooks
from analysis.sources.exports.findings import Findings
from analysis.sources.exports.grids import Grid
from analysis.sources.exports.values import Cell, Percent, is_blank, kind_of, text_of

_MAY_BE_EMPTY = ("base_period", "base", "target")
_FIGURES = ("base", "target")
_WRITTEN = {"≤": "<=", "≥": ">=", "=<": "<=", "=>": ">="}
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]{1,2}|[.,][0-9]{4,})?")
_COUNTRY = {names.matching_key(areas.COUNTRY.name), areas.COUNTRY.code}


def read(path: Path) -> pd.DataFrame:
    """The targets in a file, as ``contracts.Targets``.

    The first row names the columns as the contract does; other columns are refused. An area may be a code or a name,
    a period as readers write it (``dec 2014``), a decimal a comma or a dot. A dot or comma before exactly three
    digits could be either and is refused, as is a formula.

    Raises
    ------
    AnalysisError
        If the file cannot be read, or anything in it is not as it must be: every problem at once, by row.
    """
    grid = _grid(path)
    if people := personal.problems(grid):
        raise AnalysisError("\n".join(people))
    found = Findings(grid.where)
    wanted = contracts.columns("targets")
    heading = [text_of(cell).casefold() for cell in grid.rows[0]] if grid.rows else []
    for name in [one for one in wanted if one not in heading]:
        found.problem(f"there is no column '{name}'")
    for name in [one for one in heading if one and one not in wanted]:
        found.problem(f"a column is not known here. {did_you_mean(name, wanted)}")
    for name in {one for one in heading if one and heading.count(one) > 1}:
        found.problem(f"two columns are called '{name}'")
    rows = []
    if not found.problems:
        at = {name: heading.index(name) for name in wanted}
        lines = [number for number in range(1, len(grid.rows)) if not grid.is_blank(number)]
        rows = [_row({name: grid.rows[n][at[name]] for name in wanted}, grid.lines[n], found) for n in lines]
        if not rows:
            found.problem("there are no rows under the columns")
    if found.problems:
        raise AnalysisError("\n".join([f"{len(found.problems)} problem(s)", *(f"  - {one}" for one in found.problems)]))
    return targets.table(rows, where=grid.where)


def read_all(paths: Sequence[Path]) -> pd.DataFrame:
    """The targets of several files together; a target that stands in two of them is refused."""
    rows = [row for path in paths for row in read(path).to_dict("records")]
    return targets.table(rows, where=", ".join(path.name for path in paths))


def _grid(path: Path) -> Grid:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AnalysisError(f"{path.name} cannot be read ({error.strerror}).") from None
    if not workbooks.is_workbook(content):
        known = set(contracts.columns("targets"))
        text = encoding.decode(content, name=path.name)
        return delimited.read(text, name=path.name, known=lambda cell: cell.strip().casefold() in known)
    filled = [one for one in workbooks.read(content, name=path.name) if one.rows]
    if len(filled) != 1:
        raise AnalysisError(f"{path.name} has {len(filled)} sheets with cells. Keep the targets on one.")
    return filled[0]


def _row(cells: dict[str, Cell], line: int, found: Findings) -> dict[str, object]:
    row: dict[str, object] = {name: text_of(cell) for name, cell in cells.items()}
    for name, cell in cells.items():
        if is_blank(cell):
            if name not in _MAY_BE_EMPTY:
                found.problem(f"row {line}: '{name}' is empty")
        elif name in _FIGURES:
            row[name] = _figure(cell)
            if row[name] is None:
                found.cells(f"'{name}'", kind_of(cell), [line], "a number such as 23,9, without dots for thousands")
        elif name in ("base_period", "target_period"):
            row[name] = dates.period(cell) or ""
            if not row[name]:
                found.cells(f"'{name}'", kind_of(cell), [line], "a period such as 2014-12 or dec 2014")
        elif name == "area":
            row[name] = _code_text(cell)
        elif not row[name]:
            found.cells(f"'{name}'", kind_of(cell), [line], "text")
    row |= {name: None for name in _FIGURES if is_blank(cells[name])}
    row["operator"] = _WRITTEN.get(str(row["operator"]), row["operator"])
    if row["operator"] and row["operator"] not in OPERATORS:
        found.problem(f"row {line}: 'operator' must be one of {', '.join(OPERATORS)}")
    _place(row, line, found)
    return row


def _place(row: dict[str, object], line: int, found: Findings) -> None:
    """Put the area's code where its name stood, and note an area that there is not."""
    kind, text, period = str(row["area_type"]), str(row["area"]), str(row["target_period"])
    if not (kind and text and period):
        return
    if kind not in contracts.AREA_TYPES:
        found.problem(f"row {line}: 'area_type' must be one of {', '.join(contracts.AREA_TYPES)}")
        return
    try:
        row["area"] = _code(kind, text)
    except AnalysisError:
        row["area"] = ""
    if not row["area"] or targets.unknown_area(kind, str(row["area"]), period):
        found.problem(f"row {line}: there is no such {kind} when the target is to be reached")


def _code(kind: str, text: str) -> str:
    if kind == "country":
        return areas.COUNTRY.code if names.matching_key(text) in _COUNTRY else ""
    if kind == "jobcenter":
        return areas.municipality(re.sub(r"(?i)^jobcenter\s+", "", text)).code
    return {"municipality": areas.municipality, "region": areas.region, "group": areas.group}[kind](text).code


def _code_text(cell: Cell) -> str:
    """A code that a workbook has made a number gets its noughts back."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell:03.0f}" if cell == int(cell) else ""
    return text_of(cell)


def _figure(cell: Cell) -> float | None:
    match cell:
        case bool():
            return None
        case int() | float():
            return float(cell) if cell >= 0 else None
        case Percent(share=share):
            return round(100 * share, 9) if share >= 0 else None
        case str():
            text = text_of(cell)
            return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
    return None
