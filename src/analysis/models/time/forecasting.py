"""A forecast and the back-test that it stands on: what does not beat the same month of last year is not used."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis import periods
from analysis.errors import AnalysisError
from analysis.models.time import candidates
from analysis.models.time.candidates import CANDIDATES, LEVELS, NAIVE, Data, Path
from analysis.models.time.demands import (
    FORECAST_MONTHS,
    FORECAST_PERSONS,
    LEARNED_MONTHS,
    POINT_MONTHS,
    SIDE_MONTHS,
    SMALL_AREAS,
)
from analysis.models.time.series import Series, later, read

ORIGINS = 8
MOST_MONTHS = 60
WIDEST = 2.0  # times the width that a model gives itself


def backtest(
    series: pd.DataFrame, *, months: int, breaks: Sequence[str] = (), smallest: float = FORECAST_PERSONS
) -> pd.DataFrame:
    """Every candidate's errors when it forecasts what has come since, and which of them is used.

    From up to 8 months back in time, evenly apart, each candidate sees the months before and forecasts as far ahead as
    leaves it three years to learn from, at most ``months``. Of those that converged every time and beat the seasonal
    naive, the one with the smallest error is chosen; where none does, that is the seasonal naive itself, and ``reason``
    says so.

    Parameters
    ----------
    series : DataFrame
        One row per month of one area, with figures above 0; see ``series.read``.
    months : int
        How far the forecast will go; 1 to 60.
    breaks : sequence of str
        Months of known breaks, for a candidate with a step at each; those with less than a year on a side are left
        out, and of two within a year of each other the later.
    smallest : float
        Fewest persons in any month.

    Returns
    -------
    DataFrame
        One row per candidate, the seasonal naive first. Columns: ``model``, ``mase`` (mean absolute error in units of
        that of the seasonal naive within the months learned from), ``coverage_80``, ``coverage_95`` (shares of months
        inside), ``widened`` (the factor by which its intervals were too narrow; 1 to 2), ``origins``, ``steps`` (months
        ahead), ``n`` (months forecast), ``breaks`` (months, for the candidate with breaks), ``chosen``, ``reason``
        (``chosen``, ``none_better``, ``not_converged``, ``not_better``, ``not_best``). Figures are missing where it did
        not converge.

    Raises
    ------
    AnalysisError
        If there are fewer than 48 final months, or figures are hidden, missing, 0 or too few.

    References
    ----------
    Hyndman and Koehler (2006), International Journal of Forecasting 22:679-688. Tashman (2000), same journal
    16:437-450.
    """
    ours, data = _data(series, months=months, breaks=breaks, smallest=smallest)
    number = len(ours.figures)
    ahead = max(SIDE_MONTHS, min(months, (number - LEARNED_MONTHS) // 2))
    origins = np.unique(
        np.linspace(max(LEARNED_MONTHS, number - ahead - MOST_MONTHS), number - ahead, ORIGINS).astype(int)
    )
    tried = {name: [_judge(data, name, int(at), ahead) for at in origins] for name in candidates.names(data)}
    now = {name: CANDIDATES[name](data, months) for name in tried}
    rows = [
        {
            "model": name,
            **_summary([path for path in of if not now[name].why], complete=all(path is not None for path in of)),
            "origins": len(origins),
            "steps": ahead,
            "n": len(origins) * ahead,
            "breaks": ", ".join(_usable(ours, breaks)) if name == "sarima_breaks" else "",
        }
        for name, of in tried.items()
    ]
    return _chosen(pd.DataFrame(rows))


def forecast(
    series: pd.DataFrame,
    *,
    months: int,
    area_type: str,
    tried: pd.DataFrame,
    breaks: Sequence[str] = (),
    smallest: float = FORECAST_PERSONS,
) -> pd.DataFrame:
    """The months ahead by the candidate that a back-test chose, with intervals of 80 and 95 per cent.

    The middle is a median: half of what may come is above. The models take their parameters as known; for that, and for
    all else that makes their intervals too narrow, they are widened by what the back-test found. Nobody knows the next
    reform or crisis: intervals are of a future that resembles the past.

    Parameters
    ----------
    series, breaks, smallest
        As for ``backtest``.
    months : int
        How far; at most 60, and at most 24 for a municipality or jobcenter (beyond it, make scenarios).
    area_type : str
        ``municipality``, ``jobcenter``, ``region``, ``group`` or ``country``.
    tried : DataFrame
        What ``backtest`` gave for this series.

    Returns
    -------
    DataFrame
        One row per month after the last final one. Columns: ``period``, ``value``, ``low_80``, ``high_80``, ``low_95``,
        ``high_95`` (in the unit of ``value``), ``model``, ``widened``, ``n`` (months learned from).

    Raises
    ------
    AnalysisError
        As ``backtest``, or if it goes too far for its area.

    References
    ----------
    Hyndman, Koehler, Ord and Snyder (2008), Forecasting with Exponential Smoothing. Box and Jenkins (1970), Time Series
    Analysis, 9.2.
    """
    if area_type in SMALL_AREAS and months > POINT_MONTHS:
        raise AnalysisError(
            f"forecast: {months} months ahead are too many for a {area_type}; {POINT_MONTHS} is the most.\n"
            "Make scenarios for the time after: models.scenarios."
        )
    ours, data = _data(series, months=months, breaks=breaks, smallest=smallest)
    used = tried[tried["chosen"]].iloc[0]
    path = CANDIDATES[str(used["model"])](data, months)
    if path.why:
        raise AnalysisError(
            f"forecast: {used['model']} did not converge ({path.why}).\nGive the back-test of this very series."
        )
    limits = {
        f"{end}_{level}": values
        for level in LEVELS
        for end, values in zip(("low", "high"), path.limits(level, widened=float(used["widened"])), strict=True)
    }
    return pd.DataFrame(
        {
            "period": later(ours.periods[-1], months),
            "value": np.exp(path.middle),
            **limits,
            "model": used["model"],
            "widened": used["widened"],
            "n": len(ours.figures),
        }
    )


def _data(series: pd.DataFrame, *, months: int, breaks: Sequence[str], smallest: float) -> tuple[Series, Data]:
    if not 1 <= months <= MOST_MONTHS:
        raise AnalysisError(f"forecast: {months} months ahead cannot be; give 1 to {MOST_MONTHS}.")
    ours = read(series, model="forecast", least=FORECAST_MONTHS, smallest=smallest, positive=True)
    every = [*ours.periods, *later(ours.periods[-1], months)]
    known = _usable(ours, breaks)
    columns = np.column_stack([[float(one >= month) for one in every] for month in known]) if known else None
    return ours, Data(np.log(ours.figures), ours.seasons, columns)


def _usable(ours: Series, breaks: Sequence[str]) -> list[str]:
    """The breaks with a year on each side; of those within a year of each other, the first."""
    kept: list[str] = []
    for month in sorted(set(breaks)):
        inside = (
            periods.shift(ours.periods[0], SIDE_MONTHS) <= month <= periods.shift(ours.periods[-1], 1 - SIDE_MONTHS)
        )
        if inside and (not kept or month >= periods.shift(kept[-1], SIDE_MONTHS)):
            kept.append(month)
    return kept


def _judge(data: Data, name: str, at: int, ahead: int) -> pd.DataFrame | None:
    """A candidate's errors from one month back in time; None where it did not converge."""
    known = data.until(at)
    path: Path = CANDIDATES[name](known, ahead)
    if path.why:
        return None
    truth = data.logs[at : at + ahead]
    within = np.exp(known.logs)
    scale = np.abs(within[data.seasons :] - within[: -data.seasons]).mean()
    return pd.DataFrame(
        {
            "error": np.abs(np.exp(truth) - np.exp(path.middle)) / scale,
            "apart": np.abs(truth - path.middle) / path.deviation,
        }
    )


