"""From an outside source to a new snapshot: a name, a retrieval, one write."""

import datetime as dt
from collections.abc import Callable, Sequence

from analysis.data import snapshots
from analysis.data.snapshot import Snapshot
from analysis.sources import jobindsats

SOURCES = ("jobindsats",)


def fetch(
    *,
    url: str | None,
    tables: Sequence[str],
    name: str | None,
    token: str,
    now: dt.datetime,
    say: Callable[[str], None],
) -> Snapshot:
    """The declared tables of Jobindsats as a new snapshot; all of it or nothing.

    Parameters
    ----------
    url : str or None
        Another address of the API than the declared one.
    tables : sequence of str
        Ids of declared tables; empty for all.
    name : str or None
        The snapshot's name; the source and the day where left out, numbered where that is taken.
    now : datetime
        When the retrieval begins, with its zone.

    Raises
    ------
    AnalysisError
        If the name is not free, or a table cannot be had in whole.
    """
    chosen = name or _free_name(f"jobindsats-{now:%Y-%m-%d}")
    snapshots.check_free(chosen)
    retrieved = now.isoformat(timespec="seconds")
    fetched = jobindsats.fetch(base=url, token=token, tables=list(tables) or None, retrieved=retrieved, say=say)
    return snapshots.write(
        chosen,
        {"observations": fetched.observations},
        source=fetched.source,
        asked=fetched.asked,
        retrieved=retrieved,
        synthetic=False,
        notices=fetched.notices,
        extra={"provisional_months": fetched.provisional_months},
    )


def _free_name(wanted: str) -> str:
    taken = {snapshot.name for snapshot in snapshots.all_snapshots()}
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (wanted, *numbered) if name not in taken)
