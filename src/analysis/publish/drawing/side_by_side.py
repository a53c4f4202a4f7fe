"""The same areas on several sides: a row for each, and on each side a dot with its interval."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import danish
from analysis.areas import danish_key
from analysis.publish.drawing import labels, scale
from analysis.publish.drawing.sheet import Sheet, check, described, stamp
from analysis.publish.drawing.style import INK, LINE, OWN, POINTS, QUIET, REST, SMALL, WIDTH, in_house

COLUMNS = ("side", "area", "label", "role", "value", "low", "high")
ROW, BETWEEN, BELOW, EDGE = 14.0, 34.0, 20.0, 16.0
LETTERS = 26
OTHERS = "de andre"


@in_house
def side_by_side(table: pd.DataFrame, *, own: str, headings: Mapping[str, str], synthetic: bool = False) -> Figure:
    """Areas in the order of the first side, with a panel of dots and 95 per cent intervals for each side.

    A dashed line is the others' figure together. Areas without a figure on the first side stand last, in Danish order;
    where a side has none, its place says so.

    Parameters
    ----------
    table : DataFrame
        One row per side and area. Columns: ``side``, ``area`` (code), ``label`` (Danish), ``role`` (``others`` is the
        line), ``value``, ``low``, ``high`` (per cent; missing where not shown).
    own : str
        Code of the area to point out.
    headings : Mapping
        The sides in their order, each with what it measures, in Danish.
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing or there is nothing to draw.
    """
    check(table, COLUMNS, chart="side_by_side")
    sides = [side for side in headings if (table["side"] == side).any()]
    dots = table[table["role"] != "others"]
    if not sides or dots["value"].isna().all():
        raise ValueError(f"side_by_side: none of {len(dots)} rows has a figure on a side that has a heading")
    order = _order(dots[dots["side"] == sides[0]])
    left = max(labels.width(name, SMALL, bold=True) for name in order.values()) + 10
    titles = {side: labels.wrapped(headings[side], LETTERS) for side in sides}
    head = max(labels.height(title, SMALL) for title in titles.values()) + SMALL * LINE + 8
    tall = ROW * len(order)
    sheet = Sheet(WIDTH * POINTS, BELOW + tall + head)
    wide = (sheet.width - left - BETWEEN * (len(sides) - 1) - EDGE) / len(sides)
    for at, side in enumerate(sides):
        start = left + at * (wide + BETWEEN)
        axes = sheet.axes(start, BELOW, wide, tall)
        rows = table[table["side"] == side]
        _draw(axes, rows, list(order), own)
        sheet.write(start, sheet.height - 1, titles[side], size=SMALL, weight="bold", va="top")
        _write_others(sheet, axes, rows, start=start, wide=wide, tall=tall)
        if synthetic:
            stamp(axes, wide=wide, tall=tall)
    for row, (area, name) in enumerate(order.items()):
        how = {"weight": "bold", "color": OWN} if area == own else {"color": INK}
        sheet.write(0, BELOW + tall - (row + 0.5) * ROW, name, size=SMALL, va="center_baseline", **how)
    return described(sheet.figure, _said(dots, own, sides, headings), synthetic=synthetic)


def _order(first: pd.DataFrame) -> dict[str, str]:
    """Codes and names from the highest figure of a side to the lowest, then those without one; ties in Danish order."""
    keys = [danish_key(str(label)) for label in first["label"]]
    ordered = first.iloc[sorted(range(len(first)), key=keys.__getitem__)]
    ordered = ordered.sort_values("value", ascending=False, na_position="last", kind="stable")
    return dict(zip(ordered["area"], ordered["label"], strict=True))


def _draw(axes: Axes, rows: pd.DataFrame, order: list[str], own: str) -> None:
    known = rows[["value", "low", "high"]].to_numpy(dtype=float)
    reach = known[known == known]
    axis = scale.scale(reach.tolist() or [0.0, 1.0], percent=True, steps=3)
    axes.set_xlim(axis.low, axis.high)
    axes.set_ylim(len(order) - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xticks(axis.ticks, axis.words)
    axes.grid(axis="x")
    by_area = rows[rows["role"] != "others"].set_index("area")
    for row, area in enumerate(order):
        ours = area == own
        colour = OWN if ours else REST
        figure = by_area.reindex([area]).iloc[0]
        if pd.isna(figure["value"]):
            axes.text(axis.low, row, f" {danish.HIDDEN_CELL}", size=SMALL - 1, color=QUIET, style="italic", va="center")
            continue
        axes.plot([figure["low"], figure["high"]], [row, row], color=colour, linewidth=2.2 if ours else 1.1)
        axes.plot([figure["value"]], [row], "o", color=colour, markersize=6.5 if ours else 4.5, zorder=3, clip_on=False)


def _write_others(sheet: Sheet, axes: Axes, rows: pd.DataFrame, *, start: float, wide: float, tall: float) -> None:
    """The figure of the others together, as a dashed line with its words above."""
    others = rows.loc[rows["role"] == "others", "value"].dropna()
    if others.empty:
        return
    value = float(others.iloc[0])
    axes.axvline(value, color=INK, linewidth=0.9, linestyle=(0, (4, 2)), zorder=0.5)
    low, high = axes.get_xlim()
    text = f"{OTHERS} {danish.number(value, 1)} %"
    half = labels.width(text, SMALL) / 2
    middle = min(max(start + wide * (value - low) / (high - low), start + half), start + wide - half)
    sheet.write(middle, BELOW + tall + 4, text, size=SMALL, color=INK, ha="center", va="bottom")


def _said(dots: pd.DataFrame, own: str, sides: list[str], headings: Mapping[str, str]) -> str:
    parts = []
    for side in sides:
        mine = dots[(dots["side"] == side) & (dots["area"] == own)]
        value = float(mine["value"].iloc[0]) if len(mine) else float("nan")
        shown = danish.percent(value) if value == value else danish.HIDDEN_CELL
        parts.append(f"{headings[side]}: {shown}")
    name = next(iter(dots.loc[dots["area"] == own, "label"]), "")
    return f"{dots['area'].nunique()} områder side om side. {name}: {'; '.join(parts)}."
