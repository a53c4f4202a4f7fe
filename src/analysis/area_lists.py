"""The official lists of areas in ``reference/``: read once, and refused where a row cannot be right."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from analysis import project
from analysis.errors import AnalysisError
from analysis.names import matching_key

MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
OPEN_END = "9999-12"
AREA_COLUMNS = [
    "code",
    "name",
    "aliases",
    "region",
    "region_name",
    "landsdel",
    "group",
    "rar_2015_2024",
    "beskaeftigelsesregion_2007_2014",
]
SERVICE_COLUMNS = [
    "municipality",
    "municipality_name",
    "host",
    "host_name",
    "first",
    "last",
    "verified",
    "source",
]


@dataclass(frozen=True)
class Municipality:
    """One row of ``areas.csv``: a municipality, what it is also called, and where it belongs."""

    code: str
    name: str
    aliases: tuple[str, ...]
    region: str
    region_name: str
    group: str


@dataclass(frozen=True)
class Service:
    """One row of ``jobcentres.csv``: the months in which a municipality had its jobcenter at a host's."""

    municipality: str
    host: str
    first: str
    last: str

    def covers(self, month: str) -> bool:
        """Whether the month lies in the period; the first and the last month do."""
        return self.first <= month <= self.last


@cache
def municipalities() -> dict[str, Municipality]:
    """The 98 municipalities by code, in the order of the file."""
    return read_municipalities(project.reference("areas.csv"))


@cache
def services() -> tuple[Service, ...]:
    """The periods in which one municipality's jobcenter served another."""
    return read_services(project.reference("jobcentres.csv"))


def read_municipalities(path: Path) -> dict[str, Municipality]:
    """The municipalities of a list, by code.

    Raises
    ------
    AnalysisError
        If the list has other columns, or rows that cannot be right: every one is named.
    """
    rows = _rows(path, AREA_COLUMNS)
    plain = ("code", "name", "region", "region_name", "group")
    found = [
        Municipality(
            aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
            **{column: row[column] for column in plain},
        )
        for row in rows
    ]
    _refuse(path, [*_wrong_areas(found), *_shared_names(found)])
    return {one.code: one for one in found}


def read_services(path: Path) -> tuple[Service, ...]:
    """The periods of a list in which one municipality's jobcenter served another.

    Raises
    ------
    AnalysisError
        If the list has other columns, unknown codes, impossible months or periods that overlap: every
        one is named.
    """
    rows = _rows(path, SERVICE_COLUMNS)
    found = [Service(row["municipality"], row["host"], row["first"], row["last"] or OPEN_END) for row in rows]
    _refuse(path, [*_wrong_services(rows), *_clashes(found)])
    return tuple(found)


def _rows(path: Path, columns: list[str]) -> list[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnalysisError(f"reference/{path.name} is not UTF-8.\nSave it as CSV UTF-8.") from error
    reader = csv.DictReader(text.splitlines())
    if list(reader.fieldnames or []) != columns:
        _refuse(path, [f"the columns must be {', '.join(columns)}, separated by commas"])
    rows = list(reader)
    # a row with a field too many or too few has a list, or None, where text belongs
    shape = [
        f"line {line}: has not {len(columns)} fields"
        for line, row in enumerate(rows, start=2)
        if None in row or None in row.values()
    ]
    _refuse(path, shape)
    return [{column: text.strip() for column, text in row.items()} for row in rows]


def _refuse(path: Path, problems: Iterable[str]) -> None:
    listed = list(problems)
    if listed:
        lines = "\n".join(f"  - {problem}" for problem in listed)
        remedy = "How to correct it: reference/README.md."
        raise AnalysisError(f"reference/{path.name}: {len(listed)} problem(s)\n{lines}\n{remedy}")


def _wrong_areas(found: list[Municipality]) -> Iterator[str]:
    codes = [one.code for one in found]
    region_names: dict[str, str] = {}
    for line, one in enumerate(found, start=2):
        if not re.fullmatch(r"[0-9]{3}", one.code):
            yield f"line {line}: code '{one.code}' is not three digits"
        if codes.count(one.code) > 1:
            yield f"line {line}: code '{one.code}' stands more than once"
        if not re.fullmatch(r"08[1-5]", one.region):
            yield f"line {line}: region '{one.region}' is not one of 081 to 085"
        elif region_names.setdefault(one.region, one.region_name) != one.region_name:
            yield f"line {line}: region '{one.region}' has another name further up"
        if not (one.name and one.region_name and one.group):
            yield f"line {line}: name, region_name and group must be filled in"


def _shared_names(found: list[Municipality]) -> Iterator[str]:
    owner: dict[str, str] = {}
    for line, one in enumerate(found, start=2):
        for spelling in (one.name, *one.aliases):
            first = owner.setdefault(matching_key(spelling), one.code)
            if first != one.code:
                yield f"line {line}: '{spelling}' already names {first}"


def _wrong_services(rows: list[dict[str, str]]) -> Iterator[str]:
    known = municipalities()
    for line, row in enumerate(rows, start=2):
        for column in ("municipality", "host"):
            code = row[column]
            if code not in known:
                yield f"line {line}: {column} '{code}' is not in areas.csv"
            elif row[f"{column}_name"] != known[code].name:
                yield f"line {line}: {column} {code} is {known[code].name}, not '{row[f'{column}_name']}'"
        months = [row["first"], row["last"] or OPEN_END]
        if not all(MONTH.fullmatch(month) for month in months):
            yield f"line {line}: first and last are months such as 2012-12 (last may be empty)"
        elif months != sorted(months):
            yield f"line {line}: the first month is later than the last"
        if row["verified"] not in ("yes", "no"):
            yield f"line {line}: verified is yes or no, not '{row['verified']}'"


def _clashes(found: list[Service]) -> Iterator[str]:
    for one in found:
        if one.municipality == one.host:
            yield f"{one.municipality} cannot be its own host: leave the row out"
    for one, other in combinations(found, 2):
        if one.first > other.last or other.first > one.last:
            continue
        if one.municipality == other.municipality:
            yield f"{one.municipality} has two hosts at once: {one.host} and {other.host}"
        if one.host == other.municipality or other.host == one.municipality:
            yield f"{one.host} and {other.host} host and are hosted at once"
