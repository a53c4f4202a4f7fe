"""A batch: every report of a plan made or found up to date, with what went wrong and what it took."""

import datetime as dt
import json
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from analysis import project
from analysis.data import snapshots, stores
from analysis.runs import checkout, engines, shelf
from analysis.runs.ends import after_death, interrupted
from analysis.runs.executed import as_bytes, partial
from analysis.runs.failures import Failure, described
from analysis.runs.interrupts import Stop, gently
from analysis.runs.job import Job, Made
from analysis.runs.jobs import AN_HOUR, Way, jobs, to_make
from analysis.runs.journal import Journal
from analysis.runs.outdated import holding
from analysis.runs.owner import Owned
from analysis.runs.plan import Plan
from analysis.runs.pool import Watch, WorkerDied
from analysis.runs.record import as_json, sha256, signature
from analysis.runs.summary import FAILED, HELD_BACK, MADE, UP_TO_DATE, Follower, Summary
from analysis.runs.warm.warmth import Warmth

WHOLE = (MADE, UP_TO_DATE)
SHARED_FROM = 3  # reports: for fewer it does not pay to prepare their figures beforehand
Elsewhere = Callable[[list[Job], Watch], Iterator[tuple[Job, Made | WorkerDied]]]


def run(
    plan: Plan,
    *,
    workers: int,
    force: bool = False,
    engine: str | None = None,
    seconds: int | None = None,
    follower: Follower | None = None,
    elsewhere: Elsewhere | None = None,
) -> Summary:
    """Make what is not up to date, and put it in place, one report at a time.

    A report that fails stops no other; its last good version stays. The front page covers all that lies in the
    period's folder; ``run.json`` and ``failures.json`` are of this batch. A batch that was killed is gone on with by
    running it again: what was done is up to date then.

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
        How long a report may take; an hour where left out.
    follower : Follower, optional
        Who is told how it goes on.
    elsewhere : callable, optional
        Makes the jobs it is given, and tells the watch; by default they are made on this machine, to which the
        snapshot is then brought.

    Raises
    ------
    AnalysisError
        If the period's folder cannot be written to, or another batch writes to it; nothing was started then.
    """
    shelf.claim(plan.folder)
    if elsewhere is None and plan.snapshot.path != snapshots.folder() / plan.snapshot.name:
        stores.bring(plan.snapshot, snapshots.folder())
    started, clock = dt.datetime.now(dt.UTC), time.monotonic()
    with (
        Journal(_journals(plan.folder)) as journal,
        Owned(plan.folder, locked=journal.locked and not stores.is_remote(plan.folder)) as owned,
        tempfile.TemporaryDirectory(prefix="jc-", ignore_cleanup_errors=True) as scratch,
    ):
        batch = _Batch(plan, journal, owned, follower or Follower(), Path(scratch))
        batch.elsewhere = elsewhere
        batch.make(Way(engine or engines.default(), seconds or AN_HOUR), workers=workers, force=force)
        batch.summary.seconds = time.monotonic() - clock
        batch.close(started=started, workers=workers)
    return batch.summary


