"""Expected against actual, level against development, and the map of tiles: what is drawn, and what is not."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from analysis.publish import charts
from analysis.publish.drawing import style
from analysis.publish.drawing.sheet import Words
from written import table

RATE = "pct. af arbejdsstyrken"
NOTE = "En forskel er ikke det samme som god eller dårlig indsats: områderne har forskellige vilkår."


def places() -> pd.DataFrame:
    """Esbjerg above the expected by chance, Herlev beyond it, Fanø hidden."""
    rows = table("""
        label   | area | value
        Esbjerg | 561  | 3.4
        Herlev  | 163  | 2.0
        Randers | 730  | 3.0
        Fanø    | 563  |
    """)
    return rows.assign(
        expected_value=[3.0, 3.0, 3.1, 2.9],
        difference_low=[-0.1, -1.4, -0.5, -1.0],
        difference_high=[0.9, -0.6, 0.3, 1.0],
        change=[0.2, -0.5, 0.0, np.nan],
        others_value=[3.1, 3.1, 3.1, 3.1],
        others_change=[0.05, 0.06, 0.05, 0.05],
        level=["same", "better", "same", ""],
        development=["same", "better", "better", ""],
        direction="lower",
    )


def on_the_map() -> pd.DataFrame:
    return places().assign(
        short=["Esbjerg", "Herlev", "Randers", "Fanø"],
        column=[1, 3, 1, 0],
        row=[2, 1, 0, 2],
        shade=[1.0, 0.0, 0.5, np.nan],
        shown=["3,4", "2,0", "3,0", ""],
        hidden=[False, False, False, True],
    )


def dots(figure: Figure, label: str) -> list[tuple[float, float]]:
    lines = [line for line in figure.axes[0].lines if line.get_label() == label]
    return [(float(x), float(y)) for line in lines for x, y in np.asarray(line.get_xydata())]


def words(figure: Figure) -> list[str]:
    found = [text.get_text() for text in figure.findobj(Text)]
    return [*found, *(word.text for many in figure.findobj(Words) for word in many.texts)]


def test_expected_draws_each_area_at_both_figures_and_the_line_between_them():
    figure = charts.expected(places(), own="561", unit=RATE)
    assert dots(figure, "eget") == [(3.0, 3.4)]
    assert dots(figure, "tilfældig") == [(3.1, 3.0)]
    assert dots(figure, "større") == [(3.0, 2.0)]
    assert all(x == y for x, y in dots(figure, "som forventet"))
    assert {"Esbjerg: faktisk 3,4, forventet 3,0", "flere end forventet", "færre end forventet", NOTE} <= set(
        words(figure)
    )
    assert charts.alt(figure).startswith("3 områder efter forventet og faktisk andel, pct. af arbejdsstyrken; 1 ligger")


def test_quadrant_draws_level_and_change_and_the_lines_of_the_others():
    figure = charts.quadrant(places(), own="561", unit=RATE)
    assert dots(figure, "eget") == [(3.4, 0.2)]
    assert dots(figure, "tilfældig") == [(3.0, 0.0)]  # its level is the same as the others'
    assert dots(figure, "større") == [(2.0, -0.5)]
    straight = [np.asarray(line.get_xydata()) for line in figure.axes[0].lines if isinstance(line, Line2D)]
    upright, level = [ends for ends in straight if len(ends) == 2][:2]
    assert upright[:, 0].tolist() == [3.1, 3.1]
    assert level[:, 1].tolist() == [0.05, 0.05]
    said = "Esbjerg: 3,4, +0,2 på 12 måneder; linjerne er de øvrige jobcentre tilsammen: 3,1 og +0,1"
    assert {said, "Særlig udfordring", "God og i fremgang", NOTE} <= set(words(figure))


@pytest.mark.parametrize(
    # above left is a lower level and a rise: good and worsening where less is better, the opposite where more is
    ("direction", "above_left"),
    [("lower", "God, men på vej ned"), ("higher", "Udfordring, men i bedring"), ("neutral", "lavere, steget mere")],
)
def test_the_fields_are_named_by_what_is_better(direction: str, above_left: str):
    figure = charts.quadrant(places().assign(direction=direction), own="561", unit=RATE)
    corner = next(text for text in figure.axes[0].texts if text.get_text() == above_left)
    assert (corner.get_horizontalalignment(), corner.get_verticalalignment()) == ("left", "top")


def test_tiles_draws_a_tile_for_each_area_in_its_place_and_shade_and_frames_the_own():
    figure = charts.tiles(on_the_map(), own="561", unit=RATE)
    boxes = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    assert len([box for box in boxes if box.get_height() == pytest.approx(25.0)]) == 4
    frames = [box for box in boxes if box.get_linewidth() > 3]
    assert len(frames) == 1
    said = words(figure)
    assert {"Esbjerg", "3,4", "Herlev", "2,0", "Fanø", "oplyses ikke", "laveste femtedel"} <= set(said)
    assert charts.alt(figure) == (
        "Kort med et felt for hvert af 4 områder, pct. af arbejdsstyrken, mørkere jo højere. Esbjerg 3,4."
    )


def test_tiles_refuses_two_areas_in_one_place_and_a_map_without_a_figure():
    with pytest.raises(ValueError, match="two areas share a tile"):
        charts.tiles(on_the_map().assign(column=1, row=1), own="561", unit=RATE)
    with pytest.raises(ValueError, match="none of 4 areas"):
        charts.tiles(on_the_map().assign(value=np.nan), own="561", unit=RATE)


DRAW: dict[str, tuple[Callable[..., Figure], Callable[[], pd.DataFrame], list[str]]] = {
    "expected": (charts.expected, places, ["expected_value", "difference_low", "difference_high"]),
    "quadrant": (charts.quadrant, places, ["others_value", "others_change"]),
    "tiles": (charts.tiles, on_the_map, ["shade"]),
}


@pytest.mark.parametrize("name", DRAW)
def test_nothing_depends_on_what_is_hidden(name: str):
    draw, rows, columns = DRAW[name]
    other = rows()
    other.loc[other["label"] == "Fanø", columns] = 99.0 if name != "tiles" else 0.9
    how: dict[str, Any] = {"own": "561", "unit": RATE}
    assert charts.to_svg(draw(other, **how)) == charts.to_svg(draw(rows(), **how))


@pytest.mark.parametrize("name", DRAW)
def test_synthetic_figures_say_so_and_real_ones_do_not(name: str):
    draw, rows, _ = DRAW[name]
    assert style.SYNTHETIC in words(draw(rows(), own="561", unit=RATE, synthetic=True))
    assert style.SYNTHETIC not in words(draw(rows(), own="561", unit=RATE))
    assert charts.alt(draw(rows(), own="561", unit=RATE, synthetic=True)).startswith("Syntetiske data. ")


@pytest.mark.parametrize("name", ["expected", "quadrant"])
def test_an_own_area_that_is_hidden_is_not_drawn_and_the_rest_is(name: str):
    draw, rows, _ = DRAW[name]
    figure = draw(rows(), own="563", unit=RATE)
    assert dots(figure, "eget") == []
    assert len(dots(figure, "tilfældig")) + len(dots(figure, "større")) == 3


@pytest.mark.parametrize("name", DRAW)
def test_the_same_table_gives_the_same_characters(name: str):
    draw, rows, _ = DRAW[name]
    assert charts.to_svg(draw(rows(), own="561", unit=RATE)) == charts.to_svg(draw(rows(), own="561", unit=RATE))


def test_the_words_for_an_order_name_the_own_area_once_and_end_with_one_full_stop():
    table = pd.DataFrame(
        {
            "area": ["561", "563"],
            "label": ["Esbjerg", "Fanø"],
            "value": [4.0, 3.0],
            "low": [3.5, 2.0],
            "high": [4.5, 4.0],
            "role": ["own", "group"],
        }
    )
    said = charts.alt(charts.ranked(table, own="561", unit="pct."))
    assert said == "2 områder ordnet efter pct. Højest: Esbjerg 4,0."
    assert charts.alt(charts.ranked(table, own="563", unit="personer")).endswith("Højest: Esbjerg 4; Fanø 3.")
