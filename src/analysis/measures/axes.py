"""Level and development judged against comparable areas: better, worse, or no more apart than chance allows."""

import math
from collections.abc import Mapping

import pandas as pd
from scipy.stats import norm

from analysis import catalogue, rules
from analysis.catalogue import Measure
from analysis.models.comparison.developments import growth_ratios, share_changes
from analysis.models.comparison.intervals import share_differences

WIDTH = 2 * norm.ppf(0.975)  # of a 95 % interval, in standard errors
BETTER, SAME, WORSE, UNKNOWN = "better", "same", "worse", ""

Side = Mapping[str, float]  # value, count, base, and the three of a year before with ``before``


def level_axis(own: Side, group: Side, measure: Measure, *, period: str) -> str:
    """Whether a level is better than that of comparable areas.

    Levels are the same where the interval of their difference has nothing in it, or they are nearer than
    ``smallest_difference_points`` (of shares) or ``smallest_difference_per_cent`` (of other figures).
    """
    difference = own["value"] - group["value"]
    if not math.isfinite(difference):
        return UNKNOWN
    if _near(difference, group["value"], measure, period):
        return SAME
    if measure.unit == "pct.":
        within = _levels(own, group)
        return _apart(within["low"] * within["high"] > 0, within, difference, measure)
    return _way(difference, measure)


def share_axis(own: Side, group: Side, measure: Measure, *, period: str) -> str:
    """Whether a share, or another quotient, has developed better over 12 months than that of comparable areas."""
    difference = (own["value"] - own["before"]) - (group["value"] - group["before"])
    if not math.isfinite(difference):
        return UNKNOWN
    if _near(difference, group["value"], measure, period):
        return SAME
    if measure.unit == "pct.":
        within = _changes(own, group)
        return _apart(within["low"] * within["high"] > 0, within, difference, measure)
    return _way(difference, measure)


def count_axis(own: Side, group: Side, measure: Measure, *, period: str) -> str:
    """Whether a count has grown less (or more, where more is better) in per cent than that of comparable areas.

    A count on a base below ``smallest_base_for_percentage`` is not judged.
    """
    if not own["before"] >= rules.value("smallest_base_for_percentage", period) or not group["before"] > 0:
        return UNKNOWN
    difference = 100 * (own["value"] / own["before"] - group["value"] / group["before"])
    if not math.isfinite(difference):
        return UNKNOWN
    if abs(difference) < rules.value("smallest_difference_per_cent", period):
        return SAME
    within = _growths(own, group)
    return _apart(within["low"] > 1 or within["high"] < 1, within, difference, measure)


def level_score(own: Side, group: Side, measure: Measure) -> float:
    """How far a share lies from that of comparable areas, in standard errors; above 0 where it is better.

    Missing where no way is better, or the measure is no share in per cent: others have no interval.
    """
    if measure.unit != "pct." or measure.direction == "neutral":
        return math.nan
    return _score(_levels(own, group), "difference", measure)


def share_score(own: Side, group: Side, measure: Measure) -> float:
    """How far the development of a share lies from that of comparable areas; as ``level_score``."""
    if measure.unit != "pct." or measure.direction == "neutral":
        return math.nan
    return _score(_changes(own, group), "difference", measure)


def count_score(own: Side, group: Side, measure: Measure) -> float:
    """How far the growth of a count lies from that of comparable areas, on the scale of logarithms."""
    within = _growths(own, group)[["ratio", "low", "high"]].astype(float)
    logs = within.map(math.log) if within.gt(0).all() else within * math.nan
    return math.nan if measure.direction == "neutral" else _score(logs, "ratio", measure)


def target_group(own: Side, measure: Measure) -> float:
    """How many a figure is about: those counted of a population, the recipients of a share of recipients."""
    if not measure.is_rate:
        return own["value"]
    return own["count"] if measure.denominator in catalogue.populations() else own["base"]


def _levels(own: Side, group: Side) -> pd.Series:
    sides = {"count": own["count"], "base": own["base"], "other_count": group["count"], "other_base": group["base"]}
    return share_differences(pd.DataFrame([sides])).iloc[0]


def _changes(own: Side, group: Side) -> pd.Series:
    names = ("count", "base", "count_before", "base_before")
    sides = {f"{side}{name}": figures[name] for side, figures in (("", own), ("other_", group)) for name in names}
    return share_changes(pd.DataFrame([sides])).iloc[0]


def _growths(own: Side, group: Side) -> pd.Series:
    sides = {
        "count": own["value"],
        "before": own["before"],
        "other_count": group["value"],
        "other_before": group["before"],
    }
    return growth_ratios(pd.DataFrame([sides])).iloc[0]


def _score(within: pd.Series, name: str, measure: Measure) -> float:
    """A difference in standard errors, as far as its 95 % interval tells them; above 0 where it is better."""
    error = (within["high"] - within["low"]) / WIDTH
    better = -1 if measure.direction == "lower" else 1
    return float(better * within[name] / error) if error > 0 else math.nan


def _near(difference: float, beside: float, measure: Measure, period: str) -> bool:
    if measure.unit == "pct.":
        return abs(difference) < rules.value("smallest_difference_points", period) - 1e-9
    return abs(difference) < rules.value("smallest_difference_per_cent", period) / 100 * abs(beside)


def _apart(apart: bool, within: pd.Series, difference: float, measure: Measure) -> str:
    """The way of a difference whose interval leaves no doubt; unknown where there is no interval."""
    if not within[["low", "high"]].notna().all():
        return UNKNOWN
    return _way(difference, measure) if apart else SAME


def _way(difference: float, measure: Measure) -> str:
    if measure.direction == "neutral":
        return UNKNOWN
    return BETTER if (difference < 0) == (measure.direction == "lower") else WORSE
