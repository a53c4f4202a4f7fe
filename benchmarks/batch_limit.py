"""The limit of a batch: the cells of its notebooks in one warm process, and the pages from the template, nothing else.

Run by ``batch.py``; prints one JSON line: CPU seconds a report, milliseconds of the figures, the SHA-256 of the pages,
CPU seconds of the other files of a report, which a batch makes beyond the limit, and those of what the cells of all
reports share, which is worked out once: a report's part of it belongs to its cells.

A figure's milliseconds are the middle ones of all reports: of the middle figure and of the slowest one. The slowest
drawing of all is told, too.
"""

import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import nbformat

from analysis.data import tables
from analysis.measures.prepared import prepare
from analysis.measures.reading.record import told
from analysis.publish import blocks, figures
from analysis.publish.charts import to_svg
from analysis.runs.blocks import finished
from analysis.runs.executed import as_bytes, kept
from analysis.runs.job import Job
from analysis.runs.jobs import Way, jobs
from analysis.runs.plan import Request, plan
from analysis.runs.record import OK, as_json, record, sha256
from analysis.runs.render import report_page, review_page
from analysis.runs.warm.warmth import Warmth
from analysis.runs.workbook import workbook

Outputs = list[dict[str, Any]]


def main(analysis: str, data: str, first: int, step: int, most: int) -> None:
    """Run the cells for some jobcentres: so many at most, each so many after the one before.

    Those of one are run before anything is measured.
    """
    with tempfile.TemporaryDirectory() as folder:
        every = jobs(plan(Request(analyses=[analysis], data=data)), way=Way(), traces=Path(folder))
    began = time.process_time()
    prepare_all(every)
    shared = (time.process_time() - began) / len(every)
    Limit([]).report(every[0])
    gc.collect()
    gc.freeze()  # as the warm process does before it forks: what is there for all is not gone through again
    chosen = every[:most][first::step]
    drawn: list[list[float]] = []
    limit = Limit(drawn)
    began = time.process_time()
    pages = {job.folder: sha256(limit.report(job)) for job in chosen}
    seconds = (time.process_time() - began) / len(chosen) + shared
    told = {"cpu_seconds": seconds, "shared": shared, "page": limit.page / len(chosen)}
    figures = [median(one) for one in zip(*drawn, strict=True)]
    told |= {"figure_ms": 1000 * median(figures), "slowest_figure_ms": 1000 * max(figures), "figures": len(figures)}
    told |= {"slowest_drawing_ms": 1000 * max(max(one) for one in drawn), "reports": len(chosen)}
    print(json.dumps({**told, "beyond": beyond(chosen[-1], limit.book), "pages": pages}))


def prepare_all(every: list[Job]) -> None:
    """Work out what the reports share, as the warm process of a batch does."""
    shared = Warmth.of([(job.text, job.parameters) for job in every])
    panel = tables.observations(shared.data, shared.jobcentres[0], shared.period)
    prepare(panel, shared.words, composed=shared.composed, calls=shared.calls, jobcentres=shared.jobcentres)
    told(panel.snapshot, panel.period)


class Limit:
    """Runs cells and makes pages; CPU seconds of a report's figures go to ``drawn``, those of all pages to ``page``."""

    def __init__(self, drawn: list[list[float]]) -> None:
        self.drawn, self.page = drawn, 0.0
        self.book: Any = None

    def report(self, job: Job) -> str:
        """The cells of one notebook, and its page."""
        shown: Outputs = []
        self.drawn.append([])

        def display(data: dict[str, Any], *, raw: bool) -> None:
            shown.append(dict(data))

        with patch.object(blocks, "display", display), patch.object(figures, "to_svg", self.timed(to_svg)):
            self.book = executed(job, shown)
        began = time.process_time()
        page = report_page(self.book, found(job, self.book), analysis=job.analysis, words=job.words)
        self.page += time.process_time() - began
        return page

    def timed(self, draw: Callable[[Any], str]) -> Callable[[Any], str]:
        """Drawing that is timed."""

        def drawing(figure: Any) -> str:
            began = time.process_time()
            svg = draw(figure)
            self.drawn[-1].append(time.process_time() - began)
            return svg

        return drawing


def executed(job: Job, shown: Outputs) -> Any:
    """The notebook after its cells have run here, one after another."""
    book = nbformat.reads(job.text, as_version=4)
    names: dict[str, Any] = {}
    for number, cell in enumerate(book.cells):
        if cell.cell_type == "code":
            shown.clear()
            exec(compile(cell.source, f"cell {number}", "exec"), names)
            if "parameters" in cell.metadata.get("tags", ()):
                names.update(job.parameters)
            outputs = [{"output_type": "display_data", "metadata": {}, "data": data} for data in shown]
            cell.outputs = nbformat.from_dict(outputs)
            cell.execution_count = number + 1
    return book


def found(job: Job, book: Any) -> Any:
    """What a notebook published."""
    return finished(book, jobcenter=job.jobcenter, period=job.parameters["period"], digest=job.digest)


def beyond(job: Job, book: Any) -> dict[str, float]:
    """CPU seconds of the files that a report has beside its page."""
    made, book = found(job, book), kept(book, job.parameters)
    same: dict[str, Any] = {"parameters": job.parameters, "snapshot": job.snapshot, "versions": job.versions}
    same |= {"fingerprint": job.fingerprint}
    about = {**same, "files": {f"{job.analysis}.html": job.fingerprint}}
    told = {**same, "analysis": job.analysis, "title": job.title, "parts": job.parts, "read": made.read}
    ways: dict[str, Callable[[], Any]] = {
        "review_page": lambda: review_page(book, made, analysis=job.analysis, words=job.words, about=about),
        "workbook": lambda: workbook(made, title=job.title, period=job.words.period, data=job.fingerprint),
        "notebook": lambda: as_bytes(kept(book, job.parameters)),
        "record": lambda: as_json(record(status=OK, files={}, blocks=made, **told)),
    }
    return {name: cpu(way) for name, way in ways.items()}


def cpu(way: Callable[[], Any], *, times: int = 5) -> float:
    """CPU seconds that something takes, once it has been done before."""
    way()
    began = time.process_time()
    for _ in range(times):
        way()
    return (time.process_time() - began) / times


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
