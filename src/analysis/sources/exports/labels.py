"""What a text of an export names: an area, a period, a label of a dimension, a column, or nothing known."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from analysis import area_names, areas
from analysis.errors import AnalysisError
from analysis.sources.exports import dates
from analysis.sources.exports.declared import Column, Dimension, Exports, Table
from analysis.sources.exports.values import Cell, clean, is_number, key_of, text_of

LEFT_OUT, TOTAL = "left out", "total"
KEPT = ("municipality", "region", "country")  # other kinds of area are left out


class Place(NamedTuple):
    """An area that a cell names: its kind and code; ``LEFT_OUT`` or ``TOTAL`` as kind where it is none to keep."""

    kind: str
    code: str


@dataclass
class Meaning:
    """What a header, or a part of it, says."""

    place: Place | None = None
    periods: list[str] = field(default_factory=list)  # whole ones and parts
    labels: dict[str, str] = field(default_factory=dict)  # canonical column to id; of kept totals, the name to ""
    column: Column | None = None
    left_out: bool = False  # a label whose figures are left out
    total: bool = False  # a word for all of something

    @property
    def is_empty(self) -> bool:
        """Whether it places nothing."""
        return not (self.place or self.periods or self.labels or self.column or self.left_out or self.total)


class Labels:
    """The names that are declared, with what was read of them already. Of no table until one is chosen."""

    def __init__(self, exports: Exports, table: Table | None = None) -> None:
        self.exports = exports
        self.table = table
        self.dimensions = _dimensions(exports, table)
        self._places: dict[str, Place | None] = {}
        self._headings = {key for keys in exports.headings.values() for key in keys}
        self._headings |= {key for one in self.dimensions for key in one.headings}
        for each in [table] if table else exports.tables.values():
            self._headings |= {key for column in each.columns for key in column.headings}
            self._headings |= {key for one in each.dimensions for key in one.headings}

    def is_known(self, text: str) -> bool:
        """Whether a text names anything; bare years and codes do not count."""
        key = key_of(text)
        if not key or key.isdigit() or len(key) > 300:
            return False
        return key in self._headings or dates.period(text) is not None or self.place(text) is not None

    def place(self, cell: Cell) -> Place | None:
        """The area that a name stands for."""
        text = text_of(cell)
        if not text or len(text) > 60 or text.isdigit():
            return None
        if text not in self._places:
            self._places[text] = self._named(text)
        return self._places[text]

    def code(self, cell: Cell) -> Place | None:
        """The area that a code stands for, be it a number or a text."""
        text = f"{cell:.0f}" if is_number(cell) and isinstance(cell, float) and cell.is_integer() else text_of(cell)
        if not text.isdigit() or not text.isascii() or not 1 <= len(text) <= 4:
            return None
        if text not in self._places:
            self._places[text] = self._named(text.zfill(3))
        return self._places[text]

    def _named(self, text: str) -> Place | None:
        key = key_of(text)
        if not key:
            return None
        if key in self.exports.areas_left_out or areas.outside(text):
            return Place(LEFT_OUT, "")
        if key in self.exports.totals:
            return Place(TOTAL, "")
        try:
            found = areas.from_source(text)
            return Place(found.kind, found.code)
        except AnalysisError:
            return Place(LEFT_OUT, "") if _other_kind(key) else None

    def role(self, text: str) -> str:
        """The role that a heading gives its column: area, code, period, measure or left_out; else empty."""
        key = key_of(text)
        return next((role for role, keys in self.exports.headings.items() if key in keys), "")

    def dimension(self, text: str) -> Dimension | None:
        """The dimension whose heading a text is."""
        key = key_of(text)
        return next((one for one in self.dimensions if key in one.headings), None)

    def meaning(self, cell: Cell) -> Meaning | None:
        """What one header cell says; none where it is not understood. A word that says nothing is an empty meaning."""
        if (found := dates.period(cell)) or (found := dates.part(cell)):
            return Meaning(periods=[found])
        text = text_of(cell)
        key = key_of(text)
        if not key or not text:
            return None
        if self.table and (column := self.table.heading(key)):
            return Meaning(column=column)
        if key in self.exports.totals:
            return Meaning(total=True)
        for one in self.dimensions:
            if key in one.left_out:
                return Meaning(left_out=True)
            if key in one.labels:
                return Meaning(labels={one.becomes or one.name: one.labels[key]})
        if self._says_nothing(key):
            return Meaning()
        if place := self.place(text):
            return Meaning(place=place)
        return None

    def _says_nothing(self, key: str) -> bool:
        if key in self.exports.words or key in self._headings:
            return True
        if not self.table:
            return False
        benefit = self.exports.benefits.get(key)
        return key == key_of(self.table.title) or (benefit is not None and benefit == self.fixed_benefit)

    @property
    def fixed_benefit(self) -> str:
        """The benefit that all figures of the table are of, where it has no dimension for it."""
        return self.table.fixed.get("benefit", "") if self.table else ""


def _dimensions(exports: Exports, table: Table | None) -> list[Dimension]:
    """The dimensions a sheet may have; one that names the benefit, which a table's own figures must agree with."""
    if table is None:
        return exports.dimensions
    found = exports.of(table)
    if "benefit" in table.fixed:
        return [*found, Dimension("Ydelse", exports.benefit_headings, "benefit", exports.benefits)]
    return [
        replace(one, headings=one.headings | exports.benefit_headings) if one.becomes == "benefit" else one
        for one in found
    ]


def _other_kind(key: str) -> bool:
    """Whether a key names an area that figures are not kept for: a jobcenter, a group, a landsdel, a council."""
    if key.startswith(("landsdel ", "rar ")) or key == "hele landet uden uoplyst":
        return True
    bare = area_names.without_jobcenter(key)
    if bare != key:
        return True
    try:
        areas.group(clean(key))
    except AnalysisError:
        return False
    return True
