"""Hazards period by period: for durations in whole weeks or months, where many end at the same time."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import statsmodels.api as sm

from analysis.errors import AnalysisError
from analysis.models.durations.coefficients import ratios
from analysis.models.groups import dummies, need, ordered_times


def person_periods(
    durations: pd.DataFrame,
    *,
    periods: Sequence[float],
    keep: Sequence[str] = (),
    time: str = "weeks",
    event: str = "ended",
    entry: str | None = None,
) -> pd.DataFrame:
    """Units at risk and ends, by period of the duration and by what is kept of each row.

    Rows that are alike in ``keep`` are counted together: the likelihood is that of one row per person and unit.

    Parameters
    ----------
    durations : DataFrame
        One row per duration, or per episode of one; lengths in whole units (weeks).
    periods : list of float
        Where periods of the duration begin, in those units: 0 first. Within a period the hazard is the same.
    keep : list of str
        Columns to keep.
    time, event, entry : str
        Columns, as for ``kaplan_meier``.

    Returns
    -------
    DataFrame
        One row per ``keep`` and ``period`` (where it begins). Columns: those, ``at_risk`` (units: person-weeks) and
        ``events``.

    Raises
    ------
    AnalysisError
        If columns or rows are missing, a time is not after its entry, or a length is not whole.
    ValueError
        If periods do not begin at 0, or not each after the one before.

    References
    ----------
    Allison (1982), Sociological Methodology 13:61-98: rows of persons and periods.
    """
    need(durations, [time, event, entry, *keep], model="person_periods")
    start, stop = ordered_times(durations, time=time, entry=entry, model="person_periods")
    if broken := int(np.count_nonzero((start % 1 != 0) | (stop % 1 != 0))):
        raise AnalysisError(f"person_periods: {broken} of {len(stop)} rows have a length that is not whole.")
    limits = np.append(np.asarray(periods, dtype=float), np.inf)
    if limits[0] != 0 or (np.diff(limits) <= 0).any():
        raise ValueError("person_periods: periods begin at 0 and each after the one before")
    inside = np.minimum(stop[:, None], limits[1:]) - np.maximum(start[:, None], limits[:-1])
    row, period = np.nonzero(inside > 0)
    ends = durations[event].to_numpy(dtype=bool)[row] & (stop[row] <= limits[period + 1])
    found = durations[list(keep)].iloc[row].reset_index(drop=True)
    found["period"] = limits[period]
    found["at_risk"], found["events"] = inside[row, period].astype(int), ends.astype(int)
    return found.groupby([*keep, "period"], observed=True, sort=True)[["at_risk", "events"]].sum().reset_index()


def discrete_hazard(
    counted: pd.DataFrame, *, covariates: Sequence[str], cluster: str | None = None, level: float = 0.95
) -> pd.DataFrame:
    """Hazard ratio of each covariate and period, by a complementary log-log model of the ends per unit at risk.

    With that link a coefficient is the log of a ratio of hazards, as in ``cox``, and ties are no approximation.

    Parameters
    ----------
    counted : DataFrame
        As ``person_periods`` gives it.
    covariates : list of str
        Columns: figures and truth values as they are, texts by level against the first in alphabetical order.
    cluster : str, optional
        Column among those kept, such as the person: errors that hold where rows of one are alike.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        One row per term. Columns as for ``cox``, with ``n`` the units at risk; the terms ``period=13`` and so on are
        those of the duration, against the first period, and ``baseline`` is the hazard in the first period where all
        else is 0 or the first level, not a ratio.

    Raises
    ------
    AnalysisError
        If columns or rows are missing, or a period has no end, for which no hazard can be estimated.

    References
    ----------
    Prentice and Gloeckler (1978), Biometrics 34:57-67.
    """
    need(counted, ["period", "at_risk", "events", cluster, *covariates], model="discrete_hazard")
    empty = counted.groupby("period")["events"].sum().pipe(lambda ends: ends.index[ends == 0])
    if len(empty):
        raise AnalysisError(
            f"discrete_hazard: nothing ended in the period(s) from {', '.join(f'{at:g}' for at in empty)}. "
            "Choose wider periods."
        )
    steps = sorted(counted["period"].unique())
    terms = dummies(counted, covariates)
    for step in steps[1:]:
        terms[f"period={step:g}"] = (counted["period"] == step).astype(float)
    terms.insert(0, "baseline", 1.0)
    ends = counted["events"].to_numpy(dtype=float)
    both = np.column_stack([ends, counted["at_risk"].to_numpy(dtype=float) - ends])
    model = sm.GLM(both, terms.to_numpy(), family=sm.families.Binomial(link=sm.families.links.CLogLog()))
    if cluster is None:
        found = model.fit()
    else:
        found = model.fit(cov_type="cluster", cov_kwds={"groups": pd.factorize(counted[cluster])[0]})
    coefficient, error = np.asarray(found.params), np.asarray(found.bse)
    units = int(counted["at_risk"].sum())
    return ratios(list(terms.columns), coefficient, error, n=units, events=int(ends.sum()), level=level)
