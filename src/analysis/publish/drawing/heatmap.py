"""All jobcentres at once: a row for each, a column for each measure, darker where a figure is higher."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from analysis.publish.drawing import labels
from analysis.publish.drawing.grid import NOTHING, Grid, borders, hatched, read
from analysis.publish.drawing.shades import legend
from analysis.publish.drawing.sheet import Sheet, Word, Words, check, described
from analysis.publish.drawing.style import (
    INK,
    OWN,
    PAPER,
    POINTS,
    SHADES,
    SYNTHETIC,
    TINY,
    WIDE,
    in_house,
)

COLUMNS = ("area", "label", "measure", "measure_label", "value", "shade", "shown", "hidden")
ROW, WIDEST = 10.5, 48.0  # points: the height of a row, and the most that a column may take
APART, FOOT = 16.0, 26.0  # points between blocks, and below the rows
TOGETHER = 12  # rows before a little air, so that the eye keeps its row
AIR, MARKED = 3.0, 10.0  # points of it, and of it with words in it
MOST = 3  # blocks side by side, where they leave room for the figures
FEWEST = 8  # rows of a block
LETTERS = 20  # of a measure's name, in a line


@in_house
def heatmap(table: pd.DataFrame, *, own: str, synthetic: bool = False) -> Figure:
    """Every area's figures in Danish order, shaded by where each lies among all areas.

    Shades are five steps of one colour from the lowest fifth to the highest, each darker than the one before,
    and say nothing about good or bad. A hidden cell is hatched, whatever else its row says; a cell without
    a shade is white.

    Parameters
    ----------
    table : DataFrame
        One row per area and measure. Columns: ``area`` (code), ``label`` (Danish), ``measure`` (id),
        ``measure_label`` (Danish), ``value`` (``nan`` where there is none), ``shade`` (0 to 1, the area's
        place among all; ``nan`` where there is none), ``shown`` (the figure as Danish text) and ``hidden``
        (bool). Measures stand in the order of the table. A figure missing without being hidden is a dash.
    own : str
        Code of the area to point out.
    synthetic : bool
        Write between the rows that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing, an area has a measure twice, or no cell has a figure to show.
    """
    check(table, COLUMNS, chart="heatmap")
    if table.duplicated(["area", "measure"]).any():
        raise ValueError("heatmap: an area has two rows for a measure")
    hidden = table["hidden"].astype(bool)
    if table["value"].mask(hidden).isna().all():
        raise ValueError(f"heatmap: none of {len(table)} cells has a figure to show")
    grid = read(table)
    page = _Page(grid, gap=MARKED if synthetic else AIR)
    for block in range(page.blocks):
        page.write_heads(block)
    for start in range(0, len(grid.areas), page.rows):
        end = min(start + page.rows, len(grid.areas))
        for row in range(start, end, TOGETHER):
            page.draw_rows(row, min(row + TOGETHER, end), own=own)
            if synthetic:
                page.mark(row)
    legend(page.axes, tall=ROW, hidden=bool(grid.hidden.any()), nothing=bool((grid.shown == NOTHING).any()))
    page.axes.add_artist(Words(page.words))
    about = f"{len(grid.areas)} områder i alfabetisk orden, mørkere jo højere: {', '.join(grid.measures)}."
    return described(page.sheet.figure, about, synthetic=synthetic)


class _Page:
    """The figure in points: blocks of rows side by side, as many as leave room for the figures."""

    def __init__(self, grid: Grid, *, gap: float) -> None:
        self.grid, self.gap = grid, gap
        width = WIDE * POINTS
        self.names = max(labels.width(name, TINY, bold=True) for name in grid.names) + 5
        figure = max(labels.width(text, TINY, bold=True) for text in set(grid.shown.ravel())) + 4
        needed = self.names + figure * len(grid.measures)
        room = int((width + APART) / (needed + APART))
        self.blocks = max(1, min(MOST, room, len(grid.areas) // FEWEST))
        self.wide = (width - APART * (self.blocks - 1)) / self.blocks
        self.cell = min((self.wide - self.names) / len(grid.measures), WIDEST)
        self.rows = -(-len(grid.areas) // self.blocks)
        self.heads = [labels.wrapped(measure, LETTERS) for measure in grid.measures]
        head = max(labels.width(text, TINY) for text in self.heads) + gap + 4
        self.top = FOOT + self.rows * ROW + (self.rows - 1) // TOGETHER * gap
        self.sheet = Sheet(width, self.top + head)
        self.axes = self.sheet.whole()
        self.words: list[Word] = []

    def corner(self, row: int) -> tuple[float, float]:
        """The upper left corner of an area's row."""
        block, down = divmod(row, self.rows)
        return block * (self.wide + APART), self.top - down * ROW - down // TOGETHER * self.gap

    def write_heads(self, block: int) -> None:
        left = block * (self.wide + APART) + self.names
        how: dict[str, Any] = {"size": TINY, "rotation": 90, "rotation_mode": "anchor", "va": "center"}
        for column, text in enumerate(self.heads):
            self.axes.text(
                left + (column + 0.5) * self.cell,
                self.top + self.gap + 1,
                text,
                color=INK,
                linespacing=1.05,
                **how,
            )

    def draw_rows(self, first: int, end: int, *, own: str) -> None:
        """Rows that stand together: their shades as one small image, hatches and words over it."""
        left, top = self.corner(first)
        start, bottom = left + self.names, top - (end - first) * ROW
        right = start + self.cell * len(self.grid.measures)
        shade = self.grid.fifths[first:end]
        colours = np.array([to_rgb(colour) for colour in (*SHADES, PAPER)])  # the last for none
        limits = self.axes.axis()
        self.axes.imshow(colours[shade], extent=(start, right, bottom, top), interpolation="none", aspect="auto")
        self.axes.axis(limits)
        self._draw_hatches(first, end)
        rows = np.linspace(bottom, top, end - first + 1)
        columns = np.linspace(start, right, len(self.grid.measures) + 1)
        self.axes.add_artist(borders(columns, rows))
        for row in range(first, end):
            self._write_row(row, shade[row - first], is_own=self.grid.areas[row] == own)

    def _write_row(self, row: int, shade: NDArray[np.int64], *, is_own: bool) -> None:
        left, top = self.corner(row)
        foot = top - ROW / 2 - TINY * 0.36  # capitals stand in the middle of their row
        self.words.append(Word(left + 2, foot, self.grid.names[row], bold=is_own, colour=OWN if is_own else INK))
        for column, text in enumerate(self.grid.shown[row]):
            if text:
                colour = PAPER if shade[column] == len(SHADES) - 1 else INK
                right = left + self.names + (column + 1) * self.cell - 3
                self.words.append(Word(right, foot, text, side="right", bold=is_own, colour=colour))
        if is_own:
            wide = self.names + self.cell * len(self.grid.measures) + 1
            frame = Rectangle((left - 1, top - ROW), wide, ROW, fill=False, edgecolor=OWN, linewidth=1.4, zorder=5)
            frame.set_clip_on(False)
            self.axes.add_artist(frame)

    def _draw_hatches(self, first: int, end: int) -> None:
        boxes = []
        for row, column in np.argwhere(self.grid.hidden[first:end]):
            left, top = self.corner(first + int(row))
            boxes.append((left + self.names + float(column) * self.cell, top - ROW, self.cell, ROW))
        if boxes:
            self.axes.add_artist(hatched(boxes))

    def mark(self, row: int) -> None:
        """That the data are synthetic, over rows that stand together, or over the heading of their block."""
        left, top = self.corner(row)
        how: dict[str, Any] = {"size": TINY, "weight": "bold", "color": "#8c8c8c"}
        self.axes.text(left + self.names, top + 1.8, SYNTHETIC, va="baseline", **how)
