"""Expected and actual support of a jobcenter's municipalities as one table, with the official rank beside ours."""

import math
from typing import Any

import pandas as pd

from analysis import catalogue, danish
from analysis.publish.blocks import Cell, Column, Row, Table
from analysis.publish.layout.cells import NO_BREAK, NO_BREAK_HYPHEN
from analysis.publish.words.official_sentences import INTERVAL, NO_VERDICT, RULE

_COLUMNS = [
    Column("ydelse", "Ydelser", numeric=False),
    Column("forventet_antal", "Forventet antal"),
    Column("faktisk_antal", "Faktisk antal"),
    Column("forskel_antal", "Forskel"),
    Column("forventet_andel", "Forventet, pct.", "pct."),
    Column("faktisk_andel", "Faktisk, pct.", "pct."),
    Column("forskel_andel", "Forskel, procent\u00adpoint", "procentpoint"),
    Column("officiel_placering", "Officiel placering"),
    Column("egen_placering", "Vores placering"),
]


def table(rows: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """A row per benefit, under the name of the municipality where there are several; rows of one period."""
    made: list[Row] = []
    for name, part in rows.groupby("label", sort=False):
        if rows["label"].nunique() > 1:
            made.append(Row([Cell(str(name), None)], heading=True))
        made += [_row(row) for _, row in part.iterrows()]
    dated = f"{title}, {danish.month(str(rows['period'].iloc[0]))}"
    return Table(table_id, dated, _COLUMNS, made, [RULE, INTERVAL, NO_VERDICT])


def _row(row: pd.Series) -> Row:
    label = catalogue.benefit_label(row["benefit"])
    name = "Alle ydelser" if row["benefit"] == catalogue.TOTAL else label[:1].upper() + label[1:]
    cells = [
        Cell(name, name),
        _number(row["expected"]),
        _number(row["count"]),
        _difference(row),
        _number(row["expected_value"], 2),
        _number(row["value"], 2),
        _number(row["share_difference"], 2, signed=True),
        _rank(row["official"], row["official"], of=row["of"]),
        _rank(row["rank"], row["rank_last"], of=row["of"]),
    ]
    return Row(cells)


def _number(value: float, decimals: int = 0, *, signed: bool = False) -> Cell:
    if not math.isfinite(value):
        return Cell(danish.MISSING_CELL, None, "jc-hidden")
    write = danish.signed if signed else danish.number
    return Cell(write(value, decimals), float(danish.rounded(value, decimals)))


def _difference(row: pd.Series) -> Cell:
    cell = _number(row["difference"], signed=True)
    if cell.value is None:
        return cell
    low, high = (danish.signed(row[f"difference_{end}"]) for end in ("low", "high"))
    return Cell(f"{cell.text} ({low}{NO_BREAK}til{NO_BREAK}{high})", cell.value, "jc-wrap")


def _rank(first: Any, last: Any, *, of: int) -> Cell:
    """A rank, or the ranks that equal ones share, such as ``delt 12‑14 af 98``; a dash where there is none."""
    if pd.isna(first):
        return Cell("–", None, "jc-hidden")
    shared = f"delt {first}{NO_BREAK_HYPHEN}{last}" if last > first else f"{first}"
    text = f"{shared} af {of}"
    return Cell(text.replace(" ", NO_BREAK), text.replace(NO_BREAK_HYPHEN, "-"))
