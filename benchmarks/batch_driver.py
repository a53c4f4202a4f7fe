"""Empty reports through the whole batch: the driver's own CPU per report, and the memory of a worker from start to end.

Run by ``batch.py`` in a project of empty notebooks; prints one JSON line.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from analysis.runs.batch import Follower, run
from analysis.runs.plan import Request, plan


def main(reports: int, workers: int) -> None:
    """Make the reports of every notebook, up to a number of them."""
    planned = plan(Request(data="demo", out=Path("reports")))
    del planned.reports[reports:]
    memory: list[float] = []

    def done(_: dict[str, Any]) -> None:
        memory.append(max(private(pid) for pid in grandchildren()) if len(memory) % 25 == 0 else 0.0)

    began = time.process_time()
    summary = run(planned, workers=workers, force=True, follower=Follower(done=done))
    driver = time.process_time() - began
    seen = [value for value in memory if value]
    assert not summary.failures, summary.failures[:1]
    early, late = seen[len(seen) // 4], seen[-1]
    print(
        json.dumps(
            {
                "driver_ms": round(1000 * driver / len(planned.reports), 2),
                "worker_mb": [round(early, 1), round(late, 1)],
                "growth": round(late / early - 1, 3),
                "wall_seconds": round(summary.seconds, 1),
            }
        )
    )


def grandchildren() -> list[int]:
    """The workers: the first processes that the warm process forked."""
    me = [int(pid) for pid in Path("/proc/self/task").joinpath(str(own()), "children").read_text().split()]
    workers = []
    for pid in me:
        for task in Path(f"/proc/{pid}/task").iterdir():
            workers += [int(child) for child in (task / "children").read_text().split()[:2]]
    return workers


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
    main(int(sys.argv[1]), int(sys.argv[2]))
