"""One report from beginning to end, in a worker: run the notebook, see that it finished, and make its files."""

import logging
import time
import traceback
from functools import partial
from typing import Any

from analysis.runs.blocks import Blocks, finished
from analysis.runs.comments.placing import commented
from analysis.runs.execute import execute, source_number
from analysis.runs.executed import as_bytes, kept, with_words
from analysis.runs.failures import Failure, ReportError
from analysis.runs.fingerprint import DATA, fingerprint, of_data
from analysis.runs.job import Job, Made, with_heading
from analysis.runs.record import OK, as_json, record, sha256
from analysis.runs.render import report_page, review_page
from analysis.runs.workbook import workbook


def make(job: Job) -> Made:
    """The files of a report, or why it could not be made. Nothing is written but the trace.

    A bug in the package is a reason like any other here, so that no report stops another; its traceback is kept.

    Raises
    ------
    MemoryError
        If this process is refused memory: it is not to make any more reports.
    """
    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what it would say is in the failure
    began = time.monotonic()
    try:
        files = _files(job)
    except ReportError as error:
        return Made(failure=_headed(error.failure, job), seconds=time.monotonic() - began)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - told in failures.json, with its traceback
        failure = Failure(type(error).__name__, str(error), traceback=traceback.format_exc())
        return Made(failure=failure, seconds=time.monotonic() - began)
    return Made(files, seconds=time.monotonic() - began)


def _files(job: Job) -> dict[str, bytes]:
    book = _executed(job) if job.reuse is None else with_words(job.reuse.read_text(encoding="utf-8"), job.text)
    digest = job.digest if job.reuse is None else None
    try:
        blocks = finished(book, jobcenter=job.jobcenter, period=job.parameters["period"], digest=digest)
    except ReportError as error:
        cell = source_number(job.text, error.failure.cell - 1) if error.failure.cell else 0
        raise ReportError(Failure(error.failure.type, error.failure.message, cell)) from None
    return _rendered(job, kept(book, job.parameters), blocks)


def _executed(job: Job) -> Any:
    """The notebook after its cells have run in a kernel."""
    return execute(
        job.text,
        job.parameters,
        home=job.home,
        scratch=job.trace.path.parent,
        engine=job.engine,
        seconds_per_cell=job.seconds_per_cell,
        seconds=job.seconds,
        begun=job.trace.begun,
        ended=job.trace.ended,
    )


def _rendered(job: Job, book: Any, blocks: Blocks) -> dict[str, bytes]:
    name, title = job.analysis, job.title
    page = partial(commented, book, job.comments, jobcenter=job.name)
    read = {"snapshots": {job.snapshot["name"]: job.digest}} if blocks.read is None else blocks.read
    parts = {**job.parts, DATA: of_data(read)}
    files = {
        f"{name}.html": report_page(page(keep=False), blocks, analysis=name, words=job.words).encode(),
        f"{name}.ipynb": as_bytes(book),
        f"{name}.xlsx": workbook(blocks, title=title, period=job.words.period, data=parts[DATA]),
    }
    about = {
        "parameters": job.parameters,
        "snapshot": {**job.snapshot, DATA: parts[DATA]},
        "files": {file: sha256(content) for file, content in files.items()},
        "versions": job.versions,
        "fingerprint": fingerprint(parts),
    }
    files[f"{name}.review.html"] = review_page(
        page(keep=True), blocks, analysis=name, words=job.words, about=about
    ).encode()
    made = record(
        status=OK,
        analysis=name,
        title=title,
        parameters=job.parameters,
        snapshot=job.snapshot,
        fingerprint=fingerprint(parts),
        parts=parts,
        read=read,
        versions=job.versions,
        files=files,
        blocks=blocks,
    )
    return files | {f"{name}.json": as_json(made)}


def _headed(failure: Failure, job: Job) -> Failure:
    return with_heading(failure, job.text) if failure.cell else failure
