"""How fast wide weekly files become spells, in person-weeks per second of CPU, and how much memory that takes.

The files are made in a stream from a seed: a register of invented persons, a code a week over 13 years. Each
conversion is a whole import, with the CPR check, the sorting and the written snapshot, in a process of its own.

    python benchmarks/conversion.py --persons 100000 1000000 4000000 --csv-persons 100000 1000000 --json out.json
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[1]
WEEKS = [f"y_{year % 100:02d}{week:02d}" for year in range(2007, 2020) for week in range(1, 54)]
WEEKS = [week for week in WEEKS if week[4:] != "53" or week[2:4] in ("09", "15")][:676]
CODES = np.array([0, 111, 130, 733, 139, 890, 870, 774, 783, 651, 998, 999], np.int16)
BEGIN = [0.60, 0.06, 0.05, 0.05, 0.02, 0.04, 0.01, 0.04, 0.07, 0.03, 0.02, 0.01]
LEAVE = np.array([0.005, 0.04, 0.03, 0.05, 0.03, 0.10, 0.03, 0.005, 0.001, 0.02, 0.0, 0.0], np.float32)  # a week
NEXT = [0.70, 0.08, 0.04, 0.03, 0.02, 0.07, 0.01, 0.01, 0.01, 0.02, 0.007, 0.003]
MUNICIPALITIES = np.array([101, 147, 461, 561, 563, 751, 813, 825, 851], np.int16)
BLOCK = 50_000  # persons


def blocks(persons: int, *, seed: int = 20101) -> Iterator[Any]:
    """The wide file in tables of ``BLOCK`` persons; a pseudonym of seven or eight digits, one row each."""
    random = np.random.default_rng(seed)
    for start in range(0, persons, BLOCK):
        count = min(BLOCK, persons - start)
        state = random.choice(len(CODES), count, p=BEGIN).astype(np.int8)
        columns = {
            "person": pa.array(1_000_000 + start + random.permutation(count)),
            "kommune": pa.array(random.choice(MUNICIPALITIES, count)),
        }
        for week in WEEKS:
            leaving = np.flatnonzero(random.random(count, dtype=np.float32) < LEAVE[state])
            state[leaving] = random.choice(len(CODES), len(leaving), p=NEXT)
            columns[week] = pa.array(CODES[state], mask=state == 0)
        yield pa.table(columns)


def write(path: Path, persons: int) -> int:
    """A wide file of that many persons, as Parquet or CSV by its ending; returns its size in bytes."""
    writer = None
    for block in blocks(persons):
        if writer is None:
            plain = pacsv.WriteOptions(quoting_style="none")
            csv = path.suffix == ".csv"
            writer = (
                pacsv.CSVWriter(path, block.schema, write_options=plain)
                if csv
                else pq.ParquetWriter(path, block.schema)
            )
        writer.write_table(block)
    if writer is not None:
        writer.close()
    return path.stat().st_size


def convert(path: Path, persons: int) -> dict[str, Any]:
    """Import one file in this process; see ``measured``."""
    from analysis.sources.register import import_files

    used, began = time.process_time(), time.perf_counter()
    snapshot = import_files([path], name="converted", retrieved="2026-01-01", synthetic=True)
    seconds, wall = time.process_time() - used, time.perf_counter() - began
    return {
        "format": path.suffix.removeprefix("."),
        "persons": persons,
        "weeks": len(WEEKS),
        "spells": snapshot.manifest["files"]["spells.parquet"]["rows"],
        "cpu_seconds": round(seconds, 2),
        "wall_seconds": round(wall, 2),
        "person_weeks_per_cpu_second": round(persons * len(WEEKS) / seconds),
        "peak_rss_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def merely_read(path: Path) -> float:
    """Seconds of CPU that DuckDB takes to add up the same columns."""
    import duckdb

    wanted = ", ".join(f"sum({week})" for week in WEEKS)
    kinds = ", ".join(
        f"'{name}': '{'BIGINT' if name == 'person' else 'SMALLINT'}'" for name in ["person", "kommune", *WEEKS]
    )
    source = (
        f"read_csv('{path}', header=true, delim=',', columns={{{kinds}}})" if path.suffix == ".csv" else f"'{path}'"
    )
    with duckdb.connect(config={"threads": 2}) as connection:
        used = time.process_time()
        connection.sql(f"select {wanted} from {source}").fetchall()
        return time.process_time() - used


def measured(path: Path, persons: int) -> dict[str, Any]:
    """A conversion in a process and a project of its own, and DuckDB's reading of the same columns in another."""
    with tempfile.TemporaryDirectory(dir=path.parent) as home:
        (Path(home) / "notebooks").mkdir()
        for room in ("params", "reference"):
            (Path(home) / room).symlink_to(ROOT / room)
        environment = {**os.environ, "JOBCENTER_HOME": home}
        found: dict[str, Any] = _in_child(["--convert", str(path), str(persons)], environment)
        found["duckdb_read_cpu_seconds"] = round(_in_child(["--read", str(path)], environment), 2)
    found["times_duckdb_read"] = round(found["cpu_seconds"] / found["duckdb_read_cpu_seconds"], 2)
    found["file_bytes"] = path.stat().st_size
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--persons", type=int, nargs="*", default=[100_000], help="sizes of Parquet files")
    parser.add_argument("--csv-persons", type=int, nargs="*", default=[100_000], help="sizes of CSV files")
    parser.add_argument("--folder", type=Path, default=None, help="where the files are made; 2 GB per million in CSV")
    parser.add_argument("--json", type=Path, default=None, help="a file for the figures")
    parser.add_argument("--convert", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--read", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.convert:
        print(json.dumps(convert(Path(given.convert[0]), int(given.convert[1]))))
        return
    if given.read:
        print(json.dumps(merely_read(Path(given.read))))
        return
    wanted = [(".parquet", count) for count in given.persons] + [(".csv", count) for count in given.csv_persons]
    rows = []
    print("format    persons      spells  CPU s  mio. person-weeks/CPU s  peak MB  times DuckDB's reading")
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        for suffix, persons in wanted:
            path = Path(folder) / f"wide{suffix}"
            write(path, persons)
            row = measured(path, persons)
            path.unlink()
            rows.append(row)
            print(
                f"{row['format']:7} {persons:9} {row['spells']:11} {row['cpu_seconds']:6.1f} "
                f"{row['person_weeks_per_cpu_second'] / 1e6:24.1f} {row['peak_rss_bytes'] / 1e6:8.0f} "
                f"{row['times_duckdb_read']:23.2f}",
                flush=True,
            )
    if given.json:
        given.json.write_text(json.dumps({"conversions": rows}, indent=2) + "\n", encoding="utf-8")


def _in_child(options: list[str], environment: dict[str, str]) -> Any:
    command = [sys.executable, str(Path(__file__)), *options]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
