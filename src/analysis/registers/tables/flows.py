"""Who comes, and that the stock follows from who comes, leaves, moves and ages."""

import numpy as np
import pandas as pd

from analysis import periods
from analysis.registers.numbers import counting, shapes
from analysis.registers.numbers.codes import Register
from analysis.registers.numbers.weeks import Calendar
from analysis.registers.paths.courses import GAP, Courses, courses, known_after, known_before


def inflow(register: Register, *, first: str, last: str, gap: int = GAP) -> pd.DataFrame:
    """Courses that began, per month, area, benefit, sex and age group.

    Counted where the person lived and as old as they were in their first week. A move is none.

    Parameters
    ----------
    register : Register
    first, last : str
        Months; both counted.
    gap : int
        Weeks without the benefit that end a course; 4 is 28 days.

    Returns
    -------
    DataFrame
        As ``shapes.tidy``; column ``inflow``. Missing where ``gap`` weeks before the month are not told.
    """
    calendar = Calendar(first, last)
    return shapes.tidy(
        register, calendar.labels, {"inflow": began(register, calendar, courses(register, gap=gap), gap)}
    )


def stock_flow(register: Register, *, first: str, last: str, gap: int = GAP) -> pd.DataFrame:
    """Persons in a course at the end of each month, and what made it so.

    ``stock`` is that of the month before, plus ``inflow``, less ``exits``, plus ``moves`` (from other areas, less to
    them), plus ``ageing`` (from younger groups, less to older ones). Somebody in a gap too short to count is in the
    stock; somebody whose course ended with the month's last week is not.

    Parameters
    ----------
    register : Register
    first, last : str
        Months; both counted.
    gap : int
        Weeks without the benefit that end a course; 4 is 28 days.

    Returns
    -------
    DataFrame
        As ``shapes.tidy``; columns ``before`` (stock of the month before), ``inflow``, ``exits``, ``moves``,
        ``ageing`` and ``stock``. Missing in months for which the register does not tell the gap before or after.
    """
    wanted = Calendar(first, last)
    calendar = Calendar(periods.shift(first, -1), last)
    found = courses(register, gap=gap)
    steps = calendar.by_month
    begin, leave = steps.of_week[register.first], steps.of_week[found.until]
    stock = counting.running(counting.changes(register, steps, begin, leave - np.int16(1)))
    known = known_before(register, calendar, gap) & known_after(register, calendar, gap)
    going_on, gone_on = np.flatnonzero(~found.begins), np.flatnonzero(~found.ends)
    moves = counting.events(register, steps, begin[going_on], going_on)
    moves -= counting.events(register, steps, leave[gone_on], gone_on)
    tables = {
        "inflow": began(register, calendar, found, gap),
        "exits": ended(register, calendar, found, gap),
        "moves": _missing(shapes.margins(moves, register), known),
        "ageing": _missing(shapes.margins(counting.ageing(register, steps, begin, leave), register), known),
        "stock": _missing(shapes.margins(stock, register), known),
    }
    before = {"before": tables["stock"][:-1]}
    return shapes.tidy(register, wanted.labels, before | {name: table[1:] for name, table in tables.items()})


def residual(flows: pd.DataFrame) -> pd.Series:
    """What the stock is more than it should be by ``stock_flow``: 0 in every row, and missing where that is."""
    due = flows["before"] + flows["inflow"] - flows["exits"] + flows["moves"] + flows["ageing"]
    return (flows["stock"] - due).rename("residual")


def began(register: Register, calendar: Calendar, found: Courses, gap: int) -> np.ndarray:
    """Courses that began, in the shape of ``shapes.margins``."""
    steps, rows = calendar.by_month, np.flatnonzero(found.begins)
    table = counting.events(register, steps, steps.of_week[register.first[rows]], rows)
    told = calendar.closes <= register.last_week
    return _missing(shapes.margins(table, register), known_before(register, calendar, gap) & told)


def ended(register: Register, calendar: Calendar, found: Courses, gap: int) -> np.ndarray:
    """Courses that ended, in the shape of ``shapes.margins``."""
    steps, rows = calendar.by_month, np.flatnonzero(found.ends)
    table = counting.events(register, steps, steps.of_week[register.last[rows]], rows)
    told = calendar.opens >= register.first_week
    return _missing(shapes.margins(table, register), known_after(register, calendar, gap) & told)


def _missing(table: np.ndarray, known: np.ndarray) -> np.ndarray:
    found = table.astype(float)
    found[~known] = np.nan
    return found
