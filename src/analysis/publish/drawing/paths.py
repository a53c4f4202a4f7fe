"""The effect of beginning an offer, month by month from its start, with its interval."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import danish
from analysis.publish.drawing import labels, scale
from analysis.publish.drawing.sheet import Sheet, check, described, stamp
from analysis.publish.drawing.style import INK, LINE, OWN, POINTS, QUIET, SMALL, WIDTH, in_house

COLUMNS = ("label", "months", "effect", "low", "high", "n")
TALL = 96.0  # points of a panel
ABOVE, BETWEEN, BELOW = 18.0, 30.0, 34.0
HEADING = "forskel i procentpoint mellem dem, der begyndte, og lignende, der ikke gjorde"
MONTHS = "måneder fra tilbuddet begyndte"


@in_house
def effect_path(table: pd.DataFrame, *, synthetic: bool = False) -> Figure:
    """A panel per kind of offer: a dot per month with its 95 per cent interval, around a line at no difference.

    All panels have the same scale. Dots whose interval holds no difference are hollow.

    Parameters
    ----------
    table : DataFrame
        One row per kind and month. Columns: ``label`` (Danish), ``months`` (from the start), ``effect``, ``low`` and
        ``high`` (share, −1 to 1), ``n`` (who began).
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing or there is no effect to draw.
    """
    check(table, COLUMNS, chart="effect_path")
    shown = table[table["effect"].notna()]
    if shown.empty:
        raise ValueError(f"effect_path: none of {len(table)} rows has an effect to draw")
    groups = list(dict.fromkeys(shown["label"]))
    reach = 100 * shown[["effect", "low", "high"]].to_numpy().ravel()
    axis = scale.scale([float(reach.min()), 0.0, float(reach.max())], percent=False, steps=4)
    left = max(labels.width(word, SMALL) for word in axis.words) + 6
    size = ABOVE + len(groups) * (TALL + BETWEEN) - BETWEEN / 2 + BELOW
    sheet = Sheet(WIDTH * POINTS, size)
    wide = sheet.width - left - 4
    sheet.write(0, sheet.height - 1, HEADING, va="top")
    for at, name in enumerate(groups):
        foot = sheet.height - ABOVE - (at + 1) * (TALL + BETWEEN) + BETWEEN / 2
        rows = shown[shown["label"] == name].sort_values("months")
        axes = sheet.axes(left, foot, wide, TALL)
        axes.set_xlim(0.4, float(shown["months"].max()) + 0.6)
        axes.set_ylim(axis.low, axis.high)
        axes.set_yticks(axis.ticks, axis.words)
        months = sorted(shown["months"].unique())
        axes.set_xticks(months, [str(month) for month in months])
        axes.grid(axis="y")
        axes.axhline(0, color=INK, linewidth=0.9, zorder=1.5)
        _draw(axes, rows)
        count = danish.number(float(rows["n"].max()))
        sheet.write(left, foot + TALL + 3, name, size=SMALL, weight="bold", color=OWN, va="bottom")
        own = labels.width(name, SMALL, bold=True)
        sheet.write(left + own + 8, foot + TALL + 3, f"{count} begyndte", size=SMALL, color=QUIET, va="bottom")
        if synthetic:
            stamp(axes, wide=wide, tall=TALL)
    sheet.write(
        left + wide / 2, BELOW - 2 * SMALL * LINE - 6, MONTHS, size=SMALL, color=QUIET, ha="center", va="bottom"
    )
    return described(sheet.figure, _said(shown, groups), synthetic=synthetic)


def _draw(axes: Axes, rows: pd.DataFrame) -> None:
    months = rows["months"].to_numpy(dtype=float)
    effect, low, high = (100 * rows[name].to_numpy(dtype=float) for name in ("effect", "low", "high"))
    sure = (low > 0) | (high < 0)
    axes.vlines(months, low, high, color=OWN, linewidth=1.2, zorder=3)
    for kind, face in ((True, OWN), (False, "#ffffff")):
        here = sure == kind
        axes.plot(
            months[here],
            effect[here],
            "o",
            markersize=4.6,
            color=OWN,
            markerfacecolor=face,
            markeredgewidth=1.1,
            zorder=4,
        )
    axes.plot(months, effect, color=OWN, linewidth=0.7, zorder=2)


def _said(shown: pd.DataFrame, groups: list[str]) -> str:
    parts = []
    for name in groups:
        last = shown[shown["label"] == name].sort_values("months").iloc[-1]
        numbers = [danish.signed(100 * float(last[column]), 1) for column in ("effect", "low", "high")]
        when = int(np.rint(last["months"]))
        parts.append(f"{name}: {numbers[0]} procentpoint efter {when} måneder (fra {numbers[1]} til {numbers[2]})")
    return f"Prikker med intervaller, {HEADING}. " + "; ".join(parts) + "."
