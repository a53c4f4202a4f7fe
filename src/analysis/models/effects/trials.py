"""The effect of beginning an offer: those who begin beside those who are open as long and have not, weighted alike.

Each elapsed month of a course is a trial of its own, as if a lot had been drawn: who begins in it is compared with who
has not begun, and the months are put together by how many began in each.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.linalg import qr
from scipy.stats import norm

from analysis.models.comparison.intervals import wilson
from analysis.models.effects import weighting
from analysis.models.effects.weighting import DRAWS, SEED, Design
from analysis.models.groups import dummies, need

COVARIATES = ("elapsed", "age", "sex", "origin", "education", "visitation", "year", "season")
PLACEBO = "before"
FEWEST_STARTED, FEWEST_EFFECTIVE = 50, 30
LARGEST = 20.0  # times the mean weight of the controls of an elapsed month
UNBALANCED = 0.1  # a standardised difference from which a covariate is flagged
FEW_STARTED, FEW_EFFECTIVE, NO_OVERLAP = "few_started", "few_effective", "no_overlap"


def weighted(
    risk_sets: pd.DataFrame, *, covariates: Sequence[str] = COVARIATES, largest: float = LARGEST
) -> pd.DataFrame:
    """Risk sets with the probability of beginning, and weights that make the others like those who began.

    Left out are rows whose level of a covariate nobody began in, or everybody: for them nothing tells what would have
    been. A weight is the odds of beginning, in each elapsed month stabilised so that the others weigh as much as those
    who began, and cut at ``largest`` times the mean of the month.

    Parameters
    ----------
    risk_sets : DataFrame
        As ``registers.risk_sets`` gives it: columns ``started``, ``elapsed``, ``person`` and the covariates.
    covariates : list of str
        All that decides both who begins and what comes of it, as far as the register knows. The pre-period
        (``before``) is none: it is the placebo.
    largest : float
        Where weights are cut.

    Returns
    -------
    DataFrame
        The rows that are left. Further columns: ``score`` (probability of beginning in the rows, 0 to 1) and
        ``weight`` (1 of those who began; the others' add up to the number of those in the elapsed month). ``attrs``
        has what came with it and ``left_out`` (rows), ``cut`` (weights), ``covariates`` and ``largest``.

    Raises
    ------
    AnalysisError
        If columns or rows are missing, nobody or everybody began, or the score has no solution.

    References
    ----------
    Hirano, Imbens and Ridder (2003), Econometrica 71:1161-1189: weights of those who were treated. Cole and Hernán
    (2008), American Journal of Epidemiology 168:656-664: stabilised and cut weights.
    """
    need(risk_sets, ["started", "elapsed", "person", *covariates], model="weighted")
    weighting.check_both(risk_sets["started"].to_numpy(dtype=bool), "weighted")
    rows = _overlapping(risk_sets, ["elapsed", *covariates])
    weighting.check_both(rows["started"].to_numpy(dtype=bool), "weighted, where levels overlap")
    design = _design(rows, [], covariates, largest)
    coefficients = weighting.fitted(design)
    raw = weighting.weights(replace(design, largest=np.inf), coefficients)
    weight = weighting.weights(design, coefficients)
    controls = ~design.treated
    starters = np.bincount(design.stratum, weights=design.treated)
    sums = np.bincount(design.stratum, weights=weight * controls)
    scale = np.divide(starters, sums, out=np.zeros(len(sums)), where=sums > 0)
    found = rows.assign(
        score=weighting.probability(design, coefficients),
        weight=np.where(design.treated, 1.0, weight * scale[design.stratum]),
    )
    found.attrs = {
        **risk_sets.attrs,
        "left_out": len(risk_sets) - len(rows),
        "cut": int((raw[controls] > weight[controls]).sum()),
        "covariates": list(covariates),
        "largest": largest,
    }
    return found


def activation_effect(
    risk_sets: pd.DataFrame,
    *,
    outcomes: Sequence[str],
    covariates: Sequence[str] = COVARIATES,
    largest: float = LARGEST,
    draws: int = DRAWS,
    seed: int = SEED,
    level: float = 0.95,
    fewest_started: int = FEWEST_STARTED,
    fewest_effective: float = FEWEST_EFFECTIVE,
) -> pd.DataFrame:
    """Effect of beginning an offer now, against not beginning now, on those who began: raw, IPW and AIPW.

    Those who have not begun may begin later: it is the effect of beginning this week rather than not yet, not that of
    an offer against none. Outcomes count from the start, so that less job-finding during the offer is part of it.
    Intervals are 1.96 standard errors of a bootstrap of persons, in which both models are fitted anew. Where fewer
    than ``fewest_started`` began, or the others are worth fewer than ``fewest_effective`` persons, there is no effect
    but the raw status of those who began, and the reason.

    Parameters
    ----------
    risk_sets : DataFrame
        As ``registers.risk_sets`` gives it.
    outcomes : list of str
        Columns with figures, such as ``job_6``; ``before`` is the placebo, on which there can be no effect.
    covariates, largest
        As for ``weighted``.
    draws, seed : int
        Of the bootstrap.
    level : float
        Confidence, 0 to 1.
    fewest_started, fewest_effective : float
        What an effect needs.

    Returns
    -------
    DataFrame
        One row per outcome and method (``raw``, ``ipw``, ``aipw``). Columns: ``outcome``, ``method``, ``started``
        (mean of those who began, 0 to 1), ``low_started``, ``high_started`` (Wilson; missing for the placebo, which is
        no share of persons), ``not_started`` (mean of the weighted others; of ``raw`` the mean in the same elapsed
        months without weights), ``effect`` (their difference; missing for ``raw``, which is none), ``low``,
        ``high``, ``error``, ``n`` (who began), ``controls`` (persons), ``effective`` (persons that the weighted others
        are worth) and ``reason`` (empty; ``few_started``, ``few_effective`` or ``no_overlap`` where it is refused).

    Raises
    ------
    AnalysisError
        If columns or rows are missing, or the score has no solution.

    References
    ----------
    Hernán and Robins (2016), American Journal of Epidemiology 183:758-764: emulating a target trial. Robins, Rotnitzky
    and Zhao (1994), JASA 89:846-866.
    """
    need(risk_sets, ["started", "elapsed", "person", *covariates, *outcomes], model="activation_effect")
    began = int(risk_sets["started"].sum())
    if began < fewest_started:
        return refused(risk_sets, outcomes, FEW_STARTED, level=level)
    rows = _overlapping(risk_sets, ["elapsed", *covariates])
    if int(rows["started"].sum()) < fewest_started or rows["started"].all():
        return refused(risk_sets, outcomes, NO_OVERLAP, level=level)
    design = _design(rows, outcomes, covariates, largest)
    coefficients = weighting.fitted(design)
    controls = ~design.treated
    scaled = _scaled(design, weighting.weights(design, coefficients))
    effective = weighting.effective(scaled[controls], design.cluster[controls])
    if effective < fewest_effective:
        return refused(risk_sets, outcomes, FEW_EFFECTIVE, effective=effective, level=level)
    found = weighting.means(design, coefficients)
    plain = _scaled(design, np.ones(len(rows)))[controls] @ design.y[controls]
    parts = [_rows(rows, design, outcomes, "raw", (found.ipw[0], plain), None, level)]
    drawn = weighting.bootstrap(design, coefficients, draws=draws, seed=seed)
    parts += [
        _rows(rows, design, outcomes, method, getattr(found, method), drawn[method], level)
        for method in weighting.METHODS
    ]
    table = pd.concat(parts, ignore_index=True)
    table["effective"] = effective
    table["reason"] = ""
    return table.sort_values("outcome", kind="stable", key=lambda names: names.map(list(outcomes).index)).reset_index(
        drop=True
    )


def refused(
    risk_sets: pd.DataFrame, outcomes: Sequence[str], reason: str, *, effective: float = 0.0, level: float = 0.95
) -> pd.DataFrame:
    """The raw status of those who began, and why there is no effect; columns as for ``activation_effect``."""
    controls = int(risk_sets.loc[~risk_sets["started"].astype(bool), "person"].nunique())
    found = _status(risk_sets, outcomes, level)
    missing = dict.fromkeys(["not_started", "effect", "low", "high", "error"], np.nan)
    return found.assign(**missing, controls=controls, effective=effective, reason=reason)


def balance(weighted_sets: pd.DataFrame, *, covariates: Sequence[str] | None = None) -> pd.DataFrame:
    """How unlike those who began and the others are, before and after weighting, per level of each covariate.

    Parameters
    ----------
    weighted_sets : DataFrame
        As ``weighted`` gives it.
    covariates : list of str, optional
        None: those of the weighting.

    Returns
    -------
    DataFrame
        One row per covariate and level. Columns: ``covariate``, ``level`` (empty for a figure), ``started`` and
        ``others`` (means before), ``before`` and ``after`` (standardised differences: of means, in standard deviations
        of both before weighting), ``flagged`` (true where the one after is more than 0.1, either way), ``n`` (rows).

    Raises
    ------
    AnalysisError
        If columns or rows are missing.

    References
    ----------
    Austin (2009), Statistics in Medicine 28:3083-3107.
    """
    names = list(weighted_sets.attrs["covariates"] if covariates is None else covariates)
    need(weighted_sets, ["started", "weight", *names], model="balance")
    began = weighted_sets["started"].to_numpy(dtype=bool)
    weight = weighted_sets["weight"].to_numpy()
    found = []
    for name in names:
        for level, values in _levels(weighted_sets[name]):
            one, other = values[began], values[~began]
            spread = float(np.sqrt((one.var() + other.var()) / 2))
            after = one.mean() - np.average(other, weights=weight[~began])
            before = one.mean() - other.mean()
            found.append(
                {
                    "covariate": name,
                    "level": level,
                    "started": one.mean(),
                    "others": other.mean(),
                    "before": before / spread if spread else 0.0,
                    "after": after / spread if spread else 0.0,
                }
            )
    table = pd.DataFrame(found)
    return table.assign(flagged=table["after"].abs() > UNBALANCED, n=len(weighted_sets))


def overlap(weighted_sets: pd.DataFrame, *, bins: int = 20) -> pd.DataFrame:
    """How the scores of those who began and of the others are spread: where one kind is alone, nothing is compared.

    Parameters
    ----------
    weighted_sets : DataFrame
        As ``weighted`` gives it.
    bins : int
        Equally wide, from the lowest to the highest score.

    Returns
    -------
    DataFrame
        One row per bin. Columns: ``low`` and ``high`` (score), ``started`` and ``others`` (rows), ``started_share``
        and ``others_share`` (0 to 1, of their kind), ``weighted_share`` (of the others after weighting).

    Raises
    ------
    AnalysisError
        If columns or rows are missing.

    References
    ----------
    Rosenbaum and Rubin (1983), Biometrika 70:41-55: the score, and that both kinds must be found at each value of it.
    """
    need(weighted_sets, ["started", "score", "weight"], model="overlap")
    began = weighted_sets["started"].to_numpy(dtype=bool)
    score, weight = weighted_sets["score"].to_numpy(), weighted_sets["weight"].to_numpy()
    limits = np.linspace(score.min(), score.max(), bins + 1)
    place = np.clip(np.searchsorted(limits, score, side="right") - 1, 0, bins - 1)
    counts = {kind: np.bincount(place[began == kind], minlength=bins) for kind in (True, False)}
    after = np.bincount(place[~began], weights=weight[~began], minlength=bins)
    return pd.DataFrame(
        {
            "low": limits[:-1],
            "high": limits[1:],
            "started": counts[True],
            "others": counts[False],
            "started_share": counts[True] / counts[True].sum(),
            "others_share": counts[False] / counts[False].sum(),
            "weighted_share": after / after.sum(),
        }
    )


def _overlapping(rows: pd.DataFrame, covariates: Sequence[str]) -> pd.DataFrame:
    """The rows whose levels have both those who began and others, looked at until nothing changes."""
    while len(rows):
        kept = np.ones(len(rows), dtype=bool)
        for name in dict.fromkeys(covariates):
            if name == "elapsed" or not pd.api.types.is_numeric_dtype(rows[name]):
                codes = pd.factorize(rows[name])[0]
                began = np.bincount(codes, weights=rows["started"].to_numpy(dtype=float))
                both = (began > 0) & (began < np.bincount(codes))
                kept &= both[codes]
        if kept.all():
            break
        rows = rows[kept]
    return rows


def _design(rows: pd.DataFrame, outcomes: Sequence[str], covariates: Sequence[str], largest: float) -> Design:
    described = rows.assign(elapsed=rows["elapsed"].astype(str).str.zfill(2))
    names = list(dict.fromkeys(["elapsed", *covariates]))
    x = _independent(weighting.with_constant(dummies(described, names).to_numpy()))
    return Design(
        x=x,
        z=x,
        y=rows[list(outcomes)].to_numpy(dtype=float),
        treated=rows["started"].to_numpy(dtype=bool),
        stratum=pd.factorize(rows["elapsed"], sort=True)[0],
        cluster=pd.factorize(rows["person"])[0],
        largest=largest,
    )


def _independent(columns: np.ndarray) -> np.ndarray:
    """The columns without those that the others tell already, as the years before a reform tell its match groups."""
    triangle, order = qr(columns, mode="r", pivoting=True)
    size = np.abs(np.diag(triangle))
    rank = int((size > size[0] * 1e-9).sum())
    return columns if rank == columns.shape[1] else columns[:, np.sort(order[:rank])]


def _scaled(design: Design, weight: np.ndarray) -> np.ndarray:
    """Weights of controls that add up, in each stratum, to the share of those who began there."""
    controls = ~design.treated
    share = np.bincount(design.stratum, weights=design.treated) / design.treated.sum()
    sums = np.bincount(design.stratum, weights=weight * controls)
    scaled: np.ndarray = weight * np.divide(share, sums, out=np.zeros(len(sums)), where=sums > 0)[design.stratum]
    return scaled


def _rows(
    rows: pd.DataFrame,
    design: Design,
    outcomes: Sequence[str],
    method: str,
    pair: tuple[np.ndarray, np.ndarray],
    drawn: np.ndarray | None,
    level: float,
) -> pd.DataFrame:
    unknown = np.full(len(outcomes), np.nan)
    effect = unknown if drawn is None else pair[0] - pair[1]
    error = unknown if drawn is None else drawn.std(axis=0, ddof=1)
    wide = norm.ppf(0.5 + level / 2) * error
    found = _status(rows, outcomes, level)
    return found.assign(
        method=method,
        not_started=pair[1],
        effect=effect,
        low=effect - wide,
        high=effect + wide,
        error=error,
        controls=int(np.unique(design.cluster[~design.treated]).size),
    )


def _status(rows: pd.DataFrame, outcomes: Sequence[str], level: float) -> pd.DataFrame:
    """What became of those who began: the raw status, with an interval where it is a share of persons."""
    own = rows.loc[rows["started"].astype(bool), list(outcomes)].astype(float)
    counts, base = own.sum(), pd.Series(float(len(own)), index=own.columns)
    bounds = wilson(counts, base, level=level)
    whole = own.isin([0.0, 1.0]).all().to_numpy() & (np.array(list(outcomes)) != PLACEBO)
    return pd.DataFrame(
        {
            "outcome": list(outcomes),
            "method": "raw",
            "started": own.mean().to_numpy(),
            "low_started": np.where(whole, bounds["low"], np.nan),
            "high_started": np.where(whole, bounds["high"], np.nan),
            "n": len(own),
        }
    )


def _levels(column: pd.Series) -> list[tuple[str, np.ndarray]]:
    if pd.api.types.is_numeric_dtype(column) and column.name != "elapsed":
        return [("", column.to_numpy(dtype=float))]
    return [(str(level), (column == level).to_numpy(dtype=float)) for level in sorted(column.unique())]
