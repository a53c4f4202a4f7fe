"""Level and development judged against comparable areas: better, worse, or no more apart than chance allows."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from scipy.stats import norm

from analysis import catalogue, rules
from analysis.catalogue import Measure
from analysis.models.comparison.developments import growth_ratios, mean_changes, mean_differences, share_changes
from analysis.models.comparison.intervals import share_differences

WIDTH = 2 * norm.ppf(0.975)  # of a 95 % interval, in standard errors
BETTER, SAME, WORSE, UNKNOWN = "better", "same", "worse", ""
SHARE, COUNTED = "share", "counted"  # whose intervals quotients are judged by

_Interval = Callable[[pd.DataFrame], pd.DataFrame]
Side = Mapping[str, float]  # value, count, base, and the three of a year before with ``before``


class Case(NamedTuple):
    """An area beside comparable ones: its figures, theirs, the measure that both are of, and the month."""

    own: Side
    group: Side
    measure: Measure
    period: str


class Axis(NamedTuple):
    """Better, the same, worse or unknown; and how far apart they are in standard errors, above 0 where it is better.

    ``score`` is missing where no way is better, or there is no interval: a proportion of two shares has none.
    """

    way: str
    score: float


class _Within(NamedTuple):
    """A difference or a ratio with its 95 % interval."""

    value: float
    low: float
    high: float


def level_axis(own: Side, group: Side, measure: Measure, *, period: str) -> str:
    """Whether a level is better than that of comparable areas.

    Levels are the same where the interval of their difference has nothing in it, or they are nearer than
    ``smallest_difference_points`` (of shares) or ``smallest_difference_per_cent`` (of other figures). What is counted
    per person or spell has the interval of a Poisson count.
    """
    return level_axes([Case(own, group, measure, period)])[0].way


def level_axes(cases: Sequence[Case]) -> list[Axis]:
    """What ``level_axis`` says of each of many, with its score; all intervals are worked out at once."""
    differences = [case.own["value"] - case.group["value"] for case in cases]
    within: dict[str, _Interval] = {SHARE: share_differences, COUNTED: mean_differences}
    return _of_quotients(cases, differences, within, _level_sides)


def share_axis(own: Side, group: Side, measure: Measure, *, period: str) -> str:
    """Whether a share, or another quotient, has developed better over 12 months than that of comparable areas."""
    return share_axes([Case(own, group, measure, period)])[0].way


def share_axes(cases: Sequence[Case]) -> list[Axis]:
    """What ``share_axis`` says of each of many, with its score; all intervals are worked out at once."""
    changes = [[side["value"] - side["before"] for side in (case.own, case.group)] for case in cases]
    within: dict[str, _Interval] = {SHARE: share_changes, COUNTED: mean_changes}
    return _of_quotients(cases, [own - group for own, group in changes], within, _share_sides)


def count_axis(own: Side, group: Side, measure: Measure, *, period: str) -> str:
    """Whether a count has grown less (or more, where more is better) in per cent than that of comparable areas.

    A count on a base below ``smallest_base_for_percentage`` is not judged.
    """
    return count_axes([Case(own, group, measure, period)])[0].way


def count_axes(cases: Sequence[Case]) -> list[Axis]:
    """What ``count_axis`` says of each of many, with its score on the scale of logarithms."""
    if not cases:
        return []
    ratios = growth_ratios(pd.DataFrame([_count_sides(case) for case in cases]))
    axes = []
    for case, ratio in zip(cases, _rows(ratios, "ratio"), strict=True):
        difference, least = _growth(case), rules.value("smallest_difference_per_cent", case.period)
        if not math.isfinite(difference):
            way = UNKNOWN
        else:
            way = SAME if abs(difference) < least else _apart(ratio, difference, case.measure, middle=1.0)
        logs = _Within(*(math.log(one) if one > 0 else math.nan for one in ratio))
        axes.append(Axis(way, _score(logs, case.measure)))
    return axes


def target_group(own: Side, measure: Measure) -> float:
    """How many a figure is about: those counted of a population, the recipients of a share of recipients."""
    if not measure.is_rate:
        return own["value"]
    return own["count"] if measure.denominator in catalogue.populations() else own["base"]


def _of_quotients(
    cases: Sequence[Case],
    differences: Sequence[float],
    within: Mapping[str, _Interval],
    sides: Callable[[Case], dict[str, float]],
) -> list[Axis]:
    """The axis of shares, and of what is counted per person or spell, by intervals; of other quotients by size."""
    kinds = [_interval_kind(case.measure) for case in cases]
    of_kind = {kind: [sides(case) for case, one in zip(cases, kinds, strict=True) if one == kind] for kind in within}
    bounds = {kind: iter(_rows(within[kind](pd.DataFrame(of)), "difference")) for kind, of in of_kind.items() if of}
    axes = []
    for case, kind, difference in zip(cases, kinds, differences, strict=True):
        bound = next(bounds[kind]) if kind else None
        if not math.isfinite(difference):
            way = UNKNOWN
        elif _near(difference, case.group["value"], case.measure, case.period):
            way = SAME
        else:
            way = _apart(bound, difference, case.measure, middle=0.0) if bound else _way(difference, case.measure)
        axes.append(Axis(way, _score(bound, case.measure) if bound else math.nan))
    return axes


def _interval_kind(measure: Measure) -> str:
    """By which interval a quotient is judged; by none where it is no share, and nothing is counted for it."""
    if measure.unit == "pct.":
        return SHARE
    return COUNTED if measure.kind in ("mean", "per_1000") else ""


def _rows(found: pd.DataFrame, name: str) -> Iterable[_Within]:
    return (_Within(*row) for row in found[[name, "low", "high"]].itertuples(index=False))


def _growth(case: Case) -> float:
    """Percentage points of growth between an area and those beside it; missing where growth is not judged."""
    own, group, least = case.own, case.group, rules.value("smallest_base_for_percentage", case.period)
    if not own["before"] >= least or not group["before"] > 0:
        return math.nan
    return 100 * (own["value"] / own["before"] - group["value"] / group["before"])


def _level_sides(case: Case) -> dict[str, float]:
    own, group = case.own, case.group
    return {"count": own["count"], "base": own["base"], "other_count": group["count"], "other_base": group["base"]}


def _share_sides(case: Case) -> dict[str, float]:
    names = ("count", "base", "count_before", "base_before")
    return {name: case.own[name] for name in names} | {f"other_{name}": case.group[name] for name in names}


def _count_sides(case: Case) -> dict[str, float]:
    own, group = case.own, case.group
    return {
        "count": own["value"],
        "before": own["before"],
        "other_count": group["value"],
        "other_before": group["before"],
    }


def _score(within: _Within, measure: Measure) -> float:
    """A difference in standard errors, as far as its 95 % interval tells them; above 0 where it is better."""
    error = (within.high - within.low) / WIDTH
    better = -1 if measure.direction == "lower" else 1
    return float(better * within.value / error) if error > 0 and measure.direction != "neutral" else math.nan


def _near(difference: float, beside: float, measure: Measure, period: str) -> bool:
    if measure.unit == "pct.":
        return abs(difference) < rules.value("smallest_difference_points", period) - 1e-9
    return abs(difference) < rules.value("smallest_difference_per_cent", period) / 100 * abs(beside)


def _apart(within: _Within, difference: float, measure: Measure, *, middle: float) -> str:
    """The way of a difference whose interval leaves no doubt; unknown where there is no interval."""
    if not (math.isfinite(within.low) and math.isfinite(within.high)):
        return UNKNOWN
    return _way(difference, measure) if within.low > middle or within.high < middle else SAME


def _way(difference: float, measure: Measure) -> str:
    if measure.direction == "neutral":
        return UNKNOWN
    return BETTER if (difference < 0) == (measure.direction == "lower") else WORSE
