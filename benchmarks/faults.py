"""Faults at random moments: what a batch says of each, and whether the same command then ends as if nothing had been.

    python benchmarks/faults.py --json benchmarks/results/faults.json

The small project of the tests, twelve jobcentres on two workers, is made once undisturbed. Then, in folders of their
own, batches are struck: processes are killed, cells do not end or take all memory, disks are full, folders cannot be
written to, Ctrl-C comes. After each, what is there must be whole; the same command is given again, must make exactly
the rest, and must leave the same files byte for byte (all but ``run.json``). Chance has a seed.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
import fault_kinds
from analysis.data import snapshots
from analysis.runs.record import OK, has_good_report, read_record, sha256

TIMES, SEED, WORKERS, SECONDS = 50, 20101, 2, 200
PLACES = (
    *("Esbjerg", "Herlev", "Kolding", "Vejle", "Aarhus", "Odense"),
    *("Randers", "Viborg", "Horsens", "Aalborg", "Roskilde", "Slagelse"),
)
LATEST = 0.85  # of the time that the undisturbed batch took, which was the first and so the slowest
PLAIN_EVERY = 4  # so often the kernels are started anew instead of forked
WHO_OBEYS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")  # root, but permissions hold


def main() -> None:
    """Strike so often, print what was seen, and end with 1 where anything was not as it should be."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--times", type=int, default=TIMES)
    arguments.add_argument("--seed", type=int, default=SEED)
    arguments.add_argument("--at-once", type=int, default=1, help="batches beside each other")
    arguments.add_argument("--kinds", nargs="+", choices=fault_kinds.KINDS, default=fault_kinds.possible())
    arguments.add_argument("--json", type=Path, help="where to write what was seen")
    asked = arguments.parse_args()
    with project_of(PLACES) as stage:
        rows = [
            told(row) for row in struck(stage, asked.kinds, times=asked.times, seed=asked.seed, at_once=asked.at_once)
        ]
    found = {"seed": asked.seed, "reports": len(PLACES), "workers": WORKERS, **summed(rows), "faults": rows}
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(summed(rows), indent=1))
    sys.exit(1 if found["problems"] else 0)


def told(row: dict[str, Any]) -> dict[str, Any]:
    """The row, printed."""
    print(json.dumps(row), flush=True)
    return row


