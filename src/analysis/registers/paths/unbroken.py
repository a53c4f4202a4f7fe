"""Unbroken stretches of weeks on one or several benefits, person by person, and how many of them lie in a span.

Where several benefits are taken as one, their spells may overlap; a stretch covers each week once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np

from analysis.registers.numbers.codes import Register


@dataclass(frozen=True, eq=False)
class Unbroken:
    """Stretches in the order of person and week.

    Attributes
    ----------
    person : ndarray of int64
        Place of the person in the register.
    first, last : ndarray of int64
        Weeks; both counted.
    start, end : ndarray of int64
        Places in the register of the spell that begins the stretch and of the one that reaches its last week.
    """

    person: np.ndarray
    first: np.ndarray
    last: np.ndarray
    start: np.ndarray
    end: np.ndarray

    def __len__(self) -> int:
        return len(self.person)

    def where(self, kept: np.ndarray) -> "Unbroken":
        """Some of the stretches, by a mask."""
        columns = (self.person, self.first, self.last, self.start, self.end)
        return Unbroken(*(column[kept] for column in columns))

    def between(self, person: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """How many weeks of a person's stretches lie in a span of weeks, both counted; 0 where the span is empty."""
        found: np.ndarray = np.maximum(self._until(person, last + 1) - self._until(person, first), 0)
        return found

    def holding(self, person: np.ndarray, week: np.ndarray) -> np.ndarray:
        """The place among the stretches of the one that holds a person's week; -1 for none."""
        at = np.searchsorted(self._keys, (person.astype(np.int64) << 13) + week, side="right") - 1
        place = np.maximum(at, 0)
        if not len(self):
            return np.full(len(person), -1, dtype=np.int64)
        inside = (at >= 0) & (self.person[place] == person) & (self.last[place] >= week)
        return np.where(inside, at, -1)

    @cached_property
    def _keys(self) -> np.ndarray:
        keys: np.ndarray = (self.person << 13) + self.first
        return keys

    @cached_property
    def _sums(self) -> np.ndarray:
        return np.concatenate([[0], np.cumsum(self.last - self.first + 1)])

    def _until(self, person: np.ndarray, week: np.ndarray) -> np.ndarray:
        """Weeks before a week, in all stretches up to there: only differences for one person mean anything."""
        at = np.searchsorted(self._keys, (person.astype(np.int64) << 13) + week, side="left")
        whole: np.ndarray = self._sums[at]
        if not len(self):
            return whole
        before = np.maximum(at - 1, 0)
        own = (at > 0) & (self.person[before] == person)
        return whole - np.where(own, np.maximum(self.last[before] - week + 1, 0), 0)


def unbroken(
    register: Register, benefits: Collection[str], *, gap: int = 1, visitations: Collection[str] | None = None
) -> Unbroken:
    """The stretches on some benefits taken as one, that no gap of ``gap`` weeks parts.

    Parameters
    ----------
    register : Register
    benefits : collection of str
    gap : int
        Weeks without any of them that end a stretch; with 1 each week off does, with 4 the stretches of one benefit
        are its courses (``courses.courses``).
    visitations : collection of str, optional
        Only spells with one of these.

    Raises
    ------
    ValueError
        If the gap is less than a week.
    """
    if gap < 1:
        raise ValueError("a gap is at least one week")
    names = "|".join(sorted(benefits)), "|".join(sorted(visitations or ()))
    return cast(
        Unbroken, register.kept(f"unbroken {names} {gap}", lambda: _unbroken(register, benefits, gap, visitations))
    )


def _unbroken(register: Register, benefits: Collection[str], gap: int, visitations: Collection[str] | None) -> Unbroken:
    kept = np.zeros(len(register), dtype=bool)
    for benefit in benefits:
        kept |= register.on(benefit, visitations)
    rows = np.flatnonzero(kept)
    person, row = register.ordered(register.person[rows].astype(np.int64), rows)
    return joined(person, register.first[row].astype(np.int64), register.last[row].astype(np.int64), row, gap=gap)


def joined(person: np.ndarray, first: np.ndarray, last: np.ndarray, row: np.ndarray, *, gap: int = 1) -> Unbroken:
    """Spans of weeks, in the order of person and first week, made into stretches."""
    if not len(person):
        nothing = np.empty(0, dtype=np.int64)
        return Unbroken(nothing, nothing, nothing, nothing, nothing)
    wide = person << 13
    furthest = np.maximum.accumulate(wide + last)
    new = np.ones(len(person), dtype=bool)
    new[1:] = (person[1:] != person[:-1]) | (first[1:] - (furthest[:-1] - wide[:-1]) > gap)
    begins = np.flatnonzero(new)
    ends = np.append(begins[1:], len(person)) - 1
    reach = np.arange(len(person))  # the last span so far that reaches furthest
    further = np.ones(len(person), dtype=bool)
    further[1:] = (wide + last)[1:] >= furthest[:-1]
    reach = np.maximum.accumulate(np.where(further, reach, 0))
    return Unbroken(person[begins], first[begins], (furthest - wide)[ends], row[begins], row[reach[ends]])
