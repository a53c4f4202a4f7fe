"""Everything that is wrong with a snapshot, or worth knowing about it, in one list."""

import pandas as pd

from analysis import catalogue, periods
from analysis.data import contracts, manifests, people_checks, register_checks, targets
from analysis.data.known_areas import codes
from analysis.data.problem import ERROR, NOTE, Problem, listed
from analysis.data.register_models import REGISTER
from analysis.data.snapshots import Snapshot
from analysis.errors import AnalysisError

__all__ = ["ERROR", "NOTE", "Problem", "problems"]

KINDS = ("municipality", "country")  # the areas that a source gives for every month

_HALF_A_PERSON = 0.5  # counts are printed in whole persons
_LARGEST_HIDDEN = 2  # a suppressed count is 0, 1 or 2


def problems(snapshot: Snapshot) -> list[Problem]:
    """The errors of a snapshot, then the notes.

    Files that were changed, broken contracts, unknown areas, measures and benefits are errors, and in a register
    impossible dates, overlaps, and a stock that does not follow from the month before. Absent months and
    area-months are notes, and so is the distance of the municipalities' sum from the country: real figures do
    not add up exactly, since some people's municipality is not known. A text holds counts and codes, and nothing of
    a person.
    """
    found = [*_files(snapshot), *register_checks.problems(snapshot)]
    for table in [one for one in snapshot.tables() if one not in REGISTER]:
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
                found.append(Problem(ERROR, f"{table}: the manifest names other latest periods than the table has"))
            found += [Problem(NOTE, f"{table}: {text}") for text in [*_absent(frame), *_sums(frame)]]
        if frame is not None and not broken:
            found += [Problem(kind, f"{table}: {text}") for kind, text in _of_table(table, frame)]
    found += [Problem(NOTE, notice) for notice in snapshot.notices]
    return sorted(found, key=lambda problem: problem.severity != ERROR)


def _of_table(table: str, frame: pd.DataFrame) -> list[tuple[str, str]]:
    """What else is wrong with a small table that keeps its contract."""
    if table in ("population", "labour_force"):
        return people_checks.problems(table, frame)
    if table == "targets":
        places = frame[["area_type", "area", "target_period"]].drop_duplicates().itertuples(index=False)
        strange = sorted({f"{one.area_type} {one.area}" for one in places if targets.unknown_area(*one)})
        unknown = [(ERROR, f"{len(strange)} unknown area(s): {listed(strange)}")] if strange else []
        return [*unknown, *((NOTE, text) for text in targets.parts_apart(frame))]
    return []


def _files(snapshot: Snapshot) -> list[Problem]:
    """Files that the snapshot was not written with."""
    listed = {*snapshot.manifest["files"], manifests.FILE}
    there = {path.name for path in snapshot.path.iterdir()}
    return [Problem(ERROR, f"{name} is in the folder and not in {manifests.FILE}") for name in sorted(there - listed)]


def _unknown(rows: pd.DataFrame) -> list[str]:
    """Areas, measures and benefits that nothing else knows."""
    found = []
    placed = rows[["area_type", "area", "period"]].drop_duplicates()
    strange = [
        f"{kind} {code}"
        for kind, code, period in placed.itertuples(index=False)
        if code not in codes(kind, periods.last_month(period))
    ]
    if strange:
        names = sorted(set(strange))
        found.append(f"{len(names)} unknown area(s): {listed(names)}")
    known = catalogue.measures()
    pairs = list(rows[["measure", "benefit"]].drop_duplicates().itertuples(index=False))
    if measures := sorted({measure for measure, _ in pairs if measure not in known}):
        found.append(f"{len(measures)} measure(s) that reference/measures/ has not: {listed(measures)}")
    benefits = sorted(f"{m} {b}" for m, b in pairs if m in known and b not in known[m].benefits)
    if benefits:
        found.append(f"{len(benefits)} benefit(s) that reference/measures/ does not give: {listed(benefits)}")
    return found


def _absent(rows: pd.DataFrame) -> list[str]:
    """Months without a row, and area-months without a figure, by measure and benefit."""
    found = []
    monthly = rows[rows["period"].str.fullmatch(r"\d{4}-\d{2}") & rows["area_type"].isin(KINDS)]
    for names, part in monthly.groupby(["measure", "benefit"]):
        name = ", ".join(map(str, names))
        every = periods.months(part["period"].min(), part["period"].max())
        if without := sorted(set(every) - set(part["period"])):
            found.append(f"{name}: {len(without)} month(s) have no row: {listed(without)}")
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
