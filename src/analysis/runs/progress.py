"""How a batch is followed: a line for each worker and one for all in a terminal, and plain lines elsewhere."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from analysis.runs.job import Job
from analysis.runs.plan import Plan
from analysis.runs.summary import FAILED, HELD_BACK, MADE, UP_TO_DATE, Follower, Summary, estimate, seconds_for

REFRESHES = 2  # a second
MOST_LINES = 16  # workers that are shown, of a cluster's many
NARROW = 80  # columns of a terminal, below which there is no room for bars
NUMBERS = 22  # columns that the numbers beside a description take


@contextmanager
def follower(plan: Plan, *, workers: int, engine: str, console: Console) -> Iterator[Follower]:
    """Somebody to follow a batch for the length of a ``with``.

    Parameters
    ----------
    plan : Plan
        What is to be made.
    workers : int
        How many at once.
    engine : str
        With which of ``engines.ENGINES``.
    console : Console
        Where it is shown; whether it is a terminal decides how.
    """
    say = _sayer(console)

    def begin(to_make: int) -> None:
        how_long = estimate(to_make, min(workers, max(to_make, 1)), engine=engine)
        say(f"{how_long}, from the snapshot '{plan.snapshot.name}'")

    if not console.is_terminal:
        yield Follower(begin=begin, done=_Lines(len(plan.reports), say).done, say=say)
        return
    with bars_of(len(plan.reports), console=console) as bars:

        def begin_bars(to_make: int) -> None:
            begin(to_make)
            bars.to_make(to_make, workers=workers, engine=engine)

        yield Follower(begin=begin_bars, begun=bars.begun, done=bars.done, say=say)


class _Lines:
    """A line for each report that was made or failed."""

    def __init__(self, reports: int, say: Callable[[str], None]) -> None:
        self.reports, self.say, self.seen = reports, say, 0

    def done(self, row: dict[str, Any]) -> None:
        self.seen += 1
        if row["outcome"] in (MADE, FAILED):
            self.say(f"{self.seen} of {self.reports}: {_said(row)}")


def bars_of(reports: int, *, console: Console, **more: Any) -> "Bars":
    """What is drawn in a terminal for so many reports; ``more`` goes to rich, as ``get_time``."""
    bar = [BarColumn()] if console.width >= NARROW else []
    columns = (TextColumn("{task.description}"), *bar, MofNCompleteColumn(), TextColumn("{task.fields[left]}"))
    bars = Bars(*columns, console=console, refresh_per_second=REFRESHES, transient=True, **more)
    bars.start_with(reports)
    return bars


class Bars(Progress):
    """A line for each worker, with the cell that runs, and one for all reports, with the time that is left."""

    def start_with(self, reports: int) -> None:
        """Show the line for all reports."""
        self.all = self.add_task("all reports", total=reports, left="")
        self.workers: dict[int, TaskID] = {}
        self.jobs: dict[TaskID, Job] = {}
        self.waiting, self.took, self.begun_at, self.expected = 0, 0, self.get_time(), 0.0

    def to_make(self, reports: int, *, workers: int, engine: str) -> None:
        """So many are to be made: a line for each worker, which is not at work yet."""
        self.waiting, self.begun_at = reports, self.get_time()
        self.expected = seconds_for(reports, min(workers, max(reports, 1)), engine=engine)
        for worker in range(min(workers, reports, MOST_LINES)):
            self.workers[worker] = self.add_task(f"worker {worker + 1}: starts", total=1, left="")

    def begun(self, worker: int, job: Job) -> None:
        """A worker has begun a job."""
        if worker >= MOST_LINES:
            return
        task = self.workers.get(worker)
        if task is None:
            task = self.workers[worker] = self.add_task("", total=None, left="")
        self.jobs[task] = job
        cells = len(json.loads(job.text)["cells"])
        description = f"worker {worker + 1}: {job.analysis} {job.folder}"
        if self.console.width < NARROW:  # shortened here, or the numbers would be
            description = _cut(description, max(self.console.width - NUMBERS, 12))
        self.reset(task, description=description, total=cells)

    def done(self, row: dict[str, Any]) -> None:
        """A report has come to its end."""
        self.advance(self.all)
        if row["outcome"] in (MADE, FAILED):
            self.took += 1
        if row["outcome"] == FAILED:
            self.console.print(_said(row), markup=False, highlight=False)
        for worker, task in self.workers.items():
            job = self.jobs.get(task)
            if job is not None and (job.analysis, job.jobcenter) == (row["analysis"], row["jobcenter"]):
                del self.jobs[task]
                self.reset(task, description=f"worker {worker + 1}: waits", total=1)

    def seconds_left(self) -> float:
        """How long the rest takes: at the pace so far, or as was expected while no report has been made."""
        spent = self.get_time() - self.begun_at
        if not self.took:
            return max(self.expected - spent, 0.0)
        return spent / self.took * max(self.waiting - self.took, 0)

    def get_renderables(self) -> Iterator[Any]:
        """The lines; where each worker is, is looked up whenever they are drawn."""
        for task, job in getattr(self, "jobs", {}).items():
            self.update(task, completed=job.trace.last_cell())
        if getattr(self, "waiting", 0):
            minutes, seconds = divmod(round(self.seconds_left()), 60)
            self.update(self.all, left=f"{minutes}:{seconds:02} left")
        yield from super().get_renderables()


def closing(summary: Summary) -> str:
    """What a reader is told at the end: how many of each outcome, how long, which were slowest, and where it is."""
    counts = ", ".join(
        f"{summary.count(outcome)} {outcome.replace('_', ' ')}" for outcome in (MADE, UP_TO_DATE, FAILED, HELD_BACK)
    )
    lines = [f"{counts}; {summary.seconds:.0f} seconds."]
    if summary.count(HELD_BACK):
        lines.append("Held back are those that were not begun any more; their earlier reports stay as they were.")
    if summary.kept:
        lines.append(f"Last good reports that stay in place of failed ones: {summary.kept}.")
    slowest = [f"{row['analysis']} {row['jobcenter']} ({row['seconds']:.1f} s)" for row in summary.slowest()]
    if slowest:
        lines.append(f"Slowest: {', '.join(slowest)}.")
    if summary.left_over:
        lines.append(f"Under way when an earlier batch was killed, and begun again: {', '.join(summary.left_over)}.")
    if summary.index.name not in summary.unwritten:
        lines.append(f"Open {summary.index}")
    if summary.failures:
        path = summary.index.with_name("failures.json")
        told = "told above, since it could not be written" if path.name in summary.unwritten else path
        lines.append(f"Why they failed: {told}")
    return "\n".join(lines)


def _cut(text: str, most: int) -> str:
    """The text, or the first of it where it is longer.

    >>> _cut("worker 1: proeve 561-esbjerg", 22)
    'worker 1: proeve 561-…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _said(row: dict[str, Any]) -> str:
    return f"{row['outcome']}: {row['analysis']} for jobcenter {row['jobcenter']} ({row['seconds']:.1f} s)"


def _sayer(console: Console) -> Callable[[str], None]:
    def say(text: str) -> None:
        console.print(text, markup=False, highlight=False, soft_wrap=True)

    return say