class _Batch:
    """A batch while it runs."""

    def __init__(self, plan: Plan, journal: Journal, owned: Owned, follower: Follower, scratch: Path) -> None:
        self.plan, self.journal, self.owned, self.follower, self.scratch = plan, journal, owned, follower, scratch
        self.summary = Summary(plan.folder / "index.html", left_over=journal.left_over)
        self.under_way: dict[str, Job] = {}
        self.begun_at: dict[str, float] = {}
        self.everything: list[Job] = []
        self.seen: dict[str, str] = {}
        self.outdated = shelf.outdated(plan.folder, plan.snapshot, plan.period)
        self.mended = False  # whether the page of an earlier failure was taken away
        self.elsewhere: Elsewhere | None = None
        self.told: set[str] = set()

    def make(self, way: Way, *, workers: int, force: bool) -> None:
        """Make the reports that are not up to date, until all are made or the batch is stopped."""
        everything = jobs(self.plan, way=way, traces=self.scratch)
        self.seen = shelf.seen(self.plan.folder)
        wanted = [job for job, _ in to_make(everything, self.outdated, force=force, seen=self.seen)]
        self.everything = everything
        self.follower.begin(len(wanted))
        names = {job.label for job in wanted}
        for job in everything:
            if job.label not in names:
                self._forget_failure(job)
                self._tell(job, UP_TO_DATE, 0.0)
        ended: set[str] = set()
        with gently(self.follower.say) as stop:
            try:
                for job, result in self._outcomes(wanted, way, workers, stop):
                    if self.owned.lost:
                        continue  # what was under way is the other's to make
                    ended.add(job.label)
                    if isinstance(result, WorkerDied):
                        self._say_once(result.why)
                        result = after_death(job, result, seconds=self._since(job))
                    self._settle(job, result)
            except KeyboardInterrupt:
                stop.asked = True
                for job in list(self.under_way.values()):
                    ended.add(job.label)
                    self._settle(job, interrupted(job, seconds=self._since(job)))
        for job in wanted:
            if job.label not in ended:
                self._tell(job, HELD_BACK, 0.0)
        if self.owned.lost:
            stop.asked = True
            self.follower.say(f"Another batch writes to {self.plan.folder} now, so no more reports are begun.")
        self.summary.stopped = stop.asked and self.summary.count(HELD_BACK) + self.summary.count(FAILED) > 0

    def close(self, *, started: dt.datetime, workers: int) -> None:
        """Write the front page and what is said of the batch."""
        summary, plan = self.summary, self.plan
        if self.owned.lost:
            return  # what is said of the folder is the other's to write
        order = {(report.analysis.name, report.jobcenter.code): place for place, report in enumerate(plan.reports)}
        summary.results.sort(key=lambda row: order[row["analysis"], row["jobcenter"]])
        summary.failures.sort(key=lambda row: order[row["analysis"], row["jobcenter"]["code"]])
        snapshot = plan.snapshot
        about = {
            "started": started.isoformat(timespec="seconds"),
            "seconds": round(summary.seconds, 1),
            "workers": workers,
            "code": checkout.code(),
            "period": plan.period,
            "snapshot": {"name": snapshot.name, "digest": snapshot.digest, "synthetic": snapshot.synthetic},
            "counts": {outcome: summary.count(outcome) for outcome in (MADE, UP_TO_DATE, FAILED, HELD_BACK)},
            "left_over": summary.left_over,
            "exit": summary.exit_code,
            "reports": summary.results,
            "seen": self._signatures(),
            "held": dict(sorted(self.outdated.held.items())),
            "project": self.outdated.project,
        }
        self.journal.make_room()
        shelf.sweep(plan.folder)
        files = {"failures.json": as_json(summary.failures)}
        if not self._stands(summary):
            index = shelf.front_page(plan.folder, period=plan.period, has_failures=bool(summary.failures))
            files["index.html"] = index
            about["index"] = sha256(index)
        else:
            about["index"] = shelf.index_digest(plan.folder)
        for name, content in {**files, "run.json": as_json(about)}.items():
            if not shelf.put_or_say(plan.folder, name, content, say=self.follower.say):
                summary.unwritten.append(name)

    def _stands(self, summary: Summary) -> bool:
        """Whether the front page that lies there still holds: nothing was made, failed or mended."""
        whole = summary.count(UP_TO_DATE) == len(summary.results) and not self.mended
        index = self.plan.folder / "index.html"
        return whole and index.exists() and sha256(index.read_bytes()) == shelf.index_digest(self.plan.folder)

    def _signatures(self) -> dict[str, str]:
        """What tells whether a report was touched, of each that is whole and of those that earlier batches saw."""
        whole = {(row["analysis"], row["jobcenter"]) for row in self.summary.results if row["outcome"] in WHOLE}
        found = {
            job.label: signature(self.plan.folder / job.folder, job.analysis, job.fingerprint)
            for job in self.everything
            if (job.analysis, job.jobcenter) in whole
        }
        asked = {job.label for job in self.everything}
        kept = {label: known for label, known in self.seen.items() if label not in asked}
        return dict(sorted((kept | found).items()))

    def _outcomes(self, wanted: list[Job], way: Way, workers: int, stop: Stop) -> Any:
        watch = Watch(begun=self._begun, wanted=lambda: stop.wanted() and not self.owned.lost)
        if self.elsewhere is not None:
            return self.elsewhere(wanted, watch)
        if not wanted:
            return ()
        from analysis.runs.make import make  # with all that notebooks and pages need

        return engines.outcomes(
            way.engine,
            make,
            wanted,
            workers=min(workers, max(len(wanted), 1)),
            home=project.root(),
            scratch=self.scratch,
            warmth=_warmth(wanted),
            seconds=way.seconds,
            watch=watch,
        )

    def _begun(self, worker: int, job: Job) -> None:
        job.trace.forget()
        self.under_way[job.label], self.begun_at[job.label] = job, time.monotonic()
        self.journal.begun(job.label)
        self.follower.begun(worker, job)

    def _since(self, job: Job) -> float:
        """Seconds since a report was begun; 0 where it was not."""
        now = time.monotonic()
        return now - self.begun_at.get(job.label, now)

    def _forget_failure(self, job: Job) -> None:
        """Take away the page of an earlier failure of a report that holds; a folder that is locked keeps it."""
        try:
            self.mended |= shelf.forget_failure(self.plan.folder / job.folder, job.analysis)
        except OSError as error:
            self.follower.say(f"{job.label}: the page of its failure stays: {error.strerror or error}")

    def _say_once(self, why: str) -> None:
        """Say why no more reports can be begun, the first time that it is so."""
        if why and why not in self.told:
            self.told.add(why)
            self.follower.say(f"No more reports can be made: {why}")

    def _settle(self, job: Job, made: Made) -> None:
        """Put a report in its place, or say why there is none; a disk that does not take it is a reason, too."""
        folder = self.plan.folder / job.folder
        self.under_way.pop(job.label, None)
        if made.failure is None:
            try:
                shelf.put_report(folder, job.analysis, made.files)
            except OSError as error:
                reason = f"the files could not be written to {folder}: {error.strerror or error}"
                failure = Failure("NotWritten", reason, traceback=traceback.format_exc())
                made = Made(failure=failure, seconds=made.seconds)
            else:
                content = made.files[f"{job.analysis}.json"]
                self.journal.done(job.label, record=sha256(content))
                self.outdated.held[job.label] = holding(json.loads(content)["fingerprint"], job.digest)
        if made.failure is not None:
            self._put_failure(job, made.failure)
        job.trace.forget()
        self._tell(job, FAILED if made.failure else MADE, made.seconds)

    def _put_failure(self, job: Job, failure: Failure) -> None:
        book = as_bytes(partial(job.text, job.trace.ran(), job.parameters))
        try:
            self.summary.kept += shelf.put_failure(self.plan.folder / job.folder, job, failure, partial=book)
        except OSError as error:
            self.follower.say(f"{job.label}: its page could not be written: {error.strerror or error}")
        self.journal.failed(job.label)
        about = {"analysis": job.analysis, "jobcenter": job.jobcenter, "name": job.name}
        self.summary.failures.append(described(failure, parameters=job.parameters, **about))

    def _tell(self, job: Job, outcome: str, seconds: float) -> None:
        row = {
            "analysis": job.analysis,
            "jobcenter": job.jobcenter,
            "outcome": outcome,
            "seconds": round(seconds, 1),
        }
        self.summary.results.append(row)
        self.follower.done(row)


def _warmth(wanted: list[Job]) -> Warmth:
    """What the notebooks of the jobs import and speak of; their figures are prepared where more than one asks."""
    return Warmth.of([(job.text, job.parameters) for job in wanted], shared=len(wanted) >= SHARED_FROM)


def _journals(folder: Path) -> Path:
    """Where the journal of a period's folder lies: in it, or on this machine where that is in a bucket."""
    if not stores.is_remote(folder):
        return folder
    here = project.root() / "data" / "journals" / sha256(str(folder))[:16]
    here.mkdir(parents=True, exist_ok=True)
    return here
