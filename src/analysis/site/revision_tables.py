"""The tables of the page on revisions, in Danish. What names a cell comes from the figures as reports show them."""

import math
from collections.abc import Sequence
from functools import cache

import pandas as pd

from analysis import areas, catalogue, danish, rules
from analysis.area_names import named
from analysis.areas import COUNTRY
from analysis.data import cell_changes, contracts, triangles
from analysis.data.vintages import Step
from analysis.errors import AnalysisError
from analysis.measures import label
from analysis.publish.blocks import Cell, Column, Row, Table
from analysis.publish.layout import cells

MOST = 25  # cells in a table of the biggest

STATUSES = {
    "final": "endelig",
    "provisional": danish.PROVISIONAL,
    "suppressed": danish.HIDDEN_CELL,
    "missing": danish.MISSING_CELL,
}
_COUNTED = {
    "before": "Celler i det ældre udtræk",
    "after": "Celler i det nyere udtræk",
    "added": "Tilkommet",
    "added_figures": "– heraf med et tal",
    "lost": "Bortfaldet",
    "lost_figures": "– heraf med et tal",
    "compared_figures": "Tal, der er i begge udtræk",
    "revised": "Revideret",
    "revised_final": "– heraf i måneder, der var endelige",
    "not_listed": "– heraf kan ikke vises enkeltvis",
    "status_changed": "Ændret status",
    "revised_and_status": "– heraf også revideret",
    "base_changed": "Kun tæller eller nævner ændret",
    "unit_changed": "Anden enhed",
    "unchanged": "Uændret i alt",
}
_GROUPS = ("sex", "age", "origin", "visitation")


def counted(steps: Sequence[Step]) -> Table:
    """How many cells were added, lost, revised and left alone, one column per step."""
    exact = [cell_changes.counts(step.exact).iloc[0] for step in steps]
    listed = [int(cell_changes.counts(step.shown)["revised"].iloc[0]) for step in steps]
    totals = [row.to_dict() | {"not_listed": row["revised"] - known} for row, known in zip(exact, listed, strict=True)]
    shown = [name for name in _COUNTED if name not in ("base_changed", "unit_changed") or any(t[name] for t in totals)]
    columns = [
        Column("hvad", "", numeric=False),
        *(Column(f"skridt_{at}", named_step(step)) for at, step in enumerate(steps)),
    ]
    rows = [Row([cells.text(_COUNTED[name]), *(_whole(total[name]) for total in totals)]) for name in shown]
    return Table("table-1", "Antal celler. En celle er ét måltal for ét område i én periode", columns, rows)


def by_measure(step: Step) -> Table:
    """How many cells of each measure were added, lost and revised."""
    wanted = {"added": "Tilkommet", "lost": "Bortfaldet", "compared_figures": "Tal i begge", "revised": "Revideret",
              "revised_final": "– heraf endelige", "status_changed": "Ændret status"}  # fmt: skip
    table = cell_changes.counts(step.exact, by=triangles.SERIES)
    table = table.sort_values(["revised", *triangles.SERIES], ascending=[False, True, True])
    columns = [Column("maaling", "Måltal", numeric=False), *(Column(name, text) for name, text in wanted.items())]
    rows = [Row([_series(row), *(_whole(row[name]) for name in wanted)]) for _, row in table.iterrows()]
    return Table("table-2", f"Efter måltal, {named_step(step)}", columns, rows)


def statuses(step: Step) -> Table | None:
    """From which status to which, or nothing where none changed."""
    table = cell_changes.transitions(step.exact)
    if table.empty:
        return None
    columns = [Column("fra", "Fra", numeric=False), Column("til", "Til", numeric=False), Column("celler", "Celler"),
               Column("reviderede", "Heraf også revideret")]  # fmt: skip
    rows = [
        Row([cells.text(STATUSES[row["status_before"]]), cells.text(STATUSES[row["status_after"]]),
             _whole(row["cells"]), _whole(row["revised"])])
        for _, row in table.iterrows()
    ]  # fmt: skip
    return Table("table-3", f"Ændret status, {named_step(step)}", columns, rows)


