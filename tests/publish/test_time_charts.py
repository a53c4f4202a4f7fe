"""The charts of the models of time draw what the tables say, and keep their words apart."""

import re

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis import models, periods
from analysis.publish import charts
from analysis.publish.drawing import style
from analysis.publish.drawing.lines import place
from analysis.publish.layout import over_time

UNIT = "fuldtidspersoner"
PAST = periods.months("2017-01", "2019-12")
AHEAD = periods.months("2019-10", "2020-09")
WAVE = np.tile([60.0, 30, 10, -10, -20, -40, -60, -30, 0, 10, 20, 30], 3)
STATUS = ["final"] * 33 + ["provisional"] * 3


def fanned() -> pd.DataFrame:
    figures = pd.DataFrame({"kind": "figure", "period": PAST, "value": 1000 + WAVE, "status": STATUS})
    middle = 1000 + np.arange(12.0)
    limits = {"low_80": middle - 50, "high_80": middle + 50, "low_95": middle - 90, "high_95": middle + 90}
    ahead = pd.DataFrame({"kind": "forecast", "period": AHEAD, "value": middle, "status": "forecast", **limits})
    return pd.concat([figures, ahead], ignore_index=True)


def taken_apart() -> pd.DataFrame:
    months = periods.months("2016-01", "2019-12")
    value = 1000 + np.arange(48) + np.tile(WAVE[:12], 4) + np.random.default_rng(1).normal(0, 5, 48)
    status = ["final"] * 45 + ["provisional"] * 3
    found: pd.DataFrame = models.seasons(pd.DataFrame({"period": months, "value": value, "status": status}))
    return found


def words(figure: Figure) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", charts.to_svg(figure))


def assert_words_apart(figure: Figure) -> None:
    with style.house():
        figure.draw_without_rendering()
        shown = [text for text in figure.findobj(Text) if text.get_text() and text.get_text() != style.SYNTHETIC]
        boxes = [text.get_window_extent() for text in shown if text.get_visible()]
    for box in boxes:
        assert box.x0 >= -0.5 and box.x1 <= figure.bbox.x1 + 0.5
        assert box.y0 >= -0.5 and box.y1 <= figure.bbox.y1 + 0.5
    for one, other in ((a, b) for at, a in enumerate(boxes) for b in boxes[at + 1 :]):
        assert max(one.x0, other.x0) + 0.5 >= min(one.x1, other.x1) or max(one.y0, other.y0) + 0.5 >= min(
            one.y1, other.y1
        )


def drawn(figure: Figure, label: str) -> list[tuple[float, float]]:
    for axes in figure.axes:
        for line in axes.get_lines():
            if line.get_label() == label:
                return [(float(x), float(y)) for x, y in np.asarray(line.get_xydata())]
    raise AssertionError(f"nothing is called {label}")


def test_a_fan_draws_what_was_and_what_may_come() -> None:
    figure = charts.fan(fanned(), unit=UNIT)
    assert drawn(figure, "figure")[0] == (place("2017-01"), 1060.0)
    ahead = drawn(figure, "fremskrivning")
    assert ahead[:1] == [(place("2019-09"), 1000.0)]  # joined to the last final figure
    assert ahead[1:] == [(place(month), 1000.0 + at) for at, month in enumerate(AHEAD)]
    assert drawn(figure, style.PROVISIONAL) == [
        (place(month), 1000 + at) for month, at in zip(PAST[33:], (10, 20, 30), strict=True)
    ]


def test_a_fan_s_bands_are_its_intervals_the_wider_one_lighter() -> None:
    figure = charts.fan(fanned(), unit=UNIT)
    bands = figure.axes[0].findobj(FillBetweenPolyCollection)
    assert [band.get_label() for band in bands] == ["95 pct.", "80 pct."]
    for band, half in zip(bands, (90, 50), strict=True):
        heights = np.asarray(band.get_paths()[0].vertices)[:, 1]
        assert (heights.min(), heights.max()) == (1000 - half, 1011 + half)
    lightness = [float(np.asarray(band.get_facecolor()).sum()) for band in bands]
    assert lightness[0] > lightness[1]


