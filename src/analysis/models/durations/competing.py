"""Several ways out: cumulative incidence by destination, and shares by state where persons go from one to another."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.models.groups import by_group, need, ordered_times


def cumulative_incidence(
    durations: pd.DataFrame,
    *,
    cause: str = "destination",
    time: str = "weeks",
    event: str = "ended",
    entry: str | None = None,
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
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
        Confidence, 0 to 1; log-log intervals.

    Returns
    -------
    DataFrame
        One row per group, destination and time at which somebody left, the first at time 0. Columns: ``by``,
        ``destination``, ``time``, ``at_risk`` and ``events`` (rows, to that destination), ``incidence`` (0 to 1),
        ``error``, ``low``, ``high`` (missing while the incidence is 0 or 1) and ``survival`` (share that goes on).

    Raises
    ------
    AnalysisError
        If columns or rows are missing, or a time is not after its entry.

    References
    ----------
    Aalen and Johansen (1978), Scandinavian Journal of Statistics 5:141-150. Marubini and Valsecchi (1995), Analysing
    Survival Data from Clinical Trials and Observational Studies, 10.2: the variance, as in statsmodels'
    ``CumIncidenceRight``, which takes no entries.
    """
    names = [] if by is None else [by] if isinstance(by, str) else list(by)
    need(durations, [time, event, entry, *names], model="cumulative_incidence")
    ended = durations[event].astype(bool)
    need(durations[ended], [cause], model="cumulative_incidence, of those that ended")
    causes = sorted(durations.loc[ended, cause].astype(str).unique())

    def one(rows: pd.DataFrame) -> pd.DataFrame:
        start, stop = ordered_times(rows, time=time, entry=entry, model="cumulative_incidence")
        to = np.where(rows[event].astype(bool), rows[cause].astype(str), "")
        times = np.unique(stop[to != ""])
        at_risk = np.searchsorted(np.sort(start), times, side="left") - np.searchsorted(np.sort(stop), times, "left")
        left = np.array([_counts(times, stop[to == one_]) for one_ in causes]).reshape(len(causes), len(times))
        incidence, error, survival = _aalen_johansen(at_risk.astype(float), left)
        low, high = _limits(incidence, error, level=level)
        begin = [0.0, int((start == 0).sum()), 0, 0.0, 0.0, np.nan, np.nan, 1.0]
        parts = []
        columns = ["time", "at_risk", "events", "incidence", "error", "low", "high", "survival"]
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
            table = pd.concat([pd.DataFrame([begin], columns=columns), table], ignore_index=True)
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
        ``share`` (0 to 1; the states of a time add up to 1).

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


def _aalen_johansen(at_risk: np.ndarray, left: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Incidences and their standard errors (causes by times), and the share that goes on (times)."""
    every = left.sum(axis=0)
    survival = np.cumprod(1 - every / at_risk)
    before = np.concatenate([[1.0], survival[:-1]])
    incidence = np.cumsum(before * left / at_risk, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.where(at_risk > every, every / (at_risk * (at_risk - every)), 0.0)
    variance = incidence**2 * np.cumsum(ends) - 2 * incidence * np.cumsum(incidence * ends, axis=1)
    variance += np.cumsum(incidence**2 * ends, axis=1)
    variance += np.cumsum(before**2 * (at_risk - left) * left / at_risk**3, axis=1)
    leaving = before * left / at_risk**2
    variance += 2 * (np.cumsum(incidence * leaving, axis=1) - incidence * np.cumsum(leaving, axis=1))
    return incidence, np.sqrt(np.maximum(variance, 0)), survival


def _limits(incidence: np.ndarray, error: np.ndarray, *, level: float) -> tuple[np.ndarray, np.ndarray]:
    z = norm.ppf(0.5 + level / 2)
    inside = (incidence > 0) & (incidence < 1)
    some = np.where(inside, incidence, 0.5)
    wide = z * error / (some * np.log(some))
    return np.where(inside, some ** np.exp(-wide), np.nan), np.where(inside, some ** np.exp(wide), np.nan)
