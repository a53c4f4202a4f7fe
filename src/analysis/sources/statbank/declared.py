"""What ``params/sources.yml`` declares of StatBank: its tables, and what each of their variables becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis import catalogue
from analysis.catalogue import TOTAL, Measure
from analysis.errors import did_you_mean
from analysis.sources import declarations
from analysis.sources.declared import Column
from analysis.strict_yaml import Notes, Section

AXES = ("area", "period", "sex", "age", "origin")  # what a variable can become, in the order of a table's cells
READ_BY_ITSELF = ("area", "period", "sex", "age")  # these need no labels: their codes and texts are known
FILLS = ("population", "labour_force")
FIGURE = "INDHOLD"
ALL = "all"

_SOURCE = ("title", "base", "most_cells", "most_absent", "tables")
_TABLE = ("title", "latest", "exact", "benefit", "measures", "also_fills", "variables")


@dataclass(frozen=True)
class Variable:
    """A variable of a table: the axis that it becomes, with an id for each code, or the one code that is kept."""

    code: str
    becomes: str
    labels: dict[str, str]
    keep: str = ""


@dataclass(frozen=True)
class Table:
    """One table. ``exact``: it hides and rounds nothing, so that its parts add up and its 0 is nobody.

    ``latest`` is how many of its last periods are asked for, none for all; ``figure`` the measure that its totals
    are, none where they are not observations; ``fills`` the other canonical tables that it gives rows to.
    """

    id: str
    title: str
    variables: list[Variable]
    latest: int | None
    exact: bool
    benefit: str
    figure: Column | None
    fills: list[str]


@dataclass(frozen=True)
class Source:
    """StatBank: where it is, the cells it answers at once, the share that may be absent, and its tables by id."""

    title: str
    base: str
    most_cells: int
    most_absent: float
    tables: dict[str, Table]
    notes: Notes = field(repr=False, compare=False)

    def at(self, *place: str) -> str:
        """How a message names a place in the declaration, such as a variable of a table."""
        return self.notes.at(("statbank", "tables", *place))


def statbank(declared: Mapping[str, Any] | None = None, *, measures: Mapping[str, Measure] | None = None) -> Source:
    """The declaration of StatBank, checked.

    Parameters
    ----------
    declared : mapping, optional
        What the file would hold; the file itself by default.
    measures : mapping, optional
        The measures there are; those of ``reference/measures/`` by default.

    Raises
    ------
    AnalysisError
        If anything in it is wrong: every problem at once, with the line where it stands.
    """
    file = declarations.opened(declared)
    section = file.section("statbank")
    section.only(_SOURCE)
    known = catalogue.measures() if measures is None else measures
    source = Source(
        title=section.text("title"),
        base=section.text("base"),
        most_cells=section.whole("most_cells", low=1, high=10_000_000),
        most_absent=section.share("most_absent"),
        tables={name: _table(name, inner, known) for name, inner in section.sections("tables").items()},
        notes=section.notes,
    )
    declarations.refuse_problems(section.notes)
    return source


def _table(name: str, section: Section, measures: Mapping[str, Measure]) -> Table:
    section.only(_TABLE)
    variables = [_variable(code, inner) for code, inner in section.sections("variables").items()]
    becomes = [one.becomes for one in variables if one.becomes]
    for axis in ("area", "period"):
        if axis not in becomes:
            section.notes.add(section.place, f"no variable becomes the {axis}.")
    for twice in sorted({axis for axis in becomes if becomes.count(axis) > 1}):
        section.notes.add(section.place, f"two variables become the {twice}.")
    benefit = section.text("benefit", default=TOTAL)
    columns = [
        declarations.figures(column, inner, measures, {benefit})
        for column, inner in section.sections("measures", may_lack=True).items()
    ]
    if any(one.column != FIGURE for one in columns):
        section.notes.add((*section.place, "measures"), f"the one column of figures is {FIGURE}.")
    fills = section.texts("also_fills")
    for unknown in [one for one in fills if one not in FILLS]:
        place = (*section.place, "also_fills")
        section.notes.add(place, f"'{unknown}' is no table to fill. {did_you_mean(unknown, FILLS)}")
    if "population" in fills and not {"age", "sex"} <= set(becomes):
        section.notes.add(section.place, "population needs a variable that becomes the age, and one for the sex.")
    if not columns and not fills:
        section.notes.add(section.place, "it has neither 'measures' nor 'also_fills', so nothing would be kept.")
    return Table(
        id=name,
        title=section.text("title"),
        variables=variables,
        latest=None if section.values.get("latest") == ALL else section.whole("latest", low=1, high=1200),
        exact=section.flag("exact"),
        benefit=benefit,
        figure=columns[0] if columns else None,
        fills=fills,
    )


def _variable(code: str, section: Section) -> Variable:
    section.only(("becomes", "labels", "keep"))
    if "keep" in section.values:
        if len(section.values) > 1:
            section.notes.add(section.place, f"'{code}' has either 'keep' or 'becomes', not both.")
        return Variable(code, "", {}, section.text("keep"))
    becomes = section.text("becomes")
    if becomes and becomes not in AXES:
        section.notes.add(
            (*section.place, "becomes"), f"'{becomes}' is no canonical column. {did_you_mean(becomes, AXES)}"
        )
    needed = becomes in AXES and becomes not in READ_BY_ITSELF
    labels = section.named("labels") if needed or "labels" in section.values else {}
    if len(set(labels.values())) < len(labels):
        section.notes.add((*section.place, "labels"), f"two labels of '{code}' become the same id.")
    return Variable(code, becomes, labels)
