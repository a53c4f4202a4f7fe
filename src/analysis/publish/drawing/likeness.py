"""How alike two groups are: standardised differences before and after weighting, and how their scores overlap."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import danish
from analysis.publish.drawing import labels, scale
from analysis.publish.drawing.sheet import Sheet, check, described, stamp
from analysis.publish.drawing.style import INK, OURS, OWN, PAPER, POINTS, QUIET, SMALL, WIDTH, in_house

BALANCE = ("label", "before", "after")
SCORES = ("low", "high", "started_share", "weighted_share")
ROW, TALL, TOP, BOTTOM = 17.0, 130.0, 22.0, 32.0
ACCEPTED = 0.1
HEADING = "standardiseret forskel mellem dem, der begyndte, og dem, de sammenlignes med"
LIKELY = "sandsynlighed for at begynde den uge, blandt dem, der sammenlignes"


@in_house
def balance(table: pd.DataFrame, *, synthetic: bool = False) -> Figure:
    """A row for each trait: a hollow dot before weighting, a full one after, and a line at the accepted difference.

    Parameters
    ----------
    table : DataFrame
        As ``measures.balance`` gives it: columns ``label``, ``before`` and ``after`` (0 or more).
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    check(table, BALANCE, chart="balance")
    left = max(labels.width(name, SMALL) for name in table["label"]) + 10
    tall = ROW * len(table)
    sheet = Sheet(WIDTH * POINTS, BOTTOM + tall + TOP)
    wide = sheet.width - left - 12
    axes = sheet.axes(left, BOTTOM, wide, tall)
    most = max(float(table[["before", "after"]].to_numpy().max()), 2 * ACCEPTED)
    ticks = np.arange(0, most + ACCEPTED, ACCEPTED)
    axes.set_xlim(0, ticks[-1])
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xticks(ticks, [danish.number(float(tick), 1) for tick in ticks])
    axes.grid(axis="x")
    axes.axvline(ACCEPTED, color=INK, linewidth=0.9, linestyle=(0, (4, 2)))
    rows = np.arange(len(table))
    axes.hlines(rows, table["before"], table["after"], color=QUIET, linewidth=0.8)
    hollow: dict[str, Any] = {"markerfacecolor": PAPER, "markeredgecolor": OURS, "markersize": 5.5, "clip_on": False}
    axes.plot(table["before"], rows, "o", label="før vægtning", zorder=3, **hollow)
    axes.plot(table["after"], rows, "o", color=OWN, markersize=5.5, zorder=4, clip_on=False, label="efter vægtning")
    for row, name in enumerate(table["label"]):
        sheet.write(0, BOTTOM + tall - (row + 0.5) * ROW, name, size=SMALL, va="center_baseline")
    sheet.write(0, sheet.height - 1, HEADING, va="top")
    sheet.write(0, 2, "Åbne prikker: før vægtning. Fyldte prikker: efter. Stiplet linje: 0,1.", size=SMALL, color=QUIET)
    if synthetic:
        stamp(axes, wide=wide, tall=tall)
    worst = table.sort_values("after").iloc[-1]
    furthest = f"{worst['label']} {danish.number(float(worst['after']), 2)}"
    said = f"{HEADING[:1].upper()}{HEADING[1:]}. Størst efter vægtning: {furthest}."
    return described(sheet.figure, said, synthetic=synthetic)


@in_house
def overlap(table: pd.DataFrame, *, synthetic: bool = False) -> Figure:
    """Two rows of columns back to back: those who began above the line, the weighted others below it.

    Parameters
    ----------
    table : DataFrame
        As ``measures.overlap`` gives it: columns ``low``, ``high``, ``started_share`` and ``weighted_share`` (0 to 1).
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    check(table, SCORES, chart="overlap")
    sheet = Sheet(WIDTH * POINTS, BOTTOM + TALL + 18)
    wide = sheet.width - 56
    axes = sheet.axes(36, BOTTOM, wide, TALL)
    width = table["high"] - table["low"]
    density = {name: table[name] / width for name in ("started_share", "weighted_share")}
    how: dict[str, Any] = {"align": "edge", "edgecolor": PAPER, "linewidth": 0.6}
    axes.bar(table["low"], density["started_share"], width=width, color=OWN, label="begyndte", **how)
    axes.bar(table["low"], -density["weighted_share"], width=width, color="#82a8c0", label="lignende", **how)
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_yticks([])
    axes.set_xlim(0, float(table["high"].max()))
    axis = scale.scale((100 * table[["low", "high"]].to_numpy()).ravel().tolist(), percent=True)
    inside = [
        (tick, word) for tick, word in zip(axis.ticks, axis.words, strict=True) if tick <= 100 * table["high"].max()
    ]
    axes.set_xticks([tick / 100 for tick, _ in inside], [word for _, word in inside])
    sheet.write(0, sheet.height - 1, "over linjen: dem, der begyndte; under linjen: lignende, vægtet", va="top")
    sheet.write(36 + wide / 2, 2, LIKELY, size=SMALL, color=QUIET, ha="center", va="bottom")
    if synthetic:
        stamp(axes, wide=wide, tall=TALL)
    common = 100 * float(np.minimum(table["started_share"], table["weighted_share"]).sum())
    said = f"To fordelinger ryg mod ryg, {LIKELY}. De dækker hinanden med {danish.percent(common)}"
    return described(sheet.figure, said, synthetic=synthetic)
