"""What a reader must be told of figures that are much older than the month a report is about."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis import danish, periods
from analysis.measures import label

MONTHS = 12  # older than a year: the figure tells of another time


def old(facts: Iterable[Mapping[str, Any] | pd.Series], *, on: str) -> list[str]:
    """A sentence for each period that figures are of and that ended more than 12 months before the report's month.

    >>> old([{"measure": "befolkning", "benefit": "alle", "period": "2020-Q1"}], on="2026-07")
    ['»Befolkning« er fra 1. kvartal 2020; nyere tal er ikke i datasættet.']
    """
    oldest = periods.shift(on, -MONTHS)
    names: dict[str, dict[str, None]] = {}
    for fact in facts:
        period = fact["period"]
        if isinstance(period, str) and period and periods.last_month(period) < oldest:
            names.setdefault(period, {})[f"»{label(fact['measure'], fact['benefit'])}«"] = None
    return [
        f"{danish.listed(list(names[period]))} er fra {danish.month(period)}; nyere tal er ikke i datasættet."
        for period in sorted(names)
    ]
