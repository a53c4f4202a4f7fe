"""Workers that are forked from a warm process and get their kernels from it: jobs on several of them at once."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, TypeVar

from analysis.errors import AnalysisError
from analysis.runs.kernels import fixed
from analysis.runs.pool import Watch, WorkerDied
from analysis.runs.warm.forks import WORKER, Asker
from analysis.runs.warm.warmth import Warmth

J = TypeVar("J")
R = TypeVar("R")
SECONDS_TO_END = 10
LOG = "warm.log"
COLD = Warmth()


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
    watch = watch or Watch()
    waiting = list(jobs)
    while waiting and watch.wanted():
        suspects: list[J] = []
        with _Crew(home, scratch, warmth) as crew:
            yield from _until_the_crew_dies(crew, work, waiting, workers, suspects, seconds, watch)
        for job in suspects:
            alone, lost = [job], list[J]()
            with _Crew(home, scratch, warmth) as crew:
                yield from _until_the_crew_dies(
                    crew, work, alone, 1, lost, seconds, replace(watch, wanted=lambda: True)
                )
            for each in lost:
                yield each, WorkerDied()


@dataclass
class _Worker:
    """A process, the pipe to it, and what it is doing."""

    place: int  # the number of the worker, from 0; who comes after one that died has the same
    pid: int
    pipe: Connection
    job: Any = None
    deadline: float | None = None
    late: bool = False


class _Crew:
    """The warm process and its workers, for the length of a ``with``."""

    def __init__(self, home: Path, scratch: Path, warmth: Warmth) -> None:
        ours, theirs = socket.socketpair()
        self.asker = Asker(ours)
        self.log = scratch / LOG
        with theirs, self.log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - this program
                [sys.executable, "-m", "analysis.runs.warm.parent", str(theirs.fileno()), warmth.to_text()],
                pass_fds=[theirs.fileno()],
                env=fixed(home),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        self.workers: list[_Worker] = []

    def __enter__(self) -> "_Crew":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.pipe.close()
            with contextlib.suppress(EOFError):
                if worker.job is None:  # it ends by itself; one that is at work is not wanted any more
                    self.asker.end_of(worker.pid, wait=True)
        self.asker.control.close()
        try:
            self.process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def hire(self) -> _Worker:
        """A new worker.

        Raises
        ------
        AnalysisError
            If the warm process ended before it had any.
        """
        try:
            pid, channel = self.asker.start(WORKER)
        except EOFError:
            if self.workers:
                raise
            self.process.wait()
            told = self.log.read_text(encoding="utf-8", errors="replace").strip()
            raise AnalysisError(
                f"The process that kernels are forked from could not start. Choose --engine plain.\n{told}"
            ) from None
        place = min(set(range(len(self.workers) + 1)) - {worker.place for worker in self.workers})
        worker = _Worker(place, pid, Connection(channel.detach()))
        self.workers.append(worker)
        return worker

    def ended(self, worker: _Worker) -> WorkerDied:
        """Take a dead worker out; how it died."""
        end = self.asker.end_of(worker.pid, wait=True)
        self.workers.remove(worker)
        worker.pipe.close()
        return WorkerDied(signal=end.signal if end else 0, late=worker.late)


def _until_the_crew_dies(
    crew: _Crew,
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
                if worker.job is None and waiting and watch.wanted():
                    job = waiting.pop(0)
                    watch.begun(worker.place, job)
                    _begin(worker, work, job, seconds)
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
                yield job, result
            _end_the_late(crew)
    except EOFError:
        suspects.extend(worker.job for worker in crew.workers if worker.job is not None)


def _begin(worker: _Worker, work: Callable[[J], R], job: J, seconds: float | None) -> None:
    worker.job = job
    worker.deadline = None if seconds is None else time.monotonic() + seconds
    with contextlib.suppress(OSError):  # where it has died, its pipe says so
        worker.pipe.send((work, job))


def _patience(workers: list[_Worker]) -> float | None:
    deadlines = [worker.deadline for worker in workers if worker.job is not None and worker.deadline is not None]
    return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None


def _end_the_late(crew: _Crew) -> None:
    for worker in crew.workers:
        if worker.job is not None and worker.deadline is not None and worker.deadline <= time.monotonic():
            worker.late, worker.deadline = True, None
            crew.asker.kill(worker.pid)
