"""Durations cut where something changes on the way, such as the start of activation."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.models.groups import need, ordered_times


def split_episodes(
    durations: pd.DataFrame,
    *,
    at: Sequence[str],
    time: str = "weeks",
    event: str = "ended",
    entry: str = "entry",
    name: str = "episode",
) -> pd.DataFrame:
    """Each duration as the episodes between its changes, (entry, time], with how many changes lie behind.

    Nobody counts as activated in the time that they waited for it, and a change at or after the end has not happened.

    Parameters
    ----------
    durations : DataFrame
        One row per duration.
    at : list of str
        Columns with the length at which something changes, in the order in which it does: the start of an offer, the
        end of its lock-in. Missing where it does not. What changed at a length of 4 counts from the fifth week on.
    time, event, entry : str
        Columns, as for ``kaplan_meier``.
    name : str
        The new column.

    Returns
    -------
    DataFrame
        The rows of ``durations`` in their order, each once per episode; ``entry``, ``time`` and ``event`` are those of
        the episode, and ``name`` is 0 before the first change, 1 after it, and so on. The weeks and the ends add up
        to those that were given.

    Raises
    ------
    AnalysisError
        If columns or rows are missing, or a time is not after its entry.

    References
    ----------
    Therneau and Grambsch (2000), Modeling Survival Data, 3.7: (start, stop] rows for what changes on the way.

    Examples
    --------
    >>> one = pd.DataFrame({"entry": [0], "weeks": [10], "ended": [True], "offer": [4]})
    >>> split_episodes(one, at=["offer"])[["entry", "weeks", "ended", "episode"]].values.tolist()
    [[0, 4, False, 0], [4, 10, True, 1]]
    """
    need(durations, [time, event, entry], model="split_episodes")
    start, stop = ordered_times(durations, time=time, entry=entry, model="split_episodes")
    cuts = durations[list(at)].to_numpy(dtype=float)
    cuts = np.clip(np.where(np.isnan(cuts), np.inf, cuts), start[:, None], stop[:, None])
    cuts = np.maximum.accumulate(cuts, axis=1)
    limits = np.column_stack([start, cuts, stop])
    begins, ends = limits[:, :-1], limits[:, 1:]
    row, episode = np.nonzero(ends > begins)
    found = durations.iloc[row].reset_index(drop=True)
    last = ends[row, episode] == stop[row]
    kind = durations[[entry, time]].dtypes
    found[entry] = begins[row, episode].astype(kind[entry])
    found[time] = ends[row, episode].astype(kind[time])
    found[event] = durations[event].to_numpy(dtype=bool)[row] & last
    found[name] = episode
    return found
