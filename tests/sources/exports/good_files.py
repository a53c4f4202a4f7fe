"""Good exports with figures that follow a rule, as the rows of a sheet, and what must come out of them."""

import csv
import io
import math
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.utils import get_column_letter

from analysis import areas
from analysis.sources.exports import declarations, to_observations
from analysis.sources.exports.declared import Exports
from analysis.sources.exports.to_observations import Read

PERIODS = ["2026M07", "2026M06", "2026M05"]  # newest first
NAMES = ["Hele landet", *(one.name for one in areas.municipalities())]
COLUMNS = {
    "Antal personer": "kontanthjaelp_personer",
    "Antal fuldtidspersoner": "kontanthjaelp_fuldtid",
    "Fuldtidspersoner i pct. af arbejdsstyrken 16-66 år": "kontanthjaelp_pct_arbejdsstyrken",
}
GROUP_OF_COUNTS = "Forventet og faktisk antal fuldtidspersoner på offentlig forsørgelse"
GROUP_OF_SHARES = "Forventet og faktisk andel fuldtidspersoner på offentlig forsørgelse"
BENCHMARK = {
    f"{GROUP_OF_COUNTS}: Forventet antal": "forventet_antal",
    f"{GROUP_OF_COUNTS}: Faktisk antal": "faktisk_antal",
    f"{GROUP_OF_COUNTS}: Forskel mellem forventet og faktisk antal": "",
    f"{GROUP_OF_SHARES}: Forventet andel (pct.)": "forventet_andel",
    f"{GROUP_OF_SHARES}: Faktisk andel (pct.)": "faktisk_andel",
    f"{GROUP_OF_SHARES}: Forskel mellem forventet og faktisk andel (pct. point)": "",
    "Placering på benchmarkranglisten": "officiel_placering",
}
BENEFITS = {"Ydelsesgrupper i alt": "alle", "A-dagpenge mv.": "a_dagpenge_mv", "Kontanthjælp mv.": "kontanthjaelp_mv"}
HALVES = {"2022QMAT04": "2022-12R12", "2022QMAT02": "2022-06R12"}

Rows = list[list[Any]]
Figures = dict[tuple[str, str, str, str], float | str]


def figure(measure: str, area: int, period: int, benefit: int = 0) -> float:
    """A figure by rule: persons above full-time persons, shares below 100; some counts above 1000."""
    if measure.endswith("personer"):
        return 40 + 37 * area + period
    if measure.endswith("_fuldtid"):
        return 38 + 35 * area + period
    if measure == "officiel_placering":
        return 1 + area
    if measure == "forventet_antal":
        return 10 * (20 + 3 * area + benefit)
    if measure == "faktisk_antal":
        return 10 * (19 + 3 * area + 2 * period + benefit)
    return (15 + area + 2 * period + benefit * (2 if measure == "faktisk_andel" else 1)) / (
        100 if "andel" in measure else 10
    )


def danish(value: float, decimals: int = 0, thousands: str = "") -> str:
    """A number as Danes write it."""
    text = f"{value:,.{decimals}f}"
    return text.replace(",", "\x00").replace(".", ",").replace("\x00", thousands)


def long_rows(thousands: str = "") -> Rows:
    """A row per area and period: the persons on kontanthjælp."""
    rows: Rows = [["Område", "Periode", *COLUMNS]]
    for at, name in enumerate(NAMES):
        for when, period in enumerate(PERIODS):
            rows.append([name, period, *_figures(at, when, thousands)])
    return rows


def _figures(area: int, period: int, thousands: str = "") -> list[str]:
    decimals = {measure: 1 if "pct" in measure else 0 for measure in COLUMNS.values()}
    return [danish(figure(measure, area, period), places, thousands) for measure, places in decimals.items()]


