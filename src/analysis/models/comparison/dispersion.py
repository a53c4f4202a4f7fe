"""How much more areas differ than chance explains: as a factor, and as a variance between them."""

import numpy as np
import pandas as pd

from analysis.models.comparison.lines import Kind

WINSORISED = 0.1  # the part of the areas at each end that is pulled in before overdispersion is judged
FEWEST_AREAS = 20  # among fewer, overdispersion is not judged


def overdispersion_factor(
    count: pd.Series,
    base: pd.Series,
    *,
    kind: Kind,
    target: float,
    winsorised: float = WINSORISED,
    fewest: int = FEWEST_AREAS,
    root: bool = False,
) -> float:
    """How much more areas differ than chance alone explains: the mean squared z-score, winsorised by 10 %.

    Parameters
    ----------
    count, base : Series
        As the columns of ``funnel``; areas without a figure are left out.
    kind : {"share", "rate", "ratio"}
        As for ``funnel``.
    target : float
        The centre, per 1.
    winsorised : float
        The part of the areas at each end whose score is pulled in, 0 to 0.5; 0 for none.
    fewest : int
        Areas that it takes.
    root : bool
        Whether scores are those of the root of the figure (of its arcsine, for shares), as in ``funnel_limits``.

    Returns
    -------
    float
        Above 1 where limits should be widened. 1 where it is not above 1, or there are fewer than 20 areas.

    Raises
    ------
    ValueError
        If the part that is pulled in is not from 0 to 0.5.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24:1185-1202, section 5 (the multiplicative model).
    """
    z, _ = _scores(count, base, kind=kind, target=target, root=root)
    return max(1.0, _mean_square(z, winsorised)) if len(z) >= fewest else 1.0


def between_areas(
    count: pd.Series,
    base: pd.Series,
    *,
    kind: Kind,
    target: float,
    winsorised: float = WINSORISED,
    fewest: int = FEWEST_AREAS,
    root: bool = False,
) -> float:
    """The variance between areas that explains how much more they differ than by chance (the additive model).

    Parameters
    ----------
    count, base, kind, target, winsorised, fewest, root
        As for ``overdispersion_factor``.

    Returns
    -------
    float
        In the square of the unit of the figure, or of its root. 0 where areas do not differ by more than chance, or
        there are fewer than 20.

    Raises
    ------
    ValueError
        If the part that is pulled in is not from 0 to 0.5.

    References
    ----------
    DerSimonian and Laird (1986), Controlled Clinical Trials 7:177-188. Spiegelhalter (2005), Statistics in Medicine
    24:1185-1202, section 5. With ``root``, as ``funnel_plot`` of R's ``FunnelPlotR`` has it (``sr_method = "CQC"``).
    """
    z, error = _scores(count, base, kind=kind, target=target, root=root)
    if len(z) < fewest:
        return 0.0
    weight = 1 / error**2
    over = len(z) * _mean_square(z, winsorised) - (len(z) - 1)
    return float(max(0.0, over / (weight.sum() - (weight**2).sum() / weight.sum())))


def _scores(count: pd.Series, base: pd.Series, *, kind: Kind, target: float, root: bool) -> tuple[np.ndarray, ...]:
    """Scores of areas with figures, and the standard errors that they are in."""
    there = count.notna() & base.notna()
    value, size = (count[there] / base[there]).to_numpy(dtype=float), base[there].to_numpy(dtype=float)
    if root:
        error = 1 / (2 * np.sqrt(size))
        turned = np.arcsin(np.sqrt([*value, target])) if kind == "share" else np.sqrt([*value, target])
        return (turned[:-1] - turned[-1]) / error, error
    error = np.sqrt((target * (1 - target) if kind == "share" else target) / size)
    return (value - target) / error, error


def _mean_square(z: np.ndarray, winsorised: float) -> float:
    if not 0 <= winsorised < 0.5:
        raise ValueError(f"overdispersion: {winsorised} is not a part of the areas at each end, from 0 to 0.5")
    inner = z.clip(*np.quantile(z, [winsorised, 1 - winsorised]))
    return float((inner**2).mean())
