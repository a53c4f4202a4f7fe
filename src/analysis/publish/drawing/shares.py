"""What something consists of: a bar for each part with its share, its count, and what chance could have made of it."""

import pandas as pd
from matplotlib.figure import Figure

from analysis import danish
from analysis.publish.drawing import labels
from analysis.publish.drawing.sheet import Sheet, check, described, stamp
from analysis.publish.drawing.style import INK, OURS, POINTS, QUIET, SMALL, WIDTH, in_house

COLUMNS = ("label", "count", "share", "low", "high")
ROW, BAR, BELOW, ABOVE, GAP = 19.0, 11.0, 20.0, 16.0, 8.0  # points


@in_house
def shares(table: pd.DataFrame, *, unit: str, synthetic: bool = False) -> Figure:
    """Bars from zero, one below the other in the order of the table, each with its share and count in words.

    The thin line through the end of a bar is its interval.

    Parameters
    ----------
    table : DataFrame
        One row per part. Columns: ``label`` (Danish), ``count``, ``share``, ``low``, ``high`` (0 to 1). Nothing is
        missing.
    unit : str
        What the shares are of, in Danish; the heading.
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column or a figure is missing, or there is no row.
    """
    check(table, COLUMNS, chart="shares")
    if table[list(COLUMNS)].isna().to_numpy().any():
        raise ValueError("shares: a part has no figure; leave it out, or put it together with another")
    words = [
        f"{danish.number(100 * share, 1)} % ({danish.number(count)})"
        for share, count in zip(table["share"], table["count"], strict=True)
    ]
    left = max(labels.width(str(name), SMALL) for name in table["label"]) + GAP
    right = max(labels.width(text, SMALL) for text in words) + GAP
    tall = ROW * len(table)
    sheet = Sheet(WIDTH * POINTS, BELOW + tall + ABOVE)
    wide = sheet.width - left - right
    axes = sheet.axes(left, BELOW, wide, tall)
    most = min(1.0, float(table["high"].max()) * 1.02)
    axes.set_xlim(0, 100 * most)
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.set_yticks([])
    axes.xaxis.set_major_formatter(lambda tick, _: f"{tick:.0f} %")
    axes.grid(axis="x")
    at = list(range(len(table)))
    axes.barh(at, 100 * table["share"], height=BAR / ROW, color=OURS)
    axes.hlines(at, 100 * table["low"], 100 * table["high"], color=INK, linewidth=1.0)
    sheet.write(0, sheet.height - 1, unit, va="top")
    for place, (name, text, high) in enumerate(zip(table["label"], words, table["high"], strict=True)):
        middle = BELOW + tall - (place + 0.5) * ROW
        sheet.write(0, middle, str(name), size=SMALL, va="center")
        end = left + wide * min(float(high) / most, 1.0)
        sheet.write(end + GAP / 2, middle, text, size=SMALL, color=QUIET, va="center")
    if synthetic:
        stamp(axes, wide=wide, tall=tall)
    said = "; ".join(f"{name} {text}" for name, text in zip(table["label"], words, strict=True))
    return described(sheet.figure, f"Søjler, {unit}: {said}.", synthetic=synthetic)
