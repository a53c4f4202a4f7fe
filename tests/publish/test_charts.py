import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib import rc_context
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from analysis import models, periods
from analysis.publish import charts
from analysis.publish.drawing import style
from written import table

RATE = "pct. af arbejdsstyrken"
MONTHS = periods.months("2021-08", "2026-07")

EARLY = """
    label           | role    | area | period  | value | status
    Esbjerg og Fanø | own     | 561  | 2026-01 |   3.0 | final
    Esbjerg og Fanø | own     | 561  | 2026-02 |   3.2 | final
    Esbjerg og Fanø | own     | 561  | 2026-03 |   3.1 | final
    Hele landet     | country | 000  | 2026-01 |   2.5 | final
    Hele landet     | country | 000  | 2026-02 |   2.7 | final
    Hele landet     | country | 000  | 2026-03 |   2.6 | final
"""


def series(text: str) -> pd.DataFrame:
    """Rows of ``development`` as written; an area's type is its role, and nothing is estimated."""
    written = table(text)
    if "estimated" not in written:
        written["estimated"] = ""
    return written.assign(area_type=written["role"], estimated=written["estimated"] == "yes")


def five_years() -> pd.DataFrame:
    """Six areas whose last figures lie close together, so that their labels compete for room."""
    areas = [
        ("own", "Esbjerg og Fanø", 3.1),
        ("member", "Esbjerg", 3.1),
        ("member", "Fanø", 3.0),
        ("group", "Sammenlignelige kommuner", 3.2),
        ("region", "Region Syddanmark", 3.0),
        ("country", "Hele landet", 3.3),
    ]
    rows = [
        (
            role,
            label,
            label,
            role,
            month,
            last + (59 - at) % 12 / 10,
            "provisional" if at > 56 else "final",
            False,
        )
        for role, label, last in areas
        for at, month in enumerate(MONTHS)
    ]
    return pd.DataFrame(rows, columns=list("tacrpvse")).set_axis(
        ["area_type", "area", "label", "role", "period", "value", "status", "estimated"], axis=1
    )


def ranking() -> pd.DataFrame:
    written = table("""
        label    | area | value | low | high | role
        Aabenraa | 580  |   3.0 | 2.8 |  3.2 | group
        Kolding  | 621  |   3.4 | 3.1 |  3.7 | group
        Esbjerg  | 561  |   2.6 | 2.4 |  2.8 | own
        Ærø      | 492  |       |     |      | group
        Fredericia | 607 | 3.0  | 2.7 |  3.3 | group
        Aalborg  | 851  |       |     |      | group
        Billund  | 530  |       |     |      | group
    """)
    return written.assign(**{name: pd.to_numeric(written[name].replace("", None)) for name in ("low", "high")})


def level() -> pd.DataFrame:
    written = table("""
        measure_label | label             | role    | value | estimated | status
        Alle ledige   | Hele landet       | country |   2.9 |           | final
        Alle ledige   | Esbjerg og Fanø   | own     |   3.1 |           | final
        Alle ledige   | Provinsbykommuner | group   |   3.4 | yes       | provisional
        Alle ledige   | Fanø              | member  |   1.9 |           | suppressed
        A-dagpenge    | Hele landet       | country |   2.0 |           | final
        A-dagpenge    | Esbjerg og Fanø   | own     |   2.2 |           | final
        A-dagpenge    | Provinsbykommuner | group   |   2.4 |           | final
    """)
    return written.assign(estimated=written["estimated"] == "yes")


def cells(areas: int = 95, measures: int = 8) -> pd.DataFrame:
    rows = [
        (f"{area:03d}", f"Område {area:02d}", f"m{measure}", f"Ledige af slags {measure}", float(area))
        for area in range(areas)
        for measure in range(measures)
    ]
    made = pd.DataFrame(rows, columns=["area", "label", "measure", "measure_label", "value"])
    return made.assign(shade=made["value"] / areas, shown="1.234", hidden=False)


