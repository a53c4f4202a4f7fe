"""Areas beside those they are like: which those are, what they would lead one to expect, and what there was."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

from analysis.errors import AnalysisError
from analysis.models.comparison.counts import poisson_limits
from analysis.models.comparison.intervals import numbers, share_differences


def neighbours(background: pd.DataFrame, *, variables: Sequence[str], k: int = 10) -> pd.DataFrame:
    """The areas most like each area on stated background variables; never itself.

    Variables are standardised (mean 0, standard deviation 1 over the areas) and distance is Euclidean, so that
    each counts alike. Areas without one of the variables take no part. Ties go to the lower code. That A is among
    B's nearest does not make B one of A's.

    Parameters
    ----------
    background : DataFrame
        One row per area. Columns: ``area`` (code) and the variables.
    variables : sequence of str
        What areas are to be like each other in.
    k : int
        How many neighbours each area gets; 1 or more.

    Returns
    -------
    DataFrame
        ``k`` rows per area, areas in the order of their codes and neighbours from the nearest. Columns: ``area``,
        ``other``, ``order`` (1 is nearest), ``distance`` (in standard deviations).

    Raises
    ------
    AnalysisError
        If a variable is not there or the same everywhere, an area stands twice, or there are not ``k`` others.

    References
    ----------
    Fix and Hodges (1951), reprinted in International Statistical Review (1989) 57:238-247: nearest neighbours. The
    choice of variables is the caller's.
    """
    names = list(variables)
    problems = [f"missing column '{name}'" for name in ("area", *names) if name not in background]
    if not problems:
        known = background.dropna(subset=names).sort_values("area")
        spread = known[names].astype(float).std(ddof=0)
        problems += [f"'{name}' is the same everywhere" for name in names if not spread[name] > 0]
        problems += ["an area stands twice"] if known["area"].duplicated().any() else []
        if not 1 <= k <= len(known) - 1:
            problems.append(f"{len(known)} areas have all variables; {k} neighbours need 1 to {len(known) - 1} others")
    if problems:
        told = "\n".join(f"  - {problem}" for problem in problems)
        raise AnalysisError(f"Nearest areas by {', '.join(names) or 'nothing'}: {len(problems)} problem(s)\n{told}")
    scores = (known[names].astype(float) - known[names].mean()) / spread
    apart = cdist(scores, scores)
    np.fill_diagonal(apart, np.inf)
    nearest = np.argsort(apart, axis=1, kind="stable")[:, :k]
    codes = known["area"].to_numpy()
    return pd.DataFrame(
        {
            "area": np.repeat(codes, k),
            "other": codes[nearest].ravel(),
            "order": np.tile(np.arange(1, k + 1), len(codes)),
            "distance": np.take_along_axis(apart, nearest, axis=1).ravel(),
        }
    )


def expected_from_others(figures: pd.DataFrame, *, others: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """What each area would have at the share of its comparable areas, and what it has.

    The share of the others is the sum of their counts over the sum of their bases. Others without a figure are
    left out and not counted in ``others``.

    Parameters
    ----------
    figures : DataFrame
        One row per area. Columns: ``area``, ``count`` and ``base`` (persons).
    others : DataFrame
        Which areas each is compared with: columns ``area`` and ``other``, as of ``neighbours``.
    level : float
        Confidence of the interval, 0 to 1.

    Returns
    -------
    DataFrame
        One row per area of ``figures``, indexed by it. Columns: ``count``, ``n`` (the base), ``expected`` (persons),
        ``difference`` (count less expected), ``value`` and ``expected_value`` (shares, 0 to 1),
        ``share_difference``, ``low``, ``high`` (its Newcombe interval), ``others`` (how many), ``other_n`` (their
        base). Missing where the area has no figure, or none of the others has.

    Raises
    ------
    AnalysisError
        If an area is among its own comparable areas, or stands twice.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17:873-890, method 10.
    """
    itself = others.loc[others["area"] == others["other"], "area"].unique()
    if len(itself) or figures["area"].duplicated().any():
        raise AnalysisError(
            f"Comparable areas: {len(itself)} areas are in their own comparison, and "
            f"{int(figures['area'].duplicated().sum())} rows repeat an area. Neither may be."
        )
    known = figures.set_index("area")[["count", "base"]].astype(float)
    usable = known.dropna()
    pairs = others[["area", "other"]].drop_duplicates()
    pairs = pairs.join(usable, on="other", how="inner")
    grouped = pairs.groupby("area")
    theirs = grouped[["count", "base"]].sum().add_prefix("other_").assign(others=grouped.size())
    both = known.join(theirs)
    shares = share_differences(both, level=level)
    expected = both["base"] * shares["other"]
    return pd.DataFrame(
        {
            "count": both["count"],
            "n": both["base"],
            "expected": expected,
            "difference": both["count"] - expected,
            "value": shares["value"],
            "expected_value": shares["other"],
            "share_difference": shares["difference"],
            "low": shares["low"],
            "high": shares["high"],
            "others": both["others"].fillna(0).astype(int),
            "other_n": both["other_base"],
        }
    )


def against_expected(
    figures: pd.DataFrame, *, by: Sequence[str] = (), decimals: int | None = None, level: float = 0.95
) -> pd.DataFrame:
    """What there was against expected numbers that somebody else computed, with the rank of each area.

    Rank 1 has the least more, or the most less, than expected: the lowest difference of shares where the table has
    them, else the lowest ratio. Equal ones share the lowest rank of theirs.

    Parameters
    ----------
    figures : DataFrame
        One row per area (and per group of ``by``). Columns: ``count`` and ``expected`` (persons), and where there are
        such ``value`` and ``expected_value`` (shares, in any unit).
    by : sequence of str
        Columns within which areas are ranked, such as period and benefit.
    decimals : int, optional
        Decimals that shares are printed with: their differences are rounded to it, so that equal ones are equal.
    level : float
        Confidence of the ratio's interval, 0 to 1.

    Returns
    -------
    DataFrame
        Indexed as ``figures``, with the columns of ``by``. Columns: ``count``, ``expected``, ``difference`` (count
        less expected), ``share_difference`` (missing where there are no shares), ``ratio``, ``low``, ``high``
        (Poisson interval, the expected number taken as known), ``rank``, ``of`` (areas ranked), ``tied``. Areas
        without figures have no rank.

    Raises
    ------
    AnalysisError
        If a column is missing or a figure below 0; all of it at once.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research II, ch. 2, for the interval. The comparison is that
    of municipalities at Jobindsats, table Y30R21.
    """
    numbers(figures, ["count", "expected"], model="against_expected")
    given = {"value", "expected_value"} <= set(figures.columns)
    apart = figures["value"] - figures["expected_value"] if given else pd.Series(np.nan, index=figures.index)
    if decimals is not None:
        apart = apart.round(decimals)
    expected = figures["expected"].where(figures["expected"] > 0)
    limits = poisson_limits(figures["count"], level=level)
    ratio = figures["count"] / expected
    score = apart if given else ratio
    group = [figures[name] for name in by] or [pd.Series(0, index=figures.index)]
    ranks = score.groupby(group).rank(method="min")
    sizes = ranks.groupby([*group, ranks]).transform("size")
    return pd.DataFrame(
        {
            **{name: figures[name] for name in by},
            "count": figures["count"],
            "expected": figures["expected"],
            "difference": figures["count"] - figures["expected"],
            "share_difference": apart,
            "ratio": ratio,
            "low": limits["low"] / expected,
            "high": limits["high"] / expected,
            "rank": ranks.astype("Int64"),
            "of": score.groupby(group).transform("count"),
            "tied": sizes > 1,
        }
    )