def benchmark_rows() -> Rows:
    """A row per half-year, area and benefit: the table Y30R21 as its API wrote it."""
    rows: Rows = [["Area", "Periode", "Ydelsesgrupper", *BENCHMARK]]
    for when, period in enumerate(HALVES):
        for at, name in enumerate(NAMES[1:]):
            for which, benefit in enumerate(BENEFITS):
                expected, actual, low, high = (
                    figure(measure, at, when, which)
                    for measure in ("forventet_antal", "faktisk_antal", "forventet_andel", "faktisk_andel")
                )
                cells = [expected, actual, actual - expected]
                shares = [danish(low, 2), danish(high, 2), danish(high - low, 2)]
                rows.append(
                    [
                        name,
                        period,
                        benefit,
                        *(f"{cell:.0f}" for cell in cells),
                        *shares,
                        f"{figure('officiel_placering', at, when, which):.0f}",
                    ]
                )
    return rows


def wide_rows() -> Rows:
    """A title, two header rows, and a row per area: months over measures."""
    measures = list(COLUMNS)
    rows: Rows = [
        ["Kontanthjælp: antal personer og fuldtidspersoner", *[""] * 9],
        [""] * 10,
        ["", *(cell for period in ("jul 2026", "jun 2026", "maj 2026") for cell in (period, "", ""))],
        ["Område", *measures * 3],
    ]
    for at, name in enumerate(NAMES):
        rows.append([name, *(cell for when in range(len(PERIODS)) for cell in _figures(at, when))])
    return rows


def truth() -> Figures:
    """What must come out of ``long_rows`` and ``wide_rows``."""
    codes = ["000", *(one.code for one in areas.municipalities())]
    return {
        (measure, "kontanthjaelp", code, period.replace("M", "-")): figure(measure, at, when)
        for measure in COLUMNS.values()
        for at, code in enumerate(codes)
        for when, period in enumerate(PERIODS)
    }


def benchmark_truth() -> Figures:
    """What must come out of ``benchmark_rows``."""
    codes = [one.code for one in areas.municipalities()]
    return {
        (measure, benefit, code, period): figure(measure, at, when, which)
        for measure in BENCHMARK.values()
        if measure
        for at, code in enumerate(codes)
        for when, period in enumerate(HALVES.values())
        for which, benefit in enumerate(BENEFITS.values())
    }


def as_text(rows: Rows, delimiter: str = ";", ending: str = "\r\n") -> str:
    """The rows as the text of a CSV file."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=ending).writerows(rows)
    return written.getvalue()


def typed(rows: Rows) -> Rows:
    """The rows with their numbers as numbers, as a workbook has them."""
    return [[_number(cell) if at else cell for at, cell in enumerate(row)] for row in rows]


def as_workbook(
    sheets: dict[str, Rows], merge: tuple[str, ...] = (), change: Callable[[Any], None] | None = None
) -> bytes:
    """The rows of each sheet as .xlsx; ``merge`` are ranges of the first sheet, ``change`` changes it at the end."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    first = book.worksheets[0]
    for cells in merge:
        first.merge_cells(cells)
    if change:
        change(first)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def months_merged() -> tuple[str, ...]:
    """The ranges of ``wide_rows`` whose months stand over three columns each."""
    starts = (2, 5, 8)
    return tuple(f"{get_column_letter(at)}3:{get_column_letter(at + 2)}3" for at in starts)


def read(folder: Path, content: bytes | str, name: str = "y60a02.csv") -> Read:
    """What is read of a file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return to_observations.read([path], retrieved="2026-08-22", say=lambda line: None, exports=declared())


@cache
def declared() -> Exports:
    """What ``params/sources.yml`` declares of exports."""
    return declarations.exports()


def figures(observations: pd.DataFrame) -> Figures:
    """Measure, benefit, area and period to the figure, or to the reason that there is none."""
    everybody = (observations[["sex", "age", "origin", "visitation"]] == "alle").all(axis="columns")
    columns = observations[everybody][["measure", "benefit", "area", "period", "value", "status"]]
    return {
        (measure, benefit, area, period): status if math.isnan(value) else value
        for measure, benefit, area, period, value, status in columns.itertuples(index=False)
    }


def _number(cell: Any) -> Any:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return cell
