"""How figures settled, as tables in Danish: the revision triangle, and the change by the age of the month."""

import math
from collections.abc import Sequence

import pandas as pd

from analysis import catalogue, danish, rules
from analysis.areas import COUNTRY
from analysis.data import triangles
from analysis.data.vintages import Step, Vintage
from analysis.publish.blocks import Cell, Column, Row, Table
from analysis.publish.layout import cells
from analysis.site.revision_tables import moved, named_step, series_name

FEWEST_MONTHS = 6  # of a triangle, the latest, whether they were revised or not

_AGES = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (6, 11), (12, math.inf))


def triangle(rows: pd.DataFrame, all_vintages: Sequence[Vintage]) -> Table:
    """The revision triangle of one measure and benefit: a row per period, the latest first, a column per vintage."""
    first = rows.iloc[0]
    rate = catalogue.measure(first["measure"]).is_rate
    decimals = 1 if rate else 0
    level = first["what"] == triangles.COUNTRY_LEVEL
    marks = {reform.month: reform.label for reform in rules.reforms(first["benefit"])}
    by_period = {str(period): part.set_index("vintage") for period, part in rows.groupby("period")}
    shown, alike = [], 0
    for at, period in enumerate(sorted(by_period, reverse=True)):
        if at < FEWEST_MONTHS or _moved(by_period[period], len(all_vintages), level=level):
            shown.append(period)
        else:
            alike += 1
    columns = [Column("periode", "Periode", numeric=False),
               *(Column(f"udtraek_{at}", vintage.name) for at, vintage in enumerate(all_vintages)),
               *([Column("aendring", "Ændring i alt")] if level else []),
               Column("brud", "Brud", numeric=False)]  # fmt: skip
    table = []
    for period in shown:
        part = by_period[period]
        figures = [_level(part, at, decimals) for at, _ in enumerate(all_vintages)]
        known = part["value"].dropna()
        whole = known.iloc[-1] - known.iloc[0] if len(known) > 1 else math.nan
        total = [moved(whole, decimals=decimals)] if level else []
        mark = marks.get(period, "")
        table.append(Row([Cell(danish.short_month(period), period), *figures, *total, cells.text(mark)]))
    what = COUNTRY.name if level else "summen af områdernes revisioner siden udtrækket før"
    notes = [f"{danish.number(alike)} tidligere perioder er ens i alle udtræk."] if alike > 1 else []
    notes += ["Én tidligere periode er ens i alle udtræk."] if alike == 1 else []
    return Table("table-6", f"{series_name(first)}, {_unit(rate, first['unit'])}: {what}", columns, table, notes)


def ages(step: Step) -> Table | None:
    """How much each measure moved net, by the age of the month; nothing, and no row of a measure, that did not move."""
    table = triangles.by_age(step)
    table = table[table.groupby(triangles.SERIES)["revised"].transform("sum") > 0]
    if table.empty:
        return None
    columns = [
        Column("maaling", "Måltal", numeric=False),
        *(Column(f"alder_{low}", _age(low, high)) for low, high in _AGES),
    ]
    rows = []
    for _, part in table.groupby(triangles.SERIES, sort=False):
        first = part.iloc[0]
        rate = catalogue.measure(first["measure"]).is_rate
        head = f"{series_name(first)}, {'procentpoint' if rate else 'pct.'}"
        inside = [part[part["age"].between(low, high)] for low, high in _AGES]
        rows.append(Row([Cell(head, head), *(_net(group, rate=rate) for group in inside)]))
    return Table("table-7", f"Kommunernes tal, samlet ændring efter månedens alder, {named_step(step)}", columns, rows)


def _moved(part: pd.DataFrame, vintages: int, *, level: bool) -> bool:
    """Whether a period is not alike in all vintages: a figure, its status, or that it is there."""
    if not level:
        return bool((part["value"] > 0).any())
    return len(part) < vintages or part["value"].nunique(dropna=False) > 1


def _level(part: pd.DataFrame, vintage: int, decimals: int) -> Cell:
    if vintage not in part.index:
        return cells.NOTHING
    value, status = float(part["value"].loc[vintage]), str(part["status"].loc[vintage])
    if status == "" and math.isnan(value):
        return cells.NOTHING
    return cells.figure(value, status=status, decimals=decimals)


def _net(part: pd.DataFrame, *, rate: bool) -> Cell:
    base = part["figures"].sum() if rate else part["level"].sum() / 100
    least = 1 if rate else rules.value("smallest_base_for_percentage", "2007-01") / 100
    return moved(part["net"].sum() / base, decimals=2 if rate else 1) if base >= least else cells.NOTHING


def _age(low: float, high: float) -> str:
    if low == 0:
        return "Seneste måned"
    if low == high:
        return f"{low:.0f} md. før"
    return f"{low:.0f}-{high:.0f} md. før" if math.isfinite(high) else f"{low:.0f} md. eller mere"


def _unit(rate: bool, unit: str) -> str:
    return "pct." if rate else unit
