"""Hold the methods against published answers and simulations; writes docs/validation.json and docs/validation.md.

    python benchmarks/validation.py                        everything
    python benchmarks/validation.py --only rates           one subject (repeat for more); the others stay as they are

Published answers are read from the folder ../shared beside the checkout. Exit code 1 where something does not hold: the
page is written all the same and says so.
"""

import argparse
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import validation_page
from validations import ROOT, Simulation, digest, subjects

RECORD, PAGE = ROOT / "docs" / "validation.json", ROOT / "docs" / "validation.md"
SHARED = ROOT.parent / "shared"


def main() -> int:
    """Run what is asked for, keep what is not, write both files."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", action="append", default=[], metavar="NAME", help="a subject; may be repeated")
    arguments.add_argument("--workers", type=int, default=1, help="processes for the replications")
    arguments.add_argument("--shared", type=Path, default=SHARED, help="the folder with published answers")
    asked = arguments.parse_args()
    if not asked.shared.is_dir():
        raise SystemExit(f"There is no folder {asked.shared} with published answers. Name it: --shared FOLDER")
    known = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    ran = {name: run(name, module, asked.shared, asked.workers) for name, module in subjects(asked.only).items()}
    kept = {name: subject for name, subject in known.items() if name in subjects()}
    record = dict(sorted({**kept, **ran}.items()))
    RECORD.write_text(validation_page.written(record), encoding="utf-8")
    PAGE.write_text(validation_page.page(record), encoding="utf-8")
    failed = validation_page.failures(record)
    print("\n".join(failed) if failed else "everything holds")
    return 1 if failed else 0


def run(name: str, module: ModuleType, shared: Path, workers: int) -> dict[str, Any]:
    """All answers and simulations of one subject, as they are recorded."""
    answers = [asdict(answer) for answer in module.answers(shared)]
    print(f"{name}: {len(answers)} answers")
    return {
        "title": module.TITLE,
        "about": getattr(module, "ABOUT", ""),
        "digest": digest(module),
        "answers": answers,
        "simulations": {one.name: simulated(name, one, workers) for one in module.SIMULATIONS},
        "not_validated": list(module.NOT_VALIDATED),
    }


def simulated(subject: str, simulation: Simulation, workers: int) -> dict[str, Any]:
    """Every replication of a simulation, a list per number, and what they say together."""
    began = time.process_time()
    seeds = range(1, simulation.replications + 1)
    task = partial(replicate, subject, simulation.name)
    if workers > 1:
        with ProcessPoolExecutor(workers) as pool:
            rows = list(pool.map(task, seeds, chunksize=5))
    else:
        rows = [task(seed) for seed in seeds]
    results = [asdict(result) for result in simulation.summary(rows)]
    print(f"{subject}: {simulation.name}, {len(rows)} replications, {time.process_time() - began:.0f} s")
    return {"about": simulation.about, "replications": validation_page.columns(rows), "results": results}


def replicate(subject: str, simulation: str, seed: int) -> dict[str, float]:
    """One replication of the simulation of that name."""
    found: dict[str, Simulation] = {one.name: one for one in subjects([subject])[subject].SIMULATIONS}
    return {name: float(number) for name, number in found[simulation].replicate(seed).items()}


if __name__ == "__main__":
    sys.exit(main())
