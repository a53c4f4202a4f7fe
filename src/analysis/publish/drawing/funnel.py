"""Areas by their size and a share, between the limits within which chance alone would keep them."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import danish, models
from analysis.publish.drawing import labels, scale
from analysis.publish.drawing.sheet import Sheet, check, described, stamp
from analysis.publish.drawing.style import INK, LINE, OWN, PAPER, POINTS, QUIET, REST, SMALL, WIDTH, in_house
from analysis.publish.words.control import NOTE, POSITIONS

COLUMNS = ("label", "area", "value", "n", "target", "phi", "widened", "position", "kind")
TALL = 250.0  # points of the plot
BELOW, ABOVE = 44.0, 30.0
LIMITS = (("95", (4.0, 2.0), "95 %"), ("998", (), "99,8 %"))
BEYOND = ("low_998", "high_998")
SIZES = "antal i grundlaget, logaritmisk skala"
MARKS = "hul: inden for grænserne · grå: mellem dem · sort: uden for"
STEPS = 200  # points of a limit's line


@in_house
def funnel(table: pd.DataFrame, *, own: str, unit: str, synthetic: bool = False) -> Figure:
    """A dot for each area at its size and share, the centre, and the 95 and 99.8 % control limits.

    Areas inside the limits are hollow, those between the two grey, those beyond the outer ones dark; the own is
    large and named with its figure. Sizes stand on a scale of powers. Areas without a figure are not drawn, and
    neither axis depends on them. Under the figure stands what must not be read into it.

    Parameters
    ----------
    table : DataFrame
        One row per area, as ``measures.funnel`` gives it. Columns: ``label`` (Danish), ``area`` (code), ``value``
        (``nan`` where not shown), ``n`` (the base), ``position``, and alike in all rows ``target``, ``phi``,
        ``widened`` and ``kind``.
    own : str
        Code of the area to point out.
    unit : str
        Heading in Danish, such as ``"pct. af arbejdsstyrken"``.
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing or no area has a value.
    """
    check(table, COLUMNS, chart="funnel")
    shown = table[table["value"].notna() & table["position"].notna()]
    if shown.empty:
        raise ValueError(f"funnel: none of {len(table)} areas has a value in {unit}")
    lines = _lines(shown, per=100.0 if scale.is_percent(unit) else 1.0)
    target = float(shown["target"].iloc[0])
    axis = scale.scale(_reach(shown, lines), percent=scale.is_percent(unit))

    left = max(labels.width(word, SMALL) for word in axis.words) + 8
    right = max(labels.width(word, SMALL) for _, _, word in LIMITS) + 8
    wide = WIDTH * POINTS - left - right
    sheet = Sheet(WIDTH * POINTS, BELOW + TALL + ABOVE)
    axes = sheet.upright(axis, left=left, bottom=BELOW, width=wide, height=TALL, heading=unit)
    axes.set_xscale("log")
    axes.set_xlim(float(lines.index[0]), float(lines.index[-1]))
    _size_ticks(axes, wide)
    _draw_limits(axes, lines, target)
    _draw_areas(axes, shown, own)
    _name_limits(sheet, lines, axis, left=left + wide + 4)
    _explain(sheet, shown, target, own, left=left, wide=wide)
    if synthetic:
        stamp(axes, wide=wide, tall=TALL)
    return described(sheet.figure, _in_words(shown, own, unit), synthetic=synthetic)


def _lines(shown: pd.DataFrame, *, per: float) -> pd.DataFrame:
    """The limits at sizes from below the smallest area to above the largest."""
    smallest, largest = float(shown["n"].min()), float(shown["n"].max())
    sizes = np.geomspace(smallest / 1.3, largest * 1.3, STEPS)
    base = pd.Series(sizes, index=sizes)
    first = shown.iloc[0]
    phi = float(first["phi"]) if first["widened"] else 1.0
    limits: pd.DataFrame = models.funnel_limits(base, kind=first["kind"], target=float(first["target"]) / per, phi=phi)
    return per * limits


def _reach(shown: pd.DataFrame, lines: pd.DataFrame) -> list[float]:
    """What the axis must hold: all areas, and the limits from the smallest area on."""
    there = lines[lines.index >= float(shown["n"].min())]
    least = min(float(shown["value"].min()), float(there["low_998"].min()))
    most = max(float(shown["value"].max()), float(there["high_998"].max()))
    return [least, most]


def _draw_limits(axes: Axes, lines: pd.DataFrame, target: float) -> None:
    sizes = lines.index.to_numpy(dtype=float)
    axes.plot(sizes[[0, -1]], [target, target], color=QUIET, linewidth=0.9, label="midte")
    for name, dashes, word in LIMITS:
        for side in ("low", "high"):
            how: dict[str, Any] = {"dashes": dashes} if dashes else {}
            axes.plot(sizes, lines[f"{side}_{name}"], color=QUIET, linewidth=1.0, label=word, **how)


def _draw_areas(axes: Axes, shown: pd.DataFrame, own: str) -> None:
    """Dots: hollow inside, grey between the limits, dark beyond them; the own last, large and named."""
    ours = shown["area"] == own
    beyond = shown["position"].isin(BEYOND)
    between = ~beyond & (shown["position"] != "inside")
    for which, face, word in (
        (~beyond & ~between, PAPER, "inden for"),
        (between, "#a6a6a6", "mellem"),
        (beyond, INK, "uden for"),
    ):
        some = shown[which & ~ours]
        if len(some):
            how: dict[str, Any] = {
                "markerfacecolor": face,
                "markeredgecolor": REST,
                "markersize": 5.0,
                "clip_on": False,
            }
            axes.plot(some["n"], some["value"], "o", label=word, zorder=3, **how)
    mine = shown[ours]
    axes.plot(mine["n"], mine["value"], "o", color=OWN, markersize=8.5, label="eget", zorder=4, clip_on=False)


def _size_ticks(axes: Axes, wide: float) -> None:
    """Sizes of 1, 2 and 5 times a power of ten, as many as there is room for."""
    low, high = axes.get_xlim()
    steps = [factor * 10.0**power for power in range(0, 9) for factor in (1, 2, 5)]
    ticks = [step for step in steps if low <= step <= high]
    room = max(len(ticks), 1) * 48 > wide
    ticks = [tick for tick in ticks if str(int(tick))[0] == "1"] if room else ticks
    axes.set_xticks(ticks, [danish.number(tick) for tick in ticks])
    axes.set_xticks([], minor=True)


def _name_limits(sheet: Sheet, lines: pd.DataFrame, axis: scale.Scale, *, left: float) -> None:
    """The name of each limit at its upper end, kept apart."""
    tall = SMALL * LINE
    ends = [float(lines[f"high_{name}"].iloc[-1]) for name, _, _ in LIMITS]
    wanted = [BELOW + (end - axis.low) / (axis.high - axis.low) * TALL for end in ends]
    middles = labels.spread(wanted, [tall] * len(wanted), low=BELOW, high=BELOW + TALL + tall)
    for (_, _, word), middle in zip(LIMITS, middles, strict=True):
        sheet.write(left, middle, word, size=SMALL, color=QUIET, va="center_baseline")


def _explain(sheet: Sheet, shown: pd.DataFrame, target: float, own: str, *, left: float, wide: float) -> None:
    """Above: the own figure and the centre. Below: what sizes and dots are, and what must not be concluded."""
    told = [f"{row.label} {danish.number(row.value, 1)}" for row in _own(shown, own)]
    words = "; ".join([*told, f"øvrige {danish.number(target, 1)}"])
    sheet.write(left, BELOW + TALL + 4, words, size=SMALL, weight="bold", color=OWN, va="bottom")
    sheet.write(left, BELOW - 18, SIZES, size=SMALL, color=QUIET, va="top")
    sheet.write(left + wide, BELOW - 18, MARKS, size=SMALL, color=QUIET, va="top", ha="right")
    sheet.write(left, 1, NOTE, size=SMALL, color=INK, va="bottom")


def _own(shown: pd.DataFrame, own: str) -> list[Any]:
    return list(shown[shown["area"] == own].itertuples())


def _in_words(shown: pd.DataFrame, own: str, unit: str) -> str:
    counts = shown["position"].value_counts()
    told = [f"{counts[name]} {words}" for name, words in POSITIONS.items() if name in counts]
    mine = [f"{row.label} ligger {POSITIONS[row.position]}" for row in _own(shown, own)]
    return f"Tragtdiagram over {len(shown)} områder, {unit}: {danish.listed(told)}. {'. '.join([*mine, NOTE])}"
