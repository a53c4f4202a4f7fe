"""Whether two groups have developed differently: changes of shares, and growth of counts, with what chance can do."""

import numpy as np
import pandas as pd
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.rates import confint_poisson_2indep

from analysis.models.comparison.intervals import numbers, share_differences


def share_changes(figures: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Difference between the changes of two groups' shares, in each row.

    The interval joins Newcombe's intervals of the two changes by their squares. The four shares are taken as
    independent; where the same persons are in a share now and before, the interval is too wide rather than too narrow.

    Parameters
    ----------
    figures : DataFrame
        One row per comparison. Columns: ``count``, ``base``, ``count_before``, ``base_before`` of the one group, and
        the same with ``other_`` before them of the other.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        Indexed as ``figures``. Columns: ``change`` and ``other`` (-1 to 1), ``difference`` (the first less the other),
        ``low``, ``high``; missing where any of the eight is.

    Raises
    ------
    AnalysisError
        If a column is missing, a figure below 0 or a count above its base; all of it at once.

    References
    ----------
    Zou and Donner (2008), Statistics in Medicine 27:1693-1702.
    """
    parts = {f"{prefix}count{when}": f"{prefix}base{when}" for prefix in ("", "other_") for when in ("", "_before")}
    numbers(figures, [*parts, *parts.values()], model="share_changes", within=parts)
    one, other = (share_differences(_now_and_before(figures, prefix), level=level) for prefix in ("", "other_"))
    return _joined(one, other)


def mean_differences(figures: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Difference between two groups' events per unit of their base, in each row, such as interviews per spell.

    The interval is that of two independent Poisson counts, joined from the exact one of each by their squares. Events
    that are planned, such as interviews, vary less than Poisson counts: it is too wide rather than too narrow.

    Parameters
    ----------
    figures : DataFrame
        One row per comparison. Columns: ``count`` (events) and ``base`` of the one group, ``other_count`` and
        ``other_base`` of the other.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        Indexed as ``figures``. Columns: ``value`` and ``other`` (events per unit), ``difference`` (the first less the
        other), ``low``, ``high``; missing where any of the four is, or a base is 0.

    Raises
    ------
    AnalysisError
        If a column is missing or a figure below 0; all of it at once.

    References
    ----------
    Li, Tang and Wong (2014), Computational Statistics and Data Analysis 70:90-104, as in statsmodels.
    """
    counted = numbers(figures, ["count", "base", "other_count", "other_base"], model="mean_differences")
    usable = counted.notna().all(axis=1) & (counted["base"] > 0) & (counted["other_base"] > 0)
    low, high = confint_poisson_2indep(
        *(counted.loc[usable, name].to_numpy() for name in ("count", "base", "other_count", "other_base")),
        compare="diff", method="mover", method_mover="exact-c", alpha=1 - level,
    )  # fmt: skip
    limits = pd.DataFrame({"low": low, "high": high}, index=counted.index[usable], dtype=float).reindex(figures.index)
    value = (counted["count"] / counted["base"]).where(usable)
    other = (counted["other_count"] / counted["other_base"]).where(usable)
    return pd.DataFrame({"value": value, "other": other, "difference": value - other, **limits})


def mean_changes(figures: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Difference between the changes of two groups' events per unit of their base, in each row.

    The interval joins those of the two changes (``mean_differences``) by their squares.

    Parameters
    ----------
    figures : DataFrame
        As for ``share_changes``; the counts are events, and may be more than their bases.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        As of ``share_changes``, in events per unit.

    Raises
    ------
    AnalysisError
        If a column is missing or a figure below 0; all of it at once.

    References
    ----------
    Zou and Donner (2008), Statistics in Medicine 27:1693-1702.
    """
    names = [f"{prefix}{name}{when}" for prefix in ("", "other_") for name in ("count", "base")
             for when in ("", "_before")]  # fmt: skip
    numbers(figures, names, model="mean_changes")
    return _joined(*(mean_differences(_now_and_before(figures, prefix), level=level) for prefix in ("", "other_")))


def growth_ratios(figures: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """How many times as much one group's count has grown as another's, in each row.

    The interval is Woolf's of the table of four counts, taken as independent Poisson counts; where the same persons
    are counted now and before, it is too wide rather than too narrow.

    Parameters
    ----------
    figures : DataFrame
        One row per comparison. Columns: ``count`` and ``before`` of the one group, ``other_count`` and
        ``other_before`` of the other.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        Indexed as ``figures``. Columns: ``growth`` and ``other`` (now over before), ``ratio`` (the first over the
        other), ``low``, ``high``; missing where any of the four is missing or 0.

    Raises
    ------
    AnalysisError
        If a column is missing or a figure below 0; all of it at once.

    References
    ----------
    Woolf (1955), Annals of Human Genetics 19:251-253.
    """
    counted = numbers(figures, ["count", "before", "other_count", "other_before"], model="growth_ratios")
    usable = counted.notna().all(axis=1) & (counted > 0).all(axis=1)
    bounds = [
        Table2x2(np.array([row[:2], row[2:]]), shift_zeros=False).oddsratio_confint(1 - level)
        for row in counted[usable].itertuples(index=False)
    ]
    low_high = pd.DataFrame(bounds, index=counted.index[usable], columns=["low", "high"], dtype=float)
    growth = (counted["count"] / counted["before"]).where(usable)
    other = (counted["other_count"] / counted["other_before"]).where(usable)
    return pd.DataFrame({"growth": growth, "other": other, "ratio": growth / other, **low_high.reindex(figures.index)})


def _now_and_before(figures: pd.DataFrame, prefix: str) -> pd.DataFrame:
    names = {"count": "count", "base": "base", "count_before": "other_count", "base_before": "other_base"}
    return figures[[prefix + name for name in names]].set_axis(list(names.values()), axis=1)


def _joined(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """The difference between two changes, its interval joined from theirs by their squares."""
    change, against = one["difference"], other["difference"]
    difference = change - against
    return pd.DataFrame(
        {
            "change": change,
            "other": against,
            "difference": difference,
            "low": difference - np.hypot(change - one["low"], other["high"] - against),
            "high": difference + np.hypot(one["high"] - change, against - other["low"]),
        }
    )