def test_a_fan_says_where_it_ends_and_marks_reforms() -> None:
    figure = charts.fan(fanned(), unit=UNIT, reforms=[("2018-01", "Ny forløbsregel"), ("2031-01", "senere")])
    shown = words(figure)
    assert {"1.011", "80 %: 1.061", "80 %: 961", "95 %: 1.101", "95 %: 921", "Ny forløbsregel"} <= set(shown)
    assert "senere" not in shown and style.PROVISIONAL in shown
    assert charts.alt(figure) == (
        "Linje til december 2019 og fremskrivning til september 2020, fuldtidspersoner. Til sidst 1.011, med 80 pct. "
        "sikkerhed mellem 961 og 1.061."
    )
    assert_words_apart(figure)


def test_a_fan_without_a_forecast_is_refused() -> None:
    with pytest.raises(ValueError, match="fan: none of 36 rows"):
        charts.fan(fanned().iloc[:36], unit=UNIT)
    with pytest.raises(ValueError, match="fan: the table lacks low_80"):
        charts.fan(fanned().drop(columns="low_80"), unit=UNIT)


def test_a_series_taken_apart_has_its_trend_season_and_rest_on_three_axes() -> None:
    table = taken_apart()
    figure = charts.decomposed(table, unit=UNIT)
    assert len(figure.axes) == 3
    trend = drawn(figure, "trend")
    assert trend[:1] == [(place("2016-01"), float(table["trend"].iloc[0]))]
    assert np.isnan([height for _, height in trend[45:]]).all()
    bars = [bar.get_height() for bar in figure.axes[1].containers[0]]
    assert bars[:12] == pytest.approx(table["season"][:12].tolist())
    assert drawn(figure, style.PROVISIONAL)[0] == (place("2019-10"), table["value"][45])
    assert "Sæsonen er højest i januar og lavest i juli." in charts.alt(figure)
    assert_words_apart(figure)


def test_a_series_without_a_trend_is_refused() -> None:
    with pytest.raises(ValueError, match="has a trend to draw"):
        charts.decomposed(taken_apart().assign(trend=np.nan), unit=UNIT)


@pytest.mark.parametrize("name", ["fan", "decomposed"])
def test_synthetic_data_are_marked_and_the_svg_is_small_and_the_same_each_time(name: str) -> None:
    table = fanned() if name == "fan" else taken_apart()
    chart = getattr(charts, name)
    figure = chart(table, unit=UNIT, synthetic=True)
    assert style.SYNTHETIC in words(figure) and style.SYNTHETIC not in words(chart(table, unit=UNIT))
    assert charts.alt(figure).startswith("Syntetiske data. ")
    svg = charts.to_svg(figure)
    assert len(svg.encode("utf-8")) < 60_000
    assert svg == charts.to_svg(chart(table, unit=UNIT, synthetic=True))


def test_the_table_behind_a_fan_has_figure_and_forecast_of_a_month_on_one_row() -> None:
    behind = over_time.table_behind(fanned(), table_id="figure-1", title="Fremskrivning", decimals=0)
    assert [column.label for column in behind.columns][:4] == ["Måned", "Tal", "Fremskrivning", "80 pct., nedre grænse"]
    october = next(row for row in behind.rows if row.cells[0].text == "okt 19")
    assert [cell.text for cell in october.cells] == ["okt 19", "1.010", "1.000", "950", "1.050", "910", "1.090"]
    assert len(behind.rows) == 36 + 9


def test_the_table_behind_a_season_leaves_provisional_months_open() -> None:
    behind = over_time.table_behind(taken_apart(), table_id="figure-1", title="Sæson", decimals=0)
    assert [cell.text for cell in behind.rows[-1].cells][2:] == [""] * 5


def test_the_table_of_candidates_says_why_each_is_used_or_not() -> None:
    tried = pd.DataFrame(
        {
            "model": ["seasonal_naive", "ets", "sarima"],
            "mase": [1.2, 0.84, np.nan],
            "coverage_80": [0.75, 0.9, np.nan],
            "coverage_95": [0.9, 1.0, np.nan],
            "reason": ["not_better", "chosen", "not_converged"],
            "origins": 8,
            "steps": 12,
        }
    )
    found = over_time.candidates_table(tried, table_id="table-1", title="Afprøvede modeller")
    shown = [[cell.text for cell in row.cells] for row in found.rows]
    assert shown == [
        ["samme måned året før", "1,20", "75", "90", "målestok for de andre"],
        ["eksponentiel udglatning (ETS)", "0,84", "90", "100", "bruges: mindst fejl"],
        ["en ARIMA-model med sæson", "", "", "", "bruges ikke: fandt ingen løsning"],
    ]
    assert found.notes[0].startswith("Prøvet fra 8 måneder i fortiden og 12 måneder frem.")
