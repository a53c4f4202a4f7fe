"""Monthly tables from a national register: CPU seconds and memory, against the plain scan and against pandas.

    python benchmarks/register.py --json FILE            10 million spells of 2.5 million persons
    python benchmarks/register.py --spells 500000        a trial

The register is drawn with a seed. Each task runs in a process of its own; CPU seconds are those of that process in user
and system mode, of all its threads, without starting Python and loading libraries.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import register_data

TASKS = Path(__file__).with_name("register_tasks.py")
TABLES = ["full_time_persons", "affected", "inflow", "exits", "stock_flow", "long_term", "transitions"]
SPELLS_A_PERSON = 4
LIMIT, MEMORY = 45, 4.0  # times the scan; GB
LINEAR = [100_000, 1_000_000, 4_000_000]  # persons


def main() -> None:
    """Measure and print; write the figures where ``--json`` says."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--spells", type=int, default=10_000_000)
    arguments.add_argument("--json", type=Path, help="where to write the figures")
    arguments.add_argument("--seed", type=int, default=20101)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), asked.spells, asked.seed)
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def measured(folder: Path, spells: int, seed: int) -> dict[str, Any]:
    """All figures; every part is printed when it is known."""
    persons = spells // SPELLS_A_PERSON
    print(f"{spells:,} spells of {persons:,} persons")
    national = folder / "national"
    register_data.write(national, persons=persons, spells=spells, seed=seed)
    scan = task(national, "scan")
    base = scan["cpu_seconds"]
    print(f"{'scan':20}{base:8.2f} s")
    fetch = task(national, "fetch")
    print(f"{'scan, handed over':20}{fetch['cpu_seconds']:8.2f} s")
    tables = {}
    for name in TABLES:
        tables[name] = {**task(national, name)}
        tables[name]["times_scan"] = round(tables[name]["table"] / base, 2)
        print(line(name, tables[name]["table"], tables[name]))
    everything = task(national, "everything")
    everything["times_scan"] = round(everything["cpu_seconds"] / base, 2)
    everything["within"] = everything["times_scan"] <= LIMIT and everything["peak_gb"] <= MEMORY
    print(line("everything", everything["cpu_seconds"], everything))
    return {
        "spells": spells,
        "persons": persons,
        "seed": seed,
        "months": 120,
        "scan": scan,
        "scan_handed_over": fetch,
        "tables": tables,
        "everything": everything,
        "limit": {"times_scan": LIMIT, "peak_gb": MEMORY},
        "pandas": in_pandas(national, persons, everything["cpu_seconds"] / spells),
        "linear": linear(folder, spells, persons, seed),
    }


def line(name: str, seconds: float, found: dict[str, Any]) -> str:
    """One task in words."""
    return f"{name:20}{seconds:8.2f} s {found['times_scan']:7.1f} x scan, {found['peak_gb']} GB"


def in_pandas(national: Path, persons: int, ours: float) -> dict[str, Any]:
    """The plain way in pandas, on twice as many persons each time until it no longer fits in the memory."""
    fits: dict[str, Any] = {}
    size = min(20_000, persons)
    while True:
        found = task(national, "pandas", str(size))
        if found["peak_gb"] > MEMORY:
            break
        each = found["cpu_seconds"] / found["spells"]
        fits = {**found, "persons": size, "times_ours_per_spell": round(each / ours, 1)}
        print(
            f"{'pandas':20}{found['cpu_seconds']:8.2f} s for {found['spells']:,} spells, {found['peak_gb']} GB:"
            f" {each / ours:.1f} x per spell; same figures: {found['agrees']}"
        )
        if size >= persons:
            break
        size = min(2 * size, persons)
    return fits


def linear(folder: Path, spells: int, persons: int, seed: int) -> list[dict[str, Any]]:
    """CPU seconds of everything for a growing number of persons."""
    found = []
    for count in LINEAR:
        size = max(count * persons // 2_500_000, 1000)  # fewer in a trial
        place = folder / f"linear-{size}"
        register_data.write(place, persons=size, spells=size * SPELLS_A_PERSON, seed=seed)
        one = task(place, "everything")
        each = one["cpu_seconds"] / size * 1e6
        found.append({"persons": size, **one, "cpu_seconds_per_million_persons": round(each, 2)})
        if len(found) > 1:  # a table of all cells costs the same for few persons as for many: what more of them cost
            more, before = found[-1], found[-2]
            seconds = more["cpu_seconds"] - before["cpu_seconds"]
            more["seconds_per_million_more"] = round(seconds / (more["persons"] - before["persons"]) * 1e6, 2)
        print(f"{size:>10,} persons   {one['cpu_seconds']:8.2f} s {each:7.2f} s per million, {one['peak_gb']} GB")
        for file in place.iterdir():
            file.unlink()
    return found


def task(folder: Path, name: str, *more: str) -> dict[str, Any]:
    """What one task printed, run in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(TASKS), str(folder), name, *more], check=True, stdout=subprocess.PIPE, text=True
    )
    read: dict[str, Any] = json.loads(done.stdout)
    return read


if __name__ == "__main__":
    main()
