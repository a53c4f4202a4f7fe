"""Where each municipality stands on a map of equal tiles: roughly where it lies, and no two in one place."""

import csv
from dataclasses import dataclass
from functools import cache

from analysis import area_lists, project
from analysis.errors import AnalysisError

FILE = "tiles.csv"


@dataclass(frozen=True)
class Tile:
    """A place from the upper left corner, column and row from 0, and a name short enough to stand in it."""

    municipality: str
    short: str
    column: int
    row: int


@cache
def tiles() -> dict[str, Tile]:
    """The tile of each municipality by its code; a jobcenter has that of its host.

    Raises
    ------
    AnalysisError
        If a municipality has no tile or several, a code is none of theirs, two share a tile or a short name: every
        problem at once.
    """
    with project.reference(FILE).open(encoding="utf-8", newline="") as file:
        found = [
            Tile(line["municipality"], line["short"], int(line["column"]), int(line["row"]))
            for line in csv.DictReader(file)
        ]
    refuse_problems(found)
    return {tile.municipality: tile for tile in found}


def refuse_problems(found: list[Tile]) -> None:
    """See ``tiles``."""
    known = set(area_lists.municipalities())
    codes = [tile.municipality for tile in found]
    problems = [f"{code} has no tile" for code in sorted(known - set(codes))]
    problems += [f"'{code}' is no municipality" for code in sorted(set(codes) - known)]
    for what, keys in (
        ("municipality", codes),
        ("place", [f"column {tile.column}, row {tile.row}" for tile in found]),
        ("short name", [tile.short for tile in found]),
    ):
        problems += [f"the {what} '{key}' stands twice" for key in sorted(set(keys)) if keys.count(key) > 1]
    if problems:
        told = "\n".join(f"  - {problem}" for problem in problems)
        raise AnalysisError(f"reference/{FILE}: {len(problems)} problem(s)\n{told}")
