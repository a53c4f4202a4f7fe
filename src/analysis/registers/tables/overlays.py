"""What happens beside a spell, week by week: activation, and hours of ordinary work."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.errors import AnalysisError
from analysis.registers.numbers import coding
from analysis.registers.numbers.codes import WHOLE, Register
from analysis.registers.numbers.lookups import places
from analysis.registers.numbers.weeks import Calendar

NORM = 37.0  # hours a week that are full time


@dataclass(frozen=True)
class Stretches:
    """Weeks in which persons have something beside their spells: sorted by person and week, none overlapping.

    Attributes
    ----------
    person : ndarray of int64
        Place of the person in the register.
    first, last : ndarray of int64
        Weeks; both counted.
    amount : ndarray of float
        What they have in each of those weeks, such as hours.
    """

    person: np.ndarray
    first: np.ndarray
    last: np.ndarray
    amount: np.ndarray


def activation(register: Register, activations: pd.DataFrame, *, norm: float = NORM) -> Register:
    """The weeks of spells in which a person was in activation, as a register of their own.

    An activation counts from the week in which it starts to the week in which it ends. Each week counts with its hours
    over ``norm``, and at most with the share of the spell. Activation of persons who are not in the register, or in
    weeks without a spell, is left out.

    Parameters
    ----------
    register : Register
        The spells of one benefit.
    activations : DataFrame
        Columns ``person``, ``start``, ``end`` (dates) and ``hours`` (per week).
    norm : float
        Hours a week that are full time.
    """
    first = _column(activations, "start") // 7
    last = _column(activations, "end") // 7
    hours = activations["hours"].to_numpy(dtype=float)
    return overlaid(register, places(register.ids, activations), first, last, hours, norm=norm)


def overlaid(
    register: Register, person: np.ndarray, first: np.ndarray, last: np.ndarray, amount: np.ndarray, *, norm: float
) -> Register:
    """The weeks that spells share with spans of weeks, as a register of their own.

    Parameters
    ----------
    register : Register
        The spells of one benefit.
    person, first, last, amount : ndarray
        Of each span the place of the person, its weeks (both counted), and what each of them counts; spans may overlap.
    norm : float
        The amount that is full time.
    """
    own = _present(register, person)
    return _overlaid(register, _stretches(person[own], first[own], last[own], amount[own]), norm=norm)


def work(register: Register, jobs: pd.DataFrame, calendar: Calendar) -> Register:
    """The weeks of spells that lie in a month with hours of ordinary work, as a register of their own.

    Parameters
    ----------
    register : Register
        The spells of one benefit.
    jobs : DataFrame
        Columns ``person``, ``month`` (as text) and ``hours``; months outside the calendar are left out.
    calendar : Calendar
    """
    at = pd.Index(calendar.labels).get_indexer(pd.Index(jobs["month"]))
    hours = jobs["hours"].to_numpy(dtype=float)
    person = places(register.ids, jobs)
    kept = (at >= 0) & (hours > 0) & _present(register, person)
    person = person[kept]
    first, last = calendar.opens[at[kept]], calendar.closes[at[kept]]
    return _overlaid(register, _stretches(person, first, last, hours[kept]), norm=1.0)


def _stretches(person: np.ndarray, first: np.ndarray, last: np.ndarray, amount: np.ndarray) -> Stretches:
    """Spans that may overlap, as stretches that do not: amounts of the same week are added."""
    known = (person >= 0) & (last >= first) & (amount > 0)
    person, first, last, amount = person[known], first[known], last[known], amount[known]
    who = np.concatenate([person, person]).astype(np.int64)
    week = np.concatenate([first, last + 1]).astype(np.int64)
    change = np.concatenate([amount, -amount])
    open_now = np.concatenate([np.ones(len(person), dtype=int), -np.ones(len(person), dtype=int)])
    order = np.lexsort((week, who))
    who, week, change, open_now = who[order], week[order], change[order], open_now[order]
    start = np.flatnonzero(np.concatenate([[True], (who[1:] != who[:-1]) | (week[1:] != week[:-1])]))[: len(who)]
    if not len(who):
        return Stretches(who, week, week, change)
    level = np.cumsum(np.add.reduceat(change, start))
    running = np.cumsum(np.add.reduceat(open_now, start)) > 0
    who, week = who[start], week[start]
    until = np.append(week[1:], 0) - 1
    return Stretches(who[running], week[running], until[running], level[running])


def _overlaid(register: Register, beside: Stretches, *, norm: float) -> Register:
    """The weeks that spells and stretches share; the share is the amount over the norm, at most the spell's."""
    person, row = register.by_person
    key = person.astype(np.int64)
    if len(np.unique(register.benefit)) > 1:
        raise ValueError("stretches are laid over the spells of one benefit at a time")
    first, last = register.first[row].astype(np.int64), register.last[row].astype(np.int64)
    low = np.searchsorted((key << 13) + last, (beside.person << 13) + beside.first, side="left")
    high = np.searchsorted((key << 13) + first, (beside.person << 13) + beside.last, side="right")
    count = np.maximum(high - low, 0)
    which = np.repeat(np.arange(len(count)), count)
    place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
    share = np.rint(beside.amount[which] / norm * WHOLE)
    begin = np.maximum(first[place], beside.first[which])
    order = np.argsort(begin, kind="stable")
    found = register.where(row[place[order]])
    return replace(
        found,
        first=begin[order].astype(np.int16),
        last=np.minimum(last[place], beside.last[which])[order].astype(np.int16),
        share=np.minimum(found.share, share[order]).astype(np.int32),
    )


def _present(register: Register, person: np.ndarray) -> np.ndarray:
    """Whether each person has any spell in a register."""
    there = np.zeros(len(register.birth_year) + 1, dtype=bool)  # the last for those who are not known
    there[register.person] = True
    present: np.ndarray = there[person]
    return present


def _column(table: pd.DataFrame, name: str) -> np.ndarray:
    if table[name].isna().any():
        raise AnalysisError(f"activations: '{name}' is empty in {int(table[name].isna().sum())} row(s).")
    return coding.days(pa.array(table[name], from_pandas=True)).astype(np.int64)
