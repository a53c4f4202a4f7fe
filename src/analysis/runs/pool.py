"""Jobs on several workers at once, so that none stops another: a worker that dies costs its own job alone."""

import faulthandler
import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, TypeVar

from analysis.runs.memory import end_when_refused, end_when_silent, while_it_runs


@dataclass(frozen=True)
class Watch:
    """Who follows a pool: told of each job that is begun, with the number of its worker, and asked whether to go on."""

    begun: Callable[[int, Any], None] = lambda worker, job: None
    wanted: Callable[[], bool] = lambda: True


J = TypeVar("J")
R = TypeVar("R")
SECONDS_TO_END = 5


@dataclass(frozen=True)
class WorkerDied:
    """What comes of a job whose process was killed, or ended by itself; by which signal, where that is known."""

    signal: int = 0
    late: bool = False  # it was killed because it took too long
    why: str = ""  # in words, where there was no process that could have begun it
    refused: bool = False  # it ended because it was refused memory
    trace: str = ""  # where that was, if it could still say so


def attempt(work: Callable[[J], R], job: J) -> R | WorkerDied:
    """What comes of a job in this process, which is to end after a :class:`WorkerDied`: it was refused memory.

    What it holds may be half done, and the next job would suffer from it.
    """
    try:
        return work(job)
    except MemoryError:
        return WorkerDied(refused=True, trace=traceback.format_exc())


def outcomes(
    work: Callable[[J], R],
    jobs: list[J],
    *,
    workers: int,
    seconds: float | None = None,
    watch: Watch | None = None,
) -> Iterator[tuple[J, R | WorkerDied]]:
    """Each job with what came of it, as they finish.

    When a worker dies, all jobs under way are lost with it and nobody can tell whose fault it was. Those are done
    again one at a time, each in a pool of its own: the one that dies again is to blame.

    Parameters
    ----------
    work : callable
        A function of one job that can be sent to another process; it is to return, not to raise.
    jobs : list
        What to do, in order.
    workers : int
        How many at once; 1 or more.
    seconds : float, optional
        After so long a worker ends itself; one that keeps its own time is to end a job before that.
    watch : Watch, optional
        Who follows.
    """
    watch = watch or Watch()
    waiting = list(jobs)
    while waiting and watch.wanted():
        suspects: list[J] = []
        for job, result in _until_a_worker_dies(work, waiting, workers, suspects, seconds, watch):
            yield job, result
        for job in suspects:
            watch.begun(0, job)
            yield job, _alone(work, job, seconds)


def _until_a_worker_dies(
    work: Callable[[J], R],
    waiting: list[J],
    workers: int,
    suspects: list[J],
    seconds: float | None,
    watch: Watch,
) -> Iterator[tuple[J, R | WorkerDied]]:
    """Takes jobs from ``waiting`` and yields their results; when a worker dies, those under way go to ``suspects``."""
    under_way: dict[Future[R | WorkerDied], J] = {}
    places: dict[Future[R | WorkerDied], int] = {}
    pool, spent = _pool(workers), False
    try:
        while (waiting and watch.wanted()) or under_way:
            while waiting and watch.wanted() and len(under_way) < workers:
                job = waiting.pop(0)
                place = min(set(range(workers)) - set(places.values()))
                watch.begun(place, job)
                try:
                    future = pool.submit(_within, seconds, work, job)
                except BrokenProcessPool:  # a worker died since, that had nothing to do
                    suspects.extend([job, *under_way.values()])
                    return
                under_way[future], places[future] = job, place
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                job = under_way.pop(future)
                del places[future]
                try:
                    result = future.result()
                except BrokenProcessPool:
                    suspects.append(job)
                else:
                    spent |= isinstance(result, WorkerDied)
                    yield job, result
            if suspects or spent:
                suspects.extend(under_way.values())
                return
    finally:
        _stop(pool)


def _alone(work: Callable[[J], R], job: J, seconds: float | None) -> R | WorkerDied:
    pool, began, workers = _pool(1), time.monotonic(), list[Any]()
    try:
        future = pool.submit(_within, seconds, work, job)
        workers += (pool._processes or {}).values()
        return future.result()
    except BrokenProcessPool:
        lasted = time.monotonic() - began
        return _death(workers, late=seconds is not None and lasted >= seconds)
    finally:
        _stop(pool)


def _death(workers: list[Any], *, late: bool) -> WorkerDied:
    """How the only worker of a pool died; one that a signal killed was not ended by its own clock."""
    for worker in workers:
        worker.join(SECONDS_TO_END)
    killed = max((-(worker.exitcode or 0) for worker in workers), default=0)
    return WorkerDied(max(killed, 0), late=late and killed <= 0)


def _within(seconds: float | None, work: Callable[[J], R], job: J) -> R | WorkerDied:
    """What comes of a job; the process ends when that takes longer, or makes no headway."""
    with open(os.devnull, "wb") as nothing:  # noqa: PTH123 - not a path
        end_when_silent()
        if seconds is not None:
            faulthandler.dump_traceback_later(seconds, file=nothing, exit=True)
        try:
            return attempt(work, job)
        finally:
            faulthandler.cancel_dump_traceback_later()
            end_when_silent(0)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_worker)


def _begin_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was started by hand
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from jupyter_core.utils import ensure_event_loop  # of which nbclient takes the loop in which it runs a notebook

    loop = ensure_event_loop()
    end_when_refused(loop)
    while_it_runs(loop)


def _end_with_parent() -> None:
    """End this worker when the process that began it is killed; its kernel then ends by itself."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the pool at once: what is under way when it comes to this is lost, or not wanted any more."""
    workers = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        worker.terminate()  # a worker whose kernel runs ends the kernel first
    for worker in workers:
        worker.join(SECONDS_TO_END)
        if worker.exitcode is None:
            worker.kill()
            worker.join()
