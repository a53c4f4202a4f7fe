"""What a whole is made of: a bar for each part, with its share and what else is known of it."""

import pandas as pd
from matplotlib.figure import Figure

from analysis import danish
from analysis.publish.drawing import labels
from analysis.publish.drawing.sheet import Sheet, check, described, stamp
from analysis.publish.drawing.style import INK, OURS, OWN, POINTS, QUIET, SMALL, WIDTH, in_house

COLUMNS = ("label", "share", "strong", "note")
ROW, BAR, TOP, BOTTOM = 18.0, 11.0, 18.0, 18.0


@in_house
def parts(table: pd.DataFrame, *, unit: str, strong: str, weak: str, synthetic: bool = False) -> Figure:
    """Bars from zero, one for each part of a whole, the dark ones of one kind and the light ones of another.

    Parameters
    ----------
    table : DataFrame
        One row per part, in the order shown. Columns: ``label`` (Danish), ``share`` (0 to 1), ``strong`` (true for a
        dark bar), ``note`` (what stands behind the share).
    unit : str
        What the shares are of, in Danish; a heading.
    strong, weak : str
        What dark and light bars are.
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    check(table, COLUMNS, chart="parts")
    left = max(labels.width(name, SMALL) for name in table["label"]) + 8
    words = [f"{danish.number(100 * share, 1)} %" for share in table["share"]]
    notes = [str(note) for note in table["note"]]
    right = max(labels.width(word + note, SMALL, bold=True) for word, note in zip(words, notes, strict=True)) + 20
    tall = ROW * len(table)
    sheet = Sheet(WIDTH * POINTS, TOP + tall + BOTTOM)
    wide = sheet.width - left - right
    axes = sheet.axes(left, BOTTOM, wide, tall)
    axes.set_axis_off()
    axes.set_xlim(0, float(table["share"].max()) or 1.0)
    axes.set_ylim(tall, 0)
    axes.axvline(0, color=QUIET, linewidth=1.2, clip_on=False)
    sheet.write(0, sheet.height - 1, unit, va="top")
    for row, (name, share, dark) in enumerate(zip(table["label"], table["share"], table["strong"], strict=True)):
        down = (row + 0.5) * ROW
        fill = OWN if dark else "#b3cad9"
        axes.barh(down, share, height=BAR, color=fill, edgecolor=OURS, linewidth=0.6)
        sheet.write(0, BOTTOM + tall - down, name, size=SMALL, color=INK, va="center_baseline")
        end = left + wide * share / (float(table["share"].max()) or 1.0) + 5
        sheet.write(end, BOTTOM + tall - down, words[row], size=SMALL, weight="bold", va="center_baseline")
        after = end + labels.width(words[row], SMALL, bold=True) + 8
        sheet.write(after, BOTTOM + tall - down, notes[row], size=SMALL, color=QUIET, va="center_baseline")
    kinds = {f"Mørke bjælker: {strong}.": table["strong"].any(), f"Lyse bjælker: {weak}.": not table["strong"].all()}
    sheet.write(0, 2, " ".join(word for word, there in kinds.items() if there), size=SMALL, color=QUIET, va="bottom")
    if synthetic:
        stamp(axes, wide=wide, tall=tall)
    said = "; ".join(f"{name} {word}" for name, word in zip(table["label"], words, strict=True))
    return described(sheet.figure, f"Bjælker, {unit}. {said}.", synthetic=synthetic)
