"""A worker that is kept from job to job, with the warm process behind it: for who is handed jobs one at a time."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from analysis.runs.pool import Watch, WorkerDied
from analysis.runs.warm.crew import COLD, Crew, NotStartedError
from analysis.runs.warm.pool import STARTS, not_started, until_the_crew_dies
from analysis.runs.warm.warmth import Warmth

J = TypeVar("J")
R = TypeVar("R")
TRIES = 2  # a warm process may have been ended between two jobs, which is no job's fault


class Standing:
    """One worker, for the length of a ``with`` or until it is closed; used by one thread.

    Parameters
    ----------
    home : Path
        The project's folder.
    scratch : Path
        A folder of its own, for the log of the warm process.
    warmth : Warmth
        What the warm process is to know.
    """

    def __init__(self, home: Path, scratch: Path, warmth: Warmth = COLD) -> None:
        self._warmth = warmth
        self._hire: Callable[[], Crew] = lambda: Crew(home, scratch, self._warmth)
        self._crew: Crew | None = None

    def __enter__(self) -> "Standing":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.close()

    def outcome(self, work: Callable[[J], R], job: J, *, seconds: float | None = None) -> R | WorkerDied:
        """What came of a job; a worker that dies with it, or is killed after some seconds, is replaced for the next.

        Where no warm process can be started, that is said in ``why``.
        """
        lost, barren = 0, list[NotStartedError]()
        while lost < TRIES and len(barren) < STARTS and all(error.again for error in barren):
            try:
                self._crew = self._crew or self._hire()
                for _, result in until_the_crew_dies(self._crew, work, [job], 1, [], seconds, Watch()):
                    return result
                lost += 1
            except NotStartedError as error:
                barren.append(error)
                self._warmth = self._warmth.unrehearsed()
            self.close()
        return WorkerDied() if lost == TRIES else WorkerDied(why=not_started(barren[-1].why, len(barren)))

    def close(self) -> None:
        """End the worker and the warm process."""
        crew, self._crew = self._crew, None
        if crew is not None:
            crew.__exit__(None, None, None)
