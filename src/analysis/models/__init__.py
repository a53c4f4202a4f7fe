"""Statistical models: thin, tested layers on statsmodels and scipy. They know tables and no files.

Each is loaded when it is first asked for, since statsmodels takes a second::

    from analysis import models

    models.kaplan_meier(durations, by="cohort")
"""

from importlib import import_module
from typing import Any

_PLACES = {
    "cox": "proportional",
    "cumulative_incidence": "competing",
    "discrete_hazard": "discrete",
    "interrupted": "reforms",
    "kaplan_meier": "survival",
    "left_within": "follow_up",
    "logrank": "survival",
    "medians": "survival",
    "person_periods": "discrete",
    "returned_within": "follow_up",
    "seasonal_kendall": "kendall",
    "seasons": "seasonality",
    "segmented": "reforms",
    "split_episodes": "episodes",
    "state_shares": "competing",
    "stl": "loess",
    "survival_at": "survival",
    "trend": "trends",
}
__all__ = sorted(_PLACES)


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"analysis.models has no '{name}'. It offers: {', '.join(__all__)}.")
    return getattr(import_module(f"analysis.models.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
