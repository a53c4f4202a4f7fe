"""Comparable areas in the order of a figure, each with what chance could have made of it."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from analysis import danish
from analysis.areas import danish_key
from analysis.publish.drawing import labels, scale
from analysis.publish.drawing.sheet import Sheet, check, described, stamp
from analysis.publish.drawing.style import INK, LINE, OWN, PAPER, POINTS, QUIET, REST, SMALL, WIDTH, in_house

COLUMNS = ("label", "area", "value", "low", "high", "role")
ROW = 14.0  # points from one area to the next
BOTTOM, TOP = 20.0, 22.0  # points below the last row and above the first
AROUND = ("region", "country")  # not alike, but what the areas are a part of

Figures = NDArray[np.float64]
Flags = NDArray[np.bool_]


@in_house
def ranked(
    table: pd.DataFrame,
    *,
    own: str,
    unit: str,
    reference: tuple[float, str] | None = None,
    synthetic: bool = False,
) -> Figure:
    """Areas from the highest figure to the lowest, as dots with their 95 % intervals.

    Areas whose figure is not shown stand last, in Danish order and without a dot, and neither the order nor
    the axis depends on them. Areas with equal figures stand in Danish order too.

    Parameters
    ----------
    table : DataFrame
        One row per area. Columns: ``label`` (Danish), ``area`` (code), ``value``, ``low``, ``high`` (``nan``
        where not shown; an interval may be missing alone), ``role`` (one of ``style.ROLES``), and ``status``
        if there is one: ``missing`` is written as such, any other area without a figure as not disclosed.
    own : str
        Code of the area to point out; its ``role`` need not say so.
    unit : str
        Heading in Danish, such as ``"pct. af arbejdsstyrken"``.
    reference : (value, label), optional
        A figure to compare with, as a dashed line with its name.
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing or no area has a value.
    """
    check(table, COLUMNS, chart="ranked")
    areas = _in_order(table)
    shown = areas["value"].notna()
    if not shown.any():
        raise ValueError(f"ranked: none of {len(table)} areas has a value in {unit}")
    known = areas.loc[shown, ["value", "low", "high"]].to_numpy(dtype=float)
    reach = [*known[np.isfinite(known)].tolist(), *([reference[0]] if reference else [])]
    axis = scale.scale(reach, percent=scale.is_percent(unit))
    decimals = scale.decimals(known[:, 0].tolist(), unit=unit)
    words = [danish.number(value, decimals) for value in known[:, 0]]
    is_own = areas["area"].eq(own).to_numpy()

    left = max(labels.width(name, SMALL, bold=True) for name in areas["label"]) + 10
    right = max(labels.width(word, SMALL, bold=True) for word in words) + 14
    wide, tall = WIDTH * POINTS - left - right, ROW * len(areas)
    sheet = Sheet(WIDTH * POINTS, BOTTOM + tall + (TOP + SMALL * LINE if reference else TOP))
    axes = sheet.axes(left, BOTTOM, wide, tall)
    axes.set_xlim(axis.low, axis.high)
    axes.set_ylim(len(areas) - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xticks(axis.ticks, axis.words)
    axes.grid(axis="x")
    _draw_dots(axes, known, is_own[: len(known)], areas["role"].isin(AROUND).to_numpy()[: len(known)])
    _write_rows(sheet, areas, words, is_own, left=left, tall=tall)
    if reference:
        here = left + (reference[0] - axis.low) / (axis.high - axis.low) * wide
        _draw_reference(sheet, f"{reference[1]} {danish.number(reference[0], decimals)}", at=here, tall=tall)
    sheet.write(0, sheet.height - 1, axis.heading(unit), va="top")
    if synthetic:
        stamp(axes, wide=wide, tall=tall)
    told = [f"{name} {word}" for name, word in zip(areas["label"], words, strict=False)]
    mine = [word for word, ours in zip(told, is_own, strict=False) if ours]
    said = "; ".join(dict.fromkeys([told[0], *mine]))  # the own once, also where it is the highest
    return described(sheet.figure, f"{len(known)} områder ordnet efter {unit}. Højest: {said}.", synthetic=synthetic)


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """The areas from the highest figure to the lowest, then those without one; alike ones in Danish order."""
    keys = [danish_key(str(label)) for label in table["label"]]
    danish_order = table.iloc[sorted(range(len(table)), key=keys.__getitem__)]
    return danish_order.sort_values("value", ascending=False, na_position="last", kind="stable")


def _draw_dots(axes: Axes, known: Figures, is_own: Flags, around: Flags) -> None:
    """Intervals and dots: the own dark and large, larger areas hollow, the others grey."""
    row = np.arange(len(known), dtype=float)
    others = ~is_own
    for which, colour, width in ((others, REST, 1.1), (is_own, OWN, 2.2)):
        nothing = np.full(which.sum(), np.nan)
        spans = np.column_stack([known[which, 1], known[which, 2], nothing]).ravel()
        if np.isfinite(spans).any():
            rows = np.repeat(row[which], 3)
            axes.plot(spans, rows, color=colour, linewidth=width, solid_capstyle="butt", label="95 %")
    for which, face, edge, size in (
        (others & ~around, REST, REST, 5.0),
        (others & around, PAPER, REST, 5.5),
        (is_own, OWN, OWN, 7.5),
    ):
        if which.any():
            how: dict[str, Any] = {
                "markerfacecolor": face,
                "markeredgecolor": edge,
                "markersize": size,
                "clip_on": False,
            }
            axes.plot(known[which, 0], row[which], "o", label="værdi", zorder=3, **how)


def _write_rows(
    sheet: Sheet, areas: pd.DataFrame, words: list[str], is_own: Flags, *, left: float, tall: float
) -> None:
    """The name of each area on the left and its figure on the right, or why there is none."""
    missing = areas["status"].eq("missing") if "status" in areas else pd.Series(False, index=areas.index)
    for row, (name, is_missing, ours) in enumerate(zip(areas["label"], missing, is_own, strict=True)):
        middle = BOTTOM + tall - (row + 0.5) * ROW
        how = {"size": SMALL, "va": "center_baseline", "weight": "bold" if ours else "normal"}
        sheet.write(0, middle, name, color=OWN if ours else INK, **how)
        if row < len(words):
            sheet.write(sheet.width - 1, middle, words[row], ha="right", color=OWN if ours else INK, **how)
        else:
            why = danish.MISSING_CELL if is_missing else danish.HIDDEN_CELL
            sheet.write(left + 4, middle, why, color=QUIET, style="italic", **how)


def _draw_reference(sheet: Sheet, text: str, *, at: float, tall: float) -> None:
    """A dashed line with its name above it, kept inside the figure."""
    half = labels.width(text, SMALL) / 2
    middle = min(max(at, half), sheet.width - half)
    sheet.rule([at, at], [BOTTOM, BOTTOM + tall + 3], color=INK, linewidth=0.9, linestyle=(0, (4, 2)), zorder=0.5)
    sheet.write(middle, BOTTOM + tall + 5, text, size=SMALL, color=INK, ha="center", va="bottom")
