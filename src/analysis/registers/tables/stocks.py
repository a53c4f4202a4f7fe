"""How many are on a benefit in a month: as full-time persons, and as persons affected."""

import numpy as np
import pandas as pd

from analysis.registers.numbers import counting, shapes
from analysis.registers.numbers.codes import WHOLE, Register
from analysis.registers.numbers.weeks import Calendar


def full_time_persons(register: Register, *, first: str, last: str) -> pd.DataFrame:
    """Full-time persons per month, area, benefit, sex and age group.

    The weeks of a month count by the share of full time that each has, over the weeks in the month. They add up over
    areas and benefits; over months they are averaged, never summed. A person who turns into another age group in the
    middle of a spell, or moves, counts in each for their weeks there.

    Parameters
    ----------
    register : Register
        Made by ``coding.register``.
    first, last : str
        Months; both counted.

    Returns
    -------
    DataFrame
        As ``shapes.tidy``; column ``full_time``. Missing in months that the register does not tell wholly.
    """
    calendar = Calendar(first, last)
    return shapes.tidy(register, calendar.labels, {"full_time": full_time_table(register, calendar)})


def full_time_table(register: Register, calendar: Calendar) -> np.ndarray:
    """Full-time persons in the shape of ``shapes.margins``."""
    steps = calendar.by_week
    begin, end = steps.of_week[register.first], steps.of_week[register.last]
    added = counting.changes(register, steps, begin, end, weight=register.share, dtype=np.int64)
    months = np.zeros((len(calendar.labels), added.shape[1]), dtype=np.int64)
    now = np.zeros(added.shape[1], dtype=np.int64)
    month_of = np.repeat(np.arange(len(months)), calendar.weeks)
    for week, month in enumerate(month_of):
        now += added[week]
        months[month] += now
    found = shapes.margins(months, register) / (calendar.weeks * float(WHOLE))[:, None, None, None, None]
    found[~told(register, calendar)] = np.nan
    return found


def affected(register: Register, *, first: str, last: str) -> pd.DataFrame:
    """Distinct persons with at least one week of a benefit in the month, per month, area, benefit, sex and age group.

    A person who moves counts once in each area, and so for who changes benefit: never add areas, benefits or months.
    For a jobcenter or the country, count ``register.joined(...)``.

    Parameters
    ----------
    register : Register
    first, last : str
        Months; both counted.

    Returns
    -------
    DataFrame
        As ``shapes.tidy``; column ``persons``. Missing in months that the register does not tell wholly.
    """
    calendar = Calendar(first, last)
    return shapes.tidy(register, calendar.labels, {"persons": affected_table(register, calendar)})


def affected_table(register: Register, calendar: Calendar) -> np.ndarray:
    """Distinct persons in the shape of ``shapes.margins``."""
    steps = calendar.by_month
    table = counting.changes(register, steps, steps.of_week[register.first], steps.of_week[register.last])
    counted = counting.running(table)
    again = repeated(register, steps.of_week)
    counted -= counting.events(register, steps, steps.of_week[register.first[again]], again)
    found = shapes.margins(counted, register).astype(float)
    found[~told(register, calendar)] = np.nan
    return found


def told(register: Register, calendar: Calendar) -> np.ndarray:
    """Which months lie wholly within what the register tells."""
    return (calendar.opens >= register.first_week) & (calendar.closes <= register.last_week)


def repeated(register: Register, month_of: np.ndarray) -> np.ndarray:
    """Spells that begin in a month in which an earlier spell of the same person, benefit and area ended.

    Each of them would count its person a second time in that month. Spells on one benefit do not overlap, so two of
    them share one month at most.
    """
    row, on = register.chains
    begins, ends = month_of[register.first][row], month_of[register.last][row]
    near = np.zeros(len(row) + 1, dtype=bool)
    near[1:-1] = on[1:] & (begins[1:] == ends[:-1])
    later = np.flatnonzero(near)
    earlier, area = later - 1, register.area[row]
    found = []
    while len(earlier):
        same = area[later] == area[earlier]
        found.append(row[later[same]])
        earlier, later = earlier[~same], later[~same] + 1  # moved away: perhaps back again within the month
        still = near[later]
        still[still] = begins[later[still]] == ends[earlier[still]]
        earlier, later = earlier[still], later[still]
    return np.sort(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
