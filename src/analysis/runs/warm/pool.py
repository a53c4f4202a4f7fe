"""Workers that are forked from a warm process and get their kernels from it: jobs on several of them at once."""

import contextlib
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import TypeVar

from analysis.runs.pool import Watch, WorkerDied
from analysis.runs.warm.crew import COLD, SECONDS_TO_END, Crew, NotStartedError, Worker
from analysis.runs.warm.warmth import Warmth

J = TypeVar("J")
R = TypeVar("R")
STARTS = 3  # of a warm process in a row that come to nothing; then no more are tried


def available() -> bool:
    """Whether this system can fork a process and hand it a socket."""
    return hasattr(os, "fork") and hasattr(socket, "send_fds") and sys.platform != "darwin"


def outcomes(
    work: Callable[[J], R],
    jobs: list[J],
    *,
    workers: int,
    home: Path,
    scratch: Path,
    warmth: Warmth = COLD,
    seconds: float | None = None,
    watch: Watch | None = None,
) -> Iterator[tuple[J, R | WorkerDied]]:
    """Each job with what came of it, as they finish.

    A worker that dies costs its own job alone. When the warm process dies, all jobs under way are lost with it;
    they are done again one at a time, each with a warm process of its own: the one that kills it again is to blame.
    A warm process that ends before anything was begun is no job's fault and is started anew, ``STARTS`` times in a
    row. Where that comes to nothing, or it says that it can never serve, what is left is not done, and each job is
    told why.

    Parameters
    ----------
    work : callable
        A function of one job that can be sent to another process; it is to return, not to raise.
    jobs : list
        What to do, in order.
    workers : int
        How many at once; 1 or more.
    home : Path
        The project's folder.
    scratch : Path
        A folder for the log of the warm process.
    warmth : Warmth
        What the warm process is to know.
    seconds : float, optional
        After so long a worker is killed; a worker that keeps its own time is to end a job before that.
    watch : Watch, optional
        Who follows.
    """
    watch, crews = watch or Watch(), Crews(home, scratch, warmth)
    waiting = list(jobs)
    while waiting and watch.wanted() and not crews.given_up:
        suspects: list[J] = []
        yield from crews.done(work, waiting, workers, suspects, seconds, watch)
        for job in suspects:
            yield job, crews.alone(work, job, seconds, watch)
    if crews.given_up:
        yield from ((job, WorkerDied(why=crews.given_up)) for job in waiting)


class Crews:
    """Warm processes, one after another, until too many in a row come to nothing; ``given_up`` then says why."""

    def __init__(self, home: Path, scratch: Path, warmth: Warmth) -> None:
        self.home, self.scratch, self.warmth = home, scratch, warmth
        self.given_up = ""
        self._barren = 0

    def done(
        self,
        work: Callable[[J], R],
        waiting: list[J],
        workers: int,
        suspects: list[J],
        seconds: float | None,
        watch: Watch,
    ) -> Iterator[tuple[J, R | WorkerDied]]:
        """What one warm process does of the jobs that wait; those under way when it dies go to ``suspects``."""
        before, why, again = len(waiting), "it ended before anything was begun", True
        try:
            with Crew(self.home, self.scratch, self.warmth) as crew:
                yield from until_the_crew_dies(crew, work, waiting, workers, suspects, seconds, watch)
        except NotStartedError as error:
            why, again = error.why, error.again
            self.warmth = self.warmth.unrehearsed()  # what is rehearsed may be what ends it, or does not end itself
        self._barren = self._barren + 1 if len(waiting) == before else 0
        if self._barren == STARTS or not again:
            self.given_up = not_started(why, self._barren)

    def alone(self, work: Callable[[J], R], job: J, seconds: float | None, watch: Watch) -> R | WorkerDied:
        """What comes of a job that is suspected of having killed a warm process, on one of its own."""
        wanted = replace(watch, wanted=lambda: True)
        while not self.given_up:
            lost: list[J] = []
            for _, result in list(self.done(work, [job], 1, lost, seconds, wanted)):
                return result
            if lost:
                return WorkerDied()
        return WorkerDied(why=self.given_up)


def not_started(why: str, times: int) -> str:
    """That warm processes come to nothing, and what to do, in words."""
    tried = "" if times == 1 else f" in {times} tries"
    return (
        f"the process that kernels are forked from did not start{tried}: {why}\n"
        "Mend that and give the same command again, or choose --engine plain, which needs no such process."
    )


def until_the_crew_dies(
    crew: Crew,
    work: Callable[[J], R],
    waiting: list[J],
    workers: int,
    suspects: list[J],
    seconds: float | None,
    watch: Watch,
) -> Iterator[tuple[J, R | WorkerDied]]:
    """Takes jobs from ``waiting`` and yields what comes of them; when the warm process dies, to ``suspects``."""
    try:
        while (waiting and watch.wanted()) or any(worker.job is not None for worker in crew.workers):
            while waiting and watch.wanted() and len(crew.workers) < workers:
                crew.hire()
            for worker in crew.workers:
                _give(worker, work, waiting, seconds, watch)
            busy = {worker.pipe: worker for worker in crew.workers if worker.job is not None}
            if not busy:
                return  # asked to stop while the workers were hired: nothing was begun, so nothing would come
            for pipe in wait(list(busy), _patience(crew.workers)):
                worker = busy[pipe]  # type: ignore[index]
                job, worker.job = worker.job, None
                try:
                    result: R | WorkerDied = worker.pipe.recv()
                except (EOFError, OSError):
                    worker.job = job  # to blame or not
                    result = crew.ended(worker)
                else:
                    if isinstance(result, WorkerDied):  # as it says itself, before it ends
                        worker.job = job
                        crew.ended(worker)
                    else:
                        _give(worker, work, waiting, seconds, watch)  # it need not wait for what is done with its last
                yield job, result
            _end_the_late(crew)
    except EOFError:
        suspects.extend(worker.job for worker in crew.workers if worker.job is not None)


def _give(worker: Worker, work: Callable[[J], R], waiting: list[J], seconds: float | None, watch: Watch) -> None:
    """The next job to a worker that has none, where one waits and more are wanted."""
    if worker.job is None and waiting and watch.wanted():
        job = waiting.pop(0)
        watch.begun(worker.place, job)
        _begin(worker, work, job, seconds)


def _begin(worker: Worker, work: Callable[[J], R], job: J, seconds: float | None) -> None:
    worker.job = job
    worker.deadline = None if seconds is None else time.monotonic() + seconds
    with contextlib.suppress(OSError):  # where it has died, its pipe says so
        worker.pipe.send((work, job))


def _patience(workers: list[Worker]) -> float | None:
    deadlines = [worker.deadline for worker in workers if worker.job is not None and worker.deadline is not None]
    return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None


def _end_the_late(crew: Crew) -> None:
    """Have workers killed whose time is up; where one lives on, the warm process was stopped, and is killed itself."""
    for worker in crew.workers:
        if worker.job is None or worker.deadline is None or worker.deadline > time.monotonic():
            continue
        if worker.late:
            crew.process.kill()
        worker.late, worker.deadline = True, time.monotonic() + SECONDS_TO_END
        crew.asker.kill(worker.pid)
