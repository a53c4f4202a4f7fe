"""From a code per week to spells: runs of weeks on the same benefit, in the same municipality and visitation.

A column of codes is held up against the column before it, for all rows at once, and only where they differ is
anything done. So the cost is a comparison per person and week, and the memory some bytes per person of a chunk.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analysis import benefits
from analysis.sources.register import weeks as week_numbers

NO_BENEFIT = 0  # the place of a blank week


class Runs(NamedTuple):
    """Some spells: the row of each in its chunk, places of benefit, area and visitation, first and last week."""

    row: np.ndarray
    benefit: np.ndarray
    area: np.ndarray
    visitation: np.ndarray
    first: np.ndarray
    last: np.ndarray


@dataclass(frozen=True)
class Calendar:
    """The weeks of a file: their numbers, and in which of them which code is which benefit.

    ``tables`` has, for each week, the benefit's place in ``ids`` by code; the same object while nothing changes.
    """

    numbers: list[int]
    ids: list[str]
    tables: list[np.ndarray]

    def changes(self, week: int) -> bool:
        """Whether a code may stand for another benefit than in the week before."""
        return week == 0 or self.tables[week] is not self.tables[week - 1]


def benefit_ids() -> list[str]:
    """Every benefit a code can become, in the order of their ids; the first is none."""
    unknown = [f"{benefits.UNKNOWN}{code}" for code in benefits.CODES]
    return ["", *sorted([*benefits.benefits(), *unknown])]


def calendar(mondays: Sequence[dt.date]) -> Calendar:
    """The calendar of some weeks, in their order."""
    ids = benefit_ids()
    place = {benefit: at for at, benefit in enumerate(ids)}
    unknown = np.zeros(benefits.CODES.stop, np.uint16)
    unknown[benefits.CODES] = [place[f"{benefits.UNKNOWN}{code}"] for code in benefits.CODES]
    by_months: dict[frozenset[str], np.ndarray] = {}
    tables: list[np.ndarray] = []
    for monday in mondays:
        thursday, sunday = monday + dt.timedelta(days=3), monday + dt.timedelta(days=6)
        months = frozenset(f"{at}{day:%Y-%m}" for at, day in enumerate((monday, thursday, sunday)))
        if months not in by_months:
            table = unknown.copy()
            for code in benefits.known_codes():
                table[code] = place[benefits.of_code(code, monday)]
            by_months[months] = table
        table = by_months[months]
        tables.append(tables[-1] if tables and (table == tables[-1]).all() else table)
    return Calendar([week_numbers.number(monday) for monday in mondays], ids, tables)


def runs(
    codes: Iterator[np.ndarray],
    calendar: Calendar,
    *,
    rows: int,
    areas: Callable[[int], np.ndarray],
    visitations: Callable[[int], np.ndarray],
    traits_change: Callable[[int], bool],
) -> Iterator[Runs]:
    """The spells of a chunk, in the order in which they end.

    A blank week ends a spell and begins none. A run goes on over the turn of the year and week 53, and where
    codes of the same benefit follow each other. Dead, emigrated and on old-age pension are spells like others,
    for as long as their code stands: what a person left a benefit for is the spell that follows.

    Parameters
    ----------
    codes : iterator of ndarray of int16
        The codes of each week in turn; 0 is blank.
    calendar : Calendar
        Of the same weeks.
    rows : int
        Rows of the chunk.
    areas, visitations : callable
        The places of a week, as ndarray of uint8; asked for where ``traits_change`` says so.
    traits_change : callable
        Whether area or visitation may differ from the week before.
    """
    before = np.zeros(rows, np.int16)
    benefit = np.zeros(rows, np.uint16)
    area, visitation = np.zeros(rows, np.uint8), np.zeros(rows, np.uint8)
    start = np.zeros(rows, np.int16)
    area_now, visitation_now = area, visitation
    number = 0
    for week, code in enumerate(codes):
        number = calendar.numbers[week]
        touched = code != before
        if calendar.changes(week):
            touched |= code != 0
        if traits_change(week):
            area_now, visitation_now = areas(week), visitations(week)
            touched |= (code != 0) & ((area_now != area) | (visitation_now != visitation))
        before = code
        at = np.flatnonzero(touched)
        if not len(at):
            continue
        new, old = calendar.tables[week][code[at]], benefit[at]
        moved = (area_now[at] != area[at]) | (visitation_now[at] != visitation[at])
        differs = (new != old) | ((new != NO_BENEFIT) & moved)
        at, new, old = at[differs], new[differs], old[differs]
        ended = at[old != NO_BENEFIT]
        if len(ended):
            yield _ended(ended, benefit, area, visitation, start, number - 1)
        benefit[at], start[at] = new, number
        area[at], visitation[at] = area_now[at], visitation_now[at]
    open_still = np.flatnonzero(benefit)
    if len(open_still):
        yield _ended(open_still, benefit, area, visitation, start, number)


def _ended(
    rows: np.ndarray,
    benefit: np.ndarray,
    area: np.ndarray,
    visitation: np.ndarray,
    start: np.ndarray,
    last: int,
) -> Runs:
    return Runs(rows, benefit[rows], area[rows], visitation[rows], start[rows], np.full(len(rows), last, np.int16))
