"""Areas by two figures: what was expected against what there was, and level against development."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import danish
from analysis.publish.drawing import labels, scale
from analysis.publish.drawing.sheet import Sheet, check, described, stamp
from analysis.publish.drawing.style import INK, OWN, PAPER, POINTS, QUIET, REST, SMALL, TINY, WIDTH, in_house
from analysis.publish.words.control import NO_VERDICT

TALL = 290.0  # points of the plot
BELOW, ABOVE = 64.0, 30.0
MARKS = "hul: forskellen kan skyldes tilfældigheder · grå: den er større"
CHANGE = "ændring over 12 måneder, procentpoint"
EXPECTED = ("label", "area", "value", "expected_value", "difference_low", "difference_high")
QUADRANT = ("label", "area", "value", "change", "others_value", "others_change", "level", "development", "direction")
CORNERS = {  # by direction: above left, above right, below left, below right
    "lower": ("God, men på vej ned", "Særlig udfordring", "God og i fremgang", "Udfordring, men i bedring"),
    "higher": ("Udfordring, men i bedring", "God og i fremgang", "Særlig udfordring", "God, men på vej ned"),
    "neutral": ("lavere, steget mere", "højere, steget mere", "lavere, steget mindre", "højere, steget mindre"),
}


class _Plot(NamedTuple):
    """A square of dots: where it stands, and its axes across and up."""

    sheet: Sheet
    axes: Axes
    left: float
    wide: float


@in_house
def expected(table: pd.DataFrame, *, own: str, unit: str, synthetic: bool = False) -> Figure:
    """A dot for each area at its expected share and its actual one, and the line where they are equal.

    Areas whose difference from the expected chance could have made are hollow, the others grey; the own is large and
    named with both figures. Areas without a figure are not drawn, and neither axis depends on them. Under the figure
    stands what must not be read into it.

    Parameters
    ----------
    table : DataFrame
        One row per area, as ``measures.expected`` gives it. Columns: ``label`` (Danish), ``area`` (code), ``value``,
        ``expected_value``, ``difference_low`` and ``difference_high`` (interval of the difference; ``nan`` where not
        shown).
    own : str
        Code of the area to point out.
    unit : str
        Heading in Danish, such as ``"pct. af arbejdsstyrken"``.
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing or no area has both figures.
    """
    check(table, EXPECTED, chart="expected")
    shown = table[table["value"].notna() & table["expected_value"].notna()]
    if shown.empty:
        raise ValueError(f"expected: none of {len(table)} areas has both figures in {unit}")
    both = [*shown["value"], *shown["expected_value"]]
    axis = scale.scale(both, percent=scale.is_percent(unit), from_zero=False)
    plot = _plot(axis, axis, heading=f"faktisk, {unit}", across=f"forventet, {unit}")
    ends = [axis.low, axis.high]
    plot.axes.plot(ends, ends, color=QUIET, linewidth=1.0, label="som forventet")
    by_chance = (shown["difference_low"] <= 0) & (shown["difference_high"] >= 0)
    _dots(plot.axes, shown["expected_value"], shown["value"], shown["area"] == own, by_chance)
    _corner(plot, "flere end forventet", across=0.0, up=1.0)
    _corner(plot, "færre end forventet", across=1.0, up=0.0)
    told = [
        f"{row.label}: faktisk {danish.number(row.value, 1)}, forventet {danish.number(row.expected_value, 1)}"
        for row in _own(shown, own)
    ]
    _explain(plot, told)
    if synthetic:
        stamp(plot.axes, wide=plot.wide, tall=TALL)
    above = int((_tenths(shown["value"]) > _tenths(shown["expected_value"])).sum())
    words = f"{len(shown)} områder efter forventet og faktisk andel, {unit}; {above} ligger over det forventede."
    said = " ".join([words, *(f"{one}." for one in told), NO_VERDICT])
    return described(plot.sheet.figure, said, synthetic=synthetic)


@in_house
def quadrant(table: pd.DataFrame, *, own: str, unit: str, synthetic: bool = False) -> Figure:
    """A dot for each area at its level and its change over 12 months, and the lines of the others between four fields.

    Areas that chance could have made like the others in level or in change are hollow, the rest grey; the own is large
    and named with both figures. The fields have the names of the table of indicators. Areas without a figure are not
    drawn, and neither axis depends on them. Under the figure stands what must not be read into it.

    Parameters
    ----------
    table : DataFrame
        One row per area, as ``measures.level_and_change`` gives it. Columns: ``label`` (Danish), ``area`` (code),
        ``value`` (level) and ``change`` (percentage points; ``nan`` where not shown), ``others_value`` and
        ``others_change`` (the lines: those of the own area are drawn, or the middle of all where it has none),
        ``level`` and ``development`` (``same`` where chance could have made the difference), ``direction``.
    own : str
        Code of the area to point out.
    unit : str
        Heading in Danish, such as ``"pct. af arbejdsstyrken"``.
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing or no area has a level and a change.
    """
    check(table, QUADRANT, chart="quadrant")
    shown = table[table["value"].notna() & table["change"].notna()]
    if shown.empty:
        raise ValueError(f"quadrant: none of {len(table)} areas has a level and a change in {unit}")
    mine = shown[shown["area"] == own]
    lines = (mine if len(mine) else shown)[["others_value", "others_change"]].median()
    level, change = float(lines["others_value"]), float(lines["others_change"])
    right = scale.scale([*shown["value"], level], percent=scale.is_percent(unit), from_zero=False)
    reach = max(float(shown["change"].abs().max()), abs(change))
    up = scale.scale([-reach, reach], percent=False)._replace(cut=False)  # zero is on it
    plot = _plot(up, right, heading=CHANGE, across=unit)
    plot.axes.axvline(level, color=QUIET, linewidth=1.0)
    plot.axes.axhline(change, color=QUIET, linewidth=1.0)
    alike = (shown["level"] == "same") | (shown["development"] == "same")
    _dots(plot.axes, shown["value"], shown["change"], shown["area"] == own, alike)
    corners = CORNERS[str(shown["direction"].iloc[0])]
    for word, (across, height) in zip(corners, ((0.0, 1.0), (1.0, 1.0), (0.0, 0.0), (1.0, 0.0)), strict=True):
        _corner(plot, word, across=across, up=height)
    told = [
        f"{row.label}: {danish.number(row.value, 1)}, {danish.signed(row.change, 1)} på 12 måneder"
        for row in _own(shown, own)
    ]
    beside = f"linjerne er de øvrige jobcentre tilsammen: {danish.number(level, 1)} og {danish.signed(change, 1)}"
    _explain(plot, [*told, beside])
    if synthetic:
        stamp(plot.axes, wide=plot.wide, tall=TALL)
    about = f"{len(shown)} områder efter niveau, {unit}, og ændring over 12 måneder i procentpoint."
    said = " ".join([about, *(f"{one[:1].upper()}{one[1:]}." for one in [*told, beside]), NO_VERDICT])
    return described(plot.sheet.figure, said, synthetic=synthetic)


def _tenths(figures: pd.Series) -> pd.Series:
    """Figures as they are printed, so that what is said of them is what a reader sees."""
    return figures.map(lambda figure: danish.rounded(figure, 1))


def _own(shown: pd.DataFrame, own: str) -> list[Any]:
    return list(shown[shown["area"] == own].itertuples())


def _plot(up: scale.Scale, right: scale.Scale, *, heading: str, across: str) -> _Plot:
    """The sheet with its two axes and their headings."""
    left = max(labels.width(word, SMALL) for word in up.words) + 8
    wide = WIDTH * POINTS - left - labels.width(right.words[-1], SMALL) / 2 - 2
    sheet = Sheet(WIDTH * POINTS, BELOW + TALL + ABOVE)
    axes = sheet.upright(up, left=left, bottom=BELOW, width=wide, height=TALL, heading=heading)
    axes.set_xlim(right.low, right.high)
    axes.set_xticks(right.ticks, right.words)
    axes.grid(axis="x")
    how: dict[str, Any] = {"size": SMALL, "color": QUIET, "va": "top"}
    sheet.write(left, BELOW - 18, right.heading(across), **how)
    sheet.write(left, BELOW - 33, MARKS, **how)
    sheet.write(0, 1, NO_VERDICT, size=SMALL, color=INK, va="bottom")
    return _Plot(sheet, axes, left, wide)


def _dots(axes: Axes, across: pd.Series, up: pd.Series, ours: pd.Series, by_chance: pd.Series) -> None:
    """Dots: hollow where chance could have made the difference, else grey; the own last and large."""
    for which, face, word in ((by_chance & ~ours, PAPER, "tilfældig"), (~by_chance & ~ours, "#a6a6a6", "større")):
        if which.any():
            how: dict[str, Any] = {"markerfacecolor": face, "markeredgecolor": REST, "markersize": 5.0}
            axes.plot(across[which], up[which], "o", label=word, zorder=3, clip_on=False, **how)
    axes.plot(across[ours], up[ours], "o", color=OWN, markersize=8.5, label="eget", zorder=4, clip_on=False)


def _corner(plot: _Plot, word: str, *, across: float, up: float) -> None:
    """The name of a field in its corner, quiet and behind the dots."""
    how: dict[str, Any] = {"size": TINY, "color": QUIET, "style": "italic", "zorder": 0.5}
    plot.axes.text(
        0.01 + 0.98 * across,
        0.01 + 0.98 * up,
        word,
        transform=plot.axes.transAxes,
        ha="right" if across else "left",
        va="top" if up else "bottom",
        **how,
    )


def _explain(plot: _Plot, told: Sequence[str]) -> None:
    """Above the dots: the own figures, and what they are held against."""
    how: dict[str, Any] = {"size": SMALL, "weight": "bold", "color": OWN, "va": "bottom"}
    plot.sheet.write(plot.left, BELOW + TALL + 4, "; ".join(told), **how)
