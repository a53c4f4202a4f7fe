"""What the columns of labels say of each row: its area, its period, its labels, and the measure where it names one."""

from dataclasses import dataclass, field
from itertools import pairwise

from analysis.sources.exports import dates
from analysis.sources.exports.declared import Column, Dimension
from analysis.sources.exports.findings import Strange, name_of
from analysis.sources.exports.labels import Labels, Place
from analysis.sources.exports.layout import Layout
from analysis.sources.exports.values import Cell, is_blank, key_of, kind_of, text_of


@dataclass
class Row:
    """What the columns of labels say of one row."""

    places: list[Place] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    column: Column | None = None
    left_out: str = ""  # why the whole row is
    is_sound: bool = True


class RowLabels:
    """Reads the columns of labels from the top down; a blank repeats the label above where labels are merged."""

    def __init__(self, layout: Layout, labels: Labels, strange: Strange, *, periods_above: bool) -> None:
        self.layout, self.labels, self.strange = layout, labels, strange
        self.periods_above = periods_above  # whether headers give a part of the period
        self.grid = layout.frame.grid
        self.dimensions = {one.name: one for one in labels.dimensions}
        self.columns = {column: role for column, role in layout.roles.items() if role != "left_out"}
        self.merged = {column for column in self.columns if self._is_merged(column)}
        self.above: dict[int, Cell] = {}

    def lacks(self, row: int) -> bool:
        """Whether a label of the row is blank."""
        return any(is_blank(cell) for cell in self.grid.cells(row, list(self.columns)))

    def remember(self, row: int) -> None:
        """Keep the labels of a row that has no figures, for those beneath it."""
        self.above |= {at: cell for at in self.columns if not is_blank(cell := self.grid.rows[row][at])}

    def of(self, row: int) -> Row:
        """What the labels of a row say."""
        said = Row()
        self.remember(row)
        for column, role in self.columns.items():
            cell = self.grid.rows[row][column]
            if is_blank(cell) and column in self.merged:
                cell = self.above.get(column, cell)
            self._label(said, row, column, role, cell)
        if said.is_sound and not said.left_out:
            self._agree(said, row)
        return said

    def _is_merged(self, column: int) -> bool:
        """Whether a blank repeats the label above: there are blanks, and no label stands twice in a row."""
        rows = self.layout.frame.data
        cells = [self.grid.rows[row][column] for row in rows if not self.grid.is_blank(row)]
        if not any(is_blank(cell) for cell in cells):
            return False
        return not any(one == two and not is_blank(one) for one, two in pairwise(cells))

    def _label(self, said: Row, row: int, column: int, role: str, cell: Cell) -> None:
        """Add what one cell of labels says."""
        expected = ""
        if role in ("area", "code"):
            place = self.labels.code(cell) if role == "code" else self.labels.place(cell) or self.labels.code(cell)
            expected = "" if place else "a municipality, a region or the country"
            if place:
                said.places.append(place)
        elif role == "period":
            period = dates.period(cell) or dates.part(cell)
            expected = "" if period else "a period such as 2026M07 or jul 2026"
            if period:
                said.periods.append(period)
        elif role == "measure":
            table = self.labels.table
            said.column = table.heading(key_of(text_of(cell))) if table else None
            expected = "" if said.column else "the name of a declared column"
        else:
            expected = self._dimension(said, self.dimensions[role], cell)
        if expected:
            said.is_sound = False
            kind = kind_of(cell)
            known = "" if kind in ("blank", "a formula") else " that is not known"
            self.strange.add(column, f"{kind}{known}", expected, row)

    def _dimension(self, said: Row, one: Dimension, cell: Cell) -> str:
        key = key_of(text_of(cell))
        if key in one.labels:
            if one.becomes:
                said.labels[one.becomes] = one.labels[key]
            return ""
        if key and (key in one.left_out or not one.becomes):
            said.left_out = said.left_out or f"of other {name_of(one.name)}"
            return ""
        return f"a label that is declared for {name_of(one.name)}"

    def _agree(self, said: Row, row: int) -> None:
        """Check that a code and a name, or a year and a month, do not contradict each other."""
        if len(set(said.places)) > 1:
            columns = [*self.layout.having("area"), *self.layout.having("code")]
            self.strange.add(columns[-1], "an area that is not that of the cell beside it", "the same area", row)
            said.is_sound = False
        if said.periods and not self.periods_above and not dates.together(said.periods):
            column = self.layout.having("period")[-1]
            self.strange.add(column, "a part of a period", "a whole period, with its year", row)
            said.is_sound = False
