"""The jobs of a plan: all that a worker needs for each report, and which of them are to be made."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from analysis import danish, project
from analysis.data import stores
from analysis.runs import engines
from analysis.runs.fingerprint import PAGE_ALONE, fingerprint, parts, versions
from analysis.runs.job import Job, Words
from analysis.runs.plan import Plan, Report
from analysis.runs.record import signature, wanting
from analysis.runs.trace import Trace

READERS = 32  # of a store, at once


@dataclass(frozen=True)
class Way:
    """How reports are made: with which engine, and how many seconds each may take."""

    engine: str = engines.PLAIN
    seconds: int | None = None


def jobs(plan: Plan, *, way: Way, traces: Path) -> list[Job]:
    """A job for each report of a plan, in its order.

    Parameters
    ----------
    way : Way
        How they are to be made.
    traces : Path
        A folder in which it is left how far a report has come.
    """
    words = {report.analysis.name: _words(report, plan) for report in plan.reports}
    snapshot = plan.snapshot
    about = {
        "name": snapshot.name,
        "digest": snapshot.digest,
        "retrieved": snapshot.retrieved,
        "synthetic": snapshot.synthetic,
    }
    files = {file: described["sha256"] for file, described in sorted(snapshot.manifest["files"].items())}
    home, used, digest = project.root(), versions(), snapshot.digest
    of = {id(report): parts(report, digest=digest, home=home) for report in plan.reports}
    return [
        Job(
            analysis=report.analysis.name,
            title=report.analysis.settings.title,
            jobcenter=report.jobcenter.code,
            name=report.jobcenter.name,
            folder=report.jobcenter.slug,
            words=words[report.analysis.name],
            parameters=report.parameters,
            snapshot=about,
            snapshot_files=files,
            fingerprint=fingerprint(of[id(report)]),
            parts=of[id(report)],
            versions=used,
            text=report.analysis.notebook.text,
            home=home,
            trace=Trace(traces / str(number)),
            engine=engines.of_papermill(way.engine),
            seconds=way.seconds,
            comments=report.comments,
        )
        for number, report in enumerate(plan.reports)
    ]


def to_make(
    all_jobs: list[Job], folder: Path, *, force: bool = False, seen: Mapping[str, str] | None = None
) -> list[tuple[Job, list[str]]]:
    """The jobs whose reports in a period's folder are not up to date, or all of them, each with the reasons.

    A job whose page alone is to be made anew says so in ``reuse``: the notebook that was run for it.

    Parameters
    ----------
    seen : mapping, optional
        Signatures by label of reports that were found whole: those with the same are not looked at again.
    """
    with ThreadPoolExecutor(READERS if stores.is_remote(folder) else 1) as readers:
        whys = readers.map(lambda job: _why(job, folder, force=force, seen=seen or {}), all_jobs)
        return [
            (
                replace(job, reuse=folder / job.folder / f"{job.analysis}.ipynb")
                if PAGE_ALONE.issuperset(why)
                else job,
                why,
            )
            for job, why in zip(all_jobs, whys, strict=True)
            if why
        ]


def _why(job: Job, folder: Path, *, force: bool, seen: Mapping[str, str]) -> list[str]:
    """Why the report of a job is to be made; empty where it is not."""
    place = folder / job.folder
    known = None if force else seen.get(job.label)
    if known and known == signature(place, job.analysis, job.fingerprint):
        return []
    return ["--force"] if force else wanting(place, job.analysis, job.parts)


def _words(report: Report, plan: Plan) -> Words:
    return Words(
        title=report.analysis.settings.title,
        period=danish.month(plan.period),
        retrieved=danish.day(plan.snapshot.retrieved),
    )
