"""Checked and protected tables for the notebooks: the one door from a snapshot to an analysis."""

from dataclasses import dataclass

import pandas as pd

from analysis import areas, catalogue, periods, rules
from analysis.areas import Area
from analysis.data import contracts, snapshots
from analysis.data.records import Records, activations, interviews, jobs, persons, records, spells
from analysis.data.snapshots import Snapshot
from analysis.disclosure.cells import protect as protected
from analysis.errors import AnalysisError

__all__ = [
    "Panel",
    "Records",
    "activations",
    "interviews",
    "jobs",
    "observations",
    "persons",
    "records",
    "spells",
]


@dataclass(frozen=True, eq=False)
class Panel:
    """Figures of every area up to a month, and the jobcenter that a report is about.

    ``observations`` has the rows of ``contracts.Observations`` up to ``period``, all areas, with what may
    not be shown hidden unless ``protected`` is false; such a panel cannot be published.
    """

    observations: pd.DataFrame
    jobcenter: Area
    members: tuple[Area, ...]
    period: str
    snapshot: Snapshot
    protected: bool = True


def observations(data: str, jobcenter: str, period: str, *, protect: bool = True) -> Panel:
    """The protected figures of a snapshot, seen from one jobcenter in one month.

    Parameters
    ----------
    data : str
        A snapshot's name.
    jobcenter : str
        Code, name or alias of a jobcenter, or of a municipality that it serves.
    period : str
        The last month shown, as ``2019-12``.
    protect : bool
        False leaves small counts in, for an analyst's own machine; the page then says so.

    Returns
    -------
    Panel
        With the observations of all areas: a comparison needs them.

    Raises
    ------
    AnalysisError
        If snapshot, jobcenter or period does not exist, or the snapshot breaks its contract.
    """
    snapshot = snapshots.open_snapshot(data)
    if "observations" not in snapshot.tables():
        raise AnalysisError(f"Snapshot '{data}' holds no observations, only: {', '.join(snapshot.tables())}.")
    month = periods.parse(period)
    latest = snapshot.latest_month()
    if periods.kind(month) != "month" or month > latest:
        raise AnalysisError(f"Snapshot '{data}' has no month '{period}'. Its latest is {latest}.")
    rows = contracts.check("observations", snapshot.read("observations"), where=f"snapshot '{data}'")
    ended = rows["period"].map({text: periods.last_month(text) for text in rows["period"].unique()})
    rows = rows[ended <= month]
    if protect:
        rows = protected(
            rows,
            measures=catalogue.measures(),
            smallest_count=lambda when: rules.value("smallest_count", when),
        )
    area = areas.jobcenter(jobcenter, month)
    return Panel(rows, area, tuple(areas.members(area, month)), month, snapshot, protect)
