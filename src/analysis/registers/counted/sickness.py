"""Sickness benefit: who comes, how long it lasts, who comes back, and for what it is left."""

import numpy as np

from analysis.registers.counted.figures import Figures
from analysis.registers.counted.setting import Setting, count, quotient
from analysis.registers.numbers.days import month_of, months_later
from analysis.registers.paths.courses import GAP
from analysis.registers.paths.receiving import receiving
from analysis.registers.paths.unbroken import Unbroken, unbroken

SICKNESS, TOGETHER = "sygedagpenge", "sygdom"  # the benefit alone, and with the one that has followed it since 2014
PARTS = {SICKNESS: (SICKNESS,), TOGETHER: (SICKNESS, "jobafklaring")}
LONG = (26, 52)  # weeks
AGAIN = (3, 6, 12)  # months
SELF, WORK, OTHER = "selvforsoergelse", "job", "andet"
TO = {
    "a_dagpenge": ("a_dagpenge", "feriedagpenge"),
    "kontanthjaelp": ("kontanthjaelp", "starthjaelp", "introduktionsydelse", "uddannelseshjaelp",
                      "integrationsydelse", "sho", "overgangsydelse"),
    "jobafklaring": ("jobafklaring",),
    "ressourceforloeb": ("ressourceforloeb",),
    "fleksjob": ("fleksjob", "ledighedsydelse"),
    "foertidspension": ("foertidspension",),
}  # fmt: skip


def sickness(of: Setting, employed: np.ndarray | None) -> Figures:
    """``syg_*``: inflow by month, the rest by quarter.

    A course ends after four weeks without the benefit. What municipalities pay is counted, so absences that end in the
    employer's own period are not there. ``sygdom`` takes sygedagpenge and jobafklaring as one, because the reassessment
    after 22 weeks from July 2014 moved people from the first to the second.

    Parameters
    ----------
    of : Setting
    employed : ndarray or None
        By month and area (``Reported.codes``), those in work; without it no inflow per 1,000.
    """
    if not of.has(SICKNESS):
        return {}
    courses = unbroken(of.register, PARTS[SICKNESS], gap=GAP)
    found = _inflow(of, courses, employed) | _again(of, courses) | _exits(of, courses)
    for benefit, parts in PARTS.items():
        found |= _long(of, benefit, unbroken(of.register, [name for name in parts if of.has(name)], gap=GAP))
    return found


def _inflow(of: Setting, courses: Unbroken, employed: np.ndarray | None) -> Figures:
    """``syg_tilgang`` and, where those in work are known, ``syg_tilgang_pr_1000``."""
    begun = of.added(of.months, of.months.of(courses.first), courses.start)
    told = of.told(of.months, before=GAP)
    found: Figures = {("syg_tilgang", SICKNESS): count(begun, told=told)}
    if employed is not None:
        found["syg_tilgang_pr_1000", SICKNESS] = quotient(begun, employed, told=told, scale=1000)
    return found


def _long(of: Setting, benefit: str, courses: Unbroken) -> Figures:
    """``syg_over_*`` of the stock in the quarter's last week, and ``syg_overlevelse_*`` of those who came in it."""
    found: Figures = {}
    week = of.quarters.closes.astype(np.int64)
    low = np.searchsorted(week, courses.first, side="left")
    high = np.searchsorted(week, courses.last, side="right")
    number = np.maximum(high - low, 0)
    course = np.repeat(np.arange(len(courses)), number)
    at = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number) + np.repeat(low, number)
    lasted = week[at] - courses.first[course] + 1
    rows = _latest(of, courses, course, week[at])
    begun = of.quarters.of(courses.first)
    for weeks in LONG:
        told = of.told(of.quarters, before=weeks + GAP, after=GAP)
        found[f"syg_over_{weeks}", benefit] = of.share(of.quarters, at, rows, lasted > weeks, told=told)
        told = of.told(of.quarters, before=GAP, after=weeks + GAP)
        stays = courses.last - courses.first + 1 > weeks
        found[f"syg_overlevelse_{weeks}", benefit] = of.share(of.quarters, begun, courses.start, stays, told=told)
    return found


def _latest(of: Setting, courses: Unbroken, course: np.ndarray, week: np.ndarray) -> np.ndarray:
    """The spell whose municipality a course has in a week: the one of the week, or else the course's first."""
    spell = receiving(of.register, courses.person[course], week)
    return np.where(spell >= 0, spell, courses.start[course])


def _again(of: Setting, courses: Unbroken) -> Figures:
    """``syg_genindtraeden_*``: of the courses that ended in the quarter, those with another within some months."""
    found: Figures = {}
    at, day = of.quarters.of(courses.last), courses.last * 7 + 6
    follows = np.zeros(len(courses), dtype=bool)
    follows[:-1] = courses.person[1:] == courses.person[:-1]
    next_day = np.append(courses.first[1:], 0) * 7
    ends = of.quarters.closes.astype(np.int64) * 7 + 6
    for months in AGAIN:
        told = of.told(of.quarters, after=GAP) & (months_later(ends, months) <= of.register.last_week * 7 + 6)
        again = follows & (next_day <= months_later(day, months))
        found[f"syg_genindtraeden_{months}", SICKNESS] = of.share(of.quarters, at, courses.end, again, told=told)
    return found


def _exits(of: Setting, courses: Unbroken) -> Figures:
    """``syg_afgang_til_*``: what those whose course ended in the quarter receive when the gap is over."""
    if of.work is None:
        return {}
    register, at = of.register, of.quarters.of(courses.last)
    ended, at = courses.where(at >= 0), at[at >= 0]
    spell = receiving(register, ended.person, ended.last + GAP)
    names = [WORK, *TO, SELF, OTHER]
    group = {benefit: names.index(name) for name, parts in TO.items() for benefit in parts}
    group |= {"selvforsoergende": names.index(SELF)}
    codes = np.array([*(group.get(name, names.index(OTHER)) for name in register.benefits), names.index(SELF)])
    to = codes[np.where(spell >= 0, register.benefit[spell].astype(np.int64), len(register.benefits))]
    month = month_of((ended.last + GAP) * 7 + 3)
    to[(to == names.index(SELF)) & of.work.in_month(ended.person, month)] = names.index(WORK)
    closes = of.quarters.closes.astype(np.int64)
    told = of.told(of.quarters, after=GAP) & (month_of((closes + GAP) * 7 + 3) <= of.work.last)
    told &= month_of(of.quarters.opens.astype(np.int64) * 7 + 3) >= of.work.first
    return {
        (f"syg_afgang_til_{name}", SICKNESS): of.share(of.quarters, at, ended.end, to == names.index(name), told=told)
        for name in names
    }
