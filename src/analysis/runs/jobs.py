"""The jobs of a plan: all that a worker needs for each report, and which of them are to be made."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from analysis import danish, project
from analysis.data import stores
from analysis.runs import engines
from analysis.runs.executed import not_run
from analysis.runs.fingerprint import PAGE_ALONE, facts, fingerprint, parts, versions
from analysis.runs.job import Job, Words
from analysis.runs.outdated import FILES, Outdated, Reason
from analysis.runs.plan import Plan, Report
from analysis.runs.record import signature
from analysis.runs.trace import Trace

READERS = 32  # of a store, at once
AN_HOUR = 3600  # what a report may take where nobody says: none waits for ever, whatever went wrong


@dataclass(frozen=True)
class Way:
    """How reports are made: with which engine, and how many seconds each may take."""

    engine: str = engines.PLAIN
    seconds: int = AN_HOUR


def jobs(plan: Plan, *, way: Way, traces: Path) -> list[Job]:
    """A job for each report of a plan, in its order.

    Parameters
    ----------
    way : Way
        How they are to be made.
    traces : Path
        A folder in which it is left how far a report has come.
    """
    one_of_each = {report.analysis.name: report for report in plan.reports}
    words = {name: _words(report, plan) for name, report in one_of_each.items()}
    texts = {name: not_run(report.analysis.notebook.text) for name, report in one_of_each.items()}
    snapshot = plan.snapshot
    about = {
        "name": snapshot.name,
        "retrieved": snapshot.retrieved,
        "synthetic": snapshot.synthetic,
    }
    home, used, digest, told = project.root(), versions(), snapshot.digest, facts(snapshot)
    of = {id(report): parts(report, snapshot=told, home=home) for report in plan.reports}
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
            digest=digest,
            fingerprint=fingerprint({**of[id(report)], "snapshot": digest}),
            parts=of[id(report)],
            versions=used,
            text=texts[report.analysis.name],
            home=home,
            trace=Trace(traces / str(number)),
            engine=engines.of_papermill(way.engine),
            seconds=way.seconds,
            comments=report.comments,
        )
        for number, report in enumerate(plan.reports)
    ]


def to_make(
    all_jobs: list[Job], outdated: Outdated, *, force: bool = False, seen: Mapping[str, str] | None = None
) -> list[tuple[Job, list[str]]]:
    """The jobs whose reports in a period's folder are not up to date, or all of them, each with the reasons.

    A job whose page alone is to be made anew says so in ``reuse``: the notebook that was run for it.

    Parameters
    ----------
    outdated : Outdated
        Who finds out why.
    seen : mapping, optional
        Signatures by label of reports that were found whole: those with the same are not looked at again.
    """
    folder = outdated.folder

    def reasons(job: Job) -> list[Reason]:
        known = None if force else (seen or {}).get(job.label)
        if known and known == signature(folder / job.folder, job.analysis, job.fingerprint):
            return []
        return [Reason(FILES, "--force")] if force else outdated.why(job)

    with ThreadPoolExecutor(READERS if stores.is_remote(folder) else 1) as readers:
        whys = readers.map(reasons, all_jobs)
        return [
            (_page_alone(job, folder, why), [reason.text for reason in why])
            for job, why in zip(all_jobs, whys, strict=True)
            if why
        ]


def _page_alone(job: Job, folder: Path, why: list[Reason]) -> Job:
    """The job, with the notebook that was run before where the page alone is to be made anew."""
    if not PAGE_ALONE.issuperset(reason.part for reason in why):
        return job
    return replace(job, reuse=folder / job.folder / f"{job.analysis}.ipynb")


def _words(report: Report, plan: Plan) -> Words:
    return Words(
        title=report.analysis.settings.title,
        period=danish.month(plan.period),
        retrieved=danish.day(plan.snapshot.retrieved),
    )
