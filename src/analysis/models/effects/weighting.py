"""Inverse probability weighting, plain and augmented, with a bootstrap by person in whole arrays.

Statsmodels' ``TreatmentEffect`` gives the same estimates (a test holds them together and against Stata's), but no
strata, no clusters and no quick draws, which risk sets need.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy.stats import norm
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from analysis.errors import AnalysisError
from analysis.models.groups import dummies, need

DRAWS, SEED = 200, 20101
METHODS = ("ipw", "aipw")
ESTIMANDS = ("treated", "all")
LINKS = ("logit", "probit")
_EDGE = 1e-9
FLAT, CERTAIN, FEW_CERTAIN = 1e-9, 1e-4, 0.01  # slope per row; a probability so near 0 or 1; share of rows


class NoSolutionError(AnalysisError):
    """The covariates tell with certainty who is treated, or say the same thing twice."""


@dataclass(frozen=True)
class Design:
    """What an estimate needs, as arrays of one length: ``y`` has a column per outcome.

    ``stratum`` numbers the strata in which treated and controls are compared, and ``cluster`` the persons. ``largest``
    cuts weights of controls at so many times their mean in the stratum; infinite for no cut.
    """

    x: np.ndarray
    z: np.ndarray
    y: np.ndarray
    treated: np.ndarray
    stratum: np.ndarray
    cluster: np.ndarray
    estimand: str = "treated"
    link: str = "logit"
    largest: float = np.inf


@dataclass(frozen=True)
class Means:
    """Means of the outcomes by method: of the treated, and of the same persons without; shape (outcomes,) each."""

    ipw: tuple[np.ndarray, np.ndarray]
    aipw: tuple[np.ndarray, np.ndarray]


def treatment_effect(
    table: pd.DataFrame,
    *,
    outcome: str,
    treated: str,
    covariates: Sequence[str],
    outcome_covariates: Sequence[str] | None = None,
    method: str = "aipw",
    estimand: str = "all",
    link: str = "logit",
    cluster: str | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    level: float = 0.95,
) -> pd.DataFrame:
    """Effect of a treatment on an outcome by weighting with the probability of the treatment.

    It is an effect only where the covariates hold all that decides both treatment and outcome.

    Parameters
    ----------
    table : DataFrame
        One row per person, or several of one ``cluster``.
    outcome, treated : str
        Columns: a figure; 1 or true where treated.
    covariates : list of str
        Of the model of the treatment: figures as they are, texts by level.
    outcome_covariates : list of str, optional
        Of the linear models of the outcome, which ``aipw`` uses; None: ``covariates``.
    method : str
        ``ipw``, or ``aipw``, which holds if either of its two models is right.
    estimand : str
        ``all``: the effect on everybody. ``treated``: on those who were treated.
    link : str
        ``logit`` or ``probit``.
    cluster : str, optional
        Column with the person; None: every row is one.
    draws, seed : int
        Of the bootstrap, which draws clusters.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        One row. Columns: ``effect``, ``low``, ``high``, ``error`` (of the bootstrap), ``treated_mean`` and
        ``untreated_mean`` (of the estimand's persons with and without), ``n``, ``n_treated`` and ``effective``
        (effective number of controls).

    Raises
    ------
    AnalysisError
        If columns or rows are missing, or there are none of either kind.
    ValueError
        If there is no such method, estimand or link.

    References
    ----------
    Hirano, Imbens and Ridder (2003), Econometrica 71:1161-1189. Robins, Rotnitzky and Zhao (1994), JASA 89:846-866.
    """
    for value, known in ((method, METHODS), (estimand, ESTIMANDS), (link, LINKS)):
        if value not in known:
            raise ValueError(f"treatment_effect: '{value}' is none of {', '.join(known)}")
    further = list(covariates if outcome_covariates is None else outcome_covariates)
    need(table, [outcome, treated, cluster, *covariates, *further], model="treatment_effect")
    design = Design(
        x=with_constant(dummies(table, covariates).to_numpy()),
        z=with_constant(dummies(table, further).to_numpy()),
        y=table[[outcome]].to_numpy(dtype=float),
        treated=table[treated].to_numpy(dtype=bool),
        stratum=np.zeros(len(table), dtype=np.int64),
        cluster=np.arange(len(table)) if cluster is None else pd.factorize(table[cluster])[0],
        estimand=estimand,
        link=link,
    )
    check_both(design.treated, "treatment_effect")
    coefficients = fitted(design)
    weight = weights(design, coefficients)
    found = getattr(means(design, coefficients), method)
    drawn = bootstrap(design, coefficients, draws=draws, seed=seed)[method]
    effect, error = (found[0] - found[1]).item(), float(drawn.std(ddof=1))
    wide = norm.ppf(0.5 + level / 2) * error
    return pd.DataFrame(
        [
            {
                "effect": effect,
                "low": effect - wide,
                "high": effect + wide,
                "error": error,
                "treated_mean": found[0].item(),
                "untreated_mean": found[1].item(),
                "n": len(table),
                "n_treated": int(design.treated.sum()),
                "effective": effective(weight[~design.treated], design.cluster[~design.treated]),
            }
        ]
    )


def with_constant(columns: np.ndarray) -> np.ndarray:
    """The columns after one of ones."""
    return np.column_stack([np.ones(len(columns)), columns])


def check_both(treated: np.ndarray, model: str) -> None:
    """Make sure that there are treated and untreated rows.

    Raises
    ------
    AnalysisError
        If not.
    """
    if treated.all() or not treated.any():
        kind = "treated" if treated.all() else "untreated"
        raise AnalysisError(f"{model}: all {len(treated)} rows are {kind}, so there is nothing to compare with.")


def fitted(design: Design) -> np.ndarray:
    """Coefficients of the model of the treatment, by statsmodels' ``Logit`` or ``Probit``.

    Raises
    ------
    NoSolutionError
        If it does not converge.
    """
    model = sm.Logit if design.link == "logit" else sm.Probit
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PerfectSeparationWarning)  # the error below says it
            found = model(design.treated.astype(float), design.x).fit(disp=0, maxiter=60, warn_convergence=False)
    except np.linalg.LinAlgError:
        found = None
    if found is None or not _solved(design, np.asarray(found.params), found.mle_retvals["converged"]):
        raise NoSolutionError(
            "The model of who is treated has no solution: some covariates tell it with certainty, or say the same "
            "thing twice. Leave some out, or choose more months."
        )
    return np.asarray(found.params)


def _solved(design: Design, coefficients: np.ndarray, converged: bool) -> bool:
    """Whether there is a solution: also where a few rows, told with certainty, pull a coefficient ever further.

    Their weights are nothing, or cut; the likelihood is as high as it can be.
    """
    if converged or not np.isfinite(coefficients).all():
        return converged and bool(np.isfinite(coefficients).all())
    slope, _ = _score_parts(design, coefficients)
    p = probability(design, coefficients)
    certain = ((p < CERTAIN) | (p > 1 - CERTAIN)).mean()
    return bool(np.abs(design.x.T @ slope).max() < FLAT * len(p) and certain < FEW_CERTAIN)


def probability(design: Design, coefficients: np.ndarray) -> np.ndarray:
    """The probability of being treated, by row."""
    linear = design.x @ coefficients
    found = 1 / (1 + np.exp(-linear)) if design.link == "logit" else norm.cdf(linear)
    clipped: np.ndarray = np.clip(found, _EDGE, 1 - _EDGE)
    return clipped


def weights(design: Design, coefficients: np.ndarray, counts: np.ndarray | None = None) -> np.ndarray:
    """The weight of each row, before any division: 1 of a treated row and the odds of a control where the estimand is
    the treated, else one over the probability of what happened. Times ``counts``, how often each row was drawn.
    """
    p = probability(design, coefficients)
    if design.estimand == "treated":
        weight = np.where(design.treated, 1.0, p / (1 - p))
    else:
        weight = np.where(design.treated, 1 / p, 1 / (1 - p))
    if np.isfinite(design.largest):
        weight = np.minimum(weight, design.largest * _mean_of_controls(design, weight))
    return weight if counts is None else weight * counts


def effective(weight: np.ndarray, cluster: np.ndarray) -> float:
    """Effective number of persons: how many with equal weights would say as much. Kish (1965), Survey Sampling."""
    by_person = np.bincount(cluster, weights=weight)
    squares = float((by_person**2).sum())
    return float(by_person.sum() ** 2 / squares) if squares else 0.0


def means(design: Design, coefficients: np.ndarray, counts: np.ndarray | None = None) -> Means:
    """Means of every outcome with and without the treatment, compared within strata and put together by the number
    of the treated (or of all) in each.
    """
    drawn = np.ones(len(design.treated)) if counts is None else counts
    weight = weights(design, coefficients, drawn)
    without = _predicted(design, drawn * ~design.treated)
    plain = _by_stratum(design, weight, drawn, design.y, design.y)
    if design.estimand == "treated":
        rest = _by_stratum(design, weight, drawn, design.y, design.y - without)
        expected = _weighted(without, drawn * design.treated)
        return Means(ipw=plain, aipw=(rest[0], rest[1] + expected))
    with_it = _predicted(design, drawn * design.treated)
    total = drawn.sum()
    own, other = weight * design.treated, weight * ~design.treated
    treated = (drawn @ with_it + own @ (design.y - with_it)) / total
    untreated = (drawn @ without + other @ (design.y - without)) / total
    return Means(ipw=plain, aipw=(treated, untreated))


def bootstrap(
    design: Design, coefficients: np.ndarray, *, draws: int = DRAWS, seed: int = SEED
) -> dict[str, np.ndarray]:
    """Effects in so many draws of persons with replacement (Poisson), the models fitted anew in each.

    The model of the treatment takes one Newton step from its whole solution, which is as near as the draw is to it.

    Returns
    -------
    dict of ndarray, shape (draws, outcomes)
        By method.
    """
    random = np.random.default_rng(seed)
    found = {method: np.empty((draws, design.y.shape[1])) for method in METHODS}
    slope, curve = _score_parts(design, coefficients)
    persons = int(design.cluster.max()) + 1
    for at in range(draws):
        counts = random.poisson(1.0, persons)[design.cluster].astype(float)
        there = np.flatnonzero(counts)
        part, drawn = _rows(design, there), counts[there]
        hessian = (part.x * (drawn * curve[there])[:, None]).T @ part.x
        step = np.linalg.lstsq(hessian, part.x.T @ (drawn * slope[there]), rcond=None)[0]
        drawn_means = means(part, coefficients + step, drawn)
        for method in METHODS:
            with_it, without = getattr(drawn_means, method)
            found[method][at] = with_it - without
    return found


def _score_parts(design: Design, coefficients: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """By row, the slope of the likelihood along its linear predictor, and the expected curvature."""
    p = probability(design, coefficients)
    if design.link == "logit":
        return design.treated - p, p * (1 - p)
    density = norm.pdf(design.x @ coefficients)
    return (design.treated - p) * density / (p * (1 - p)), density**2 / (p * (1 - p))


def _rows(design: Design, kept: np.ndarray) -> Design:
    names = ("x", "z", "y", "treated", "stratum", "cluster")
    return replace(design, **{name: getattr(design, name)[kept] for name in names})


def _predicted(design: Design, counts: np.ndarray) -> np.ndarray:
    """Every row's outcomes by a linear model of the rows that are counted."""
    there = np.flatnonzero(counts)
    z = design.z[there]
    weighted = z * counts[there][:, None]
    coefficients = np.linalg.lstsq(weighted.T @ z, weighted.T @ design.y[there], rcond=None)[0]
    predicted: np.ndarray = design.z @ coefficients
    return predicted


def _by_stratum(
    design: Design, weight: np.ndarray, drawn: np.ndarray, with_it: np.ndarray, without: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Weighted means of two sets of columns, of the treated and of the controls, over strata that have both."""
    size = int(design.stratum.max()) + 1
    target = drawn * design.treated if design.estimand == "treated" else drawn
    share = np.bincount(design.stratum, weights=target, minlength=size)
    sums = {
        kind: np.bincount(design.stratum, weights=weight * (design.treated == kind), minlength=size)
        for kind in (True, False)
    }
    both = (sums[True] > 0) & (sums[False] > 0)
    share = np.where(both, share, 0) / share[both].sum()
    found = []
    for kind, columns in ((True, with_it), (False, without)):
        scale = np.divide(share, sums[kind], out=np.zeros(size), where=both)
        found.append((weight * (design.treated == kind) * scale[design.stratum]) @ columns)
    return found[0], found[1]


def _weighted(columns: np.ndarray, weight: np.ndarray) -> np.ndarray:
    mean: np.ndarray = weight @ columns / weight.sum()
    return mean


def _mean_of_controls(design: Design, weight: np.ndarray) -> np.ndarray:
    controls = ~design.treated
    count = np.bincount(design.stratum, weights=controls)
    mean = np.bincount(design.stratum, weights=weight * controls) / np.maximum(count, 1)
    limit: np.ndarray = np.where(count > 0, mean, np.inf)[design.stratum]
    return np.where(design.treated, np.inf, limit)
