"""What very many reports cost on a cluster: what each costs in the middle, measured here, and a simulated schedule.

Empty reports go through a scheduler and two workers on this machine: their CPU is all overhead. What a report costs
by itself comes from ``batch.py``, sizes from a folder of reports. Writes ``results/scale.json``; prints the table of
``docs/scale.md``.

python benchmarks/scale.py --reports reports/2019-12
"""

import argparse
import heapq
import json
import os
import pickle
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import batch as bench
from analysis import project
from analysis.data import snapshots
from analysis.errors import AnalysisError
from analysis.runs import batch
from analysis.runs.jobs import Way, jobs
from analysis.runs.plan import Plan, Request, plan

RESULTS = Path(__file__).with_name("results")
AREAS, ANALYSES = 100_000, 20
WORKERS = (32, 128, 512, 2048)
SPREAD = 0.3  # standard deviation of a report's seconds, as a share of their mean: an assumption
SEED = 20101
COPIES = 100  # of the small plan, to see what a long list of jobs weighs
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure, simulate, and write both down."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--reports", type=Path, required=True, help="a folder of reports of the reference notebook")
    asked = arguments.parse_args()
    by_batch = json.loads((RESULTS / "batch.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        middle = measured(Path(folder))
    found: dict[str, Any] = {
        "areas": AREAS,
        "analyses": ANALYSES,
        "report": {"cpu_seconds": by_batch["batch"]["cpu_seconds"], **sizes(asked.reports)},
        "middle": middle,
        "spread": SPREAD,
        "schedules": [],
    }
    serial = max(middle["driver_ms"], middle["scheduler_ms"]) / 1000
    for workers in WORKERS:
        found["schedules"].append(schedule(AREAS * ANALYSES, workers, found["report"]["cpu_seconds"], serial))
    (RESULTS / "scale.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(table(found))


def sizes(folder: Path) -> dict[str, float]:
    """Kilobytes of a report's files together, and of its record."""
    records = [path for path in folder.glob("*/*.json") if path.with_suffix(".xlsx").exists()]
    files = [file for record in records for file in record.parent.glob(f"{record.stem}.*")]
    total = sum(file.stat().st_size for file in files)
    weight = sum(record.stat().st_size for record in records)
    return {"kb": round(total / len(records) / 1000, 1), "record_kb": round(weight / len(records) / 1000, 1)}


def measured(folder: Path) -> dict[str, float]:
    """CPU milliseconds per empty report of the driver and of the scheduler, and what a job weighs."""
    home, port = prepared(folder), 8797
    os.environ[project.HOME] = str(home)
    rows = pd.DataFrame(
        {
            "measure": "ledige_fuldtid", "benefit": "alle", "area_type": "municipality", "area": "561",
            "period": ["2019-12"], "sex": "alle", "age": "alle", "origin": "alle", "visitation": "alle",
            "value": [120.0], "numerator": float("nan"), "denominator": float("nan"), "unit": "fuldtidspersoner",
            "status": "final", "source": "x", "retrieved": "2020-02-10",
        }
    )  # fmt: skip
    snapshots.write("demo", {"observations": rows}, source="x", asked=[], retrieved="2020-02-10", synthetic=True)
    address = f"tcp://127.0.0.1:{port}"
    scheduler = started(folder / "scheduler", "scheduler", "--host", "127.0.0.1", "--port", str(port))
    workers = [
        started(
            folder / f"worker-{number}", "worker", address, "--no-nanny", "--nthreads", "1", "--local-directory", "."
        )
        for number in range(2)
    ]
    try:
        wanted = plan(Request(data="demo", out=folder / "reports"))
        return {**through(address, wanted, scheduler.pid, folder / "reports"), **weight(wanted, folder)}
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def prepared(folder: Path) -> Path:
    """A project with one notebook that publishes nothing."""
    home = folder / "project"
    for room in ("notebooks", "params"):
        (home / room).mkdir(parents=True)
    (home / "reference").symlink_to(bench.ROOT / "reference")
    shutil.copy(bench.ROOT / "requirements.lock", home)
    bench.write_empty(home, "empty")
    return home


def started(place: Path, *words: str) -> "subprocess.Popen[bytes]":
    """A part of the cluster, with a folder of its own."""
    place.mkdir()
    command = [sys.executable, "-m", f"distributed.cli.dask_{words[0]}", *words[1:], "--no-dashboard"]
    return subprocess.Popen(command, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def through(address: str, wanted: Plan, scheduler: int, out: Path) -> dict[str, float]:
    """CPU per report of the driver and the scheduler, over the reports of a plan."""
    from analysis.runs.cluster import connected

    out.mkdir()
    for _ in range(60):
        try:
            with connected(address, wanted, engine="warm", out=out.as_uri()) as cluster:
                before, ticks = resource.getrusage(resource.RUSAGE_SELF), cpu(scheduler)
                summary = batch.run(wanted, workers=cluster.places, elsewhere=cluster.outcomes)
                after, later = resource.getrusage(resource.RUSAGE_SELF), cpu(scheduler)
            break
        except AnalysisError:  # not all are there yet
            time.sleep(1)
    else:
        raise SystemExit("the cluster did not come up")
    assert not summary.failures, summary.failures[:1]
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    count = len(wanted.reports)
    return {
        "reports": count,
        "driver_ms": round(1000 * used / count, 2),
        "scheduler_ms": round(1000 * (later - ticks) / count, 2),
    }


def weight(wanted: Plan, folder: Path) -> dict[str, float]:
    """What a job weighs on its way, and in the driver's memory in a long list."""
    many = Plan(wanted.period, wanted.snapshot, wanted.folder, wanted.reports * COPIES)
    before, began = resident(), time.process_time()
    found = jobs(many, way=Way("warm"), traces=folder)
    used, grown = time.process_time() - began, resident() - before
    return {
        "job_kb": round(len(pickle.dumps(found[0])) / 1000, 1),
        "planning_ms": round(1000 * used / len(found), 3),
        "memory_kb": round(grown / len(found) / 1000, 2),
    }


def resident() -> int:
    """Bytes of memory of this process."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def cpu(pid: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def schedule(reports: int, workers: int, seconds: float, serial: float, *, seed: int = SEED) -> dict[str, float]:
    """Hours that reports take on workers of one core, handed out one after another by a driver that takes ``serial``.

    Each report goes to the worker that is free first; its seconds are drawn from a log-normal distribution with the
    mean given and the assumed spread.
    """
    sigma = np.sqrt(np.log(1 + SPREAD**2))
    drawn = np.random.default_rng(seed).lognormal(np.log(seconds) - sigma**2 / 2, sigma, reports)
    free, handed, busy = [0.0] * workers, 0.0, 0.0
    for each in drawn.tolist():
        begins = max(free[0], handed)
        handed = begins + serial
        heapq.heapreplace(free, begins + each)
        busy += each
    ends = max(free)
    return {
        "workers": workers,
        "hours": round(ends / 3600, 2),
        "busy": round(busy / (ends * workers), 3),
        "core_hours": round(busy / 3600),
    }


def table(found: dict[str, Any]) -> str:
    """The table of schedules, in Markdown."""
    rows = [
        f"| {one['workers']:,} | {one['hours']:.1f} | {one['busy']:.0%} | {one['core_hours'] / one['busy']:,.0f} |"
        for one in found["schedules"]
    ]
    return "\n".join(["| workers of one core | hours | busy | core hours paid |", "|---|---|---|---|", *rows])


if __name__ == "__main__":
    main()
