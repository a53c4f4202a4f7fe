"""Where an area stands among comparable areas, at the latest final month, with an interval."""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import areas, catalogue, rules
from analysis.areas import Area
from analysis.catalogue import Measure
from analysis.data.tables import Panel
from analysis.measures.arrays import MISSING
from analysis.measures.combine import combined, look
from analysis.measures.compare import absent, final_period
from analysis.models.comparison.intervals import wilson
from analysis.models.comparison.rank import ranks

FIRST = {"lower": "lavest", "higher": "højest"}  # what rank 1 is, in Danish: a description, not a verdict


@dataclass(frozen=True)
class Field:
    """The areas that one area is ranked among, itself included, and what they are called."""

    area: Area
    label: str
    areas: tuple[Area, ...]


@cache
def field_of(area: Area, on: str) -> Field:
    """The areas of the same kind and DST group; a jobcenter's group is its host's."""
    group = areas.group_of(area)
    others = areas.comparators(area, on)["group"]
    together = tuple(sorted((area, *others), key=lambda one: areas.danish_key(one.name)))
    return Field(
        area, f"jobcentre i {group.name.lower()}" if area.kind == "jobcenter" else group.name.lower(), together
    )


def ranking(panel: Panel, subject: str) -> pd.DataFrame:
    """Rank of the jobcenter and of each of its municipalities among comparable areas.

    Counts are ranked by their rate. The month is the latest final one. Left out of the field are areas
    without figures and areas with a target group under ``smallest_base_for_rank``; no rank is given
    in a field of fewer than ``smallest_field``, nor where neither high nor low is better.

    Parameters
    ----------
    panel : Panel
    subject : str
        A measure, or measure and benefit as ``ledige_fuldtid/a_dagpenge``.

    Returns
    -------
    DataFrame
        One row for the jobcenter and, where they are several, one for each municipality. Columns:
        ``area_type``, ``area``, ``label``, ``period``, ``field`` (Danish), ``rank``, ``low``, ``high``
        (95 % interval; missing where there is no rank), ``of``, ``first`` (what rank 1 is), ``outside``
        (names of areas that take no part: no figure, or too few persons), ``tied``, ``among_best`` (the
        probability, 0 to 1, of being among the best ten), ``reason`` (Danish; why there is no rank; empty for
        a count that no rate belongs to).

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    As ``models.ranks``.
    """
    rows = placings(panel, subject)
    return pd.DataFrame(rows) if rows else absent(panel, subject)


@cache
def placings(panel: Panel, subject: str) -> list[dict[str, object]]:
    """The rows of ``ranking``, simulated once for all tables of a report; nobody may change them."""
    measure, benefit = catalogue.measured(subject)
    ranked = catalogue.measure(measure.rate) if measure.rate else measure
    period = final_period(panel, ranked.id, benefit)
    if period is None and final_period(panel, measure.id, benefit) is None:
        return []
    placed = [panel.jobcenter, *(panel.members if len(panel.members) > 1 else ())]
    return [_placing(panel, area, ranked, benefit, period) for area in placed]


def standing(panel: Panel, subject: str) -> pd.DataFrame:
    """The jobcenter among comparable ones at the latest final month, with an interval for each share.

    Counts stand by their rate. A jobcenter whose target group is too small for a ranking, or whose base is too
    small for a percentage, has no figure.

    Parameters
    ----------
    panel : Panel
    subject : str
        A measure, or measure and benefit as ``ledige_fuldtid/a_dagpenge``.

    Returns
    -------
    DataFrame
        One row per jobcenter of the field, in Danish order; empty with a reason where there are no
        figures. Columns: ``measure``, ``benefit``, ``area``, ``label``, ``role`` (``own`` or ``group``),
        ``period``, ``value``, ``low`` and ``high`` (per cent; 95 % Wilson interval), ``status``.

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    As ``models.ranks``.
    """
    measure, benefit = catalogue.measured(subject)
    ranked = catalogue.measure(measure.rate) if measure.rate else measure
    period = final_period(panel, ranked.id, benefit)
    if period is None:
        return absent(panel, f"{ranked.id}/{benefit}")
    figures = field_figures(panel, field_of(panel.jobcenter, panel.period), ranked.id, benefit, period)
    figures.loc[~comparable(figures, ranked, period), ["value", "count", "base"]] = np.nan
    bounds = ranked.scale * wilson(figures["count"], figures["base"] if ranked.is_part else np.nan * figures["base"])
    shown = figures["value"].notna()
    return figures.assign(
        measure=ranked.id,
        benefit=benefit,
        role=np.where(figures["area"] == panel.jobcenter.code, "own", "group"),
        period=period,
        low=bounds["low"],
        high=bounds["high"],
        status=np.where(shown, "final", "suppressed"),
    ).drop(columns=["count", "base"])


