"""The lines of a funnel: how far from its centre chance alone takes an area of each size."""

from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.special import pdtrik
from scipy.stats import binom, norm, poisson

from analysis.models.comparison.counts import exact_limits

Kind = Literal["share", "rate", "ratio"]
KINDS = ("share", "rate", "ratio")
LEVELS = {"95": 0.95, "998": 0.998}  # the outer level last
LIMITS = ("guidance", "exact", "interval", "normal", "root")


def funnel_limits(
    base: pd.Series,
    *,
    kind: Kind,
    target: float = 1.0,
    phi: float = 1.0,
    tau2: float = 0.0,
    limits: str = "guidance",
) -> pd.DataFrame:
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
        Overdispersion by which distances are multiplied, as its root; 1 is none.
    tau2 : float
        Variance between areas, added to that of chance; 0 is none. Only with ``normal`` and ``root``.
    limits : str
        ``guidance``: as the module ``funnels`` says, of Public Health England: z standard errors for shares, exact
        Poisson points for rates and ratios, where a count's own exact interval just reaches the target. ``exact``:
        binomial and Poisson points, put between whole counts as Spiegelhalter does. ``interval``: the exact Poisson
        interval of the number expected, over it (R's ``FunnelPlotR``, unadjusted); rates and ratios only. ``normal``:
        z standard errors at the target. ``root``: the same on the scale of the square root (of the arcsine of it, for
        shares), where variance does not depend on the target.

    Returns
    -------
    DataFrame
        Indexed as ``base``. Columns: ``low_95``, ``high_95``, ``low_998``, ``high_998``, per 1; missing where the base
        is.

    Raises
    ------
    ValueError
        If there are no such limits, not of this kind of figure, or ``tau2`` is given with those that take none.

    References
    ----------
    As ``funnel``; Spiegelhalter (2005), appendix A.1, for ``exact``.
    """
    if limits not in LIMITS or (limits == "interval" and kind == "share"):
        raise ValueError(f"funnel_limits: '{limits}' is not one of {', '.join(LIMITS)}, or none of a {kind}")
    if tau2 and limits not in ("normal", "root"):
        raise ValueError(f"funnel_limits: limits '{limits}' take no variance between areas; choose normal or root")
    base = pd.Series(base, dtype=float)
    most = 1.0 if kind == "share" else np.inf
    found = {}
    for name, level in LEVELS.items():
        low, high = _points(base, kind, target, level, limits, tau2, phi)
        if limits != "root":
            low, high = target - np.sqrt(phi) * (target - low), target + np.sqrt(phi) * (high - target)
        found[f"low_{name}"], found[f"high_{name}"] = low.clip(lower=0.0), high.clip(upper=most)
    return pd.DataFrame(found)


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

    Raises
    ------
    Nothing: where a count has no limit, it is missing.

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


def _points(
    base: pd.Series, kind: Kind, target: float, level: float, limits: str, tau2: float, phi: float
) -> tuple[pd.Series, pd.Series]:
    """The lower and upper limit, before they are widened; those of ``root`` are widened on their own scale."""
    tail = (1 - level) / 2
    z = norm.ppf(1 - tail)
    expected = base * target
    if limits == "root":
        middle = np.arcsin(np.sqrt(target)) if kind == "share" else np.sqrt(target)
        half = z * np.sqrt(phi / (4 * base) + tau2)
        return _from_root(middle - half, kind), _from_root(middle + half, kind)
    if limits == "normal" or (limits == "guidance" and kind == "share"):
        spread = target * (1 - target) if kind == "share" else target
        half = z * np.sqrt(spread / base + tau2)
        return target - half, target + half
    if limits == "exact":
        chance = binom(base.round(), target) if kind == "share" else poisson(expected)
        return _between(chance, tail, base), _between(chance, 1 - tail, base)
    if limits == "interval":
        own = exact_limits(expected, level=level)
        return own["low"] / base, own["high"] / base
    low = pd.Series(pdtrik(tail, expected), index=base.index) / base
    return low, (pd.Series(pdtrik(1 - tail, expected), index=base.index) + 1) / base


def _from_root(value: pd.Series, kind: Kind) -> pd.Series:
    """Figures of values on the scale of the root, cut where that scale ends."""
    found: pd.Series = np.sin(value.clip(0, np.pi / 2)) ** 2 if kind == "share" else value.clip(lower=0) ** 2
    return found


def _between(chance: Any, part: float, base: pd.Series) -> pd.Series:
    """The point of a distribution of counts below which ``part`` lies, put between the two counts it falls between."""
    count = pd.Series(chance.ppf(part), index=base.index)
    reached, before = chance.cdf(count), chance.cdf(count - 1)
    found: pd.Series = (count - (reached - part) / (reached - before)) / base
    return found
