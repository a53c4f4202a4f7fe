"""Level and development of one measure, for the jobcenter, its municipalities and those it is compared with."""

import math
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from analysis import catalogue, periods, rules
from analysis.areas import municipality
from analysis.data.records import NEEDED
from analysis.data.tables import Panel
from analysis.measures.arrays import LAST_FINAL, MISSING, arrays_of, cells, latest_final
from analysis.measures.combine import Combined, combined, with_figures, without_small
from analysis.measures.grids import STATUSES
from analysis.measures.lines import GROUPS, Line, all_lines, comparators, members, own
from analysis.measures.one_origin import origin
from analysis.measures.unavailable import unavailable
from analysis.registers.counted import effort

YEAR = 12  # months between a figure and the one it is compared with


def final_period(panel: Panel, measure: str, benefit: str) -> str | None:
    """The latest period of a measure in which some area has a figure and none is provisional; None without one."""
    panel.note(LAST_FINAL, f"{measure}/{benefit}")
    return latest_final(arrays_of(panel.noted_view, measure, benefit))


def compare(panel: Panel, subject: str) -> pd.DataFrame:
    """Level in the last month and change over 12 months, by area.

    A figure of the jobcenter or a municipality is missing where any part of it is. Of the comparison
    groups, municipalities without figures in either month are left out and named, as long as the others
    hold at least the share of ``smallest_coverage`` in ``reference/rules.yml``. A percentage of fewer than
    ``smallest_base_for_percentage`` is ``suppressed`` unless a source printed it, see ``combine.without_small``.

    Parameters
    ----------
    subject : str
        A measure, or measure and benefit as ``ledige_fuldtid/a_dagpenge``.

    Returns
    -------
    DataFrame
        One row per line (see ``lines.Line``), in that order; empty where the snapshot has no figures,
        with the Danish reason in ``attrs["absent"]``. Columns: ``role``, ``area_type``, ``area``,
        ``area_name``, ``label``, ``period``, ``value``, ``status``, ``estimated``, ``summed``
        (added up from several municipalities), ``before`` (value
        12 months earlier), ``before_status``, ``base`` (a rate's denominator), ``change`` (count, or
        percentage points; not of a rate on a base below ``smallest_base_for_percentage``), ``change_pct``
        (per cent; counts of at least that base only), ``left_out`` (names), ``few`` (whether the figure is hidden for
        that base alone).

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    The definitions are those of the catalogue, ``docs/measures.md``.
    """
    lines = compared(panel, subject)
    return pd.DataFrame(lines) if lines else absent(panel, subject)


@cache
def compared(panel: Panel, subject: str) -> list[dict[str, Any]]:
    """The rows of ``compare``, worked out once for all tables of a report; nobody may change them."""
    measure, benefit = catalogue.measured(subject)
    source = cells(panel, measure.id, benefit)
    if source is None:
        return []
    period = source.latest
    before = periods.shift(period, -YEAR)
    lines = all_lines(panel)
    least = rules.value("smallest_coverage", panel.period)
    both = source.rows([before, period])
    of = {
        line.key: with_figures(source, line.codes, both, least=least) if line.role in GROUPS else line.codes
        for line in lines
    }
    whole = combined(panel, measure.id, benefit, of=of, months=[before, period])
    figures = without_small(whole, measure.id, on=panel.period)
    few = {key: math.isfinite(whole.value[key].get(period, math.nan)) for key in of}
    rows = [_row(line, figures, of[line.key], measure.id, period, before) for line in lines]
    return [
        {**row, "few": few[line.key] and not math.isfinite(row["value"])} for line, row in zip(lines, rows, strict=True)
    ]


