"""The warm process and the workers that are forked from it, for as long as they are wanted."""

import contextlib
import socket
import subprocess
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from analysis.runs.kernels import fixed
from analysis.runs.memory import REFUSED, SECONDS_OF_SILENCE
from analysis.runs.pool import WorkerDied
from analysis.runs.warm.forks import UNSAFE, WORKER, Asker
from analysis.runs.warm.warmth import HUGE_PAGES, Warmth

SECONDS_TO_END = 10
LOG, WARMTH = "warm.log", "warmth.json"
LAST_LINES = 12  # of the log, that are told
COLD = Warmth()


class NotStartedError(Exception):
    """A warm process ended before it had any worker: why, in words, and whether another may do better."""

    def __init__(self, why: str, *, again: bool) -> None:
        super().__init__(why)
        self.why, self.again = why, again


@dataclass
class Worker:
    """A process, the pipe to it, and what it is doing."""

    place: int  # the number of the worker, from 0; who comes after one that died has the same
    pid: int
    pipe: Connection
    job: Any = None
    deadline: float | None = None
    late: bool = False


class Crew:
    """The warm process and its workers, for the length of a ``with``."""

    def __init__(self, home: Path, scratch: Path, warmth: Warmth) -> None:
        self.log = scratch / LOG
        try:
            self.asker, self.process = _started(home, scratch, warmth)
        except OSError as error:
            raise NotStartedError(error.strerror or type(error).__name__, again=True) from error
        self.workers: list[Worker] = []

    def __enter__(self) -> "Crew":
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

    def hire(self) -> Worker:
        """A new worker.

        Raises
        ------
        NotStartedError
            If the warm process ended before it had any.
        EOFError
            If it ended since, or does not answer.
        """
        try:
            pid, channel = self.asker.start(WORKER)
        except EOFError:
            if self.workers:
                raise
            raise self._not_started() from None
        place = min(set(range(len(self.workers) + 1)) - {worker.place for worker in self.workers})
        worker = Worker(place, pid, Connection(channel.detach()))
        self.workers.append(worker)
        self.asker.control.settimeout(SECONDS_OF_SILENCE)  # it answers at once from now on, unless it was stopped
        return worker

    def ended(self, worker: Worker) -> WorkerDied:
        """Take a dead worker out; how it died."""
        end = self.asker.end_of(worker.pid, wait=True)
        self.workers.remove(worker)
        worker.pipe.close()
        if end is None:
            return WorkerDied(late=worker.late)
        return WorkerDied(end.signal, late=worker.late, refused=end.code == REFUSED)

    def _not_started(self) -> NotStartedError:
        code = self.process.wait()
        how = f"it was killed by signal {-code}" if code < 0 else f"it ended with {code}"
        try:
            told = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-LAST_LINES:]
        except OSError:
            told = []
        return NotStartedError("\n".join([how, *told]), again=code != UNSAFE)


def _started(home: Path, scratch: Path, warmth: Warmth) -> "tuple[Asker, subprocess.Popen[bytes]]":
    """A warm process, and who asks it for workers."""
    ours, theirs = socket.socketpair()
    known = scratch / WARMTH
    with theirs, (scratch / LOG).open("wb") as told:
        known.write_text(warmth.to_text(), encoding="utf-8")
        process = subprocess.Popen(  # noqa: S603 - this program
            [sys.executable, "-m", "analysis.runs.warm.parent", str(theirs.fileno()), str(known)],
            pass_fds=[theirs.fileno()],
            env={**fixed(home), **HUGE_PAGES, "IPYTHONDIR": str(scratch / "ipython")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=told,
            start_new_session=True,
        )
    return Asker(ours), process