def largest(step: Step, *, rates: bool) -> Table | None:
    """The biggest revisions of counts, or of rates; nothing where there are none."""
    table = cell_changes.changes(step.shown)
    is_rate = ~table["unit_after"].isin(contracts.COUNTS)
    table = table[(table["kind"] == "revised") & (is_rate == rates)]
    if table.empty:
        return None
    title = "Største revisioner af andele" if rates else "Største revisioner af antal"
    more = f", {MOST} af {danish.number(len(table))}" if len(table) > MOST else ""
    columns = [
        Column("maaling", "Måltal", numeric=False),
        Column("omraade", "Område", numeric=False),
        Column("periode", "Periode", numeric=False),
        Column("foer", "Før"),
        Column("efter", "Efter"),
        Column("aendring", "Ændring, procentpoint" if rates else "Ændring"),
        *([] if rates else [Column("pct", "Ændring, pct.")]),
        Column("endelig", "Måneden var", numeric=False),
    ]
    rows = [Row(_revision(row, rates=rates)) for _, row in table.head(MOST).iterrows()]
    return Table("table-4", f"{title}, {named_step(step)}{more}", columns, rows)


def came_and_went(step: Step) -> Table | None:
    """Which periods of which measures have cells in one of the vintages alone; nothing where none has."""
    table = step.exact[step.exact["presence"] != "both"]
    if table.empty:
        return None
    grouped = table.groupby(["presence", *triangles.SERIES, "period"]).size().reset_index(name="cells")
    spans = grouped.groupby(["presence", *triangles.SERIES]).agg(
        first=("period", "min"), last=("period", "max"), periods=("period", "nunique"), cells=("cells", "sum")
    )
    ordered = spans.reset_index().sort_values(["cells", "presence", *triangles.SERIES], ascending=[False, *[True] * 3])
    columns = [Column("maaling", "Måltal", numeric=False), Column("hvad", "", numeric=False),
               Column("perioder", "Perioder", numeric=False), Column("celler", "Celler")]  # fmt: skip
    rows = [
        Row([_series(row), cells.text("tilkommet" if row["presence"] == "added" else "bortfaldet"),
             cells.text(_span(row)), _whole(row["cells"])])
        for _, row in ordered.iterrows()
    ]  # fmt: skip
    return Table("table-5", f"Tilkommet og bortfaldet, {named_step(step)}", columns, rows)


def named_step(step: Step) -> str:
    """A step by the names of its snapshots."""
    return f"{step.before.name} → {step.after.name}"


@cache
def area_name(kind: str, code: str) -> str:
    """The Danish name of an area; its code where the lists have no such area."""
    try:
        if kind == "country":
            return COUNTRY.name
        if kind == "region":
            return areas.region(code).name
        if kind == "group":
            return areas.group(code).name
        found = named(areas.municipality(code).code, kind=kind)
    except AnalysisError:
        return code
    return f"Jobcenter {found.name}" if kind == "jobcenter" else found.name


def moved(value: float, *, decimals: int) -> Cell:
    """A difference with its sign; empty where there is none to show."""
    if not math.isfinite(value):
        return cells.NOTHING
    return Cell(danish.signed(value, decimals), float(danish.rounded(value, decimals)))


def percentage(row: pd.Series) -> float:
    """A change in per cent; missing of a rate, and of a count too small for one."""
    least = rules.value("smallest_base_for_percentage", row["period"])
    return float(row["change_pct"]) if row["value_before"] >= least else math.nan


def series_name(row: pd.Series) -> str:
    """The Danish name of a measure and benefit, whether or not the catalogue has that benefit."""
    measure = catalogue.measure(row["measure"])
    known = row["benefit"] in (catalogue.TOTAL, *measure.benefits)
    return label(measure.id, row["benefit"]) if known else f"{measure.label}, {row['benefit']}"


def _revision(row: pd.Series, *, rates: bool) -> list[Cell]:
    decimals = 1 if rates else 0
    people = [row[name] for name in _GROUPS if row[name] != catalogue.TOTAL]
    where = ", ".join([area_name(row["area_type"], row["area"]), *people])
    return [
        _series(row),
        cells.text(where),
        Cell(danish.short_month(row["period"]), row["period"]),
        cells.figure(row["value_before"], status=row["status_before"], decimals=decimals),
        cells.figure(row["value_after"], status=row["status_after"], decimals=decimals),
        moved(row["change"], decimals=decimals),
        *([] if rates else [moved(percentage(row), decimals=1)]),
        cells.text(danish.PROVISIONAL if row["was_provisional"] else "endelig"),
    ]


def _span(row: pd.Series) -> str:
    first, last = danish.short_month(row["first"]), danish.short_month(row["last"])
    return first if row["periods"] == 1 else f"{first} til {last} ({row['periods']} perioder)"


def _series(row: pd.Series) -> Cell:
    return cells.text(series_name(row))


def _whole(value: float) -> Cell:
    return Cell(danish.number(value), int(value))
