"""What changed between retrievals, as tables for spreadsheets."""

from collections.abc import Sequence

import pandas as pd

from analysis.data import cell_changes, triangles, vintages
from analysis.data.cell_changes import KEY
from analysis.data.vintages import Step
from analysis.site.revision_tables import area_name

NAMES = ("changes.csv", "counts.csv", "statuses.csv", "triangle.csv", "ages.csv")


def csv(table: pd.DataFrame) -> bytes:
    """A table for Danish spreadsheets: semicolons, decimal commas, UTF-8 with a byte order mark."""
    text: str = table.to_csv(sep=";", index=False, lineterminator="\r\n", float_format=_plain)
    return text.encode("utf-8-sig")


def tables(steps: Sequence[Step]) -> dict[str, pd.DataFrame]:
    """The tables by the names of their files.

    ``changes.csv`` lists every cell that changed and may be shown; ``counts.csv`` and ``statuses.csv`` count all
    of them, exactly; ``triangle.csv`` and ``ages.csv`` are ``triangles.triangle`` and ``triangles.by_age``.
    """
    changes, counts, statuses, ages = [], [], [], []
    for step in steps:
        names = {"older": step.before.name, "newer": step.after.name}
        changes.append(_changes(step).assign(**names))
        total = cell_changes.counts(step.exact).assign(measure="total", benefit="")
        each = cell_changes.counts(step.exact, by=triangles.SERIES)
        listed = cell_changes.counts(step.shown, by=triangles.SERIES).set_index(triangles.SERIES)["revised"]
        whole = pd.concat([total, each], ignore_index=True)
        known = [listed.get((row.measure, row.benefit), listed.sum()) for row in whole.itertuples()]
        counts.append(whole.assign(revised_listed=known, **names))
        statuses.append(cell_changes.transitions(step.exact).assign(**names))
        ages.append(triangles.by_age(step).assign(**names))
    first = ["older", "newer"]
    wholes = [_first(pd.concat(parts, ignore_index=True), first) for parts in (changes, counts, statuses, ages)]
    wholes[1] = _first(wholes[1], [*first, *triangles.SERIES])
    return dict(zip(NAMES, [*wholes[:3], triangles.triangle(vintages.of(steps)), wholes[3]], strict=True))


def _changes(step: Step) -> pd.DataFrame:
    table = cell_changes.changes(step.shown)
    named = [area_name(*place) for place in table[["area_type", "area"]].itertuples(index=False)]
    table = table.assign(area_name=named, unit=table["unit_after"].fillna(table["unit_before"]))
    wanted = ["kind", *KEY, "area_name", "unit", "value_before", "value_after", "change", "change_pct",
              "status_before", "status_after", "was_provisional"]  # fmt: skip
    return table[wanted]


def _first(table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    return table[[*names, *(name for name in table.columns if name not in names)]]


def _plain(value: object) -> str:
    return f"{round(float(str(value)), 9):.15g}".replace(".", ",")
