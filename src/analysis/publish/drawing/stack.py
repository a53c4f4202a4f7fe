"""Where those who began a course have gone, week by week: shares on top of each other that add up to all."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import danish
from analysis.publish.drawing import labels
from analysis.publish.drawing.curves import STEP, WEEKS
from analysis.publish.drawing.sheet import Sheet, check, described, stamp
from analysis.publish.drawing.style import BAND, INK, PAPER, POINTS, QUIET, SMALL, WIDTH, in_house

COLUMNS = ("destination", "weeks", "incidence", "survival")
TALL = 230.0
BELOW, ABOVE, GAP = 34.0, 16.0, 10.0
HEADING = "pct. af de påbegyndte forløb"
STILL = "Stadig på ydelsen"
LETTERS = 22
SHORT = 2  # weeks between the words of an axis of half a year or less
_FILLS = ("#0b3c5d", "#82a8c0", "#595959", "#b3cad9", "#2d7ba3", "#d8e3eb", "#3d3d3d", "#a9bccb", "#6b6b6b", "#cfcfcf")


def _step(longest: int) -> int:
    """Weeks between the words of the axis."""
    if longest <= 2 * STEP:
        return SHORT
    return STEP if longest <= 6 * STEP else 2 * STEP


@in_house
def incidence(table: pd.DataFrame, *, still: str = STILL, synthetic: bool = False) -> Figure:
    """Areas by destination, the first at the foot, on top those who are still there; each named with its last share.

    Neighbours differ in lightness and a white line parts them, so that grey is enough.

    Parameters
    ----------
    table : DataFrame
        As ``measures.exits`` gives it: columns ``destination``, ``weeks``, ``incidence`` and ``survival`` (0 to 1).
    still : str
        What those are called, in Danish, who have gone nowhere.
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, or the shares of a week do not add up to 1.
    """
    check(table, COLUMNS, chart="incidence")
    names = list(dict.fromkeys(table["destination"]))
    wide_table = table.pivot(index="weeks", columns="destination", values="incidence")[names]
    rest = table.drop_duplicates("weeks").set_index("weeks")["survival"]
    if not np.allclose(wide_table.sum(axis=1) + rest, 1, atol=1e-9):
        raise ValueError("incidence: the shares of a week and those still there do not add up to 1")
    shares = 100 * wide_table.assign(**{still: rest})
    words = [
        labels.wrapped(name, LETTERS, tail=danish.percent(float(shares[name].iloc[-1])).replace(" pct.", " %"))
        for name in shares.columns
    ]
    right = max(labels.width(text, SMALL) for text in words) + GAP + 2
    left = labels.width("100 %", SMALL) + 6
    tall = max(TALL, sum(labels.height(text, SMALL) for text in words))
    sheet = Sheet(WIDTH * POINTS, BELOW + tall + ABOVE)
    wide = sheet.width - left - right
    axes = sheet.axes(left, BELOW, wide, tall)
    fills = [*(_FILLS[at % len(_FILLS)] for at in range(len(names))), BAND]
    axes.stackplot(
        shares.index, shares.T.to_numpy(), colors=fills, edgecolor=PAPER, linewidth=0.7, labels=shares.columns
    )
    axes.set_xlim(0, float(shares.index.max()))
    axes.set_ylim(0, 100)
    axes.set_yticks(range(0, 101, 20), [f"{tick} %" for tick in range(0, 101, 20)])
    ticks = list(range(0, int(shares.index.max()) + 1, _step(int(shares.index.max()))))
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    sheet.write(0, sheet.height - 1, HEADING, va="top")
    sheet.write(left + wide / 2, 2, WEEKS, size=SMALL, color=QUIET, ha="center", va="bottom")
    last = shares.iloc[-1].to_numpy()
    wanted = list(BELOW + tall * (np.cumsum(last) - last / 2) / 100)
    heights = [labels.height(text, SMALL) for text in words]
    middles = labels.spread(wanted, heights, low=BELOW - 4, high=BELOW + tall + 6)
    start = left + wide + GAP
    for text, up, middle in zip(words, wanted, middles, strict=True):
        sheet.write(start, middle, text, size=SMALL, color=INK, va="center", linespacing=1.1)
        sheet.rule([left + wide + 1, start - 2], [up, middle], color=QUIET, linewidth=0.5)
    if synthetic:
        stamp(axes, wide=wide, tall=tall)
        axes.texts[-1].set(zorder=5, alpha=0.5, color="#9a9a9a")  # over the areas, which would hide it
    said = "; ".join(text.replace("\n", " ") for text in words)
    return described(
        sheet.figure, f"Flader for {int(shares.index.max())} uger, {HEADING}. Sidst: {said}.", synthetic=synthetic
    )
