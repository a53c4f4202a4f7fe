"""A batch: every report of a plan made or found up to date, with what went wrong and what it took."""

import datetime as dt
import math
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analysis import project
from analysis.publish import danish
from analysis.runs import checkout, engines, shelf
from analysis.runs.failures import Failure, described
from analysis.runs.fingerprint import fingerprint, versions
from analysis.runs.make import Job, Made, last_cell, make, with_heading
from analysis.runs.notebooks import imported
from analysis.runs.plan import Plan, Report
from analysis.runs.pool import WorkerDied
from analysis.runs.record import as_json, up_to_date
from analysis.runs.render import Words

SECONDS_PER_REPORT = 10.6  # of one worker on a small machine, kernel and pages included
MADE, UP_TO_DATE, FAILED = "made", "up_to_date", "failed"


@dataclass
class Summary:
    """What came of a batch; ``results`` has one row per report: analysis, jobcenter, outcome, seconds."""

    index: Path
    results: list[dict[str, Any]] = field(default_factory=list)
    failures: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0

    def count(self, outcome: str) -> int:
        """How many reports ended so."""
        return sum(1 for result in self.results if result["outcome"] == outcome)

    @property
    def exit_code(self) -> int:
        """0 where every report is there, 1 where some failed."""
        return 1 if self.failures else 0


def estimate(reports: int, workers: int) -> str:
    """How long that many reports take, in words.

    >>> estimate(94, 2), estimate(3, 2)
    ('94 reports on 2 workers: about 8 minutes', '3 reports on 2 workers: about 21 seconds')
    """
    if not reports:
        return "Every report is up to date."
    seconds = math.ceil(reports / workers) * SECONDS_PER_REPORT
    about = f"{round(seconds)} seconds" if seconds < 100 else f"{round(seconds / 60)} minutes"
    return f"{_counted(reports, 'report')} on {_counted(workers, 'worker')}: about {about}"


def run(
    plan: Plan,
    *,
    workers: int,
    force: bool = False,
    engine: str | None = None,
    seconds: int | None = None,
    begin: Callable[[int], None] = lambda to_make: None,
    done: Callable[[dict[str, Any]], None] = lambda result: None,
) -> Summary:
    """Make what is not up to date, and put it in place, one report at a time.

    A report that fails stops no other; its last good version stays. The front page covers all that lies in the
    period's folder; ``run.json`` and ``failures.json`` are of this batch.

    Parameters
    ----------
    plan : Plan
        From ``plan.plan``, which has checked everything.
    workers : int
        How many reports at once; 1 or more.
    force : bool
        Whether to make those that are up to date, too.
    engine : str, optional
        One of ``engines.ENGINES``; the fastest that this system has where left out.
    seconds : int, optional
        How long a report may take.
    begin : callable
        Told how many reports there are to make.
    done : callable
        Told the row of each report, when it is done.

    Raises
    ------
    AnalysisError
        If the period's folder cannot be written to; nothing was started then.
    """
    shelf.claim(plan.folder)
    started, clock = dt.datetime.now(dt.UTC), time.monotonic()
    summary = Summary(plan.folder / "index.html")

    def tell(job: Job, outcome: str, seconds: float) -> None:
        row = {
            "analysis": job.analysis,
            "jobcenter": job.jobcenter,
            "outcome": outcome,
            "seconds": round(seconds, 1),
        }
        summary.results.append(row)
        done(row)

    with tempfile.TemporaryDirectory(prefix="jc-", ignore_cleanup_errors=True) as traces:
        engine = engine or engines.default()
        jobs = [
            replace(
                _job(report, plan, Path(traces) / str(number)), engine=engines.of_papermill(engine), seconds=seconds
            )
            for number, report in enumerate(plan.reports)
        ]
        to_make = [
            job for job in jobs if force or not up_to_date(plan.folder / job.folder, job.analysis, job.fingerprint)
        ]
        begin(len(to_make))
        for job in jobs:
            if job not in to_make:
                shelf.forget_failure(plan.folder / job.folder, job.analysis)
                tell(job, UP_TO_DATE, 0.0)
        texts = {job.text for job in to_make}
        for job, result in engines.outcomes(
            engine,
            make,
            to_make,
            workers=min(workers, max(len(to_make), 1)),
            home=project.root(),
            scratch=Path(traces),
            modules=sorted({name for text in texts for name in imported(text)}),
            seconds=seconds,
        ):
            made = _after_death(job, result) if isinstance(result, WorkerDied) else result
            _settle(job, made, plan, summary)
            tell(job, FAILED if made.failure else MADE, made.seconds)
    _in_order(summary, plan)
    summary.seconds = time.monotonic() - clock
    _close(summary, plan, started=started, workers=workers)
    return summary


