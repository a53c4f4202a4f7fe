"""One month's figures of an area beside those it is compared with, for one measure or several."""

import math
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import danish
from analysis.publish.drawing import labels, scale
from analysis.publish.drawing.sheet import Sheet, check, described
from analysis.publish.drawing.style import (
    INK,
    NOT_SHOWN,
    OURS,
    OWN,
    PAPER,
    POINTS,
    PROVISIONAL,
    QUIET,
    SMALL,
    SYNTHETIC,
    WIDTH,
    in_house,
    rank,
)

COLUMNS = ("measure_label", "label", "role", "value", "estimated", "status")
ACROSS = 3  # measures side by side; more go below
ROW, BAR = 15.0, 9.0  # points from one area to the next, and the height of a bar
APART, MARKED = (
    5.0,
    15.0,
)  # points between the jobcenter and those it is compared with; with words between them
BETWEEN = 18.0  # points between measures
TOP = 20.0  # points above the first
LETTER = 0.7  # the width of a bold letter, in its size, or a little less
FILLS = {"own": OWN, "member": OURS, "group": "#595959", "region": "#7d7d7d", "country": "#969696"}


@in_house
def levels(table: pd.DataFrame, *, unit: str, synthetic: bool = False) -> Figure:
    """Bars from zero for an area, its municipalities and those it is compared with, a panel for each measure.

    All panels have the same scale, so a longer bar is always a higher figure. Provisional figures are hollow,
    estimated ones written with "ca.", and a figure that is not shown has words instead of a bar.

    Parameters
    ----------
    table : DataFrame
        One row per measure and area. Columns: ``measure_label`` and ``label`` (Danish), ``role`` (one of
        ``style.ROLES``), ``value`` (not below zero; ``nan`` where not shown), ``estimated`` (bool) and
        ``status`` (``final``, ``provisional``, ``suppressed``, ``missing``). Measures stay in the order of
        the table, and so do areas of one role.
    unit : str
        What all figures are counted in, in Danish; a heading over the panels.
    synthetic : bool
        Write in the middle of each panel that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing, a measure has an area twice, or there is no value to draw.
    """
    check(table, COLUMNS, chart="levels")
    if table.duplicated(["measure_label", "role", "label"]).any():
        raise ValueError("levels: a measure has two rows for an area")
    shown = table["value"].astype(float).mask(table["status"].isin(NOT_SHOWN))
    known = [float(value) for value in shown.dropna()]
    if not known:
        raise ValueError(f"levels: none of {len(table)} rows has a value in {unit}")
    decimals = scale.decimals(known, unit=unit)
    keys = zip(table["measure_label"], table["role"], table["label"], strict=True)
    rows = zip(shown, table["status"], table["estimated"], strict=True)
    bars = {key: _bar(*row, decimals) for key, row in zip(keys, rows, strict=True)}
    absent = _bar(math.nan, "missing", False, decimals)
    areas = sorted(dict.fromkeys(zip(table["role"], table["label"], strict=True)), key=lambda area: rank(area[0]))
    measures = list(dict.fromkeys(table["measure_label"]))
    panels = [[bars.get((measure, *area), absent) for area in areas] for measure in measures]
    figure = _Panels(measures, areas, panels, synthetic=synthetic).draw(unit, most=max(known))
    said = "; ".join(
        f"{measure}: " + ", ".join(f"{name} {bar.words}" for (_, name), bar in zip(areas, panel, strict=True))
        for measure, panel in zip(measures, panels, strict=True)
    )
    return described(figure, f"Niveau, {unit}. {said}.", synthetic=synthetic)


class _Bar(NamedTuple):
    """What one area's row becomes: a bar with its figure, or words alone and a length that is ``nan``."""

    length: float
    words: str
    provisional: bool

    @property
    def known(self) -> bool:
        return not math.isnan(self.length)


def _bar(value: float, status: str, estimated: bool, decimals: int) -> _Bar:
    if math.isnan(value):
        return _Bar(value, danish.HIDDEN_CELL if status == "suppressed" else danish.MISSING_CELL, False)
    about = "ca. " if estimated else ""
    return _Bar(value, about + danish.number(value, decimals), status == "provisional")


