"""From an outside source to a new snapshot: a name, a retrieval, one write."""

import datetime as dt
from collections.abc import Callable, Sequence

import pandas as pd

from analysis.data import snapshots
from analysis.data.snapshot import Snapshot
from analysis.errors import AnalysisError, did_you_mean
from analysis.sources import jobindsats
from analysis.sources.statbank import fetching as statbank

SOURCES = ("jobindsats", "statbank")


def fetch(
    source: str,
    *,
    url: str | None,
    tables: Sequence[str],
    name: str | None,
    also: str | None = None,
    token: str,
    now: dt.datetime,
    say: Callable[[str], None],
) -> Snapshot:
    """The declared tables of a source as a new snapshot; all of it or nothing.

    Parameters
    ----------
    source : str
        One of ``SOURCES``.
    url : str or None
        Another address of the API than the declared one.
    tables : sequence of str
        Ids of declared tables; empty for all.
    name : str or None
        The snapshot's name; the source and the day where left out, numbered where that is taken.
    also : str, optional
        A snapshot whose tables the new one holds as well.
    token : str
        For Jobindsats; StatBank needs none.
    now : datetime
        When the retrieval begins, with its zone.
    say : callable
        Told in a line how it goes.

    Raises
    ------
    AnalysisError
        If there is no such source or snapshot to join, the name is not free, or a table cannot be had in whole.
    """
    if source not in SOURCES:
        raise AnalysisError(f"There is no source '{source}'. {did_you_mean(source, SOURCES)}")
    chosen = name or snapshots.free_name(f"{source}-{now:%Y-%m-%d}")
    snapshots.check_free(chosen)
    joined = snapshots.to_join(also)
    retrieved = now.isoformat(timespec="seconds")
    wanted = list(tables) or None
    fetched: jobindsats.Fetched | statbank.Fetched
    if source == "statbank":
        fetched = statbank.fetch(base=url, chosen=wanted, retrieved=retrieved, say=say)
        made: dict[str, pd.DataFrame] = fetched.tables
        provisional_months = 0
    else:
        fetched = jobindsats.fetch(base=url, token=token, tables=wanted, retrieved=retrieved, say=say)
        made = {"observations": fetched.observations}
        provisional_months = fetched.provisional_months
    return snapshots.write(
        chosen,
        made,
        source=fetched.source,
        asked=fetched.asked,
        retrieved=retrieved,
        synthetic=False,
        notices=fetched.notices,
        extra={"provisional_months": provisional_months},
        also=joined,
    )
