"""How sure a cumulative incidence is: three estimates of its variance, by the programs that use them."""

import numpy as np

VARIANCES = ("delta", "aalen", "jackknife")
Rows = tuple[np.ndarray, np.ndarray, np.ndarray]


def incidence_errors(
    variance: str, at_risk: np.ndarray, left: np.ndarray, *, times: np.ndarray, rows: Rows
) -> np.ndarray:
    """Standard errors of cumulative incidences, destinations by times.

    Parameters
    ----------
    variance : str
        One of ``VARIANCES``.
    at_risk : ndarray, shape (times,)
        Rows at risk.
    left : ndarray, shape (destinations, times)
        Rows that left, by destination.
    times : ndarray
        Where somebody left, in order.
    rows : tuple of ndarray
        Entry, time and destination (its number, -1 where none) of every row; only read for the jackknife.

    Returns
    -------
    ndarray, shape (destinations, times)

    References
    ----------
    As ``cumulative_incidence``.
    """
    if variance == "jackknife":
        return _jackknife(at_risk, left, times=times, rows=rows)
    found = _delta(at_risk, left) if variance == "delta" else _aalen(at_risk, left)
    errors: np.ndarray = np.sqrt(np.maximum(found, 0))
    return errors


def _before(at_risk: np.ndarray, every: np.ndarray) -> np.ndarray:
    """The share that goes on just before each time."""
    return np.append(1.0, np.cumprod(1 - every / at_risk))[:-1]


def _delta(at_risk: np.ndarray, left: np.ndarray) -> np.ndarray:
    """Marubini and Valsecchi's, 10.2."""
    every = left.sum(axis=0)
    before = _before(at_risk, every)
    incidence = np.cumsum(before * left / at_risk, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.where(at_risk > every, every / (at_risk * (at_risk - every)), 0.0)
    variance = incidence**2 * np.cumsum(ends) - 2 * incidence * np.cumsum(incidence * ends, axis=1)
    variance += np.cumsum(incidence**2 * ends, axis=1)
    variance += np.cumsum(before**2 * (at_risk - left) * left / at_risk**3, axis=1)
    leaving = before * left / at_risk**2
    variance += 2 * (np.cumsum(incidence * leaving, axis=1) - incidence * np.cumsum(leaving, axis=1))
    found: np.ndarray = variance
    return found


def _aalen(at_risk: np.ndarray, left: np.ndarray) -> np.ndarray:
    """Aalen's (1978), in the form for ties: of two kinds of leaving, for this destination and for any other.

    With S the share that goes on and F the incidence, one who leaves at u moves F(t) by S(u-) where they leave for the
    destination, and either way by F(u) - F(t) over the share of those left behind.
    """
    every = left.sum(axis=0)
    before = _before(at_risk, every)
    after = before * (at_risk - every) / at_risk
    incidence = np.cumsum(before * left / at_risk, axis=1)
    behind = np.divide(1.0, after, out=np.zeros_like(after), where=after > 0)
    own, other = _spread(before, at_risk, left), _spread(before, at_risk, every - left) * (after > 0)
    ratio = incidence * behind
    one = np.cumsum((1 + ratio) ** 2 * own + ratio**2 * other, axis=1)
    two = np.cumsum(((1 + ratio) * own + ratio * other) * behind, axis=1)
    three = np.cumsum((own + other) * behind**2, axis=1)
    found: np.ndarray = one - 2 * incidence * two + incidence**2 * three
    return found


def _spread(before: np.ndarray, at_risk: np.ndarray, leaving: np.ndarray) -> np.ndarray:
    """Variance of the step at each time, of those at risk without replacement."""
    ties = np.where(leaving > 1, 1 - (leaving - 1) / np.maximum(at_risk - 1, 1), 1.0)
    found: np.ndarray = before**2 * ties * leaving / at_risk**2
    return found


def _jackknife(at_risk: np.ndarray, left: np.ndarray, *, times: np.ndarray, rows: Rows) -> np.ndarray:
    """The infinitesimal jackknife: the root of the summed squares of what each row moves the incidence by.

    Rows that enter, end and go alike move it alike, and are worked out once.
    """
    alike, number = np.unique(np.column_stack(rows), axis=0, return_counts=True)
    start, stop, to = alike.T
    on, moved_on, moved = 1.0, np.zeros(len(alike)), np.zeros((len(left), len(alike)))
    errors = np.empty(left.shape)
    for at, when in enumerate(times):
        hazard = left[:, at] / at_risk[at]
        there = (start < when) & (stop >= when)
        leaves = there & (stop == when) & (to == np.arange(len(left))[:, None])
        change = (leaves - there * hazard[:, None]) / at_risk[at]
        moved += moved_on * hazard[:, None] + on * change
        moved_on = moved_on * (1 - hazard.sum()) - on * change.sum(axis=0)
        on *= 1 - hazard.sum()
        errors[:, at] = np.sqrt((moved**2 * number).sum(axis=1))
    return errors
