"""Funnel limits: how far an area may lie from a target by chance alone, given its size.

The limits are the 2-sigma (0.025 and 0.975) and 3-sigma (0.001 and 0.999) points, called 95 and 99.8 per cent.
Shares: the target plus and minus z standard errors of a share at the target, which is where the area's Wilson
interval just reaches it. Rates and ratios: exact Poisson limits, continuous in the count. An area is classed by
whether the interval of its own figure reaches the target: Wilson for shares, exact below a count of 10 and Byar
from 10 for rates and ratios. These are the conventions of the Public Health Technical Guidance of the Office for
Health Improvement and Disparities.
"""

from typing import Literal

import numpy as np
import pandas as pd
from scipy.special import pdtrik
from scipy.stats import norm

from analysis.errors import AnalysisError
from analysis.models.comparison.intervals import exact_limits, poisson_limits, wilson

Kind = Literal["share", "rate", "ratio"]
KINDS = ("share", "rate", "ratio")
LEVELS = {"95": 0.95, "998": 0.998}  # the outer level last
CLASSES = ("low_998", "low_95", "inside", "high_95", "high_998")
WINSORISED = 0.1  # the part of the areas at each end that is pulled in before overdispersion is judged
FEWEST_AREAS = 20  # among fewer, overdispersion is not judged
FEWEST_EVENTS = 10  # a standardised rate on fewer is not classed


def funnel(
    figures: pd.DataFrame,
    *,
    kind: Kind,
    target: float | None = None,
    per: float = 1,
    standardised: bool = False,
    overdispersion: bool = False,
) -> pd.DataFrame:
    """Each area's figure, its funnel limits and its class.

    Limits and classes are those of the module's text, unless ``overdispersion`` is asked for and found: where the
    areas differ more than chance alone explains, the distance from the target to each limit is multiplied by the
    root of the factor, and areas are classed by those limits. Outside the limits is not the same as poor work.

    Parameters
    ----------
    figures : DataFrame
        One row per area. Columns: ``count`` (persons or events) and ``base``: persons for a share, persons or
        person-years for a rate, the expected number for a ratio. With ``standardised``, ``value`` (the
        directly standardised rate per ``per``) instead of ``base``.
    kind : {"share", "rate", "ratio"}
        A part of the base; events per base; observed over expected.
    target : float, optional
        What areas are held against, per ``per``. Left out: all counts over all bases, and 1 for a ratio.
    per : float
        What figures are told per: 1, 100 for per cent, 1,000.
    standardised : bool
        Rates only. The base of an area is then the one that gives its standardised rate.
    overdispersion : bool
        Whether limits are widened where the factor is above 1, which is judged among 20 areas or more.

    Returns
    -------
    DataFrame
        Indexed as ``figures``. Columns: ``count``, ``n`` (the base), ``value``, ``low`` and ``high`` (the area's own
        95 % interval), ``target``, ``low_95``, ``high_95``, ``low_998``, ``high_998`` (the limits at the area's
        base; never below 0, a share's never above all), ``phi`` (overdispersion: the factor by which the areas vary
        more than by chance; 1 where not), ``widened`` (whether the limits were), ``position`` (one of ``CLASSES``;
        missing where the area has no figure, or a standardised rate on fewer than 10 events).

    Raises
    ------
    AnalysisError
        If a column is missing, a count is below 0 or above its share's base, a base is not above 0, or no area
        has a figure; all of it at once.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24:1185-1202. Fingertips Public Health Technical Guidance, Office
    for Health Improvement and Disparities (control limits of funnel plots).
    """
    count, base = _checked(figures, kind=kind, per=per, standardised=standardised)
    there = count.notna() & base.notna()
    whole = count[there].sum() / base[there].sum()
    centre = (1.0 if kind == "ratio" else whole) if target is None else target / per
    phi = overdispersion_factor(count, base, kind=kind, target=centre)
    widened = overdispersion and phi > 1
    limits = funnel_limits(base, kind=kind, target=centre, phi=phi if widened else 1.0)
    own = _own_intervals(count, base, kind)
    value = count / base
    position = _by_limits(value, limits) if widened else _by_intervals(own, centre)
    if standardised:
        there &= count >= FEWEST_EVENTS
    return pd.DataFrame(
        {
            "count": count,
            "n": base,
            "value": per * value,
            "low": per * own["low_95"],
            "high": per * own["high_95"],
            "target": per * centre,
            **(per * limits),
            "phi": phi,
            "widened": widened,
            "position": position.where(there),
        }
    )


def funnel_limits(base: pd.Series, *, kind: Kind, target: float = 1.0, phi: float = 1.0) -> pd.DataFrame:
    """Funnel limits at given bases, such as a row of them for the lines of a chart.

    Parameters
    ----------
    base : Series
        Persons for a share, persons or person-years for a rate, the expected number for a ratio; above 0.
    kind : {"share", "rate", "ratio"}
        As for ``funnel``.
    target : float
        The centre, per 1.
    phi : float
        Overdispersion; 1 is none.

    Returns
    -------
    DataFrame
        Indexed as ``base``. Columns: ``low_95``, ``high_95``, ``low_998``, ``high_998``, per 1; missing where the base
        is. Exact Poisson points for rates and ratios, continuous in the count.

    References
    ----------
    As ``funnel``.
    """
    base = pd.Series(base, dtype=float)
    limits = {}
    for name, level in LEVELS.items():
        tail = (1 - level) / 2
        if kind == "share":
            half = norm.ppf(1 - tail) * np.sqrt(target * (1 - target) / base)
            low, high = target - half, target + half
        else:
            expected = base * target
            low = pd.Series(pdtrik(tail, expected), index=base.index) / base
            high = (pd.Series(pdtrik(1 - tail, expected), index=base.index) + 1) / base
        wide = np.sqrt(phi)
        most = 1.0 if kind == "share" else np.inf
        limits[f"low_{name}"] = (target - wide * (target - low)).clip(lower=0.0)
        limits[f"high_{name}"] = (target + wide * (high - target)).clip(upper=most)
    return pd.DataFrame(limits)


