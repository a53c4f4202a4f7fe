"""A sheet as rows of cells, with the row numbers that its reader sees, wherever it came from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from analysis.sources.exports.findings import letters
from analysis.sources.exports.values import Cell, is_blank


@dataclass
class Grid:
    """One sheet: every row has the same number of cells, blank ones as empty text.

    ``lines`` are the row numbers as a text editor or a workbook shows them, ``widths`` how many cells a row of
    a text file had. ``formats_known`` tells whether percentages of the workbook are known to be such.
    """

    file: str
    sheet: str
    rows: list[list[Cell]]
    lines: list[int]
    widths: list[int] = field(default_factory=list)
    formats_known: bool = True
    ends_whole: bool = True  # a text file's last line ends as the others do

    @property
    def where(self) -> str:
        """How messages name the sheet."""
        return f"{self.file}, sheet '{self.sheet}'" if self.sheet else self.file

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def is_text(self) -> bool:
        """Whether it came from a text file."""
        return bool(self.widths)

    def column(self, at: int) -> str:
        """How messages name a column: by number in a text file, by letters in a workbook."""
        return f"column {at + 1}" if self.is_text else f"column {letters(at)}"

    def cells(self, row: int, columns: list[int]) -> Iterator[Cell]:
        """The cells of a row in some columns."""
        return (self.rows[row][column] for column in columns)

    def is_blank(self, row: int) -> bool:
        """Whether a row holds nothing."""
        return all(is_blank(cell) for cell in self.rows[row])


def square(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows filled with blank cells to the width of the widest."""
    width = max((len(row) for row in rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def grouped(columns: list[int], by: Callable[[int], str]) -> dict[str, list[int]]:
    """The columns by some name that each has."""
    ordered = sorted(columns, key=by)
    return {name: list(part) for name, part in groupby(ordered, key=by)}
