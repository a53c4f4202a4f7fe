"""What is said of a report whose process ended before it could say anything itself."""

from analysis.runs.failures import Failure
from analysis.runs.job import Job, Made, with_heading
from analysis.runs.memory import ALARM, SECONDS_OF_SILENCE
from analysis.runs.pool import WorkerDied

DIED = (
    "the process that made the report was killed, or ended by itself; "
    "where nobody did it, the machine may have run out of memory"
)
SILENT = (
    f"the process that made the report was ended, since it made no headway for {SECONDS_OF_SILENCE} seconds; "
    "the machine may have run out of memory"
)
REFUSED = "there was no more memory for the process that made the report"


def after_death(job: Job, death: WorkerDied, *, seconds: float) -> Made:
    """Why a report was not made whose process ended, with the cell that it had come to.

    Parameters
    ----------
    job : Job
        The report.
    death : WorkerDied
        How its process ended.
    seconds : float
        How long it had been under way.
    """
    kind, message = "WorkerDied", DIED
    if death.signal == ALARM:
        message = SILENT
    if death.refused:
        kind, message = "MemoryError", REFUSED
    if death.late:
        kind, message = "Timeout", f"the report took more than {job.seconds} seconds"
    if death.why:
        kind, message = "NotStarted", death.why
    return _failed(job, Failure(kind, message, job.trace.last_cell(), traceback=death.trace), seconds)


def interrupted(job: Job, *, seconds: float) -> Made:
    """Why a report was not made that was under way for some seconds when the batch was stopped."""
    message = "the batch was stopped while the report was made"
    return _failed(job, Failure("Interrupted", message, job.trace.last_cell()), seconds)


def _failed(job: Job, failure: Failure, seconds: float) -> Made:
    return Made(failure=with_heading(failure, job.text), seconds=seconds)