def _summary(of: Sequence[pd.DataFrame | None], *, complete: bool) -> dict[str, float]:
    if not complete or not of:
        return dict.fromkeys(("mase", "coverage_80", "coverage_95", "widened"), np.nan)
    errors = pd.concat([one for one in of if one is not None])
    reach = {level: float(norm.isf((1 - level / 100) / 2)) for level in LEVELS}
    widened = float(np.quantile(errors["apart"], 0.8)) / reach[80]
    return {
        "mase": float(errors["error"].mean()),
        "coverage_80": float((errors["apart"] <= reach[80]).mean()),
        "coverage_95": float((errors["apart"] <= reach[95]).mean()),
        "widened": float(np.clip(widened, 1.0, WIDEST)),
    }


def _chosen(rows: pd.DataFrame) -> pd.DataFrame:
    """Which candidate is used, and why each of the others is not."""
    naive = float(rows.loc[rows["model"] == NAIVE, "mase"].iloc[0])
    better = rows["mase"] < naive
    best = rows.loc[better, "mase"].idxmin() if better.any() else rows.index[rows["model"] == NAIVE][0]
    reasons = np.select(
        [rows.index == best, rows["mase"].isna(), ~better],
        ["chosen" if better.any() else "none_better", "not_converged", "not_better"],
        default="not_best",
    )
    return rows.assign(chosen=rows.index == best, reason=reasons)
