"""The README's tables of register figures, written from benchmarks/results/; prints them.

python benchmarks/readme_tables.py
"""

import json
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results")


def register(found: dict[str, Any]) -> str:
    """The table of the monthly tables, from what ``register.py --json`` wrote."""
    tables, whole = found["tables"], found["everything"]

    def row(what: str, *names: str) -> str:
        seconds = " · ".join(f"{tables[name]['table']:.1f}" for name in names)
        times = " · ".join(f"{tables[name]['times_scan']:.1f}" for name in names)
        return f"| {what} | {seconds} | {times} |"

    growing = " · ".join(f"{one['cpu_seconds']:.1f}" for one in found["linear"])
    persons = " · ".join(f"{one['persons'] / 1e6:g}" for one in found["linear"])
    return "\n".join(
        [
            "| what | CPU s | × plain scan of the columns |",
            "|---|---|---|",
            f"| DuckDB reads the needed columns and does nothing | {found['scan']['cpu_seconds']:.2f} | 1 |",
            row("full-time persons · affected persons · inflow", "full_time_persons", "affected", "inflow"),
            row("exits by destination · stocks and flows", "exits", "stock_flow"),
            row("42 of 52 weeks at 120 dates", "long_term"),
            row("transitions over 1 and 12 months", "transitions"),
            f"| all of it, reading and coding included, in one process of {whole['peak_gb']:.1f} GB | "
            f"{whole['cpu_seconds']:.1f} | {whole['times_scan']:.1f} |",
            f"| the same for {persons} million persons | {growing} | |",
        ]
    )


def conversion(found: dict[str, Any]) -> str:
    """The table of the conversion of weekly files, from what ``conversion.py --json`` wrote."""
    lines = [
        "| from | persons | million person-weeks per CPU second | peak memory, MB | × DuckDB only reading |",
        "|---|---|---|---|---|",
    ]
    for kind, name in (("parquet", "Parquet"), ("csv", "CSV")):
        rows = [one for one in found["conversions"] if one["format"] == kind]
        cells = [
            " · ".join(f"{one['persons'] / 1e6:g}" for one in rows) + " million",
            " · ".join(f"{one['person_weeks_per_cpu_second'] / 1e6:.1f}" for one in rows),
            " · ".join(f"{one['peak_rss_bytes'] / 1e6:.0f}" for one in rows),
            " · ".join(f"{one['times_duckdb_read']:.1f}" for one in rows),
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def read(name: str) -> dict[str, Any]:
    """What a benchmark wrote."""
    found: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    for name, table in (("register", register), ("conversion", conversion)):
        if (RESULTS / f"{name}.json").exists():
            print(table(read(name)), end="\n\n")
