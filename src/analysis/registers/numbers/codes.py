"""A register as whole numbers: what every monthly table is counted from.

One element per spell, in the order of their first weeks. Nothing here knows where a register is kept.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

STATES = ("doed", "folkepension", "selvforsoergende", "su", "udvandret")
SELF_SUPPORT = "selvforsoergende"
WHOLE = 1_000_000  # shares are counted in millionths, so that sums of them are exact

BANDS = ("16-24", "25-29", "30-39", "40-49", "50-59", "60-66")
BIRTHDAYS = (16, 25, 30, 40, 50, 60, 67)  # the ages at which a person enters a band; at 67 they leave the last
GROUPS = len(BANDS) + 1  # group 0 is outside the bands
_BAND = np.searchsorted(BIRTHDAYS, np.arange(256), side="right").astype(np.uint8) % GROUPS


@dataclass(frozen=True, eq=False)
class Register:
    """Spells as codes; ``coding.register`` makes one.

    Attributes
    ----------
    person : ndarray of int32, shape (spells,)
        Place of the person in ``ids``, ``birth_year`` and ``sex``.
    first, last : ndarray of int16, shape (spells,)
        First and last week; see ``weeks``. Sorted by first.
    area, benefit, visitation : ndarray of unsigned int, shape (spells,)
        Place in ``areas``, ``benefits`` and ``visitations``.
    share : ndarray of int32, shape (spells,)
        Millionths of full time.
    ids : object
        The persons' own identification, as an Arrow array; never shown.
    birth_year, sex : ndarray, shape (persons,)
    benefits : tuple of str
        Those that are counted first, then the states that are none (``STATES``).
    first_week, last_week : int
        The weeks between which the register tells everything. What would need another week is missing.
    """

    person: np.ndarray
    first: np.ndarray
    last: np.ndarray
    area: np.ndarray
    benefit: np.ndarray
    visitation: np.ndarray
    share: np.ndarray
    ids: Any
    birth_year: np.ndarray
    sex: np.ndarray
    areas: tuple[str, ...]
    benefits: tuple[str, ...]
    visitations: tuple[str, ...]
    sexes: tuple[str, ...]
    first_week: int
    last_week: int

    def __len__(self) -> int:
        return len(self.person)

    @cached_property
    def counted(self) -> int:
        """How many of ``benefits`` are counted: all but the states, which come last."""
        return sum(benefit not in STATES for benefit in self.benefits)

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Areas, benefits that are counted, sexes and age groups: the axes of a table."""
        return len(self.areas), self.counted, len(self.sexes), GROUPS

    @cached_property
    def cell(self) -> np.ndarray:
        """Of each spell, its place in a flattened table of ``shape``, at age group 0; -1 where it is not counted."""
        areas, benefits, sexes, groups = self.shape
        if areas * benefits * sexes * groups >= 2**31:
            raise ValueError("the register has more areas and benefits than a table can have cells")
        place = self.area.astype(np.int32)
        place *= benefits
        place += self.benefit
        place *= sexes
        place += self.sex[self.person]
        place *= groups
        if benefits < len(self.benefits):
            place[self.benefit >= benefits] = -1
        return place

    @cached_property
    def born(self) -> np.ndarray:
        """Of each spell, the year in which the person was born."""
        years: np.ndarray = self.birth_year[self.person]
        return years

    @cached_property
    def by_person(self) -> tuple[np.ndarray, np.ndarray]:
        """The spells person by person, each person's in the order of the register: persons, and places of spells."""
        person, row = self.ordered(self.person.astype(np.int64))
        return person.astype(np.int32), row

    @cached_property
    def chains(self) -> tuple[np.ndarray, np.ndarray]:
        """The spells by person, then benefit, then week: their places, and whether each has a spell before it.

        The second is False where another person or another benefit begins.
        """
        key = self.person.astype(np.int64)
        key *= len(self.benefits)
        key += self.benefit
        key, row = self.ordered(key)
        same = np.zeros(len(row), dtype=bool)
        np.equal(key[1:], key[:-1], out=same[1:])
        return row, same

    @cached_property
    def overlapping(self) -> np.ndarray:
        """Of each spell, whether another spell of the same person has a week in common with it."""
        person, row = self.by_person
        first, last = self.first[row], self.last[row]
        furthest = np.maximum.accumulate((person.astype(np.int64) << 13) + last)
        later = (person.astype(np.int64) << 13) + first
        found = np.zeros(len(row), dtype=bool)
        found[1:] = later[1:] <= furthest[:-1]  # a spell before it, of the same person, has not ended
        with_a_later = np.flatnonzero(found)
        while len(with_a_later):  # and so has that spell one after it: walk back to all that reach so far
            before = with_a_later[with_a_later > 0] - 1
            before = before[(person[before] == person[before + 1]) & ~found[before]]
            found[before] = True  # at most too many, which costs a little time only
            with_a_later = before
        marked = np.zeros(len(row), dtype=bool)
        marked[row] = found
        return marked

    def ordered(self, key: np.ndarray, rows: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """The keys in order, and the rows they belong to, equal keys by row; the keys given are overwritten."""
        key <<= self._bits
        key |= np.arange(len(key), dtype=np.int64) if rows is None else rows
        key.sort()
        row = key & ((1 << self._bits) - 1)
        key >>= self._bits
        return key, row

    def kept(self, name: str, make: Callable[[], Any]) -> Any:
        """What was made of this register before under a name, or else is made now."""
        if name not in self.__dict__:
            self.__dict__[name] = make()
        return self.__dict__[name]

    def where(self, kept: np.ndarray) -> "Register":
        """The register with some of its spells only, by a mask or by their places."""
        columns = ("person", "first", "last", "area", "benefit", "visitation", "share")
        return replace(self, **{name: getattr(self, name)[kept] for name in columns})

    def on(self, benefit: str, visitations: Collection[str] | None = None) -> np.ndarray:
        """A mask: the spells on a benefit, with one of the visitations where some are given."""
        if benefit not in self.benefits:
            return np.zeros(len(self), dtype=bool)
        found: np.ndarray = self.benefit == self.benefits.index(benefit)
        if visitations is not None:
            codes = [place for place, name in enumerate(self.visitations) if name in visitations]
            found &= np.isin(self.visitation, codes)
        return found

    def joined(self, into: Mapping[str, str]) -> "Register":
        """The register by larger areas: jobcentres, regions, or the country.

        Parameters
        ----------
        into : mapping
            From each of ``areas`` to the area that it is counted in.
        """
        names = tuple(sorted({into[area] for area in self.areas}))
        place = np.array([names.index(into[area]) for area in self.areas], dtype=np.int32)
        other = replace(self, area=place[self.area], areas=names)
        for order in ("by_person", "chains", "overlapping", "born"):  # which no area changes
            if order in self.__dict__:
                other.__dict__[order] = self.__dict__[order]
        return other

    @cached_property
    def _bits(self) -> int:
        bits = max(len(self) - 1, 1).bit_length()
        if bits + (len(self.birth_year) * max(len(self.benefits), 1)).bit_length() > 62:
            raise ValueError("the register is too large for one table: count it in parts, by persons")
        return bits


def band(years: np.ndarray, born: np.ndarray) -> np.ndarray:
    """The age group in each year: 1 for 16-24 and so on, 0 outside the bands.

    >>> band(np.array([2019, 2020, 2026]), np.array([1995, 1995, 1959])).tolist()
    [1, 2, 0]
    """
    groups: np.ndarray = _BAND[np.clip(years - born, 0, 255)]
    return groups
