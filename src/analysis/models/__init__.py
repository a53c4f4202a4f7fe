"""Statistical models: thin, tested layers on statsmodels and scipy. They know tables and no files.

Each is loaded when it is first asked for, since statsmodels takes a second; none has the name of a module, which
would hide it::

    from analysis import models

    models.kaplan_meier(durations, by="cohort")
"""

from importlib import import_module
from typing import Any

_PLACES = {
    "activation_effect": "trials",
    "against_expected": "comparing",
    "backtest": "forecasting",
    "balance": "trials",
    "byar_limits": "intervals",
    "cohort_projection": "demography",
    "composition": "decomposition",
    "cox": "proportional",
    "cumulative_incidence": "competing",
    "demographic": "demography",
    "direct_rates": "standardisation",
    "discrete_hazard": "discrete",
    "exact_limits": "intervals",
    "expected_from_others": "comparing",
    "forecast": "forecasting",
    "funnel": "funnels",
    "funnel_limits": "funnels",
    "funnel_limits_at_counts": "funnels",
    "growth_ratios": "developments",
    "indirect_rates": "standardisation",
    "interrupted": "reforms",
    "kaplan_meier": "survival",
    "left_within": "follow_up",
    "logrank": "survival",
    "medians": "survival",
    "neighbours": "comparing",
    "overdispersion_factor": "funnels",
    "overlap": "trials",
    "person_periods": "discrete",
    "poisson_limits": "intervals",
    "pooled_shares": "pooling",
    "proportions": "intervals",
    "ranks": "rank",
    "rates": "intervals",
    "returned_within": "follow_up",
    "scenarios": "stock_flow",
    "seasonal_kendall": "kendall",
    "seasons": "seasonality",
    "segmented": "reforms",
    "share_changes": "developments",
    "share_differences": "intervals",
    "split_episodes": "episodes",
    "standard_population": "standardisation",
    "state_shares": "competing",
    "stl": "loess",
    "stock_change": "decomposition",
    "survival_at": "survival",
    "treatment_effect": "weighting",
    "trend": "trends",
    "weighted": "trials",
    "wilson": "intervals",
}
__all__ = sorted(_PLACES)


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"analysis.models has no '{name}'. It offers: {', '.join(__all__)}.")
    return getattr(import_module(f"analysis.models.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
