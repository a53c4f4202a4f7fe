"""What of a series is season, for display: never of few persons, of short series, or of provisional months."""

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.models.time.autocorrelation import autocorrelation, covariance
from analysis.models.time.demands import SEASON_MONTHS, SEASON_PERSONS
from analysis.models.time.loess import stl
from analysis.models.time.series import read

LEVEL = 0.95
COLUMNS = ("trend", "low", "high", "season", "adjusted", "remainder")


def seasons(series: pd.DataFrame, *, least: int = SEASON_MONTHS, smallest: float = SEASON_PERSONS) -> pd.DataFrame:
    """Trend, season and remainder of a monthly series by robust STL, the same season every year.

    Provisional months come back with their figure and nothing else: the figures to come would move their season. The
    interval is what chance moves the trend by, with errors that are correlated from month to month: near the ends it is
    wide, and the last trend moves when new months come.

    Parameters
    ----------
    series : DataFrame
        One row per month of one area; see ``series.read``. Give ``count`` where ``value`` is a share.
    least : int
        Fewest final months.
    smallest : float
        Fewest persons in any final month.

    Returns
    -------
    DataFrame
        One row per month from the first figure on. Columns: ``period``, ``value``, ``status`` (``final`` or
        ``provisional``), ``trend`` with ``low`` and ``high`` (95 %), ``season`` (added to the trend), ``adjusted``
        (``value`` without season), ``remainder``, ``n`` (months decomposed). In the unit of ``value``.

    Raises
    ------
    AnalysisError
        If months inside the series are hidden or missing, or it is too short or counts too few.

    References
    ----------
    Cleveland, Cleveland, McRae and Terpenning (1990), Journal of Official Statistics 6:3-73.
    """
    ours = read(series, model="seasons", least=least, smallest=smallest)
    parts = stl(ours.figures, period=ours.seasons, robust=True)
    reach = norm.isf((1 - LEVEL) / 2) * _deviation(parts["remainder"].to_numpy(), ours.seasons)
    final = pd.DataFrame(
        {
            "period": ours.periods,
            "value": ours.figures,
            "status": "final",
            "trend": parts["trend"],
            "low": parts["trend"] - reach,
            "high": parts["trend"] + reach,
            "season": parts["season"],
            "adjusted": ours.figures - parts["season"],
            "remainder": parts["remainder"],
        }
    )
    given = series.set_index("period")["value"]
    fresh = pd.DataFrame({"period": ours.fresh, "value": [given[period] for period in ours.fresh]})
    fresh = fresh.assign(status="provisional", **dict.fromkeys(COLUMNS, np.nan))
    together = pd.concat([final, fresh], ignore_index=True) if len(fresh) else final
    return together.assign(n=len(final))


def _deviation(remainder: np.ndarray, period: int) -> np.ndarray:
    """The standard deviation of the trend in each month: without its robust weights, it is a weighted sum of months."""
    if np.allclose(remainder, 0, atol=1e-9):
        return np.zeros(len(remainder))
    units = [stl(unit, period=period) for unit in np.eye(len(remainder))]
    weights = np.column_stack([unit["trend"] for unit in units])
    left = np.column_stack([unit["remainder"] for unit in units])
    again, deviation = autocorrelation(remainder, left)
    spread = weights @ covariance(np.arange(len(remainder)), again=again, deviation=deviation) @ weights.T
    found: np.ndarray = np.sqrt(np.diag(spread))
    return found
