"""The key figures of a report: several measures, each with its rate and its rank, as one tidy table."""

import math
from collections.abc import Sequence
from functools import cache

import pandas as pd

from analysis import areas, catalogue, rules
from analysis.data.tables import Panel
from analysis.measures.compare import absent, compare, final_period
from analysis.measures.one_origin import origin
from analysis.measures.ranking import Field, field_figures, ranking
from analysis.tiles import tiles


def key_figures(panel: Panel, subjects: Sequence[str]) -> pd.DataFrame:
    """Level, development, comparison and rank of several measures, by area.

    A count is followed by the rate that areas are compared by. A subject without figures has one row
    that says so.

    Parameters
    ----------
    subjects : sequence of str
        Measures, or measure and benefit as ``ledige_fuldtid/a_dagpenge``, in the order shown.

    Returns
    -------
    DataFrame
        One row per subject, measure and line. Columns: ``subject``, ``measure``, ``benefit``, those of
        ``compare``, and of the jobcenter and its municipalities ``rank_period``, ``field``, ``rank``,
        ``low``, ``high``, ``of``, ``tied``, ``reason``. ``absent`` has the Danish reason where there
        are no figures.
    """
    parts = [part for subject in subjects for part in _of_subject(panel, subject)]
    return pd.concat(parts, ignore_index=True)


def levels(panel: Panel, subjects: Sequence[str]) -> pd.DataFrame:
    """The shares of several subjects side by side, for the jobcenter, its municipalities and its comparators.

    Returns
    -------
    DataFrame
        One row per subject and line. Columns: those of ``compare``, ``measure``, ``benefit`` and
        ``measure_label`` (Danish) and ``origin``. Subjects without a share or without figures are left out;
        empty with a reason where that is all of them.

    Raises
    ------
    AnalysisError
        If some are counted from a register and others published.
    """
    shares = [f"{measure.rate or measure.id}/{benefit}" for measure, benefit in map(catalogue.measured, subjects)]
    kind = origin(panel, shares)
    parts = []
    for named in shares:
        share, _, benefit = named.partition("/")
        rows = compare(panel, named)
        if catalogue.measure(share).is_rate and not rows.empty:
            told = {"measure": share, "benefit": benefit, "measure_label": label(share, benefit), "origin": kind}
            parts.append(rows.assign(**told))
    return pd.concat(parts, ignore_index=True) if parts else absent(panel, subjects[0])


def positions(panel: Panel, subjects: Sequence[str]) -> pd.DataFrame:
    """Where every jobcenter in the country lies on each measure, at the measure's latest final month.

    Counts are placed by their rate. Measures without figures are left out, and percentages of fewer than
    ``smallest_base_for_percentage`` have no value.

    Returns
    -------
    DataFrame
        One row per jobcenter and measure, jobcentres in Danish order. Columns: ``area``, ``label``,
        ``measure`` (with its benefit), ``benefit``, ``measure_label`` (Danish), ``period``, ``value``
        (per cent, missing where not shown), ``shade`` (0 lowest to 1 highest among those shown, ties
        alike), ``estimated``, ``hidden`` (true where there is no value to show).
    """
    everyone = Field(panel.jobcenter, "jobcentre", tuple(areas.jobcentres(panel.period)))
    parts = []
    for subject in subjects:
        measure, benefit = catalogue.measured(subject)
        placed = catalogue.measure(measure.rate) if measure.rate else measure
        period = final_period(panel, placed.id, benefit)
        if not placed.is_rate or period is None:
            continue
        figures = field_figures(panel, everyone, placed.id, benefit, period)
        if placed.is_share:
            figures.loc[figures["base"] < rules.value("smallest_base_for_percentage", period), "value"] = float("nan")
        rank = figures["value"].round(9).rank(method="average")
        parts.append(
            figures.assign(
                measure=f"{placed.id}/{benefit}",
                benefit=benefit,
                measure_label=label(placed.id, benefit),
                period=period,
                shade=(rank - 1) / max(rank.notna().sum() - 1, 1),
                hidden=figures["value"].isna(),
            ).drop(columns=["count", "base", "status"])
        )
    return pd.concat(parts, ignore_index=True) if parts else absent(panel, subjects[0])


def tile_map(panel: Panel, subject: str) -> pd.DataFrame:
    """Where every jobcenter lies on one measure, with the place of its tile on the map.

    Returns
    -------
    DataFrame
        As ``positions`` of one subject, and ``short`` (a name that fits a tile), ``column`` and ``row`` (from 0, the
        upper left corner); a jobcenter stands where its host does.
    """
    rows = positions(panel, [subject])
    if rows.empty:
        return rows
    placed = [tiles()[code] for code in rows["area"]]
    return rows.assign(
        short=[tile.short for tile in placed],
        column=[tile.column for tile in placed],
        row=[tile.row for tile in placed],
    )


def label(measure: str, benefit: str = "") -> str:
    """The Danish label of a measure for one benefit; both may stand in one text.

    >>> label("ledige_fuldtid", "a_dagpenge"), label("ledige_fuldtid/a_dagpenge"), label("ledige_fuldtid")
    ('Ledige, a-dagpenge', 'Ledige, a-dagpenge', 'Ledige')
    """
    if not benefit:
        measure, benefit = measure.partition("/")[0], catalogue.measured(measure)[1]
    described = catalogue.measure(measure)
    if benefit == catalogue.TOTAL or len(described.benefits) == 1:
        return described.label
    return f"{described.label}, {catalogue.benefit_label(benefit)}"


@cache
def _of_subject(panel: Panel, subject: str) -> list[pd.DataFrame]:
    """A subject's rows, a table for each of its measures; made once for all tables of a report, never changed."""
    measure, benefit = catalogue.measured(subject)
    parts = []
    for measure_id in dict.fromkeys(name for name in (measure.id, measure.rate) if name):
        rows = compare(panel, f"{measure_id}/{benefit}")
        if rows.empty:
            rows = pd.DataFrame([{"role": "own", "absent": rows.attrs["absent"]}])
        parts.append(rows.assign(subject=subject, measure=measure_id, benefit=benefit))
    placed = ranking(panel, subject)
    if not placed.empty:
        parts[-1] = _with_ranks(parts[-1], placed)
    return parts


def _with_ranks(rows: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """The rows with what ``ranking`` says of each area; nothing where it says nothing."""
    known = placed.rename(columns={"period": "rank_period"}).drop(columns="label").to_dict("list")
    at = {area: place for place, area in enumerate(zip(known.pop("area_type"), known.pop("area"), strict=True))}
    places = [at.get(area) for area in zip(rows["area_type"], rows["area"], strict=True)]
    found = {
        str(name): [math.nan if place is None else values[place] for place in places] for name, values in known.items()
    }
    return rows.assign(**found)
