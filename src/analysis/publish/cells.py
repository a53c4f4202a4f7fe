"""One figure as one table cell: formatted, or the reason why it is not shown."""

import math

import pandas as pd

from analysis.publish import danish
from analysis.publish.blocks import Cell

NOTHING = Cell("", None)
_WORDS = {"suppressed": danish.HIDDEN_CELL, "missing": danish.MISSING_CELL}


def text(value: str, *, mark: str = "") -> Cell:
    """Words as a cell."""
    return Cell(value, value, mark)


def figure(value: float, *, status: str, decimals: int, estimated: bool = False) -> Cell:
    """A level: the figure, or why there is none. Provisional and estimated figures are marked."""
    if not math.isfinite(value):
        return Cell(_WORDS.get(status, danish.MISSING_CELL), None, "jc-hidden")
    shown = ("ca. " if estimated else "") + danish.number(value, decimals)
    return Cell(shown, float(danish.rounded(value, decimals)), "jc-provisional" if status == "provisional" else "")


def change(value: float, *, decimals: int, mark: str = "") -> Cell:
    """A change with its sign; empty where one of the two figures is not shown."""
    if not math.isfinite(value):
        return NOTHING
    return Cell(danish.signed(value, decimals), float(danish.rounded(value, decimals)), mark)


def count_change(value: float, percentage: float, *, mark: str = "") -> Cell:
    """A change of a count with its size in per cent, such as ``−90 (−4,8 pct.)``; only what is known of it."""
    share = f"{danish.signed(percentage, 1)} pct." if math.isfinite(percentage) else ""
    if not math.isfinite(value):
        return NOTHING
    shown = danish.signed(value) + (f" ({share})" if share else "")
    return Cell(shown, float(danish.rounded(value)), mark)


def rank(row: pd.Series) -> Cell:
    """A rank with its interval, such as ``7 af 16 (4-11)``, or a dash where there is none."""
    if not math.isfinite(row["rank"]):
        return Cell("–" if row["reason"] else "", None, "jc-hidden")
    tied = "delt " if row["tied"] else ""
    return Cell(
        f"{tied}{int(row['rank'])} af {int(row['of'])} ({int(row['low'])}-{int(row['high'])})",
        int(row["rank"]),
    )