@dataclass
class Stage:
    """A project on which batches are struck, and what an undisturbed one leaves, by engine."""

    home: Path
    places: tuple[str, ...]
    undisturbed: dict[str, dict[str, str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def start(self, engine: str, out: Path, fault: fault_kinds.Fault | None = None) -> "subprocess.Popen[str]":
        """The command, in a session of its own; ``fault`` travels in the environment."""
        words = [word for name in self.places for word in ("--jobcenter", name)]
        limit = [] if fault is None or not fault.timeout else ["--timeout", str(fault.timeout)]
        options = ["--engine", engine, "--workers", str(WORKERS), "--out", str(out), *limit]
        scratch = out.with_name(f"{out.name}.scratch")
        scratch.mkdir(exist_ok=True)
        environment = {**os.environ, "TMPDIR": str(scratch), "FAULT": "{}" if fault is None else fault.for_cells()}
        return subprocess.Popen(
            [*(WHO_OBEYS if os.geteuid() == 0 else ()), sys.executable, "-m", "analysis", "run", *options, *words],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def make_undisturbed(self, engine: str) -> None:
        """Make the reports with an engine, and keep what they are and how long it took."""
        out, began = self.home / f"undisturbed-{engine}", time.monotonic()
        process = self.start(engine, out)
        said = process.communicate(timeout=SECONDS)
        assert process.returncode == 0, said
        self.undisturbed[engine], self.seconds[engine] = tree(out), time.monotonic() - began


@contextmanager
def project_of(places: tuple[str, ...]) -> Iterator[Stage]:
    """The small project with a notebook that can be struck, for the length of a ``with``."""
    from small_project_home import make_home  # of which pytest makes fixtures, where it runs

    with tempfile.TemporaryDirectory(prefix="jc-") as folder, pytest.MonkeyPatch.context() as patch:
        home = make_home(Path(folder), patch)
        digest = snapshots.open_snapshot("demo").digest
        (home / "notebooks" / "proeve.ipynb").write_text(fault_kinds.notebook(digest), encoding="utf-8")
        yield Stage(home, places)


def struck(
    stage: Stage, kinds: list[str], *, times: int, seed: int, plain_every: int = PLAIN_EVERY, at_once: int = 1
) -> Iterator[dict[str, Any]]:
    """What was seen of each fault: kind, engine, how the batch ended, what it named, and what was not as it should be.

    Parameters
    ----------
    kinds : list of str
        Of ``fault_kinds.KINDS``; they take turns in an order by chance.
    at_once : int
        How many batches run beside each other, which changes the moments but not what they are struck with.
    """
    chance, bag, wanted = random.Random(seed), list[str](), list[tuple[int, str, str]]()
    for number in range(times):
        bag = bag or chance.sample(kinds, len(kinds))
        kind = bag.pop()
        plain = plain_every and number % plain_every == plain_every - 1 and kind != "the warm process is killed"
        wanted.append((number, kind, "plain" if plain else "warm"))
    for engine in sorted({engine for _, _, engine in wanted}):
        stage.make_undisturbed(engine)
    with ThreadPoolExecutor(at_once) as pool:
        yield from pool.map(lambda one: _row(stage, one, seed), wanted)


def _row(stage: Stage, wanted: tuple[int, str, str], seed: int) -> dict[str, Any]:
    number, kind, engine = wanted
    chance = random.Random(f"{seed} {number}")
    out = stage.home / f"struck-{number}"
    out.mkdir()
    moment = chance.uniform(0, LATEST * stage.seconds[engine])
    return {"number": number, "kind": kind, "engine": engine, **_struck(stage, kind, engine, out, moment, chance)}


def _struck(stage: Stage, kind: str, engine: str, out: Path, moment: float, chance: random.Random) -> dict[str, Any]:
    fault = fault_kinds.fault(kind, chance)
    with fault_kinds.place(fault, out) as place:
        first = stage.start(engine, out, fault)
        try:
            hit = fault.strike(first, engine=engine, after=moment, place=place, chance=chance)
            said, stderr = first.communicate(timeout=SECONDS)
            hung = []
        except subprocess.TimeoutExpired:
            said, stderr, hung = "", "", [f"it did not end in {SECONDS} seconds"]
        finally:
            first.kill()
            first.wait()
        problems = [] if fault_kinds.all_gone(first.pid) else ["processes were left behind"]
        fault.undo(place)
        failures = _failures(out, stderr)
        whole = good(out)
        problems += hung + broken(out) + _unnamed(failures, first.returncode, said, fault)
        second = stage.start(engine, out)
        again = second.communicate(timeout=SECONDS)[0]
        problems += _not_the_rest(again, second.returncode, rest=len(stage.places) - whole, whole=whole)
        same = tree(out) == stage.undisturbed[engine]
        problems += [] if same else [f"other files: {differing(tree(out), stage.undisturbed[engine])}"]
    shutil.rmtree(out, ignore_errors=True)
    return {
        "after_seconds": round(moment, 2),
        "struck": hit,
        "exit": first.returncode,
        "named": sorted(Counter(f"{one['type']} in cell {one['cell']}" for one in failures).items()),
        "whole_before": whole,
        "made_again": len(stage.places) - whole,
        "identical": same,
        "problems": problems,
    }


def _failures(out: Path, said: str) -> list[dict[str, Any]]:
    """What ``failures.json`` names, or what was said in its place where it could not be written."""
    path = next(iter(out.glob("*/failures.json")), None)
    if "failures.json could not be written" in said:
        text = said.partition("failures.json could not be written")[2].partition("\n")[2]
        return list(json.JSONDecoder().raw_decode(text)[0])
    return [] if path is None else list(json.loads(path.read_text(encoding="utf-8")))


def _unnamed(failures: list[dict[str, Any]], code: int, said: str, fault: fault_kinds.Fault) -> list[str]:
    """What a batch that could still speak did not say of its failures."""
    found = []
    counted = said.partition(" failed")[0].rpartition(" ")[2] if " failed" in said else ""
    if counted and int(counted) != len(failures):
        found.append(f"{counted} failed, but {len(failures)} are named")
    if code not in (0, 1, 130, *([2] if fault.may_refuse else [])) and not fault.kills_driver:
        found.append(f"it ended with {code}")
    if code == 1 and not failures:
        found.append("it ended with 1 and named nothing")
    for one in failures:
        if not (one["type"] and one["message"] and one["traceback"] and one["reproduce"]["parameters"]):
            found.append(f"a failure without message, traceback or reproduction ({one['type']})")
        if one["cell"] is not None and not one["heading"]:
            found.append(f"no heading of cell {one['cell']} ({one['type']})")
        if fault.cell and one["cell"] != fault.cell:
            found.append(f"cell {one['cell']} is named instead of {fault.cell}")
    return found


def _not_the_rest(said: str, code: int, *, rest: int, whole: int) -> list[str]:
    wanted = f"{rest} made, {whole} up to date, 0 failed, 0 held back"
    return [] if code == 0 and wanted in said else [f"instead of '{wanted}' ({code}): {said.splitlines()[:1]}"]


def good(out: Path) -> int:
    """How many reports lie there whole."""
    return sum(has_good_report(path.parent, path.stem) for path in out.glob("*/*/proeve.json"))


def broken(out: Path) -> list[str]:
    """The records that are half written, or that say of files what does not hold."""
    found = []
    for path in out.glob("*/*/proeve.json"):
        about = read_record(path)
        if about is None:
            found.append(f"{path.parent.name}: half a record")
        elif about["status"] == OK and not has_good_report(path.parent, path.stem):
            found.append(f"{path.parent.name}: a record that does not hold")
    return found


def tree(out: Path) -> dict[str, str]:
    """The SHA-256 of every file but what is said of the batch."""
    files = [path for path in out.rglob("*") if path.is_file() and path.name != "run.json"]
    return {path.relative_to(out).as_posix(): sha256(path.read_bytes()) for path in files}


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The files that only one has, or that differ."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))[:5]


def summed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """How many faults of each kind there were, and what was not as it should be."""
    return {
        "times": len(rows),
        "struck": sum(row["struck"] for row in rows),
        "identical": sum(row["identical"] for row in rows),
        "by_kind": dict(sorted(Counter(row["kind"] for row in rows).items())),
        "problems": [
            f"{row['number']} ({row['kind']}, {row['engine']}): {one}" for row in rows for one in row["problems"]
        ],
    }


if __name__ == "__main__":
    main()
