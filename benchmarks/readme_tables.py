"""The README's tables of what batches and registers cost, from benchmarks/results/; writes them into it.

python benchmarks/readme_tables.py
"""

import json
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results")
README = Path(__file__).parents[1] / "README.md"
OTHER_FILES = ("review_page", "workbook", "notebook", "record")


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


def batch(found: dict[str, Any]) -> str:
    """What a report of a batch costs, and where its seconds go, from what ``batch.py --json`` wrote."""
    many, limit, empty, phases = found["batch"], found["limit"], found["empty"], found["phases"]
    rows = [
        ("papermill and nbconvert from the command line", found["plain"]["cpu_seconds"]),
        (f"`jobcenter run` of {many['reports']} reports on 2 cores", many["cpu_seconds"]),
        ("of it: starting", phases["starting"]),
        ("of it: its part of what all reports share", phases["shared"]),
        ("of it: the cells, 9 figures and 7 tables among them", phases["cells"]),
        ("of it: the page", phases["page"]),
        (
            "of it: the page with code, the workbook, the notebook, the record",
            sum(phases[name] for name in OTHER_FILES),
        ),
        ("of it: the driver, with an empty notebook", phases["driver"]),
        ("of it: the kernel, papermill and the rest", phases["kernel_and_the_rest"]),
        ("the limit: the same cells in one warm process, what they share and the page", limit["cpu_seconds"]),
    ]
    counts = " · ".join(f"{int(count):,}" for count in empty["driver_ms_by_reports"])
    driver = " · ".join(f"{ms:.1f}" for ms in empty["driver_ms_by_reports"].values())
    drawn = f"{limit['figure_ms']:.0f} · {limit['slowest_figure_ms']:.0f} ms"
    further = [
        f"| both cores busy | {100 * many['busy']:.0f} % |",
        f"| the largest page | {many['html_kb']:.0f} kB |",
        f"| drawing a figure: the middle one · the slowest | {drawn} |",
        f"| the driver, for each of {counts} reports | {driver} ms |",
        f"| growth of a worker's own memory over {empty['per_worker']} reports | {100 * empty['growth']:.1f} % |",
    ]
    return "\n".join(
        [
            "| what | CPU seconds a report |",
            "|---|---|",
            *(
                f"| {what} | {seconds:.2f} |" if seconds >= 0.1 else f"| {what} | {seconds:.3f} |"
                for what, seconds in rows
            ),
            *further,
        ]
    )


def unchanged(found: dict[str, Any]) -> str:
    """What finding out costs that nothing changed, from what ``unchanged.py --json`` wrote."""
    rows = {
        "nothing changed": "unchanged",
        "every file was touched": "touched",
        "what the last batch had seen is not known": "not_seen",
        "nothing changed since then": "after_that",
    }
    return "\n".join(
        [
            f"| `jobcenter run` over {found['reports']:,} reports, all up to date | CPU s | seconds by the clock |",
            "|---|---|---|",
            *(
                f"| {what} | {found[name]['cpu_seconds']:.1f} | {found[name]['wall_seconds']:.1f} |"
                for what, name in rows.items()
            ),
        ]
    )


def put(text: str, table: str) -> str:
    """A text in which the table with the same first line is replaced by this one."""
    lines, first = text.split("\n"), table.split("\n")[0]
    begin = lines.index(first)
    end = next(at for at in range(begin, len(lines)) if not lines[at].startswith("|"))
    return "\n".join([*lines[:begin], table, *lines[end:]])


def read(name: str) -> dict[str, Any]:
    """What a benchmark wrote."""
    found: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


TABLES = {"batch": batch, "unchanged": unchanged, "register": register, "conversion": conversion}

if __name__ == "__main__":
    readme = README.read_text(encoding="utf-8")
    for name, table in TABLES.items():
        readme = put(readme, table(read(name)))
    README.write_text(readme, encoding="utf-8")
