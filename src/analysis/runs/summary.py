"""What comes of a batch: how long it takes, who is told how it goes on, and what is said when it has ended."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.runs import engines
from analysis.runs.job import Job

SECONDS_PER_REPORT = {engines.WARM: 2.4, engines.PLAIN: 10.6}  # of one worker on a small machine, pages included
SECONDS_TO_START = 10
MADE, UP_TO_DATE, FAILED, HELD_BACK = "made", "up_to_date", "failed", "held_back"
INTERRUPTED = 130


@dataclass
class Summary:
    """What came of a batch; ``results`` has one row per report: analysis, jobcenter, outcome, seconds.

    A report is held back when the batch was stopped before it was begun.
    """

    index: Path
    results: list[dict[str, Any]] = field(default_factory=list)
    failures: list[dict[str, Any]] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)  # under way when an earlier batch was killed
    kept: int = 0  # of the reports that failed: how many have their last good version
    seconds: float = 0.0
    stopped: bool = False
    unwritten: list[str] = field(default_factory=list)  # of the batch's own files: the disk did not take them

    def count(self, outcome: str) -> int:
        """How many reports ended so."""
        return sum(1 for result in self.results if result["outcome"] == outcome)

    def slowest(self, number: int = 5) -> list[dict[str, Any]]:
        """The rows of the reports that took longest, the slowest first."""
        ran = [result for result in self.results if result["outcome"] in (MADE, FAILED)]
        return sorted(ran, key=lambda result: -result["seconds"])[:number]

    @property
    def exit_code(self) -> int:
        """0 where every report is there, 1 where some failed, 130 where the batch was stopped."""
        return INTERRUPTED if self.stopped else 1 if self.failures else 0


@dataclass(frozen=True)
class Follower:
    """Who is told how a batch goes on.

    ``begin`` is told how many reports there are to make, ``begun`` the worker and the job, ``done`` the row of each
    report, and ``say`` what a reader should know.
    """

    begin: Callable[[int], None] = lambda count: None
    begun: Callable[[int, Job], None] = lambda worker, job: None
    done: Callable[[dict[str, Any]], None] = lambda row: None
    say: Callable[[str], None] = lambda text: None


def estimate(reports: int, workers: int, *, engine: str = engines.WARM) -> str:
    """How long that many reports take, in words.

    >>> estimate(94, 2), estimate(3, 2, engine="plain")
    ('94 reports on 2 workers: about 2 minutes', '3 reports on 2 workers: about 31 seconds')
    """
    if not reports:
        return "Every report is up to date"
    seconds = seconds_for(reports, workers, engine=engine)
    about = f"{round(seconds)} seconds" if seconds < 100 else f"{round(seconds / 60)} minutes"
    return f"{_counted(reports, 'report')} on {_counted(workers, 'worker')}: about {about}"


def seconds_for(reports: int, workers: int, *, engine: str = engines.WARM) -> float:
    """How long that many reports take on a small machine."""
    return SECONDS_TO_START + math.ceil(reports / workers) * SECONDS_PER_REPORT[engine]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
