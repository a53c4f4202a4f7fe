"""A series taken apart: its figures with the trend, its season, and what is left, one above the other."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import danish
from analysis.publish.drawing import labels, scale
from analysis.publish.drawing.lines import januaries, named, place
from analysis.publish.drawing.sheet import Sheet, check, described, stamp
from analysis.publish.drawing.style import (
    NOT_SHOWN,
    OURS,
    OWN,
    PAPER,
    POINTS,
    PROVISIONAL,
    QUIET,
    SHADES,
    SMALL,
    WIDTH,
    in_house,
)

COLUMNS = ("period", "value", "status", "trend", "low", "high", "season", "remainder")
PARTS = (("value", "Tal og tendens (bånd: 95 pct.)", 120.0), ("season", "Sæson", 70.0), ("remainder", "Rest", 55.0))
BOTTOM, BETWEEN, RIGHT = 20.0, 22.0, 8.0  # points


@in_house
def decomposed(table: pd.DataFrame, *, unit: str, synthetic: bool = False) -> Figure:
    """Figures and trend, season, and remainder of a monthly series, each on its own axis with the same unit.

    Provisional months are hollow dots and have neither trend nor season. Season and remainder are read from zero.

    Parameters
    ----------
    table : DataFrame
        One row per month of one area, as ``models.seasons`` gives it.
    unit : str
        Heading of the first axis in Danish.
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing, or there is no trend to draw.
    """
    check(table, COLUMNS, chart="decomposed")
    rows = table.assign(at=[place(period) for period in table["period"]]).sort_values("at")
    rows["value"] = rows["value"].where(~rows["status"].isin(NOT_SHOWN))
    if rows["trend"].isna().all() or rows["value"].isna().all():
        raise ValueError(f"decomposed: none of {len(table)} rows has a trend to draw")
    percent = scale.is_percent(unit)
    reach = {
        "value": [*rows["value"].dropna(), *rows["low"].dropna(), *rows["high"].dropna()],
        "season": [*rows["season"].dropna(), 0.0],
        "remainder": [*rows["remainder"].dropna(), 0.0],
    }
    steps = {"value": 4, "season": 3, "remainder": 2}
    scales = {
        name: scale.scale([float(each) for each in of], percent=percent, steps=steps[name])
        for name, of in reach.items()
    }
    left = max(labels.width(word, SMALL) for one in scales.values() for word in one.words) + 5
    wide = WIDTH * POINTS - left - RIGHT
    height = BOTTOM + sum(tall + BETWEEN for _, _, tall in PARTS)
    sheet = Sheet(WIDTH * POINTS, height)
    first, last = int(rows["at"].min()), int(rows["at"].max())
    top = height
    for name, title, tall in PARTS:
        top -= BETWEEN
        axes = sheet.axes(left, top - tall, wide, tall)
        _frame(axes, scales[name], first, last, bottom=name == PARTS[-1][0])
        heading = f"{title}, {scales[name].heading(unit)}" if name == "value" else title
        sheet.write(0, top + 6, heading, size=SMALL, va="bottom")
        _draw(axes, rows, name)
        if synthetic and name == "value":
            stamp(axes, wide=wide, tall=tall)
        top -= tall
    return described(sheet.figure, _words(rows, unit), synthetic=synthetic)


def _frame(axes: Axes, axis: scale.Scale, first: int, last: int, *, bottom: bool) -> None:
    axes.set_xlim(first - 0.5, last + 0.5)
    axes.set_ylim(axis.low, axis.high)
    axes.set_yticks(axis.ticks, axis.words)
    axes.grid(axis="y")
    ticks = januaries(first, last)
    axes.set_xticks(ticks, [danish.short_month(named(month)) for month in ticks] if bottom else [""] * len(ticks))


def _draw(axes: Axes, rows: pd.DataFrame, name: str) -> None:
    if name != "value":
        axes.axhline(0, color=QUIET, linewidth=0.8, zorder=1)
        axes.bar(rows["at"], rows[name], width=0.8, color=OURS if name == "season" else SHADES[3], label=name, zorder=2)
        return
    axes.fill_between(rows["at"], rows["low"], rows["high"], color=SHADES[1], linewidth=0, zorder=1, label="band")
    fresh = rows["status"].eq("provisional")
    axes.plot(rows["at"], rows["value"].where(~fresh), color=QUIET, linewidth=0.9, zorder=2, label="value")
    axes.plot(rows["at"], rows["trend"], color=OWN, linewidth=2.2, zorder=3, label="trend")
    if fresh.any():
        how: dict[str, Any] = {
            "color": QUIET,
            "marker": "o",
            "markersize": 4.0,
            "markerfacecolor": PAPER,
            "markeredgewidth": 1.0,
        }
        axes.plot(rows["at"][fresh], rows["value"][fresh], linestyle="", zorder=4, label=PROVISIONAL, **how)


def _words(rows: pd.DataFrame, unit: str) -> str:
    season = rows.dropna(subset="season").drop_duplicates("season")
    names = [danish.month(str(period)).split()[0] for period in season["period"]]
    highest, lowest = names[int(np.argmax(season["season"]))], names[int(np.argmin(season["season"]))]
    known = rows.dropna(subset="trend")
    decimals = scale.decimals([float(value) for value in known["value"]], unit=unit)
    ends = [danish.number(float(known["trend"].iloc[at]), decimals) for at in (0, -1)]
    when = [danish.month(str(known["period"].iloc[at])) for at in (0, -1)]
    return (
        f"Tendensen går fra {ends[0]} i {when[0]} til {ends[1]} i {when[1]}, {unit}. Sæsonen er højest i {highest} og "
        f"lavest i {lowest}."
    )
