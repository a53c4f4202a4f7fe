"""Intervals for shares and their differences: a thin layer on statsmodels, so that the method is chosen once."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from analysis.errors import AnalysisError

SHARE_INTERVALS = {"wilson": "wilson", "exact": "beta", "normal": "normal"}  # and statsmodels' names of them
OVER = 1e-9  # by which a count may exceed its base, in parts of it: what rounding of the computer adds


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

    Raises
    ------
    Nothing: what has no interval is missing. ``proportions`` refuses figures that are none.

    References
    ----------
    Wilson (1927), JASA 22:209-212.
    """
    count = pd.Series(count, dtype=float)
    base = pd.Series(base, dtype=float, index=count.index)
    return _limits(count, base, level=level, interval="wilson")


def proportions(
    figures: pd.DataFrame, *, per: float = 1, level: float = 0.95, interval: str = "wilson"
) -> pd.DataFrame:
    """Share of each row with its interval: Wilson's, unless another is asked for.

    Parameters
    ----------
    figures : DataFrame
        One row per area or group. Columns: ``count`` and ``base`` (persons, not rounded).
    per : float
        What the share is told per: 1 gives 0 to 1, 100 gives per cent.
    level : float
        Confidence, 0 to 1.
    interval : str
        ``wilson``; ``exact`` (Clopper and Pearson's, as ``binom.test`` of R); ``normal`` (cut at 0 and 1).

    Returns
    -------
    DataFrame
        Indexed as ``figures``. Columns: ``count``, ``n`` (the base), ``value``, ``low``, ``high``; the last three
        missing where count or base is, or where nobody is in the base.

    Raises
    ------
    AnalysisError
        If a column is missing, a figure below 0 or a count above its base; all of it at once.
    ValueError
        If there is no such interval.

    References
    ----------
    Wilson (1927), JASA 22:209-212. Clopper and Pearson (1934), Biometrika 26:404-413.
    """
    if interval not in SHARE_INTERVALS:
        raise ValueError(f"proportions: no interval is called '{interval}'; there are {', '.join(SHARE_INTERVALS)}")
    counted = numbers(figures, ["count", "base"], model="proportions", within={"count": "base"})
    count, base = counted["count"], counted["base"]
    bounds = per * _limits(count, base, level=level, interval=interval)
    value = (per * count / base).where(base > 0)
    return pd.DataFrame({"count": count, "n": base, "value": value, **bounds})


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
        If a column is missing, a figure below 0 or a count above its base; all of it at once.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17:873-890, method 10.
    """
    within = {"count": "base", "other_count": "other_base"}
    counted = numbers(figures, ["count", "base", "other_count", "other_base"], model="share_differences", within=within)
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


def numbers(
    figures: pd.DataFrame, columns: Sequence[str], *, model: str, within: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Columns of figures as numbers, each missing or 0 and more.

    Parameters
    ----------
    figures : DataFrame
    columns : sequence of str
    model : str
        Who asks, for the message.
    within : mapping, optional
        Columns that count a part, each with that of the whole.

    Raises
    ------
    AnalysisError
        If a column is missing, a figure below 0 or a part above its whole; all of it at once, in counts of rows.
    """
    wrong = [f"  - no column '{name}'" for name in columns if name not in figures]
    found = figures[[name for name in columns if name in figures]].astype(float)
    wrong += [f"  - '{name}' is below 0 in {int(few)} row(s)" for name, few in (found < 0).sum().items() if few]
    for part, whole in (within or {}).items():
        if {part, whole} <= set(found) and (over := int((found[part] > found[whole] * (1 + OVER)).sum())):
            wrong.append(f"  - '{part}' is above '{whole}' in {over} row(s): who is counted must be among them")
    if wrong:
        raise AnalysisError("\n".join([f"{model}: {len(wrong)} problem(s) in a table of {len(figures)} rows", *wrong]))
    return found


def _limits(count: pd.Series, base: pd.Series, *, level: float, interval: str) -> pd.DataFrame:
    usable = count.notna() & base.notna() & (base > 0)
    bounds = pd.DataFrame(np.nan, index=count.index, columns=["low", "high"])
    method = SHARE_INTERVALS[interval]
    low, high = proportion_confint(count[usable], base[usable], alpha=1 - level, method=method)
    bounds.loc[usable, "low"], bounds.loc[usable, "high"] = low, high
    return bounds
