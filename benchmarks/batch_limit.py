"""The limit of a batch: the cells of its notebooks in one warm process, and the pages from the template, nothing else.

Run by ``batch.py``; prints one JSON line: CPU seconds a report, and milliseconds of each figure.
"""

import json
import sys
import time
from statistics import median
from typing import Any

import nbformat

from analysis.publish import blocks, figures
from analysis.runs.blocks import finished
from analysis.runs.job import Words
from analysis.runs.plan import Plan, Report, Request, plan
from analysis.runs.render import report_page

Outputs = list[dict[str, Any]]


def main(analysis: str, data: str, jobcentres: int) -> None:
    """Run the cells for the first jobcentres, once before anything is measured."""
    planned = plan(Request(analyses=[analysis], data=data))
    one(planned.reports[0], planned, [])
    drawn: list[float] = []
    began = time.process_time()
    for report in planned.reports[:jobcentres]:
        one(report, planned, drawn)
    seconds = (time.process_time() - began) / jobcentres
    print(json.dumps({"cpu_seconds": seconds, "figure_ms": 1000 * median(drawn), "figures": len(drawn) // jobcentres}))


def one(report: Report, planned: Plan, drawn: list[float]) -> None:
    """The cells of one notebook and its page; the CPU seconds of each figure go to ``drawn``."""
    shown: Outputs = []
    draw = figures.to_svg
    blocks.display = lambda data, raw=False: shown.append(dict(data))

    def timed(figure: Any) -> str:
        began = time.process_time()
        svg = draw(figure)
        drawn.append(time.process_time() - began)
        return svg

    figures.to_svg = timed
    book = nbformat.reads(report.analysis.notebook.text, as_version=4)
    names: dict[str, Any] = {}
    for number, cell in enumerate(book.cells):
        if cell.cell_type == "code":
            shown.clear()
            exec(compile(cell.source, f"cell {number}", "exec"), names)
            if "parameters" in cell.metadata.get("tags", ()):
                names.update(report.parameters)
            outputs = [{"output_type": "display_data", "metadata": {}, "data": data} for data in shown]
            cell.outputs = nbformat.from_dict(outputs)
            cell.execution_count = number + 1
    figures.to_svg = draw
    asked = {"jobcenter": report.jobcenter.code, "period": planned.period, "digest": planned.snapshot.digest}
    words = Words(title=report.analysis.settings.title, period=planned.period, retrieved="x")
    report_page(book, finished(book, **asked), analysis=report.analysis.name, words=words)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
