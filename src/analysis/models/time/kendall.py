"""Kendall's test for a trend within each season: monotonic, whatever its form, and deaf to outliers."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import norm, rankdata


def seasonal_kendall(
    values: ArrayLike, *, period: int = 12, correlated: bool = True, level: float = 0.95
) -> pd.DataFrame:
    """Kendall's S summed over the seasons, its test, and the slope of Sen.

    Parameters
    ----------
    values : array_like
        In order, beginning in the first season; ``nan`` where missing. A last year that is not whole counts.
    period : int
        Seasons in a year; 1 for Mann-Kendall without seasons.
    correlated : bool
        Whether seasons of one year may go together, as they do where months do: the variance is then that of Hirsch and
        Slack, from the years in which no season is missing. Below ten such years it is cautious. False takes them as
        independent.
    level : float
        Confidence of the slope's interval.

    Returns
    -------
    DataFrame
        One row. Columns: ``tau`` (-1 to 1), ``s``, ``variance``, ``z`` (with continuity correction), ``p`` (two-sided),
        ``slope`` (unit of ``values`` per year: the median over pairs of the same season), ``low``, ``high``, ``n``
        (values used).

    Raises
    ------
    ValueError
        If no season has two values, or for ``correlated`` there are fewer than two whole years.

    References
    ----------
    Hirsch, Slack and Smith (1982), Water Resources Research 18:107-121. Hirsch and Slack (1984), same journal
    20:727-732. Sen (1968), JASA 63:1379-1389.
    """
    years = _years(values, period)
    if correlated and period > 1:
        years = years[~np.isnan(years).any(axis=1)]
        if len(years) < 2:
            raise ValueError(f"seasonal_kendall: {len(years)} whole years; the variance needs two or more")
    earlier, later = np.triu_indices(len(years), 1)
    signs = np.sign(years[later] - years[earlier])
    pairs = np.isfinite(signs)
    if not pairs.any():
        raise ValueError("seasonal_kendall: no season has two values")
    s = float(np.nansum(signs))
    variance = _covariance(years, signs) if correlated and period > 1 else _independent(years)
    z = (s - np.sign(s)) / np.sqrt(variance) if variance > 0 else 0.0
    slopes = np.sort(((years[later] - years[earlier]) / (later - earlier)[:, None])[pairs])
    low, high = _slope_limits(slopes, variance, level)
    return pd.DataFrame(
        {
            "tau": [s / pairs.sum()],
            "s": [s],
            "variance": [variance],
            "z": [z],
            "p": [2 * norm.sf(abs(z))],
            "slope": [float(np.median(slopes))],
            "low": [low],
            "high": [high],
            "n": [int(np.isfinite(years).sum())],
        }
    )


def _years(values: ArrayLike, period: int) -> np.ndarray:
    """Values as years by seasons."""
    given = np.asarray(values, dtype=float)
    padded = np.append(given, np.full(-len(given) % period, np.nan))
    return padded.reshape(-1, period)


def _independent(years: np.ndarray) -> float:
    """The variance of S where seasons are independent, with ties."""
    total = 0.0
    for season in years.T:
        known = season[~np.isnan(season)]
        ties = np.unique(known, return_counts=True)[1]
        total += len(known) * (len(known) - 1) * (2 * len(known) + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()
    return total / 18


def _covariance(years: np.ndarray, signs: np.ndarray) -> float:
    """The variance of S with the covariances of all pairs of seasons, after Dietz and Killeen."""
    number, ranks = len(years), rankdata(years, axis=0)
    together = signs.T @ signs + 4 * ranks.T @ ranks - number * (number + 1) ** 2
    return float(together.sum() / 3)


def _slope_limits(slopes: np.ndarray, variance: float, level: float) -> tuple[float, float]:
    """Limits of Sen's slope: the slopes at the ranks that S could have moved the median to."""
    reach = norm.isf((1 - level) / 2) * np.sqrt(max(variance, 0.0))
    ranks = np.arange(1, len(slopes) + 1)
    at = [(len(slopes) - reach) / 2, (len(slopes) + reach) / 2 + 1]
    low, high = np.interp(at, ranks, slopes)
    return float(low), float(high)