def series(panel: Panel, subject: str, *, months: int) -> pd.DataFrame:
    """A measure month by month, for the jobcenter and its comparators.

    Parameters
    ----------
    panel : Panel
    subject : str
        A measure, or measure and benefit as ``ledige_fuldtid/a_dagpenge``.

    Returns
    -------
    DataFrame
        One row per line and period, the lines in the order of ``lines.all_lines``; the municipalities of
        a jobcenter are among them only where its total cannot be shown in the last period. Empty with a
        reason where there are no figures. Columns: ``measure``,
        ``benefit``, ``role``, ``area_type``, ``area``, ``label``, ``period``, ``value`` (missing in
        gaps), ``status``, ``estimated``, ``origin`` (``register`` or ``observations``).

    Raises
    ------
    AnalysisError
        If the figures are of both origins.

    References
    ----------
    The definitions are those of the catalogue, ``docs/measures.md``.
    """
    measure, benefit = catalogue.measured(subject)
    source = cells(panel, measure.id, benefit)
    if source is None:
        return absent(panel, subject)
    kind = origin(panel, [subject])
    first = periods.shift(periods.last_month(source.latest), 1 - months)
    span = [period for period in source.periods if first <= periods.last_month(period) and period <= source.latest]
    total = combined(panel, measure.id, benefit, of={"own": own(panel).codes}, months=span[-1:])
    shown_apart = members(panel) if total.value["own"].isna().all() else []
    lines = [own(panel), *shown_apart, *comparators(panel)]
    least = rules.value("smallest_coverage", panel.period)
    last = source.rows([span[-1], periods.shift(span[-1], -YEAR)])
    figures = combined(
        panel,
        measure.id,
        benefit,
        of={
            line.key: with_figures(source, line.codes, last, least=least) if line.role in GROUPS else line.codes
            for line in lines
        },
        months=span,
        least={line.key: least for line in lines if line.role in GROUPS},
    )
    figures = without_small(figures, measure.id, on=panel.period)
    parts = [
        pd.DataFrame(
            {
                "measure": measure.id,
                "benefit": benefit,
                "role": line.role,
                "area_type": line.area.kind,
                "area": line.area.code,
                "label": line.label,
                "period": figures.value.index,
                "value": figures.value[line.key].to_numpy(),
                "status": [STATUSES[state] for state in figures.status[line.key]],
                "estimated": figures.estimated[line.key],
                "origin": kind,
            }
        )
        for line in lines
    ]
    return pd.concat(parts, ignore_index=True)


def absent(panel: Panel, subject: str) -> pd.DataFrame:
    """An empty table that says which figures are not there and why.

    Parameters
    ----------
    panel : Panel
    subject : str
        A measure, or measure and benefit as ``ledige_fuldtid/a_dagpenge``.

    Returns
    -------
    DataFrame
        Without rows; ``attrs["absent"]`` has the sentences, in Danish.

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.
    """
    measure, benefit = catalogue.measured(subject)
    of = "" if benefit == catalogue.TOTAL or len(measure.benefits) == 1 else f" ({catalogue.benefit_label(benefit)})"
    why = lacking(panel, measure.id)
    return unavailable(
        f"Afsnittet kan ikke vises: datasættet »{panel.snapshot.name}« indeholder ikke tal for "
        f"»{measure.label}«{of}. {f'{why} ' if why else ''}Kilde: {measure.source}."
    )


def lacking(panel: Panel, measure: str) -> str:
    """What a register lacks for a measure, as a Danish sentence; empty where it is not that, or there is no register.

    Parameters
    ----------
    panel : Panel
    measure : str
        Id in the catalogue.

    Returns
    -------
    str
    """
    return lacks(panel.snapshot.tables()).get(measure, "")


def lacks(tables: Collection[str]) -> dict[str, str]:
    """What a register lacks, as a Danish sentence, by the measure that cannot be counted for it.

    Parameters
    ----------
    tables : collection of str
        Of a snapshot; nothing is lacking in one without a register.

    Returns
    -------
    dict of str to str
    """
    return effort.absent(tables) if set(NEEDED) <= set(tables) else {}


def _row(line: Line, figures: Combined, codes: Sequence[str], measure: str, period: str, before: str) -> dict[str, Any]:
    value, base_of, known = (table[line.key] for table in (figures.value, figures.base, figures.status))
    now, then = (float(value.get(when, np.nan)) for when in (period, before))
    bases = [float(base_of.get(when, np.nan)) for when in (period, before)]
    base = bases[0]
    small = min(bases) < rules.value("smallest_base_for_percentage", period)
    status, earlier = (STATUSES[int(known.get(when, MISSING))] for when in (period, before))
    return {
        "role": line.role,
        "area_type": line.area.kind,
        "area": line.area.code,
        "area_name": line.area.name,
        "label": line.label,
        "period": period,
        "value": now,
        "status": status,
        "estimated": figures.estimated[line.key],
        "summed": figures.summed[line.key],
        "before": then,
        "before_status": earlier,
        "base": base,
        "change": np.nan if small else now - then,
        "change_pct": _percentage(now, then, measure, period),
        "left_out": [municipality(code).name for code in line.codes if code not in codes],
    }


def _percentage(now: float, before: float, measure: str, period: str) -> float:
    if catalogue.measure(measure).is_rate or not before >= rules.value("smallest_base_for_percentage", period):
        return np.nan
    return 100 * (now - before) / before
