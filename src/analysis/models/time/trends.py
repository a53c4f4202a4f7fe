"""Whether a series rises or falls: by a test over all its periods, never by the last two."""

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy.stats import t

from analysis.models.time.autocorrelation import autocorrelation, covariance, free
from analysis.models.time.demands import trend_periods
from analysis.models.time.kendall import seasonal_kendall
from analysis.models.time.series import Series, read

LEVEL = 0.95


def trend(series: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame:
    """The change per year of a series, with interval, test and verdict, in two ways.

    ``gls``, on which the verdict stands, is a straight line with a level for each season. Its errors are correlated
    from one period to the next; how much is found from the residuals, corrected for what a regression of this size
    hides, and the degrees of freedom are those of so many independent periods as hold the same information. Ordinary
    least squares, also with Newey-West errors, would call a fifth of trendless monthly series a trend, or more.
    ``kendall`` is Kendall's test within seasons with the covariance of Hirsch and Slack, a check without a straight
    line; it needs whole years, and below five of them it finds little.

    Parameters
    ----------
    series : DataFrame
        One row per period of one area; see ``series.read``. Provisional periods are left out.
    level : float
        Confidence of the intervals, and one minus it the limit of the test.

    Returns
    -------
    DataFrame
        One row per method (``gls``, then ``kendall`` where there are three whole years that do not overlap). Columns:
        ``method``, ``slope`` (unit of ``value`` per year), ``low``, ``high``, ``p``, ``n`` (periods), ``first``,
        ``last`` (periods), ``level_first`` and ``level_last`` (the line at both ends, without season; missing for
        ``kendall``), ``autocorrelation`` (likewise), ``verdict`` (``rising``, ``falling``, ``no_trend``).

    Raises
    ------
    AnalysisError
        If there are fewer than 12 periods (24 months), or some are hidden or missing.

    References
    ----------
    Andrews (1993), Econometrica 61:139-165, on autocorrelation beside a trend. Santer and others (2000), Journal of
    Geophysical Research 105:7337-7356, on the degrees of freedom. Hirsch and Slack (1984), Water Resources
    Research 20:727-732.
    """
    ours = read(series, model="trend", least=trend_periods(read(series, model="trend").kind))
    rows = [_line(ours, level)]
    if ours.kind != "rolling" and len(ours.figures) >= 3 * ours.seasons:
        rows.append(_kendall(ours, level))
    found = pd.DataFrame(rows)
    sign = np.where(found["slope"] > 0, "rising", "falling")
    return found.assign(verdict=np.where((found["p"] < 1 - level) & (found["slope"] != 0), sign, "no_trend"))


def _line(ours: Series, level: float) -> dict[str, object]:
    number = len(ours.figures)
    years = np.arange(number) / ours.per_year
    levels = (ours.season[:, None] == np.arange(ours.seasons)).astype(float)
    exact = np.column_stack([years, levels[:, levels.any(axis=0)]])
    left = np.eye(number) - exact @ np.linalg.pinv(exact)
    residuals = left @ ours.figures
    on_the_line = np.allclose(residuals, 0, atol=1e-9 * max(1.0, float(np.abs(ours.figures).max())))
    again = 0.0 if on_the_line else autocorrelation(residuals, left)[0]
    fitted = sm.GLS(ours.figures, exact, sigma=covariance(np.arange(number), again=again)).fit()
    slope, error = float(fitted.params[0]), float(fitted.bse[0])
    left_over = free(number, exact.shape[1], again)
    reach = float(t.isf((1 - level) / 2, left_over)) * error
    middle = float(np.average(fitted.params[1:], weights=exact[:, 1:].sum(axis=0)))
    return {
        "method": "gls",
        "slope": slope,
        "low": slope - reach,
        "high": slope + reach,
        "p": float(2 * t.sf(abs(slope) / error, left_over)) if error > 0 else float(slope == 0),
        "n": number,
        "first": ours.periods[0],
        "last": ours.periods[-1],
        "level_first": middle,
        "level_last": middle + slope * float(years[-1]),
        "autocorrelation": again,
    }


def _kendall(ours: Series, level: float) -> dict[str, object]:
    newest = ours.figures[len(ours.figures) % ours.seasons :]  # whole years to the last period
    tested = seasonal_kendall(newest, period=ours.seasons, level=level).iloc[0]
    return {
        "method": "kendall",
        **{name: float(tested[name]) for name in ("slope", "low", "high", "p")},
        "n": int(tested["n"]),
        "first": ours.periods[len(ours.figures) % ours.seasons],
        "last": ours.periods[-1],
        "level_first": np.nan,
        "level_last": np.nan,
        "autocorrelation": np.nan,
    }
