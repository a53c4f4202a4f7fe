"""Coefficients of models of hazards, as a table of ratios."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import norm


def ratios(
    terms: Sequence[str], coefficient: np.ndarray, error: np.ndarray, *, n: int, events: int, level: float
) -> pd.DataFrame:
    """A hazard ratio per term, with its interval and Wald test.

    Parameters
    ----------
    terms : sequence of str
        What each coefficient is of.
    coefficient, error : ndarray
        Logs of hazard ratios, and their standard errors.
    n, events : int
        What the model rests on.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        One row per term. Columns: ``term``, ``hazard_ratio``, ``low``, ``high``, ``coefficient``, ``error``, ``p``,
        ``n``, ``events``.
    """
    wide = norm.ppf(0.5 + level / 2) * error
    return pd.DataFrame(
        {
            "term": list(terms),
            "hazard_ratio": np.exp(coefficient),
            "low": np.exp(coefficient - wide),
            "high": np.exp(coefficient + wide),
            "coefficient": coefficient,
            "error": error,
            "p": 2 * norm.sf(np.abs(coefficient / error)),
            "n": n,
            "events": events,
        }
    )
