"""Intervals for shares, counts and rates: a thin layer on statsmodels and scipy, so that the method is chosen once."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import chi2, norm
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from analysis.errors import AnalysisError

BYAR_FROM = 10  # below it Byar's approximation is poor, and the exact limits are used


def wilson(count: pd.Series, base: pd.Series, *, level: float = 0.95) -> pd.DataFrame:
    """Wilson interval of shares.

    Parameters
    ----------
    count, base : Series
        Persons counted, and persons of whom they are a part; not rounded.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        Indexed as ``count``. Columns: ``low`` and ``high`` (0 to 1), missing where count or base is, or
        where nobody is in the base.

    References
    ----------
    Wilson (1927), JASA 22:209-212.
    """
    count = pd.Series(count, dtype=float)
    base = pd.Series(base, dtype=float, index=count.index)
    usable = count.notna() & base.notna() & (base > 0)
    bounds = pd.DataFrame(np.nan, index=count.index, columns=["low", "high"])
    low, high = proportion_confint(count[usable], base[usable], alpha=1 - level, method="wilson")
    bounds.loc[usable, "low"], bounds.loc[usable, "high"] = low, high
    return bounds


def proportions(figures: pd.DataFrame, *, per: float = 1, level: float = 0.95) -> pd.DataFrame:
    """Share of each row with its Wilson interval.

    Parameters
    ----------
    figures : DataFrame
        One row per area or group. Columns: ``count`` and ``base`` (persons, not rounded).
    per : float
        What the share is told per: 1 gives 0 to 1, 100 gives per cent.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        Indexed as ``figures``. Columns: ``count``, ``n`` (the base), ``value``, ``low``, ``high``; the last three
        missing where count or base is, or where nobody is in the base.

    Raises
    ------
    AnalysisError
        If a column is missing or a figure below 0; all of it at once.

    References
    ----------
    Wilson (1927), JASA 22:209-212.
    """
    counted = numbers(figures, ["count", "base"], model="proportions")
    count, base = counted["count"], counted["base"]
    bounds = per * wilson(count, base, level=level)
    value = (per * count / base).where(base > 0)
    return pd.DataFrame({"count": count, "n": base, "value": value, **bounds})


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

    References
    ----------
    Garwood (1936), Biometrika 28:437-442.
    """
    count = pd.Series(count, dtype=float)
    tail = (1 - level) / 2
    low = pd.Series(chi2.ppf(tail, 2 * count.where(count > 0)) / 2, index=count.index)
    high = pd.Series(chi2.ppf(1 - tail, 2 * count + 2) / 2, index=count.index)
    return pd.DataFrame({"low": low.mask(count == 0, 0.0), "high": high})


def poisson_limits(count: pd.Series, *, level: float = 0.95) -> pd.DataFrame:
    """Poisson limits of counts: exact below 10, Byar's from 10 up.

    Parameters
    ----------
    count : Series
        Persons or events; 0 or more.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        Indexed as ``count``. Columns: ``low``, ``high`` (missing where the count is), ``method`` (``exact``
        or ``byar``).

    References
    ----------
    Association of Public Health Observatories (2008), Technical Briefing 3: Commonly Used Public Health
    Statistics and their Confidence Intervals.
    """
    count = pd.Series(count, dtype=float)
    few = count < BYAR_FROM
    limits = byar_limits(count, level=level).mask(few, exact_limits(count, level=level))
    return limits.assign(method=np.where(few, "exact", "byar"))


def rates(figures: pd.DataFrame, *, per: float = 1000, level: float = 0.95) -> pd.DataFrame:
    """Rate of each row with its Poisson interval: exact below a count of 10, Byar's from 10 up.

    Parameters
    ----------
    figures : DataFrame
        One row per area or group. Columns: ``count`` (events) and ``base`` (persons, or person-years).
    per : float
        What the rate is told per, such as 1,000.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        Indexed as ``figures``. Columns: ``count``, ``n`` (the base), ``value``, ``low``, ``high``, ``method``; value
        and limits are missing where count or base is, or where nobody is in the base.

    Raises
    ------
    AnalysisError
        If a column is missing or a figure below 0; all of it at once.

    References
    ----------
    As ``poisson_limits``.
    """
    counted = numbers(figures, ["count", "base"], model="rates")
    count, base = counted["count"], counted["base"]
    there = base.where(base > 0)
    limits = poisson_limits(count, level=level)
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


def share_differences(figures: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Difference of two shares in each row, with Newcombe's interval from the two Wilson intervals.

    Parameters
    ----------
    figures : DataFrame
        One row per comparison. Columns: ``count`` and ``base`` of the one group, ``other_count`` and
        ``other_base`` of the other. The groups have no person in common.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        Indexed as ``figures``. Columns: ``value`` and ``other`` (shares, 0 to 1), ``difference`` (the first less
        the other), ``low``, ``high``, ``n``, ``other_n``; missing where any of the four is, or a base is empty.

    Raises
    ------
    AnalysisError
        If a column is missing or a figure below 0; all of it at once.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17:873-890, method 10.
    """
    counted = numbers(figures, ["count", "base", "other_count", "other_base"], model="share_differences")
    usable = counted.notna().all(axis=1) & (counted["base"] > 0) & (counted["other_base"] > 0)
    there = counted[usable]
    four = there.to_numpy().T
    low, high = confint_proportions_2indep(*four, method="newcomb", compare="diff", alpha=1 - level)
    low_high = pd.DataFrame({"low": low, "high": high}, index=there.index).reindex(figures.index)
    value = (counted["count"] / counted["base"]).where(usable)
    other = (counted["other_count"] / counted["other_base"]).where(usable)
    return pd.DataFrame(
        {
            "value": value,
            "other": other,
            "difference": value - other,
            **low_high,
            "n": counted["base"],
            "other_n": counted["other_base"],
        }
    )


def numbers(figures: pd.DataFrame, columns: Sequence[str], *, model: str) -> pd.DataFrame:
    """Columns of figures as numbers, each missing or 0 and more.

    Raises
    ------
    AnalysisError
        If a column is missing or a figure below 0; all of it at once, in counts of rows.
    """
    wrong = [f"  - no column '{name}'" for name in columns if name not in figures]
    found = figures[[name for name in columns if name in figures]].astype(float)
    wrong += [f"  - '{name}' is below 0 in {int(few)} row(s)" for name, few in (found < 0).sum().items() if few]
    if wrong:
        raise AnalysisError("\n".join([f"{model}: {len(wrong)} problem(s) in a table of {len(figures)} rows", *wrong]))
    return found