class _Panels:
    """The room of the figure: names on the left once, panels side by side, their titles above them."""

    def __init__(
        self, measures: list[str], areas: list[tuple[str, str]], panels: list[list[_Bar]], *, synthetic: bool
    ) -> None:
        self.areas, self.panels, self.synthetic = areas, panels, synthetic
        self.columns = min(ACROSS, len(measures))
        self.left = max(labels.width(name, SMALL, bold=role == "own") for role, name in areas) + 8
        self.wide = (WIDTH * POINTS - self.left - BETWEEN * (self.columns - 1)) / self.columns
        self.titles = [labels.wrapped(measure, int(self.wide / (SMALL * LETTER))) for measure in measures]
        self.head = max(labels.height(title, SMALL) for title in self.titles) + 4
        self.ours = sum(role in ("own", "member") for role, _ in areas)
        gap = MARKED if synthetic else APART
        self.down = [(row + 0.5) * ROW + (gap if row >= self.ours else 0) for row in range(len(areas))]
        self.tall = len(areas) * ROW + gap
        self.middle = self.ours * ROW + gap / 2
        bands = math.ceil(len(measures) / self.columns)
        self.sheet = Sheet(WIDTH * POINTS, TOP + bands * (self.head + self.tall) + (bands - 1) * BETWEEN)

    def draw(self, unit: str, *, most: float) -> Figure:
        """The figure, with bars so long that the words of the longest still fit beside it."""
        provisional = any(bar.provisional for panel in self.panels for bar in panel)
        self.sheet.write(0, self.sheet.height - 1, f"{unit} ({PROVISIONAL})" if provisional else unit, va="top")
        words = [bar.words for panel in self.panels for bar in panel if bar.known]
        room = max(labels.width(word, SMALL, bold=True) for word in words) + 6
        reach = (most or 1.0) / (1 - room / self.wide)
        for place, (title, panel) in enumerate(zip(self.titles, self.panels, strict=True)):
            band, column = divmod(place, self.columns)
            top = self.sheet.height - TOP - self.head - band * (self.head + self.tall + BETWEEN)
            start = self.left + column * (self.wide + BETWEEN)
            self.sheet.write(start, top + 4, title, size=SMALL, weight="bold", va="bottom")
            axes = self.sheet.axes(start, top - self.tall, self.wide, self.tall)
            axes.set_xlim(0, reach)
            axes.set_ylim(self.tall, 0)
            self._draw_bars(axes, panel)
            if column == 0:
                self._name_areas(top)
            if self.synthetic:
                size = min(SMALL + 3, 0.9 * self.wide / labels.width(SYNTHETIC, 1.0, bold=True))
                middle = start + self.wide / 2
                how = {
                    "size": size,
                    "weight": "bold",
                    "color": "#9a9a9a",
                    "ha": "center",
                    "va": "center_baseline",
                }
                self.sheet.write(middle, top - self.middle, SYNTHETIC, **how)
        return self.sheet.figure

    def _name_areas(self, top: float) -> None:
        for (role, name), down in zip(self.areas, self.down, strict=True):
            how = {"weight": "bold" if role == "own" else "normal", "color": OWN if role == "own" else INK}
            self.sheet.write(0, top - down, name, size=SMALL, va="center_baseline", **how)

    def _draw_bars(self, axes: Axes, panel: list[_Bar]) -> None:
        """The bars of one measure from a common foot, the figure of each at its end."""
        axes.set_axis_off()
        axes.axvline(0, color=QUIET, linewidth=1.2, clip_on=False)
        roles = [role for role, _ in self.areas]
        axes.barh(
            self.down,
            [bar.length if bar.known else 0.0 for bar in panel],
            height=BAR,
            facecolor=[PAPER if bar.provisional else FILLS[role] for role, bar in zip(roles, panel, strict=True)],
            edgecolor=[FILLS[role] for role in roles],
            linewidth=[1.2 if bar.known else 0.0 for bar in panel],
        )
        for role, bar, down in zip(roles, panel, self.down, strict=True):
            axes.annotate(
                bar.words,
                (bar.length if bar.known else 0.0, down),
                xytext=(5, 0),
                textcoords="offset points",
                size=SMALL,
                va="center_baseline",
                weight="bold" if role == "own" else "normal",
                color=INK if bar.known else QUIET,
                style="normal" if bar.known else "italic",
                annotation_clip=False,
            )
