"""What curves over time share: their intervals, their last row, and what they say at given times."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.models.groups import by_group, named, need

INTERVALS = ("log-log", "log", "plain")


def survival_at(curves: pd.DataFrame, *, times: Sequence[float], by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """The curve at some times, per group: what a table or a text says of it.

    Parameters
    ----------
    curves : DataFrame
        As ``kaplan_meier`` gives it.
    times : sequence of float
        0 or more, in the unit of ``time``.
    by : str or list of str, optional
        The columns that it was grouped by.

    Returns
    -------
    DataFrame
        One row per group and time. Columns: ``by``, ``time``, ``survival``, ``error``, ``low``, ``high`` as they stand
        at the last time at which one ended; missing after the last time that anyone was under observation, unless
        nobody is left.

    Raises
    ------
    AnalysisError
        If columns or rows are missing.

    References
    ----------
    As ``kaplan_meier``; ``summary(survfit(…), times = …)`` of R reads a curve in the same way.
    """
    columns = ["survival", "error", "low", "high"]
    need(curves, ["time", "survival", *named(by)], model="survival_at")
    return by_group(curves, by, lambda rows: _read(rows, times, columns))


def incidence_at(
    incidences: pd.DataFrame, *, times: Sequence[float], by: str | Sequence[str] | None = None
) -> pd.DataFrame:
    """The cumulative incidence of each destination at some times, per group.

    Parameters
    ----------
    incidences : DataFrame
        As ``cumulative_incidence`` gives it.
    times : sequence of float
        0 or more, in the unit of ``time``.
    by : str or list of str, optional
        The columns that it was grouped by.

    Returns
    -------
    DataFrame
        One row per group, destination and time. Columns: ``by``, ``destination``, ``time``, ``incidence``, ``error``,
        ``low``, ``high`` and ``survival`` as they stand at the last time at which somebody left; missing after the last
        time that anyone was under observation, unless nobody is left.

    Raises
    ------
    AnalysisError
        If columns or rows are missing.

    References
    ----------
    As ``cumulative_incidence``; ``timepoints`` of the package ``cmprsk`` of R reads one in the same way.
    """
    columns = ["incidence", "error", "low", "high", "survival"]
    groups = [*named(by), "destination"]
    need(incidences, ["time", "incidence", "survival", *groups], model="incidence_at")
    return by_group(incidences, groups, lambda rows: _read(rows, times, columns))


def check_interval(interval: str) -> None:
    """Make sure that there is such an interval.

    Raises
    ------
    ValueError
        If not.
    """
    if interval not in INTERVALS:
        raise ValueError(f"no interval is called '{interval}'; there are {', '.join(INTERVALS)}")


def bounds(share: np.ndarray, error: np.ndarray, *, level: float, interval: str) -> tuple[np.ndarray, np.ndarray]:
    """Limits of shares from 0 to 1 with these standard errors; missing where the share is 0.

    Parameters
    ----------
    share, error : ndarray
        Of one shape.
    level : float
        Confidence, 0 to 1.
    interval : str
        One of ``INTERVALS``: on the scale of log(-log), of the logarithm, or of the share itself; cut at 0 and 1. A
        share of 1 has no log-log limits.
    """
    z = norm.ppf(0.5 + level / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        if interval == "plain":
            low, high = share - z * error, share + z * error
        elif interval == "log":
            low, high = share * np.exp(-z * error / share), share * np.exp(z * error / share)
        else:
            wide = -z * error / (share * np.log(share))
            low, high = np.where(share < 1, (share ** np.exp(wide), share ** np.exp(-wide)), np.nan)
    unknown = ~np.isfinite(low) | ~np.isfinite(high) | (share <= 0)
    return np.where(unknown, np.nan, np.clip(low, 0, 1)), np.where(unknown, np.nan, np.clip(high, 0, 1))


def to_the_last(curve: pd.DataFrame, stop: np.ndarray) -> pd.DataFrame:
    """A curve with a row at the last time under observation, where that is after the last end."""
    last = float(stop.max())
    if last <= curve["time"].iloc[-1]:
        return curve
    end = curve.iloc[[-1]].assign(time=last, at_risk=int((stop >= last).sum()), events=0)
    return pd.concat([curve, end], ignore_index=True)


def _read(rows: pd.DataFrame, times: Sequence[float], columns: list[str]) -> pd.DataFrame:
    place = np.searchsorted(rows["time"].to_numpy(dtype=float), np.asarray(times, dtype=float), side="right") - 1
    found = rows[columns].iloc[place].reset_index(drop=True)
    found.insert(0, "time", list(times))
    beyond = (found["time"] > rows["time"].iloc[-1]) & (rows["survival"].iloc[-1] > 0)
    found.loc[beyond, columns] = np.nan
    return found
