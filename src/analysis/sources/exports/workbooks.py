"""A workbook as grids, one per sheet: merged cells filled, numbers and dates by their type, nothing computed."""

import datetime as dt
import io

import python_calamine

from analysis.errors import AnalysisError
from analysis.sources.exports import formats
from analysis.sources.exports.formats import Formats
from analysis.sources.exports.grids import Grid, square
from analysis.sources.exports.values import Broken, Cell, Percent, is_blank

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AGAIN = "Open it, save it as .xlsx or as CSV UTF-8, and import that."


def is_workbook(content: bytes) -> bool:
    """Whether a file is a workbook by what it holds; its name may say otherwise."""
    return content.startswith((ZIP, OLE))


def read(content: bytes, *, name: str) -> list[Grid]:
    """Every sheet of a workbook that can hold cells.

    Raises
    ------
    AnalysisError
        If it is cut off, protected by a password, or no workbook at all.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        known = formats.read(content)
        return [_grid(book.get_sheet_by_name(sheet), name, known) for sheet in _sheets(book)]
    except python_calamine.PasswordError:
        raise AnalysisError(f"{name}: the workbook is protected by a password. {_SAVE_AGAIN}") from None
    except (python_calamine.CalamineError, formats.UnreadableError):
        raise AnalysisError(f"{name}: the workbook is cut off or is none. {_SAVE_AGAIN}") from None


def _sheets(book: python_calamine.CalamineWorkbook) -> list[str]:
    wanted = python_calamine.SheetTypeEnum.WorkSheet
    return [sheet.name for sheet in book.sheets_metadata if sheet.typ == wanted]


def _grid(sheet: python_calamine.CalamineSheet, name: str, known: Formats) -> Grid:
    rows: list[list[Cell]] = square([list(map(_cell, row)) for row in sheet.to_python(skip_empty_area=False)])
    for row, column in known.percent.get(sheet.name, ()):
        if _there(rows, row, column) and isinstance(value := rows[row][column], float):
            rows[row][column] = Percent(value)
    for (row, column), kind in known.broken.get(sheet.name, {}).items():
        _make_room(rows, row, column)
        if is_blank(rows[row][column]):
            rows[row][column] = Broken(kind)
    rows = square(rows)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                rows[row][column] = rows[top][left]
    lines = list(range(1, len(rows) + 1))
    return Grid(name, sheet.name, rows, lines, formats_known=known.known)


def _cell(value: object) -> Cell:
    if isinstance(value, bool | str | dt.datetime | dt.date | dt.time | dt.timedelta):
        return value
    if isinstance(value, int | float):
        return float(value)
    return Broken("a cell of no known kind")


def _there(rows: list[list[Cell]], row: int, column: int) -> bool:
    return row < len(rows) and column < len(rows[row])


def _make_room(rows: list[list[Cell]], row: int, column: int) -> None:
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([""] * (column + 1 - len(rows[row])))
