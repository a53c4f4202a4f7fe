"""When something happens whose hazard changes with duration and with the calendar: exact, and no loop over weeks."""

import numpy as np

from analysis.data.country.weeks import END

LATER = END + 1  # after the register's end

Steps = tuple[tuple[int, float], ...]


def summed(factors: list[np.ndarray]) -> np.ndarray:
    """The product of calendar factors, summed over the weeks before each: 0 first, shape (END + 2,)."""
    product = np.ones(END + 1)
    for one in factors:
        product = product * one
    return np.concatenate([[0.0], np.cumsum(product)])


def week_reached(steps: Steps, calendar: np.ndarray, start: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The first week in which the summed hazard since the start has reached a target.

    Parameters
    ----------
    steps : pairs of week and rate
        Rate per week from that week of the spell; the first week is 0.
    calendar : ndarray, shape (END + 2,)
        From ``summed``.
    start : ndarray of int, shape (n,)
        First week of the spell.
    target : ndarray of float, shape (n,)
        A waiting time at a rate of 1.

    Returns
    -------
    ndarray of int, shape (n,)
        After ``start``; ``LATER`` where it does not happen.
    """
    reached = np.full(len(start), LATER, dtype=np.int64)
    left = target.copy()
    waiting = np.arange(len(start))
    for number, (begin, rate) in enumerate(steps):
        since = np.minimum(start[waiting] + begin, END)
        low = calendar[since]
        if number + 1 < len(steps):
            room = rate * (calendar[np.minimum(start[waiting] + steps[number + 1][0], END)] - low)
        else:
            room = np.full(len(waiting), np.inf if rate > 0 else 0.0)
        inside = left[waiting] <= room
        if rate > 0 and inside.any():
            here = waiting[inside]
            found = np.searchsorted(calendar, low[inside] + left[here] / rate)
            reached[here] = np.maximum(found, start[here] + 1)
            waiting, room = waiting[~inside], room[~inside]
        left[waiting] -= room
        if not len(waiting):
            break
    return np.minimum(reached, LATER)


def summed_hazard(steps: Steps, calendar: np.ndarray, start: np.ndarray, until: np.ndarray) -> np.ndarray:
    """The hazard summed from the first week of a spell up to and without another week; shape (n,)."""
    total = np.zeros(len(start))
    for number, (begin, rate) in enumerate(steps):
        low = np.minimum(start + begin, until)
        high = np.minimum(start + steps[number + 1][0], until) if number + 1 < len(steps) else until
        total += rate * (calendar[np.clip(high, 0, END)] - calendar[np.clip(low, 0, END)])
    return total
