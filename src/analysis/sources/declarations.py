"""What ``params/sources.yml`` declares of a source: its tables, their labels and columns, read strictly."""

import re
from collections.abc import Mapping
from typing import Any

from analysis import catalogue, project, strict_yaml
from analysis.catalogue import Measure
from analysis.data import contracts
from analysis.errors import AnalysisError, did_you_mean
from analysis.sources.declared import Column, Dimension, Source, Table
from analysis.strict_yaml import Notes, Section

FILE = "params/sources.yml"
SOURCES = ("jobindsats", "statbank", "exports", "register")
COVERS = ("municipalities", "country")  # the municipalities and the country, or the country alone
BECOMES = ("benefit", "sex", "age", "origin", "visitation")

_SOURCE = ("title", "base", "provisional_months", "most_absent", "areas_left_out", "tables")
_TABLE = ("title", "months", "covers", "hierarchies", "dimensions", "benefit", "measures")
_UNITS = (*contracts.COUNTS, contracts.PER_CENT, contracts.RANK)


def jobindsats(declared: Mapping[str, Any] | None = None, *, measures: Mapping[str, Measure] | None = None) -> Source:
    """The declaration of Jobindsats, checked.

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
    file = opened(declared)
    source = _source(file.section("jobindsats"), catalogue.measures() if measures is None else measures)
    refuse_problems(file.notes)
    return source


def opened(declared: Mapping[str, Any] | None = None) -> Section:
    """The file, or what it would hold, with the names of its sources checked."""
    if declared is None:
        path = project.root() / FILE
        if not path.is_file():
            raise AnalysisError(f"{FILE} is absent. It says what 'jobcenter data fetch' asks for; put it back.")
        file = strict_yaml.read(path.read_text(encoding="utf-8"), label=FILE)
    else:
        file = Section(declared, (), Notes(FILE))
    if not file.values:
        refuse_problems(file.notes)
    file.only(SOURCES)
    return file


def refuse_problems(notes: Notes) -> None:
    """Raise where anything in the file is wrong: every problem at once.

    Raises
    ------
    AnalysisError
        With the line of each.
    """
    if notes.problems:
        lines = "\n".join(f"  - {problem}" for problem in dict.fromkeys(notes.problems))
        raise AnalysisError(f"{FILE}: {len(set(notes.problems))} problem(s), so nothing is asked\n{lines}")


def _source(section: Section, measures: Mapping[str, Measure]) -> Source:
    section.only(_SOURCE)
    tables = {name: _table(name, inner, measures) for name, inner in section.sections("tables").items()}
    seen: dict[str, str] = {}
    for table in tables.values():
        for column in table.columns:
            if column.measure in seen:
                where = f"also comes from {seen[column.measure]}; a figure has one source"
                section.notes.add(
                    (*section.place, "tables", table.id, "measures", column.column),
                    f"'{column.measure}' {where}.",
                )
            seen[column.measure] = f"{table.id}, '{column.column}'"
    return Source(
        title=section.text("title"),
        base=section.text("base"),
        provisional_months=section.whole("provisional_months", low=0, high=60),
        most_absent=section.share("most_absent"),
        areas_left_out=section.texts("areas_left_out"),
        tables=tables,
        notes=section.notes,
    )


def _table(name: str, section: Section, measures: Mapping[str, Measure]) -> Table:
    section.only(_TABLE)
    _must_match(section, section.place, name, r"[a-z0-9_]+", "a table's id has small letters and digits")
    dimensions = [_dimension(column, inner) for column, inner in section.sections("dimensions", may_lack=True).items()]
    fixed = {"benefit": section.text("benefit")} if "benefit" in section.values else {}
    given = [*(dimension.becomes for dimension in dimensions if dimension.becomes), *fixed]
    if "benefit" not in given:
        section.notes.add(section.place, "no dimension becomes the benefit: declare 'benefit', such as alle.")
    for twice in sorted({column for column in given if given.count(column) > 1}):
        section.notes.add(section.place, f"'{twice}' is given more than once.")
    benefits = {fixed.get("benefit", "")} | {
        benefit for dimension in dimensions if dimension.becomes == "benefit" for benefit in dimension.labels.values()
    }
    table = Table(
        id=name,
        title=section.text("title"),
        months=section.whole("months", low=1, high=1200),
        covers=section.text("covers", default=COVERS[0]),
        hierarchies=_hierarchies(section),
        dimensions=dimensions,
        fixed=fixed,
        columns=[
            figures(column, inner, measures, benefits - {""}) for column, inner in section.sections("measures").items()
        ],
    )
    if table.covers not in COVERS:
        section.notes.add(
            (*section.place, "covers"), f"'{table.covers}' is unknown. {did_you_mean(table.covers, COVERS)}"
        )
    return table


def _hierarchies(section: Section) -> dict[str, str]:
    read = section.named("hierarchies")
    place = (*section.place, "hierarchies")
    for hierarchy, selector in read.items():
        _must_match(section, (*place, hierarchy), hierarchy, r"_\w+", "a hierarchy begins with _")
        selectors = r"\*|/|(/\w+)+/|level:\w+"
        _must_match(section, (*place, hierarchy), selector, selectors, "a selector is /, *, /2/ or level:<id>")
    return read


def _dimension(column: str, section: Section) -> Dimension:
    section.only(("becomes", "labels", "keep"))
    if "keep" in section.values:
        if len(section.values) > 1:
            section.notes.add(section.place, f"'{column}' has either 'keep' or 'becomes' and 'labels', not both.")
        return Dimension(column, "", {section.text("keep"): ""})
    becomes = section.text("becomes")
    if becomes and becomes not in BECOMES:
        place = (*section.place, "becomes")
        section.notes.add(place, f"'{becomes}' is no canonical column. {did_you_mean(becomes, BECOMES)}")
    labels = section.named("labels")
    if len(set(labels.values())) < len(labels):
        section.notes.add((*section.place, "labels"), f"two labels of '{column}' become the same id.")
    return Dimension(column, becomes, labels)


def figures(column: str, section: Section, measures: Mapping[str, Measure], benefits: set[str]) -> Column:
    """A column of figures, whose measure the catalogue has with that unit and those benefits."""
    section.only(("measure", "unit", "may_be_empty"))
    read = Column(column, section.text("measure"), section.text("unit"), section.flag("may_be_empty"))
    known = measures.get(read.measure)
    if known is None:
        if read.measure:
            hint = f"{did_you_mean(read.measure, measures)} New ones are declared in reference/measures/."
            section.notes.add((*section.place, "measure"), f"there is no measure '{read.measure}'. {hint}")
        return read
    if read.unit and read.unit != known.unit:
        wanted = f"must be '{known.unit}', as in reference/measures/"
        section.notes.add((*section.place, "unit"), f"'unit' of {read.measure} {wanted}.")
    if read.unit and read.unit not in _UNITS:
        section.notes.add((*section.place, "unit"), f"'{read.unit}' is no unit. {did_you_mean(read.unit, _UNITS)}")
    for benefit in sorted(benefits - set(known.benefits)):
        hint = did_you_mean(benefit, known.benefits)
        section.notes.add(section.place, f"{read.measure} has no benefit '{benefit}'. {hint}")
    return read


def _must_match(section: Section, place: tuple[str, ...], text: str, pattern: str, rule: str) -> None:
    if not re.fullmatch(pattern, text):
        section.notes.add(place, f"'{text}' is not allowed: {rule}.")
