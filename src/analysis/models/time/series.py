"""A series as the models of time want it: one area, in order, without gaps, and without what is still provisional."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import periods
from analysis.errors import AnalysisError

SEASONS = {"month": 12, "quarter": 4, "half": 2, "year": 1, "rolling": 1}  # periods in a year that differ by season
OBSTACLES = {
    "none": "it has no final figure",
    "hidden": "months inside it are hidden, and a gap is never filled",
    "gap": "months inside it are missing, and a gap is never filled",
    "short": "it is too short",
    "small": "it counts too few persons",
    "zero": "a figure of 0 has no logarithm",
}


@dataclass(frozen=True, eq=False)
class Series:
    """The final figures of one area, a period after the other.

    ``fresh`` are the provisional periods after them, which no model sees. ``kind`` is that of the periods.
    """

    periods: list[str]
    figures: np.ndarray
    count: np.ndarray
    fresh: list[str]
    kind: str

    @property
    def seasons(self) -> int:
        """Periods in a year that differ by season."""
        return SEASONS[self.kind]

    @property
    def per_year(self) -> int:
        """Periods that begin in a year."""
        return 12 // periods.STEP[self.kind]

    @property
    def season(self) -> np.ndarray:
        """The place of each period in its year, from 0."""
        return season_of(self.periods)


def read(series: pd.DataFrame, *, model: str, least: int = 1, smallest: float = 0.0, positive: bool = False) -> Series:
    """The final figures of a series, or the reason why they cannot be modelled.

    Parameters
    ----------
    series : DataFrame
        One row per period of one area. Columns: ``period``, ``value`` (missing where not shown), and where known
        ``status`` (``final``, ``provisional``, ``suppressed``, ``missing``; all final where left out) and ``count``
        (persons behind the figure; the figure itself where left out). Periods before the first figure are left out.
    model : str
        Who asks, for the message.
    least : int
        Fewest periods.
    smallest : float
        Fewest persons in any period.
    positive : bool
        Whether figures must be above 0.

    Raises
    ------
    AnalysisError
        If ``obstacle`` finds one.
    ValueError
        If columns are missing, a period comes twice, or there are several areas.
    """
    found, why = _judged(series, least=least, smallest=smallest, positive=positive, model=model)
    if why:
        raise AnalysisError(
            f"{model}: the series of {len(series)} periods cannot be modelled: {OBSTACLES[why]}"
            f"{f' ({len(found.periods)} final periods, {least} are needed)' if why == 'short' else ''}.\n"
            "Show it as it is, or choose an area and a measure with figures in every period."
        )
    return found


def obstacle(series: pd.DataFrame, *, least: int = 1, smallest: float = 0.0, positive: bool = False) -> str:
    """Why a series cannot be modelled, as a key of ``OBSTACLES``; empty where it can."""
    return _judged(series, least=least, smallest=smallest, positive=positive, model="obstacle")[1]


def later(last: str, steps: int) -> list[str]:
    """The periods after one, of its kind."""
    step = periods.STEP[periods.kind(last)]
    return [periods.shift(last, step * ahead) for ahead in range(1, steps + 1)]


def season_of(named: Sequence[str]) -> np.ndarray:
    """The place of each period in its year, from 0; always 0 for whole years.

    >>> season_of(["2019-01", "2019-12", "2020-01"]).tolist(), season_of(["2019-12R12"]).tolist()
    ([0, 11, 0], [0])
    """
    lengths = [12 // SEASONS[periods.kind(one)] for one in named]
    return np.array([(int(periods.last_month(one)[5:]) - 1) // of for one, of in zip(named, lengths, strict=True)])


def _judged(series: pd.DataFrame, *, least: int, smallest: float, positive: bool, model: str) -> tuple[Series, str]:
    rows = _ordered(series, model)
    known = rows["value"].notna() & ~rows["status"].isin(["suppressed", "missing"])
    begun = known.cummax() | rows["status"].eq("suppressed").cummax()
    fresh = rows["status"].eq("provisional").cummax()
    ours = rows[begun & ~fresh]
    shown = known[ours.index]
    found = Series(
        periods=list(ours["period"]),
        figures=ours["value"].to_numpy(dtype=float),
        count=ours["count"].to_numpy(dtype=float),
        fresh=list(rows.loc[fresh, "period"]),
        kind=periods.kind(str(rows["period"].iloc[0])) if len(rows) else "month",
    )
    whole = not found.periods or found.periods[1:] == later(found.periods[0], len(found.periods) - 1)
    checks = {
        "none": not shown.any(),
        "hidden": bool(ours.loc[~shown, "status"].eq("suppressed").any()),
        "gap": not shown.all() or not whole,
        "short": len(ours) < least,
        "small": smallest > 0 and not bool((found.count >= smallest).all()),
        "zero": positive and not bool((found.figures > 0).all()),
    }
    return found, next((why for why, holds in checks.items() if holds), "")


def _ordered(series: pd.DataFrame, model: str) -> pd.DataFrame:
    absent = [name for name in ("period", "value") if name not in series]
    if absent:
        raise ValueError(f"{model}: the table lacks {', '.join(absent)}; it needs period, value")
    rows = series.assign(status=series.get("status", "final"))
    rows["count"] = series["count"] if "count" in series else series["value"]
    if rows["period"].duplicated().any():
        raise ValueError(f"{model}: {int(rows['period'].duplicated().sum())} rows repeat a period; give one area")
    if len({periods.kind(str(period)) for period in rows["period"]}) > 1:
        raise ValueError(f"{model}: periods of several kinds in one series")
    return rows.sort_values("period", ignore_index=True)
