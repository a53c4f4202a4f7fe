"""Level and development of every jobcenter at once, each held against all the others."""

import numpy as np
import pandas as pd

from analysis import catalogue, periods
from analysis.catalogue import Measure
from analysis.data.tables import Panel, View
from analysis.measures.axes import Case, level_axes, share_axes
from analysis.measures.compare import YEAR, absent, final_period
from analysis.measures.control import as_shown, everyone
from analysis.measures.one_series import nothing
from analysis.models.comparison.intervals import share_differences, wilson

_FIGURES = ("count", "base", "count_before", "base_before")


def level_and_change(panel: Panel, subject: str) -> pd.DataFrame:
    """Every jobcenter's share and its change over 12 months, each beside that of all other jobcentres together.

    Counts stand by their share, at the latest final month, as it is shown elsewhere. A jobcenter whose target group is
    too small for a ranking, or whose base is too small for a percentage, in either month has no figure.

    Parameters
    ----------
    panel : Panel
    subject : str
        A measure, or measure and benefit as ``ledige_fuldtid/a_dagpenge``.

    Returns
    -------
    DataFrame
        One row per jobcenter, in Danish order; empty with a reason where there are no figures. Columns: ``measure``,
        ``benefit``, ``area``, ``label``, ``role`` (``own`` or ``group``), ``period``, ``value``, ``low``, ``high`` (per
        cent; 95 % Wilson interval), ``change``, ``change_low``, ``change_high`` (percentage points over 12 months;
        Newcombe's 95 % interval), ``others_value`` and ``others_change`` (the same of all others together: sums of
        counts over sums of bases), ``level`` and ``development`` (``better``, ``same``, ``worse`` than the others;
        empty where neither side is better, or there is no figure), ``direction``, ``estimated``, ``status``.

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    The definitions are those of the catalogue, ``docs/measures.md``.
    """
    measure, benefit = catalogue.measured(subject)
    share = catalogue.measure(measure.rate) if measure.rate else measure
    period = final_period(panel, share.id, benefit) if share.is_share else None
    if period is None:
        return absent(panel, f"{share.id}/{benefit}")
    now, then = (everyone(panel, share.id, benefit, one) for one in (period, periods.shift(period, -YEAR)))
    if then["value"].isna().all() and now["value"].notna().any():
        return nothing(subject, "Udviklingen kan ikke vises, fordi der ikke er tal fra 12 måneder før.")
    key = (panel.noted_view, share.id, benefit, period)
    if key not in _before:
        _before[key] = _everyone(now, then, share, benefit, period)
    rows = _before[key].copy()
    if rows["value"].isna().all():
        return absent(panel, f"{share.id}/{benefit}")
    return rows.assign(role=np.where(rows["area"] == panel.jobcenter.code, "own", "group"))


_before: dict[tuple[View, str, str, str], pd.DataFrame] = {}  # by what it follows from: the same for every jobcenter


def _both(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Counts and bases of both months, missing of whoever lacks any of the four."""
    figures = now[["count", "base"]].join(then[["count", "base"]].add_suffix("_before"))
    return figures.where(figures.notna().all(axis=1))


def _everyone(now: pd.DataFrame, then: pd.DataFrame, share: Measure, benefit: str, period: str) -> pd.DataFrame:
    counted = _both(now, then)
    others = counted.sum() - counted.fillna(0)
    figures = _both(*(as_shown(one, scale=share.scale) for one in (now, then))).where(counted.notna())
    level, before = (share.scale * figures[f"count{when}"] / figures[f"base{when}"] for when in ("", "_before"))
    beside, beside_before = (share.scale * others[f"count{when}"] / others[f"base{when}"] for when in ("", "_before"))
    bounds = share.scale * wilson(figures["count"], figures["base"])
    moved = share_differences(figures.set_axis(["count", "base", "other_count", "other_base"], axis=1))
    rows = pd.DataFrame(
        {
            "measure": share.id,
            "benefit": benefit,
            "area": now["area"],
            "label": now["label"],
            "period": period,
            "value": level,
            **bounds[["low", "high"]],
            "change": level - before,
            "change_low": share.scale * moved["low"],
            "change_high": share.scale * moved["high"],
            "others_value": beside,
            "others_change": beside - beside_before,
            "direction": share.direction,
            "estimated": now["estimated"],
            "status": np.where(level.notna(), "final", "suppressed"),
        }
    )
    cases = [
        Case(
            {"value": value, "before": earlier, **dict(zip(_FIGURES, own, strict=True))},
            {"value": theirs, "before": theirs_earlier, **dict(zip(_FIGURES, other, strict=True))},
            share,
            period,
        )
        for value, earlier, own, theirs, theirs_earlier, other in zip(
            level, before, figures[list(_FIGURES)].to_numpy(), beside, beside_before, others[list(_FIGURES)].to_numpy(),
            strict=True,
        )
    ]  # fmt: skip
    return rows.assign(
        level=[axis.way for axis in level_axes(cases)], development=[axis.way for axis in share_axes(cases)]
    )
