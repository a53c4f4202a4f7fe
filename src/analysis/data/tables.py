"""Checked and protected tables for the notebooks: the one door from a snapshot to an analysis."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import pandas as pd

from analysis import areas, periods
from analysis.areas import Area
from analysis.data import reads, shown, snapshots
from analysis.data.records import Records, Untold, activations, interviews, jobs, people, persons, records, spells
from analysis.data.shown import Shown
from analysis.data.snapshots import Snapshot
from analysis.errors import AnalysisError

__all__ = [
    "Panel",
    "Records",
    "Untold",
    "activations",
    "interviews",
    "jobs",
    "observations",
    "people",
    "persons",
    "records",
    "spells",
]


def __dir__() -> list[str]:
    return __all__


class View(NamedTuple):
    """The figures up to a month: the same for every jobcenter, so that what is made of them is made once."""

    figures: Shown
    until: str


@dataclass(frozen=True, eq=False)
class Panel:
    """Figures of every area up to a month, and the jobcenter that a report is about.

    ``figures`` has what may be shown, of all months; a measure is read when it is first asked for, and once for all
    panels of a snapshot. Small counts are hidden unless ``protected`` is false; such a panel cannot be published.
    """

    figures: Shown
    jobcenter: Area
    members: tuple[Area, ...]
    period: str
    snapshot: Snapshot
    protected: bool = True

    @property
    def view(self) -> View:
        """The figures up to ``period``, whoever asks; for a report that it is made of all of them."""
        self.note(reads.TABLE, shown.TABLE)
        return self.noted_view

    @property
    def noted_view(self) -> View:
        """As ``view``, for who notes what is looked at of it."""
        return View(self.figures, self.period)

    def note(self, *question: Any) -> None:
        """Note what a report asks of the figures, see ``reads``; of figures without protection it is all of them."""
        reads.note(self.snapshot, *(question if self.protected else (reads.TABLE, shown.TABLE)))

    @cached_property
    def observations(self) -> pd.DataFrame:
        """The rows of ``contracts.Observations`` up to ``period``, all measures and areas; they may be a million."""
        self.note(reads.TABLE, shown.TABLE)
        rows = self.figures.everything()
        return up_to(rows, self.period)

    def rows(self, measure: str) -> pd.DataFrame:
        """The rows of one measure up to ``period``, all areas, by sex, age, origin and visitation where it is given.

        Names, codes and periods are plain text, which sorts and compares as a reader expects.
        """
        self.note("rows", measure)
        rows = up_to(self.figures.rows(measure, totals=False), self.period)
        return rows.astype(dict.fromkeys(rows.select_dtypes("category"), object))

    @property
    def spans(self) -> pd.DataFrame:
        """The periods of each measure up to ``period``: ``measure``, ``period``, ``provisional`` (whether any is)."""
        self.note("spans")
        return spans(self.noted_view)

    def spans_of(self, measures: Collection[str]) -> pd.DataFrame:
        """As ``spans``, of some measures."""
        for measure in measures:
            self.note("spans", measure)
        found = spans(self.noted_view)
        return found[found["measure"].isin(list(measures))]

    @property
    def first_month(self) -> str:
        """The first month that any measure has figures of."""
        self.note("first_month")
        return first_month(self.noted_view)


@cache
def spans(view: View) -> pd.DataFrame:
    """The periods of each measure, see ``Panel.spans``."""
    return up_to(view.figures.periods, view.until)


def first_month(view: View) -> str:
    """The first month that any measure has figures of; the first of all periods where none has any."""
    found = spans(view)["period"].unique()
    return str(min([one for one in found if periods.kind(one) == "month"] or found))


def up_to(rows: pd.DataFrame, until: str) -> pd.DataFrame:
    """The rows of periods that have ended by a month."""
    ended = {text: periods.last_month(text) <= until for text in rows["period"].unique()}
    return rows[rows["period"].map(ended).astype(bool)]


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
        If snapshot, jobcenter or period does not exist, or the snapshot is not the one that was written. A measure
        that breaks the contract is an error when it is asked for.
    """
    snapshot = snapshots.open_snapshot(data)
    if shown.TABLE not in snapshot.tables():
        raise AnalysisError(f"Snapshot '{data}' holds no observations, only: {', '.join(snapshot.tables())}.")
    month = periods.parse(period)
    latest = snapshot.latest_month()
    if periods.kind(month) != "month" or month > latest:
        raise AnalysisError(f"Snapshot '{data}' has no month '{period}'. Its latest is {latest}.")
    area = areas.jobcenter(jobcenter, month)
    figures = shown.of_snapshot(snapshot, protect=protect)
    return Panel(figures, area, tuple(areas.members(area, month)), month, snapshot, protect)
