"""Where a person stands in a week: on which benefit, and whether at work."""

from collections.abc import Collection

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.registers.numbers.codes import Register
from analysis.registers.numbers.coding import places
from analysis.registers.numbers.weeks import LAST, ORIGIN_DAY

NOTHING = -1  # no spell covers the week
_MONTHS = (ORIGIN_DAY + np.arange(LAST + 1) * 7 + 3).astype("datetime64[D]").astype("datetime64[M]").astype(int)


class Standing:
    """Answers for any person and week of a register.

    Parameters
    ----------
    register : Register
    jobs : DataFrame, optional
        Columns ``person``, ``month`` and ``hours``; those who are not in the register are passed over.
    """

    def __init__(self, register: Register, jobs: pd.DataFrame | None = None) -> None:
        self.register = register
        person, self.row = register.by_person
        self.key = (person.astype(np.int64) << 13) + register.first[self.row]
        last = register.last[self.row]
        self.furthest = np.maximum.accumulate((person.astype(np.int64) << 13) + last)
        self.paid = None if jobs is None else _paid(register, jobs)

    def spell(self, person: np.ndarray, week: np.ndarray) -> np.ndarray:
        """The place of the spell that covers a week, of several the one that began last; -1 for none."""
        wanted = (person.astype(np.int64) << 13) + week
        at = np.searchsorted(self.key, wanted, side="right") - 1
        found = np.full(len(wanted), NOTHING, dtype=np.int64)
        left = np.flatnonzero((at >= 0) & (self.furthest[at] >= wanted))
        at = at[left]
        while len(left):  # each of them is covered by a spell, this one or one before it
            covers = self.register.last[self.row[at]] >= week[left]
            found[left[covers]] = self.row[at[covers]]
            left, at = left[~covers], at[~covers] - 1
        return found

    def benefit(self, person: np.ndarray, week: np.ndarray) -> np.ndarray:
        """The code of the benefit or state in a week; -1 for none."""
        spell = self.spell(person, week)
        codes = np.append(self.register.benefit.astype(np.int64), NOTHING)
        standing: np.ndarray = codes[spell]
        return standing

    def at_work(self, person: np.ndarray, week: np.ndarray) -> np.ndarray:
        """Whether there were paid hours in the month of the week's Thursday."""
        if self.paid is None:
            raise ValueError("without a table of jobs nobody's work is known")
        wanted = (person.astype(np.int64) << 12) + _MONTHS[week]
        at = np.minimum(np.searchsorted(self.paid, wanted), max(len(self.paid) - 1, 0))
        return self.paid[at] == wanted if len(self.paid) else np.zeros(len(wanted), dtype=bool)

    def coded(self, benefits: Collection[str]) -> np.ndarray:
        """The codes of some benefits, of those that are in the register."""
        return np.array([at for at, name in enumerate(self.register.benefits) if name in benefits], dtype=np.int64)


def _paid(register: Register, jobs: pd.DataFrame) -> np.ndarray:
    """Person and month with hours in one number, sorted; those of somebody who is not in the register are left out."""
    person = places(register, pa.array(jobs["person"])).astype(np.int64)
    texts = pa.array(jobs["month"])
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    coded = whole.dictionary_encode()
    months = [int(np.datetime64(text, "M").astype(int)) for text in coded.dictionary.to_pylist()]
    keys = person << 12
    keys += np.array(months, dtype=np.int64)[coded.indices.to_numpy()] if months else 0
    keys = keys[(person >= 0) & (jobs["hours"].to_numpy() > 0)]
    keys.sort()
    return keys