def controlled() -> pd.DataFrame:
    """Jobcentres of three sizes with their limits around 3 per cent: below, inside, between, beyond and hidden."""
    sizes = {"Ærø": 1000.0, "Esbjerg": 10_000.0, "Kolding": 10_000.0, "Aarhus": 100_000.0, "Fanø": np.nan}
    counts = {"Ærø": 30.0, "Esbjerg": 340.0, "Kolding": 240.0, "Aarhus": 3000.0, "Fanø": np.nan}
    figures = pd.DataFrame({"count": counts, "base": sizes})
    limits = models.funnel(figures, kind="share", target=3, per=100)
    codes = {"Ærø": "492", "Esbjerg": "561", "Kolding": "621", "Aarhus": "751", "Fanø": "563"}
    made: pd.DataFrame = limits.rename_axis("label").reset_index()
    return made.assign(area=list(codes.values()), kind="share")


def drawn(figure: Figure, label: str) -> list[Line2D]:
    """What is drawn of an area: a line, a dashed end, dots."""
    return [line for axes in figure.axes for line in axes.get_lines() if line.get_label() == label]


def points(line: Line2D) -> list[tuple[float, float]]:
    """The points of a line; ``nan`` is a gap."""
    return list(zip(line.get_xdata(), line.get_ydata(), strict=True))  # type: ignore[arg-type]


def words(figure: Figure) -> list[str]:
    """All words of a figure as they stand in its SVG, a line of text each."""
    return [text.replace("&amp;", "&") for text in re.findall(r"<text[^>]*>([^<]*)</text>", charts.to_svg(figure))]


