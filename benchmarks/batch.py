"""What a batch costs: CPU seconds of all its processes, beside the plain way and the limit.

    python benchmarks/batch.py --json benchmarks/results/batch.json     all of it, under ten minutes
    python benchmarks/batch.py --reports 10 --plain 1 --empty 100 --most 200   a trial

(a) papermill and nbconvert from the command line, one report after another; (b) ``jobcenter run``; (c) the limit: the
same cells in one warm process, what they share worked out once, and the page from its template, which must be the
batch's page byte for byte. A core is slower while the others are at work, so (c) is measured in two such processes at
the same time, each of every other report. As a machine's pace drifts within minutes, (b) and (c) are measured
``--times`` times in turn; of each the fastest counts, as other work on a machine only ever slows one down. All on the
synthetic country. Also: where a report's seconds go, the driver's own CPU per report with an empty notebook, and the
memory of a worker over many reports. What the file said of an earlier version under ``before`` is kept.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.cli import WORKERS
from analysis.runs.kernels import fixed
from analysis.runs.plan import Plan, Request, plan
from analysis.runs.record import sha256

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
DATA, ANALYSIS = "demo", "kommuneanalyse"
GOALS = {
    "over_limit": 0.15,
    "times_cheaper": 8.0,
    "busy": 0.90,
    "html_kb": 350.0,
    "figure_ms": 80.0,
    "driver_ms": 10.0,
    "growth": 0.05,
}
EMPTY = """\
from IPython.display import display
from analysis import project
from analysis.data import snapshots
snapshot = snapshots.open_snapshot(data)
about = {"name": data, "digest": snapshot.digest, "retrieved": snapshot.retrieved, "synthetic": True, "source": "x"}
place = {"code": jobcenter, "name": "x"}
mime = "application/vnd.jobcenter.block+json"
head = {"kind": "head", "jobcenter": place, "municipalities": [], "period": period, "snapshot": about, "title": "x"}
display({"text/html": "<p>x</p>", "text/plain": "x", mime: head}, raw=True)
display({"text/html": "<p>x</p>", "text/plain": "x", mime: {"kind": "end"}}, raw=True)"""
PARAMETERS = 'jobcenter: str = "561"  # a code\nperiod: str = "2019-12"  # a month\ndata: str = "demo"  # a snapshot'


def main() -> None:
    """Measure and print; write the figures where ``--json`` says."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reports", type=int, default=1000, help="at most so many jobcentres")
    arguments.add_argument("--plain", type=int, default=3, help="so many reports the plain way")
    arguments.add_argument("--times", type=int, default=3, help="so many times the batch and the limit in turn")
    arguments.add_argument("--few", type=int, default=14, help="reports of a second, small batch")
    arguments.add_argument("--empty", type=int, default=1000, help="so many empty reports")
    arguments.add_argument("--most", type=int, default=10_000, help="so many whose files are put in place alone")
    arguments.add_argument("--workers", type=int, default=WORKERS)
    arguments.add_argument("--json", type=Path, help="where to write the figures")
    asked = arguments.parse_args()
    os.chdir(ROOT)
    codes = [report.jobcenter.code for report in planned().reports][: asked.reports]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        found: dict[str, Any] = {
            "reference": ANALYSIS,
            "workers": asked.workers,
            "plain": plain(Path(folder), codes[: asked.plain]),
        }
        turns = [turn(out, codes, asked.workers, limit_first=number % 2 == 0) for number in range(asked.times)]
        found |= {
            "batch": min((whole for whole, _ in turns), key=cpu_seconds),
            "limit": min((limit_ for _, limit_ in turns), key=cpu_seconds),
            "turns": [[cpu_seconds(one) for one in two] for two in turns],
            "few": batch(Path(folder) / "few", codes[: asked.few], asked.workers),
            "empty": empty(Path(folder) / "empty", asked.empty, os.cpu_count() or 1, asked.most),
        }
    found["phases"] = phases(found)
    found["goals"] = goals(found)
    print(json.dumps(found, indent=1))
    if asked.json:
        before = json.loads(asked.json.read_text(encoding="utf-8")).get("before") if asked.json.exists() else None
        found |= {"before": before} if before else {}
        asked.json.parent.mkdir(exist_ok=True)
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def phases(found: dict[str, Any]) -> dict[str, float]:
    """Where the CPU seconds of a report go: starting, the limit's three parts, the other files, and all the rest.

    What it costs to start is told from two batches of different size.
    """
    many, few, limit_ = found["batch"], found["few"], found["limit"]
    whole = [one["cpu_seconds"] * one["reports"] for one in (many, few)]
    more = many["reports"] - few["reports"]
    each = (whole[0] - whole[1]) / more if more else many["cpu_seconds"]
    told = {
        "starting": many["cpu_seconds"] - each - limit_["shared"],
        "shared": limit_["shared"],
        "cells": limit_["cpu_seconds"] - limit_["page"] - limit_["shared"],
        "page": limit_["page"],
        **limit_["beyond"],
        "driver": found["empty"]["driver_ms"] / 1000,
    }
    rest = many["cpu_seconds"] - sum(told.values())
    return {name: round(seconds, 3) for name, seconds in (told | {"kernel_and_the_rest": rest}).items()}


