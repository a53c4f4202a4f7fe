"""What a batch is to make: the words of the command line held to what there is, and the reports that follow."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from analysis import areas, periods, project
from analysis.data import snapshots, stores
from analysis.data.snapshots import Snapshot
from analysis.errors import AnalysisError, did_you_mean
from analysis.runs.analyses import Analysis, read_analyses
from analysis.runs.comments.reading import Comment, read_comments
from analysis.runs.problems import answer, refuse

LATE_ENOUGH = "2022-01"  # a month in which every jobcenter exists, to check names where the period is wrong


@dataclass(frozen=True)
class Report:
    """One report to make: an analysis for a jobcenter, with every parameter it gets and what is said to it."""

    analysis: Analysis
    jobcenter: areas.Area
    parameters: dict[str, Any]
    comments: tuple[Comment, ...] = ()

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"{self.analysis.name} {self.jobcenter.slug}"


@dataclass(frozen=True)
class Request:
    """The words of the command line, as they were given."""

    analyses: Sequence[str] = ()
    jobcentres: Sequence[str] = ()
    region: str | None = None
    period: str | None = None
    data: str | None = None
    out: Path = Path("reports")


@dataclass(frozen=True)
class Plan:
    """The reports of a batch, by analysis and then by jobcenter in Danish order, and notes on how names were read."""

    period: str
    snapshot: Snapshot
    folder: Path
    reports: list[Report]
    notes: list[str] = field(default_factory=list)


def plan(request: Request) -> Plan:
    """The reports that a request asks for. Nothing is started or written.

    Without analyses, all of them; without jobcentres or a region, every jobcenter that existed in the period;
    with both, those named and those of the region. An analysis whose params file leaves a jobcenter out is
    skipped for it, and the notes say so.

    Raises
    ------
    AnalysisError
        If the request is impossible, with every problem in the request, the notebooks, the params files and
        the comments.
    """
    known, problems = read_analyses()
    chosen = _chosen(request.analyses, known, has_problems=bool(problems), problems=problems)
    notes: list[str] = []
    opened = answer(lambda: _snapshot(request.data), problems)
    period = _period(request.period, opened[0] if opened else None, problems)
    jobcentres = _jobcentres(request, period, problems, notes)
    folder = request.out / (period or "")
    _check_folder(request.out, problems)
    tables = opened[0].tables() if opened else ()
    comments = read_comments(project.root(), known, month=period, tables=tables, problems=problems)
    refuse(problems)
    assert period is not None  # noqa: S101 - a period that could not be read is a problem
    reports = []
    for analysis in chosen:
        if analysis.is_for_nobody:
            notes += [_why_none(analysis)] if analysis.name in request.analyses else []
            continue
        covered = [jobcenter for jobcenter in jobcentres if analysis.covers(jobcenter, period=period)]
        if len(covered) < len(jobcentres):
            left_out = len(jobcentres) - len(covered)
            notes.append(f"params/{analysis.name}.yml leaves {left_out} of {len(jobcentres)} jobcentres out.")
        reports += [
            Report(
                analysis,
                jobcenter,
                analysis.parameters_for(jobcenter, period=period, data=opened[0].name),
                comments.get((jobcenter.code, analysis.name), ()),
            )
            for jobcenter in covered
        ]
    refuse([] if reports else [" ".join(["There is no report to make.", *notes])])
    return Plan(period, opened[0], folder, reports, notes)


def _why_none(analysis: Analysis) -> str:
    return (
        f"No report is made of {analysis.notebook.label}: params/{analysis.name}.yml says 'jobcentres: none'. "
        "Open it with 'make lab'."
    )


def _chosen(wanted: Sequence[str], known: list[Analysis], *, has_problems: bool, problems: list[str]) -> list[Analysis]:
    by_name = {analysis.name: analysis for analysis in known}
    if not wanted:
        if not known and not has_problems:
            problems.append("There is no analysis: notebooks/ holds no notebook.")
        return known
    broken = " ".join(problems)
    for name in dict.fromkeys(wanted):
        if name not in by_name and f"notebooks/{name}.ipynb" not in broken and f"params/{name}.yml" not in broken:
            problems.append(f"There is no analysis '{name}'. {_meant(name, by_name)}")
    return [analysis for analysis in known if analysis.name in wanted]


def _meant(name: str, by_name: Collection[str]) -> str:
    """What to write instead of the name of an analysis that there is not: it may be that of a jobcenter."""
    if answer(lambda: areas.jobcenter(name, LATE_ENOUGH), []):
        return f"It is a jobcenter: write --jobcenter before each one, as --jobcenter {name}."
    return did_you_mean(name, by_name)


def _snapshot(name: str | None) -> Snapshot:
    if name is None:
        return snapshots.default()
    return stores.open_snapshot(name) if stores.is_address(name) else snapshots.open_snapshot(name)


def _period(given: str | None, snapshot: Snapshot | None, problems: list[str]) -> str | None:
    """The month asked for; without one, the snapshot's latest. None where there is a problem with it."""
    asked = [] if given is None else answer(lambda: _month(given), problems)
    if given is not None and not asked:
        return None
    if snapshot is None:
        return asked[0] if asked else None
    for months in answer(lambda: _months(snapshot), problems):
        if not asked:
            return months[-1]
        if asked[0] in months:
            return asked[0]
        lies = "is not in" if months[0] < asked[0] < months[-1] else "lies outside"
        problems.append(
            f"The period {asked[0]} {lies} the snapshot '{snapshot.name}', which has {months[0]} to {months[-1]}."
        )
    return None


