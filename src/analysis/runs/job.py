"""A report to make, and what came of it: what the driver and its workers send each other."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.runs.comments.reading import Comment
from analysis.runs.execute import SECONDS_PER_CELL
from analysis.runs.failures import Failure
from analysis.runs.trace import Trace


@dataclass(frozen=True)
class Words:
    """What a page says of its report in Danish: the title, the month, and the day the figures were retrieved."""

    title: str
    period: str
    retrieved: str


@dataclass(frozen=True)
class Job:
    """All that a worker needs to make a report; it reads the notebook from here, so a later edit changes nothing."""

    analysis: str
    title: str
    jobcenter: str
    name: str
    folder: str
    words: Words
    parameters: dict[str, Any]
    snapshot: dict[str, Any]  # what a reader is told of it
    digest: str  # of the snapshot, all of it
    fingerprint: str  # of what is known before the report is made
    parts: dict[str, str]
    versions: dict[str, str]
    text: str
    home: Path
    trace: Trace  # where it is left how far the report has come, for the case that the worker dies
    engine: str | None = None  # of papermill
    seconds_per_cell: int = SECONDS_PER_CELL
    seconds: int | None = None
    comments: tuple[Comment, ...] = ()
    reuse: Path | None = None  # the executed notebook, where its page alone is to be made

    @property
    def label(self) -> str:
        """How journals and lists name the report: its folder and its analysis."""
        return f"{self.folder}/{self.analysis}"


@dataclass(frozen=True)
class Made:
    """What came of a job: its files by name, the record last, or the reason why there are none."""

    files: dict[str, bytes] = field(default_factory=dict)
    failure: Failure | None = None
    seconds: float = 0.0


def with_heading(failure: Failure, text: str) -> Failure:
    """The failure with the last heading of the notebook at or above its cell.

    Where nothing was raised, as when a process is killed, the cell's source stands for the traceback.
    """
    heading, source = failure.heading, ""
    for cell in json.loads(text)["cells"][: failure.cell]:
        lines = [line for line in "".join(cell["source"]).splitlines() if line.startswith("#")]
        if cell["cell_type"] == "markdown" and lines:
            heading = lines[-1].lstrip("# ").strip()
        source = "".join(cell["source"])
    traceback = failure.traceback or (f"Nothing was raised in cell {failure.cell}:\n{source}" if failure.cell else "")
    return Failure(failure.type, failure.message, failure.cell, heading, traceback)
