"""What happens beside the spells, as whole numbers: offers of activation, interviews, and months of work."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis import benefits
from analysis.registers.numbers import coding
from analysis.registers.numbers.codes import Register
from analysis.registers.numbers.days import month_number
from analysis.registers.numbers.lookups import places
from analysis.registers.numbers.weeks import LAST, number
from analysis.registers.paths.unbroken import Unbroken, joined

NOT_ACTIVATION = ("samtale", "fleksjob_ansaettelse")  # contact, and a benefit of its own
COMPANY, COURSES, SPECIAL = "virksomhedsrettet", "jobsoegningskursus", "saerligt_tilrettelagt_forloeb"


@dataclass(frozen=True, eq=False)
class Offers:
    """Offers of activation to persons in a register.

    Attributes
    ----------
    person : ndarray of int64
        Place of the person in the register.
    first_day, last_day : ndarray of int64
        Days since 1 January 1990; an offer that goes on has the last day that the register tells.
    hours : ndarray of float
        A week; missing where unknown.
    instrument : ndarray of int
        Place in ``names``.
    going_on : ndarray of bool
        Whether its end is not known.
    """

    person: np.ndarray
    first_day: np.ndarray
    last_day: np.ndarray
    hours: np.ndarray
    instrument: np.ndarray
    going_on: np.ndarray
    names: tuple[str, ...]
    told_from: int  # the week from which the table tells of any

    def __len__(self) -> int:
        return len(self.person)

    @property
    def first(self) -> np.ndarray:
        """The week in which each starts."""
        return self.first_day // 7

    @property
    def last(self) -> np.ndarray:
        """The week in which each ends."""
        return self.last_day // 7

    def where(self, kept: np.ndarray) -> "Offers":
        """Some of them, by a mask."""
        columns = ("person", "first_day", "last_day", "hours", "instrument", "going_on")
        return replace(self, **{name: getattr(self, name)[kept] for name in columns})

    def of(self, *instruments: str) -> "Offers":
        """Those of some instruments, or of the company-oriented ones together (``COMPANY``)."""
        return self.where(self._marked(instruments)[self.instrument])

    @cached_property
    def weeks(self) -> Unbroken:
        """The weeks in which persons are in any offer."""
        order = np.lexsort((self.first, self.person))
        return joined(self.person[order], self.first[order], self.last[order], order)

    def _marked(self, instruments: tuple[str, ...]) -> np.ndarray:
        listed = benefits.instruments()
        oriented = {name for name, one in listed.items() if one.company_oriented}
        wanted = {*instruments, *(oriented if COMPANY in instruments else ())}
        return np.array([name in wanted for name in self.names], dtype=bool)


@dataclass(frozen=True, eq=False)
class Interviews:
    """Interviews that were held: persons and weeks, in their order; two in one week are two."""

    person: np.ndarray
    week: np.ndarray
    told_from: int  # the week from which the table tells of any

    def between(self, person: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """How many a person had in a span of weeks, both counted."""
        who = person.astype(np.int64) << 13
        found: np.ndarray = np.searchsorted(self._keys, who + last, side="right") - np.searchsorted(
            self._keys, who + first, side="left"
        )
        positive: np.ndarray = np.maximum(found, 0)
        return positive

    @cached_property
    def _keys(self) -> np.ndarray:
        keys: np.ndarray = (self.person << 13) + self.week
        return keys


@dataclass(frozen=True, eq=False)
class Work:
    """Months with paid hours, and the first and the last month that are told (since January 1970)."""

    keys: np.ndarray  # persons and months, sorted
    first: int
    last: int

    def in_month(self, person: np.ndarray, month: np.ndarray) -> np.ndarray:
        """Whether a person has paid hours in a month."""
        key = (person.astype(np.int64) << 12) + month
        at = np.searchsorted(self.keys, key)
        found: np.ndarray = np.zeros(len(key), dtype=bool)
        inside = at < len(self.keys)
        found[inside] = self.keys[at[inside]] == key[inside]
        return found


def offers(register: Register, activations: pd.DataFrame) -> Offers:
    """The offers in a table of activations, by person and start; those of persons not in the register are left out.

    Interviews and employment in a fleksjob, which some registers list among them, are no activation.

    Parameters
    ----------
    register : Register
    activations : DataFrame
        Columns ``person``, ``instrument``, ``start``, ``end`` (dates; empty while it goes on) and ``hours`` (a week).
    """
    person = places(register.ids, activations)
    codes, names = pd.factorize(activations["instrument"])
    kept = (person >= 0) & ~np.isin(codes, [at for at, name in enumerate(names) if name in NOT_ACTIVATION])
    going_on = activations["end"].isna().to_numpy()[kept]
    rows = activations[kept]
    first = coding.days(pa.array(rows["start"], from_pandas=True)).astype(np.int64)
    until = register.last_week * 7 + 6
    last = np.full(len(rows), until, dtype=np.int64)
    last[~going_on] = coding.days(pa.array(rows["end"][~going_on], from_pandas=True))
    hours = rows["hours"].to_numpy(dtype=float)
    found = Offers(
        person=person[kept].astype(np.int64),
        first_day=first,
        last_day=np.maximum(last, first),
        hours=hours,
        instrument=codes[kept],
        going_on=going_on,
        names=tuple(names),
        told_from=_earliest(activations["start"]),
    )
    return found.where(np.lexsort((found.first_day, found.person)))


def interviews(register: Register, table: pd.DataFrame) -> Interviews:
    """The interviews of a table (columns ``person``, ``date`` and ``held``) that were held."""
    person = places(register.ids, table)
    kept = (person >= 0) & table["held"].to_numpy(dtype=bool)
    week = coding.days(pa.array(table["date"][kept], from_pandas=True)).astype(np.int64) // 7
    keys = np.sort((person[kept].astype(np.int64) << 13) + week)
    return Interviews(keys >> 13, keys & ((1 << 13) - 1), _earliest(table["date"]))


def work(register: Register, jobs: pd.DataFrame) -> Work:
    """The months of a table (columns ``person``, ``month`` and ``hours``) with hours of ordinary work."""
    codes, labels = pd.factorize(jobs["month"])
    numbers = np.array([month_number(label) for label in labels], dtype=np.int64)
    person = places(register.ids, jobs)
    kept = (person >= 0) & (jobs["hours"].to_numpy(dtype=float) > 0)
    keys = (person[kept].astype(np.int64) << 12) + numbers[codes[kept]]
    told = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, -1)
    if (keys[1:] <= keys[:-1]).any():  # else in order and once, as the canonical table is
        keys = np.unique(np.sort(keys))
    return Work(keys, *told)


def _earliest(days: pd.Series) -> int:
    """The week of the first day in a table, whoever it is of."""
    return number(str(pd.Timestamp(days.min()).date())) if len(days) else LAST
