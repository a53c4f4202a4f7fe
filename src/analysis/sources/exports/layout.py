"""Where things are in a sheet: titles, header rows, columns of labels, columns of figures, the first row of data."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from analysis.sources.exports import dates
from analysis.sources.exports.figures import looks_like
from analysis.sources.exports.grids import Grid
from analysis.sources.exports.labels import Labels
from analysis.sources.exports.values import Cell, is_blank, key_of, text_of

_MOST = 0.6  # a column of labels has at least this share of its cells understood
_TALLEST = 12  # header rows


@dataclass
class Frame:
    """The parts of a sheet that can be told before its table is known."""

    grid: Grid
    first: int  # the first row of data
    zone: list[int]  # rows above it that may be header rows, from the top
    titles: list[str]  # texts above the zone

    @property
    def data(self) -> range:
        """The rows from the first row of data."""
        return range(self.first, len(self.grid.rows))

    @cached_property
    def below(self) -> list[Counter[Cell]]:
        """The cells of each column that hold something, from the first row of data, counted."""
        counted = [Counter(cells) for cells in zip(*(self.grid.rows[row] for row in self.data), strict=True)]
        return [Counter({cell: count for cell, count in one.items() if not is_blank(cell)}) for one in counted]


@dataclass
class Layout:
    """The parts of a sheet of a known table.

    ``roles`` are the columns of labels: area, code, period, measure, left_out, or a dimension's name. ``header``
    are the header rows from the top; ``values`` the columns that may hold figures.
    """

    frame: Frame
    roles: dict[int, str]
    header: list[int]
    titles: list[str]

    @property
    def values(self) -> list[int]:
        """The columns that are not of labels."""
        return [column for column in range(self.frame.grid.width) if column not in self.roles]

    def having(self, role: str) -> list[int]:
        """The columns of a role."""
        return [column for column, its in self.roles.items() if its == role]


def frame(grid: Grid, labels: Labels) -> Frame | None:
    """The sheet's first row of data, and what is above it; none where no row has a place or a period and figures."""
    first = next((row for row in range(len(grid.rows)) if _anchor(grid, row, labels) is not None), None)
    if first is None:
        first = _by_code(grid, labels)
        if first is None:
            return None
    else:
        column = _anchor(grid, first, labels)
        while first > 0 and column is not None and _places(grid.rows[first - 1][column], labels):
            first -= 1
    zone: list[int] = []
    for row in range(first - 1, -1, -1):
        if grid.is_blank(row):
            if zone:
                break
            continue
        zone.insert(0, row)
        if len(zone) == _TALLEST:
            break
    top = zone[0] if zone else first
    titles = [text for row in grid.rows[:top] for cell in row if (text := text_of(cell))]
    return Frame(grid, first, zone, list(dict.fromkeys(titles)))


def layout(found: Frame, labels: Labels) -> Layout:
    """The columns and header rows of a sheet whose table ``labels`` knows."""
    grid = found.grid
    roles: dict[int, str] = {}
    for column in range(grid.width):
        named = [text for row in reversed(found.zone) if (text := text_of(grid.rows[row][column]))]
        role = next((role for text in named if (role := labels.role(text))), "")
        one = next((one for text in named if (one := labels.dimension(text))), None)
        if one and role not in ("area", "code", "period"):
            roles[column] = one.name
        elif role and not _heads_figures(found, column, named, labels):
            roles[column] = role
    _by_content(found, labels, roles)
    header, titles = _header(found, roles, labels)
    return Layout(found, roles, header, [*found.titles, *titles])


def _heads_figures(found: Frame, column: int, named: list[str], labels: Labels) -> bool:
    """Whether a heading that gives a role is a column of the table instead, such as Enhed or Antal."""
    return any(labels.table and labels.table.heading(key_of(text)) for text in named)


def _by_content(found: Frame, labels: Labels, roles: dict[int, str]) -> None:
    """Give a role to the columns whose cells are understood, where no heading did."""
    tests: list[tuple[str, Callable[[Cell], bool]]] = [
        ("area", lambda cell: labels.place(cell) is not None),
        ("period", lambda cell: dates.period(cell) is not None and not dates.is_bare_year(cell)),
        *((one.name, _is_label(one.labels, one.left_out)) for one in labels.dimensions if one.labels),
        ("measure", lambda cell: bool(labels.table and labels.table.heading(key_of(text_of(cell))))),
    ]
    taken = set(roles.values())
    for role, test in tests:
        if role in taken:
            continue
        best: tuple[int, int] = (0, -1)
        for column in range(found.grid.width):
            cells = found.below[column]
            free = column not in roles or (role == "area" and roles[column] == "left_out" and "code" not in taken)
            hits = sum(count for cell, count in cells.items() if test(cell)) if free else 0
            if hits and hits >= _MOST * cells.total():
                best = max(best, (hits, -column)) if best[0] else (hits, -column)
        if best[0]:
            roles[-best[1]] = role


def _is_label(known: dict[str, str], left_out: frozenset[str]) -> Callable[[Cell], bool]:
    return lambda cell: (key := key_of(text_of(cell))) != "" and (key in known or key in left_out)


def _header(found: Frame, roles: dict[int, str], labels: Labels) -> tuple[list[int], list[str]]:
    """The header rows of the zone, from the top, and the texts of the title rows above them."""
    grid = found.grid
    header: list[int] = []
    for row in reversed(found.zone):
        if header and _is_title(grid, row, roles, labels):
            break
        header.insert(0, row)
    above = found.zone[: len(found.zone) - len(header)]
    titles = [text for row in above for cell in grid.rows[row] if (text := text_of(cell))]
    return header, list(dict.fromkeys(titles))


def _is_title(grid: Grid, row: int, roles: dict[int, str], labels: Labels) -> bool:
    there = [(column, text_of(cell)) for column, cell in enumerate(grid.rows[row]) if not is_blank(cell)]
    texts = {text for _, text in there}
    if any(labels.role(text) or labels.dimension(text) for text in texts if text):
        return False
    if all(column in roles for column, _ in there) or there[0][1].endswith(":"):
        return True
    return len(texts) == 1 and there[0][0] == 0


def _places(cell: Cell, labels: Labels) -> bool:
    if labels.place(cell) is not None:
        return True
    return dates.period(cell) is not None and not dates.is_bare_year(cell)


def _anchor(grid: Grid, row: int, labels: Labels) -> int | None:
    """The column of the first place or period of a row that has a figure as well."""
    signs = labels.exports.signs
    cells = grid.rows[row]
    for column, cell in enumerate(cells):
        if is_blank(cell) or not _places(cell, labels):
            continue
        if any(looks_like(one, signs) and dates.period(one) is None for one in cells):
            return column
    return None


def _by_code(grid: Grid, labels: Labels) -> int | None:
    """The first row of data where areas are given by codes alone."""
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            if labels.role(text_of(cell)) == "code":
                below = range(row + 1, len(grid.rows))
                return next((at for at in below if labels.code(grid.rows[at][column])), None)
    return None
