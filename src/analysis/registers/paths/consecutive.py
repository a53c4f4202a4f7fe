"""Unemployment in consecutive weeks, as Statistics Denmark counts it: through short breaks without much work."""

import numpy as np
import pandas as pd

from analysis import rules
from analysis.registers.numbers.codes import Register
from analysis.registers.numbers.lookups import places
from analysis.registers.numbers.weeks import LAST, MONTHS, ORIGIN

_WEEKS_IN = np.bincount(MONTHS)


def since_consecutive(register: Register, rows: np.ndarray, jobs: pd.DataFrame | None, *, weeks: int) -> np.ndarray:
    """By spell, the week from which the person has been unemployed for so many weeks in a row.

    The weeks in a row are counted from the first week of the first spell, breaks that are gone through included. A
    break is gone through where it is no longer than ``consecutive_gap`` weeks and has at most
    ``consecutive_gap_hours`` hours of ordinary work. Hours are known by month: a break has the part of a month's hours
    that its weeks are of the month's.

    Parameters
    ----------
    register : Register
    rows : ndarray of int
        Places of the spells in unemployment.
    jobs : DataFrame or None
        Columns ``person``, ``month`` and ``hours``; a month without a row has no hours.
    weeks : int

    Returns
    -------
    ndarray of int
        By element of ``rows``: a week, perhaps after the spell has ended.

    References
    ----------
    Statistics Denmark, documentation of long-term unemployment: at least 52 weeks, breaks of up to 28 days with at
    most 10 hours of work.
    """
    person, place = register.ordered(register.person[rows].astype(np.int64), np.arange(len(rows)))
    if not len(rows):
        return np.empty(0, dtype=np.int64)
    first = register.first[rows][place].astype(np.int64)
    last = register.last[rows][place].astype(np.int64)
    wide = person << 13
    furthest = np.maximum.accumulate(wide + last) - wide
    gap = np.zeros(len(rows), dtype=np.int64)
    gap[1:] = first[1:] - furthest[:-1] - 1
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (person[1:] != person[:-1]) | (gap[1:] > int(rules.latest("consecutive_gap")))
    asked = np.flatnonzero(~new & (gap > 0))
    hours = _hours(register, jobs, person[asked], first[asked] - gap[asked], first[asked] - 1)
    new[asked] = hours > rules.latest("consecutive_gap_hours")
    start = first[np.flatnonzero(new)][np.cumsum(new) - 1]
    found = np.empty(len(rows), dtype=np.int64)
    found[place] = np.maximum(first, start + weeks - 1)
    return found


def _hours(
    register: Register, jobs: pd.DataFrame | None, person: np.ndarray, first: np.ndarray, last: np.ndarray
) -> np.ndarray:
    """The hours of work that persons have from one week to another, both counted, at most a few weeks apart."""
    total = np.zeros(len(person))
    if jobs is None or not len(jobs) or not len(person):
        return total
    who = places(register.ids, jobs).astype(np.int64)
    month = (jobs["month"].to_numpy(dtype="datetime64[M]") - ORIGIN.astype("datetime64[M]")).astype(np.int64)
    keys = who * LAST + month
    order = np.argsort(keys)
    keys, hours = keys[order], jobs["hours"].to_numpy(dtype=float)[order]
    for step in range(int((last - first).max()) + 1):
        week = np.minimum(first + step, last)
        asked = person * LAST + MONTHS[week]
        at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
        own = np.where((keys[at] == asked) & (first + step <= last), hours[at] / _WEEKS_IN[MONTHS[week]], 0.0)
        total += own
    return total
