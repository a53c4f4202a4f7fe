"""What a series must have before a model of time takes it, for those who ask first; imports no statsmodels."""

from analysis.models.time.series import SEASONS

SEASON_MONTHS = 36  # final months before a season is shown
SEASON_PERSONS = 100  # in any month
TREND_POINTS = 12  # periods before a trend is tested
TREND_YEARS = 2  # whole years where seasons differ, or season and trend cannot be told apart
LEARNED_MONTHS = 36  # months that a forecast learns from at least
SIDE_MONTHS = 12  # months on each side of a break, and those that a back-test keeps to itself
FORECAST_MONTHS = LEARNED_MONTHS + SIDE_MONTHS
FORECAST_PERSONS = 30  # in any month
POINT_MONTHS = 24  # of a municipality or jobcenter: beyond it scenarios, not a forecast
SMALL_AREAS = ("municipality", "jobcenter")
FLOW_MONTHS = 24  # of inflow and outflow, before scenarios


def trend_periods(kind: str) -> int:
    """Fewest periods of a kind that a trend is tested over: 12, or two whole years of seasons.

    >>> trend_periods("month"), trend_periods("quarter"), trend_periods("rolling")
    (24, 12, 12)
    """
    return max(TREND_POINTS, TREND_YEARS * SEASONS[kind]) if SEASONS[kind] > 1 else TREND_POINTS
