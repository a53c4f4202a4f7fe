"""How long something lasts: Kaplan-Meier curves, their medians, and the log-rank test."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from analysis.models.durations.curves import bounds, check_interval, to_the_last
from analysis.models.groups import by_group, named, need, ordered_times


def kaplan_meier(
    durations: pd.DataFrame,
    *,
    time: str = "weeks",
    event: str = "ended",
    entry: str | None = None,
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
    interval: str = "log-log",
) -> pd.DataFrame:
    """Share that still goes on after each time at which one or more ended, per group.

    A curve goes on to the last time that anyone in the group was under observation. Those observed from some time on
    only (a stock, or what began before the register) count from their entry, not before: without it long durations
    would be too many. Nobody is at risk at the time of their own entry.

    Parameters
    ----------
    durations : DataFrame
        One row per duration.
    time, event, entry : str
        Columns: the length so far; whether it ended then (true or 1; else it is censored); the length at which it
        came under observation (None: 0).
    by : str or list of str, optional
        Columns to group by.
    level : float
        Confidence, 0 to 1.
    interval : str
        ``log-log`` stays between 0 and 1; ``log`` is what R's ``survfit`` gives unless asked for another; ``plain`` is
        that of Greenwood's error itself. All are cut at 0 and 1.

    Returns
    -------
    DataFrame
        One row per group and time, the first at time 0, and where some are censored after the last end one more,
        without events, at the time until which the curve is known. Columns: ``by``, ``time`` (in the unit of the
        column), ``at_risk`` and ``events`` (rows), ``survival`` (0 to 1), ``error`` (standard error), ``low`` and
        ``high``; the last three are missing where nobody is left.

    Raises
    ------
    AnalysisError
        If columns or rows are missing, or a time is not after its entry.
    ValueError
        If there is no such interval.

    References
    ----------
    Kaplan and Meier (1958), JASA 53:457-481. Kalbfleisch and Prentice (2002), The Statistical Analysis of Failure
    Time Data, 2nd ed., 1.4: the log-log interval. Therneau and Grambsch (2000), Modeling Survival Data, 2.1: the three
    intervals, as in the package ``survival`` of R.
    """
    check_interval(interval)
    need(durations, [time, event, entry, *named(by)], model="kaplan_meier")

    def one(rows: pd.DataFrame) -> pd.DataFrame:
        start, stop = ordered_times(rows, time=time, entry=entry, model="kaplan_meier")
        found = SurvfuncRight(stop, rows[event].to_numpy(dtype=float), entry=None if entry is None else start)
        survival, error = found.surv_prob, found.surv_prob_se
        low, high = bounds(survival, error, level=level, interval=interval)
        begin = {
            "at_risk": int((start == 0).sum()),
            "events": 0,
            "survival": 1.0,
            "error": 0.0,
            "low": 1.0,
            "high": 1.0,
        }
        table = pd.DataFrame(
            {
                "time": found.surv_times,
                "at_risk": found.n_risk.astype(int),
                "events": np.rint(found.n_events).astype(int),
                "survival": survival,
                "error": error,
                "low": low,
                "high": high,
            }
        )
        curve = pd.concat([pd.DataFrame([{"time": 0.0, **begin}]), table], ignore_index=True)
        return to_the_last(curve, stop)

    return by_group(durations, by, one)


def medians(curves: pd.DataFrame, *, by: str | Sequence[str] | None = None, share: float = 0.5) -> pd.DataFrame:
    """The time by which half have ended, per group, with its interval.

    It is the first time at which ``share`` or fewer go on, and the limits are the first times at which the curve's
    own limits come as low; each is missing where the curve does not come so far.

    Parameters
    ----------
    curves : DataFrame
        As ``kaplan_meier`` gives it.
    by : str or list of str, optional
        The columns that it was grouped by.
    share : float
        0.5 is the median.

    Returns
    -------
    DataFrame
        One row per group. Columns: ``by``, ``median``, ``low``, ``high`` (in the unit of ``time``), ``n`` (most
        at risk at a time) and ``events``.

    Raises
    ------
    AnalysisError
        If columns or rows are missing.

    References
    ----------
    Brookmeyer and Crowley (1982), Biometrics 38:29-41.
    """
    need(curves, ["time", "survival", *named(by)], model="medians")

    def one(rows: pd.DataFrame) -> pd.DataFrame:
        times = rows["time"].to_numpy(dtype=float)

        def first(column: str) -> float:
            below = np.flatnonzero(rows[column].to_numpy(dtype=float) <= share + 1e-12)
            return float(times[below[0]]) if len(below) else float("nan")

        found = {"median": first("survival"), "low": first("low"), "high": first("high")}
        return pd.DataFrame([{**found, "n": int(rows["at_risk"].max()), "events": int(rows["events"].sum())}])

    return by_group(curves, by, one)


def logrank(
    durations: pd.DataFrame,
    *,
    by: str,
    time: str = "weeks",
    event: str = "ended",
    entry: str | None = None,
    strata: str | None = None,
) -> pd.DataFrame:
    """Whether the curves of two or more groups differ by more than chance.

    Parameters
    ----------
    durations : DataFrame
        One row per duration.
    by : str
        Column with the group.
    time, event, entry : str
        Columns, as for ``kaplan_meier``.
    strata : str, optional
        Column; groups are compared within each stratum.

    Returns
    -------
    DataFrame
        One row. Columns: ``chi2``, ``df``, ``p``, ``n`` (rows), ``events`` and ``groups``.

    Raises
    ------
    AnalysisError
        If columns or rows are missing, or a time is not after its entry.
    ValueError
        If there is one group only, or both ``entry`` and ``strata`` are asked for: ``cox`` takes both.

    References
    ----------
    Mantel (1966), Cancer Chemotherapy Reports 50:163-170.
    """
    need(durations, [time, event, entry, strata, by], model="logrank")
    groups = durations[by].astype(str).to_numpy()
    if len(np.unique(groups)) < 2:
        raise ValueError(f"logrank: there is one group of '{by}' only, so there is nothing to compare")
    if entry is not None and strata is not None:
        raise ValueError("logrank: with entries it takes no strata; use cox with strata")
    start, stop = ordered_times(durations, time=time, entry=entry, model="logrank")
    chi2, p = survdiff(
        stop,
        durations[event].to_numpy(dtype=float),
        groups,
        strata=None if strata is None else durations[strata].to_numpy(),
        entry=None if entry is None else start,
    )
    counts = {"n": len(durations), "events": int(durations[event].sum()), "groups": len(np.unique(groups))}
    return pd.DataFrame([{"chi2": float(chi2), "df": counts["groups"] - 1, "p": float(p), **counts}])
