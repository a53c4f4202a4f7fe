"""What a person receives some weeks after a spell has ended."""

import numpy as np

from analysis.registers.numbers.codes import Register


def destinations(register: Register, ended: np.ndarray, *, after: int, otherwise: int) -> tuple[np.ndarray, np.ndarray]:
    """The benefit or state of the persons so many weeks after the last week of some spells.

    Where two spells cover that week, the one that began last is meant; of those that began together the last in the
    register.

    Parameters
    ----------
    register : Register
    ended : ndarray of bool
        By spell, whether it is asked for.
    after : int
        Weeks after the last week of the spell; 1 or more.
    otherwise : int
        The code for a week without any spell.

    Returns
    -------
    ndarray of int, ndarray of int
        The places of the spells that were asked for, and by each the code of a benefit.
    """
    person, row = register.by_person
    first, last = register.first[row], register.last[row]
    asked = np.flatnonzero(ended[row])
    due = last[asked] + np.int16(after)
    found = _later(person, first, last, asked, due)
    _earlier(person, last, asked, due, found)
    benefit = np.append(register.benefit, np.array(otherwise, dtype=register.benefit.dtype))
    return row[asked], benefit[np.append(row, len(register))[found]]


def _later(person: np.ndarray, first: np.ndarray, last: np.ndarray, asked: np.ndarray, due: np.ndarray) -> np.ndarray:
    """The place of the last spell, after each that was asked for, that covers its week; -1 for none."""
    found = np.full(len(asked), -1, dtype=np.int64)
    left = np.arange(len(asked))
    place = asked + 1
    while len(left):
        inside = place < len(person)
        left, place = left[inside], place[inside]
        near = (person[place] == person[asked[left]]) & (first[place] <= due[left])
        left, place = left[near], place[near]
        covers = last[place] >= due[left]
        found[left[covers]] = place[covers]
        place = place + 1
    return found


def _earlier(person: np.ndarray, last: np.ndarray, asked: np.ndarray, due: np.ndarray, found: np.ndarray) -> None:
    """Fill in spells that began before the one that was asked for and outlast it; only where spells overlap."""
    wide = person.astype(np.int64) << 13
    furthest = np.maximum.accumulate(wide + last)  # per person, the furthest week so far
    left = np.flatnonzero((found < 0) & (furthest[asked] >= wide[asked] + due))
    place = asked[left] - 1
    while len(left):  # each of them has such a spell, so this ends
        covers = last[place] >= due[left]
        found[left[covers]] = place[covers]
        left, place = left[~covers], place[~covers] - 1
