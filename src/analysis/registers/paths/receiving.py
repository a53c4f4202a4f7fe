"""What a person receives in any week."""

import numpy as np

from analysis.registers.numbers.codes import Register


def receiving(register: Register, person: np.ndarray, week: np.ndarray) -> np.ndarray:
    """The places of the spells that persons have in some weeks; -1 where there is none.

    Where two spells cover the week, the one that began last is meant; of those that began together the last in the
    register.

    Parameters
    ----------
    register : Register
    person : ndarray of int
        Places of persons.
    week : ndarray of int
        A week for each.
    """
    who, row, keys, furthest = _order(register)
    asked = person.astype(np.int64) << 13
    at = np.searchsorted(keys, asked + week, side="right") - 1
    found = np.full(len(person), -1, dtype=np.int64)
    left = np.flatnonzero(at >= 0)
    while len(left):
        place = at[left]
        own = (who[place] == person[left]) & (furthest[place] >= asked[left] + week[left])
        left, place = left[own], place[own]
        covers = register.last[row[place]] >= week[left]
        found[left[covers]] = row[place[covers]]
        left = left[~covers]
        at[left] -= 1
        left = left[at[left] >= 0]
    return found


def _order(register: Register) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The spells by person and first week: persons, places, keys, and the furthest week so far of each person."""

    def make() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        who, row = register.by_person
        wide = who.astype(np.int64) << 13
        return who, row, wide + register.first[row], np.maximum.accumulate(wide + register.last[row])

    kept: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray] = register.kept("receiving", make)
    return kept
