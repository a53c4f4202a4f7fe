"""Official clusters of comparable municipalities, by benefit and month, where such a list is known."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from analysis import area_lists, benefits, measure_lists, project
from analysis.area_lists import MONTH
from analysis.errors import AnalysisError

COLUMNS = ["benefit", "cluster", "municipality", "first", "last", "source"]
OPEN_END = "9999-12"


@dataclass(frozen=True)
class Clustered:
    """A municipality's cluster for a benefit in a period; both months count."""

    benefit: str
    cluster: str
    municipality: str
    first: str
    last: str
    source: str

    def covers(self, month: str) -> bool:
        """Whether the month lies in the period."""
        return self.first <= month <= self.last


def others_of(municipality: str, benefit: str, on: str) -> tuple[str, ...]:
    """The other municipalities of an official cluster, by code; empty where none is known.

    Parameters
    ----------
    municipality : str
        Its code.
    benefit : str
        Clusters are made for a benefit, and those of one say nothing of another.
    on : str
        A month, as ``2019-12``.
    """
    rows = [row for row in clusters() if row.benefit == benefit and row.covers(on)]
    own = next((row.cluster for row in rows if row.municipality == municipality), None)
    if own is None:
        return ()
    return tuple(sorted(row.municipality for row in rows if row.cluster == own and row.municipality != municipality))


@cache
def clusters() -> tuple[Clustered, ...]:
    """The rows of ``reference/clusters.csv``."""
    return read_clusters(project.reference("clusters.csv"))


def read_clusters(path: Path) -> tuple[Clustered, ...]:
    """The rows of a list of clusters; none where the list has only its heading.

    Raises
    ------
    AnalysisError
        If the list has other columns, or rows that cannot be right: every one is named.
    """
    reader = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    if list(reader.fieldnames or []) != COLUMNS:
        raise _wrong(path, [f"the columns must be {', '.join(COLUMNS)}, separated by commas"])
    rows = list(reader)
    shape = [f"line {line}: has not {len(COLUMNS)} fields" for line, row in _numbered(rows) if None in row.values()]
    shape += [f"line {line}: has more than {len(COLUMNS)} fields" for line, row in _numbered(rows) if None in row]
    if shape:
        raise _wrong(path, shape)
    texts = [{name: row[name].strip() for name in COLUMNS} for row in rows]
    found = [Clustered(**{**row, "last": row["last"] or OPEN_END}) for row in texts]
    problems = [*_impossible(found), *_clashes(found)]
    if problems:
        raise _wrong(path, problems)
    return tuple(found)


def _numbered(rows: list[dict[str, str]]) -> list[tuple[int, dict[str, str]]]:
    return list(enumerate(rows, start=2))


def _impossible(found: list[Clustered]) -> Iterator[str]:
    known, paid = area_lists.municipalities(), {*benefits.benefits(), *measure_lists.lists().groups}
    for line, row in enumerate(found, start=2):
        if row.benefit not in paid:
            yield f"line {line}: benefit '{row.benefit}' is no benefit and no group of benefits"
        if row.municipality not in known:
            yield f"line {line}: municipality '{row.municipality}' is not in areas.csv"
        if not re.fullmatch(r"\S(.*\S)?", row.cluster) or not row.source:
            yield f"line {line}: cluster and source must be filled in"
        if not all(MONTH.fullmatch(month) for month in (row.first, row.last)):
            yield f"line {line}: first and last are months such as 2012-12 (last may be empty)"
        elif row.first > row.last:
            yield f"line {line}: the first month is later than the last"


def _clashes(found: list[Clustered]) -> Iterator[str]:
    by_place: dict[tuple[str, str], list[Clustered]] = {}
    for row in found:
        by_place.setdefault((row.benefit, row.municipality), []).append(row)
    for (benefit, municipality), rows in by_place.items():
        for one, other in combinations(rows, 2):
            if one.first <= other.last and other.first <= one.last:
                yield f"{municipality} is in two clusters of {benefit} at once: {one.cluster} and {other.cluster}"


def _wrong(path: Path, problems: list[str]) -> AnalysisError:
    lines = "\n".join(f"  - {problem}" for problem in problems)
    return AnalysisError(
        f"reference/{path.name}: {len(problems)} problem(s)\n{lines}\nHow to correct it: reference/README.md."
    )
