"""Everything that is wrong with a snapshot, or worth knowing about it, in one list."""

from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis import areas, catalogue, periods
from analysis.areas import COUNTRY
from analysis.data import contracts, manifests
from analysis.data.snapshots import Snapshot
from analysis.errors import AnalysisError

ERROR, NOTE = "error", "note"
KINDS = ("municipality", "country")  # the areas that a source gives for every month

_HALF_A_PERSON = 0.5  # counts are printed in whole persons
_LARGEST_HIDDEN = 2  # a suppressed count is 0, 1 or 2
_SHOWN = 5


@dataclass(frozen=True)
class Problem:
    """One line of the list; an ``error`` must be mended, a ``note`` is to be known."""

    severity: str
    text: str


def problems(snapshot: Snapshot) -> list[Problem]:
    """The errors of a snapshot, then the notes.

    Files that were changed, broken contracts, unknown areas, measures and benefits are errors. Absent months
    and area-months are notes, and so is the distance of the municipalities' sum from the country: real
    figures do not add up exactly, since some people's municipality is not known.
    """
    found = _files(snapshot)
    for table in snapshot.tables():
        try:
            frame = snapshot.read(table)
            broken = contracts.problems(table, frame)
        except AnalysisError as error:
            broken = [str(error)]
            frame = None
        found += [Problem(ERROR, f"{table}: {problem}") for problem in broken]
        if table == "observations" and frame is not None and not broken:
            found += [Problem(ERROR, f"{table}: {text}") for text in _unknown(frame)]
            if manifests.latest(frame) != snapshot.manifest["latest"]:
                found.append(
                    Problem(ERROR, f"{table}: the manifest names other latest periods than the table has")
                )
            found += [Problem(NOTE, f"{table}: {text}") for text in [*_absent(frame), *_sums(frame)]]
    found += [Problem(NOTE, notice) for notice in snapshot.notices]
    return sorted(found, key=lambda problem: problem.severity != ERROR)


def _files(snapshot: Snapshot) -> list[Problem]:
    """Files that the snapshot was not written with."""
    listed = {*snapshot.manifest["files"], manifests.FILE}
    there = {path.name for path in snapshot.path.iterdir()}
    return [
        Problem(ERROR, f"{name} is in the folder and not in {manifests.FILE}")
        for name in sorted(there - listed)
    ]


def _unknown(rows: pd.DataFrame) -> list[str]:
    """Areas, measures and benefits that nothing else knows."""
    found = []
    placed = rows[["area_type", "area", "period"]].drop_duplicates()
    strange = [
        f"{kind} {code}"
        for kind, code, period in placed.itertuples(index=False)
        if code not in _codes(kind, periods.last_month(period))
    ]
    if strange:
        names = sorted(set(strange))
        found.append(f"{len(names)} unknown area(s): {_listed(names)}")
    known = catalogue.measures()
    pairs = list(rows[["measure", "benefit"]].drop_duplicates().itertuples(index=False))
    if measures := sorted({measure for measure, _ in pairs if measure not in known}):
        found.append(f"{len(measures)} measure(s) that reference/measures.yml has not: {_listed(measures)}")
    benefits = sorted(f"{m} {b}" for m, b in pairs if m in known and b not in known[m].benefits)
    if benefits:
        found.append(
            f"{len(benefits)} benefit(s) that reference/measures.yml does not give: {_listed(benefits)}"
        )
    return found


@cache
def _codes(kind: str, month: str) -> frozenset[str]:
    """The codes of a kind of area in a month."""
    if kind == "country":
        return frozenset([COUNTRY.code])
    if kind == "jobcenter":
        return frozenset(one.code for one in areas.jobcentres(month))
    every = {"municipality": areas.municipalities, "region": areas.regions, "group": areas.groups}[kind]()
    return frozenset(one.code for one in every)


def _absent(rows: pd.DataFrame) -> list[str]:
    """Months without a row, and area-months without a figure, by measure and benefit."""
    found = []
    monthly = rows[rows["period"].str.fullmatch(r"\d{4}-\d{2}") & rows["area_type"].isin(KINDS)]
    for names, part in monthly.groupby(["measure", "benefit"]):
        name = ", ".join(map(str, names))
        every = periods.months(part["period"].min(), part["period"].max())
        if without := sorted(set(every) - set(part["period"])):
            found.append(f"{name}: {len(without)} month(s) have no row: {_listed(without)}")
        areas_there = part["area"].nunique()
        cells = part.drop_duplicates(["area", "period"])
        missing = int((cells["status"] == "missing").sum()) + areas_there * len(every) - len(cells)
        suppressed = int((cells["status"] == "suppressed").sum())
        if missing or suppressed:
            total = areas_there * len(every)
            found.append(f"{name}: of {total} area-months {missing} are missing, {suppressed} suppressed")
    return found


def _sums(rows: pd.DataFrame) -> list[str]:
    """How far the municipalities' sum is from the country, beyond what rounding and hiding explain."""
    found = []
    whole = rows["unit"].isin(contracts.COUNTS) & rows["area_type"].isin(KINDS)
    whole &= (rows[["sex", "age", "origin", "visitation"]] == catalogue.TOTAL).all(axis="columns")
    for names, part in rows[whole].groupby(["measure", "benefit"]):
        own = part[part["area_type"] == "country"].set_index("period")["value"]
        parts = part[part["area_type"] == "municipality"].groupby("period")
        shown, hidden = (
            parts["value"].agg(["sum", "size"]),
            parts["value"].agg(lambda column: column.isna().sum()),
        )
        distance = (own - shown["sum"]).dropna()
        room = _HALF_A_PERSON * (shown["size"] + 1) + _LARGEST_HIDDEN * hidden
        apart = distance[distance.abs() > room.reindex(distance.index)]
        if len(apart):
            worst = str((apart / own).abs().idxmax())
            name = ", ".join(map(str, names))
            found.append(
                f"{name}: in {len(apart)} of {len(distance)} periods the municipalities do not add up to the "
                f"country within rounding; furthest apart in {worst}: "
                f"{shown['sum'][worst]:,.0f} against {own[worst]:,.0f}"
            )
    return found


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
