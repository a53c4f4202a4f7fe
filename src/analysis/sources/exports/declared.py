"""The exports as they were declared and checked: headings, labels and columns, by the keys that names match on."""

from dataclasses import dataclass, field

from analysis.sources.exports.figures import Signs


@dataclass(frozen=True)
class Dimension:
    """A column of labels: the canonical column it becomes (none where totals are kept) and the id of each label.

    Rows with a label of ``left_out`` are left out with a notice. Of a dimension that becomes nothing so are those
    of every label but the kept ones; of one that becomes a column any other label is a problem.
    """

    name: str
    headings: frozenset[str]
    becomes: str
    labels: dict[str, str]
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Column:
    """A column of figures: its headings, its measure, and canonical columns that the heading itself gives.

    ``measure`` is empty where the column is known and passed over. ``difference`` are the two measures that it is
    the difference of, and ``within`` how far rounding may take it from that.
    """

    name: str
    headings: frozenset[str]
    measure: str
    unit: str
    given: dict[str, str] = field(default_factory=dict)
    difference: tuple[str, str] | None = None
    within: float = 0.0


@dataclass(frozen=True)
class Table:
    """One table that exports may hold.

    ``fixed`` are canonical columns that no dimension gives. Where headings are shared with other tables,
    ``recognised_by`` are the words of which a title, a sheet or the file's name must have one. ``at_most`` are
    pairs of measures of which the first is hardly ever above the second.
    """

    id: str
    publisher: str
    title: str
    provisional_months: int
    dimensions: list[Dimension]
    fixed: dict[str, str]
    columns: list[Column]
    recognised_by: frozenset[str] = frozenset()
    at_most: list[tuple[str, str]] = field(default_factory=list)

    @property
    def measures(self) -> set[str]:
        """The measures it has."""
        return {column.measure for column in self.columns if column.measure}

    def heading(self, key: str) -> Column | None:
        """The column with a heading."""
        return next((column for column in self.columns if key in column.headings), None)


@dataclass(frozen=True)
class Exports:
    """Everything that is declared of exports."""

    signs: Signs
    areas_left_out: frozenset[str]
    totals: frozenset[str]
    words: frozenset[str]  # that may stand in a header and say nothing of who is counted
    benefits: dict[str, str]  # words that name a benefit, and the benefit
    headings: dict[str, frozenset[str]]  # by role: area, code, period, measure, left_out
    benefit_headings: frozenset[str]
    dimensions: list[Dimension]  # that any table may have
    tables: dict[str, Table]

    def of(self, table: Table) -> list[Dimension]:
        """The dimensions that a table may have: its own, then those of any table."""
        own = {one.name for one in table.dimensions}
        return [*table.dimensions, *(one for one in self.dimensions if one.name not in own)]
