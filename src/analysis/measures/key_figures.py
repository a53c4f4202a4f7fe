"""The key figures of a report: several measures, each with its rate and its rank, as one tidy table."""

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd

from analysis import areas, catalogue, rules
from analysis.data.tables import Panel
from analysis.measures.compare import absent, compare, compared, final_period
from analysis.measures.one_origin import origin
from analysis.measures.ranking import Field, field_figures, placings
from analysis.models.comparison.rank import printed
from analysis.tiles import tiles

_RENAMED = {"period": "rank_period"}  # of a rank, beside the figures
_LINE = ("area_type", "area", "label")  # what a rank and a figure have in common


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

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    The definitions are those of the catalogue, ``docs/measures.md``.
    """
    return pd.DataFrame([row for subject in subjects for row in _of_subject(panel, subject)])


def levels(panel: Panel, subjects: Sequence[str]) -> pd.DataFrame:
    """The shares of several subjects side by side, for the jobcenter, its municipalities and its comparators.

    Parameters
    ----------
    panel : Panel
    subjects : sequence of str
        As for ``key_figures``.

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

    References
    ----------
    The definitions are those of the catalogue, ``docs/measures.md``.
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

    Parameters
    ----------
    panel : Panel
    subjects : sequence of str
        As for ``key_figures``.

    Returns
    -------
    DataFrame
        One row per jobcenter and measure, jobcentres in Danish order. Columns: ``area``, ``label``,
        ``measure`` (with its benefit), ``benefit``, ``measure_label`` (Danish), ``period``, ``value``
        (per cent, missing where not shown), ``shade`` (0 lowest to 1 highest among those shown, alike
        where the printed figures are), ``estimated``, ``hidden`` (true where there is no value to show).

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    The definitions are those of the catalogue, ``docs/measures.md``.
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
        rank = pd.Series(printed(figures["value"].to_numpy())).rank(method="average")  # alike in print, alike in shade
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

    Parameters
    ----------
    panel : Panel
    subject : str
        A measure, or measure and benefit.

    Returns
    -------
    DataFrame
        As ``positions`` of one subject, and ``short`` (a name that fits a tile), ``column`` and ``row`` (from 0, the
        upper left corner); a jobcenter stands where its host does.

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    The definitions are those of the catalogue, ``docs/measures.md``.
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
    """The Danish label of a measure for one benefit, with what stands beside its figures (``catalogue.beside``).

    Parameters
    ----------
    measure, benefit : str
        Ids in the catalogue; both may stand in one text, as ``ledige_fuldtid/a_dagpenge``.

    Returns
    -------
    str

    Raises
    ------
    AnalysisError
        If there is no such measure.

    References
    ----------
    Labels are those of the catalogue, ``reference/measures``.

    Examples
    --------
    >>> label("ledige_fuldtid", "a_dagpenge"), label("ledige_fuldtid/a_dagpenge"), label("ledige_fuldtid")
    ('Ledige, a-dagpenge', 'Ledige, a-dagpenge', 'Ledige')
    >>> label("kommunal_udgift", "sygedagpenge")
    'Kommunens udgift til ydelsen, sygedagpenge (ikke verificeret)'
    """
    if not benefit:
        measure, benefit = measure.partition("/")[0], catalogue.measured(measure)[1]
    described = catalogue.measure(measure)
    note = f" ({catalogue.beside(measure)})" if catalogue.beside(measure) else ""
    if benefit == catalogue.TOTAL or len(described.benefits) == 1:
        return f"{described.label}{note}"
    return f"{described.label}, {catalogue.benefit_label(benefit)}{note}"


@cache
def _of_subject(panel: Panel, subject: str) -> list[dict[str, Any]]:
    """A subject's rows, worked out once for all tables of a report; nobody may change them."""
    measure, benefit = catalogue.measured(subject)
    ids = list(dict.fromkeys(name for name in (measure.id, measure.rate) if name))
    ranks = {
        (row["area_type"], row["area"]): {_RENAMED.get(name, name): value for name, value in row.items()}
        for row in placings(panel, subject)
    }
    nothing = dict.fromkeys(next(iter(ranks.values()), {}), math.nan)
    rows: list[dict[str, Any]] = []
    for measure_id in ids:
        named = f"{measure_id}/{benefit}"
        lines = compared(panel, named) or [{"role": "own", "absent": absent(panel, named).attrs["absent"]}]
        for line in lines:
            rank = ranks.get((line.get("area_type"), line.get("area")), nothing) if measure_id == ids[-1] else {}
            told = {"subject": subject, "measure": measure_id, "benefit": benefit}
            rows.append({**line, **told, **{name: value for name, value in rank.items() if name not in _LINE}})
    return rows