def field_figures(panel: Panel, field: Field, measure: str, benefit: str, period: str) -> pd.DataFrame:
    """The share of every area in a field, in one period; missing of all where the measure has not that period.

    Returns
    -------
    DataFrame
        One row per area, in Danish order. Columns: ``area_type``, ``area``, ``label``, ``value`` (per
        cent, missing where not shown), ``count``, ``base``, ``estimated``, ``status`` (number).
    """
    key = (panel.noted_view, field.areas, measure, benefit, period)
    look(panel, measure, benefit, of=_members(field.areas, panel.period), months=[period])
    if key not in _figures_before:
        _figures_before[key] = _field_figures(panel, field, measure, benefit, period)
    return _figures_before[key].copy()


_figures_before: dict[tuple[object, ...], pd.DataFrame] = {}  # by what they follow from: the same for every jobcenter


def _field_figures(panel: Panel, field: Field, measure: str, benefit: str, period: str) -> pd.DataFrame:
    figures = combined(panel, measure, benefit, of=_members(field.areas, panel.period), months=[period])
    value, count, base = (
        table.reindex([period]).iloc[0].to_numpy() for table in (figures.value, figures.count, figures.base)
    )
    return pd.DataFrame(
        {
            "area_type": [area.kind for area in field.areas],
            "area": [area.code for area in field.areas],
            "label": [area.name for area in field.areas],
            "value": value,
            "count": count,
            "base": base,
            "estimated": list(figures.estimated.values()),
            "status": figures.status.reindex([period], fill_value=MISSING).iloc[0].to_numpy(),
        }
    )


@cache
def _members(of: tuple[Area, ...], on: str) -> dict[str, tuple[str, ...]]:
    return {area.code: tuple(one.code for one in areas.members(area, on)) for area in of}


def eligible(figures: pd.DataFrame, measure: Measure, period: str) -> pd.Series:
    """Whether an area's target group is large enough to take part in a ranking.

    The target group of a share of a population is those counted; of a share of recipients, the recipients.
    """
    group = "count" if measure.denominator in catalogue.populations() else "base"
    return figures[group] >= rules.value("smallest_base_for_rank", period)


def comparable(figures: pd.DataFrame, measure: Measure, period: str) -> pd.Series:
    """Whether an area's share may stand beside others': ``eligible``, and on a base large enough for a percentage."""
    return eligible(figures, measure, period) & (figures["base"] >= rules.value("smallest_base_for_percentage", period))


class _Placed(NamedTuple):
    """A field and its order: the figures by area, the names of those who take no part, and the ranks."""

    figures: pd.DataFrame
    outside: list[str]
    order: pd.DataFrame


_placed_before: dict[tuple[object, ...], _Placed] = {}  # by what it follows from: the same for every jobcenter


def _placed(panel: Panel, field: Field, measure: Measure, benefit: str, period: str) -> _Placed:
    key = (panel.noted_view, field.areas, measure.id, benefit, period)
    look(panel, measure.id, benefit, of=_members(field.areas, panel.period), months=[period])
    if key not in _placed_before:
        figures = field_figures(panel, field, measure.id, benefit, period).set_index("area", drop=False)
        taking_part = figures[eligible(figures, measure, period)]
        outside = [str(name) for name in figures.loc[~figures.index.isin(taking_part.dropna().index), "label"]]
        order = ranks(taking_part, lowest_first=measure.direction == "lower")
        _placed_before[key] = _Placed(figures, outside, order)
    return _placed_before[key]


def _placing(panel: Panel, area: Area, measure: Measure, benefit: str, period: str | None) -> dict[str, object]:
    field = field_of(area, panel.period)
    row: dict[str, object] = {
        "area_type": area.kind,
        "area": area.code,
        "label": area.name,
        "period": period,
        "field": field.label,
        "rank": np.nan,
        "low": np.nan,
        "high": np.nan,
        "of": 0,
        "first": FIRST.get(measure.direction, ""),
        "outside": [],
        "tied": False,
        "among_best": np.nan,
        "reason": "",
    }
    if measure.direction == "neutral":
        return {**row, "reason": "hverken et højt eller et lavt tal er bedst"}
    if not measure.is_rate:
        return row
    if measure.unit != "pct.":
        return {**row, "reason": "intervallet for en placering kun kan regnes ud for andele"}
    if period is None:
        return {**row, "reason": "alle måneder er foreløbige"}
    placed = _placed(panel, field, measure, benefit, period)
    figures, order = placed.figures, placed.order
    row["outside"] = list(placed.outside)
    smallest = int(rules.value("smallest_field", period))
    if len(order) < smallest:
        return {**row, "of": len(order), "reason": f"færre end {smallest} {field.label} har tal"}
    if area.code not in order.index:
        hidden = bool(figures["value"].isna()[area.code])
        return {**row, "reason": "tallet ikke vises" if hidden else "der er for få personer i målgruppen"}
    return {**row, **{name: order[name][area.code] for name in order.columns}}
