"""The minister's goals year by year: what they say, which way is better, and which measure stands for them."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis import catalogue, project
from analysis.errors import AnalysisError, did_you_mean

COLUMNS = ["year", "number", "goal", "label", "wording", "operator", "measure", "verified", "source"]
OPERATORS = ("<=", ">=")
GOALS, NONE, UNKNOWN = "goals", "none", "unknown"

_ID = re.compile(r"[a-z][a-z0-9_]*")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_OF_A_GOAL = ("goal", "label", "wording", "operator")


@dataclass(frozen=True)
class Goal:
    """One of the minister's goals of a year; label and wording are Danish.

    ``subject`` is the measure that stands for it, with its benefit where one is named; empty where the catalogue has
    none. ``operator`` is ``<=`` where less is better and ``>=`` where more is.
    """

    year: str
    number: int
    id: str
    label: str
    wording: str
    operator: str
    subject: str
    verified: bool
    source: str


@dataclass(frozen=True)
class Year:
    """What is known of a year: its goals, that there are none, or nothing; and where that is known from."""

    year: str
    known: str  # GOALS, NONE or UNKNOWN
    goals: tuple[Goal, ...] = ()
    source: str = ""
    verified: bool = True  # that it has none; each goal says so of itself


def of(year: str) -> Year:
    """The minister's goals of a year, in their order.

    A year that the list has no row for is not known here, which is not the same as having none.

    >>> [goal.id for goal in of("2011").goals][:2], of("2016").known, of("2026").known
    (['arbejdskraftreserve', 'permanent_forsoergelse'], 'unknown', 'none')
    """
    return _known().get(year, Year(year, UNKNOWN))


def years() -> list[str]:
    """The years that something is known of, the oldest first."""
    return sorted(_known())


def read(path: Path) -> dict[str, Year]:
    """The years of a list, by year.

    Raises
    ------
    AnalysisError
        If the list has other columns, or rows that cannot be right: every one is named.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise AnalysisError(f"reference/{path.name} is not UTF-8.\nSave it as CSV UTF-8.") from None
    reader = csv.DictReader(lines)
    problems = [] if reader.fieldnames == COLUMNS else [f"the columns must be {', '.join(COLUMNS)}"]
    rows = [] if problems else list(reader)
    for line, row in enumerate(rows, start=2):
        problems += [f"line {line}: {problem}" for problem in _wrong(row)]
    problems += [] if problems else _clashes(rows)
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems)
        raise AnalysisError(
            f"reference/{path.name}: {len(problems)} problem(s)\n{listed}\nHow to correct it: reference/README.md."
        )
    return {year: _year(year, [row for row in rows if row["year"] == year]) for year in {row["year"] for row in rows}}


@cache
def _known() -> dict[str, Year]:
    return read(project.reference("goals.csv"))


def _year(year: str, rows: list[dict[str, str]]) -> Year:
    source = rows[0]["source"]
    if rows[0]["number"] == "0":
        return Year(year, NONE, source=source, verified=rows[0]["verified"] == "yes")
    found = [
        Goal(
            year=year,
            number=int(row["number"]),
            id=row["goal"],
            label=row["label"],
            wording=row["wording"],
            operator=row["operator"],
            subject=row["measure"] or (row["goal"] if row["goal"] in catalogue.measures() else ""),
            verified=row["verified"] == "yes",
            source=row["source"],
        )
        for row in rows
    ]
    return Year(year, GOALS, tuple(sorted(found, key=lambda goal: goal.number)), source)


def _wrong(row: dict[str, str]) -> Iterator[str]:
    if None in row or None in row.values():
        yield f"has not {len(COLUMNS)} fields"
        return
    if not _YEAR.fullmatch(row["year"]):
        yield f"'{row['year']}' is not a year"
    if not row["number"].isdecimal():
        yield "'number' is the goal's number, or 0 where the year has none"
    if row["verified"] not in ("yes", "no"):
        yield f"'verified' is yes or no, not '{row['verified']}'"
    if not row["source"].strip():
        yield "'source' is empty"
    if row["number"] == "0":
        filled = [name for name in (*_OF_A_GOAL, "measure") if row[name]]
        yield from (f"'{name}' must be empty where the year has no goals" for name in filled)
        return
    yield from (f"'{name}' is empty" for name in _OF_A_GOAL if not row[name].strip())
    if row["goal"] and not _ID.fullmatch(row["goal"]):
        yield f"'{row['goal']}' is not an id such as permanent_forsoergelse"
    if row["operator"] and row["operator"] not in OPERATORS:
        yield f"'operator' is one of {', '.join(OPERATORS)}, not '{row['operator']}'"
    if row["measure"]:
        yield from _no_measure(row["measure"])


def _no_measure(subject: str) -> Iterator[str]:
    name, _, benefit = subject.partition("/")
    if name not in catalogue.measures():
        yield f"there is no measure '{name}'. {did_you_mean(name, catalogue.measures())}"
    elif benefit and benefit not in catalogue.measure(name).benefits:
        yield f"'{name}' has no figures for '{benefit}'. {did_you_mean(benefit, catalogue.measure(name).benefits)}"


def _clashes(rows: list[dict[str, str]]) -> list[str]:
    found = []
    for year in sorted({row["year"] for row in rows}):
        own = [row for row in rows if row["year"] == year]
        numbers = sorted(int(row["number"]) for row in own)
        if numbers not in ([0], list(range(1, len(own) + 1))):
            found.append(f"{year}: the numbers must be 1 to {len(own)}, or a single 0")
        if len({row["goal"] for row in own}) < len(own):
            found.append(f"{year}: a goal stands twice")
    return found
