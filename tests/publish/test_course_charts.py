"""Curves, areas and paths, by what they draw."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import charts
from analysis.publish.drawing.style import OWN, PAPER


def curves(*, groups: tuple[str, ...] = ("2016", "2017"), until: dict[str, int] | None = None) -> pd.DataFrame:
    rows = []
    for at, group in enumerate(groups):
        for week in range(0, (until or {}).get(group, 52) + 1, 4):
            share = (0.97 - 0.01 * at) ** week
            row = {"group": group, "weeks": week, "at_risk": int(1200 * share), "survival": share}
            rows.append({**row, "low": max(share - 0.03, 0), "high": min(share + 0.03, 1)})
    return pd.DataFrame(rows)


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.texts]


def test_each_group_has_a_curve_in_per_cent_and_its_name_at_its_end():
    figure = charts.survival(curves())
    lines = {str(line.get_label()): line for line in figure.axes[0].lines}
    assert list(lines) == ["2016", "2017"]
    assert np.asarray(lines["2016"].get_ydata())[[0, 1]].tolist() == pytest.approx([100, 100 * 0.97**4])
    assert lines["2017"].get_color() == OWN  # the last is the strongest
    assert lines["2017"].get_linewidth() > lines["2016"].get_linewidth()
    assert {"2016", "2017", "pct. stadig på ydelsen", "uger siden forløbet begyndte"} <= set(texts(figure))
    assert len(figure.axes[0].collections) == 2  # an interval each


def test_the_counts_that_a_curve_rests_on_stand_under_it_and_none_where_it_has_ended():
    figure = charts.survival(curves(until={"2017": 24}))
    words = texts(figure)
    assert "Forløb, der stadig følges" in words
    assert "1.200" in words
    assert words.count("–") == 2  # weeks 39 and 52 of 2017
    assert "2017 (til uge 24)" in words


def test_more_groups_than_four_are_drawn_without_intervals_and_more_than_can_be_told_apart_not_at_all():
    assert not charts.survival(curves(groups=tuple("abcde"))).axes[0].collections
    with pytest.raises(ValueError, match="cannot be told apart"):
        charts.survival(curves(groups=tuple("abcdefghi")))


def left(*, still: float = 0.25) -> pd.DataFrame:
    rows = []
    for week in (0, 4, 8):
        share = week / 8
        for name, part in (("Job", 0.6), ("Uddannelse", 0.15)):
            rows.append({"destination": name, "weeks": week, "incidence": part * share, "survival": 1 - 0.75 * share})
    found = pd.DataFrame(rows)
    found.loc[found["weeks"] == 8, "survival"] = still
    return found


def test_areas_lie_on_top_of_each_other_and_are_named_with_their_last_share():
    figure = charts.incidence(left())
    areas = figure.axes[0].collections
    assert [str(area.get_label()) for area in areas] == ["Job", "Uddannelse", "Stadig på ydelsen"]
    tops = [float(np.asarray(area.get_paths()[0].vertices)[:, 1].max()) for area in areas]
    assert tops == pytest.approx([60, 75, 100])
    assert {"Job 60,0 %", "Uddannelse 15,0 %"} <= set(texts(figure))
    assert any("25,0 %" in text for text in texts(figure))


def test_areas_that_do_not_add_up_are_not_drawn():
    with pytest.raises(ValueError, match="do not add up"):
        charts.incidence(left(still=0.30))


def path(*effects: float, label: str = "Alle tilbud") -> pd.DataFrame:
    rows = [
        {"label": label, "months": month, "effect": effect, "low": effect - 0.03, "high": effect + 0.03, "n": 1234}
        for month, effect in enumerate(effects, 1)
    ]
    return pd.DataFrame(rows)


def test_an_effect_is_a_dot_a_month_full_where_its_interval_leaves_no_doubt():
    figure = charts.effect_path(path(-0.05, 0.0, 0.04))
    axes = figure.axes[0]
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    full, hollow = (dots[0], dots[1]) if dots[0].get_markerfacecolor() == OWN else (dots[1], dots[0])
    assert np.asarray(full.get_ydata()).tolist() == pytest.approx([-5, 4])
    assert np.asarray(hollow.get_ydata()).tolist() == pytest.approx([0])
    assert hollow.get_markerfacecolor() == PAPER
    assert {"Alle tilbud", "1.234 begyndte", "måneder fra tilbuddet begyndte"} <= set(texts(figure))
    assert "Alle tilbud: +4,0 procentpoint efter 3 måneder (fra +1,0 til +7,0)" in charts.alt(figure)


def test_each_kind_of_offer_has_a_panel_and_all_have_one_scale():
    figure = charts.effect_path(pd.concat([path(-0.05, 0.02), path(0.2, 0.3, label="Virksomhedsrettede tilbud")]))
    assert len(figure.axes) == 2
    assert figure.axes[0].get_ylim() == figure.axes[1].get_ylim()
    with pytest.raises(ValueError, match="none of 2 rows has an effect"):
        charts.effect_path(path(np.nan, np.nan))


def test_synthetic_figures_say_so_across_every_panel():
    both = pd.concat([path(0.1), path(0.2, label="Andre")])
    for figure in (
        charts.survival(curves(), synthetic=True),
        charts.incidence(left(), synthetic=True),
        charts.effect_path(both, synthetic=True),
    ):
        for axes in figure.axes:
            assert "SYNTETISKE DATA" in [text.get_text() for text in axes.texts]
        assert charts.alt(figure).startswith("Syntetiske data.")


def test_only_the_kinds_of_bars_that_are_drawn_are_explained():
    table = pd.DataFrame({"label": ["Praktik", "Kursus"], "share": [0.6, 0.4], "strong": [True, False], "note": ""})
    for rows, said in (
        (table, "Mørke bjælker: hos virksomheder. Lyse bjælker: andre."),
        (table.head(1), "Mørke bjælker: hos virksomheder."),
        (table.tail(1), "Lyse bjælker: andre."),
    ):
        figure = charts.parts(rows, unit="pct. af tiden", strong="hos virksomheder", weak="andre")
        assert said in [text.get_text() for text in figure.texts]
