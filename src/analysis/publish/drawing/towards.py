"""The way to each agreed target: a line from base to target, where it should be now, and the figures so far."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import danish, periods
from analysis.publish.drawing import labels, scale
from analysis.publish.drawing.lines import named, place
from analysis.publish.drawing.sheet import Sheet, check, described, stamp
from analysis.publish.drawing.style import INK, LINE, OWN, PAPER, POINTS, QUIET, SMALL, WIDTH, in_house

COLUMNS = ("goal", "target_period", "label", "unit", "operator", "place", "decimals", "point", "period", "value")
ACROSS = 2  # goals side by side
TALL, BOTTOM, BETWEEN, APART = 120.0, 18.0, 26.0, 22.0  # points
GAP = 8.0  # points from the axes to the words at their right
_BOUND = {"<=": "højst", ">=": "mindst"}


@in_house
def towards(table: pd.DataFrame, *, synthetic: bool = False) -> Figure:
    """A panel for each goal with the straight line from base to target and the final figures beside it.

    What is agreed is grey and dashed, figures are dark. A target for a year is a bar over its months. Every axis
    starts at zero, so that a small change looks small.

    Parameters
    ----------
    table : DataFrame
        As ``measures.agreed_path`` gives it: one row per goal and point.
    synthetic : bool
        Write across the panels that have figures that these are synthetic; agreed targets are real.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    check(table, COLUMNS, chart="towards")
    goals = [of_goal for _, of_goal in table.groupby(["target_period", "goal"], sort=False)]
    across = min(ACROSS, len(goals))
    width = (WIDTH * POINTS - BETWEEN * (across - 1)) / across
    heads = [_head(of_goal, width) for of_goal in goals]
    above = max(labels.height(head, SMALL) for head in heads) + 6
    bands = -(-len(goals) // across)
    each = above + TALL + BOTTOM
    sheet = Sheet(WIDTH * POINTS, bands * each + (bands - 1) * APART)
    said = []
    for at, (of_goal, head) in enumerate(zip(goals, heads, strict=True)):
        band, column = divmod(at, across)
        left, top = column * (width + BETWEEN), sheet.height - band * (each + APART)
        sheet.write(left, top, head, size=SMALL, weight="bold", va="top", linespacing=1.15)
        said.append(_panel(sheet, of_goal, left=left, bottom=top - above - TALL, width=width, synthetic=synthetic))
    figures = table[table["point"] == "figure"]
    return described(sheet.figure, f"Vejen til målene. {'; '.join(said)}.", synthetic=synthetic and len(figures) > 0)


def _head(of_goal: pd.DataFrame, width: float) -> str:
    row = of_goal.iloc[0]
    return labels.wrapped(f"{row['label']}, {row['unit']}", int(width / (SMALL * 0.68)))


def _axis(of_goal: pd.DataFrame) -> scale.Scale:
    values = [0.0, *(float(value) for value in of_goal["value"])]
    return scale.scale(values, percent=scale.is_percent(str(of_goal["unit"].iloc[0])), steps=3)


def _panel(sheet: Sheet, of_goal: pd.DataFrame, *, left: float, bottom: float, width: float, synthetic: bool) -> str:
    """Draw one goal, and return in words what it shows."""
    axis, ends = _axis(of_goal), _ends(of_goal)
    inset = max(labels.width(word, SMALL) for word in axis.words) + 5
    room = max(labels.width(text, SMALL, bold=True) for _, text, _ in ends) + GAP + 2
    wide = width - inset - room
    axes = sheet.axes(left + inset, bottom, wide, TALL)
    months = [place(period) for period in of_goal["period"]]
    to_year = of_goal.loc[of_goal["point"] == "target", "period"].map(periods.kind).eq("year").any()
    first, last = min(months) - (11 if to_year and len(set(months)) == 1 else 0), max(months)
    axes.set_xlim(first - 0.5, last + 0.5)
    axes.set_ylim(axis.low, axis.high)
    axes.set_yticks(axis.ticks, axis.words)
    ticks = [first, last] if last - first < 48 else [first, (first + last) // 2, last]
    axes.set_xticks(ticks, [danish.short_month(named(month)) for month in ticks])
    axes.grid(axis="y")
    _draw(axes, of_goal)
    if synthetic and (of_goal["point"] == "figure").any():
        stamp(axes, wide=wide, tall=TALL)
    _write_ends(sheet, axis, ends, start=left + inset + wide + GAP, bottom=bottom)
    return f"{of_goal['label'].iloc[0]}: " + ", ".join(text for _, text, _ in ends)


def _draw(axes: Any, of_goal: pd.DataFrame) -> None:
    points = {
        kind: [(place(period), value) for period, value in zip(rows["period"], rows["value"], strict=True)]
        for kind, rows in of_goal.groupby("point")
    }
    end = points["target"][0]
    hollow = {"markerfacecolor": PAPER, "clip_on": False, "linestyle": "none", "zorder": 4}
    for start in points.get("base", []):
        axes.plot([start[0], end[0]], [start[1], end[1]], color=QUIET, linestyle=(0, (4, 2)), linewidth=1.3, zorder=2)
        axes.plot(*start, "o", color=QUIET, markersize=5, **{**hollow, "markerfacecolor": QUIET})
    if of_goal.loc[of_goal["point"] == "target", "period"].map(periods.kind).eq("year").all():
        axes.plot([end[0] - 11.5, end[0] + 0.5], [end[1]] * 2, color=INK, linewidth=2.4, zorder=3, clip_on=False)
    else:
        axes.plot(*end, "D", color=INK, markersize=6, **hollow)
    for now in points.get("now", []):
        axes.plot(*now, "o", color=QUIET, markersize=6, **hollow)
    figures = points.get("figure", [])
    if figures:
        months = np.arange(figures[0][0], figures[-1][0] + 1)
        value = np.full(months.size, np.nan)
        value[[month - months[0] for month, _ in figures]] = [at for _, at in figures]
        axes.plot(months, value, color=OWN, linewidth=2.2, zorder=3, clip_on=False)
        axes.plot(*figures[-1], "o", color=OWN, markersize=4.5, zorder=4, clip_on=False)


def _ends(of_goal: pd.DataFrame) -> list[tuple[float, str, str]]:
    """The words at the right of a panel with the value they stand at: base, target, the line now, latest figure."""
    operator, unit = of_goal["operator"].iloc[0], of_goal["unit"].iloc[0]
    of_agreed, of_figures = int(of_goal["decimals"].iloc[0]), 1 if unit == "pct." else 0
    ends = []
    for kind, word, colour in (
        ("base", "basis", QUIET),
        ("now", "linjen nu", QUIET),
        ("target", f"mål {_BOUND[operator]}", INK),
        ("figure", "tal", OWN),
    ):
        rows = of_goal[of_goal["point"] == kind]
        if rows.empty:
            continue
        row = rows.iloc[-1]
        decimals = of_agreed if kind in ("base", "target") else of_figures
        dated = f" ({danish.short_month(row['period'])})" if kind == "figure" else ""
        ends.append((float(row["value"]), f"{word} {danish.number(row['value'], decimals)}{dated}", colour))
    return ends


def _write_ends(
    sheet: Sheet, axis: scale.Scale, ends: list[tuple[float, str, str]], *, start: float, bottom: float
) -> None:
    wanted = [bottom + (value - axis.low) / (axis.high - axis.low) * TALL for value, _, _ in ends]
    heights = [SMALL * LINE] * len(ends)
    middles = labels.spread(wanted, heights, low=bottom - 5, high=bottom + TALL + 8)
    for (_, text, colour), middle in zip(ends, middles, strict=True):
        weight = "bold" if colour == OWN else "normal"
        sheet.write(start, middle, text, size=SMALL, va="center_baseline", color=colour, weight=weight)