def at(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def test_development_labels_each_line_with_its_last_figure_and_draws_the_jobcenter_thickest() -> None:
    figure = charts.development(series(EARLY), unit=RATE)
    assert {"Esbjerg og Fanø 3,1", "Hele landet 2,6", RATE} <= set(words(figure))
    (own,), (country,) = drawn(figure, "Esbjerg og Fanø"), drawn(figure, "Hele landet")
    assert points(own) == [(at("2026-01"), 3.0), (at("2026-02"), 3.2), (at("2026-03"), 3.1)]
    assert own.get_linewidth() > country.get_linewidth()
    assert own.get_linestyle() == "-" and country.get_linestyle() == "--"


def test_development_breaks_the_line_at_a_gap_and_shows_a_lone_figure_as_a_dot() -> None:
    figure = charts.development(
        series("""
            label | role | area | period  | value | status
            Fanø  | own  | 563  | 2026-01 |   3.0 | final
            Fanø  | own  | 563  | 2026-02 |   3.1 | final
            Fanø  | own  | 563  | 2026-03 |   2.0 | suppressed
            Fanø  | own  | 563  | 2026-04 |   3.3 | final
            Fanø  | own  | 563  | 2026-05 |       | missing
            Fanø  | own  | 563  | 2026-07 |   3.4 | final
        """),
        unit=RATE,
    )
    line, dots = drawn(figure, "Fanø")
    gaps = [month for month, value in points(line) if np.isnan(value)]
    assert gaps == [at("2026-03"), at("2026-05"), at("2026-06")]  # June has no row at all
    assert points(dots) == [(at("2026-04"), 3.3), (at("2026-07"), 3.4)]
    assert dots.get_marker() == "o" and dots.get_linestyle() == "None"


def test_development_never_draws_the_value_of_a_suppressed_month() -> None:
    figure = charts.development(series(EARLY.replace("3.2 | final", "99.0 | suppressed")), unit=RATE)
    assert 99.0 not in [value for line in drawn(figure, "Esbjerg og Fanø") for _, value in points(line)]
    assert figure.axes[0].get_ylim()[1] < 4  # as the figures that are shown ask for


def test_development_draws_provisional_months_dashed_with_hollow_dots_and_says_so_once() -> None:
    figure = charts.development(series(EARLY.replace("3.1 | final", "3.1 | provisional")), unit=RATE)
    final, fresh = drawn(figure, "Esbjerg og Fanø")
    assert [value for _, value in points(final) if not np.isnan(value)] == [3.0, 3.2]
    # the dashed part begins at the last final month, and only what is provisional has a dot
    assert [value for _, value in points(fresh) if not np.isnan(value)] == [3.2, 3.1]
    assert fresh.get_linestyle() == "--" and fresh.get_markerfacecolor() == style.PAPER
    assert fresh.get_markevery() == [2]
    assert words(figure).count("foreløbige tal") == 1
    assert "foreløbige tal" not in words(charts.development(series(EARLY), unit=RATE))


def test_development_draws_areas_of_the_same_role_with_different_dashes() -> None:
    figure = charts.development(five_years(), unit=RATE)
    looks = {
        (line.get_color(), line.get_linewidth(), str(line._dash_pattern))  # type: ignore[attr-defined]
        for area in five_years()["label"].unique()
        for line in drawn(figure, area)[:1]
    }
    assert len(looks) == 6


def test_development_reads_quarters_with_their_gaps() -> None:
    figure = charts.development(
        series("""
            label | role | area | period  | value | status
            Fanø  | own  | 563  | 2019-Q1 |   3.0 | final
            Fanø  | own  | 563  | 2019-Q2 |   3.1 | final
            Fanø  | own  | 563  | 2019-Q4 |   3.3 | final
        """),
        unit=RATE,
    )
    line, dot = drawn(figure, "Fanø")
    assert [month for month, _ in points(line)] == [at(month) for month in ("2019-03", "2019-06", "2019-09", "2019-12")]
    assert points(dot) == [(at("2019-12"), 3.3)]


def test_development_says_which_month_a_label_gives_when_the_line_ends_early() -> None:
    text = EARLY.replace("2.6 | final", " | missing")
    assert {"Hele landet 2,7", "(feb 26)"} <= set(words(charts.development(series(text), unit=RATE)))


def test_development_draws_nothing_from_a_line_that_ended_long_ago_to_its_label() -> None:
    ended = five_years()
    ended.loc[(ended["label"] == "Fanø") & (ended["period"] > "2025-07"), "status"] = "suppressed"
    figure = charts.development(ended, unit=RATE)
    leaders = [line for line in figure.findobj(Line2D) if line.get_transform() == figure.transFigure]
    longest = max(np.ptp(line.get_xdata()) for line in leaders) * style.WIDTH * style.POINTS
    assert longest < 48
    assert not any("Fanø" in text and "25" in text for text in words(figure))  # an old figure is not beside new ones
    assert any("oplyses ikke" in text for text in words(figure))  # there are newer ones
    gone = charts.development(ended[ended["status"] != "suppressed"], unit=RATE)
    assert any("ingen nyere tal" in text for text in words(gone))


def test_development_names_an_area_without_any_figure_and_why() -> None:
    text = EARLY + "Fanø | member | 563 | 2026-03 | | suppressed\nVarde | member | 573 | 2026-03 | | missing\n"
    assert {"Fanø: oplyses ikke", "Varde: mangler"} <= set(words(charts.development(series(text), unit=RATE)))
    text = EARLY + "Fanø | member | 563 | 2026-02 | | suppressed\nFanø | member | 563 | 2026-03 | | missing\n"
    assert "Fanø: mangler" in words(charts.development(series(text), unit=RATE))  # as the latest month in the table


def test_development_says_about_an_estimated_figure() -> None:
    estimated = series(EARLY).assign(estimated=lambda rows: rows["label"] == "Hele landet")
    assert "Hele landet ca. 2,6" in words(charts.development(estimated, unit=RATE))


def test_development_marks_reforms_in_the_months_shown_at_the_start_of_their_month() -> None:
    reforms = [
        ("2025-07", "Kontanthjælpsreform"),
        ("2014-01", "Kontanthjælpsreform 2014"),
        ("2030-01", "Engang"),
    ]
    figure = charts.development(five_years(), unit=RATE, reforms=reforms)
    assert "Kontanthjælpsreform" in words(figure)
    assert not {"Kontanthjælpsreform 2014", "Engang"} & set(words(figure))
    mark = next(line for line in figure.findobj(Line2D) if line.get_color() == style.QUIET and line.axes is None)
    across = figure.axes[0].get_position()
    first, last = at("2021-08") - 0.5, at("2026-07")
    share = (at("2025-07") - 0.5 - first) / (last - first)
    assert mark.get_xdata()[0] == pytest.approx(across.x0 + share * across.width)  # type: ignore[index]


def test_development_notes_of_neighbouring_reforms_do_not_overlap() -> None:
    reforms = [
        ("2025-07", "Kontanthjælpsreform"),
        ("2025-10", "Ny beskæftigelsesindsats"),
        ("2026-02", "Nye regler"),
    ]
    figure = charts.development(five_years(), unit=RATE, reforms=reforms)
    boxes = [box for text, box in placed(figure) if text in {*(name for _, name in reforms), "foreløbige tal", RATE}]
    assert len(boxes) == 5
    assert_apart(boxes, figure)


def test_development_labels_neither_overlap_nor_leave_the_figure() -> None:
    figure = charts.development(five_years(), unit=RATE)
    names = set(five_years()["label"])
    boxes = [box for text, box in placed(figure) if any(text.replace("\n", " ").startswith(name) for name in names)]
    assert len(boxes) == 6
    assert_apart(boxes, figure)


def test_development_makes_room_for_more_labels_than_the_plot_is_tall() -> None:
    many = pd.concat([five_years().assign(area=str(copy), area_type="municipality") for copy in range(6)])
    many["area"] += many["label"]
    figure = charts.development(many, unit=RATE)
    assert len(figure.axes[0].get_lines()) >= 36
    assert_apart([box for text, box in placed(figure) if re.search(r"\d,\d$", text)], figure)


@pytest.mark.parametrize(("low", "cut"), [("1.0", False), ("2.9", True)])
def test_development_says_when_the_axis_is_cut(low: str, cut: bool) -> None:
    only = "\n".join(line for line in EARLY.strip().splitlines() if "Hele landet" not in line)
    figure = charts.development(series(only.replace("3.0", low)), unit=RATE)
    assert (f"{RATE} (aksen starter ikke i nul)" in words(figure)) == cut
    assert (figure.axes[0].get_ylim()[0] == 0) != cut


def test_development_has_the_per_cent_sign_on_the_axis_and_nowhere_else() -> None:
    figure = charts.development(five_years(), unit=RATE)
    signed = [text for text in words(figure) if "%" in text]
    assert signed == [label.get_text() for label in figure.axes[0].get_yticklabels()]
    counts = charts.development(five_years().assign(value=lambda rows: rows["value"] * 1000), unit="fuldtidspersoner")
    assert not any("%" in text for text in words(counts))
    assert "5.000" in words(counts) and "Hele landet 3.300" in words(counts)


def test_development_ticks_stand_at_januaries() -> None:
    figure = charts.development(five_years(), unit=RATE)
    assert [text.get_text() for text in figure.axes[0].get_xticklabels()] == [
        f"jan {year}" for year in (22, 23, 24, 25, 26)
    ]


def test_development_index_starts_from_the_first_month_that_all_have() -> None:
    text = EARLY.replace("2.5 | final", " | missing")
    figure = charts.development(series(text), unit=RATE, index=True)
    # February is the first month that both have: 3,1 / 3,2 = 0,969 and 2,6 / 2,7 = 0,963
    assert "indeks, februar 2026 = 100 (aksen starter ikke i nul)" in words(figure)
    assert {"Esbjerg og Fanø 97", "Hele landet 96"} <= set(words(figure))
    january, *_ = points(drawn(figure, "Esbjerg og Fanø")[0])
    assert january == pytest.approx((at("2026-01"), 3.0 / 3.2 * 100))


def test_development_refuses_an_index_without_a_common_month() -> None:
    apart = EARLY.replace("2.5 | final", " | missing").replace("2.7 | final", "0.0 | final")
    with pytest.raises(ValueError, match="no month has a figure above zero for every area"):
        charts.development(series(apart.replace("3.1 | final", " | missing")), unit=RATE, index=True)


def test_development_refuses_two_figures_for_one_month() -> None:
    with pytest.raises(ValueError, match="1 rows repeat an area and a period"):
        charts.development(series(EARLY.replace("561  | 2026-02", "561  | 2026-01")), unit=RATE)


def test_ranked_goes_from_the_highest_to_the_lowest_and_puts_hidden_areas_last_in_danish_order() -> None:
    figure = charts.ranked(ranking(), own="561", unit=RATE)
    names = [text.get_text() for text in figure.texts if text.get_text() in set(ranking()["label"])]
    # Aabenraa and Fredericia are equal: aa is å and comes last
    assert names == ["Kolding", "Fredericia", "Aabenraa", "Esbjerg", "Billund", "Ærø", "Aalborg"]
    assert words(figure).count("oplyses ikke") == 3


def test_ranked_draws_a_dot_and_an_interval_for_each_figure_and_none_for_a_hidden_area() -> None:
    figure = charts.ranked(ranking(), own="561", unit=RATE)
    others, own = drawn(figure, "værdi")
    assert points(others) == [(3.4, 0), (3.0, 1), (3.0, 2)] and points(own) == [(2.6, 3)]
    assert own.get_markersize() > others.get_markersize()
    intervals = [[x for x, _ in points(line) if not np.isnan(x)] for line in drawn(figure, "95 %")]
    assert intervals == [[3.1, 3.7, 2.7, 3.3, 2.8, 3.2], [2.4, 2.8]]
    assert {"3,4", "3,0", "2,6"} <= set(words(figure))


def test_ranked_does_not_depend_on_what_is_hidden() -> None:
    hidden = ranking()
    hidden.loc[hidden["value"].isna(), ["low", "high"]] = [0.1, 9.9]
    other = charts.ranked(hidden.iloc[::-1], own="561", unit=RATE)
    assert charts.to_svg(other) == charts.to_svg(charts.ranked(ranking(), own="561", unit=RATE))


def test_ranked_says_when_a_figure_is_missing_and_not_hidden() -> None:
    stated = ranking().assign(status="final")
    stated.loc[stated["label"] == "Billund", "status"] = "missing"
    stated.loc[stated["label"].isin(["Ærø", "Aalborg"]), "status"] = "suppressed"
    shown = words(charts.ranked(stated, own="561", unit=RATE))
    assert (shown.count("mangler"), shown.count("oplyses ikke")) == (1, 2)


def test_ranked_names_what_it_compares_with() -> None:
    figure = charts.ranked(ranking(), own="561", unit=RATE, reference=(3.05, "gennemsnit"))
    assert "gennemsnit 3,1" in words(figure)  # half up
    assert_apart([box for _, box in placed(figure)], figure)


def test_levels_name_the_jobcenter_first_and_the_country_last() -> None:
    figure = charts.levels(level(), unit=RATE)
    names = [text.get_text() for text in figure.texts if text.get_text() in set(level()["label"])]
    assert names == ["Esbjerg og Fanø", "Fanø", "Provinsbykommuner", "Hele landet"]
    assert [text.get_text() for text in figure.texts if text.get_fontweight() == "bold"] == [
        "Alle ledige",
        "Esbjerg og Fanø",
        "A-dagpenge",
    ]


def test_levels_draw_bars_from_zero_on_one_scale() -> None:
    figure = charts.levels(level(), unit=RATE)
    lengths = [[bar.get_width() for bar in axes.containers[0]] for axes in figure.axes]
    assert lengths == [[3.1, 0, 3.4, 2.9], [2.2, 0, 2.4, 2.0]]  # Fanø: suppressed, and without a row
    assert len({axes.get_xlim() for axes in figure.axes}) == 1 and figure.axes[0].get_xlim()[0] == 0


def test_levels_write_what_a_figure_is_and_why_there_is_none() -> None:
    figure = charts.levels(level(), unit=RATE)
    assert {"3,1", "ca. 3,4", "oplyses ikke", "mangler"} <= set(words(figure))
    assert "1,9" not in words(figure)  # suppressed
    assert f"{RATE} (foreløbige tal)" in words(figure)
    hollow = figure.axes[0].containers[0][2]
    assert hollow.get_facecolor() == (1, 1, 1, 1) and hollow.get_edgecolor() != (1, 1, 1, 1)


def test_levels_words_stay_inside_and_apart() -> None:
    long = level().replace({"A-dagpenge": "Jobparate kontanthjælpsmodtagere uden for arbejdsstyrken"})
    for synthetic in (False, True):
        figure = charts.levels(long, unit=RATE, synthetic=synthetic)
        assert_apart([box for _, box in placed(figure)], figure)


def test_levels_refuse_an_area_twice() -> None:
    with pytest.raises(ValueError, match="two rows for an area"):
        charts.levels(pd.concat([level(), level()]), unit=RATE)


def test_heatmap_has_every_area_in_danish_order_and_every_figure() -> None:
    three = cells(areas=3, measures=2).replace({"Område 00": "Aabenraa", "Område 01": "Ærø", "Område 02": "Vejle"})
    shown = words(charts.heatmap(three, own="001"))
    assert [text for text in shown if text in {"Aabenraa", "Ærø", "Vejle"}] == ["Vejle", "Ærø", "Aabenraa"]
    assert shown.count("1.234") == 6


def test_heatmap_shows_nothing_of_a_hidden_cell() -> None:
    hidden = cells(areas=20, measures=3)
    hidden["hidden"] = hidden.index == 4
    secret = hidden.assign(shown=hidden["shown"].where(~hidden["hidden"], "4.321"), shade=hidden["shade"] * 1.0)
    secret.loc[4, ["value", "shade"]] = [4321.0, 0.99]
    figure = charts.heatmap(secret, own="001")
    assert "4.321" not in words(figure) and "oplyses ikke" in words(figure)
    assert charts.to_svg(figure) == charts.to_svg(charts.heatmap(hidden, own="001"))
    assert "oplyses ikke" not in words(charts.heatmap(cells(areas=20, measures=3), own="001"))


def test_heatmap_shades_by_fifths_and_leaves_a_cell_without_a_figure_white() -> None:
    five = cells(areas=6, measures=1).assign(shade=[0.0, 0.19, 0.2, 0.8, 1.0, np.nan])
    five.loc[5, "value"] = np.nan
    figure = charts.heatmap(five, own="001")
    (image,) = figure.axes[0].get_images()
    colours = [tuple(row) for row in np.asarray(image.get_array())[:, 0]]
    first, second, last = (to_rgb(style.SHADES[at]) for at in (0, 1, 4))
    assert colours == [first, first, second, last, last, to_rgb(style.PAPER)]
    assert {"–", "– mangler"} <= set(words(figure))


def test_heatmap_frames_the_jobcenter_and_writes_it_in_bold() -> None:
    svg = charts.to_svg(charts.heatmap(cells(areas=10, measures=2), own="003"))
    styles = dict(re.findall(r"\.(\w+)\{([^}]*)\}", svg))
    texts = re.findall(r"<text (?:class=\"(\w+)\"|style=\"([^\"]*)\")[^>]*>([^<]*)<", svg)
    bold = [text for name, alone, text in texts if "font-weight:700" in styles.get(name, alone)]
    assert bold == ["Område 03", "1.234", "1.234"]
    assert svg.count(f"stroke:{style.OWN}") == 1


@pytest.mark.parametrize(("measures", "blocks"), [(4, 3), (8, 2)])
def test_heatmap_has_as_many_blocks_as_leave_room_for_the_figures(measures: int, blocks: int) -> None:
    shown = words(charts.heatmap(cells(measures=measures), own="001"))
    assert " ".join(shown).count("Ledige af slags 0") == blocks


def test_funnel_draws_the_centre_two_pairs_of_limits_and_a_dot_for_each_area_with_a_figure() -> None:
    figure = charts.funnel(controlled(), own="561", unit=RATE)
    dots = {name: np.ravel(points(drawn(figure, name)[0])) for name in ("eget", "inden for", "uden for")}
    assert dots["eget"] == pytest.approx([10_000, 3.4])
    assert dots["inden for"] == pytest.approx([1000, 3.0, 100_000, 3.0])
    assert dots["uden for"] == pytest.approx([10_000, 2.4])  # 3.5 standard errors below
    assert not drawn(figure, "mellem")
    assert {y for _, y in points(drawn(figure, "midte")[0])} == {3.0}
    for name, z in (("95 %", 1.959964), ("99,8 %", 3.090232)):
        low, high = (points(line) for line in drawn(figure, name))
        for (size, below), (_, above) in zip(low, high, strict=True):
            half = 100 * z * (0.03 * 0.97 / size) ** 0.5
            assert np.array([below, above]) == pytest.approx([max(3 - half, 0), 3 + half], abs=1e-4)


def test_funnel_widens_its_lines_where_the_limits_were() -> None:
    plain, wide = (
        charts.funnel(controlled().assign(phi=4.0, widened=how), own="561", unit=RATE) for how in (False, True)
    )
    reach = [np.array(points(drawn(figure, "95 %")[1]))[-1, 1] - 3 for figure in (plain, wide)]
    assert reach[1] == pytest.approx(2 * reach[0])


def test_funnel_names_the_own_the_limits_and_what_must_not_be_concluded() -> None:
    figure = charts.funnel(controlled(), own="561", unit=RATE)
    assert {"Esbjerg 3,4; øvrige 3,0", "95 %", "99,8 %", RATE} <= set(words(figure))
    assert "Uden for kontrolgrænserne er ikke det samme som dårlig indsats." in words(figure)
    assert "4 områder" in charts.alt(figure)
    assert "1 under den nedre 99,8 pct.-kontrolgrænse" in charts.alt(figure)
    assert "Esbjerg ligger mellem de to øvre kontrolgrænser" in charts.alt(figure)


def test_funnel_does_not_depend_on_what_is_hidden() -> None:
    other = controlled()
    other.loc[other["label"] == "Fanø", "n"] = 9e6
    assert charts.to_svg(charts.funnel(other, own="561", unit=RATE)) == charts.to_svg(
        charts.funnel(controlled(), own="561", unit=RATE)
    )
    with pytest.raises(ValueError, match="none of 5 areas"):
        charts.funnel(controlled().assign(value=np.nan), own="561", unit=RATE)


def test_heatmap_refuses_a_measure_twice() -> None:
    with pytest.raises(ValueError, match="two rows for a measure"):
        charts.heatmap(pd.concat([cells(2, 2), cells(2, 2)]), own="001")


DRAW: dict[str, tuple[Callable[..., Figure], Callable[[], pd.DataFrame], dict[str, Any]]] = {
    "development": (
        charts.development,
        five_years,
        {"unit": RATE, "reforms": [("2025-07", "Kontanthjælpsreform")]},
    ),
    "index": (charts.development, five_years, {"unit": RATE, "index": True}),
    "ranked": (charts.ranked, ranking, {"own": "561", "unit": RATE, "reference": (3.0, "gennemsnit")}),
    "levels": (charts.levels, level, {"unit": RATE}),
    "heatmap": (charts.heatmap, cells, {"own": "001"}),
    "funnel": (charts.funnel, controlled, {"own": "561", "unit": RATE}),
}
every_chart = pytest.mark.parametrize("name", DRAW)


def draw(name: str, *, synthetic: bool = False) -> Figure:
    chart, rows, options = DRAW[name]
    return chart(rows(), synthetic=synthetic, **options)


@every_chart
def test_a_figure_of_synthetic_data_says_so_in_its_middle_and_a_real_one_does_not(name: str) -> None:
    figure = draw(name, synthetic=True)
    marks = [box for text, box in placed(figure) if text == style.SYNTHETIC]
    assert marks
    for axes in figure.axes:  # nobody can cut the plot out without the words
        plot = axes.get_window_extent()
        inside = [box for box in marks if plot.x0 <= box.x0 and box.x1 <= plot.x1 + 1]
        assert any(plot.y0 + plot.height / 10 < box.y0 and box.y1 < plot.y1 - plot.height / 10 for box in inside)
    assert charts.alt(figure).startswith("Syntetiske data. ")
    assert style.SYNTHETIC not in words(draw(name))


@every_chart
def test_the_same_figures_give_the_same_svg_whatever_else_is_set(name: str) -> None:
    first = charts.to_svg(draw(name, synthetic=True))
    with rc_context({"font.size": 20, "svg.fonttype": "path", "axes.facecolor": "red", "text.parse_math": True}):
        assert charts.to_svg(draw(name, synthetic=True)) == first


@every_chart
def test_an_svg_is_small_and_holds_text_without_dates_programs_or_missing_figures(name: str) -> None:
    figure = draw(name, synthetic=True)
    svg = charts.to_svg(figure)
    assert len(svg.encode("utf-8")) < (120_000 if name == "heatmap" else 60_000)
    assert svg.startswith("<svg ") and f'font-family="{style.SHOWN}"' in svg
    assert not re.search(r"\d{4}-\d\d-\d\dT|[Mm]atplotlib v|DOCTYPE|DejaVu", svg)
    assert not any(re.fullmatch(r"nan|None|inf", text, re.IGNORECASE) for text in words(figure))
    assert f"<title>{charts.alt(figure)}</title>" in svg


@every_chart
def test_a_chart_leaves_its_table_as_it_was(name: str) -> None:
    chart, rows, options = DRAW[name]
    table_ = rows()
    chart(table_, **options)
    pd.testing.assert_frame_equal(table_, rows())


@every_chart
def test_a_table_without_a_value_is_refused_by_name(name: str) -> None:
    chart, rows, options = DRAW[name]
    with pytest.raises(ValueError, match=rf"^{chart.__name__}: none of \d+ (rows|areas|cells)"):
        chart(rows().assign(value=np.nan), **options)
    with pytest.raises(ValueError, match=rf"^{chart.__name__}: the table has no rows to draw"):
        chart(rows().iloc[:0], **options)


@every_chart
def test_missing_columns_are_all_named(name: str) -> None:
    chart, rows, options = DRAW[name]
    with pytest.raises(ValueError, match=rf"^{chart.__name__}: the table lacks label, value; it needs "):
        chart(rows().drop(columns=["label", "value"]), **options)


def test_words_that_look_like_mark_up_or_mathematics_are_shown_as_they_are() -> None:
    odd = series(EARLY.replace("Hele landet", "A & B <$x_1$>"))
    svg = charts.to_svg(charts.development(odd, unit=RATE))
    assert ">A &amp; B &lt;$x_1$&gt; 2,6</text>" in svg
    assert "<title>" in svg and "A &amp; B &lt;$x_1$&gt; 2,6" in svg.split("</title>")[0]


def test_a_real_municipality_stays_readable_over_five_years(shared: Any) -> None:
    """Fanø's rates as Jobindsats gives them, August 2021 to July 2026; the last is 2,3."""
    rows = pd.read_csv(shared / "data/jobindsats_panel/tidy_y25i01_unemployment.csv", dtype={"kommunekode": str})
    own = rows[rows["kommunekode"] == "563"]
    made = pd.DataFrame(
        {
            "area_type": "municipality",
            "area": "563",
            "label": "Fanø",
            "role": "own",
            "period": own["periode"].map(periods.parse),
            "value": own["ledige_pct_af_arbejdsstyrken_i_alt"],
            "status": "final",
            "estimated": False,
        }
    )
    figure = charts.development(made, unit=RATE)
    assert "Fanø 2,3" in words(figure)
    assert [value for _, value in points(drawn(figure, "Fanø")[0])] == list(made["value"])


def placed(figure: Figure) -> list[tuple[str, Any]]:
    """Every text of a figure and its box in pixels, in the letters that figures are measured with."""
    with style.house():
        figure.draw_without_rendering()
        return [
            (text.get_text(), text.get_window_extent())
            for text in figure.findobj(Text)
            if text.get_text() and text.get_visible()
        ]


def assert_apart(boxes: list[Any], figure: Figure) -> None:
    """No box touches another or leaves the figure, by more than half a pixel."""
    paper = figure.bbox
    for box in boxes:
        assert box.x0 >= paper.x0 - 0.5 and box.x1 <= paper.x1 + 0.5
        assert box.y0 >= paper.y0 - 0.5 and box.y1 <= paper.y1 + 0.5
    for one, other in ((a, b) for at_, a in enumerate(boxes) for b in boxes[at_ + 1 :]):
        apart = max(one.x0, other.x0) + 0.5 >= min(one.x1, other.x1)
        assert apart or max(one.y0, other.y0) + 0.5 >= min(one.y1, other.y1)
