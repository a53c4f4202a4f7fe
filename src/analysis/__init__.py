"""Reproducible follow-up on Danish jobcentres.

Notebooks import a handful of names from here; each is loaded when it is first asked for::

    from analysis import charts, measures, models, publish, tables
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis import measures, models, publish
    from analysis.data import tables
    from analysis.publish import charts

__all__ = ["charts", "measures", "models", "publish", "tables"]

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(
        _name, "1"
    )  # in time, as numpy comes later: for small matrices threads cost more than they give

_PLACES = {
    "charts": "analysis.publish.charts",
    "measures": "analysis.measures",
    "models": "analysis.models",
    "publish": "analysis.publish",
    "tables": "analysis.data.tables",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"analysis has no '{name}'. It offers: {', '.join(__all__)}.")
    return import_module(_PLACES[name])


def __dir__() -> list[str]:
    return __all__
