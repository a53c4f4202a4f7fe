"""Generated sentences are read back out of finished reports and held against the tables and key figures beside them.

A module in ``families`` tells of the sentences of one subject: patterns with a function that holds the figures, ways,
names and months of a sentence against its report, and sentences without figures word by word. Nothing else is needed.
A sentence that no pattern knows is a finding, like one that contradicts its report.
"""

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from read_back import families
from read_back.patterns import FIXED, PATTERNS, known
from read_back.plain_language import hard_language
from read_back.reports import Report, Said

for family in pkgutil.iter_modules(families.__path__):
    importlib.import_module(f"read_back.families.{family.name}")

__all__ = ["FIXED", "PATTERNS", "Report", "Said", "check", "findings", "forms", "reports"]


def reports(folder: Path) -> Iterator[Report]:
    """The reports of a batch: every executed notebook below a folder."""
    for path in sorted(folder.rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            yield Report.read(path)


def findings(report: Report) -> list[str]:
    """What is wrong with the sentences of a report: those that nobody knows, contradict it, or are hard to read."""
    return _read(report)[1]


def forms(report: Report) -> Counter[str]:
    """How many sentences of a report there are of each form, by the names of their patterns."""
    return _read(report)[0]


def check(folder: Path) -> tuple[int, Counter[str], list[str]]:
    """All reports of a batch read back: how many there are, their sentences by form, and what is wrong with them.

    Raises
    ------
    FileNotFoundError
        If the folder has no report.
    """
    count, of_form, found = 0, Counter[str](), []
    for report in reports(folder):
        count += 1
        own, wrong = _read(report)
        of_form += own
        found += wrong
    if not count:
        raise FileNotFoundError(f"There are no reports in {folder}.")
    return count, of_form, found


def _read(report: Report) -> tuple[Counter[str], list[str]]:
    of_form, found = Counter[str](), []
    for said in report.said():
        name, wrong = known(said)
        of_form[name] += 1
        if wrong:
            found.append(f"{report.name}: {wrong}\n    {said.text}")
    return of_form, [*found, *hard_language(report)]
