"""From where to where: a heat table with a row for each beginning, a column for each end, and shares in its cells."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis import danish
from analysis.publish.drawing import labels
from analysis.publish.drawing.grid import hatched
from analysis.publish.drawing.sheet import Sheet, check, described
from analysis.publish.drawing.style import INK, PAPER, POINTS, QUIET, SHADES, SMALL, SYNTHETIC, TINY, WIDE, in_house

COLUMNS = ("from_label", "to_label", "to_head", "share", "hidden", "few", "n")
STEPS = (0.01, 0.05, 0.15, 0.40)  # where the next shade begins
ROW, FOOT, AIR = 20.0, 24.0, 8.0  # points
PERSONS = "Personer"
FEW = "for få til andele"


@in_house
def matrix(table: pd.DataFrame, *, synthetic: bool = False) -> Figure:
    """Shares of each row in per cent, darker where they are higher; hidden cells are hatched, and few have no shares.

    Shades are five steps of one colour and say nothing about good or bad. The cell of those who are where they began
    has a frame.

    Parameters
    ----------
    table : DataFrame
        One row per ``from_label`` and ``to_label`` (Danish), in the order of the figure. Columns: ``to_head`` (the
        latter in lines short enough for a column), ``share`` (0 to 1, ``nan`` where it is not shown), ``hidden``,
        ``few`` (bool, of the whole row) and ``n`` (persons of the row, ``nan`` where not shown).
    synthetic : bool
        Write under the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing, a pair stands twice, or no cell has a share.
    """
    check(table, COLUMNS, chart="matrix")
    if table.duplicated(["from_label", "to_label"]).any():
        raise ValueError("matrix: a pair of beginning and end has two rows")
    if table["share"].isna().all():
        raise ValueError(f"matrix: none of {len(table)} cells has a share to show")
    rows, columns = (list(dict.fromkeys(table[name])) for name in ("from_label", "to_label"))
    heads = list(dict.fromkeys(table["to_head"]))
    top = max(labels.height(text, TINY) for text in heads) + AIR
    left = max(labels.width(name, SMALL) for name in rows) + AIR
    persons = labels.width(PERSONS, TINY) + AIR
    sheet = Sheet(WIDE * POINTS, FOOT + ROW * len(rows) + top + 4)
    cell = (sheet.width - left - persons - 2) / len(columns)
    axes = sheet.axes(0, 0, sheet.width, sheet.height)
    axes.set_xlim(0, sheet.width)
    axes.set_ylim(0, sheet.height)
    axes.set_axis_off()
    start, above = left + persons, FOOT + ROW * len(rows)
    axes.text(start - AIR / 2, above + 4, PERSONS, size=TINY, color=QUIET, ha="right", va="bottom")
    for at, text in enumerate(heads):
        axes.text(start + (at + 0.5) * cell, above + 4, text, size=TINY, ha="center", va="bottom", linespacing=1.1)
    boxes = []
    found = table.set_index(["from_label", "to_label"])
    shares, hidden = found["share"].to_dict(), found["hidden"].to_dict()
    for row, name in enumerate(rows):
        bottom = above - (row + 1) * ROW
        first = table[table["from_label"] == name].iloc[0]
        axes.text(0, bottom + ROW / 2, name, size=SMALL, va="center")
        shown = danish.number(float(first["n"])) if first["n"] == first["n"] else danish.HIDDEN_CELL
        axes.text(start - AIR / 2, bottom + ROW / 2, shown, size=TINY, color=QUIET, ha="right", va="center")
        if first["few"]:
            axes.text(start + 4, bottom + ROW / 2, FEW, size=TINY, color=QUIET, va="center")
            continue
        for at, end in enumerate(columns):
            corner = (start + at * cell, bottom)
            if hidden[name, end]:
                boxes.append((*corner, cell, ROW))
            else:
                _draw(axes, corner, cell, float(shares[name, end]), own=name == end)
    if boxes:
        axes.add_artist(hatched(boxes))
    _legend(axes, start, hidden=bool(boxes), synthetic=synthetic)
    return described(sheet.figure, _said(table, rows), synthetic=synthetic)


def _draw(axes: Axes, corner: tuple[float, float], cell: float, share: float, *, own: bool) -> None:
    shade = sum(share >= step for step in STEPS)
    axes.add_artist(
        Rectangle(
            corner,
            cell,
            ROW,
            facecolor=SHADES[shade],
            edgecolor=INK if own else PAPER,
            linewidth=1.2,
            zorder=3 if own else 2,
        )
    )
    ink = PAPER if shade == len(SHADES) - 1 else INK
    text = danish.number(100 * share)
    axes.text(
        corner[0] + cell / 2, corner[1] + ROW / 2, text, size=SMALL, color=ink, ha="center", va="center", zorder=4
    )


def _legend(axes: Axes, left: float, *, hidden: bool, synthetic: bool) -> None:
    bounds = ["under 1", *(f"{low}-{high}" for low, high in ((1, 5), (5, 15), (15, 40))), "40 pct. og over"]
    across = left
    for shade, text in zip(SHADES, bounds, strict=True):
        axes.add_artist(Rectangle((across, 6), 12, 9, facecolor=shade, edgecolor=QUIET, linewidth=0.4))
        axes.text(across + 15, 10.5, text, size=TINY, va="center")
        across += 15 + labels.width(text, TINY) + 10
    if hidden:
        axes.add_artist(hatched([(across, 6.0, 12.0, 9.0)]))
        axes.text(across + 15, 10.5, danish.HIDDEN_CELL, size=TINY, va="center")
    if synthetic:
        axes.text(0, 10.5, SYNTHETIC, size=TINY, weight="bold", color="#8c8c8c", va="center")


def _said(table: pd.DataFrame, rows: list[str]) -> str:
    said = f"Tabel med {len(rows)} rækker: pct. af rækken efter et år."
    known = table[(table["from_label"] != table["to_label"]) & table["share"].notna()]
    if len(known):
        top = known.sort_values("share", kind="stable").iloc[-1]
        share = danish.percent(100 * float(top["share"]))
        said += (
            f" Den største andel går fra {top['from_label']} til {danish.lower_first(str(top['to_label']))}, {share}"
        )
    return said
