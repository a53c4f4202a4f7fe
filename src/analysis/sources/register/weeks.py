"""Columns of weeks: ``y_YYWW`` is the ISO week WW of the year YY, from 1990 to 2089."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from analysis.periods import PIVOT, iso_weeks

ORIGIN = dt.date(1990, 1, 1)  # a Monday; weeks are numbered from it

_WEEKLY = re.compile(r"y_(\d+)", re.IGNORECASE)
_SHOWN = 5


@dataclass
class WeekColumns:
    """The columns of weeks of a file in the order of time, whatever their order in the file, and their problems."""

    names: list[str] = field(default_factory=list)
    mondays: list[dt.date] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def suffixes(self) -> list[str]:
        """What follows ``y_``: year and week, of two digits each."""
        return [name[2:] for name in self.names]


def is_weekly(name: str) -> bool:
    """Whether a column claims to be a week: ``y_`` and digits."""
    return _WEEKLY.fullmatch(name) is not None


def full_year(two_digits: int) -> int:
    """The year of two digits.

    >>> full_year(90), full_year(99), full_year(0), full_year(89)
    (1990, 1999, 2000, 2089)
    """
    return two_digits + (1900 if two_digits >= PIVOT else 2000)


def number(monday: dt.date) -> int:
    """Weeks since the first Monday of 1990."""
    return (monday - ORIGIN).days // 7


def week_columns(names: Iterable[str]) -> WeekColumns:
    """The columns that are weeks, in order; no week may lack between the first and the last, nor come twice.

    >>> found = week_columns(["y_1001", "person", "y_0953"])
    >>> found.names, found.problems
    (['y_0953', 'y_1001'], [])
    """
    found = WeekColumns()
    by_monday: dict[dt.date, str] = {}
    for name in names:
        match = _WEEKLY.fullmatch(name)
        if not match:
            continue
        problem = _problem(name, match[1])
        if problem:
            found.problems.append(problem)
            continue
        year, week = full_year(int(match[1][:2])), int(match[1][2:])
        monday = dt.date.fromisocalendar(year, week, 1)
        if monday in by_monday:
            found.problems.append(f"the week '{name}' stands twice")
        by_monday[monday] = name
    found.mondays = sorted(by_monday)
    found.names = [by_monday[monday] for monday in found.mondays]
    found.problems += _gaps(found.mondays)
    return found


def column(monday: dt.date) -> str:
    """The name of a week's column.

    >>> column(dt.date(2019, 12, 30))
    'y_2001'
    """
    year, week, _ = monday.isocalendar()
    return f"y_{year % 100:02d}{week:02d}"


def _problem(name: str, digits: str) -> str:
    if len(digits) != 4:
        return f"'{name}' is not a week: write the year and the week with two digits each, as y_0953"
    year, week = full_year(int(digits[:2])), int(digits[2:])
    if not 1 <= week <= iso_weeks(year):
        return f"there is no week '{name}': {year} has weeks 1 to {iso_weeks(year)}"
    return ""


def _gaps(mondays: list[dt.date]) -> list[str]:
    problems = []
    for before, after in pairwise(mondays):
        lacking = (after - before).days // 7 - 1
        if lacking:
            names = [column(before + dt.timedelta(weeks=at + 1)) for at in range(min(lacking, _SHOWN))]
            more = f" and {lacking - _SHOWN} more" if lacking > _SHOWN else ""
            where = f"between '{column(before)}' and '{column(after)}'"
            problems.append(f"{lacking} week(s) are missing {where}: {', '.join(names)}{more}")
    return problems
