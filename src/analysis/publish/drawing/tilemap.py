"""All jobcentres on a map of Denmark with a tile for each, as large for the smallest as for the largest."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from analysis.publish.drawing import labels, shades
from analysis.publish.drawing.grid import fifths, hatched
from analysis.publish.drawing.sheet import Sheet, Word, Words, check, described
from analysis.publish.drawing.style import INK, OWN, PAPER, POINTS, QUIET, SHADES, SYNTHETIC, TINY, WIDE, in_house

COLUMNS = ("area", "label", "short", "column", "row", "value", "shade", "shown", "hidden")
TALL, GAP = 27.0, 2.0  # points: the height of a tile, and between tiles
FOOT, HEAD = 30.0, 14.0  # points below the tiles and above them


@in_house
def tiles(table: pd.DataFrame, *, own: str, unit: str, synthetic: bool = False) -> Figure:
    """A tile for each area, roughly where it lies, shaded by where its figure is among all, and the figure in it.

    Shades are five steps of one colour from the lowest fifth to the highest, each darker than the one before, and say
    nothing about good or bad. A hidden figure is hatched, and the tile says no more than whose it is. The own tile has
    a frame.

    Parameters
    ----------
    table : DataFrame
        One row per area. Columns: ``area`` (code), ``label`` and ``short`` (Danish names), ``column`` and ``row`` (the
        tile's place from the upper left corner), ``value`` (``nan`` where not shown), ``shade`` (0 to 1, the area's
        place among all), ``shown`` (the figure as Danish text) and ``hidden`` (bool).
    own : str
        Code of the area to point out.
    unit : str
        Heading in Danish, such as ``"pct. af arbejdsstyrken"``.
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing, two areas share a tile, or no area has a value.
    """
    check(table, COLUMNS, chart="tiles")
    if table.duplicated(["column", "row"]).any():
        raise ValueError("tiles: two areas share a tile")
    hides = table["hidden"].astype(bool) | table["value"].isna()
    if hides.all():
        raise ValueError(f"tiles: none of {len(table)} areas has a value in {unit}")
    across, down = int(table["column"].max()) + 1, int(table["row"].max()) + 1
    wide, tall = WIDE * POINTS, FOOT + down * TALL + HEAD
    sheet = Sheet(wide, tall)
    axes = sheet.whole()
    side = wide / across
    lefts = table["column"].to_numpy(dtype=float) * side
    feet = tall - HEAD - (table["row"].to_numpy(dtype=float) + 1) * TALL
    colours = fifths(table["shade"].where(~hides).to_numpy(dtype=float))
    _draw(axes, lefts, feet, colours, side=side)
    hidden = [(left, foot, side - GAP, TALL - GAP) for left, foot, one in zip(lefts, feet, hides, strict=True) if one]
    if hidden:
        axes.add_artist(hatched(hidden))
    words: list[Word] = []
    rows: list[Any] = list(table.itertuples())
    for row, left, foot, shade, one in zip(rows, lefts, feet, colours, hides, strict=True):
        is_own = bool(row.area == own)
        colour = PAPER if shade == len(SHADES) - 1 else INK
        words.append(Word(left + 2.5, foot + TALL - GAP - TINY - 1.5, row.short, bold=is_own, colour=colour))
        if not one:
            words.append(Word(left + 2.5, foot + 4, row.shown, bold=True, colour=colour))
        if is_own:
            size = (side - GAP + 2, TALL - GAP + 2)
            for line, width in ((OWN, 3.6), (PAPER, 1.2)):  # a light line in the dark one: it is seen on any shade
                frame = Rectangle((left - 1, foot - 1), *size, fill=False, edgecolor=line, linewidth=width)
                frame.set(clip_on=False, zorder=5)
                axes.add_artist(frame)
    written = Words(words)
    written.set_zorder(4)  # over the tiles
    axes.add_artist(written)
    shades.legend(axes, tall=12.5, hidden=bool(hidden), nothing=False)
    sheet.write(0, tall - 1, unit, va="top")
    if synthetic:
        _mark(axes, table, side=side, tall=tall)
    return described(sheet.figure, _in_words(table, hides, own, unit), synthetic=synthetic)


def _draw(
    axes: Axes, lefts: NDArray[np.float64], feet: NDArray[np.float64], colours: NDArray[np.int64], *, side: float
) -> None:
    """The tiles in their shades; paper where there is none."""
    for left, foot, shade in zip(lefts, feet, colours, strict=True):
        face = (*SHADES, PAPER)[int(shade)]
        how: dict[str, Any] = {"facecolor": face, "edgecolor": QUIET, "linewidth": 0.4}
        axes.add_artist(Rectangle((left, foot), side - GAP, TALL - GAP, **how))


def _mark(axes: Axes, table: pd.DataFrame, *, side: float, tall: float) -> None:
    """That the data are synthetic, above and below in the longest run of places without a tile: it hides nothing."""
    taken = set(zip(table["column"], table["row"], strict=True))
    across, down = int(table["column"].max()) + 1, int(table["row"].max()) + 1
    runs = []
    for row in range(down):
        start = 0
        for column in range(across + 1):
            if column == across or (column, row) in taken:
                runs.append((column - start, row, start))
                start = column + 1
    wide = labels.width(SYNTHETIC, 1.0, bold=True)
    upper, lower = ([run for run in runs if (run[1] < down / 2) == above] for above in (True, False))
    for length, row, start in (max(part) for part in (upper, lower) if part):
        size = min(0.9 * length * side / wide, 0.8 * TALL)
        where = ((start + length / 2) * side, tall - HEAD - (row + 0.5) * TALL)
        how: dict[str, Any] = {"size": size, "weight": "bold", "color": "#8c8c8c", "ha": "center", "va": "center"}
        axes.text(*where, SYNTHETIC, **how)


def _in_words(table: pd.DataFrame, hides: pd.Series, own: str, unit: str) -> str:
    mine = table[(table["area"] == own) & ~hides]
    told = [f"{row.label} {row.shown}" for row in mine.itertuples()]
    about = f"Kort med et felt for hvert af {len(table)} områder, {unit}, mørkere jo højere"
    return f"{about}. {'; '.join(told)}." if told else f"{about}."
