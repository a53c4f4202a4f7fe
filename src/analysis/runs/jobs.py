"""The jobs of a plan: all that a worker needs for each report, and which of them are to be made."""

from dataclasses import dataclass
from pathlib import Path

from analysis import project
from analysis.publish import danish
from analysis.runs import engines
from analysis.runs.fingerprint import fingerprint, versions
from analysis.runs.make import Job
from analysis.runs.plan import Plan, Report
from analysis.runs.record import up_to_date
from analysis.runs.render import Words
from analysis.runs.trace import Trace


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
            fingerprint=fingerprint(report, digest=snapshot.digest),
            versions=versions(),
            text=report.analysis.notebook.text,
            home=project.root(),
            trace=Trace(traces / str(number)),
            engine=engines.of_papermill(way.engine),
            seconds=way.seconds,
        )
        for number, report in enumerate(plan.reports)
    ]


def to_make(all_jobs: list[Job], folder: Path, *, force: bool = False) -> list[Job]:
    """The jobs whose reports in a period's folder are not up to date, or all of them."""
    return [job for job in all_jobs if force or not up_to_date(folder / job.folder, job.analysis, job.fingerprint)]


def waiting(plan: Plan, *, force: bool = False) -> list[Report]:
    """The reports of a plan that a run would make: all that are not up to date, or all of them."""
    digest = plan.snapshot.digest
    return [
        report
        for report in plan.reports
        if force
        or not up_to_date(plan.folder / report.jobcenter.slug, report.analysis.name, fingerprint(report, digest=digest))
    ]


def _words(report: Report, plan: Plan) -> Words:
    return Words(
        title=report.analysis.settings.title,
        period=danish.month(plan.period),
        retrieved=danish.day(plan.snapshot.retrieved),
    )
