"""Several ways out: cumulative incidence by destination, and shares by state where persons go from one to another."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.models.durations.curves import bounds, check_interval, to_the_last
from analysis.models.durations.variances import VARIANCES, incidence_errors
from analysis.models.groups import by_group, named, need, ordered_times


def cumulative_incidence(
    durations: pd.DataFrame,
    *,
    cause: str = "destination",
    time: str = "weeks",
    event: str = "ended",
    entry: str | None = None,
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
    interval: str = "log-log",
    variance: str = "delta",
) -> pd.DataFrame:
    """Share that has left for each destination by each time, per group.

    One less Kaplan-Meier of a destination would call those who left for another one still there, and say too much.
    Here all shares and that of those who go on add up to 1 at every time.

    Parameters
    ----------
    durations : DataFrame
        One row per duration.
    cause : str
        Column with the destination; only read where it ended.
    time, event, entry : str
        Columns, as for ``kaplan_meier``.
    by : str or list of str, optional
        Columns to group by.
    level : float
        Confidence, 0 to 1.
    interval : str
        ``log-log``, ``log`` or ``plain``, as for ``kaplan_meier``. Log-log is that of Stata's ``stcompet`` and of R's
        ``tidycmprsk``; log is what R's ``survfit`` gives unless asked for another.
    variance : str
        ``delta``: as Stata's ``stcompet`` and statsmodels. ``aalen``: as ``cuminc`` of R's ``cmprsk``. ``jackknife``:
        the infinitesimal one, as ``survfit`` of R's ``survival``, each row a person; without entries it is ``delta``.

    Returns
    -------
    DataFrame
        One row per group, destination and time at which somebody left, the first at time 0, and where some are censored
        after the last of them one more, at the time until which the incidence is known. Columns: ``by``,
        ``destination``, ``time``, ``at_risk`` and ``events`` (rows, to that destination), ``incidence`` (0 to 1),
        ``error`` (standard error), ``low``, ``high`` (missing while the incidence is 0, and log-log
        ones where it is 1) and ``survival`` (share that
        goes on).

    Raises
    ------
    AnalysisError
        If columns or rows are missing, or a time is not after its entry.
    ValueError
        If there is no such interval or variance.

    References
    ----------
    Aalen and Johansen (1978), Scandinavian Journal of Statistics 5:141-150. The variances: Marubini and Valsecchi
    (1995), Analysing Survival Data from Clinical Trials and Observational Studies, 10.2; Aalen (1978), Annals of
    Statistics 6:534-545; Therneau and Grambsch (2000), Modeling Survival Data, 7 (the infinitesimal jackknife).
    """
    check_interval(interval)
    if variance not in VARIANCES:
        raise ValueError(f"no variance is called '{variance}'; there are {', '.join(VARIANCES)}")
    need(durations, [time, event, entry, *named(by)], model="cumulative_incidence")
    ended = durations[event].astype(bool)
    need(durations[ended], [cause], model="cumulative_incidence, of those that ended")
    causes = sorted(durations.loc[ended, cause].astype(str).unique())

    def one(rows: pd.DataFrame) -> pd.DataFrame:
        start, stop = ordered_times(rows, time=time, entry=entry, model="cumulative_incidence")
        to = np.where(rows[event].astype(bool), rows[cause].astype(str), "")
        times = np.unique(stop[to != ""])
        at_risk = np.searchsorted(np.sort(start), times, side="left") - np.searchsorted(np.sort(stop), times, "left")
        left = np.array([_counts(times, stop[to == one_]) for one_ in causes]).reshape(len(causes), len(times))
        survival = np.cumprod(1 - left.sum(axis=0) / at_risk)
        incidence = np.cumsum(np.append(1.0, survival)[:-1] * left / at_risk, axis=1)
        place = {name: at for at, name in enumerate(causes)}
        numbered = (start, stop, np.array([place.get(name, -1) for name in to]))
        error = incidence_errors(variance, at_risk.astype(float), left, times=times, rows=numbered)
        low, high = bounds(incidence, error, level=level, interval=interval)
        begin = {"time": 0.0, "at_risk": int((start == 0).sum()), "events": 0, "incidence": 0.0, "error": 0.0}
        begin |= {"low": np.nan, "high": np.nan, "survival": 1.0}
        parts = []
        for at, name in enumerate(causes):
            table = pd.DataFrame(
                {
                    "time": times,
                    "at_risk": at_risk,
                    "events": left[at].astype(int),
                    "incidence": incidence[at],
                    "error": error[at],
                    "low": low[at],
                    "high": high[at],
                    "survival": survival,
                }
            )
            table = to_the_last(pd.concat([pd.DataFrame([begin]), table], ignore_index=True), stop)
            table.insert(0, "destination", name)
            parts.append(table)
        return pd.concat(parts, ignore_index=True)

    return by_group(durations, by, one)


def state_shares(
    moves: pd.DataFrame, *, start: str, stop: str, state: str, person: str, first: str = "entry"
) -> pd.DataFrame:
    """Share of persons in each state over time, where they may go from any state to any other.

    Everyone begins in the state ``first``; a person counts in the state that their earlier row led to. Those who are
    not under observation count where the others went.

    Parameters
    ----------
    moves : DataFrame
        One row per person and stretch without a change.
    start, stop : str
        Columns: the stretch lasts from after ``start`` to ``stop``.
    state : str
        Column: the state that is entered at ``stop``; missing where none is, and the person is censored or goes on.
    person : str
        Column with the person.
    first : str
        The name of the state that persons begin in.

    Returns
    -------
    DataFrame
        One row per time and state. Columns: ``time``, ``state``, ``at_risk`` (rows in that state just before) and
        ``share`` (0 to 1; the states of a time add up to 1). There is no interval.

    Raises
    ------
    AnalysisError
        If columns or rows are missing, or a stretch does not end after it begins.

    References
    ----------
    Aalen and Johansen (1978), Scandinavian Journal of Statistics 5:141-150.
    """
    need(moves, [start, stop, person], model="state_shares")
    begins, ends = ordered_times(moves, time=stop, entry=start, model="state_shares")
    rows = moves.assign(_start=begins, _stop=ends).sort_values([person, "_start"], kind="stable")
    entered = rows[state].astype("string")
    names = [first, *sorted(entered.dropna().unique())]
    to = entered.map({name: at for at, name in enumerate(names)}).fillna(-1).to_numpy(dtype=int)
    known = pd.Series(np.where(to >= 0, to, np.nan), index=rows.index).groupby(rows[person]).ffill()
    origin = known.groupby(rows[person]).shift().fillna(0).to_numpy(dtype=int)
    begin, end = rows["_start"].to_numpy(), rows["_stop"].to_numpy()
    shares, parts = np.eye(len(names))[0], []
    for when in np.unique(end):
        there = (begin < when) & (end >= when)
        at_risk = np.bincount(origin[there], minlength=len(names)).astype(float)
        now = there & (end == when) & (to >= 0)
        moved = np.zeros((len(names), len(names)))
        np.add.at(moved, (origin[now], to[now]), 1.0)
        step = np.divide(moved, at_risk[:, None], out=np.zeros_like(moved), where=at_risk[:, None] > 0)
        shares = shares + shares @ step - shares * step.sum(axis=1)
        parts.append(pd.DataFrame({"time": when, "state": names, "at_risk": at_risk.astype(int), "share": shares}))
    return pd.concat(parts, ignore_index=True)


def _counts(times: np.ndarray, stop: np.ndarray) -> np.ndarray:
    return np.bincount(np.searchsorted(times, stop), minlength=len(times)).astype(float)
