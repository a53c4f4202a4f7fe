"""Level and development judged against comparable areas: better, worse, or no more apart than chance allows."""

import math
from collections.abc import Mapping

import pandas as pd

from analysis import catalogue, rules
from analysis.catalogue import Measure
from analysis.models.comparison.developments import growth_ratios, share_changes
from analysis.models.comparison.intervals import share_differences

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
        sides = {"count": own["count"], "base": own["base"], "other_count": group["count"], "other_base": group["base"]}
        within = share_differences(pd.DataFrame([sides])).iloc[0]
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
        sides = {
            f"{side}{name}": figures[source]
            for side, figures in (("", own), ("other_", group))
            for name, source in (
                ("count", "count"),
                ("base", "base"),
                ("count_before", "count_before"),
                ("base_before", "base_before"),
            )
        }
        within = share_changes(pd.DataFrame([sides])).iloc[0]
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
    sides = {
        "count": own["value"],
        "before": own["before"],
        "other_count": group["value"],
        "other_before": group["before"],
    }
    within = growth_ratios(pd.DataFrame([sides])).iloc[0]
    return _apart(within["low"] > 1 or within["high"] < 1, within, difference, measure)


def target_group(own: Side, measure: Measure) -> float:
    """How many a figure is about: those counted of a population, the recipients of a share of recipients."""
    if not measure.is_rate:
        return own["value"]
    return own["count"] if measure.denominator in catalogue.populations() else own["base"]


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
