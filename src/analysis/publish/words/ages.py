"""What a reader must be told of figures that are much older than the month a report is about."""

import pandas as pd

from analysis import danish, periods
from analysis.measures import label

MONTHS = 12  # older than a year: the figure tells of another time


def old(figures: pd.DataFrame, *, on: str) -> list[str]:
    """A sentence for each period that figures are of and that ended more than 12 months before the report's month.

    >>> rows = pd.DataFrame({"measure": ["befolkning"], "benefit": ["alle"], "period": ["2020-Q1"]})
    >>> old(rows, on="2026-07")
    ['»Befolkning« er fra 1. kvartal 2020; nyere tal er ikke i datasættet.']
    """
    there = figures[figures["period"].fillna("") != ""]
    oldest = periods.shift(on, -MONTHS)
    said = []
    for period, rows in there.groupby("period"):
        if periods.last_month(str(period)) < oldest:
            pairs = dict.fromkeys(zip(rows["measure"], rows["benefit"], strict=True))
            names = dict.fromkeys(f"»{label(measure, benefit)}«" for measure, benefit in pairs)
            said.append(
                f"{danish.listed(list(names))} er fra {danish.month(str(period))}; nyere tal er ikke i datasættet."
            )
    return said
