"""Ranks with the uncertainty that chance alone gives them."""

import numpy as np
import pandas as pd

from analysis.models.comparison.intervals import numbers

DRAWS = 2000
SEED = 20101
JEFFREYS = 0.5  # what both sides of a share have before anyone is counted

BEST = 10


def ranks(
    figures: pd.DataFrame,
    *,
    lowest_first: bool,
    seed: int = SEED,
    draws: int = DRAWS,
    decimals: int = 1,
    best: int = BEST,
) -> pd.DataFrame:
    """Rank of each area, with a 95 % interval and the probability of being among the best, by simulation.

    Areas with the same printed share have the same rank, the lowest of theirs. The interval is from ``draws``
    simulated countries in which each area's share is drawn from what its count and base leave open (Jeffreys' beta
    distribution, whose middle 95 per cent is the Jeffreys interval of the share), printed like the real one. A share
    of 0 or 100 per cent is thereby no more certain than its base allows. The interval says how much of a rank could be
    chance, and is the least that the doubt can be. Areas without a share are left out.

    Parameters
    ----------
    figures : DataFrame
        One row per area. Columns: ``value`` (per cent), ``count`` and ``base`` (persons).
    lowest_first : bool
        True where a low share is rank 1.
    decimals : int
        Decimals of the printed share, by which ties are judged.
    best : int
        How many are "the best" whose probability is told.

    Returns
    -------
    DataFrame
        Indexed as ``figures`` without those left out. Columns: ``rank``, ``low``, ``high`` (1 is best),
        ``of`` (areas ranked), ``tied`` (true where another area has the same rank), ``among_best`` (0 to 1: the part of
        the simulated countries in which the area is among the ``best``).

    Raises
    ------
    AnalysisError
        If a column is missing or a figure below 0; all of it at once.

    References
    ----------
    Goldstein and Spiegelhalter (1996), JRSS A 159:385-443: ranks of drawn shares. Brown, Cai and DasGupta (2001),
    Statistical Science 16:101-133: the Jeffreys interval, also of shares of 0 and 1.
    """
    numbers(figures, ["value", "count", "base"], model="ranks")
    there = figures[figures[["value", "count", "base"]].notna().all(axis=1) & (figures["base"] > 0)]
    sign = 1 if lowest_first else -1
    rank = _first_ranks(sign * printed(there["value"].to_numpy()[None, :], decimals))[0]
    base = there["base"].to_numpy(dtype=float)
    count = np.clip(there["count"].to_numpy(dtype=float), 0, base)
    drawn = np.random.default_rng(seed).beta(count + JEFFREYS, base - count + JEFFREYS, size=(draws, len(there)))
    simulated = _first_ranks(sign * printed(100 * drawn, decimals)) if len(there) else np.zeros((draws, 0))
    low, high = np.percentile(simulated, [2.5, 97.5], axis=0, method="inverted_cdf")
    ties = pd.Series(rank).duplicated(keep=False).to_numpy()
    return pd.DataFrame(
        {
            "rank": rank.astype(int),
            "low": np.minimum(low, rank).astype(int),
            "high": np.maximum(high, rank).astype(int),
            "of": len(there),
            "tied": ties,
            "among_best": (simulated <= best).mean(axis=0),
        },
        index=there.index,
    )


def printed(per_cent: np.ndarray, decimals: int = 1) -> np.ndarray:
    """Shares as they are printed, half up, in units of the last decimal: what is printed alike is equal."""
    whole: np.ndarray = np.floor(per_cent * 10**decimals + 0.5 + 1e-9)
    return whole


def _first_ranks(scores: np.ndarray) -> np.ndarray:
    """Ranks along rows, 1 for the smallest; equal scores share the lowest."""
    order = np.argsort(scores, axis=1, kind="stable")
    ordered = np.take_along_axis(scores, order, axis=1)
    place = np.broadcast_to(np.arange(1, scores.shape[1] + 1), scores.shape)
    starts = np.ones(scores.shape, dtype=bool)
    starts[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    first = np.maximum.accumulate(np.where(starts, place, 0), axis=1)
    ranks_ = np.empty(scores.shape, dtype=int)
    np.put_along_axis(ranks_, order, first, axis=1)
    return ranks_
