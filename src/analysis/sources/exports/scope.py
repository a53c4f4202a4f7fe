"""What the titles above a table say of all its figures: a period, an area, a label, or the measure itself."""

from analysis.sources.exports import dates
from analysis.sources.exports.declared import Table
from analysis.sources.exports.facts import Scope
from analysis.sources.exports.findings import Findings, name_of
from analysis.sources.exports.labels import LEFT_OUT, TOTAL, Labels
from analysis.sources.exports.layout import Layout
from analysis.sources.exports.paths import Path
from analysis.sources.exports.values import clean, key_of


def scope(layout: Layout, headers: dict[int, Path], table: Table, labels: Labels, findings: Findings) -> Scope:
    """What the titles of a sheet say, such as ``Periode: jul 2026`` or ``Hele landet`` alone in a cell.

    A text is only taken at its word: one that is a sentence says nothing here. Where neither a header nor a row
    names a measure, a title may; else it is the only one that the table has.
    """
    found = Scope()
    for text in layout.titles:
        name, _, said = (clean(part) for part in text.partition(":"))
        dimension = labels.dimension(name) if said else None
        if dimension:
            key = key_of(said)
            if key in dimension.labels and dimension.becomes:
                _label(found, dimension.becomes, dimension.labels[key], name, table, findings)
            elif key not in dimension.labels:
                findings.problem(f"a title limits {name_of(dimension.name)} to a label that is not declared for it")
            continue
        about = said if said and labels.role(name) else text
        found.period = found.period or dates.period(about)
        place = labels.place(about)
        if place and place.kind not in (TOTAL, LEFT_OUT):
            found.place = found.place or place
        found.column = found.column or table.heading(key_of(text))
    named = any(path.meaning and path.meaning.column for path in headers.values()) or layout.having("measure")
    if named:
        found.column = None
    elif found.column is None and len(table.measures) == 1:
        found.column = next(column for column in table.columns if column.measure)
    return found


def _label(found: Scope, name: str, id_: str, heading: str, table: Table, findings: Findings) -> None:
    fixed = table.fixed.get(name, id_)
    if fixed != id_ or found.labels.setdefault(name, id_) != id_:
        findings.problem(f"its titles say two things of {name_of(heading)}")
