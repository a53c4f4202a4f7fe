"""How many weeks somebody has received support so far, whatever the benefit: what the refund of a week follows."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analysis.registers.numbers.codes import Register
from analysis.registers.paths.unbroken import Unbroken, unbroken

RESET, WITHIN = 52, 156  # weeks without support, within the last so many, after which the count begins anew
STEPS = (4, 26, 52)  # weeks after which the share changes, see ``reference/refusion.csv``


@dataclass(frozen=True)
class SupportWeeks:
    """The weeks of support of all persons: unbroken stretches of them, and the weeks that count before each."""

    stretches: Unbroken
    before: np.ndarray

    def at(self, person: np.ndarray, week: np.ndarray) -> np.ndarray:
        """The number of the week of support that a person is in, the first is 1; 0 where they receive none."""
        place = self.stretches.holding(person.astype(np.int64), week)
        if not len(self.stretches):
            return np.zeros(len(person), dtype=np.int64)
        weeks = self.before[place] + week - self.stretches.first[place] + 1
        return np.where(place >= 0, weeks, 0)


def support_weeks(
    register: Register, *, benefits: Collection[str], reset: int = RESET, within: int = WITHIN
) -> SupportWeeks:
    """The weeks of support on all of some benefits together, a week on two of them once.

    The count begins anew with the first week after ``reset`` weeks without any of them among the last ``within``, those
    before an earlier new beginning left out. That rule is domain knowledge and found in no source: give others where
    they are known. Weeks before the register are not counted, so the count is too low for those who began before it.

    Parameters
    ----------
    register : Register
    benefits : collection of str
        Those that count, as ``refusion.covered``.
    reset, within : int
        Weeks; 1 or more.
    """
    if reset < 1 or within < reset:
        raise ValueError(f"{reset} weeks within {within} is no rule")
    found = unbroken(register, benefits)
    before = np.zeros(len(found), dtype=np.int64)
    anew = found.first.copy()  # the first week that counts
    for place in _in_turn(found.person):
        earlier = place - 1
        since = np.maximum(found.first[place] - within, anew[earlier])
        on = found.between(found.person[place], since, found.first[place] - 1)
        over = found.first[place] - since - on >= reset
        length = found.last[earlier] - found.first[earlier] + 1
        before[place] = np.where(over, 0, before[earlier] + length)
        anew[place] = np.where(over, found.first[place], anew[earlier])
    return SupportWeeks(found, before)


def by_step(
    register: Register, so_far: SupportWeeks, rows: np.ndarray, *, steps: Collection[int] = STEPS
) -> Iterator[tuple[int, np.ndarray, np.ndarray, np.ndarray]]:
    """Spells cut where the weeks of support pass a step.

    Yields
    ------
    int, ndarray, ndarray, ndarray
        The first week of support of a step (1, 5, 27, 53), and for each spell with weeks in it the place in the
        register and its first and last week there.
    """
    first, last = register.first[rows].astype(np.int64), register.last[rows].astype(np.int64)
    offset = first - so_far.at(register.person[rows], first)  # the week before the first week of support
    bounds = [0, *sorted(steps), 1 << 14]
    for low, high in pairwise(bounds):
        begin, end = np.maximum(first, offset + low + 1), np.minimum(last, offset + high)
        kept = begin <= end
        yield low + 1, rows[kept], begin[kept], end[kept]


def _in_turn(person: np.ndarray) -> Iterator[np.ndarray]:
    """The second stretch of each person, then the third, and so on."""
    new = np.ones(len(person), dtype=bool)
    new[1:] = person[1:] != person[:-1]
    place = np.flatnonzero(~new)
    starts = np.maximum.accumulate(np.where(new, np.arange(len(person)), 0))
    rank = place - starts[place]
    order = np.argsort(rank, kind="stable")
    turns = np.split(place[order], np.flatnonzero(np.diff(rank[order])) + 1)
    return iter(turns if len(place) else [])
