"""What a snapshot answers to the questions that reports noted: digests, by which a later snapshot is compared.

Figures are compared as they may be shown, so that what another cell hides counts as a change.
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from functools import cache, cached_property

import numpy as np
import pandas as pd

from analysis import areas
from analysis.data import known_targets, reads, records, shown, snapshots, tables
from analysis.data.snapshot import Snapshot
from analysis.data.tables import Panel, View
from analysis.errors import AnalysisError
from analysis.measures.arrays import CELLS, Arrays, arrays_of, latest_final, usual_size
from analysis.measures.reading import digests, results

RECORDS = "records"  # a jobcenter's persons, in a table
SNAPSHOTS = "snapshots"  # of another name than the report's, or of which nobody noted what was read: whole
NOTHING = "none"
SEVERAL = "several months"
TO = ".."  # between the first and the last of some periods
SHORT = 12  # characters of a digest: one change in 10^14 would be missed

Question = tuple[str, tuple[str, ...]]


class Answers:
    """The answers of one snapshot for reports of one month, each found once.

    Parameters
    ----------
    snapshot : Snapshot
    period : str
        The last month that is shown.
    hosts : sequence of str, optional
        The codes of the jobcentres whose persons may be asked for; all where left out.
    """

    def __init__(self, snapshot: Snapshot, period: str, *, hosts: Sequence[str] | None = None) -> None:
        self.snapshot, self.period, self.hosts = snapshot, period, hosts
        self._known: dict[Question, str] = {}
        self._people: dict[str, dict[str, str]] = {}
        self._panels: dict[str, Panel] = {}

    def to(self, kind: str, about: tuple[str, ...]) -> str:
        """The digest of the answer to a question."""
        if (kind, about) not in self._known:
            found: Callable[..., str] = getattr(self, f"_{kind}")
            self._known[kind, about] = found(*about)
        return self._known[kind, about]

    def month(self, kind: str, about: tuple[str, ...], *, before: str) -> str:
        """The month in which an answer is not as it was ``before``, or that it is several; empty of what has none."""
        of = self.arrays(about[0]) if kind == CELLS else None
        if of is None:
            return ""
        months = spelt_out(about[1], of.periods)
        at = digests.place(before, self.to(kind, about), of=len(months)) if len(months) > 1 else 0
        return months[at] if at is not None and months else SEVERAL

    @cached_property
    def view(self) -> View:
        """The figures as they may be shown."""
        return View(shown.of_snapshot(self.snapshot), self.period)

    def arrays(self, subject: str) -> Arrays | None:
        """All cells of a measure and benefit."""
        measure, benefit = subject.split("/")
        return arrays_of(self.view, measure, benefit)

    def _about(self, subject: str) -> str:
        of = self.arrays(subject)
        return (
            NOTHING
            if of is None
            else _digest(repr([of.periods, of.latest, of.origin, of.computed, of.estimated]).encode())
        )

    def _last_final(self, subject: str) -> str:
        return latest_final(self.arrays(subject)) or NOTHING

    def _size(self, subject: str, area: str) -> str:
        of = self.arrays(subject)
        return NOTHING if of is None else _digest(np.float64(usual_size(of, area)).tobytes())

    def _cells(self, subject: str, months: str, area: str) -> str:
        of = self.arrays(subject)
        if of is None or area not in of.column:
            return NOTHING
        return _by_area(of, months)[of.column[area]]

    def _rows(self, measure: str) -> str:
        return _of_frame(tables.up_to(self.view.figures.rows(measure, totals=False), self.period))

    def _spans(self, measure: str) -> str:
        return _of_spans(self.view, measure)

    def _first_month(self, _: str) -> str:
        return tables.first_month(self.view)

    def _bounds(self, _: str) -> str:
        return records.bounds(self.snapshot) if "spells" in self.snapshot.tables() else NOTHING

    def _records(self, table: str, host: str) -> str:
        if not {"spells", table} <= set(self.snapshot.tables()):
            return NOTHING
        if table not in self._people:
            hosts = self.hosts or [one.code for one in areas.jobcentres(self.period)]
            known = {code: areas.jobcenter(code, self.period) for code in hosts}
            served = {code: [one.code for one in areas.members(of, self.period)] for code, of in known.items()}
            register = records.of_snapshot(self.snapshot, known[hosts[0]], self.period)
            self._people[table] = register.digests(table, served)
        return self._people[table].get(host, NOTHING)

    def _results(self, call: str) -> str:
        jobcenter = results.parts(call)[1]
        if jobcenter not in self._panels:
            area = areas.jobcenter(jobcenter, self.period)
            members = tuple(areas.members(area, self.period))
            self._panels[jobcenter] = Panel(self.view.figures, area, members, self.period, self.snapshot)
        return results.asked_again(call, self._panels[jobcenter])

    def _targets(self, about: str) -> str:
        places, year = known_targets.parts(about)
        try:
            with reads.silent():
                found = known_targets.of_places(self.snapshot, places, year=year)
        except AnalysisError:  # the report that asks for them is the one to say so
            return NOTHING
        return _digest(repr([_of_frame(found), found.empty and found.attrs["years"]]).encode())

    def _table(self, name: str) -> str:
        about = self.snapshot.manifest["files"].get(f"{name}.parquet")
        return NOTHING if about is None else str(about["sha256"])

    def _snapshots(self, name: str) -> str:
        try:
            return (self.snapshot if name == self.snapshot.name else snapshots.open_snapshot(name)).digest
        except AnalysisError:
            return NOTHING


@cache
def _of_spans(view: View, measure: str) -> str:
    found = tables.spans(view)
    return _of_frame(found[found["measure"] == measure] if measure else found)


@cache
def _by_area(of: Arrays, months: str) -> list[str]:
    """The digest of all that a measure tells of some months, an area each; kept, as reports ask for many at a time."""
    rows = of.rows(spelt_out(months, of.periods))
    found = digests.sums([part[rows] for part in (of.printed, of.count, of.base, of.status)])
    return [digests.written(three) for three in found]


def spelt_short(months: Collection[str], periods: Sequence[str]) -> str:
    """Some of the periods of a measure as a text: from one to another where none between is left out."""
    at = [place for place, period in enumerate(periods) if period in months]
    if len(at) > 2 and at[-1] - at[0] == len(at) - 1:
        return f"{periods[at[0]]}{TO}{periods[at[-1]]}"
    return " ".join(periods[place] for place in at)


def spelt_out(months: str, periods: Sequence[str]) -> list[str]:
    """The periods that ``spelt_short`` made a text of, as far as they are there."""
    first, to, last = months.partition(TO)
    if not to:
        return months.split()
    if not {first, last} <= set(periods):
        return []
    return list(periods[periods.index(first) : periods.index(last) + 1])


def _of_frame(rows: pd.DataFrame) -> str:
    """The digest of rows in any order."""
    hashes = pd.util.hash_pandas_object(rows.astype(str), index=False).to_numpy()
    return _digest(np.sort(hashes).tobytes())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:SHORT]
