"""How many are still on a benefit, week by week: one curve per group, and how many each rests on."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import danish
from analysis.publish.drawing import labels
from analysis.publish.drawing.sheet import Sheet, check, described, stamp
from analysis.publish.drawing.style import INK, LINE, OURS, OWN, POINTS, QUIET, SMALL, WIDTH, Pen, in_house

COLUMNS = ("group", "weeks", "at_risk", "survival", "low", "high")
TALL = 200.0  # points of the plot
ABOVE, HEAD, GAP = 16.0, 34.0, 8.0
HEADING = "pct. stadig på ydelsen"
WEEKS = "uger siden forløbet begyndte"
LEFT = "Forløb, der stadig følges"
STEP = 13  # weeks between the counts under the curves, and twice that where there are many
BANDS = 4  # more intervals than these hide each other
_PENS = (
    Pen(OWN, 2.4, (), OWN),
    Pen(OURS, 1.4, (), "#1f6284"),
    Pen("#3d3d3d", 1.3, (5.0, 1.8), "#3d3d3d"),
    Pen("#6b6b6b", 1.3, (7.0, 1.8, 1.4, 1.8), "#595959"),
    Pen("#858585", 1.6, (1.2, 1.3), "#666666"),
    Pen("#3d3d3d", 1.0, (9.0, 2.0), "#3d3d3d"),
    Pen("#6b6b6b", 1.0, (2.6, 1.2), "#595959"),
    Pen("#858585", 1.0, (1.0, 2.4), "#666666"),
)


@in_house
def survival(table: pd.DataFrame, *, synthetic: bool = False) -> Figure:
    """A falling curve per group with its 95 per cent interval, its name at its end, and the counts underneath.

    The last group is drawn strongest. Curves end where too few are left to be followed. With more than four groups the
    intervals stand in the figures behind alone.

    Parameters
    ----------
    table : DataFrame
        As ``measures.survival`` gives it: columns ``group``, ``weeks``, ``at_risk``, ``survival``, ``low`` and ``high``
        (0 to 1).
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, or there are more groups than can be told apart.
    """
    check(table, COLUMNS, chart="survival")
    groups = list(dict.fromkeys(table["group"].astype(str)))
    if len(groups) > len(_PENS):
        raise ValueError(f"survival: {len(groups)} curves cannot be told apart; there are {len(_PENS)} pens")
    pens = dict(zip(groups[::-1], _PENS, strict=False))
    longest = int(table["weeks"].max())
    ends = {name: table[table["group"].astype(str) == name].iloc[-1] for name in groups}
    words = {
        name: name if ends[name]["weeks"] == longest else f"{name} (til uge {ends[name]['weeks']})" for name in groups
    }
    wide_name = max(labels.width(name, SMALL, bold=True) for name in [*groups, "100 %"]) + GAP
    right = max(labels.width(text, SMALL, bold=True) for text in words.values()) + GAP
    below = HEAD + (len(groups) + 1) * SMALL * LINE + 6
    sheet = Sheet(WIDTH * POINTS, below + TALL + ABOVE)
    left = wide_name + 4
    wide = sheet.width - left - right - GAP
    axes = sheet.axes(left, below, wide, TALL)
    axes.set_xlim(0, max(longest, 1))
    axes.set_ylim(0, 100)
    axes.set_yticks(range(0, 101, 20), [f"{tick} %" for tick in range(0, 101, 20)])
    ticks = _ticks(longest)
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.grid(axis="y")
    sheet.write(0, sheet.height - 1, HEADING, va="top")
    sheet.write(left + wide / 2, below - HEAD + 8, WEEKS, size=SMALL, color=QUIET, ha="center", va="bottom")
    for name in groups:
        _draw(axes, table[table["group"].astype(str) == name], pens[name], band=len(groups) <= BANDS)
    _write_ends(sheet, ends, words, pens, axes=(left, below, wide), longest=longest)
    _write_counts(sheet, table, groups, pens, ticks, left=left, wide=wide, below=below, longest=longest)
    if synthetic:
        stamp(axes, wide=wide, tall=TALL)
    return described(sheet.figure, _said(table, groups), synthetic=synthetic)


def _ticks(longest: int) -> list[int]:
    step = STEP if longest <= 6 * STEP else 2 * STEP
    return list(range(0, longest + 1, step))


def _draw(axes: Axes, rows: pd.DataFrame, pen: Pen, *, band: bool) -> None:
    name = str(rows["group"].iloc[0])
    if band:
        axes.fill_between(
            rows["weeks"], 100 * rows["low"], 100 * rows["high"], color=pen.colour, alpha=0.10, linewidth=0
        )
    dashes = (0, pen.dashes) if pen.dashes else "-"
    axes.plot(
        rows["weeks"],
        100 * rows["survival"],
        color=pen.colour,
        linewidth=pen.width,
        linestyle=dashes,
        label=name,
        zorder=3,
        clip_on=False,
    )


def _write_ends(
    sheet: Sheet,
    ends: dict[str, pd.Series],
    words: dict[str, str],
    pens: dict[str, Pen],
    *,
    axes: tuple[float, float, float],
    longest: int,
) -> None:
    """The name of each curve beside its end, with the week where that comes before the others'."""
    left, below, wide = axes
    wanted = [below + float(end["survival"]) * TALL for end in ends.values()]
    heights = [labels.height(text, SMALL) for text in words.values()]
    middles = labels.spread(wanted, heights, low=below - 4, high=below + TALL)
    start = left + wide + GAP
    for (name, end), up, middle in zip(ends.items(), wanted, middles, strict=True):
        weight = "bold" if name == list(ends)[-1] else "normal"
        sheet.write(start, middle, words[name], size=SMALL, weight=weight, color=pens[name].ink, va="center")
        if abs(middle - up) > 2 and end["weeks"] == longest:
            sheet.rule([left + wide + 2, start - 2], [up, middle], color=pens[name].ink, linewidth=0.5)


def _write_counts(
    sheet: Sheet,
    table: pd.DataFrame,
    groups: list[str],
    pens: dict[str, Pen],
    ticks: list[int],
    *,
    left: float,
    wide: float,
    below: float,
    longest: int,
) -> None:
    """How many of each group are still followed at each tick: what a curve rests on there."""
    foot = below - HEAD - SMALL * LINE + 4
    sheet.write(0, foot, LEFT, size=SMALL, color=QUIET, va="bottom")
    for at, name in enumerate(groups, 1):
        rows = table[table["group"].astype(str) == name]
        up = foot - at * SMALL * LINE
        sheet.write(0, up, name, size=SMALL, color=pens[name].ink, va="bottom")
        for tick in ticks:
            near = rows[(rows["weeks"] <= tick)].tail(1)
            shown = len(near) and tick - int(near["weeks"].iloc[0]) < 4
            text = danish.number(float(near["at_risk"].iloc[0])) if shown else "–"
            across = left + tick / max(longest, 1) * wide
            sheet.write(across, up, text, size=SMALL, color=INK, ha="center", va="bottom")


def _said(table: pd.DataFrame, groups: list[str]) -> str:
    last = table[table["group"].astype(str) == groups[-1]]
    said = f"Kurver for {danish.listed(groups)}: {HEADING} efter antal uger."
    half = last[last["weeks"] == 52]
    if len(half) and np.isfinite(half["survival"].iloc[0]):
        share = danish.percent(100 * float(half["survival"].iloc[0]))
        said += f" For {groups[-1]} er {share} der stadig efter 52 uger."
    return said
