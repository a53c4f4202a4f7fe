"""Shares of small areas, drawn towards that of all areas by as much as their smallness calls for."""

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import betaln, expit, logit
from scipy.stats import beta

from analysis.errors import AnalysisError

MOST = 1e7  # persons that the common share may count for: areas that do not differ at all
FEWEST_AREAS = 3


def pooled_shares(figures: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Share of each area by partial pooling (empirical Bayes), with an interval.

    Areas' true shares are taken to follow one beta distribution, fitted to all of them by maximum likelihood. An
    area then counts with its own persons and, besides, as many persons of the common share as the fit says: large
    areas hardly move, small ones do. The interval takes the fit as known, and is somewhat short among few areas.
    An order of pooled shares is not an order of the areas' own figures.

    Parameters
    ----------
    figures : DataFrame
        One row per area. Columns: ``count`` and ``base`` (persons, not rounded).
    level : float
        Probability that the interval holds, 0 to 1.

    Returns
    -------
    DataFrame
        Indexed as ``figures``. Columns: ``count``, ``n`` (the base), ``own`` (the area's own share, 0 to 1), ``value``
        (the pooled one), ``low``, ``high``, ``weight`` (0 to 1: how much the area's own figure counts), ``common`` (the
        share of the fitted distribution). An area without persons has the common share and weight 0; one with a
        missing figure is missing.

    Raises
    ------
    AnalysisError
        If a count is below 0 or above its base, or fewer than 3 areas have persons.

    References
    ----------
    Efron and Morris (1975), JASA 70:311-319. Griffiths (1973), Biometrics 29:637-648 (the beta-binomial fit).
    """
    count, base = figures["count"].astype(float), figures["base"].astype(float)
    fitted = count.notna() & (base > 0)
    wrong = int(((count < 0) | (count > base)).sum())
    if wrong or fitted.sum() < FEWEST_AREAS:
        raise AnalysisError(
            f"Partial pooling of {len(figures)} areas: {int(fitted.sum())} have persons ({FEWEST_AREAS} are needed), "
            f"and {wrong} have a count below 0 or above the base (none may)."
        )
    common, persons = _fit(count[fitted].to_numpy(), base[fitted].to_numpy())
    yes, no = count + common * persons, base - count + (1 - common) * persons
    return pd.DataFrame(
        {
            "count": count,
            "n": base,
            "own": count / base.where(base > 0),
            "value": yes / (yes + no),
            "low": beta.ppf((1 - level) / 2, yes, no),
            "high": beta.ppf((1 + level) / 2, yes, no),
            "weight": base.where(count.notna()) / (base + persons),
            "common": common,
        }
    )


def _fit(count: np.ndarray, base: np.ndarray) -> tuple[float, float]:
    """The common share, and how many persons it counts for, by maximum likelihood."""
    share = np.clip(count.sum() / base.sum(), 1e-9, 1 - 1e-9)

    def misfit(at: np.ndarray) -> float:
        middle, persons = float(expit(at[0])), float(np.exp(at[1]))
        a, b = middle * persons, (1 - middle) * persons
        return -float((betaln(count + a, base - count + b) - betaln(a, b)).sum())

    starts = [np.array([logit(share), np.log(persons)]) for persons in (10.0, 1000.0)]
    bounds = [(logit(1e-9), logit(1 - 1e-9)), (np.log(1e-3), np.log(MOST))]
    found = min((minimize(misfit, start, bounds=bounds) for start in starts), key=lambda one: float(one.fun))
    return float(expit(found.x[0])), float(np.exp(found.x[1]))
