"""The ways to run notebooks on several workers: forked from a warm process, or each kernel started anew."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from analysis.runs import pool
from analysis.runs.pool import Watch, WorkerDied
from analysis.runs.warm import pool as warm
from analysis.runs.warm.crew import COLD
from analysis.runs.warm.warmth import Warmth

J = TypeVar("J")
R = TypeVar("R")
WARM, PLAIN = "warm", "plain"
ENGINES = (WARM, PLAIN)
GRACE = 30  # seconds that a worker has, after a report's time is up, to say so itself


def default() -> str:
    """The fastest engine that this system has."""
    return WARM if warm.available() else PLAIN


def of_papermill(engine: str) -> str | None:
    """What papermill calls an engine: its own has no name."""
    return engine if engine == WARM else None


def outcomes(
    engine: str,
    work: Callable[[J], R],
    jobs: list[J],
    *,
    workers: int,
    home: Path,
    scratch: Path,
    warmth: Warmth = COLD,
    seconds: int | None = None,
    watch: Watch | None = None,
) -> Iterator[tuple[J, R | WorkerDied]]:
    """Each job with what came of it, as they finish; see ``pool.outcomes`` and ``warm.pool.outcomes``."""
    limit = None if seconds is None else seconds + GRACE
    if engine == PLAIN:
        return pool.outcomes(work, jobs, workers=workers, seconds=limit, watch=watch)
    return warm.outcomes(
        work, jobs, workers=workers, home=home, scratch=scratch, warmth=warmth, seconds=limit, watch=watch
    )
