"""How much of the activation is company-oriented, a course in job search, or specially arranged."""

from collections.abc import Iterable

import numpy as np

from analysis.catalogue import TOTAL
from analysis.registers.counted.figures import Figures
from analysis.registers.counted.setting import Setting, count, quotient
from analysis.registers.numbers.codes import WHOLE, Register
from analysis.registers.tables import overlays
from analysis.registers.tables.beside import COMPANY, COURSES, SPECIAL, Offers
from analysis.registers.tables.seniority import UNEMPLOYED

BENEFITS = ("a_dagpenge", "kontanthjaelp", "uddannelseshjaelp")


def activity(of: Setting) -> Figures:
    """``virksomhedsrettet_*``, ``jobsoegningskursus_andel`` and ``saerlig_forloeb_andel`` by month.

    An offer counts in the weeks on the benefit only, with its hours over 37 and at most with the share of the week. The
    share of full-time persons and the share of unemployed persons have different bases: the first is time, the second
    is persons with at least one week in such an offer in the month, among those with at least one week unemployed.
    """
    if of.offers is None:
        return {}
    told = of.told(of.months)
    low, high = of.calendar.opens[0], of.calendar.closes[-1]
    offers = of.offers.where((of.offers.last >= low) & (of.offers.first <= high))
    groups = [offers, *(offers.of(group) for group in (COMPANY, COURSES, SPECIAL))]
    found: Figures = {}
    for benefit in filter(of.has, BENEFITS):
        spells = _within(of, of.register.on(benefit))
        every = _full_time(of, spells)
        activated, company, courses, special = (_full_time(of, _laid(spells, group)) for group in groups)
        found["fuldtidsaktiverede", benefit] = count(activated, told=told)
        found["virksomhedsrettet_fuldtid", benefit] = count(company, told=told)
        found["virksomhedsrettet_andel_fuldtid", benefit] = quotient(company, every, told=told)
        found["virksomhedsrettet_mix", benefit] = quotient(company, activated, told=told)
        found["jobsoegningskursus_andel", benefit] = quotient(courses, activated, told=told)
        found["saerlig_forloeb_andel", benefit] = quotient(special, activated, told=told)
    return found | _of_the_unemployed(of, groups[1], told)


def _of_the_unemployed(of: Setting, company: Offers, told: np.ndarray) -> Figures:
    """``ledige_personer`` and ``virksomhedsrettet_andel_ledige``: distinct persons, also of both benefits together."""
    every, active = {}, {}
    for benefit, visitations in UNEMPLOYED.items():
        if of.has(benefit):
            spells = _within(of, of.register.on(benefit, visitations))
            every[benefit] = _times(of, spells)
            active[benefit] = _times(of, _laid(spells, company, hours=False))
    found: Figures = {}
    for benefit in (*every, *([TOTAL] if every else [])):
        parts = tuple(every) if benefit == TOTAL else (benefit,)
        base, met = (_distinct(of, [times[part] for part in parts]) for times in (every, active))
        found["ledige_personer", benefit] = count(base, told=told)
        found["virksomhedsrettet_andel_ledige", benefit] = quotient(met, base, told=told)
    return found


def _within(of: Setting, kept: np.ndarray) -> Register:
    """The spells of a mask that have a week in the calendar."""
    low, high = of.calendar.opens[0], of.calendar.closes[-1]
    return of.register.where(np.flatnonzero(kept & (of.register.last >= low) & (of.register.first <= high)))


def _laid(spells: Register, offers: Offers, *, hours: bool = True) -> Register:
    amount = offers.hours if hours else np.ones(len(offers))
    return overlays.overlaid(spells, offers.person, offers.first, offers.last, amount, norm=overlays.NORM)


def full_time(of: Setting, area: np.ndarray, first: np.ndarray, last: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Full-time persons by month and area (``Reported.codes``): the weeks of a month by their shares, over its weeks.

    Parameters
    ----------
    of : Setting
    area, first, last, share : ndarray
        Of each stretch the place of its municipality, its weeks (both counted), and its share of full time.
    """
    steps, wide = of.calendar.by_week, len(of.register.areas)
    begin = np.maximum(steps.of_week[first], 0).astype(np.int64)
    end = np.minimum(steps.of_week[last], steps.count - 1).astype(np.int64)
    kept = begin <= end
    begin, end, area, share = begin[kept], end[kept], area[kept], np.rint(share[kept] * WHOLE)  # sums of them are exact
    size = (steps.count + 1) * wide
    change = np.bincount(begin * wide + area, weights=share, minlength=size)
    change -= np.bincount((end + 1) * wide + area, weights=share, minlength=size)
    weekly = np.cumsum(change.reshape(-1, wide), axis=0)[:-1]
    starts = of.calendar.opens - of.calendar.opens[0]
    monthly = np.add.reduceat(weekly, starts, axis=0) / (of.calendar.weeks * float(WHOLE))[:, None]
    return of.reported.added(monthly, of.months)


def _full_time(of: Setting, spells: Register) -> np.ndarray:
    return full_time(of, spells.area, spells.first, spells.last, spells.share / WHOLE)


def _times(of: Setting, spells: Register) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each month in which each spell has a week: persons, months and areas."""
    steps = of.calendar.by_month
    begin = np.maximum(steps.of_week[spells.first], 0).astype(np.int64)
    end = np.minimum(steps.of_week[spells.last], steps.count - 1).astype(np.int64)
    length = np.maximum(end - begin + 1, 0)
    which = np.repeat(np.arange(len(spells)), length)
    month = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length) + begin[which]
    return spells.person[which], month, spells.area[which]


def _distinct(of: Setting, times: Iterable[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> np.ndarray:
    person, month, area = (np.concatenate(column) for column in zip(*times, strict=True))
    return of.reported.distinct(person, month, area, of.months)
