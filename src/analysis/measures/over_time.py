"""One measure through the models of time: its season, its trend, a known break. One call for a notebook each."""

import pandas as pd

from analysis import catalogue, models, rules
from analysis.data.tables import Panel
from analysis.errors import AnalysisError, did_you_mean
from analysis.measures.one_series import named, nothing, one_series
from analysis.models.time import breaks, demands


def seasons(panel: Panel, subject: str, *, role: str = "own") -> pd.DataFrame:
    """A measure month by month with its season and what is left without it, for one area.

    Parameters
    ----------
    subject : str
        A measure, or measure and benefit as ``ledige_fuldtid/a_dagpenge``.
    role : str
        ``own`` (the jobcenter), ``host`` (the municipality that hosts it, for where the jobcenter's own figures have
        gaps), ``nearest`` (the first of these that has none), ``group``, ``region`` or ``country``.

    Returns
    -------
    DataFrame
        As ``models.seasons``, with ``measure``, ``benefit``, ``role``, ``area_type``, ``area``, ``area_name`` and
        ``label``. Empty where it cannot be done, with the Danish reason in ``attrs["absent"]``.

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    As ``models.seasons``.
    """
    least, smallest = demands.SEASON_MONTHS, demands.SEASON_PERSONS
    rows, line = one_series(panel, subject, role, doing="Sæsonen kan ikke beregnes", least=least, smallest=smallest)
    return rows if line is None else named(models.seasons(rows), subject, line)


def trend(panel: Panel, subject: str, *, role: str = "own") -> pd.DataFrame:
    """Whether a measure rises or falls over all its final months, for one area.

    Parameters
    ----------
    panel : Panel
    subject : str
        A measure, or measure and benefit as ``ledige_fuldtid/a_dagpenge``.
    role : str
        Whose series: ``own``, ``group``, ``region`` or ``country``.

    Returns
    -------
    DataFrame
        As ``models.trend``, named as by ``seasons``; one row per method. Empty with a reason where it cannot be done.

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    As ``models.trend``.
    """
    least = demands.trend_periods("month")
    rows, line = one_series(panel, subject, role, doing="Udviklingen kan ikke testes", least=least)
    return rows if line is None else named(models.trend(rows), subject, line)


def reform(panel: Panel, subject: str, *, month: str, role: str = "own") -> pd.DataFrame:
    """What a measure did at one known break, for one area.

    Parameters
    ----------
    month : str
        One of the months of ``reference/breaks.csv`` for the benefit.

    Returns
    -------
    DataFrame
        As ``models.segmented``, named as by ``seasons``. Empty with a reason where the figures are hidden, or begin or
        end within 15 months of the break.

    Raises
    ------
    AnalysisError
        If the break is not a known one.

    References
    ----------
    As ``models.segmented``.
    """
    _, benefit = catalogue.measured(subject)
    known = {one.month: one for one in rules.reforms(benefit)}
    if month not in known:
        raise AnalysisError(f"'{month}' is no known break of '{benefit}'. {did_you_mean(month, known)}")
    doing = f"Ændringen omkring »{known[month].label}« kan ikke beregnes"
    rows, line = one_series(panel, subject, role, doing=doing)
    if line is None:
        return rows
    final = rows.loc[rows["status"] != "provisional", "period"]
    side = demands.SIDE_MONTHS + breaks.ANTICIPATION
    if min((final < month).sum(), (final >= month).sum()) < side:
        return nothing(subject, f"{doing}, for der er ikke {side} måneder med endelige tal på hver side.")
    return named(models.segmented(rows, at=[month], benefit=benefit), subject, line)
