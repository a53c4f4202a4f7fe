"""Cox's proportional hazards, with entries, strata, ties and clustered errors."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from statsmodels.duration.hazard_regression import PHReg

from analysis.models.durations.coefficients import ratios
from analysis.models.groups import dummies, need, ordered_times

LATER = 1e-6  # added to entries: PHReg counts one whose entry is the time of an event as at risk at that event


def cox(
    durations: pd.DataFrame,
    *,
    covariates: Sequence[str],
    time: str = "weeks",
    event: str = "ended",
    entry: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    ties: str = "efron",
    level: float = 0.95,
) -> pd.DataFrame:
    """Hazard ratio of each covariate: how many times faster such rows end than otherwise alike ones.

    A row is at risk from after its entry to its time, (entry, time]. For something that changes on the way, such as
    activation, cut the rows first with ``split_episodes``; to call somebody activated all along would credit
    activation with the time they waited for it. ``discrete_hazard`` is the faster choice for weeks with many ties.

    Parameters
    ----------
    durations : DataFrame
        One row per duration, or per episode of one.
    covariates : list of str
        Columns: figures and truth values as they are, texts by level against the first in alphabetical order.
    time, event, entry : str
        Columns, as for ``kaplan_meier``.
    strata : str, optional
        Column; each stratum, such as a jobcenter, has a baseline of its own.
    cluster : str, optional
        Column, such as the person: errors that hold where rows of one are alike.
    ties : str
        ``efron`` or ``breslow``.
    level : float
        Confidence, 0 to 1.

    Returns
    -------
    DataFrame
        One row per term. Columns: ``term``, ``hazard_ratio``, ``low``, ``high``, ``coefficient``, ``error``, ``p``,
        ``n`` (rows) and ``events``.

    Raises
    ------
    AnalysisError
        If columns or rows are missing, or a time is not after its entry.
    ValueError
        If no covariate differs between rows.

    References
    ----------
    Cox (1972), JRSS B 34:187-220. Efron (1977), JASA 72:557-565. Lin and Wei (1989), JASA 84:1074-1078: the
    clustered errors.
    """
    need(durations, [time, event, entry, strata, cluster, *covariates], model="cox")
    start, stop = ordered_times(durations, time=time, entry=entry, model="cox")
    terms = dummies(durations, covariates)
    if not len(terms.columns):
        raise ValueError(f"cox: {', '.join(covariates)} is the same in every row")
    model = PHReg(
        stop,
        terms.to_numpy(),
        status=durations[event].to_numpy(dtype=float),
        entry=None if entry is None else start + LATER,
        strata=None if strata is None else pd.factorize(durations[strata], sort=True)[0],
        ties=ties,
    )
    groups = None if cluster is None else pd.factorize(durations[cluster])[0]
    found = model.fit(groups=groups)
    coefficient, error = np.asarray(found.params), np.asarray(found.bse)
    ends = int(durations[event].sum())
    return ratios(list(terms.columns), coefficient, error, n=len(durations), events=ends, level=level)
