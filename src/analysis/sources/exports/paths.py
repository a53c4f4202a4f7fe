"""What the header above a column of figures says: its measure, and whatever of period, area and labels is up there."""

import re
from dataclasses import dataclass

from analysis.sources.exports.grids import Grid
from analysis.sources.exports.labels import Labels, Meaning
from analysis.sources.exports.layout import Layout
from analysis.sources.exports.values import Cell, is_blank, key_of, text_of

_APART = re.compile(r"\n|: |, | - | – | \| ")


@dataclass
class Path:
    """One column of figures: what its header says, and its name in messages; no meaning where it is not understood."""

    name: str
    meaning: Meaning | None


def paths(layout: Layout, labels: Labels) -> dict[int, Path]:
    """The header of each column that may hold figures.

    A blank cell of an upper header row repeats the one to its left, as merged cells do when they are saved as text.
    An upper cell that is only the beginning of its own column's name is not repeated.
    """
    grid = layout.frame.grid
    found: dict[int, Path] = {}
    wrapped = _wrapped(layout, labels)
    filled: dict[int, list[Cell]] = {column: [] for column in layout.values}
    for at, row in enumerate(layout.header):
        last: Cell = ""
        for column in layout.values:
            cell = grid.rows[row][column]
            if not is_blank(cell):
                last = "" if column in wrapped else cell
                filled[column].append(cell)
            elif at < len(layout.header) - 1 and not is_blank(last):
                filled[column].append(last)
    for column, cells in filled.items():
        own = [text for row in layout.header if (text := text_of(grid.rows[row][column]))]
        found[column] = Path(" ".join(dict.fromkeys(own)), _meaning(cells, labels))
    return found


def headers_joined(grid: Grid, zone: list[int]) -> set[str]:
    """The keys of every column's header, its rows joined, and of the parts of its cells."""
    keys = set()
    for column in range(grid.width):
        texts = [text for row in zone if (text := text_of(grid.rows[row][column]))]
        keys |= {key_of(" ".join(texts[at:])) for at in range(len(texts))}
        keys |= {key_of(part) for row in zone for part in _parts(grid.rows[row][column])}
    return keys - {""}


def _wrapped(layout: Layout, labels: Labels) -> set[int]:
    """The columns whose name is written over several header rows."""
    grid, table = layout.frame.grid, labels.table
    found = set()
    for column in layout.values:
        texts = [text for row in layout.header if (text := text_of(grid.rows[row][column]))]
        known = [labels.meaning(text) for text in texts]
        joined = table.heading(key_of(" ".join(texts))) if table and len(texts) > 1 else None
        places = any(one and (one.periods or one.labels or one.place) for one in known)
        if joined and not places and not _is_group(texts[0], labels):
            found.add(column)
    return found


def _is_group(text: str, labels: Labels) -> bool:
    """Whether a text stands before the colon in the name of a column, and may head several."""
    key = key_of(text)
    columns = labels.table.columns if labels.table else []
    return any(key == key_of(one.name.rsplit(": ", 1)[0]) for one in columns if ": " in one.name)


def _meaning(cells: list[Cell], labels: Labels) -> Meaning | None:
    """All that the header cells of one column say together; none where a part is not understood or contradicts."""
    found = Meaning()
    unread: list[str] = []
    columns = []
    for cell in cells:
        for one, text in _read(cell, labels):
            if one is None:
                unread.append(text)
                continue
            if one.column:
                columns.append(one.column)
            if not _add(found, one):
                return None
    said = [text for cell in cells if (text := text_of(cell)) and _is_text_of_name(text, labels)]
    whole = labels.table.heading(key_of(" ".join(said))) if labels.table and said else None
    if whole:
        found.column = whole
        return found
    if len({id(column) for column in columns}) > 1:
        return None
    if any(not _is_group(text, labels) for text in unread) or (unread and not columns):
        return None
    found.column = columns[0] if columns else None
    return found


def _read(cell: Cell, labels: Labels) -> list[tuple[Meaning | None, str]]:
    """What a cell says as a whole, else what its parts say."""
    whole = labels.meaning(cell)
    if whole is not None:
        return [(whole, text_of(cell))]
    parts = _parts(cell)
    each = [(labels.meaning(part), part) for part in parts]
    if len(parts) > 1 and all(one is not None for one, _ in each):
        return [(one, part) for one, part in each]
    return [(None, text_of(cell) or "?")]


def _parts(cell: Cell) -> list[str]:
    if not isinstance(cell, str):
        return []
    return [part for one in _APART.split(cell) if (part := text_of(one))]


def _is_text_of_name(text: str, labels: Labels) -> bool:
    """Whether a header cell may be a part of a column's name: it places nothing by itself."""
    one = labels.meaning(text)
    return one is None or one.column is not None or one.is_empty


def _add(found: Meaning, one: Meaning) -> bool:
    """Add what another cell says; false where it contradicts."""
    if one.place and found.place and one.place != found.place:
        return False
    for name, id_ in one.labels.items():
        if found.labels.setdefault(name, id_) != id_:
            return False
    found.place = found.place or one.place
    found.periods = [*dict.fromkeys([*found.periods, *one.periods])]
    found.left_out = found.left_out or one.left_out
    found.total = found.total or one.total
    return True
