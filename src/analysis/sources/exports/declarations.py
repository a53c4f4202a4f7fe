"""What ``params/sources.yml`` declares of exports, read strictly; the tables of Jobindsats are exports as well."""

from collections.abc import Iterable, Mapping
from typing import Any

from analysis import catalogue
from analysis.catalogue import Measure
from analysis.errors import did_you_mean
from analysis.names import matching_key
from analysis.sources import declarations, declared
from analysis.sources.exports.declared import Column, Dimension, Exports, Table
from analysis.sources.exports.figures import Signs
from analysis.strict_yaml import Section

JOBINDSATS = "Jobindsats"
ROLES = ("area", "code", "period", "measure", "left_out")

_EXPORTS = (
    *("suppressed", "missing", "areas_left_out", "totals", "words", "benefits"),
    *("headings", "dimensions", "jobindsats", "tables"),
)
_TABLE = (
    *("title", "publisher", "provisional_months", "benefit", "dimensions", "measures"),
    *("passed_over", "recognised_by", "at_most"),
)


def exports(listed: Mapping[str, Any] | None = None, *, measures: Mapping[str, Measure] | None = None) -> Exports:
    """The declaration of exports, checked.

    Parameters
    ----------
    listed : mapping, optional
        What ``params/sources.yml`` would hold; the file itself by default.
    measures : mapping, optional
        The measures there are; those of ``reference/measures/`` by default.

    Raises
    ------
    AnalysisError
        If anything in it is wrong: every problem at once, with the line where it stands.
    """
    known = catalogue.measures() if measures is None else measures
    file = declarations.opened(listed)
    fetched = declarations.jobindsats(listed, measures=known)
    section = file.section("exports")
    section.only(_EXPORTS)
    also = section.sections("jobindsats", may_lack=True)
    for name in also.keys() - fetched.tables.keys():
        section.notes.add((*section.place, "jobindsats"), f"'{name}' is no table of jobindsats.")
    nothing = Section({}, section.place, section.notes)
    tables = {
        name: _fetched(table, also.get(name, nothing), fetched.provisional_months)
        for name, table in fetched.tables.items()
    }
    for name, inner in section.sections("tables", may_lack=True).items():
        if name in tables:
            inner.notes.add(inner.place, f"'{name}' is a table of jobindsats; add to it under jobindsats.")
        tables[name] = _table(name, inner, known)
    roles = section.section("headings")
    roles.only((*ROLES, "benefit"))
    found = Exports(
        signs=Signs(
            frozenset(sign.casefold() for sign in section.texts("suppressed")),
            frozenset(sign.casefold() for sign in section.texts("missing")),
        ),
        areas_left_out=_keys([*section.texts("areas_left_out"), *fetched.areas_left_out]),
        totals=_keys(section.texts("totals")),
        words=_keys(section.texts("words")),
        benefits={matching_key(word): benefit for word, benefit in section.named("benefits").items()},
        headings={role: _keys(roles.texts(role)) for role in ROLES},
        benefit_headings=_keys(roles.texts("benefit")),
        dimensions=[_dimension(one, inner) for one, inner in section.sections("dimensions", may_lack=True).items()],
        tables=tables,
    )
    declarations.refuse_problems(file.notes)
    return found


def _fetched(table: declared.Table, section: Section, provisional_months: int) -> Table:
    """A table of Jobindsats as an export: its own column labels, and what is declared besides."""
    section.only(("also", "passed_over", "recognised_by", "at_most", "labels_left_out"))
    units = {column.measure: column.unit for column in table.columns}
    columns = [Column(one.column, _headings(one.column), one.measure, one.unit) for one in table.columns]
    for heading, inner in section.sections("also", may_lack=True).items():
        inner.only(("measure", "benefit"))
        measure = inner.text("measure")
        if measure and measure not in units:
            inner.notes.add(inner.place, f"'{measure}' is no measure of {table.id}. {did_you_mean(measure, units)}")
        given = {"benefit": inner.text("benefit")} if "benefit" in inner.values else {}
        columns.append(Column(heading, _headings(heading), measure, units.get(measure, ""), given))
    left_out = _keys(section.texts("labels_left_out"))
    dimensions = [
        Dimension(
            one.column,
            _keys([one.column]),
            one.becomes,
            {matching_key(label): becomes for label, becomes in one.labels.items()},
            left_out if one.becomes else frozenset(),
        )
        for one in table.dimensions
    ]
    return Table(
        id=table.id,
        publisher=JOBINDSATS,
        title=table.title,
        provisional_months=provisional_months,
        dimensions=dimensions,
        fixed=table.fixed,
        columns=[*columns, *_passed_over(section)],
        recognised_by=_keys(section.texts("recognised_by")),
        at_most=_at_most(section, set(units)),
    )


