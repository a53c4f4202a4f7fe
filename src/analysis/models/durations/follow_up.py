"""Shares after some time, of those who could be followed so long: who has left, and who has come back."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from analysis.models.comparison.intervals import wilson
from analysis.models.groups import by_group, need


def left_within(
    durations: pd.DataFrame,
    *,
    within: Sequence[int],
    time: str = "weeks",
    event: str = "ended",
    told: str = "told",
    to: Collection[str] | None = None,
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Share that has left within some weeks, of those whose weeks are told so far, per group.

    A duration that the register does not tell ``within`` weeks of is left out, ended or not: keeping only those that
    ended would flatter the share. Where all are, the share is missing, and never 0.

    Parameters
    ----------
    durations : DataFrame
        One row per duration.
    within : list of int
        Weeks from the first week; 1 or more.
    time, event : str
        Columns: the length so far; whether it ended then.
    told : str
        Column: how many weeks from the first the register tells of, whatever happened in them.
    to : collection of str, optional
        Destinations that count; others are no exit. None: all.
    by : str or list of str, optional
        Columns to group by.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        One row per group and length. Columns: ``by``, ``within``, ``n`` (followed so long), ``events``, ``share``
        (0 to 1), ``low`` and ``high`` (Wilson), ``not_told`` (left out).

    Raises
    ------
    AnalysisError
        If columns or rows are missing.
    ValueError
        If a length is less than 1.

    References
    ----------
    Wilson (1927), JASA 22:209-212: the interval. Those followed too short are left out, as in the measures of
    Jobindsats of what comes after a course.
    """
    _check(within, "left_within")
    need(durations, [time, event, told], model="left_within")
    ended = durations[event].to_numpy(dtype=bool)
    if to is not None:
        ended = ended & durations["destination"].astype(str).isin(to).to_numpy()
    rows = durations.assign(_weeks=np.where(ended, durations[time], np.inf))
    return by_group(rows, by, lambda part: _shares(part, "_weeks", told, within, level))


def returned_within(
    ended: pd.DataFrame,
    *,
    within: Sequence[int] = (13, 26, 52),
    away: str = "away",
    told: str = "told_after",
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Share that is back within some weeks, of those who left and could be followed so long, per group.

    Parameters
    ----------
    ended : DataFrame
        One row per duration that ended.
    within : list of int
        Weeks after the last week; 13, 26 and 52 are 3, 6 and 12 months.
    away : str
        Column: weeks until the next one of the same person begins; missing where none does.
    told : str
        Column: how many weeks after the last one the register tells of.
    by : str or list of str, optional
        Columns to group by.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        As ``left_within``; ``events`` are those who came back.

    Raises
    ------
    AnalysisError, ValueError
        As ``left_within``.

    References
    ----------
    As ``left_within``.
    """
    _check(within, "returned_within")
    need(ended, [told], model="returned_within")
    rows = ended.assign(_weeks=ended[away].to_numpy(dtype=float))
    rows["_weeks"] = rows["_weeks"].fillna(np.inf)
    return by_group(rows, by, lambda part: _shares(part, "_weeks", told, within, level))


def _check(within: Sequence[int], model: str) -> None:
    if min(within) < 1:
        raise ValueError(f"{model}: a length is 1 or more")


def _shares(rows: pd.DataFrame, weeks: str, told: str, within: Sequence[int], level: float) -> pd.DataFrame:
    length, followed = rows[weeks].to_numpy(dtype=float), rows[told].to_numpy(dtype=float)
    counts = [
        {
            "within": limit,
            "n": int((followed >= limit).sum()),
            "events": int(((followed >= limit) & (length <= limit)).sum()),
            "not_told": int((followed < limit).sum()),
        }
        for limit in within
    ]
    found = pd.DataFrame(counts)
    found["share"] = found["events"] / found["n"].where(found["n"] > 0)
    found[["low", "high"]] = wilson(found["events"].astype(float), found["n"].astype(float), level=level)
    return found[["within", "n", "events", "share", "low", "high", "not_told"]]
