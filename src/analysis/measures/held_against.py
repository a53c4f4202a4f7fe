"""Figures held against one agreed target: only final ones, in its unit, from its base to its period."""

from typing import Any

import numpy as np
import pandas as pd

from analysis import catalogue, periods, rules
from analysis.data import known_targets
from analysis.data.tables import Panel
from analysis.measures.arrays import FINAL, cells
from analysis.measures.combine import combined
from analysis.measures.lines import Line

ADDED = ("personer", "fuldtidspersoner")  # counts: their development is told in per cent


def straight(base_period: str, base: float, target_period: str, target: float, *, at: str) -> float:
    """Where the straight line from base to target stands in the last month of a period; missing outside of it.

    >>> straight("2012-12", 854, "2014-12", 680, at="2013-12")
    767.0
    """
    start, end, here = (periods.count(period) for period in (base_period, target_period, at))
    if not start <= here <= end:
        return float("nan")
    return base + (target - base) * (here - start) / (end - start)


def latest(panel: Panel, target: dict[Any, Any], line: Line, subject: str) -> dict[str, object]:
    """The latest final figure up to a target, the straight line then, and how far it is; or why there is none."""
    figures = final_figures(panel, target, line, subject)
    nothing = dict.fromkeys(("value", "value_path", "distance", "distance_pct"), float("nan"))
    if figures.empty:
        return {
            "subject": subject,
            "value_period": "",
            **nothing,
            "reached": False,
            "why": _why(panel, target, subject),
        }
    period, value = str(figures.index[-1]), float(figures.iloc[-1])
    distance = target["target"] - value
    enough = target["unit"] in ADDED and value >= rules.value("smallest_base_for_percentage", period)
    line_then = (
        straight(target["base_period"], target["base"], target["target_period"], target["target"], at=period)
        if target["base_period"]
        else float("nan")
    )
    return {
        "subject": subject,
        "value_period": period,
        "value": value,
        "value_path": line_then,
        "distance": distance,
        "distance_pct": 100 * distance / value if enough else float("nan"),
        "reached": distance >= 0 if target["operator"] == "<=" else distance <= 0,
        "why": "",
    }


def final_figures(panel: Panel, target: dict[Any, Any], line: Line, subject: str) -> pd.Series:
    """The final figures by period, from the base to the target; of a year that is over, its mean as well."""
    nothing = pd.Series(dtype=float)
    if not subject or np.isnan(target["target"]):
        return nothing
    measure, benefit = catalogue.measured(subject)
    if measure.unit != target["unit"] or cells(panel, measure.id, benefit) is None:
        return nothing
    found = combined(panel, measure.id, benefit, of={"line": line.codes})
    figures = found.value["line"][found.status["line"] == FINAL].dropna().sort_index()
    wanted = periods.kind(target["target_period"])
    of_kind = "month" if wanted == "year" else wanted
    kept = [period for period in figures.index if periods.kind(period) == of_kind and _within(period, target)]
    figures = figures[kept]
    return pd.concat([figures, _year_mean(figures, target)]) if wanted == "year" else figures


def _year_mean(months: pd.Series, target: dict[Any, Any]) -> pd.Series:
    """The mean of the target's year, where every month of it is there; a rate has none, for it is never averaged."""
    wanted = periods.months(target["target_period"], target["target_period"])
    if target["unit"] != "fuldtidspersoner" or not set(wanted) <= set(months.index):
        return pd.Series(dtype=float)
    days = pd.PeriodIndex(wanted, freq="M").days_in_month.to_numpy()
    return pd.Series([float(np.average(months[wanted], weights=days))], index=[target["target_period"]])


def _within(period: str, target: dict[Any, Any]) -> bool:
    last = periods.last_month(target["target_period"])
    if target["goal"] in known_targets.same_month() and periods.last_month(period)[5:] != last[5:]:
        return False
    first = periods.last_month(target["base_period"]) if target["base_period"] else _months_before(target)
    return first <= periods.last_month(period) <= last


def _months_before(target: dict[Any, Any]) -> str:
    return periods.shift(periods.first_month(target["target_period"]), -12)


def _why(panel: Panel, target: dict[Any, Any], subject: str) -> str:
    if np.isnan(target["target"]):
        return "målet afventer målemetoden"
    if not subject:
        return "der ikke findes et måltal for målet"
    measure, benefit = catalogue.measured(subject)
    if measure.unit != target["unit"]:
        return f"målet er i {target['unit']} og måltallet i {measure.unit}"
    if cells(panel, measure.id, benefit) is None:
        return "datasættet ikke har tallene"
    return "datasættet ikke har endelige tal fra perioden mellem basis og mål"
