"""One measure ahead: its forecast with the back-test behind it, and scenarios. One call for a notebook each."""

from collections.abc import Mapping
from functools import cache

import pandas as pd

from analysis import catalogue, models, rules
from analysis.data.tables import Panel
from analysis.measures.lines import Line
from analysis.measures.one_series import line_of, named, nothing, one_series
from analysis.models.time import demands

BREAKS = ("2013-01", "2014-01", "2016-01", "2020-03", "2025-07")  # large enough to move a whole series
MONTHS = 12
FIGURE, FORECAST = "figure", "forecast"
DOING = "Scenarier kan ikke beregnes"


def forecast(panel: Panel, subject: str, *, months: int = MONTHS, role: str = "own") -> pd.DataFrame:
    """A measure so far and its forecast by the candidate that a back-test chose, for one area.

    A jobcenter is forecast 24 months at most, whatever is asked for; the time after is for ``models.scenarios``.

    Parameters
    ----------
    panel : Panel
    subject : str
        A measure, or measure and benefit as ``ledige_fuldtid/a_dagpenge``.
    months : int
        How far; 1 to 60.
    role : str
        Whose series: ``own``, ``group``, ``region`` or ``country``.

    Returns
    -------
    DataFrame
        One row per month. Columns: those of ``seasons`` that name it, ``kind`` (``figure`` or ``forecast``),
        ``period``, ``value``, ``status``, and of a forecast ``low_80``, ``high_80``, ``low_95``, ``high_95``,
        ``model``, ``reason``, ``mase``, ``naive_mase``, ``coverage_80``, ``steps`` (months of the back-test), ``n``,
        ``asked`` (months). Empty with a reason where it cannot be done.

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.
        Or the months cannot be.

    References
    ----------
    As ``models.forecast``.
    """
    rows, line = _forecast_series(panel, subject, role)
    if line is None:
        return rows
    tried = backtest(panel, subject, months=months, role=role)
    _, benefit = catalogue.measured(subject)
    ahead = models.forecast(
        rows,
        months=_reach(line, months),
        area_type=line.area.kind,
        tried=tried,
        breaks=_breaks(benefit),
    )
    used = tried[tried["chosen"]].iloc[0]
    told = {name: used[name] for name in ("reason", "mase", "coverage_80", "steps")}
    naive = float(tried["mase"].iloc[0])
    ahead = ahead.assign(kind=FORECAST, status=FORECAST, naive_mase=naive, asked=months, **told)
    return named(pd.concat([rows.assign(kind=FIGURE), ahead], ignore_index=True), subject, line)


@cache
def backtest(panel: Panel, subject: str, *, months: int = MONTHS, role: str = "own") -> pd.DataFrame:
    """The candidates for a forecast of a measure and how they did, for one area.

    Parameters
    ----------
    panel : Panel
    subject : str
        A measure, or measure and benefit as ``ledige_fuldtid/a_dagpenge``.
    months : int
        How far the forecast will go; 1 to 60.
    role : str
        Whose series: ``own``, ``group``, ``region`` or ``country``.

    Returns
    -------
    DataFrame
        As ``models.backtest``, named as by ``seasons``. Empty with a reason where it cannot be done.

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.
        Or the months cannot be.

    References
    ----------
    As ``models.backtest``.
    """
    rows, line = _forecast_series(panel, subject, role)
    if line is None:
        return rows
    _, benefit = catalogue.measured(subject)
    tried = models.backtest(rows, months=_reach(line, months), breaks=_breaks(benefit))
    return named(tried, subject, line)


def scenarios(
    panel: Panel,
    *,
    stock: str,
    inflow: str,
    outflow: str,
    months: int,
    shifts: Mapping[str, tuple[float, float]],
    role: str = "own",
) -> pd.DataFrame:
    """A stock under unchanged and under shifted flows, for one area.

    Parameters
    ----------
    stock, inflow, outflow : str
        Measures of persons: those there at the beginning of a month, those who came, those who left.
    shifts : Mapping
        By Danish name, the factors on inflow and on the share that leaves.

    Returns
    -------
    DataFrame
        As ``models.scenarios``, named as by ``seasons`` after the stock. Empty with a reason where it cannot be done.

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.
        Or the months or a factor cannot be.

    References
    ----------
    As ``models.scenarios``.
    """
    parts = {}
    for name, subject in (("stock", stock), ("inflow", inflow), ("outflow", outflow)):
        rows, line = one_series(panel, subject, role, doing=DOING, least=demands.FLOW_MONTHS)
        if line is None:
            return rows
        parts[name] = rows.loc[rows["status"] == "final"].set_index("period")["value"]
    flows = pd.DataFrame(parts).dropna().reset_index()
    if len(flows) < demands.FLOW_MONTHS:
        return nothing(stock, f"{DOING}: bestand, tilgang og afgang har for få fælles måneder.")
    return named(models.scenarios(flows, months=months, shifts=shifts), stock, line_of(panel, role))


def _forecast_series(panel: Panel, subject: str, role: str) -> tuple[pd.DataFrame, Line | None]:
    least, smallest = demands.FORECAST_MONTHS, demands.FORECAST_PERSONS
    doing = "Fremskrivningen kan ikke laves"
    return one_series(panel, subject, role, doing=doing, least=least, smallest=smallest, positive=True)


def _reach(line: Line, months: int) -> int:
    return min(months, demands.POINT_MONTHS) if line.area.kind in demands.SMALL_AREAS else months


def _breaks(benefit: str) -> list[str]:
    known = {one.month for one in rules.reforms(benefit)}
    return [month for month in BREAKS if month in known]
