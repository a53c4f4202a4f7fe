"""What a jobcenter would have if it were as those it is like, and what it has."""

import numpy as np
import pandas as pd

from analysis import areas, catalogue, models
from analysis.data.tables import Panel
from analysis.measures.comparable import NEAREST, comparables
from analysis.measures.compare import absent, final_period
from analysis.measures.control import as_shown, everyone
from analysis.models.comparison.intervals import share_differences

NOBODY = "ingen af de sammenlignelige jobcentre har tal"


def expected(panel: Panel, subject: str, *, k: int = NEAREST) -> pd.DataFrame:
    """Every jobcenter's share against that of comparable jobcentres, at the latest final month.

    Counts stand by their share. Comparable are those of an official cluster where one is known, else the ``k``
    nearest on background (``comparable.BACKGROUND``); a jobcenter is never in its own comparison. Expected is the sum
    of the others' counts over the sum of their bases; what it is held against is the share as it is shown elsewhere,
    which a source may have published. What is left of a difference is not an effect: places differ in more than was
    compared on. Jobcentres whose group is too small for a rank or a percentage have no figure.

    Parameters
    ----------
    panel : Panel
    subject : str
        A measure, or measure and benefit as ``ledige_fuldtid/a_dagpenge``.
    k : int
        How many are comparable where no official cluster is known.

    Returns
    -------
    DataFrame
        One row per jobcenter, in Danish order; empty with a reason where there are no figures. Columns: ``measure``,
        ``benefit``, ``area``, ``label``, ``role`` (``own`` or ``group``), ``period``, ``value``, ``low``, ``high`` (per
        cent; 95 % Wilson interval), ``expected_value`` (per cent), ``share_difference``, ``difference_low``,
        ``difference_high`` (percentage points; Newcombe's 95 % interval), ``count``, ``expected``, ``difference``
        (persons), ``n``, ``other_n`` (bases), ``others`` (how many have figures), ``among`` (their names), ``basis``
        (Danish), ``rank`` (1 is furthest to the better side of what was expected; ties share the lowest; missing
        where neither side is better), ``of``, ``tied``, ``estimated``, ``why`` (Danish; why there is no difference),
        ``status``.

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    As ``models.expected_from_others`` and ``models.neighbours``.
    """
    measure, benefit = catalogue.measured(subject)
    share = catalogue.measure(measure.rate) if measure.rate else measure
    period = final_period(panel, share.id, benefit) if share.is_rate else None
    if period is None:
        return absent(panel, f"{share.id}/{benefit}")
    figures = everyone(panel, share.id, benefit, period)
    pairs = comparables(panel, benefit, k=k)
    found = models.expected_from_others(figures, others=pairs, level=0.95).reset_index(drop=True)
    own = models.proportions(as_shown(figures), per=100)
    apart = share_differences(
        own[["count", "n"]]
        .set_axis(["count", "base"], axis=1)
        .assign(other_count=found["expected_value"] * found["other_n"], other_base=found["other_n"])
    )
    points = 100 * apart["difference"]
    better = {"lower": 1, "higher": -1}.get(share.direction)
    score = (better * points).round(9) if better else points * np.nan
    rank = score.rank(method="min")
    return pd.DataFrame(
        {
            "measure": share.id,
            "benefit": benefit,
            "area": figures["area"],
            "label": figures["label"],
            "role": np.where(figures["area"] == panel.jobcenter.code, "own", "group"),
            "period": period,
            **own[["value", "low", "high"]],
            "expected_value": 100 * found["expected_value"],
            "share_difference": points,
            "difference_low": 100 * apart["low"],
            "difference_high": 100 * apart["high"],
            **found[["count", "expected", "difference", "n", "other_n", "others"]],
            "among": _names(figures, pairs),
            "basis": figures["area"].map(pairs.groupby("area")["basis"].first()),
            "rank": rank.astype("Int64"),
            "of": int(score.notna().sum()),
            "tied": rank.duplicated(keep=False) & rank.notna(),
            "estimated": figures["estimated"],
            "why": figures["why"].where((figures["why"] != "") | points.notna(), NOBODY),
            "status": np.where(points.notna(), "final", "suppressed"),
        }
    )


def _names(figures: pd.DataFrame, pairs: pd.DataFrame) -> list[list[str]]:
    """The names of those each jobcenter is compared with that have figures, in Danish order."""
    known = figures[figures["count"].notna()]
    names = dict(zip(known["area"], known["label"], strict=True))
    among: dict[str, list[str]] = {area: [] for area in figures["area"]}
    for area, other in zip(pairs["area"], pairs["other"], strict=True):
        if other in names:
            among[area].append(names[other])
    return [sorted(among[area], key=areas.danish_key) for area in figures["area"]]
