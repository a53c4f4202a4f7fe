"""A forecast as a fan: what was, the middle of what may come, and two bands around it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import danish
from analysis.publish.drawing import labels, scale
from analysis.publish.drawing.lines import januaries, named, place
from analysis.publish.drawing.sheet import Sheet, check, described, stamp
from analysis.publish.drawing.style import (
    LINE,
    NOT_SHOWN,
    OWN,
    PAPER,
    POINTS,
    PROVISIONAL,
    QUIET,
    SHADES,
    SMALL,
    WIDTH,
    in_house,
)

COLUMNS = ("kind", "period", "value", "status", "low_80", "high_80", "low_95", "high_95")
BANDS = ((95, SHADES[1]), (80, SHADES[2]))
ENDS = (("high_95", "95 %: "), ("high_80", "80 %: "), ("value", ""), ("low_80", "80 %: "), ("low_95", "95 %: "))
TALL, BOTTOM, GAP = 205.0, 20.0, 12.0  # points
AHEAD = "fremskrivning"


@in_house
def fan(
    table: pd.DataFrame,
    *,
    unit: str,
    reforms: Sequence[tuple[str, str]] = (),
    synthetic: bool = False,
) -> Figure:
    """Figures so far as a line, the forecast as a dashed one, its intervals of 80 and 95 per cent as bands.

    The axis starts at zero unless all lies far from it. A month without a figure breaks the line; provisional months
    are hollow dots, and the forecast begins before them, as it has not seen them.

    Parameters
    ----------
    table : DataFrame
        One row per month and kind. Columns: ``kind`` (``figure`` or ``forecast``), ``period``, ``value``, ``status``,
        and of a forecast ``low_80``, ``high_80``, ``low_95``, ``high_95``.
    unit : str
        Heading of the y axis in Danish.
    reforms : sequence of (month, text)
        What to mark at the beginning of a month; those outside the months shown are left out.
    synthetic : bool
        Write across the figure that the data are synthetic.

    Raises
    ------
    ValueError
        If a column is missing, or there is no figure or no forecast to draw.
    """
    check(table, COLUMNS, chart="fan")
    at = np.array([place(period) for period in table["period"]])
    shown = table["value"].to_numpy(dtype=float)
    shown = np.where(table["status"].isin(NOT_SHOWN), np.nan, shown)
    is_ahead = table["kind"].eq("forecast").to_numpy()
    if np.isnan(shown[~is_ahead]).all() or np.isnan(shown[is_ahead]).all():
        raise ValueError(f"fan: none of {len(table)} rows has a value to draw, or none is a forecast")
    past, ahead = table[~is_ahead].assign(value=shown[~is_ahead], at=at[~is_ahead]), table[is_ahead]
    ahead = ahead.assign(at=at[is_ahead]).sort_values("at")
    plot = _Plot(past.sort_values("at"), ahead, reforms, unit=unit)
    plot.draw()
    if synthetic:
        stamp(plot.axes, wide=plot.wide, tall=TALL)
    last = ahead.iloc[-1]
    middle, low, high = (danish.number(float(last[name]), plot.decimals) for name in ("value", "low_80", "high_80"))
    until = danish.month(named(int(past["at"].max())))
    text = (
        f"Linje til {until} og fremskrivning til {danish.month(str(last['period']))}, {unit}. Til sidst {middle}, "
        f"med 80 pct. sikkerhed mellem {low} og {high}."
    )
    return described(plot.sheet.figure, text, synthetic=synthetic)


class _Plot:
    """The room of the figure, and what is drawn in it."""

    def __init__(
        self, past: pd.DataFrame, ahead: pd.DataFrame, reforms: Sequence[tuple[str, str]], *, unit: str
    ) -> None:
        self.past, self.ahead, self.unit = past, ahead, unit
        self.first, self.last = int(past["at"].min()), int(ahead["at"].max())
        known = [float(value) for value in past["value"].dropna()]
        self.decimals = 0 if not scale.is_percent(unit) and max(known) >= 100 else scale.decimals(known, unit=unit)
        reach = [*known, *ahead["low_95"].astype(float), *ahead["high_95"].astype(float)]
        axis = self.axis = scale.scale(reach, percent=scale.is_percent(unit))
        end = ahead.iloc[-1]
        self.ends = [
            (float(end[name]), f"{word}{danish.number(float(end[name]), self.decimals)}") for name, word in ENDS
        ]
        self.notes = self._noted(reforms)
        self.left = max(labels.width(word, SMALL) for word in axis.words) + 5
        right = max(labels.width(word, SMALL, bold=True) for _, word in self.ends) + GAP + 2
        self.wide = WIDTH * POINTS - self.left - right
        widths = [labels.width(text, SMALL) for _, text in self.notes]
        self.starts = [
            min(self.across(month), WIDTH * POINTS - width)
            for (month, _), width in zip(self.notes, widths, strict=True)
        ]
        self.rows = labels.rows(self.starts, widths, gap=8)
        above = (max(self.rows, default=-1) + 1) * SMALL * LINE + 8
        self.sheet = Sheet(WIDTH * POINTS, BOTTOM + TALL + above + 14)
        self.axes = self.sheet.axes(self.left, BOTTOM, self.wide, TALL)
        self.axes.set_xlim(self.first - 0.5, self.last)
        self.axes.set_ylim(axis.low, axis.high)
        self.axes.set_yticks(axis.ticks, axis.words)
        self.axes.grid(axis="y")
        ticks = januaries(self.first, self.last)
        self.axes.set_xticks(ticks, [danish.short_month(named(month)) for month in ticks])

    def across(self, month: float) -> float:
        """Points from the left edge of the figure."""
        return self.left + (month - self.first + 0.5) / (self.last - self.first + 0.5) * self.wide

    def draw(self) -> None:
        """Bands, lines, and the words around them."""
        past, ahead = self.past, self.ahead
        for level, colour in BANDS:
            low, high = ahead[f"low_{level}"].astype(float), ahead[f"high_{level}"].astype(float)
            self.axes.fill_between(ahead["at"], low, high, color=colour, linewidth=0, zorder=1, label=f"{level} pct.")
        fresh = past["status"].eq("provisional")
        final = past["value"].where(~fresh)
        self.axes.plot(past["at"], final, color=OWN, linewidth=2.2, zorder=4, label="figure", clip_on=False)
        if fresh.any():
            how: dict[str, Any] = {
                "color": OWN,
                "marker": "o",
                "markersize": 4.0,
                "markerfacecolor": PAPER,
                "markeredgewidth": 1.1,
            }
            self.axes.plot(past["at"][fresh], past["value"][fresh], linestyle="", zorder=5, label=PROVISIONAL, **how)
        before = past[past["at"] < ahead["at"].min()].dropna(subset="value").tail(1)
        joined = pd.concat([before[["at", "value"]], ahead[["at", "value"]]])
        dashes = (0, (3.0, 1.6))
        self.axes.plot(joined["at"], joined["value"], color=OWN, linewidth=1.5, linestyle=dashes, zorder=3, label=AHEAD)
        self.sheet.write(0, self.sheet.height - 1, self.axis.heading(self.unit), va="top")
        self._write_notes()
        self._write_ends()

    def _noted(self, reforms: Sequence[tuple[str, str]]) -> list[tuple[float, str]]:
        marked = [(place(month) - 0.5, text) for month, text in reforms]
        shown = [(month, text) for month, text in marked if self.first - 0.5 < month < self.last]
        begins = f"{AHEAD}, bånd på 80 og 95 pct."
        fresh = self.past.loc[self.past["status"].eq("provisional"), "at"]
        started = [(float(fresh.min()) - 0.5, PROVISIONAL)] if len(fresh) else []
        return [*shown, *started, (float(self.ahead["at"].min()) - 0.5, begins)]

    def _write_notes(self) -> None:
        top = BOTTOM + TALL
        for (month, text), start, row in zip(self.notes, self.starts, self.rows, strict=True):
            foot = top + 5 + row * SMALL * LINE
            here = [self.across(month)] * 2
            dotted: dict[str, Any] = {"color": QUIET, "linewidth": 0.9, "linestyle": (0, (1.0, 2.0)), "zorder": 0.5}
            self.sheet.rule(here, [BOTTOM, foot], **dotted)
            behind = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.5}
            self.sheet.write(start, foot + 1, text, size=SMALL, color=QUIET, va="bottom", bbox=behind)

    def _write_ends(self) -> None:
        """The last figures of the fan at its right, apart from each other."""
        span = self.axis.high - self.axis.low
        wanted = [BOTTOM + (value - self.axis.low) / span * TALL for value, _ in self.ends]
        heights = [labels.height(word, SMALL) for _, word in self.ends]
        middles = labels.spread(wanted, heights, low=BOTTOM - 5, high=BOTTOM + TALL + 5)
        start = self.left + self.wide + GAP
        for (_, word), middle, end in zip(self.ends, middles, wanted, strict=True):
            bold = not word.startswith(("80", "95"))
            weight = "bold" if bold else "normal"
            self.sheet.write(start, middle, word, size=SMALL, weight=weight, color=OWN if bold else QUIET, va="center")
            if abs(middle - end) > 2:
                self.sheet.rule([start - GAP + 3, start - 2], [end, middle], color=QUIET, linewidth=0.5)
