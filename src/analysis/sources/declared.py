"""A source as it was declared and checked: where it is, its tables, their labels and columns."""

from dataclasses import dataclass, field

from analysis.strict_yaml import Notes


@dataclass(frozen=True)
class Dimension:
    """A column of labels: those that are read, and the id that each becomes (none where one is kept)."""

    column: str
    becomes: str
    labels: dict[str, str]


@dataclass(frozen=True)
class Column:
    """A column of figures: the measure that it is, its unit, and whether it may be empty throughout."""

    column: str
    measure: str
    unit: str
    may_be_empty: bool


@dataclass(frozen=True)
class Table:
    """One table of a source. ``fixed`` are the values of canonical columns that no dimension gives."""

    id: str
    title: str
    months: int
    covers: str
    hierarchies: dict[str, str]
    dimensions: list[Dimension]
    fixed: dict[str, str]
    columns: list[Column]


@dataclass(frozen=True)
class Source:
    """One source: where it is, what its answers need, and its tables by id. ``notes`` knows the lines."""

    title: str
    base: str
    provisional_months: int
    most_absent: float
    areas_left_out: list[str]
    tables: dict[str, Table]
    notes: Notes = field(repr=False, compare=False)

    def at(self, *place: str) -> str:
        """How a message names a place in the declaration, such as a hierarchy of a table."""
        return self.notes.at(("jobindsats", "tables", *place))
