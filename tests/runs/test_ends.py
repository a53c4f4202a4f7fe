"""What is said of reports whose process ended before it could say anything itself."""

from pathlib import Path
from typing import Any

from analysis.runs import engines
from analysis.runs.ends import after_death, interrupted
from analysis.runs.jobs import Way, jobs
from analysis.runs.memory import ALARM
from analysis.runs.plan import Request, plan
from analysis.runs.pool import WorkerDied

pytest_plugins = ["small_project_home"]


def test_a_report_whose_process_ended_is_named_with_its_cell_and_what_is_known_of_the_end(home: Path) -> None:
    job = jobs(plan(Request(jobcentres=["Esbjerg"])), way=Way(engines.WARM, 60), traces=home)[0]
    job.trace.begun(5)
    for death, kind, message, trace in (
        (WorkerDied(refused=True, trace="Traceback: here"), "MemoryError", "there was no more memory", "here"),
        (WorkerDied(refused=True), "MemoryError", "there was no more memory", "Nothing was raised in cell 5"),
        (WorkerDied(signal=ALARM), "WorkerDied", "no headway for 60 seconds", "Nothing was raised in cell 5"),
        (WorkerDied(signal=9, late=True), "Timeout", "took more than 60 seconds", "Nothing was raised in cell 5"),
        (WorkerDied(signal=9), "WorkerDied", "killed, or ended by itself", "Nothing was raised in cell 5"),
    ):
        made: Any = after_death(job, death, seconds=2.5)
        assert (made.failure.type, made.failure.cell, made.failure.heading) == (kind, 5, "Hvor længe?")
        assert message in made.failure.message
        assert trace in made.failure.traceback
        assert made.seconds == 2.5


def test_a_report_that_was_under_way_when_the_batch_was_stopped_is_named_with_its_cell(home: Path) -> None:
    job = jobs(plan(Request(jobcentres=["Esbjerg"])), way=Way(engines.WARM, 60), traces=home)[0]
    job.trace.begun(3)
    made: Any = interrupted(job, seconds=4.0)
    assert (made.failure.type, made.failure.cell, made.seconds) == ("Interrupted", 3, 4.0)