def _table(name: str, section: Section, known: Mapping[str, Measure]) -> Table:
    section.only(_TABLE)
    fixed = {"benefit": section.text("benefit")} if "benefit" in section.values else {}
    dimensions = [_dimension(one, inner) for one, inner in section.sections("dimensions", may_lack=True).items()]
    benefits = {
        *fixed.values(),
        *(id_ for one in dimensions if one.becomes == "benefit" for id_ in one.labels.values()),
    }
    if not benefits:
        section.notes.add(section.place, "no dimension becomes the benefit: declare 'benefit', such as alle.")
    columns = []
    for heading, inner in section.sections("measures").items():
        of_heading = {key: value for key, value in inner.values.items() if key != "also"}
        also = inner.texts("also")
        read = declarations.figures(heading, Section(of_heading, inner.place, inner.notes), known, benefits)
        headings = _headings(heading).union(*map(_headings, also))
        columns.append(Column(heading, headings, read.measure, read.unit))
    units = {column.measure for column in columns}
    return Table(
        id=name,
        publisher=section.text("publisher"),
        title=section.text("title"),
        provisional_months=section.whole("provisional_months", low=0, high=60),
        dimensions=dimensions,
        fixed=fixed,
        columns=[*columns, *_passed_over(section, units)],
        recognised_by=_keys(section.texts("recognised_by")),
        at_most=_at_most(section, units),
    )


def _dimension(name: str, section: Section) -> Dimension:
    section.only(("also", "becomes", "labels", "keep", "left_out"))
    headings = _keys([name, *section.texts("also")])
    left_out = _keys(section.texts("left_out"))
    if "keep" in section.values:
        return Dimension(name, headings, "", dict.fromkeys(_keys(section.texts("keep")), ""), left_out)
    becomes = section.text("becomes")
    if becomes and becomes not in declarations.BECOMES:
        hint = did_you_mean(becomes, declarations.BECOMES)
        section.notes.add((*section.place, "becomes"), f"'{becomes}' is no canonical column. {hint}")
    labels = {matching_key(label): id_ for label, id_ in section.named("labels").items()}
    return Dimension(name, headings, becomes, labels, left_out)


def _passed_over(section: Section, measures: Iterable[str] = ()) -> list[Column]:
    """The columns that are known and not read, some of them as the difference of two that are."""
    found = []
    for name, inner in section.sections("passed_over", may_lack=True).items():
        inner.only(("because", "difference", "within"))
        inner.text("because")
        two = inner.texts("difference")
        if two and (len(two) != 2 or not set(two) <= set(measures)):
            inner.notes.add(inner.place, "'difference' names two measures of the table: the first less the second.")
        within = inner.values.get("within", 0)
        if type(within) not in (int, float):
            inner.notes.add(inner.place, "'within' must be a number.")
            within = 0
        difference = (two[0], two[1]) if len(two) == 2 else None
        found.append(Column(name, _headings(name), "", "", {}, difference, float(within)))
    return found


def _at_most(section: Section, measures: set[str]) -> list[tuple[str, str]]:
    pairs = section.named("at_most") if "at_most" in section.values else {}
    for name in sorted({*pairs, *pairs.values()} - measures):
        section.notes.add((*section.place, "at_most"), f"'{name}' is no measure of the table.")
    return list(pairs.items())


def _headings(name: str) -> frozenset[str]:
    """The keys of a column's name: whole, and what follows its last colon, as a header of several rows splits it."""
    return _keys([name, name.rsplit(": ", 1)[-1]])


def _keys(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(matching_key(text) for text in texts)
