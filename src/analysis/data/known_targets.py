"""The agreed targets that a report may show: those of the files and of its snapshot, and which measures they are of.

The files are read once in a process.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from analysis import catalogue, project
from analysis.data import contracts, reads, targets
from analysis.data.snapshot import Snapshot
from analysis.errors import AnalysisError

QUESTION = "targets"  # of ``data.reads``: about areas
IN = " in "  # between areas and a year, where one was asked for


def subjects() -> dict[str, str]:
    """The measure that a goal's figures are, by the goal's id: the one its plan names, or the one of that id."""
    return {goal: goal for goal in catalogue.measures()} | _named(project.root())


def labels() -> dict[str, str]:
    """The Danish name of every goal in the files, by its id; see ``targets.labels``."""
    return _labels(project.root())


def same_month() -> frozenset[str]:
    """The goals whose figures count from the beginning of the year: only the target's own month is comparable."""
    return _same_month(project.root())


def decimals(targets_known: pd.DataFrame) -> pd.Series:
    """With how many decimals the figures of each target are agreed: 1 for a goal with a share that is not whole.

    A plan that agrees 17.7 and 24.0 per cent has said 24.0; one that agrees 50 per cent has not said 50.0.
    """
    agreed = targets_known[["base", "target"]]
    whole = (agreed.isna() | (agreed == agreed.round())).all(axis="columns")
    of_goal = whole.groupby([targets_known["goal"], targets_known["target_period"]]).transform("all")
    return (~of_goal).astype(int)


def known(snapshot: Snapshot) -> pd.DataFrame:
    """The targets of the files, and of a snapshot that holds some.

    Raises
    ------
    AnalysisError
        If one target stands in both with different figures.
    """
    ours = _of_files(project.root()).copy()
    if "targets" not in snapshot.tables():
        return ours
    theirs = snapshot.read("targets")
    key = contracts.key("targets")
    both = ours.merge(theirs, on=key, suffixes=("", "_theirs"))
    apart = both[(both["target"] != both["target_theirs"]) & both[["target", "target_theirs"]].notna().any(axis=1)]
    if len(apart):
        listed = ", ".join(f"{row['goal']} of {row['area_type']} {row['area']}" for row in apart.to_dict("records"))
        raise AnalysisError(
            f"Snapshot '{snapshot.name}' has other targets than {targets.FOLDER.as_posix()}: {listed}. "
            "Keep one of the two."
        )
    further = theirs.merge(ours[key], on=key, how="left", indicator=True)
    further = further[further["_merge"] == "left_only"].drop(columns="_merge")
    return contracts.check(
        "targets", pd.concat([ours, further], ignore_index=True), where=f"snapshot '{snapshot.name}'"
    )


def of_places(snapshot: Snapshot, places: Sequence[tuple[str, str]], *, year: str = "") -> pd.DataFrame:
    """The targets of some areas, in the order of these; it is noted that those alone are read.

    Parameters
    ----------
    snapshot : Snapshot
    places : sequence of (str, str)
        Each an area's type and code.
    year : str, optional
        The year of the targets; every year where left out.

    Returns
    -------
    DataFrame
        One row per target. Columns: those of ``contracts.Targets``, ``decimals`` (see ``decimals``) and ``order`` (the
        goal's place among the goals that are here). ``attrs`` has ``years``, those of all targets.

    Raises
    ------
    AnalysisError
        As ``known``.
    """
    if "targets" in snapshot.tables():
        reads.note(snapshot, QUESTION, spelt(places, year))
    with reads.silent():
        every = known(snapshot)
    goals = {goal: at for at, goal in enumerate(dict.fromkeys(every["goal"]))}
    found = targets.of_areas(every.assign(decimals=decimals(every)), places)
    found = found[found["target_period"].str.startswith(year)]
    found = found.assign(order=found["goal"].map(goals).rank(method="dense"))
    found.attrs["years"] = sorted(set(every["target_period"].str[:4]))
    return found


def spelt(places: Sequence[tuple[str, str]], year: str = "") -> str:
    """Areas, and the year of their targets, as a text, which ``parts`` reads.

    >>> spelt([("jobcenter", "630"), ("country", "000")])
    'jobcenter 630, country 000'
    """
    return ", ".join(f"{kind} {code}" for kind, code in places) + (f"{IN}{year}" if year else "")


def parts(text: str) -> tuple[list[tuple[str, str]], str]:
    """The areas of a text, and the year.

    >>> parts("jobcenter 630, country 000 in 2014")
    ([('jobcenter', '630'), ('country', '000')], '2014')
    """
    places, _, year = text.partition(IN)
    pairs = [one.partition(" ") for one in places.split(", ")]
    return [(kind, code) for kind, _, code in pairs], year


@cache
def _of_files(home: Path) -> pd.DataFrame:
    return targets.read_all()


@cache
def _named(home: Path) -> dict[str, str]:
    return {goal: str(about["measure"]) for goal, about in targets.goals() if "measure" in about}


@cache
def _labels(home: Path) -> dict[str, str]:
    return targets.labels()


@cache
def _same_month(home: Path) -> frozenset[str]:
    return frozenset(goal for goal, about in targets.goals() if about.get("same_month"))
