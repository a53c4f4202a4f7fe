"""Five years of months as lines, each with its name and latest figure at its end."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import danish
from analysis.publish.drawing import labels, scale
from analysis.publish.drawing.lines import Line, indexed, januaries, named, notes, read, worded
from analysis.publish.drawing.sheet import Sheet, check, described, stamp
from analysis.publish.drawing.style import BAND, LINE, PAPER, POINTS, PROVISIONAL, QUIET, SMALL, WIDTH, in_house

COLUMNS = ("area_type", "area", "label", "role", "period", "value", "status", "estimated")
TALL = 176.0  # points from the lowest to the highest of the y axis, at least
BOTTOM = 20.0  # points below it
INDEX = "indeks"
LEADER = 48.0  # points from a line to its label, at most: a longer leader would look like figures
GAP = 14.0  # points from the last month to its label


@in_house
def development(
    series: pd.DataFrame,
    *,
    unit: str,
    reforms: Sequence[tuple[str, str]] = (),
    index: bool = False,
    synthetic: bool = False,
) -> Figure:
    """Lines of development for an area and those it is compared with.

    A month without a figure breaks the line, and a figure between two such months is a dot: nothing is drawn
    where nothing is known. Provisional months are dashed with hollow dots. The axis starts at zero unless all
    figures lie far from it, and says so when it does not. A label that gives the figure of an earlier month
    than the last one says which month.

    Parameters
    ----------
    series : DataFrame
        One row per area and period. Columns: ``area_type``, ``area`` (code), ``label`` (Danish), ``role``
        (one of ``style.ROLES``), ``period`` (``"2026-07"`` or ``"2019-Q4"``), ``value`` (``nan`` where not
        shown), ``status`` (``final``, ``provisional``, ``suppressed``, ``missing``), ``estimated`` (bool).
    unit : str
        Heading of the y axis in Danish, such as ``"pct. af arbejdsstyrken"``.
    reforms : sequence of (month, text)
        What to mark at the beginning of a month; those outside the months shown are left out.
    index : bool
        Draw each area's figures with those of the first month that all areas have as 100.
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing, an area has two rows for a period, there is no value to draw,
        or, for an index, there is no month with a figure above zero for every area.
    """
    check(series, COLUMNS, chart="development")
    lines = read(series)
    if all(line.why for line in lines):
        raise ValueError(f"development: none of {len(series)} rows in {unit} has a value to draw")
    if index:
        lines, base = indexed(lines)
        unit = f"{INDEX}, {danish.month(named(base))} = 100"
    plot = _Plot(lines, reforms, unit=unit)
    if index:
        plot.axes.axhline(100, color=QUIET, linewidth=0.8, zorder=1)
    for line in lines:
        _draw(plot.axes, line)
    plot.write_heading(unit)
    plot.write_notes()
    plot.write_ends()
    if synthetic:
        stamp(plot.axes, wide=plot.wide, tall=plot.tall)
    months = f"{danish.month(named(plot.first))} til {danish.month(named(plot.last))}"
    said = "; ".join(text.replace("\n", " ") for text in plot.words)
    return described(plot.sheet.figure, f"Linjer for {months}, {unit}. Senest: {said}.", synthetic=synthetic)


class _Plot:
    """The room of the figure: how wide the words at its sides are decides how much is left for the lines."""

    def __init__(self, lines: Sequence[Line], reforms: Sequence[tuple[str, str]], *, unit: str) -> None:
        self.lines, drawn = lines, [line for line in lines if not line.why]
        first, last = self.first, self.last = (
            min(int(line.months[0]) for line in drawn),
            max(int(line.months[-1]) for line in drawn),
        )
        known = [float(value) for line in drawn for value in line.value[line.known]]
        is_index = unit.startswith(INDEX)
        axis = self.axis = scale.scale(known, percent=scale.is_percent(unit), from_zero=not is_index)
        decimals = 0 if is_index else scale.decimals(known, unit=unit)
        self.words = [worded(line, last=last, decimals=decimals) for line in lines]
        self.notes = notes(drawn, reforms, first=first, last=last)
        self.left = max(labels.width(word, SMALL) for word in axis.words) + 5
        right = max(labels.width(text, SMALL, bold=True) for text in self.words) + GAP + 2
        self.wide = WIDTH * POINTS - self.left - right
        self.tall = max(TALL, sum(labels.height(text, SMALL) for text in self.words))
        widths = [labels.width(text, SMALL) for _, text in self.notes]
        self.starts = [
            min(self.across(month), WIDTH * POINTS - width)
            for (month, _), width in zip(self.notes, widths, strict=True)
        ]
        self.rows = labels.rows(self.starts, widths, gap=8)
        above = (max(self.rows, default=-1) + 1) * SMALL * LINE + 8
        self.sheet = Sheet(WIDTH * POINTS, BOTTOM + self.tall + above + 14)
        self.axes = self.sheet.axes(self.left, BOTTOM, self.wide, self.tall)
        self.axes.set_xlim(first - 0.5, last)
        self.axes.set_ylim(axis.low, axis.high)
        self.axes.set_yticks(axis.ticks, axis.words)
        self.axes.grid(axis="y")
        ticks = januaries(first, last)
        self.axes.set_xticks(ticks, [danish.short_month(named(month)) for month in ticks])

    def across(self, month: float) -> float:
        """Points from the left edge of the figure."""
        return self.left + (month - self.first + 0.5) / (self.last - self.first + 0.5) * self.wide

    def up(self, value: float) -> float:
        """Points from the bottom of the figure."""
        return BOTTOM + (value - self.axis.low) / (self.axis.high - self.axis.low) * self.tall

    def write_heading(self, unit: str) -> None:
        self.sheet.write(0, self.sheet.height - 1, self.axis.heading(unit), va="top")

    def write_notes(self) -> None:
        """Each note over the line or the months that it explains."""
        top = BOTTOM + self.tall
        for (month, text), start, row in zip(self.notes, self.starts, self.rows, strict=True):
            foot = top + 5 + row * SMALL * LINE
            if text == PROVISIONAL:
                self.axes.axvspan(month, self.last + 0.5, color=BAND, linewidth=0, zorder=0, clip_on=False)
            else:
                here = [self.across(month)] * 2
                dots = (0, (1.0, 2.0))
                self.sheet.rule(here, [BOTTOM, foot], color=QUIET, linewidth=0.9, linestyle=dots, zorder=0.5)
            behind = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.5}
            self.sheet.write(start, foot + 1, text, size=SMALL, color=QUIET, va="bottom", bbox=behind)

    def write_ends(self) -> None:
        """The label of each line at its end; a leader where it had to move or the line ended just before."""
        wanted = [BOTTOM if line.why else self.up(line.value[-1]) for line in self.lines]
        heights = [labels.height(text, SMALL) for text in self.words]
        middles = labels.spread(wanted, heights, low=BOTTOM - 5, high=BOTTOM + self.tall + 5)
        start = self.left + self.wide + GAP
        for line, text, end, middle in zip(self.lines, self.words, wanted, middles, strict=True):
            weight = "bold" if line.role == "own" else "normal"
            self.sheet.write(
                start,
                middle,
                text,
                size=SMALL,
                weight=weight,
                color=line.pen.ink,
                va="center",
                linespacing=1.1,
            )
            if line.why:
                continue
            here = self.across(line.months[-1]) + 3
            moved = abs(middle - end) > 2 or line.months[-1] < self.last
            if moved and start - here < LEADER:
                self.sheet.rule([here, start - 2], [end, middle], color=line.pen.ink, linewidth=0.5)


def _draw(axes: Axes, line: Line) -> None:
    """Final months as a line, provisional ones dashed with hollow dots, lone ones as dots."""
    colour, width, dashes, _ = line.pen
    order = 4.0 if line.role == "own" else 3.0 if line.role == "member" else 2.0
    fresh = line.provisional & line.known
    beside = np.pad(line.provisional, 1)
    into = beside[:-2] | beside[1:-1] | beside[2:]  # the dashed part begins at the last final month
    final = np.where(line.provisional, np.nan, line.value)
    how: dict[str, Any] = {"color": colour, "label": line.label, "zorder": order, "clip_on": False}
    if np.isfinite(final).any():
        axes.plot(line.months, final, linewidth=width, linestyle=(0, dashes) if dashes else "-", **how)
    if fresh.any():
        axes.plot(
            line.months,
            np.where(into, line.value, np.nan),
            linewidth=width * 0.75,
            linestyle=(0, (1.6, 1.2)),
            marker="o",
            markersize=2.6 + width * 0.7,
            markerfacecolor=PAPER,
            markeredgewidth=width * 0.55,
            markevery=list(np.flatnonzero(fresh)),
            **how,
        )
    lone = line.alone & ~line.provisional
    if lone.any():
        axes.plot(line.months[lone], line.value[lone], "o", markersize=1.5 + width, markeredgewidth=0, **how)