def planned() -> Plan:
    """Every report of the reference notebook."""
    return plan(Request(analyses=[ANALYSIS], data=DATA))


def goals(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What was reached of each goal, and whether it is enough."""
    batch_, limit_, empty_ = found["batch"], found["limit"], found["empty"]
    reached = {
        "over_limit": batch_["cpu_seconds"] - limit_["cpu_seconds"],
        "times_cheaper": found["plain"]["cpu_seconds"] / batch_["cpu_seconds"],
        "busy": batch_["busy"],
        "html_kb": batch_["html_kb"],
        "figure_ms": limit_["slowest_figure_ms"],
        "driver_ms": max(empty_["driver_ms"], *empty_["driver_ms_by_reports"].values()),
        "growth": empty_["growth"],
    }
    at_least = ("times_cheaper", "busy")
    return {
        name: {
            "goal": goal,
            "reached": round(reached[name], 3),
            "met": reached[name] >= goal if name in at_least else reached[name] <= goal,
        }
        for name, goal in GOALS.items()
    }


def plain(folder: Path, codes: list[str]) -> dict[str, float]:
    """The plain way: a command for papermill and one for nbconvert, report by report."""
    began = children()
    for code in codes:
        book = folder / f"{code}.ipynb"
        parameters = ["-r", "jobcenter", code, "-p", "data", DATA]
        run([BIN / "papermill", f"notebooks/{ANALYSIS}.ipynb", book, *parameters, "--no-progress-bar"])
        run([BIN / "jupyter-nbconvert", "--to", "html", "--no-input", book])
    return {"reports": len(codes), "cpu_seconds": round((children() - began) / len(codes), 2)}


def turn(out: Path, codes: list[str], workers: int, *, limit_first: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """The batch and the limit of its reports, one after the other. The limit's pages must be those of the batch."""
    shutil.rmtree(out, ignore_errors=True)
    found: dict[str, dict[str, Any]] = {}
    ways: dict[str, Callable[[], dict[str, Any]]] = {
        "limit": lambda: limit(len(codes)),
        "batch": lambda: batch(out, codes, workers),
    }
    for name in sorted(ways, reverse=limit_first):
        found[name] = ways[name]()
    pages = {path.parent.name: sha256(path.read_bytes()) for path in out.glob(f"*/*/{ANALYSIS}.html")}
    if found["limit"].pop("pages") != pages:
        raise SystemExit("The limit's pages are not those of the batch: the two cannot be compared.")
    return found["batch"], found["limit"]


def limit(most: int) -> dict[str, Any]:
    """The limit of so many reports, every other of which is made in one process and the rest in another beside it."""
    script = Path(__file__).with_name("batch_limit.py")
    asked = [[sys.executable, str(script), ANALYSIS, DATA, *map(str, (first, 2, most))] for first in (0, 1)]
    started = [
        subprocess.Popen(one, env=pinned(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for one in asked
    ]
    said = [process.communicate()[0] for process in started]
    if any(process.returncode for process in started):
        raise SystemExit(f"{script.name} ended with {[process.returncode for process in started]}.")
    return both(*(json.loads(one.splitlines()[-1]) for one in said))


def cpu_seconds(found: dict[str, Any]) -> float:
    """Of a report."""
    return round(float(found["cpu_seconds"]), 3)


def both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The limit of all reports from those of two halves."""
    reports, pages = one["reports"] + other["reports"], one.pop("pages") | other.pop("pages")
    shares = [half["reports"] / reports for half in (one, other)]
    beyond = [half.pop("beyond") for half in (one, other)]
    found = {name: round(shares[0] * one[name] + shares[1] * other[name], 3) for name in one}
    found |= {"reports": reports, "figures": one["figures"]}
    found["slowest_drawing_ms"] = round(max(one["slowest_drawing_ms"], other["slowest_drawing_ms"]), 1)
    found["beyond"] = {name: round((beyond[0][name] + beyond[1][name]) / 2, 4) for name in beyond[0]}
    return {**found, "pages": pages}


def batch(out: Path, codes: list[str], workers: int) -> dict[str, Any]:
    """The batch from the command line, everything included."""
    chosen = [word for code in codes for word in ("--jobcenter", code)]
    began, clock = children(), time.monotonic()
    run([BIN / "jobcenter", "run", ANALYSIS, "--data", DATA, "--out", out, "--workers", str(workers), *chosen])
    cpu, wall = children() - began, time.monotonic() - clock
    pages = [path.stat().st_size for path in out.glob(f"*/*/{ANALYSIS}.html")]
    return {
        "reports": len(pages),
        "cpu_seconds": round(cpu / len(pages), 3),
        "wall_seconds": round(wall, 1),
        "busy": round(cpu / wall / min(workers, os.cpu_count() or 1), 3),
        "html_kb": round(max(pages) / 1000, 1),
        "again_seconds": round(again(out, workers, chosen), 2),
    }


def again(out: Path, workers: int, chosen: list[str]) -> float:
    """Seconds of the same command when nothing has changed."""
    clock = time.monotonic()
    run([BIN / "jobcenter", "run", ANALYSIS, "--data", DATA, "--out", out, "--workers", str(workers), *chosen])
    return time.monotonic() - clock


def empty(home: Path, reports: int, workers: int, most: int) -> dict[str, Any]:
    """The driver's own CPU per report and the growth of its workers, over reports that do nothing."""
    for room in ("reference", "data"):
        (home / room).parent.mkdir(parents=True, exist_ok=True)
        (home / room).symlink_to(ROOT / room)
    shutil.copy(ROOT / "requirements.lock", home)
    for room in ("notebooks", "params"):
        (home / room).mkdir()
    analyses = -(-max(reports, most) // 90)  # there are a few more jobcentres than that
    for number in range(analyses):
        write_empty(home, f"empty-{number}")
    script = Path(__file__).with_name("batch_driver.py")
    said = subprocess.check_output(
        [sys.executable, script, *map(str, (reports, workers, most))],
        cwd=home,
        env={**quiet(), "JOBCENTER_HOME": str(home)},
    )
    return {"reports": reports, **json.loads(said.splitlines()[-1])}


def write_empty(home: Path, name: str) -> None:
    """A notebook that publishes nothing, and its params file."""
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# x"},
        code_cell("b", PARAMETERS, ["parameters"]),
        code_cell("c", EMPTY, []),
    ]
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (home / "notebooks" / f"{name}.ipynb").write_text(json.dumps(book), encoding="utf-8")
    (home / "params" / f"{name}.yml").write_text("title: x\nquestion: x\njobcentres: all\n", encoding="utf-8")


def code_cell(id_: str, source: str, tags: list[str]) -> dict[str, Any]:
    """A code cell that has not been run."""
    empty_: dict[str, Any] = {"outputs": [], "execution_count": None}
    return {"cell_type": "code", "id": id_, "metadata": {"tags": tags}, "source": source, **empty_}


def run(command: list[Any]) -> None:
    """A command that must succeed."""
    done = subprocess.run(command, env=quiet(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def quiet() -> dict[str, str]:
    """The environment, with one thread for each library."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def pinned() -> dict[str, str]:
    """The environment of a report's kernel, so that its sets and dates are in the same order here."""
    return fixed(ROOT)


def children() -> float:
    """CPU seconds, user and system, of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
