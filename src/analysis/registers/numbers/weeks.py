"""Weeks and months as numbers: a week is the number of Mondays since 1 January 1990, a month a place in a calendar.

A week belongs to the month, and the year, of its Thursday. So a month has four or five whole weeks, and the first
week of a year may begin in December.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from analysis import periods
from analysis.errors import AnalysisError

ORIGIN = np.datetime64("1990-01-01", "D")  # a Monday: the first day of week 0
ORIGIN_DAY = int(ORIGIN.astype(int))
LAST = 4000  # weeks of the tables below; week 4000 is in 2066
_THURSDAYS = ORIGIN + np.arange(LAST + 1) * 7 + 3
MONTHS = (_THURSDAYS.astype("datetime64[M]") - ORIGIN.astype("datetime64[M]")).astype(np.int64)  # since January 1990
YEARS = (_THURSDAYS.astype("datetime64[Y]").astype(int) + 1970).astype(np.int16)  # the ISO year of each week


def number(day: date | str) -> int:
    """The number of the week that a day lies in.

    >>> number("1990-01-01"), number("1990-01-07"), number("1990-01-08")
    (0, 0, 1)
    """
    return (int(np.array(day, dtype="datetime64[D]").astype(int)) - ORIGIN_DAY) // 7


def monday(week: int) -> np.datetime64:
    """The first day of a week.

    >>> str(monday(number("2020-12-31")))
    '2020-12-28'
    """
    return np.datetime64(ORIGIN + int(week) * 7)


@dataclass(frozen=True)
class Steps:
    """A time axis to count along: the weeks or the months of a calendar.

    Attributes
    ----------
    count : int
        How many steps there are, T.
    of_week : ndarray of int16
        By week, the step that it lies in; -1 before the first and T after the last.
    years : ndarray of int16, shape (T,)
        The year of each step.
    """

    count: int
    of_week: np.ndarray
    years: np.ndarray

    @cached_property
    def opening(self) -> tuple[int, np.ndarray]:
        """The first year, and by year from it on the first step of that year; beyond the axis, T."""
        first = int(self.years[0])
        return first, np.searchsorted(self.years, np.arange(first, first + 200)).astype(np.int16)


@dataclass(frozen=True)
class Calendar:
    """The months from ``first`` to ``last``, both counted, and their weeks.

    Examples
    --------
    >>> december = Calendar("2020-12", "2021-01")
    >>> [str(monday(week)) for week in december.opens], december.weeks.tolist()
    (['2020-11-30', '2021-01-04'], [5, 4])
    """

    first: str
    last: str

    @cached_property
    def labels(self) -> list[str]:
        """The months as text."""
        found = periods.months(self.first, self.last)
        if number(f"{found[0]}-01") < 0 or int(found[-1][:4]) >= int(YEARS[-1]):
            raise AnalysisError(
                f"Registers are counted from 1990 to {YEARS[-1] - 1}; {self.first} to {self.last} is not."
            )
        return found

    @cached_property
    def opens(self) -> np.ndarray:
        """The first week of each month: the first whose Thursday lies in it."""
        return self._bounds[:-1]

    @cached_property
    def closes(self) -> np.ndarray:
        """The last week of each month, which is its counting week."""
        return self._bounds[1:] - 1

    @property
    def weeks(self) -> np.ndarray:
        """How many weeks each month has: 4 or 5."""
        found: np.ndarray = self.closes - self.opens + 1
        return found

    @property
    def by_week(self) -> Steps:
        """The weeks of these months as a time axis."""
        start, count = int(self.opens[0]), int(self.closes[-1] - self.opens[0] + 1)
        of_week = np.clip(np.arange(LAST + 1) - start, -1, count).astype(np.int16)
        return Steps(count, of_week, YEARS[start : start + count])

    @property
    def by_month(self) -> Steps:
        """These months as a time axis."""
        of_week = np.searchsorted(self._bounds, np.arange(LAST + 1), side="right") - 1
        return Steps(len(self.labels), of_week.astype(np.int16), YEARS[self.opens])

    @cached_property
    def _bounds(self) -> np.ndarray:
        after = periods.shift(self.labels[-1], 1)
        days = np.array([*self.labels, after], dtype="datetime64[M]").astype("datetime64[D]").astype(int)
        found: np.ndarray = -((ORIGIN_DAY + 3 - days) // 7)  # the first Thursday on or after the first of the month
        return found
