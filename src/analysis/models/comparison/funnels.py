"""Funnel limits: how far an area may lie from a target by chance alone, given its size.

The limits are the 2-sigma (0.025 and 0.975) and 3-sigma (0.001 and 0.999) points, called 95 and 99.8 per cent.
Shares: the target plus and minus z standard errors of a share at the target, which is where the area's Wilson
interval just reaches it. Rates and ratios: exact Poisson limits, continuous in the count. An area is classed by
whether the interval of its own figure reaches the target: Wilson for shares, exact below a count of 10 and Byar
from 10 for rates and ratios. These are the conventions of the Public Health Technical Guidance of the Office for
Health Improvement and Disparities.
"""

import numpy as np
import pandas as pd

from analysis.errors import AnalysisError
from analysis.models.comparison.counts import poisson_limits
from analysis.models.comparison.dispersion import between_areas, overdispersion_factor
from analysis.models.comparison.intervals import wilson
from analysis.models.comparison.lines import KINDS, LEVELS, LIMITS, Kind, funnel_limits

CLASSES = ("low_998", "low_95", "inside", "high_95", "high_998")
FEWEST_EVENTS = 10  # a standardised rate on fewer is not classed
OVERDISPERSION = ("multiplicative", "additive")


def funnel(
    figures: pd.DataFrame,
    *,
    kind: Kind,
    target: float | None = None,
    per: float = 1,
    standardised: bool = False,
    overdispersion: bool | str = False,
    limits: str = "guidance",
) -> pd.DataFrame:
    """Each area's figure, its funnel limits and its class.

    Limits and classes are those of the module's text, unless ``overdispersion`` is asked for and found: where the
    areas differ more than chance alone explains, limits are widened, and areas are classed by those limits. So they
    are by limits of another kind. Outside the limits is not the same as poor work.

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
    overdispersion : bool or str
        Whether limits are widened where areas differ by more than chance, which is judged among 20 areas or more.
        ``multiplicative`` (or true): the distance from the target to each limit is multiplied by the root of ``phi``,
        where that is above 1. ``additive``: ``tau2``, the variance between areas, is added to that of chance.
    limits : str
        As for ``funnel_limits``. Additive overdispersion needs ``normal`` or ``root``.

    Returns
    -------
    DataFrame
        Indexed as ``figures``. Columns: ``count``, ``n`` (the base), ``value``, ``low`` and ``high`` (the area's own
        95 % interval), ``target``, ``low_95``, ``high_95``, ``low_998``, ``high_998`` (the limits at the area's
        base; never below 0, a share's never above all), ``phi`` (overdispersion: the factor by which the areas vary
        more than by chance; 1 where not), ``tau2`` (the variance between areas, on the scale of the limits; 0 unless
        additive overdispersion is asked for), ``widened`` (whether the limits were), ``position`` (one of ``CLASSES``;
        missing where the area has no figure, or a standardised rate on fewer than 10 events).

    Raises
    ------
    AnalysisError
        If a column is missing, a count is below 0 or above its share's base, a base is not above 0, or no area
        has a figure; all of it at once.
    ValueError
        If there is no such overdispersion or no such limits, or they do not go together.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24:1185-1202. Fingertips Public Health Technical Guidance, Office
    for Health Improvement and Disparities (control limits of funnel plots).
    """
    how = "multiplicative" if overdispersion is True else overdispersion or ""
    if how not in ("", *OVERDISPERSION) or limits not in LIMITS:
        raise ValueError(
            f"funnel: overdispersion is one of {', '.join(OVERDISPERSION)} and limits of {', '.join(LIMITS)}, "
            f"not '{overdispersion}' and '{limits}'"
        )
    count, base = _checked(figures, kind=kind, per=per, standardised=standardised)
    there = count.notna() & base.notna()
    whole = count[there].sum() / base[there].sum()
    centre = (1.0 if kind == "ratio" else whole) if target is None else target / per
    root = limits == "root"
    phi = overdispersion_factor(count, base, kind=kind, target=centre, root=root)
    tau2 = between_areas(count, base, kind=kind, target=centre, root=root) if how == "additive" else 0.0
    widened = tau2 > 0 if how == "additive" else how != "" and phi > 1
    wide = phi if widened and how != "additive" else 1.0
    lines = funnel_limits(base, kind=kind, target=centre, phi=wide, tau2=tau2, limits=limits)
    own = _own_intervals(count, base, kind)
    value = count / base
    position = _by_limits(value, lines) if widened or limits != "guidance" else _by_intervals(own, centre)
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
            **(per * lines),
            "phi": phi,
            "tau2": tau2,
            "widened": widened,
            "position": position.where(there),
        }
    )


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
