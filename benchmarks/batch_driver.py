"""Empty reports through the whole batch: the driver's own CPU per report, and the memory of a worker from start to end.

Run by ``batch.py`` in a project of empty notebooks; prints one JSON line. First reports are made by workers; then the
files of one of them are taken for those of very many, so that the driver's part alone is left: the plan, the journal,
putting files in place, the front page and the lists.
"""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.runs.batch import run
from analysis.runs.job import Job, Made
from analysis.runs.plan import Plan, Request, plan
from analysis.runs.pool import Watch
from analysis.runs.record import as_json
from analysis.runs.summary import Follower

EVERY = 50  # reports between two looks at the memory; of fewer reports there is one look, at the last


def main(reports: int, workers: int, most: int) -> None:
    """Make the reports of every notebook up to a number of them, and then only put ``most`` in place."""
    told = made_by_workers(reports, workers)
    ready = {count: put_in_place(count) for count in (reports, most)}
    pool = max(0.0, told["driver_ms"] - ready[reports])  # what workers cost the driver beyond that
    told["driver_ms_by_reports"] = {str(count): round(ms + pool, 2) for count, ms in ready.items()}
    print(json.dumps(told))


def made_by_workers(reports: int, workers: int) -> dict[str, Any]:
    """Reports that are made from beginning to end."""
    seen: list[float] = []
    done = 0

    def look(_: dict[str, Any]) -> None:
        nonlocal done
        done += 1
        if done % min(EVERY, reports) == 0:
            seen.append(max((private(pid) for pid in grandchildren()), default=0.0))

    seconds, summary = timed(planned(reports, "reports"), workers=workers, follower=Follower(done=look))
    assert not summary.failures, summary.failures[:1]
    early, late = max(seen[: max(1, len(seen) // 4)]), seen[-1]
    return {
        "per_worker": reports // workers,
        "driver_ms": round(1000 * seconds / reports, 2),
        "worker_mb": [round(early, 1), round(late, 1)],
        "growth": round(late / early - 1, 3),
        "wall_seconds": round(summary.seconds, 1),
    }


def put_in_place(reports: int) -> float:
    """Milliseconds of the driver's CPU for each of many reports whose files are there already."""
    folder = next(Path("reports").glob("*/*/*.xlsx")).parent
    name = next(folder.glob("*.xlsx")).stem
    endings = ("html", "ipynb", "xlsx", "review.html")
    files = {ending: (folder / f"{name}.{ending}").read_bytes() for ending in endings}
    about = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))

    def elsewhere(wanted: list[Job], watch: Watch) -> Iterator[tuple[Job, Made]]:
        for job in wanted:
            watch.begun(0, job)
            told = {**about, "analysis": job.analysis, "parameters": job.parameters, "fingerprint": job.fingerprint}
            content = {f"{job.analysis}.{ending}": content for ending, content in files.items()}
            yield job, Made({**content, f"{job.analysis}.json": as_json(told)})

    seconds, summary = timed(planned(reports, f"put-{reports}"), workers=1, elsewhere=elsewhere)
    assert summary.count("made") == reports, summary.failures[:1]
    return 1000 * seconds / reports


def timed(asked: Plan, **how: Any) -> tuple[float, Any]:
    """CPU seconds of this process for a batch, and its summary."""
    began = time.process_time()
    summary = run(asked, force=True, **how)
    return time.process_time() - began, summary


def planned(reports: int, out: str) -> Plan:
    """The first reports of all notebooks."""
    whole = plan(Request(data="demo", out=Path(out)))
    return replace(whole, reports=whole.reports[:reports])


def grandchildren() -> list[int]:
    """The workers: the first processes that the warm process forked."""
    workers = []
    for pid in children(own()):
        workers += children(pid)[:2]
    return workers


def children(pid: int) -> list[int]:
    """The processes that a process has begun, the oldest first."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text(encoding="ascii").split()]
    return sorted(found)


def own() -> int:
    """The number of this process."""
    return int(Path("/proc/self").resolve().name)


def private(pid: int) -> float:
    """Megabytes that a process shares with no other."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
