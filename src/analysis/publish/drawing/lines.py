"""The lines of a development: one area's figures month by month, with the gaps left open."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import danish, periods
from analysis.publish.drawing import labels
from analysis.publish.drawing.style import NOT_SHOWN, PROVISIONAL, Pen, pen, rank

LETTERS = 24  # of a label, on one line
LATEST = 3  # months that the last figure of a line may lie back and still stand in its label
NO_LATER = "ingen nyere tal"
YEARS = 8  # more Januaries than these are too many to name


@dataclass(frozen=True)
class Line:
    """One area's figures, with ``nan`` for each period that has none, however it came to have none.

    A line without any figure has no months, and says in ``why`` what a reader may know about it; ``later`` is what may
    be known after the last figure.
    """

    label: str
    role: str
    pen: Pen
    months: NDArray[
        np.int64
    ]  # since year 0: the last of each period, one for each period from the first figure to the last
    value: NDArray[np.float64]
    provisional: NDArray[np.bool_]
    estimated: bool = False  # the last figure
    why: str = ""
    later: str = NO_LATER

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which periods have a figure."""
        return ~np.isnan(self.value)

    @property
    def alone(self) -> NDArray[np.bool_]:
        """Which figures have no neighbour, so that a line would not show them."""
        known = np.pad(self.known, 1)
        return known[1:-1] & ~known[:-2] & ~known[2:]


def read(series: pd.DataFrame) -> list[Line]:
    """One line per area: the jobcenter first, then in the order of ``style.ROLES`` and of the table.

    Raises
    ------
    ValueError
        If an area has two rows for a period, or a role is none of ``style.ROLES``.
    """
    twice = series.duplicated(["area_type", "area", "period"])
    if twice.any():
        raise ValueError(f"development: {int(twice.sum())} rows repeat an area and a period")
    at = np.array([place(period) for period in series["period"]])
    hidden = series["status"].isin(NOT_SHOWN).to_numpy()
    value = np.where(hidden, np.nan, series["value"].to_numpy(dtype=float))
    provisional = series["status"].eq("provisional").to_numpy()
    rows: dict[tuple[str, str], list[int]] = {}
    for row, area in enumerate(zip(series["area_type"], series["area"], strict=True)):
        rows.setdefault(area, []).append(row)
    roles = series["role"].to_numpy()
    seen: Counter[str] = Counter()
    lines = []
    for area in sorted(rows, key=lambda area: rank(roles[rows[area][0]])):
        own = np.array(rows[area])
        own = own[np.argsort(at[own])]
        role = str(roles[own[0]])
        drawn_with = pen(role, seen[role])
        lines.append(_line(series.iloc[own], at[own], value[own], provisional[own], role=role, pen=drawn_with))
        seen[role] += 1
    return lines


def indexed(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """The lines with the first month that all of them have as 100, and that month.

    Areas without any figure are kept as they are, and stand in no other's way.

    Raises
    ------
    ValueError
        If there is no month with a figure above zero for each.
    """
    common = set.intersection(*(set(line.months[line.value > 0]) for line in lines if not line.why))
    if not common:
        raise ValueError("development: no month has a figure above zero for every area, so none can be 100")
    base = min(common)
    return [
        line if line.why else replace(line, value=line.value / line.value[line.months == base] * 100) for line in lines
    ], int(base)


@cache
def place(period: str) -> int:
    """The last month of a period as a number of months, for the x axis.

    >>> place("2026-07") - place("2026-Q1"), named(place("2026-07"))
    (4, '2026-07')
    """
    year, month = periods.last_month(period).split("-")
    return int(year) * 12 + int(month) - 1


def named(at: int) -> str:
    """The month at a place on the x axis."""
    return f"{at // 12}-{at % 12 + 1:02d}"


def worded(line: Line, *, last: int, decimals: int) -> str:
    """Name and latest figure; what is known instead where there is none."""
    if line.why:
        return labels.wrapped(f"{line.label}:", LETTERS, tail=line.why)
    if last - int(line.months[-1]) > LATEST:
        return labels.wrapped(f"{line.label}:", LETTERS, tail=line.later)
    figure = ("ca. " if line.estimated else "") + danish.number(float(line.value[-1]), decimals)
    text = labels.wrapped(line.label, LETTERS, tail=figure)
    return text if line.months[-1] == last else f"{text}\n({danish.short_month(named(int(line.months[-1])))})"


def notes(
    lines: Sequence[Line], reforms: Sequence[tuple[str, str]], *, first: int, last: int
) -> list[tuple[float, str]]:
    """What stands above the lines and where: each reform, and once that the last months are provisional."""
    marked = [(place(month) - 0.5, text) for month, text in reforms]
    shown = [(month, text) for month, text in marked if first - 0.5 < month < last]
    since = [line.months[line.provisional & line.known] for line in lines]
    started = [int(months[0]) for months in since if months.size]
    return [*shown, (min(started) - 0.5, PROVISIONAL)] if started else shown


def januaries(first: int, last: int) -> list[int]:
    """The Januaries shown, every second one of many; the first and the last month where there is none."""
    found = [month for month in range(first, last + 1) if month % 12 == 0]
    if not found:
        return sorted({first, last})
    return found[:: -(-len(found) // YEARS)]


def _line(
    own: pd.DataFrame,
    at: NDArray[np.int64],
    value: NDArray[np.float64],
    provisional: NDArray[np.bool_],
    *,
    role: str,
    pen: Pen,
) -> Line:
    """The line of one area's rows, in the order of time: a period without a row is a gap like any other."""
    label, known = str(own["label"].iloc[0]), np.flatnonzero(~np.isnan(value))
    if not known.size:
        why = danish.HIDDEN_CELL if own["status"].iloc[-1] == "suppressed" else danish.MISSING_CELL  # as in the table
        return Line(label, role, pen, at[:0], value[:0], provisional[:0], why=why)
    step = periods.STEP[periods.kind(str(own["period"].iloc[0]))]
    every = np.arange(at[known[0]], at[known[-1]] + 1, step)
    where = (at[known] - every[0]) // step
    figures, new = np.full(every.size, np.nan), np.zeros(every.size, dtype=bool)
    figures[where], new[where] = value[known], provisional[known]
    hidden = own["status"].iloc[known[-1] + 1 :].eq("suppressed").any()
    return Line(
        label,
        role,
        pen,
        every,
        figures,
        new,
        estimated=bool(own["estimated"].iloc[known[-1]]),
        later=danish.HIDDEN_CELL if hidden else NO_LATER,
    )
