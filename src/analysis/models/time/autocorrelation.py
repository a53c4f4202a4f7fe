"""How much errors go together from one period to the next, found from the residuals of a fit that hides some of it."""

import numpy as np
from scipy.optimize import brentq

FEWEST_FREE = 2.0  # degrees of freedom
WEAKEST, STRONGEST = -0.9, 0.98  # beyond the strongest, a series has no trend that could be told from wandering


def autocorrelation(residuals: np.ndarray, left: np.ndarray, *, at: np.ndarray | None = None) -> tuple[float, float]:
    """First-order autocorrelation and standard deviation of the errors behind residuals.

    Residuals vary less than errors and are less correlated, as a fit follows the errors in part. The answer is the
    process whose residuals would be expected to be like these.

    Parameters
    ----------
    residuals : ndarray
        In order.
    left : ndarray
        The matrix that makes residuals of values: identity less what the fit takes.
    at : ndarray, optional
        The place in time of each, whole numbers; one after the other where left out.

    Returns
    -------
    tuple of float
        Autocorrelation, from ``WEAKEST`` to ``STRONGEST``, and standard deviation in the unit of the residuals; 0 and 0
        where nothing is left.

    References
    ----------
    Andrews (1993), Econometrica 61:139-165, has the same correction for medians.
    """
    place = np.arange(len(residuals)) if at is None else at
    squares = float(residuals @ residuals)
    if squares == 0:
        return 0.0, 0.0
    beside = np.flatnonzero(np.diff(place) == 1)
    observed = float(residuals[beside + 1] @ residuals[beside]) / squares
    lagged, alike = left[beside + 1].T @ left[beside], left.T @ left

    def beyond(again: float) -> float:
        spread = covariance(place, again=again)
        return float(np.sum(lagged * spread) / np.sum(alike * spread)) - observed

    if beyond(WEAKEST) >= 0:
        again = WEAKEST
    elif beyond(STRONGEST) <= 0:
        again = STRONGEST
    else:
        again = float(brentq(beyond, WEAKEST, STRONGEST, xtol=1e-6))
    return again, float(np.sqrt(squares / np.sum(alike * covariance(place, again=again))))


def covariance(at: np.ndarray, *, again: float, deviation: float = 1.0) -> np.ndarray:
    """The covariances of errors at these places in time."""
    matrix: np.ndarray = deviation**2 * again ** np.abs(at[:, None] - at)
    return matrix


def free(number: int, columns: int, again: float) -> float:
    """Degrees of freedom of so many errors in a row: those of as many independent ones as hold the same information.

    References
    ----------
    Santer and others (2000), Journal of Geophysical Research 105:7337-7356.
    """
    return min(number - columns, max(number * (1 - again) / (1 + again) - 2, FEWEST_FREE))


def standard_errors(residuals: np.ndarray, columns: np.ndarray, *, at: np.ndarray) -> tuple[np.ndarray, float]:
    """Standard errors of least-squares coefficients under correlated errors, and their degrees of freedom."""
    number, width = columns.shape
    solve = np.linalg.pinv(columns)
    left = np.eye(number) - columns @ solve
    again, deviation = autocorrelation(residuals, left, at=at)
    spread = solve @ covariance(at, again=again, deviation=deviation) @ solve.T
    return np.sqrt(np.diag(spread)), free(number, width, again)
