"""Whether a jobcenter differs from the others by more than its size lets chance do."""

import numpy as np
import pandas as pd

from analysis import areas, catalogue, models
from analysis.data.tables import Panel
from analysis.measures.compare import absent, final_period
from analysis.measures.ranking import Field, comparable, field_figures

HIDDEN, FEW = "tallet ikke vises", "der er for få personer"  # why a jobcenter is not compared, in Danish


def funnel(panel: Panel, subject: str, *, overdispersion: bool = True) -> pd.DataFrame:
    """Every jobcenter's share by its size, with funnel limits and its class, at the latest final month.

    Counts are placed by their share. The centre is the share of all other jobcentres together: the report's own
    takes no part in what it is held against. Limits take full-time persons as persons and an estimated base as
    known. A jobcenter whose target group is too small for a ranking, or whose base is too small for a percentage,
    has no figure and no class.

    Parameters
    ----------
    panel : Panel
    subject : str
        A measure, or measure and benefit as ``ledige_fuldtid/a_dagpenge``.
    overdispersion : bool
        Whether limits are widened where jobcentres differ by more than chance, as they nearly always do: who lies
        outside then differs even from such differences.

    Returns
    -------
    DataFrame
        One row per jobcenter, in Danish order; empty with a reason where there are no figures. Columns:
        ``measure``, ``benefit``, ``area``, ``label``, ``role`` (``own`` or ``group``), ``period``, ``value``, ``low``
        and ``high`` (per cent; 95 % Wilson interval), ``n`` (the base), ``target``, ``low_95``, ``high_95``,
        ``low_998``, ``high_998`` (per cent), ``phi``, ``widened``, ``position`` (one of ``models``' classes, missing
        without a figure), ``kind`` (``share``), ``why`` (as of ``everyone``), ``estimated``, ``status``.

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24:1185-1202.
    """
    measure, benefit = catalogue.measured(subject)
    share = catalogue.measure(measure.rate) if measure.rate else measure
    period = final_period(panel, share.id, benefit) if share.is_rate else None
    if period is None:
        return absent(panel, f"{share.id}/{benefit}")
    figures = everyone(panel, share.id, benefit, period)
    own = figures["area"] == panel.jobcenter.code
    known = figures[["count", "base"]].notna().all(axis=1)
    others = figures[known & ~own]
    if others.empty:
        return absent(panel, f"{share.id}/{benefit}")
    target = 100 * others["count"].sum() / others["base"].sum()
    placed = models.funnel(figures, kind="share", target=target, per=100, overdispersion=overdispersion)
    return pd.DataFrame(
        {
            "measure": share.id,
            "benefit": benefit,
            "area": figures["area"],
            "label": figures["label"],
            "role": np.where(own, "own", "group"),
            "period": period,
            **placed.drop(columns=["count", "tau2"]).assign(value=figures["value"]),
            "kind": "share",
            "why": figures["why"],
            "estimated": figures["estimated"],
            "status": np.where(known, "final", "suppressed"),
        }
    )


def everyone(panel: Panel, measure: str, benefit: str, period: str) -> pd.DataFrame:
    """The share of every jobcenter in the country in one period, as of ``ranking.field_figures``.

    Value, count and base are missing of a jobcenter whose target group is too small for a ranking
    (``smallest_base_for_rank``) or whose base is too small for a percentage (``smallest_base_for_percentage``). ``why``
    has the reason of a missing value (Danish; empty where there is one).
    """
    field = Field(panel.jobcenter, "jobcentre", tuple(areas.jobcentres(panel.period)))
    figures = field_figures(panel, field, measure, benefit, period)
    enough = comparable(figures, catalogue.measure(measure), period)
    hidden = figures[["value", "count", "base"]].isna().any(axis=1)
    figures["why"] = np.where(hidden, HIDDEN, np.where(enough, "", FEW))
    figures.loc[~enough, ["value", "count", "base"]] = np.nan
    return figures


def as_shown(figures: pd.DataFrame, *, scale: float = 100) -> pd.DataFrame:
    """Figures as of ``everyone`` with the counts that give the shares shown, so that a page has one share of one area.

    A published share is shown as it is published; its count over its base, which may be estimated, can be printed
    otherwise. Shares that are worked out here keep their counts.
    """
    return figures.assign(count=figures["value"] * figures["base"] / scale)
