"""How much of a benefit the municipality pays itself: by the weeks of support of those who receive it."""

import numpy as np

from analysis import refusion
from analysis.registers.counted.activity import full_time
from analysis.registers.counted.figures import Figures
from analysis.registers.counted.setting import Setting, quotient
from analysis.registers.numbers.codes import WHOLE
from analysis.registers.numbers.weeks import monday, number
from analysis.registers.paths.support_weeks import RESET, WITHIN, by_step, support_weeks

LADDER = "2016-01-04"  # from this day the share follows the weeks of support alone
BENEFITS = (
    *("a_dagpenge", "kontanthjaelp", "uddannelseshjaelp", "integrationsydelse", "sygedagpenge", "jobafklaring"),
    *("ressourceforloeb", "revalidering", "ledighedsydelse"),
)


def financing(of: Setting, *, reset: int = RESET, within: int = WITHIN) -> Figures:
    """``kommunal_finansieringsgrad`` by month since 2016: what the municipality pays of the weeks of a benefit.

    Each week on the benefit counts by its share of full time, in the numerator also by the municipality's share in that
    week of support (``reference/refusion.csv``). Weeks of support are those on all benefits of the law together; the
    rule by which they are counted anew is not verified, see ``support_weeks``. Before 4 January 2016 the share followed
    the activity and is not given.
    """
    low, high = int(of.calendar.opens[0]), int(of.calendar.closes[-1])
    known = of.calendar.opens >= number(LADDER)
    if not known.any():
        return {}
    on = str(monday(max(low, number(LADDER))))
    counted = [name for name in refusion.covered(on) if of.has(name)]
    so_far = support_weeks(of.register, benefits=counted, reset=reset, within=within)
    told = of.told(of.months) & known
    found: Figures = {}
    for benefit in (name for name in BENEFITS if name in counted):
        mask = of.register.on(benefit) & (of.register.last >= low) & (of.register.first <= high)
        rows = np.flatnonzero(mask)
        every = np.zeros((len(of.months), len(of.reported.codes(of.months))))
        own = every.copy()
        for week, row, begin, end in by_step(of.register, so_far, rows):
            share = refusion.municipal_share(benefit, week=week, on=on).weeks
            part = full_time(of, of.register.area[row], begin, end, of.register.share[row] / WHOLE)
            every += part
            own += share * part
        found["kommunal_finansieringsgrad", benefit] = quotient(own, every, told=told)
    return found
