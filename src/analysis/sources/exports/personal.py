"""Numbers of persons in a file that should hold none: found before anything is read of it, and never shown."""

from analysis.sources import identifiers
from analysis.sources.exports.findings import rows
from analysis.sources.exports.grids import Grid
from analysis.sources.exports.values import Cell, text_of

ADVICE = "looks like a CPR number; expected figures of many persons. Take it out and export again"
_SHOWN = 5


def problems(grid: Grid, *, sheet: int = 1) -> list[str]:
    """What in a sheet looks like CPR numbers, by column and row; its name and its headings as well.

    Parameters
    ----------
    grid : Grid
        The sheet.
    sheet : int
        Its number in the workbook, for the message where its name cannot be shown.
    """
    if identifiers.stands_in(grid.sheet):
        return [f"{grid.file}: the name of sheet {sheet} {ADVICE}"]
    found = []
    for at in range(grid.width):
        column = [_text(row[at]) for row in grid.rows]
        if there := identifiers.among_figures(column):
            found.append(f"{grid.where}: {rows(grid.lines[one] for one in there)}, {grid.column(at)}: {ADVICE}")
    if len(found) > _SHOWN:
        found = [*found[:_SHOWN], f"{grid.where}: so it does in {len(found) - _SHOWN} more columns"]
    return found


def _text(cell: Cell) -> str:
    """What stands in a cell; of numbers those of ten digits."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return f"{int(cell)}" if 10**9 <= cell < 10**10 and cell == int(cell) else ""
    return text_of(cell)
