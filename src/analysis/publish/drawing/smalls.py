"""Small recurring figures side by side: one share each, with its finding above it, all drawn alike."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import danish
from analysis.publish.drawing import labels, scale
from analysis.publish.drawing.development import COLUMNS
from analysis.publish.drawing.lines import Line, januaries, named, read
from analysis.publish.drawing.sheet import Sheet, check, described, stamp
from analysis.publish.drawing.style import LINE, PAPER, POINTS, QUIET, SMALL, TINY, WIDTH, in_house

ACROSS = 2
GAP, LEFT, RIGHT = 16.0, 28.0, 42.0  # points between figures, for the words of the axis, and for the latest figure
TALL, BOTTOM, ABOVE = 74.0, 16.0, 12.0
TITLE_LINES, LETTERS = 3, 44
LEGEND = 16.0
SAMPLE = 20.0  # points of line in the legend


@in_house
def smalls(series: pd.DataFrame, *, synthetic: bool = False) -> Figure:
    """A small figure of development for each subject, two side by side, with one legend over all.

    Each axis starts at zero unless its figures lie far from it. Provisional months are hollow dots without a line.

    Parameters
    ----------
    series : DataFrame
        As ``development`` takes it, with ``subject`` and ``finding`` (Danish, what stands above the figure) as further
        columns; one row per subject, area and period.
    synthetic : bool
        Write across each figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing, an area has two rows for a period of one subject, or a subject has no figure at all.
    """
    check(series, (*COLUMNS, "subject", "finding"), chart="smalls")
    parts = [rows for _, rows in series.groupby("subject", sort=False)]
    lines = [read(rows) for rows in parts]
    if any(all(line.why for line in of) for of in lines):
        raise ValueError("smalls: a subject has no figure to draw")
    wide = (WIDTH * POINTS - (ACROSS - 1) * GAP) / ACROSS
    title = TITLE_LINES * SMALL * LINE + ABOVE
    tall = title + TALL + BOTTOM
    rows = -(-len(parts) // ACROSS)
    sheet = Sheet(WIDTH * POINTS, LEGEND + rows * tall + (rows - 1) * ABOVE)
    _legend(sheet, max(lines, key=len))
    said = []
    for at, (part, of) in enumerate(zip(parts, lines, strict=True)):
        left = at % ACROSS * (wide + GAP)
        top = sheet.height - LEGEND - at // ACROSS * (tall + ABOVE)
        finding = str(part["finding"].iloc[0])
        sheet.write(
            left, top - 2, labels.wrapped(finding, LETTERS), size=SMALL, weight="bold", va="top", linespacing=1.15
        )
        _panel(sheet, of, left=left, bottom=top - title - TALL, wide=wide, synthetic=synthetic)
        said.append(finding)
    return described(sheet.figure, f"{'. '.join(said)}.", synthetic=synthetic)


def _panel(sheet: Sheet, lines: list[Line], *, left: float, bottom: float, wide: float, synthetic: bool) -> None:
    drawn = [line for line in lines if not line.why]
    known = [float(value) for line in drawn for value in line.value[line.known]]
    axis = scale.scale(known, percent=True, steps=3)
    first, last = min(int(line.months[0]) for line in drawn), max(int(line.months[-1]) for line in drawn)
    axes = sheet.axes(left + LEFT, bottom, wide - LEFT - RIGHT, TALL)
    axes.set_xlim(first - 0.5, last)
    axes.set_ylim(axis.low, axis.high)
    axes.set_yticks(axis.ticks, axis.words)
    axes.grid(axis="y")
    ticks = januaries(first, last)[::2]
    axes.set_xticks(ticks, [danish.short_month(named(month)) for month in ticks])
    for line in reversed(drawn):
        colour, width, dashes, ink = line.pen
        final = np.where(line.provisional, np.nan, line.value)
        how: dict[str, Any] = {"color": colour, "clip_on": False, "zorder": 4.0 if line.role == "own" else 2.0}
        axes.plot(line.months, final, linewidth=width * 0.8, linestyle=(0, dashes) if dashes else "-", **how)
        fresh = line.provisional & line.known
        axes.plot(line.months[fresh], line.value[fresh], "o", markersize=2.2, markerfacecolor=PAPER, **how)
        if line.role == "own":
            decimals = scale.decimals(known, unit="pct.")
            text = ("ca. " if line.estimated else "") + danish.number(float(line.value[-1]), decimals)
            across = left + LEFT + (line.months[-1] - first + 0.5) / (last - first + 0.5) * (wide - LEFT - RIGHT)
            up = bottom + (line.value[-1] - axis.low) / (axis.high - axis.low) * TALL
            sheet.write(across + 5, up, text, size=SMALL, weight="bold", color=ink, va="center")
    if axis.cut:
        sheet.write(left + LEFT, bottom + TALL + 2, scale.CUT, size=TINY, color=QUIET, va="bottom")
    if synthetic:
        stamp(axes, wide=wide - LEFT - RIGHT, tall=TALL)


def _legend(sheet: Sheet, lines: list[Line]) -> None:
    """Who is who, in a row at the top."""
    at = 0.0
    for line in lines:
        colour, width, dashes, ink = line.pen
        up = sheet.height - 7
        style: Any = (0, dashes) if dashes else "-"
        sheet.rule([at, at + SAMPLE], [up, up], color=colour, linewidth=width * 0.8, linestyle=style)
        bold = line.role == "own"
        weight = "bold" if bold else "normal"
        sheet.write(at + SAMPLE + 4, up, line.label, size=SMALL, color=ink, weight=weight, va="center")
        at += SAMPLE + 4 + labels.width(line.label, SMALL, bold=bold) + 16
