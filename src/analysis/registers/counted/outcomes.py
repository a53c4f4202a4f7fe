"""What became of those whose course ended, and of those in an offer: by quarter, benefit and area."""

import numpy as np

from analysis.catalogue import TOTAL
from analysis.registers.counted import activity
from analysis.registers.counted.figures import Figures
from analysis.registers.counted.setting import Setting, quotient
from analysis.registers.counted.status import EDUCATION, JOB, MONTHS, STATUSES, followed_up, status
from analysis.registers.numbers.days import month_of, months_later
from analysis.registers.paths.courses import GAP
from analysis.registers.paths.receiving import receiving
from analysis.registers.paths.unbroken import unbroken
from analysis.registers.tables.beside import Offers

BENEFITS = (*activity.BENEFITS, "sygedagpenge")
VEU = ("seks_ugers_jobrettet", "korte_jobrettede_kurser")  # short vocational courses
HALF_YEAR = 26  # weeks
OUT = ("doed", "folkepension", "udvandret")


def outcomes(of: Setting) -> Figures:
    """``status_*`` and ``effekt_job_udd_*`` by quarter: after courses that ended, and from offers' starts and ends.

    A course belongs to the quarter and municipality of its last week, and has ended when four weeks have passed; an
    offer to those of the week in which it starts or ends, and to the benefit of that of its start. Every offer counts,
    so a person can be several. A quarter is missing when the register does not tell the months and three more for all
    that ended in it.
    """
    if of.work is None:
        return {}
    found: Figures = {}
    for benefit in filter(of.has, BENEFITS):
        courses = unbroken(of.register, [benefit], gap=GAP)
        found |= _followed(of, benefit, "", courses.end, courses.last * 7 + 6, every=True)
    if of.offers is not None:
        spell = receiving(of.register, of.offers.person, of.offers.first)
        for benefit in filter(of.has, activity.BENEFITS):
            code = of.register.benefits.index(benefit)
            kept = (spell >= 0) & (of.register.benefit[spell] == code)
            found |= _followed(of, benefit, "_fra_start", spell[kept], of.offers.first_day[kept])
            ended = kept & ~of.offers.going_on
            found |= _followed(of, benefit, "_fra_slut", spell[ended], of.offers.last_day[ended])
    return found


def afterwards(of: Setting) -> Figures:
    """``selvforsoergelsesgrad_26`` and ``veu_job_3mdr*`` by quarter of the offer's end.

    Self-support is weeks without any benefit over the 26 weeks after the week in which the offer ended; SU is none.
    Those who died, left the country or became pensioners in them are left out. The VEU rule asks for paid hours in any
    of the three months after the month in which the course ended; ``_dag`` asks for the third alone.
    """
    if of.offers is None:
        return {}
    ended = of.offers.where(~of.offers.going_on)
    spell = receiving(of.register, ended.person, ended.first)
    found: Figures = {}
    for benefit in filter(of.has, activity.BENEFITS):
        kept = (spell >= 0) & (of.register.benefit[spell] == of.register.benefits.index(benefit))
        found |= _self_supporting(of, benefit, ended.where(kept), spell[kept])
    kept = (spell >= 0) & np.isin(ended.instrument, [at for at, name in enumerate(ended.names) if name in VEU])
    if of.work is not None:
        found |= _in_work(of, ended.where(kept), spell[kept])
    return found


def _followed(
    of: Setting, benefit: str, suffix: str, rows: np.ndarray, day: np.ndarray, *, every: bool = False
) -> Figures:
    """The shares by status (``every``), and the share in job or education, 1, 3, 6 and 12 months from some days."""
    assert of.work is not None  # noqa: S101 - asked before
    quarters = of.quarters
    at = quarters.of(day // 7)
    rows, day, at = rows[at >= 0], day[at >= 0], at[at >= 0]
    found: Figures = {}
    for months in MONTHS:
        told = of.told(quarters, after=GAP)
        told &= followed_up(of.register, of.work, day=quarters.closes.astype(np.int64) * 7 + 6, months=months)
        told &= month_of(quarters.opens.astype(np.int64) * 7 + 3) >= of.work.first
        state = np.full(len(rows), -1)
        known = told[at]
        state[known] = status(
            of.register, of.work, person=of.register.person[rows[known]], day=months_later(day[known], months)
        )
        for name in STATUSES if every else ():
            met = state == STATUSES.index(name)
            found[f"status_{months}_{name}{suffix}", benefit] = of.share(quarters, at, rows, met, told=told)
        good = np.isin(state, [STATUSES.index(JOB), STATUSES.index(EDUCATION)])
        found[f"effekt_job_udd_{months}{suffix}", benefit] = of.share(quarters, at, rows, good, told=told)
    return found


def _self_supporting(of: Setting, benefit: str, ended: Offers, spell: np.ndarray) -> Figures:
    quarters, register = of.quarters, of.register
    at = quarters.of(ended.last)
    first, last = ended.last + 1, ended.last + HALF_YEAR
    paid = unbroken(register, register.benefits[: register.counted])
    gone = unbroken(register, [name for name in OUT if of.has(name)])
    kept = (at >= 0) & (gone.between(ended.person, first, last) == 0)
    free = HALF_YEAR - paid.between(ended.person, first, last)
    told = of.told(quarters, after=HALF_YEAR)
    over = of.added(quarters, at[kept], spell[kept], free[kept]) / HALF_YEAR
    base = of.added(quarters, at[kept], spell[kept])
    return {("selvforsoergelsesgrad_26", benefit): quotient(over, base, told=told)}


def _in_work(of: Setting, ended: Offers, spell: np.ndarray) -> Figures:
    assert of.work is not None  # noqa: S101 - asked before
    quarters = of.quarters
    at, month = quarters.of(ended.last), month_of(ended.last_day)
    each = [of.work.in_month(ended.person, month + later) for later in (1, 2, 3)]
    ends = month_of(quarters.closes.astype(np.int64) * 7 + 6)
    told = of.told(quarters) & (ends + 3 <= of.work.last)
    told &= month_of(quarters.opens.astype(np.int64) * 7 + 3) >= of.work.first
    return {
        ("veu_job_3mdr", TOTAL): of.share(quarters, at, spell, np.logical_or.reduce(each), told=told),
        ("veu_job_3mdr_dag", TOTAL): of.share(quarters, at, spell, each[-1], told=told),
    }
