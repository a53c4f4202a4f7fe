"""The words for an agreed target, the same in tables and in sentences."""

import pandas as pd

from analysis import danish

AWAITS = "Resultatmål afventer målemetoden"
_WHOLE_FROM = 10.0  # per cent: plans print such changes without decimals
_BOUND = {"<=": "højst", ">=": "mindst"}


def figure(value: float, unit: str) -> str:
    """A figure as it stands in a cell: a share has one decimal."""
    return danish.number(value, 1 if unit == "pct." else 0)


def bound(row: pd.Series) -> str:
    """A target with its way, as it is agreed: ``højst 680``."""
    return f"{_BOUND[row['operator']]} {danish.number(row['target'], int(row['decimals']))}"


def percentage(value: float, *, whole_from: float = _WHOLE_FROM) -> str:
    """A change in per cent without its sign, as plans print it: whole from 10 per cent.

    >>> percentage(-20.3747), percentage(-5.2563), percentage(-0.0636)
    ('20 pct.', '5,3 pct.', '0,1 pct.')
    """
    return f"{danish.number(abs(value), 0 if abs(value) >= whole_from else 1)} pct."
