"""What it takes to run each notebook from top to bottom as JupyterLab does: a new kernel in ``notebooks/``.

    python benchmarks/notebooks.py                        the default jobcenter, and another
    python benchmarks/notebooks.py --jobcenter 101        another other one

Each is run as it is, and once more with nothing changed but ``jobcenter`` in the parameters cell. On the synthetic
country. Exit code 1 where one takes longer than ``LONGEST`` seconds, or fails.
"""

import argparse
import os
import re
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 20.0  # seconds by the clock


def main() -> int:
    """Run and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--jobcenter", default="813", help="the other jobcenter")
    other = arguments.parse_args().jobcenter
    print(f"{'notebook':24} {'default':>9} {other:>9}   seconds by the clock, of CPU in parentheses")
    slow = False
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        told = []
        for jobcenter in ("", other):
            clock, cpu, problem = seconds(path, jobcenter)
            slow |= clock > LONGEST or bool(problem)
            told.append(problem or f"{clock:.1f} ({cpu:.1f})")
        print(f"{path.stem:24} {told[0]:>12} {told[1]:>12}", flush=True)
    return 1 if slow else 0


def seconds(path: Path, jobcenter: str) -> tuple[float, float, str]:
    """By the clock and of CPU, the kernel's start included; and the error where it failed."""
    book = nbformat.read(path, as_version=4)
    for cell in book.cells if jobcenter else ():
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = re.sub(r'^jobcenter: str = "\d+"', f'jobcenter: str = "{jobcenter}"', cell.source, flags=re.M)
    resources = {"metadata": {"path": str(path.parent)}}
    clock, before, problem = time.perf_counter(), os.times(), ""
    try:
        NotebookClient(book, timeout=600, kernel_name="python3", resources=resources).execute()
    except CellExecutionError as error:
        problem = f"{error.ename}: {error.evalue}"
    after = os.times()
    cpu = sum(after[:4]) - sum(before[:4])
    return time.perf_counter() - clock, cpu, problem


if __name__ == "__main__":
    sys.exit(main())
