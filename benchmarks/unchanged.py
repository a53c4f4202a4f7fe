"""What finding out costs that nothing changed: the whole command, over a tree of many reports that are up to date.

    python benchmarks/unchanged.py --json FILE

Thirteen analyses of every jobcenter, on the synthetic country. One report of each analysis is made by its notebook;
the others have its files under a record of their own, which is all that is looked at. Then ``jobcenter run`` is started
anew each time: with nothing changed, after every file was touched, and without what the last batch had seen of them.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis import project
from analysis.runs import batch, engines
from analysis.runs.job import Job, Made
from analysis.runs.make import make
from analysis.runs.plan import Request, plan
from analysis.runs.pool import Watch
from analysis.runs.record import as_json
from batch import BIN, DATA, ROOT, write_empty

ANALYSES = 13
GOAL = 2.0  # seconds


def main() -> None:
    """Measure and print; write the figures where ``--json`` says."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--analyses", type=int, default=ANALYSES)
    arguments.add_argument("--times", type=int, default=5, help="so often each; the median is told")
    arguments.add_argument("--json", type=Path, help="where to write the figures")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        reports = tree(home, asked.analyses)
        out = next((home / "reports").iterdir())
        found: dict[str, Any] = {"reports": reports, "goal_seconds": GOAL, "cores": os.cpu_count()}
        found["unchanged"] = command(home, reports, asked.times)
        for path in home.rglob("*"):
            os.utime(path, follow_symlinks=False)
        found["touched"] = command(home, reports, 1)
        (out / "run.json").unlink()
        found["not_seen"] = command(home, reports, 1)
        found["after_that"] = command(home, reports, asked.times)
        found["load"] = round(os.getloadavg()[1], 1)  # processes that ran or waited, these among them
    print(json.dumps(found, indent=1))
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def tree(home: Path, analyses: int) -> int:
    """Make a project and its reports; how many there are."""
    for room in ("notebooks", "params"):
        (home / room).mkdir()
    for room in ("reference", "requirements.lock"):
        (home / room).symlink_to(ROOT / room)
    (home / "data").mkdir()
    shutil.copytree(ROOT / "data" / "snapshots" / DATA, home / "data" / "snapshots" / DATA)
    for number in range(1, analyses + 1):
        write_empty(home, f"empty-{number}")
    os.environ[project.HOME] = str(home)
    planned = plan(Request(data=DATA, out=home / "reports"))
    summary = batch.run(planned, workers=1, engine=engines.PLAIN, elsewhere=copies)
    assert not summary.failures, summary.failures[:1]
    return len(planned.reports)


def copies(jobs: list[Job], watch: Watch) -> Iterator[tuple[Job, Made]]:
    """The first report of each analysis as its notebook makes it, and its files for the others."""
    first: dict[str, Made] = {}
    for job in jobs:
        watch.begun(0, job)
        if job.analysis not in first:
            first[job.analysis] = make(job)
        files = first[job.analysis].files
        about = json.loads(files[f"{job.analysis}.json"])
        about |= {"parameters": job.parameters, "parts": job.parts, "fingerprint": job.fingerprint}
        yield job, Made({**files, f"{job.analysis}.json": as_json(about)})


def command(home: Path, reports: int, times: int) -> dict[str, float]:
    """Seconds of the wall and of the processor that the command takes, and its most memory in MB."""
    walls, busy = [], []
    for _ in range(times):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        words = [str(BIN / "jobcenter"), "run", "--data", DATA, "--out", str(home / "reports")]
        told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        walls.append(time.monotonic() - began)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        busy.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert told.startswith(f"0 made, {reports} up to date, 0 failed"), told
    return {"wall_seconds": round(statistics.median(walls), 2), "cpu_seconds": round(statistics.median(busy), 2)}


if __name__ == "__main__":
    main()
