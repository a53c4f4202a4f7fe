"""How figures settle: each month's figure in one vintage after another, and revisions by the age of the month."""

from collections.abc import Sequence

import pandas as pd

from analysis import catalogue, periods
from analysis.areas import COUNTRY
from analysis.data.cell_changes import KEY
from analysis.data.vintages import Step, Vintage

SERIES = ["measure", "benefit"]
COUNTRY_LEVEL, REVISIONS = "country", "revisions"

_TOTALS = ["sex", "age", "origin", "visitation"]


def triangle(vintages: Sequence[Vintage]) -> pd.DataFrame:
    """The revision triangle: one row per measure, benefit, period and vintage.

    Where the figures have the country as an area of its own, its level stands there. Where they have not, the sum
    of the absolute revisions of the areas since the vintage before stands instead, over the figures that both show.

    Returns
    -------
    DataFrame
        ``measure``, ``benefit``, ``unit``, ``period``, ``vintage`` (place in the row, from 0), ``name`` (of the
        snapshot), ``what`` (``country`` or ``revisions``), ``value`` (missing where not shown or not there) and
        ``status`` (empty where the vintage has no such row).
    """
    tables = [_totals(vintage.shown) for vintage in vintages]
    has_country = {pair for table in tables for pair in _pairs(table[table["area_type"] == "country"])}
    parts = []
    for at, (vintage, table) in enumerate(zip(vintages, tables, strict=True)):
        level = table[table["area"] == COUNTRY.code].assign(what=COUNTRY_LEVEL)
        areas = table[[pair not in has_country for pair in zip(table["measure"], table["benefit"], strict=True)]]
        moved = _absolute(tables[at - 1] if at else areas.iloc[:0], areas)
        parts.append(pd.concat([level, moved]).assign(vintage=at, name=vintage.name))
    rows = pd.concat(parts, ignore_index=True)
    columns = [*SERIES, "unit", "period", "vintage", "name", "what", "value", "status"]
    return rows[columns].sort_values([*SERIES, "period", "vintage"], kind="stable").reset_index(drop=True)


def by_age(step: Step) -> pd.DataFrame:
    """How much the figures of municipalities moved, by how old their month was when they were first retrieved.

    Age 0 is the latest month for which the earlier vintage shows a figure of the measure. Only figures that both
    vintages show take part.

    Returns
    -------
    DataFrame
        One row per measure, benefit and age in months: ``unit``, ``figures`` compared, ``revised`` among them,
        ``level`` (their sum before), ``net`` (sum of changes) and ``absolute`` (sum of the sizes of the changes).
    """
    compared = _totals(step.shown)
    compared = compared[compared["value_before"].notna()]
    month = compared["period"].map({period: periods.count(period) for period in compared["period"].unique()})
    change = compared["change"].fillna(0.0)
    aged = compared.assign(
        age=month.groupby(compared["measure"]).transform("max") - month,
        unit=compared["unit_before"],
        net=change,
        absolute=change.abs(),
    )
    there = aged["value_after"].notna() & ~aged["unit_changed"] & (aged["area_type"] == "municipality")
    grouped = aged[there].groupby([*SERIES, "unit", "age"])
    table = grouped.agg(
        figures=("revised", "size"), revised=("revised", "sum"), level=("value_before", "sum"), net=("net", "sum"),
        absolute=("absolute", "sum"),
    )  # fmt: skip
    return table.reset_index()


def _totals(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of everybody, whatever their sex, age, origin and visitation."""
    return rows[(rows[_TOTALS] == catalogue.TOTAL).all(axis="columns")]


def _absolute(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The sum of the sizes of the changes per period; missing where there is nothing to compare."""
    cells = after.merge(before[[*KEY, "value"]], on=KEY, how="left", suffixes=("", "_before"))
    cells["size"] = (cells["value"] - cells["value_before"]).abs()
    summed = cells.groupby([*SERIES, "unit", "period"])["size"].sum(min_count=1).reset_index(name="value")
    return summed.assign(status="", what=REVISIONS)


def _pairs(rows: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(rows["measure"], rows["benefit"], strict=True))
