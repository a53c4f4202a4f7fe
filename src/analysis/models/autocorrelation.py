"""How much errors go together from one period to the next, found from the residuals of a fit that hides some of it."""

import numpy as np
from scipy.linalg import toeplitz
from scipy.optimize import brentq

WEAKEST, STRONGEST = -0.9, 0.98  # beyond the strongest, a series has no trend that could be told from wandering


def autocorrelation(residuals: np.ndarray, left: np.ndarray) -> tuple[float, float]:
    """First-order autocorrelation and standard deviation of the errors behind residuals.

    Residuals vary less than errors and are less correlated, as a fit follows the errors in part. The answer is the
    process whose residuals would be expected to be like these.

    Parameters
    ----------
    residuals : ndarray
        In order.
    left : ndarray
        The matrix that makes residuals of values: identity less what the fit takes.

    Returns
    -------
    tuple of float
        Autocorrelation, from ``WEAKEST`` to ``STRONGEST``, and standard deviation in the unit of the residuals; 0 and 0
        where nothing is left.

    References
    ----------
    Andrews (1993), Econometrica 61:139-165, has the same correction for medians.
    """
    number = len(residuals)
    squares = float(residuals @ residuals)
    if squares == 0:
        return 0.0, 0.0
    observed = float(residuals[1:] @ residuals[:-1]) / squares
    lagged, alike = left[1:].T @ left[:-1], left.T @ left

    def process(again: float) -> np.ndarray:
        matrix: np.ndarray = toeplitz(again ** np.arange(number))
        return matrix

    def beyond(again: float) -> float:
        spread = process(again)
        return float(np.sum(lagged * spread) / np.sum(alike * spread)) - observed

    if beyond(WEAKEST) >= 0:
        again = WEAKEST
    elif beyond(STRONGEST) <= 0:
        again = STRONGEST
    else:
        again = float(brentq(beyond, WEAKEST, STRONGEST, xtol=1e-6))
    return again, float(np.sqrt(squares / np.sum(alike * process(again))))


def covariance(number: int, *, again: float, deviation: float) -> np.ndarray:
    """The covariances of so many errors in a row."""
    matrix: np.ndarray = deviation**2 * toeplitz(again ** np.arange(number))
    return matrix
