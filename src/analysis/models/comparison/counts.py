"""Intervals for counts and rates: a thin layer on scipy, so that the method is chosen once."""

import numpy as np
import pandas as pd
from scipy.stats import chi2, norm

from analysis.models.comparison.intervals import numbers

BYAR_FROM = 10  # below it Byar's approximation is poor, and the exact limits are used
INTERVALS = ("guidance", "exact", "byar", "log")


def byar_limits(count: pd.Series, *, level: float = 0.95) -> pd.DataFrame:
    """Byar's limits of counts, whatever their size.

    Parameters
    ----------
    count : Series
        Persons or events; 0 or more, and not necessarily whole.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        Indexed as ``count``. Columns: ``low`` (0 where nothing is counted; missing where the approximation has
        none, as of 1 at 99.8 %) and ``high``; missing where the count is.

    Raises
    ------
    Nothing: what has no limits is missing.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research II, p. 69.
    """
    count = pd.Series(count, dtype=float)
    z = norm.ppf(0.5 + level / 2)
    some = count.where(count > 0)
    root = 1 - 1 / (9 * some) - z / (3 * np.sqrt(some))
    low = some * root.where(root >= 0) ** 3
    above = count + 1
    high = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return pd.DataFrame({"low": low.mask(count == 0, 0.0), "high": high})


def exact_limits(count: pd.Series, *, level: float = 0.95) -> pd.DataFrame:
    """Exact Poisson limits of counts, from the chi-square distribution.

    Counts of full-time persons need not be whole; the limits are continuous in the count.

    Parameters
    ----------
    count : Series
        Persons or events; 0 or more, and not necessarily whole.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        Indexed as ``count``. Columns: ``low`` (0 where nothing is counted) and ``high``; missing where the
        count is.

    Raises
    ------
    Nothing: what has no limits is missing.

    References
    ----------
    Garwood (1936), Biometrika 28:437-442.
    """
    count = pd.Series(count, dtype=float)
    tail = (1 - level) / 2
    low = pd.Series(chi2.ppf(tail, 2 * count.where(count > 0)) / 2, index=count.index)
    high = pd.Series(chi2.ppf(1 - tail, 2 * count + 2) / 2, index=count.index)
    return pd.DataFrame({"low": low.mask(count == 0, 0.0), "high": high})


def poisson_limits(count: pd.Series, *, level: float = 0.95, interval: str = "guidance") -> pd.DataFrame:
    """Poisson limits of counts: exact below 10 and Byar's from 10 up, unless others are asked for.

    Parameters
    ----------
    count : Series
        Persons or events; 0 or more.
    level : float
        Confidence, 0 to 1.
    interval : str
        ``guidance``: exact below 10, Byar's from 10. ``exact`` (as ``poisson.test`` of R) or ``byar``: whatever the
        count. ``log``: normal on the scale of the logarithm, as ``ageadjust.indirect`` of R's ``epitools``.

    Returns
    -------
    DataFrame
        Indexed as ``count``. Columns: ``low``, ``high`` (missing where the count is, and those of ``log`` where it is
        0), ``method`` (``exact``, ``byar`` or ``log``).

    Raises
    ------
    ValueError
        If there is no such interval.

    References
    ----------
    Association of Public Health Observatories (2008), Technical Briefing 3: Commonly Used Public Health
    Statistics and their Confidence Intervals. Breslow and Day (1987), Statistical Methods in Cancer Research II, ch. 2.
    """
    count = pd.Series(count, dtype=float)
    check_interval(interval, "poisson_limits")
    if interval == "log":
        some = count.where(count > 0)
        wide = np.exp(norm.ppf(0.5 + level / 2) / np.sqrt(some))
        return pd.DataFrame({"low": some / wide, "high": some * wide, "method": "log"})
    few = pd.Series(interval == "exact", index=count.index) if interval != "guidance" else count < BYAR_FROM
    limits = byar_limits(count, level=level).mask(few, exact_limits(count, level=level))
    return limits.assign(method=np.where(few, "exact", "byar"))


def rates(figures: pd.DataFrame, *, per: float = 1000, level: float = 0.95, interval: str = "guidance") -> pd.DataFrame:
    """Rate of each row with its Poisson interval: exact below a count of 10 and Byar's from 10 up, unless others are
    asked for.

    Parameters
    ----------
    figures : DataFrame
        One row per area or group. Columns: ``count`` (events) and ``base`` (persons, or person-years).
    per : float
        What the rate is told per, such as 1,000.
    level : float
        Confidence, 0 to 1.
    interval : str
        As for ``poisson_limits``.

    Returns
    -------
    DataFrame
        Indexed as ``figures``. Columns: ``count``, ``n`` (the base), ``value``, ``low``, ``high``, ``method``; value
        and limits are missing where count or base is, or where nobody is in the base.

    Raises
    ------
    AnalysisError
        If a column is missing or a figure below 0; all of it at once.
    ValueError
        If there is no such interval.

    References
    ----------
    As ``poisson_limits``.
    """
    counted = numbers(figures, ["count", "base"], model="rates")
    count, base = counted["count"], counted["base"]
    there = base.where(base > 0)
    limits = poisson_limits(count, level=level, interval=interval)
    return pd.DataFrame(
        {
            "count": count,
            "n": base,
            "value": per * count / there,
            "low": per * limits["low"] / there,
            "high": per * limits["high"] / there,
            "method": limits["method"],
        }
    )


def check_interval(interval: str, model: str) -> None:
    """Make sure that there is such an interval of counts.

    Raises
    ------
    ValueError
        If not.
    """
    if interval not in INTERVALS:
        raise ValueError(f"{model}: no interval is called '{interval}'; there are {', '.join(INTERVALS)}")
