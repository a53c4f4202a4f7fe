"""A text file as a grid: its delimiter is the one under which the most cells are understood."""

import csv
import io
import re
from collections.abc import Callable

from analysis.errors import AnalysisError
from analysis.sources.exports.grids import Grid, square
from analysis.sources.exports.values import Cell

DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab"}
NAMED = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_LONGEST_CELL = 1_000_000


def read(text: str, *, name: str, known: Callable[[str], bool]) -> Grid:
    """The rows of a text file.

    Parameters
    ----------
    text : str
        What the file holds.
    name : str
        How messages name the file.
    known : callable
        Whether a cell's text is understood: an area, a period or a heading. The delimiter under which the most
        different texts are is the file's; where none is, it cannot be read.

    Raises
    ------
    AnalysisError
        If a quotation mark is not closed, or no delimiter makes sense of the file.
    """
    skipped = 0
    if first := NAMED.match(text):  # the first line may name the delimiter, for spreadsheets
        text, skipped = text[first.end() :], 1
    best: tuple[int, str] = (0, "")
    broken: AnalysisError | None = None
    for delimiter in DELIMITERS:
        if delimiter not in text:
            continue
        try:
            rows, _ = _split(text, delimiter, name, skipped)
        except AnalysisError as error:
            broken = broken or error
            continue
        understood = sum(known(cell) for cell in {cell for row in rows for cell in row if cell})
        best = max(best, (understood, delimiter), key=lambda one: one[0])
    if not best[0]:
        raise broken or AnalysisError(
            f"{name}: no rows of areas, periods and known columns were found between ; or , or tabs. "
            "Expected the columns of a table that is declared in params/sources.yml."
        )
    rows, lines = _split(text, best[1], name, skipped)
    cells: list[list[Cell]] = [list(row) for row in rows]
    widths = [len(row) for row in rows]
    return Grid(name, "", square(cells), lines, widths, ends_whole=text.endswith(("\n", "\r")))


def _split(text: str, delimiter: str, name: str, skipped: int) -> tuple[list[list[str]], list[int]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, lines, line = [], [], skipped + 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(line)
            line = reader.line_num + skipped + 1
    except csv.Error:
        raise AnalysisError(
            f"{name}, row {line}: a quotation mark that is not closed, or a cell that has no end; "
            'expected "…" around a cell, or none'
        ) from None
    return rows, lines
