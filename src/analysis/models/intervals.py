"""Intervals for shares: a thin layer on statsmodels, so that the method is chosen once."""

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint


def wilson(count: pd.Series, base: pd.Series, *, level: float = 0.95) -> pd.DataFrame:
    """Wilson interval of shares.

    Parameters
    ----------
    count, base : Series
        Persons counted, and persons of whom they are a part; not rounded.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        Indexed as ``count``. Columns: ``low`` and ``high`` (0 to 1), missing where count or base is, or
        where nobody is in the base.

    References
    ----------
    Wilson (1927), JASA 22:209-212.
    """
    usable = count.notna() & base.notna() & (base > 0)
    bounds = pd.DataFrame(np.nan, index=count.index, columns=["low", "high"])
    low, high = proportion_confint(count[usable], base[usable], alpha=1 - level, method="wilson")
    bounds.loc[usable, "low"], bounds.loc[usable, "high"] = low, high
    return bounds
