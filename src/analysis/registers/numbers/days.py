"""Days and calendar months as numbers: a day is counted from 1 January 1990, a month from January 1970."""

import numpy as np

from analysis.registers.numbers.weeks import ORIGIN, ORIGIN_DAY


def months_later(day: np.ndarray, months: int) -> np.ndarray:
    """The day so many calendar months later, or the last of that month where there is no such day.

    >>> later = months_later(np.array([30, 58]), 1)  # 31 January and 28 February 1990
    >>> [str(ORIGIN + int(day)) for day in later]
    ['1990-02-28', '1990-03-28']
    """
    dates = ORIGIN + day.astype("timedelta64[D]")
    month = dates.astype("datetime64[M]")
    of_month = dates - month.astype("datetime64[D]")
    target = month + np.timedelta64(months, "M")
    length = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - target.astype("datetime64[D]")
    found = target.astype("datetime64[D]") + np.minimum(of_month, length - np.timedelta64(1, "D"))
    later: np.ndarray = (found - ORIGIN).astype(np.int64)
    return later


def month_of(day: np.ndarray) -> np.ndarray:
    """The calendar month of a day.

    >>> month_of(np.array([0, 31])).tolist()
    [240, 241]
    """
    months: np.ndarray = (day + ORIGIN_DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months


def month_number(label: str) -> int:
    """The number of a month such as ``1990-01``.

    >>> month_number("1990-01")
    240
    """
    return int(np.datetime64(label, "M").astype(np.int64))