def funnel_limits_at_counts(count: pd.Series, *, target: float = 1.0) -> pd.DataFrame:
    """Funnel limits of rates and ratios where they pass through given counts of events.

    The lines of a funnel may be drawn from the count: with ``count`` events, the limit is reached at the base where
    ``count`` is an exact Poisson limit.

    Parameters
    ----------
    count : Series
        Events; above 0.
    target : float
        The centre, per 1 of the base; 1 for a ratio.

    Returns
    -------
    DataFrame
        Indexed as ``count``. For each limit of ``funnel_limits``, its value (per 1, such as ``low_95``) and the base
        at which it is reached (such as ``low_95_base``; the expected number for a ratio).

    References
    ----------
    As ``funnel``; the exact limits are Garwood's (1936), Biometrika 28:437-442.
    """
    count = pd.Series(count, dtype=float)
    limits = {}
    for name, level in LEVELS.items():
        exact = exact_limits(count, level=level)
        for side, other in (("low", "high"), ("high", "low")):
            base = exact[other] / target
            limits[f"{side}_{name}_base"] = base
            limits[f"{side}_{name}"] = count / base
    return pd.DataFrame(limits)


def overdispersion_factor(count: pd.Series, base: pd.Series, *, kind: Kind, target: float) -> float:
    """How much more areas differ than chance alone explains: the mean squared z-score, winsorised by 10 %.

    Parameters
    ----------
    count, base : Series
        As the columns of ``funnel``; areas without a figure are left out.
    kind : {"share", "rate", "ratio"}
        As for ``funnel``.
    target : float
        The centre, per 1.

    Returns
    -------
    float
        Above 1 where limits should be widened. 1 where it is not above 1, or there are fewer than 20 areas.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24:1185-1202, section 5 (the multiplicative model).
    """
    there = count.notna() & base.notna()
    spread = target * (1 - target) if kind == "share" else target
    z = (count[there] / base[there] - target) / np.sqrt(spread / base[there])
    if len(z) < FEWEST_AREAS:
        return 1.0
    inner = z.clip(*np.quantile(z, [WINSORISED, 1 - WINSORISED]))
    return max(1.0, float((inner**2).mean()))


def _checked(figures: pd.DataFrame, *, kind: Kind, per: float, standardised: bool) -> tuple[pd.Series, pd.Series]:
    """Counts and bases as numbers; a figure that is missing stays missing."""
    needed = ("count", "value" if standardised else "base")
    problems = [f"missing column '{name}'" for name in needed if name not in figures]
    if kind not in KINDS:
        problems.append(f"'{kind}' is not a kind of figure. Valid: {', '.join(KINDS)}.")
    if standardised and kind != "rate":
        problems.append("only rates can be standardised; give kind='rate'")
    if not problems:
        count = figures["count"].astype(float)
        base = per * count / figures["value"].where(figures["value"] > 0) if standardised else figures["base"]
        base = base.astype(float)
        checks = {
            "a count below 0": count < 0,
            "a base that is not above 0": base <= 0,
            "a count above its base": (count > base) & (kind == "share"),
        }
        problems = [f"{int(wrong.sum())} rows have {what}" for what, wrong in checks.items() if wrong.any()]
        if not (count.notna() & base.notna()).any():
            problems.append("no area has a figure")
    if problems:
        told = "\n".join(f"  - {problem}" for problem in problems)
        raise AnalysisError(f"A funnel of {len(figures)} areas: {len(problems)} problem(s)\n{told}")
    return count, base


def _own_intervals(count: pd.Series, base: pd.Series, kind: Kind) -> pd.DataFrame:
    """The interval of each area's own figure at both levels, per 1."""
    bounds = {}
    for name, level in LEVELS.items():
        if kind == "share":
            own = wilson(count, base, level=level)
        else:
            own = poisson_limits(count, level=level)[["low", "high"]].div(base, axis=0)
        bounds[f"low_{name}"], bounds[f"high_{name}"] = own["low"], own["high"]
    return pd.DataFrame(bounds)


def _by_intervals(own: pd.DataFrame, target: float) -> pd.Series:
    """The class of areas whose own interval is above or below the target."""
    beyond = [target > own["high_998"], target > own["high_95"], target < own["low_998"], target < own["low_95"]]
    return _classes(own.index, beyond)


def _by_limits(value: pd.Series, limits: pd.DataFrame) -> pd.Series:
    """The class of areas whose figure is outside the limits."""
    beyond = [value < limits["low_998"], value < limits["low_95"]]
    beyond += [value > limits["high_998"], value > limits["high_95"]]
    return _classes(value.index, beyond)


def _classes(index: pd.Index, beyond: list[pd.Series]) -> pd.Series:
    names = ["low_998", "low_95", "high_998", "high_95"]
    return pd.Series(np.select(beyond, names, default="inside"), index=index, dtype=object)
