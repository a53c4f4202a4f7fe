"""Offers to the unemployed: when the first one begins, which it is, what it does, and those that follow."""

from dataclasses import dataclass

import numpy as np

from analysis.data.country import hazards, truth, weeks
from analysis.data.country.chance import Chance
from analysis.data.country.states import State
from analysis.data.country.truth import EFFECTS

WEEKS = np.array([effect.weeks for effect in EFFECTS])
LOCK_IN = np.array([effect.lock_in for effect in EFFECTS])
AFTER = np.array([effect.after for effect in EFFECTS])

_START, _WHICH = 3000, 3001
_NEXT, _NEXT_WHICH = 3002, 3003
_OFFER_YEAR = np.interp(weeks.WHEN, [2005, 2009, 2010, 2011, 2014, 2015, 2020], [0.9, 1.0, 1.3, 1.1, 1.0, 0.9, 0.95])
_JULY = np.where(weeks.MONTH == 7, truth.OFFER_JULY, 1.0)
_CALENDAR = hazards.summed([_OFFER_YEAR, _JULY])
_FACTORS = np.multiply.outer(
    np.multiply.outer(np.multiply.outer(truth.OFFER_AGE, truth.OFFER_EDUCATION), truth.OFFER_ORIGIN), (1.0, 1.0)
).ravel()
_RANKS = {State.INSURED: "insured", State.READY: "ready", State.UNREADY: "unready"}


@dataclass(frozen=True)
class Offers:
    """First offers by spell: the week each would begin if the spell lasts, and the number of its instrument."""

    start: np.ndarray
    instrument: np.ndarray


def first_offers(
    state: State,
    start: np.ndarray,
    *,
    cell: np.ndarray,
    place: np.ndarray,
    chance: Chance,
    occasion: np.ndarray,
    of: np.ndarray,
    withheld: np.ndarray | None = None,
) -> Offers:
    """The first offer of each spell; it begins only if the spell is still open then.

    Parameters
    ----------
    state : State
        A-dagpenge, or one of the two of cash benefits.
    start : ndarray of int
        First week of the spell.
    cell : ndarray of int
        Age band, education, origin and sex in one number, as ``life`` counts them.
    place : ndarray of float
        The municipality's factor.
    chance, occasion, of
        Where the draws come from.
    withheld : ndarray of int, optional
        By spell, a week in which no offer begins. One that would have is drawn anew at the hazard of the weeks that
        follow: a later one comes as it does to anybody still open without an offer.
    """
    factor = _FACTORS[cell] * np.exp(place)
    wait = chance.waiting(_START, occasion, of=of) / factor
    steps = truth.OFFER[state.name]
    week = hazards.week_reached(steps, _CALENDAR, start, wait)
    luck = chance.uniform(_WHICH, occasion, of=of)
    if withheld is not None and (kept := np.flatnonzero(week == withheld)).size:
        begun, anew = start[kept], chance.waiting(_NEXT, occasion[kept], of=of[kept]) / factor[kept]
        passed = hazards.summed_hazard(steps, _CALENDAR, begun, week[kept])
        week[kept] = hazards.week_reached(steps, _CALENDAR, begun, passed + anew)
        luck[kept] = chance.uniform(_NEXT_WHICH, occasion[kept], of=of[kept])
    return Offers(week, instruments(state, week, luck))


def changed_target(
    target: np.ndarray, offers: Offers, steps: hazards.Steps, calendar: np.ndarray, start: np.ndarray
) -> np.ndarray:
    """A waiting time to a job, turned into one on the clock of the hazard without an offer.

    In the lock-in that clock runs ``lock_in`` times as fast, after it ``after`` times.
    """
    begins = np.minimum(offers.start, weeks.END)
    ends = np.minimum(begins + WEEKS[offers.instrument], weeks.END)
    low, high = LOCK_IN[offers.instrument], AFTER[offers.instrument]
    before = hazards.summed_hazard(steps, calendar, start, begins)
    until = hazards.summed_hazard(steps, calendar, start, ends)
    during = low * (until - before)
    inside = before + (target - before) / low
    beyond = until + (target - before - during) / high
    return np.select([target <= before, target <= before + during], [target, inside], beyond)


def instruments(state: State, week: np.ndarray, luck: np.ndarray) -> np.ndarray:
    year = weeks.YEAR[np.minimum(week, weeks.END - 1)]
    chosen = np.zeros(len(week), dtype=np.int8)
    for one in np.unique(year):
        weight = np.array([getattr(e, _RANKS[state]) * (e.first <= one <= e.last) for e in EFFECTS])
        limits = np.cumsum(weight) / weight.sum()
        here = year == one
        chosen[here] = np.searchsorted(limits, luck[here], side="right")
    return np.minimum(chosen, len(EFFECTS) - 1)
