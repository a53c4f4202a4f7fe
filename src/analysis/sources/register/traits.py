"""What a week carries besides its code: municipality and visitation, by week, by year, or for all weeks."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analysis import areas
from analysis.sources import identifiers
from analysis.sources.register import values
from analysis.sources.register.chunks import Chunk
from analysis.sources.register.declared import plain
from analysis.sources.register.findings import IDENTIFIER, Findings
from analysis.sources.register.weeks import WeekColumns, full_year

MOST = 250  # different values that a trait may have
UNKNOWN = 0  # the place of what is not known: the empty text

_DATED = re.compile(r"([a-z_]+?)_?(\d{4})", re.IGNORECASE)


class Words:
    """The different values of a trait over all chunks, each with its place; the empty one comes first."""

    def __init__(self, known: Sequence[str] = ()) -> None:
        """Begin with the values that are known."""
        self.all = ["", *known]
        self._place = {word: at for at, word in enumerate(self.all)}

    def place(self, word: str | None) -> int:
        """The place of a value; -1 where there is no room, or it is none."""
        if word is None:
            return -1
        if word not in self._place and len(self.all) <= MOST:
            self._place[word] = len(self.all)
            self.all.append(word)
        return self._place.get(word, -1)


@dataclass
class Trait:
    """A trait in a file: its columns by week, by year, or one for all weeks.

    ``columns`` has the column of each week, in their order; none where the file has none, and then ``fixed`` counts.
    Where a year has no column of its own, the nearest year's counts, the earlier of two.
    """

    name: str
    problem: str  # what a cell that cannot be read is called
    meaning: Callable[[str], str | None]
    words: Words
    columns: list[str] = field(default_factory=list)
    fixed: "Fixed | None" = None  # of every person, from another file

    def changes(self, week: int) -> bool:
        """Whether the trait may be another than in the week before."""
        if week == 0:
            return True
        if self.columns:
            return self.columns[week] != self.columns[week - 1]
        return self.fixed is not None and self.fixed.year(week) != self.fixed.year(week - 1)

    def reader(self, chunk: Chunk, file: str, persons: np.ndarray, findings: Findings) -> Callable[[int], np.ndarray]:
        """What gives the trait's places in a week, for each row of a chunk."""
        if self.columns:
            last: dict[str, np.ndarray] = {}

            def read(week: int) -> np.ndarray:
                column = self.columns[week]
                if column not in last:  # once each, so that what is wrong in it is counted once
                    found = self._read(chunk, file, column, findings)
                    last.clear()
                    last[column] = found
                return last[column]

            return read
        if self.fixed is not None:
            return self.fixed.reader(persons)
        unknown = np.zeros(chunk.rows, np.uint8)
        return lambda week: unknown

    def _read(self, chunk: Chunk, file: str, column: str, findings: Findings) -> np.ndarray:
        array = chunk.column(column)
        found, bad = self.places(array)
        suspicious = identifiers.count(array)
        findings.cells(file, column, IDENTIFIER, rows=suspicious)
        if bad.any() and not suspicious:
            first = chunk.first + int(bad.argmax())
            findings.cells(file, column, self.problem, rows=int(bad.sum()), first=first)
        return found

    def places(self, array: Any) -> tuple[np.ndarray, np.ndarray]:
        """The place of each value, and which cells cannot be read."""
        encoded = values.text(array).dictionary_encode()
        known = [self.words.place(self.meaning(one)) for one in encoded.dictionary.to_pylist()]
        by_index = np.array([*known, UNKNOWN], dtype=np.int16)
        at = encoded.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
        found = by_index[at]
        bad = found < 0
        return np.where(bad, UNKNOWN, found).astype(np.uint8), bad


@dataclass
class Fixed:
    """A trait of persons from their own file, by year or for all years."""

    persons: np.ndarray  # sorted
    by_year: dict[int, np.ndarray]  # year 0: all years; places of words, in the order of persons
    years: list[int] = field(default_factory=list)  # of each week

    def year(self, week: int) -> int:
        """The year whose places count in a week."""
        return nearest(self.years[week], list(self.by_year))

    def with_more(self, other: "Fixed") -> "Fixed":
        """These persons and those of another file; a year that only one has is unknown for the other's persons."""
        years = {*self.by_year, *other.by_year}
        both = np.concatenate([self.persons, other.persons])
        unknown = [np.zeros(len(one.persons), np.uint8) for one in (self, other)]
        return sorted_by_person(
            both,
            {
                year: np.concatenate([self.by_year.get(year, unknown[0]), other.by_year.get(year, unknown[1])])
                for year in years
            },
        )

    def reader(self, persons: np.ndarray) -> Callable[[int], np.ndarray]:
        """What gives the places in a week for these persons; unknown for one that has no row."""
        if not len(self.persons):
            unknown = np.zeros(len(persons), np.uint8)
            return lambda week: unknown
        at = np.minimum(np.searchsorted(self.persons, persons), len(self.persons) - 1)
        there = self.persons[at] == persons

        def read(week: int) -> np.ndarray:
            found = self.by_year[self.year(week)]
            return np.where(there, found[at], UNKNOWN).astype(np.uint8)

        return read


def municipality() -> Trait:
    """The municipality; what is none of the 98 and not unknown is refused, such as codes from before 2007."""
    known = Words([one.code for one in sorted(areas.municipalities(), key=lambda one: one.code)])
    return Trait("area", "is no municipality code in use since 2007", values.area_code, known)


def visitation() -> Trait:
    """The visitation, in whatever words the delivery has, as small ASCII letters with underscores."""
    return Trait("visitation", f"has more than {MOST} different values, too many for a visitation", plain, Words())


def find_columns(trait: Trait, names: Sequence[str], *, whole: str, weeks: WeekColumns, called: Collection[str]) -> str:
    """Find a trait's columns in a file; returns what is wrong with them.

    Parameters
    ----------
    trait : Trait
        Gets its columns.
    names : sequence of str
        Columns of the file.
    whole : str
        The column that holds for all weeks; empty for none.
    weeks : WeekColumns
        The weeks of the file.
    called : collection of str
        What the names of this trait's columns begin with, such as ``kom``.
    """
    dated = dated_columns(names, called)
    trait.columns = []
    if not dated:
        trait.columns = [whole] * len(weeks.names) if whole else []
        return ""
    if set(dated) >= set(weeks.suffixes):
        trait.columns = [dated[suffix] for suffix in weeks.suffixes]
        return ""
    years = {int(suffix): column for suffix, column in dated.items()}
    if not all(1980 <= year <= 2099 for year in years):
        return f"the columns of '{trait.name}' are neither one per year (YYYY) nor one for each week that y_YYWW has"
    trait.columns = [years[nearest(full_year(int(suffix[:2])), list(years))] for suffix in weeks.suffixes]
    return ""


def dated_columns(names: Sequence[str], called: Collection[str]) -> dict[str, str]:
    """Columns whose name is a word among ``called`` and four digits, by their digits."""
    found = {}
    for name in names:
        match = _DATED.fullmatch(name)
        if match and plain(match[1]) in called:
            found[match[2]] = name
    return found


def nearest(year: int, years: Sequence[int]) -> int:
    """The nearest of some years, the earlier of two; 0 stands for all years."""
    return min(years, key=lambda one: (abs(one - year), one))


def sorted_by_person(persons: np.ndarray, by_year: Mapping[int, np.ndarray]) -> Fixed:
    """A trait of persons, ordered so that they can be looked up."""
    order = np.argsort(persons, kind="stable")
    return Fixed(persons[order], {year: found[order] for year, found in by_year.items()})
