"""The long-term unemployed: who is on certain benefits now, and was in at least 42 of the last 52 weeks."""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from analysis.registers.numbers import counting, shapes
from analysis.registers.numbers.codes import WHOLE, Register
from analysis.registers.numbers.weeks import Calendar

JOB_READY = ("jobparat",)
UNEMPLOYED: Mapping[str, Collection[str] | None] = {"a_dagpenge": None, "kontanthjaelp": JOB_READY}
WEEKS, OF = 42, 52  # 80 per cent of 52 is 41.6


def long_term(
    register: Register,
    *,
    first: str,
    last: str,
    weeks: int = WEEKS,
    of: int = OF,
    benefits: Mapping[str, Collection[str] | None] = UNEMPLOYED,
) -> pd.DataFrame:
    """Persons on the benefits in a month's last week who were in at least 42 of the 52 weeks that end with it.

    Weeks in activation count, being weeks on the benefit; a week on two of the benefits counts once. The weeks are
    counted backwards from the counting week, whatever year they are of. A person is counted in the area and benefit of
    the counting week.

    Parameters
    ----------
    register : Register
    first, last : str
        Months; both counted.
    weeks, of : int
        At least so many weeks of the last so many.
    benefits : mapping
        Benefit to the visitations that count; None for all.

    Returns
    -------
    DataFrame
        As ``shapes.tidy``; columns ``persons`` and ``full_time`` (by the share of the counting week). Missing in
        months for which the register does not tell the 52 weeks.

    Raises
    ------
    ValueError
        If ``weeks`` is less than 1 or more than ``of``.

    References
    ----------
    "Minimum 80 pct. af tiden inden for de seneste 52 uger": the labour market authority's measure, at weekly grain.
    """
    calendar = Calendar(first, last)
    tables = long_term_tables(register, calendar, weeks=weeks, of=of, benefits=benefits)
    return shapes.tidy(register, calendar.labels, tables)


def long_term_tables(
    register: Register,
    calendar: Calendar,
    *,
    weeks: int = WEEKS,
    of: int = OF,
    benefits: Mapping[str, Collection[str] | None] = UNEMPLOYED,
) -> dict[str, np.ndarray]:
    """``persons`` and ``full_time`` in the shape of ``shapes.margins``."""
    if not 1 <= weeks <= of:
        raise ValueError(f"{weeks} of {of} weeks is no rule")
    rows, since = long_term_from(register, weeks=weeks, of=of, benefits=benefits)
    steps = calendar.by_month
    begin = steps.of_week[since]  # the first month whose last week is not before
    end = steps.of_week[register.last[rows] + 1] - np.int16(1)  # the last month whose last week is not after
    share = register.share[rows]
    persons = counting.changes(register, steps, begin, end, rows=rows)
    full = counting.changes(register, steps, begin, end, rows=rows, weight=share, dtype=np.int64)
    told = (calendar.closes - (of - 1) >= register.first_week) & (calendar.closes <= register.last_week)
    tables = {
        "persons": shapes.margins(counting.running(persons), register).astype(float),
        "full_time": shapes.margins(counting.running(full), register) / WHOLE,
    }
    for table in tables.values():
        table[~told] = np.nan
    return tables


def long_term_from(
    register: Register, *, weeks: int, of: int, benefits: Mapping[str, Collection[str] | None]
) -> tuple[np.ndarray, np.ndarray]:
    """The spells in which somebody is long-term unemployed, and the week from which they are, to the last of the spell.

    With at most ``of - weeks`` weeks off among the last ``of``, what decides is the latest week but that many that was
    off: once it lies ``of`` weeks back the rule is met, and stays met while the spell lasts.

    Returns
    -------
    ndarray of int, ndarray of int
        Places in the register, in its order; the first week in which the rule is met.
    """
    kept = np.zeros(len(register), dtype=bool)
    for benefit, visitations in benefits.items():
        kept |= register.on(benefit, visitations)
    rows = np.flatnonzero(kept)
    if not len(rows):
        return rows, np.empty(0, dtype=np.int64)
    person, row = register.ordered(register.person[rows].astype(np.int64), rows)
    first, last = register.first[row].astype(np.int64), register.last[row].astype(np.int64)
    furthest = np.maximum.accumulate(person * (1 << 13) + last) - person * (1 << 13)  # per person, so far
    new = np.ones(len(row), dtype=bool)
    new[1:] = (person[1:] != person[:-1]) | (first[1:] > furthest[:-1] + 1)  # a week off lies before it
    start = np.flatnonzero(new)
    off = _off(person[start], first[start], furthest[np.append(start[1:], len(row)) - 1], back=of - weeks + 1)
    since = np.maximum(first, (off + of)[np.cumsum(new) - 1])
    met = since <= last
    row, since = row[met], since[met]
    order = np.argsort(row)
    return row[order], since[order]


def _off(person: np.ndarray, first: np.ndarray, last: np.ndarray, *, back: int) -> np.ndarray:
    """By unbroken stretch, the week that was the ``back``-th week off, counted backwards from its first week."""
    week = first - back  # where everything before is off
    gap = np.full(len(first), back, dtype=np.int64)
    gap[1:] = np.where(person[1:] == person[:-1], np.minimum(first[1:] - last[:-1] - 1, back), back)
    left = np.flatnonzero(gap < back)
    place = left
    remaining = back - gap[left]
    while len(left):
        place = place - 1
        week[left] = first[place] - remaining
        short = gap[place] < remaining
        left, place, remaining = left[short], place[short], remaining[short] - gap[place[short]]
    return week
