"""One figure as one table cell: formatted, or the reason why it is not shown."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import danish
from analysis.publish.blocks import Cell

Figures = Mapping[str, Any] | pd.Series  # what is known of one line, by column
NO_BREAK, NO_BREAK_HYPHEN = "\u00a0", "\u2011"
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


def number(value: float, decimals: int) -> Cell:
    """A number; a dash where it is not shown."""
    if not math.isfinite(value):
        return Cell("–", None, "jc-hidden")
    return Cell(danish.number(value, decimals), float(danish.rounded(value, decimals)))


def counted(value: float) -> Cell:
    """A number of persons or courses; a dash where it is not shown."""
    return number(value, 0)


def share(value: float) -> Cell:
    """A share between 0 and 1 in per cent, with one decimal; a dash where it is not shown.

    >>> share(0.1234).text, share(float("nan")).text
    ('12,3', '–')
    """
    return number(100 * value, 1)


def change(row: Figures, *, decimals: int) -> Cell:
    """A 12-month change with its sign, or why there is none although the level is shown."""
    if not math.isfinite(row["change"]):
        return _no_change(row)
    value = row["change"]
    about = "ca. " if row["estimated"] else ""
    return Cell(about + danish.signed(value, decimals), float(danish.rounded(value, decimals)), _mark(row))


def count_change(row: Figures) -> Cell:
    """A change of a count with its size in per cent, such as ``−90 (−4,8 pct.)``; only what is known of it."""
    if not math.isfinite(row["change"]):
        return _no_change(row)
    share = percentage(row).text
    shown = danish.signed(row["change"]) + (f" ({share})" if share else "")
    return Cell(shown, float(danish.rounded(row["change"])), _mark(row))


def wrapped(cell: Cell) -> Cell:
    """A cell whose words may stand below each other, so that the table fits its page; a per cent stays whole."""
    return Cell(cell.text.replace(" pct.", f"{NO_BREAK}pct."), cell.value, f"jc-wrap {cell.mark}".strip())


def percentage(row: Figures) -> Cell:
    """A change of a count in per cent; empty where the count is too small for one."""
    if not math.isfinite(row["change_pct"]):
        return NOTHING
    value = row["change_pct"]
    return Cell(f"{danish.signed(value, 1)} pct.", float(danish.rounded(value, 1)), _mark(row))


def _no_change(row: Figures) -> Cell:
    if not math.isfinite(row["value"]) or math.isfinite(row["before"]):
        return NOTHING  # the level says why, or the base is too small for a change
    return Cell(_WORDS.get(row["before_status"], danish.MISSING_CELL), None, "jc-hidden")


def _mark(row: Figures) -> str:
    return "jc-provisional" if row["status"] == "provisional" else ""


def rank(row: Figures) -> Cell:
    """A rank with its interval, such as ``7 af 16 (4-11)``, or a dash where there is none."""
    if not math.isfinite(row["rank"]):
        return Cell("–" if row["reason"] else "", None, "jc-hidden")
    tied = "delt " if row["tied"] else ""
    place = f"{tied}{int(row['rank'])} af {int(row['of'])}".replace(" ", NO_BREAK)
    interval = f"({int(row['low'])}{NO_BREAK_HYPHEN}{int(row['high'])})"
    text = f"{place} {interval}"
    return Cell(text, text.replace(NO_BREAK, " ").replace(NO_BREAK_HYPHEN, "-"))
