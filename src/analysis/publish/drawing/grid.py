"""The cells of a heat map: a row for each area in Danish order, a column for each measure, their marks."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray

from analysis.areas import danish_key
from analysis.publish.drawing.style import PAPER, SHADES

HATCH = "#8c8c8c"
NOTHING = "–"  # a figure that is missing without being hidden


class Grid(NamedTuple):
    """The table as a grid: a row for each area in Danish order, a column for each measure."""

    areas: list[str]
    names: list[str]
    measures: list[str]
    shown: NDArray[np.object_]  # empty where hidden
    fifths: NDArray[np.int64]  # which of ``style.SHADES``; one past the last where there is none
    hidden: NDArray[np.bool_]


def read(table: pd.DataFrame) -> Grid:
    """The grid of a table as ``heatmap`` takes it: of a hidden cell nothing is left but that it is hidden."""
    names = dict(zip(table["area"], table["label"], strict=True))
    areas = sorted(names, key=lambda area: danish_key(names[area]))
    measures = dict(zip(table["measure"], table["measure_label"], strict=True))
    size = (len(areas), len(measures))
    shown, shade = np.full(size, NOTHING, dtype=object), np.full(size, np.nan)
    hidden = np.zeros(size, dtype=bool)
    rows = [areas.index(area) for area in table["area"]]
    columns = [list(measures).index(measure) for measure in table["measure"]]
    hides = table["hidden"].astype(bool)
    hidden[rows, columns] = hides
    shown[rows, columns] = table["shown"].where(table["value"].notna(), NOTHING).mask(hides, "")
    shade[rows, columns] = table["shade"].astype(float).mask(hides | table["value"].isna())
    return Grid(areas, [names[area] for area in areas], list(measures.values()), shown, fifths(shade), hidden)


def fifths(shade: NDArray[np.float64]) -> NDArray[np.int64]:
    """Which of ``SHADES`` each share belongs to; one past the last where there is none."""
    fifth = np.clip(np.floor(np.nan_to_num(shade) * len(SHADES)), 0, len(SHADES) - 1).astype(int)
    return np.where(np.isnan(shade), len(SHADES), fifth)


def hatched(boxes: Sequence[tuple[float, float, float, float]]) -> PathPatch:
    """Hatches over boxes, each given by its left, bottom, width and height, as one artist."""
    paths = []
    for left, bottom, width, height in boxes:
        right, top = left + width, bottom + height
        paths.append(Path([(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)], closed=True))
    outline = Path.make_compound_path(*paths)
    return PathPatch(outline, facecolor=PAPER, edgecolor=HATCH, hatch="//////", linewidth=0)


def borders(columns: NDArray[np.float64], rows: NDArray[np.float64]) -> PathPatch:
    """White lines between cells whose edges stand at these columns and rows, as one artist."""
    across = [point for y in rows for point in ((columns[0], y), (columns[-1], y))]
    down = [point for x in columns for point in ((x, rows[0]), (x, rows[-1]))]
    codes = [Path.MOVETO, Path.LINETO] * (len(rows) + len(columns))
    return PathPatch(Path(across + down, codes), fill=False, edgecolor=PAPER, linewidth=0.8)
