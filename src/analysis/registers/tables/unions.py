"""Several benefits as one: each week of a person counts once, whatever they receive in it."""

from dataclasses import replace

import numpy as np

from analysis.measure_lists import TOTAL
from analysis.registers.numbers import counting, shapes
from analysis.registers.numbers.codes import Register
from analysis.registers.numbers.weeks import Calendar


def united(register: Register) -> Register:
    """The spells of a register as one benefit, ``alle``, in which no two spells of a person overlap.

    A week that two spells cover stays with the one that began first; of those that began together, with the first in
    the register.
    """
    person, row = register.ordered(register.person.astype(np.int64))
    first, last = register.first[row].astype(np.int64), register.last[row].astype(np.int64)
    wide = person << 13
    furthest = np.maximum.accumulate(wide + last) - wide
    begins = first.copy()
    same = np.zeros(len(row), dtype=bool)
    np.equal(person[1:], person[:-1], out=same[1:])
    begins[1:] = np.where(same[1:], np.maximum(first[1:], furthest[:-1] + 1), first[1:])
    kept = np.flatnonzero(begins <= last)
    order = kept[np.argsort(begins[kept], kind="stable")]
    found = register.where(row[order])
    return replace(
        found,
        first=begins[order].astype(np.int16),
        benefit=np.zeros(len(order), dtype=register.benefit.dtype),
        benefits=(TOTAL,),
    )


def present_table(register: Register, calendar: Calendar) -> np.ndarray:
    """Persons on each benefit in the last week of a month, in the shape of ``shapes.margins``."""
    steps = calendar.by_month
    begin = steps.of_week[register.first]  # the first month whose last week is not before
    end = steps.of_week[register.last + 1] - np.int16(1)  # the last month whose last week is not after
    found = counting.running(counting.changes(register, steps, begin, end))
    table = shapes.margins(found, register).astype(float)
    table[~((calendar.closes >= register.first_week) & (calendar.closes <= register.last_week))] = np.nan
    return table