def _month(text: str) -> str:
    period = periods.parse(text)
    if periods.kind(period) != "month":
        raise AnalysisError(f"'{text}' is not a month; a report is made for a month, written as 2018-04.")
    return period


def _months(snapshot: Snapshot) -> list[str]:
    months = snapshot.months()
    if not months:
        raise AnalysisError(f"The snapshot '{snapshot.name}' has no monthly figures, so there is no report to make.")
    return months


def _jobcentres(request: Request, period: str | None, problems: list[str], notes: list[str]) -> list[areas.Area]:
    """The jobcentres asked for, in Danish order; where the period is wrong, only their names are checked."""
    if period is None:
        for text in request.jobcentres:
            _named(text, LATE_ENOUGH, problems, [])
        if request.region is not None:
            answer(lambda: areas.region(request.region or ""), problems)
        return []
    everyone = answer(lambda: areas.jobcentres(period), problems)
    if not everyone:
        return []
    if not request.jobcentres and request.region is None:
        return everyone[0]
    wanted = {found.code for text in request.jobcentres for found in _named(text, period, problems, notes)}
    if request.region is not None:
        for region in answer(lambda: areas.region(request.region or ""), problems):
            wanted |= {jobcenter.code for jobcenter in everyone[0] if areas.region_of(jobcenter) == region}
    return [jobcenter for jobcenter in everyone[0] if jobcenter.code in wanted]


def _named(text: str, period: str, problems: list[str], notes: list[str]) -> list[areas.Area]:
    """The jobcenter that a text names, or those that it lists; each name is as many of its words as make one."""
    parts = text.split(",") if text.strip(" ,") else [text]
    found: list[areas.Area] = []
    for part in parts:
        rest = part.split() or ([part] if len(parts) == 1 else [])
        while rest:
            length, named, wrong = _longest(rest, period)
            problems += wrong
            for served in named:
                found.append(served.jobcenter)
                if served.elsewhere:
                    host, place = served.jobcenter, served.municipality
                    notes.append(f"{place.name} is served by Jobcenter {host.name}: the report is {host.slug}.")
            rest = rest[length:]
    return found


def _longest(words: list[str], period: str) -> tuple[int, list[areas.Served], list[str]]:
    """How many of the first words make a name, and whose; else one word, and what is wrong with it."""
    for length in range(len(words), 0, -1):
        text, wrong = " ".join(words[:length]), list[str]()
        named = answer(partial(areas.served, text, period), wrong)
        if named:
            return length, named, []
    return 1, [], wrong


def _check_folder(out: Path, problems: list[str]) -> None:
    if stores.is_remote(out):
        return  # whether it can be written to is asked when the batch begins
    for folder in (out, *out.parents):
        if folder.exists():
            if not folder.is_dir():
                problems.append(f"--out {out}: {folder} is a file, not a folder.")
            return
