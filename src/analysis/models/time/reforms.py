"""What a series did at a known break: segmented regression of levels, and of counts with an exposure."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy.stats import t

from analysis.errors import AnalysisError
from analysis.models.time import breaks
from analysis.models.time.autocorrelation import standard_errors
from analysis.models.time.quiet import fitted
from analysis.models.time.series import read

LEVEL = 0.95
FAMILIES = ("poisson", "negative_binomial")


def segmented(
    series: pd.DataFrame, *, at: Sequence[str], benefit: str, anticipation: int = breaks.ANTICIPATION
) -> pd.DataFrame:
    """Step and change of slope of a monthly series at known breaks.

    A straight line with a level for each calendar month, and at each break a step and a new slope; the months within
    ``anticipation`` of a break are left out. What else happened at the time is in the figures too: they describe, and
    name no cause.

    Parameters
    ----------
    series : DataFrame
        One row per month of one area; see ``series.read``.
    at : sequence of str
        Months of breaks, each in ``reference/breaks.csv`` for the benefit.
    benefit : str
        Id of a benefit, or ``alle``.
    anticipation : int
        Months left out on each side.

    Returns
    -------
    DataFrame
        One row per term: ``slope_before``, then ``step`` and ``slope`` of each break in order. Columns: ``month``,
        ``label`` (the break's Danish name), ``term``, ``estimate`` (unit of ``value``; slopes per year, after a break
        as a change of the slope before), ``low``, ``high`` (95 %, robust to autocorrelation), ``p``, ``n`` (months
        used), ``left_out`` (months), ``others`` (months of known breaks inside the series that are not modelled).

    Raises
    ------
    AnalysisError
        If a break is unknown or too near an end, or the series has hidden or missing months.

    References
    ----------
    Wagner and others (2002), Journal of Clinical Pharmacy and Therapeutics 27:299-309. Newey and West (1987),
    Econometrica 55:703-708.
    """
    ours = read(series, model="segmented")
    made = breaks.design(ours.periods, at=at, benefit=benefit, anticipation=anticipation)
    model = sm.OLS(ours.figures[made.kept], made.columns[made.kept])
    result = model.fit(cov_type="HAC", cov_kwds={"maxlags": _lags(int(made.kept.sum())), "use_correction": True})
    errors, free = _errors(result.bse, np.asarray(result.resid), made.columns[made.kept], made.kept)
    return _tidy(made, result.params, errors, free, ratio=False)


def interrupted(
    counts: pd.DataFrame,
    *,
    at: Sequence[str],
    benefit: str,
    family: str = "poisson",
    anticipation: int = breaks.ANTICIPATION,
) -> pd.DataFrame:
    """Step and change of slope of a rate of events at known breaks, as ratios.

    A log-linear model of counts with the log of the persons exposed as offset. With ``poisson`` the intervals hold also
    where counts vary more than Poisson's, as they are robust to that and to autocorrelation; ``dispersion`` says how
    much more. ``negative_binomial`` weighs months by that variation, found from the residuals of the Poisson model.

    Parameters
    ----------
    counts : DataFrame
        One row per month of one area. Columns: ``period``, ``value`` (events), ``exposure`` (persons), ``status``.
    family : str
        ``poisson`` or ``negative_binomial``.

    Returns
    -------
    DataFrame
        As ``segmented``; ``estimate``, ``low`` and ``high`` are ratios (1 is no change; slopes per year). Also
        ``dispersion`` (Pearson's chi-square over its degrees of freedom) and ``family``.

    Raises
    ------
    AnalysisError
        As ``segmented``; if exposure is missing or not above 0, the fit did not converge, or counts that vary no more
        than Poisson's are to be negative binomial.

    References
    ----------
    Lopez Bernal, Cummins and Gasparrini (2017), International Journal of Epidemiology 46:348-355. Cameron and Trivedi
    (2013), Regression Analysis of Count Data, 3.3, for the variation.
    """
    if family not in FAMILIES:
        raise AnalysisError(f"interrupted: there is no family '{family}'. Valid: {', '.join(FAMILIES)}.")
    ours = read(counts, model="interrupted")
    exposure = counts.set_index("period")["exposure"].reindex(ours.periods).to_numpy(dtype=float)
    if not (exposure > 0).all():
        raise AnalysisError(
            f"interrupted: exposure is missing or not above 0 in {int((~(exposure > 0)).sum())} months.\n"
            "Give the persons who could have had the event, in every month."
        )
    made = breaks.design(ours.periods, at=at, benefit=benefit, anticipation=anticipation)
    kept, lags = made.kept, _lags(int(made.kept.sum()))
    robust = {"cov_type": "HAC", "cov_kwds": {"maxlags": lags, "use_correction": True}}
    events, columns, offset = ours.figures[kept], made.columns[kept], np.log(exposure[kept])
    model = sm.GLM(events, columns, family=sm.families.Poisson(), offset=offset)
    result, why = fitted(lambda: model.fit(**robust))
    dispersion = float(result.pearson_chi2 / result.df_resid) if not why else np.nan
    if not why and family == "negative_binomial":
        spread = _spread(events, result.mu)
        model = sm.GLM(events, columns, family=sm.families.NegativeBinomial(alpha=spread), offset=offset)
        result, why = fitted(lambda: model.fit(**robust))
    if why:
        raise AnalysisError(f"interrupted: the {family} model of {len(events)} months did not converge ({why}).")
    root = np.sqrt(result.mu**2 / model.family.variance(result.mu))  # of the weights of the last step
    pearson = np.asarray(result.resid_pearson)
    errors, free = _errors(result.bse, pearson, columns * root[:, None], kept)
    return _tidy(made, result.params, errors, free, ratio=True).assign(dispersion=dispersion, family=family)


def _spread(events: np.ndarray, expected: np.ndarray) -> float:
    """How much more counts vary than Poisson's: the part of the variance that grows with the square of the mean."""
    spread = float(((events - expected) ** 2 - events).sum() / (expected**2).sum())
    if spread <= 0:
        raise AnalysisError(
            f"interrupted: {len(events)} counts vary no more than Poisson's.\nUse family='poisson' for them."
        )
    return spread


def _lags(months: int) -> int:
    return int(4 * (months / 100) ** (2 / 9))


def _errors(
    robust: np.ndarray, residuals: np.ndarray, columns: np.ndarray, kept: np.ndarray
) -> tuple[np.ndarray, float]:
    """The larger of Newey and West's errors and those of errors that fade from month to month.

    With a dozen seasons to fit, residuals hide so much that Newey and West's intervals of 95 per cent hold 80.
    """
    if np.allclose(residuals, 0, atol=1e-9):
        return np.zeros(len(robust)), float(len(residuals) - len(robust))
    fading, free = standard_errors(residuals, columns, at=np.flatnonzero(kept))
    return np.maximum(robust, fading), free


def _tidy(made: breaks.Design, estimates: np.ndarray, errors: np.ndarray, free: float, *, ratio: bool) -> pd.DataFrame:
    """The first terms of a fit with their intervals."""
    reach = float(t.isf((1 - LEVEL) / 2, free))
    labels = {one.month: one.label for one in made.breaks}
    rows = []
    for (month, term), estimate, error in zip(made.terms, estimates, errors, strict=False):
        ends = np.array([estimate, estimate - reach * error, estimate + reach * error])
        middle, low, high = np.exp(ends) if ratio else ends
        p = 2 * t.sf(abs(estimate) / error, free) if error > 0 else float(estimate == 0)
        rows.append((month, labels.get(month, ""), term, float(middle), float(low), float(high), float(p)))
    found = pd.DataFrame(rows, columns=["month", "label", "term", "estimate", "low", "high", "p"])
    return found.assign(
        n=int(made.kept.sum()),
        left_out=int((~made.kept).sum()),
        others=", ".join(one.month for one in made.others),
    )
