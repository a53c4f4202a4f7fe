"""Seasonal-trend decomposition by loess, with the names and defaults of R's ``stl``."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from statsmodels.tsa.seasonal import STL

PERIODIC = "periodic"


def stl(
    values: ArrayLike,
    *,
    period: int = 12,
    window: int | str = PERIODIC,
    trend_window: int | None = None,
    low_pass_window: int | None = None,
    degrees: tuple[int, int, int] = (0, 1, 1),
    jumps: Sequence[int] | None = None,
    robust: bool = False,
    inner: int | None = None,
    outer: int | None = None,
) -> pd.DataFrame:
    """Season, trend and remainder of a series, which add up to it.

    Parameters
    ----------
    values : array_like
        In order, none missing; at least two periods.
    period : int
        Values in a cycle.
    window : int or "periodic"
        Span of the seasonal loess (``s.window``), an odd number from 7 as a rule; ``"periodic"`` gives each cycle the
        same season.
    trend_window, low_pass_window : int, optional
        Spans of the other two (``t.window``, ``l.window``); by default as Cleveland and others recommend. An even span
        is made one longer, as in R.
    degrees : tuple of int
        Degree of the polynomials, 0 or 1: season, trend, low pass.
    jumps : sequence of int, optional
        Steps between the points at which the three are fitted; by default a tenth of each window.
    robust : bool
        Whether outlying values count less.
    inner, outer : int, optional
        Iterations; by default 1 and 15 where robust, else 2 and 0.

    Returns
    -------
    DataFrame
        One row per value. Columns: ``season``, ``trend``, ``remainder`` (in the unit of ``values``), ``weight`` (0 to
        1; 0 where a value was an outlier).

    Raises
    ------
    ValueError
        If a value is missing, there are fewer than two periods of them, or a window is no span.

    References
    ----------
    Cleveland, Cleveland, McRae and Terpenning (1990), Journal of Official Statistics 6:3-73.
    """
    shown = np.asarray(values, dtype=float)
    if np.isnan(shown).any() or len(shown) < 2 * period:
        raise ValueError(
            f"stl: {len(shown)} values, {int(np.isnan(shown).sum())} missing; it needs {2 * period} or more"
        )
    periodic = window == PERIODIC
    if not periodic and not isinstance(window, (int, np.integer)):
        raise ValueError(f"stl: a window is a number of values or '{PERIODIC}', not '{window}'")
    season = 10 * len(shown) + 1 if periodic else int(window)
    spans = (
        season,
        trend_window or _next_odd(math.ceil(1.5 * period / (1 - 1.5 / season))),
        low_pass_window or _next_odd(period),
    )
    steps = jumps or [math.ceil(span / 10) for span in spans]
    spans = (max(3, _next_odd(spans[0])), max(3, _next_odd(spans[1])), max(3, _next_odd(spans[2])))
    fitted = STL(
        shown,
        period=period,
        seasonal=spans[0],
        trend=spans[1],
        low_pass=spans[2],
        seasonal_deg=0 if periodic else degrees[0],
        trend_deg=degrees[1],
        low_pass_deg=degrees[2],
        robust=robust,
        seasonal_jump=steps[0],
        trend_jump=steps[1],
        low_pass_jump=steps[2],
    ).fit(
        inner_iter=inner if inner is not None else (1 if robust else 2),
        outer_iter=outer if outer is not None else (15 if robust else 0),
    )
    seasonal = np.asarray(fitted.seasonal)
    if periodic:
        place = np.arange(len(shown)) % period
        seasonal = pd.Series(seasonal).groupby(place).transform("mean").to_numpy()
    trend = np.asarray(fitted.trend)
    return pd.DataFrame(
        {
            "season": seasonal,
            "trend": trend,
            "remainder": shown - seasonal - trend,
            "weight": np.asarray(fitted.weights),
        }
    )


def _next_odd(number: int) -> int:
    return number + 1 - number % 2
