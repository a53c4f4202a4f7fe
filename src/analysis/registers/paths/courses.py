"""Courses: spells of one person on one benefit that no gap of some weeks parts.

A course goes on until a gap of at least ``gap`` weeks without that benefit. A shorter break, a move and a new
visitation end nothing.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np

from analysis.registers.numbers.codes import Register
from analysis.registers.numbers.weeks import Calendar

GAP = 4  # weeks, 28 days


@dataclass(frozen=True)
class Courses:
    """By spell of a register, its part in a course.

    Attributes
    ----------
    begins, ends : ndarray of bool
        Whether it is the first spell of a course, the last.
    until : ndarray of int16
        The week in which the course leaves this spell: its last week where it ``ends``, at the end of that week; else
        the first week of the next spell, in which that one takes over.
    """

    begins: np.ndarray
    ends: np.ndarray
    until: np.ndarray


def courses(register: Register, *, gap: int = GAP) -> Courses:
    """Which spells make one course together.

    Raises
    ------
    ValueError
        If the gap is less than a week.
    """
    if gap < 1:
        raise ValueError("a gap is at least one week")
    return cast(Courses, register.kept(f"courses {gap}", lambda: _courses(register, gap)))


def known_before(register: Register, calendar: Calendar, gap: int) -> np.ndarray:
    """The months before which the register tells a whole gap: whether a course began in them is known."""
    return calendar.opens - gap >= register.first_week


def known_after(register: Register, calendar: Calendar, gap: int) -> np.ndarray:
    """The months after which the register tells a whole gap: whether a course ended in them is known."""
    return calendar.closes + gap <= register.last_week


def _courses(register: Register, gap: int) -> Courses:
    row, same = register.chains
    first, until = register.first[row], register.last[row]
    on = same[1:] & (first[1:] - until[:-1] <= gap)  # fewer than ``gap`` weeks lie between
    until[:-1][on] = first[1:][on]
    begins, ends = np.ones(len(row), dtype=bool), np.ones(len(row), dtype=bool)
    begins[row[1:]], ends[row[:-1]] = ~on, ~on
    left = np.empty_like(until)
    left[row] = until
    return Courses(begins, ends, left)
