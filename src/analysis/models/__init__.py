"""Statistical models: thin, tested layers on statsmodels and scipy. They know tables and no files.

Each is loaded when it is first asked for, since statsmodels takes a second; none has the name of a module, which
would hide it::

    from analysis import models

    models.kaplan_meier(durations, by="cohort")
"""

from importlib import import_module
from typing import Any

_PLACES = {
    "activation_effect": "effects.trials",
    "against_expected": "comparison.comparing",
    "backtest": "time.forecasting",
    "balance": "effects.trials",
    "between_areas": "comparison.dispersion",
    "byar_limits": "comparison.counts",
    "cohort_projection": "time.demography",
    "composition": "comparison.decomposition",
    "cox": "durations.proportional",
    "cumulative_incidence": "durations.competing",
    "demographic": "time.demography",
    "direct_rates": "comparison.standardisation",
    "discrete_hazard": "durations.discrete",
    "exact_limits": "comparison.counts",
    "expected_from_others": "comparison.comparing",
    "forecast": "time.forecasting",
    "funnel": "comparison.funnels",
    "funnel_limits": "comparison.lines",
    "funnel_limits_at_counts": "comparison.lines",
    "growth_ratios": "comparison.developments",
    "incidence_at": "durations.curves",
    "indirect_rates": "comparison.standardisation",
    "interrupted": "time.reforms",
    "kaplan_meier": "durations.survival",
    "left_within": "durations.follow_up",
    "logrank": "durations.survival",
    "mean_changes": "comparison.developments",
    "mean_differences": "comparison.developments",
    "medians": "durations.survival",
    "neighbours": "comparison.comparing",
    "overdispersion_factor": "comparison.dispersion",
    "overlap": "effects.trials",
    "person_periods": "durations.discrete",
    "poisson_limits": "comparison.counts",
    "pooled_shares": "comparison.pooling",
    "proportions": "comparison.intervals",
    "ranks": "comparison.rank",
    "rates": "comparison.counts",
    "returned_within": "durations.follow_up",
    "scenarios": "time.stock_flow",
    "seasonal_kendall": "time.kendall",
    "seasons": "time.seasonality",
    "segmented": "time.reforms",
    "share_changes": "comparison.developments",
    "share_differences": "comparison.intervals",
    "split_episodes": "durations.episodes",
    "standard_population": "comparison.standardisation",
    "state_shares": "durations.competing",
    "stl": "time.loess",
    "stock_change": "comparison.decomposition",
    "survival_at": "durations.curves",
    "treatment_effect": "effects.weighting",
    "trend": "time.trends",
    "weighted": "effects.trials",
    "wilson": "comparison.intervals",
}
__all__ = sorted(_PLACES)


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"analysis.models has no '{name}'. It offers: {', '.join(__all__)}.")
    return getattr(import_module(f"analysis.models.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
