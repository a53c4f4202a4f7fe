"""The tables behind figures of the models of time: months by what a model says of each."""

import pandas as pd

from analysis.publish import danish
from analysis.publish.blocks import Cell, Column, Row, Table

_SEASONS = {
    "value": "Tal",
    "trend": "Tendens",
    "low": "Tendens, nedre grænse",
    "high": "Tendens, øvre grænse",
    "season": "Sæson",
    "adjusted": "Sæsonkorrigeret",
}
_FORECAST = {
    "figure": "Tal",
    "forecast": "Fremskrivning",
    "low_80": "80 pct., nedre grænse",
    "high_80": "80 pct., øvre grænse",
    "low_95": "95 pct., nedre grænse",
    "high_95": "95 pct., øvre grænse",
}


def is_over_time(table: pd.DataFrame) -> bool:
    """Whether a table is one of the models of time: months of one area, with its season or its forecast."""
    return "season" in table or "low_80" in table


def table_behind(table: pd.DataFrame, *, table_id: str, title: str, decimals: int) -> Table:
    """A month on each row: figures with trend and season, or figures and forecast with its intervals."""
    heads = _SEASONS if "season" in table else _FORECAST
    rows = table if "season" in table else _spread(table)
    columns = [Column("period", "Måned", numeric=False)]
    columns += [Column(name, label) for name, label in heads.items()]
    shown = [
        Row(
            [
                Cell(danish.short_month(str(row["period"])), str(row["period"])),
                *(_cell(row[name], decimals) for name in heads),
            ]
        )
        for _, row in rows.iterrows()
    ]
    return Table(table_id, title, columns, shown)


def _spread(table: pd.DataFrame) -> pd.DataFrame:
    """Figures and forecast of a month beside each other: provisional months have both."""
    kinds = table.pivot(index="period", columns="kind", values="value")
    limits = table[table["kind"] == "forecast"].set_index("period")[["low_80", "high_80", "low_95", "high_95"]]
    return kinds.join(limits).reset_index()


def _cell(value: float, decimals: int) -> Cell:
    if value != value:
        return Cell("", None)
    return Cell(danish.number(value, decimals), float(danish.rounded(value, decimals)))