def waiting(plan: Plan, *, force: bool = False) -> list[Report]:
    """The reports of a plan that a run would make: all that are not up to date, or all of them."""
    digest = plan.snapshot.digest
    return [
        report
        for report in plan.reports
        if force
        or not up_to_date(plan.folder / report.jobcenter.slug, report.analysis.name, fingerprint(report, digest=digest))
    ]


def _job(report: Report, plan: Plan, trace: Path) -> Job:
    snapshot = plan.snapshot
    return Job(
        analysis=report.analysis.name,
        title=report.analysis.settings.title,
        jobcenter=report.jobcenter.code,
        name=report.jobcenter.name,
        folder=report.jobcenter.slug,
        words=Words(
            title=report.analysis.settings.title,
            period=danish.month(plan.period),
            retrieved=danish.day(snapshot.retrieved),
        ),
        parameters=report.parameters,
        snapshot={
            "name": snapshot.name,
            "digest": snapshot.digest,
            "retrieved": snapshot.retrieved,
            "synthetic": snapshot.synthetic,
        },
        snapshot_files={file: about["sha256"] for file, about in sorted(snapshot.manifest["files"].items())},
        fingerprint=fingerprint(report, digest=snapshot.digest),
        versions=versions(),
        text=report.analysis.notebook.text,
        home=project.root(),
        trace=trace,
    )


def _after_death(job: Job, death: WorkerDied) -> Made:
    message = "the process that made the report was killed, or ended by itself"
    kind = "WorkerDied"
    if death.late:
        kind, message = "Timeout", f"the report took more than {job.seconds} seconds"
    return Made(failure=with_heading(Failure(kind, message, last_cell(job)), job.text))


def _settle(job: Job, made: Made, plan: Plan, summary: Summary) -> None:
    folder = plan.folder / job.folder
    if made.failure is None:
        shelf.put_report(folder, job.analysis, made.files)
        return
    shelf.put_failure(folder, job, made.failure)
    summary.failures.append(
        described(
            made.failure,
            analysis=job.analysis,
            jobcenter=job.jobcenter,
            name=job.name,
            parameters=job.parameters,
        )
    )


def _in_order(summary: Summary, plan: Plan) -> None:
    order = {(report.analysis.name, report.jobcenter.code): place for place, report in enumerate(plan.reports)}
    summary.results.sort(key=lambda row: order[row["analysis"], row["jobcenter"]])
    summary.failures.sort(key=lambda row: order[row["analysis"], row["jobcenter"]["code"]])


def _close(summary: Summary, plan: Plan, *, started: dt.datetime, workers: int) -> None:
    snapshot = plan.snapshot
    about = {
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(summary.seconds, 1),
        "workers": workers,
        "code": checkout.code(),
        "period": plan.period,
        "snapshot": {"name": snapshot.name, "digest": snapshot.digest, "synthetic": snapshot.synthetic},
        "counts": {outcome: summary.count(outcome) for outcome in (MADE, UP_TO_DATE, FAILED)},
        "exit": summary.exit_code,
        "reports": summary.results,
    }
    index = shelf.front_page(plan.folder, period=plan.period, has_failures=bool(summary.failures))
    shelf.put(
        plan.folder,
        {"failures.json": as_json(summary.failures), "index.html": index, "run.json": as_json(about)},
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
