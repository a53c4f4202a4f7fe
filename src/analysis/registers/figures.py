"""A measure by periods and areas, and as rows of the canonical table ``observations``."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import catalogue
from analysis.areas import COUNTRY


@dataclass(frozen=True)
class Figure:
    """One measure: months (or quarters) by areas, the country last. A rate also has what it is a rate of."""

    value: np.ndarray
    numerator: np.ndarray | None = None
    denominator: np.ndarray | None = None
    periods: Sequence[str] | None = None


Figures = dict[tuple[str, str], Figure]


def rate(numerator: np.ndarray, denominator: np.ndarray) -> Figure:
    """Per cent; missing where nobody is in the base."""
    value = np.full(numerator.shape, np.nan)
    np.divide(100 * numerator, denominator, out=value, where=denominator > 0)
    return Figure(value, numerator, denominator)


def as_rows(
    measure: str, benefit: str, figure: Figure, areas: list[str], periods: list[str], provisional: int
) -> pd.DataFrame:
    codes = [*areas, COUNTRY.code]
    late = np.zeros(len(periods), dtype=bool)
    late[len(periods) - min(provisional, len(periods)) :] = True
    status = np.where(np.isnan(figure.value), "missing", np.where(late[:, None], "provisional", "final"))
    nothing = np.full(figure.value.shape, np.nan)
    return pd.DataFrame(
        {
            "measure": measure,
            "benefit": benefit,
            "area_type": np.tile(["municipality"] * len(areas) + ["country"], len(periods)),
            "area": np.tile(codes, len(periods)),
            "period": np.repeat(periods, len(codes)),
            **dict.fromkeys(("sex", "age", "origin", "visitation"), catalogue.TOTAL),
            "value": figure.value.ravel(),
            "numerator": (nothing if figure.numerator is None else figure.numerator).ravel(),
            "denominator": (nothing if figure.denominator is None else figure.denominator).ravel(),
            "unit": catalogue.measure(measure).unit,
            "status": status.ravel(),
            "source": "",
            "retrieved": "",
        }
    )
