"""The grid of weeks: Mondays of ISO weeks, counted from 0, with two years of run-in before the register begins."""

import datetime as dt

import numpy as np

ORIGIN = np.datetime64("2005-01-03")  # Monday of 2005-W01
FIRST = 104  # 2007-W01, the register's first week
END = 782  # the week after 2019-W52, the register's last
FIRST_YEAR, LAST_YEAR = 2007, 2019
YEAR_LENGTH = 52.1775  # weeks

MONDAYS = ORIGIN + 7 * np.arange(END + 1)
_THURSDAYS = MONDAYS + 3
YEAR = _THURSDAYS.astype("datetime64[Y]").astype(int) + 1970  # of the ISO week
MONTH = _THURSDAYS.astype("datetime64[M]").astype(int) % 12 + 1  # of its Thursday
WHEN = YEAR + ((_THURSDAYS - _THURSDAYS.astype("datetime64[Y]")).astype(int) + 0.5) / 365.25  # in years


def week_of(year: int, month: int = 1, day: int = 1) -> int:
    """The first week that begins on a day or after it.

    >>> week_of(2007), week_of(2019, 12, 23) - week_of(2007) + 1
    (104, 678)
    """
    days = (np.datetime64(dt.date(year, month, day)) - ORIGIN).astype(int)
    return int(-(-days // 7))


def year_index(weeks: np.ndarray) -> np.ndarray:
    """0 for 2007 and before, 1 for 2008, up to 12 for 2019."""
    index: np.ndarray = np.clip(YEAR[np.minimum(weeks, END - 1)] - FIRST_YEAR, 0, LAST_YEAR - FIRST_YEAR)
    return index


YEAR_STARTS = np.array([week_of(year) for year in range(FIRST_YEAR, LAST_YEAR + 2)])
