"""Who has had an interview and an offer in time, in the second week of a month; and who has had no offer for long."""

import numpy as np

from analysis import deadlines
from analysis.registers.counted.activity import BENEFITS
from analysis.registers.counted.figures import Figure, Figures
from analysis.registers.counted.setting import Setting
from analysis.registers.numbers.weeks import YEARS
from analysis.registers.paths.courses import GAP
from analysis.registers.paths.unbroken import unbroken

PASSIVE = {1: 4, 3: 13, 6: 26, 9: 39, 12: 52}  # months, and the weeks that stand for them


def timely(of: Setting) -> Figures:
    """``rettidighed_samtale`` and ``rettidighed_tilbud`` by month: those who lack none, among all on the benefit.

    Counted in the second week of the month. Somebody lacks an interview, or an offer, whose course has gone on past the
    first deadline (``reference/deadlines.csv``, by benefit, age and month) and who has had none in it in the weeks
    from one to the next; an offer that goes on is one. The week in which a deadline falls is in time. Missing in months
    before which the register, or the table of interviews or offers, does not tell those weeks.

    References
    ----------
    The labour market authority's measure of February 2011 counts those who lack one in the second week of the month.
    """
    found: Figures = {}
    beside = {"interview": of.interviews, "offer": of.offers}
    for what, table in beside.items():
        if table is None:
            continue
        named = "rettidighed_samtale" if what == "interview" else "rettidighed_tilbud"
        for benefit in filter(of.has, BENEFITS):
            found |= {(named, benefit): _in_time(of, what, benefit, table.told_from)}
    return found


def passive(of: Setting) -> Figures:
    """``passivandel_*`` by quarter: those without any offer for so long, among courses that have lasted as long.

    Counted in the last week of the quarter. A week in an offer is one that it covers, in whole or in part.
    """
    if of.offers is None:
        return {}
    found: Figures = {}
    for benefit in filter(of.has, BENEFITS):
        at, rows, begun, week = _stock(of, benefit, of.quarters.closes)
        person = of.register.person[rows]
        for months, weeks in PASSIVE.items():
            long = week - begun + 1 >= weeks
            active = of.offers.weeks.between(person[long], week[long] - weeks + 1, week[long])
            told = of.told(of.quarters, before=GAP) & (of.quarters.closes - weeks + 1 >= of.offers.told_from)
            told &= of.quarters.closes - weeks + 1 - GAP >= of.register.first_week
            found[f"passivandel_{months}", benefit] = of.share(
                of.quarters, at[long], rows[long], active == 0, told=told
            )
    return found


def _in_time(of: Setting, what: str, benefit: str, told_from: int) -> Figure:
    counting = of.months.opens + 1
    at, rows, begun, week = _stock(of, benefit, counting)
    rules = [deadlines.weeks(what, benefit, month) for month in of.months.labels]
    first, every = (np.array([rule[side] for rule in rules]).reshape(-1, 121) for side in (0, 1))
    age = np.clip(YEARS[week] - of.register.born[rows], 0, 120)
    ruled = first[at, age] > 0
    at, rows, begun, week, age = (column[ruled] for column in (at, rows, begun, week, age))
    person, since = of.register.person[rows], np.maximum(week - every[at, age], begun)
    if what == "interview":
        assert of.interviews is not None  # noqa: S101 - asked before
        had = of.interviews.between(person, since, week) > 0
    else:
        assert of.offers is not None  # noqa: S101
        had = of.offers.weeks.between(person, since, week) > 0
    back = np.maximum(first.max(axis=1, initial=0), every.max(axis=1, initial=0)) + 1
    told = of.told(of.months) & (counting - back >= max(told_from, of.register.first_week + GAP))
    return of.share(of.months, at, rows, had | (week - begun <= first[at, age]), told=told)


def _stock(of: Setting, benefit: str, weeks: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Those on a benefit in some rising weeks: places of week and spell, the course's first week, and the week."""
    register, courses = of.register, unbroken(of.register, [benefit], gap=GAP)
    on = np.flatnonzero(register.on(benefit))
    low = np.searchsorted(weeks, register.first[on], side="left")
    high = np.searchsorted(weeks, register.last[on], side="right")
    number = np.maximum(high - low, 0)
    rows = np.repeat(on, number)
    at = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number) + np.repeat(low, number)
    week = weeks[at].astype(np.int64)
    course = courses.holding(register.person[rows].astype(np.int64), week)
    return at, rows, courses.first[course], week
