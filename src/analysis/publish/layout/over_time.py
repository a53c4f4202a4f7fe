"""The tables behind figures of the models of time: months by what a model says of each."""

import pandas as pd

from analysis import danish
from analysis.publish.blocks import Cell, Column, Row, Table
from analysis.publish.words import time_sentences

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


NAIVE = "seasonal_naive"
_REASONS = {
    "chosen": "bruges: mindst fejl",
    "none_better": "bruges: ingen model ramte bedre",
    "not_converged": "bruges ikke: fandt ingen løsning",
    "not_better": "bruges ikke: ramte ikke bedre end samme måned året før",
    "not_best": "bruges ikke: en anden model ramte bedre",
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


def candidates_table(tried: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """Each candidate for a forecast with its errors when it was tried on the past, and why it is used or not.

    Parameters
    ----------
    tried : DataFrame
        As ``measures.backtest`` gives it.
    """
    columns = [
        Column("model", "Model", numeric=False),
        Column("fejl", "Fejl (MASE)"),
        Column("inden_80", "Inden for 80 pct.", "pct."),
        Column("inden_95", "Inden for 95 pct.", "pct."),
        Column("valg", "Valg", numeric=False),
    ]
    rows = []
    for _, row in tried.iterrows():
        name = time_sentences.MODELS[str(row["model"])]
        naive = row["model"] == NAIVE and row["reason"] == "not_better"
        reason = "målestok for de andre" if naive else _REASONS[str(row["reason"])]
        shares = [_cell(100 * float(row[name]), 0) for name in ("coverage_80", "coverage_95")]
        rows.append(Row([Cell(name, name), _cell(float(row["mase"]), 2), *shares, Cell(reason, reason)]))
    first = tried.iloc[0]
    note = (
        f"Prøvet fra {int(first['origins'])} måneder i fortiden og {int(first['steps'])} måneder frem. Fejlen er i "
        "forhold til samme måned året før i de måneder, modellen lærte af. Inden for: andelen af måneder, der lå i "
        "modellens eget interval, før det blev gjort bredere."
    )
    return Table(table_id, title, columns, rows, [note])


def _spread(table: pd.DataFrame) -> pd.DataFrame:
    """Figures and forecast of a month beside each other: provisional months have both."""
    kinds = table.pivot(index="period", columns="kind", values="value")
    limits = table[table["kind"] == "forecast"].set_index("period")[["low_80", "high_80", "low_95", "high_95"]]
    return kinds.join(limits).reset_index()


def _cell(value: float, decimals: int) -> Cell:
    if value != value:
        return Cell("", None)
    return Cell(danish.number(value, decimals), float(danish.rounded(value, decimals)))
