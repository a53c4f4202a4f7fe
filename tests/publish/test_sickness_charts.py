"""The matrix from benefit to benefit and the bars of parts, by what they draw."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis import charts, danish
from analysis.publish.drawing.matrix import FEW
from analysis.publish.drawing.style import INK, SHADES

BENEFITS = ("Sygedagpenge", "Jobafklaring", "Job")
NOTHING = float("nan")


def moved() -> pd.DataFrame:
    """Of 100 on sygedagpenge 10 stay, none go to jobafklaring, 90 to a job; then hidden cells, and a row of few."""
    rows = [
        ("Sygedagpenge", 100.0, (0.10, 0.0, 0.90), (False, False, False), False),
        ("Jobafklaring", 50.0, (NOTHING, 0.60, NOTHING), (True, False, True), False),
        ("Fleksjob", NOTHING, (NOTHING, NOTHING, NOTHING), (False, False, False), True),
    ]
    return pd.DataFrame(
        {"from_label": begins, "to_label": to, "to_head": to, "share": share, "hidden": hidden, "few": few, "n": n}
        for begins, n, shares, hides, few in rows
        for to, share, hidden in zip(BENEFITS, shares, hides, strict=True)
    )


def parts() -> pd.DataFrame:
    rows = [("Job", 614, 0.63, 0.60, 0.66), ("A-dagpenge", 54, 0.055, 0.043, 0.072)]
    return pd.DataFrame(rows, columns=["label", "count", "share", "low", "high"])


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in (*figure.texts, *figure.axes[0].texts)]


def cells(figure: Figure) -> list[Rectangle]:
    """The cells in which a share stands; the boxes of the legend are smaller."""
    return [one for one in figure.axes[0].patches if isinstance(one, Rectangle) and one.get_width() > 15]


def test_a_cell_has_its_share_in_per_cent_and_a_shade_that_grows_with_it():
    figure = charts.matrix(moved())
    shown = [to_hex(cell.get_facecolor()) for cell in cells(figure)]
    assert shown == [SHADES[2], SHADES[0], SHADES[4], SHADES[4]]  # 10, 0, 90 and 60 pct.
    for text in ("10", "0", "90", "60", "100", "50"):  # shares, and the persons of two rows
        assert words(figure).count(text) == 1


def test_those_who_stay_have_a_frame():
    edges = [to_hex(cell.get_edgecolor()) == to_hex(INK) for cell in cells(charts.matrix(moved()))]
    assert edges == [True, False, False, True]


def test_hidden_cells_are_hatched_and_a_row_of_few_has_words_for_shares():
    said = words(charts.matrix(moved()))
    assert said.count(FEW) == 1
    assert said.count(danish.HIDDEN_CELL) == 2  # the persons of the row of few, and the legend of the hatching
    whole = moved().query("from_label == 'Sygedagpenge'")
    assert danish.HIDDEN_CELL not in words(charts.matrix(whole))


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (moved().assign(share=NOTHING), "none of 9 cells has a share"),
        (pd.concat([moved(), moved()]), "has two rows"),
        (moved().drop(columns="few"), "few"),
    ],
)
def test_a_matrix_that_cannot_be_drawn_is_an_error(table: pd.DataFrame, told: str):
    with pytest.raises(ValueError, match=told):
        charts.matrix(table)


def test_bars_are_as_long_as_their_shares_in_the_order_of_the_table_with_their_intervals():
    figure = charts.shares(parts(), unit="pct. af forløb")
    bars = figure.axes[0].patches
    assert [bar.get_width() for bar in bars] == pytest.approx([63, 5.5])  # type: ignore[attr-defined]
    assert figure.axes[0].get_ylim() == (1.5, -0.5)  # the first on top
    lines = figure.axes[0].collections[0].get_segments()  # type: ignore[attr-defined]
    assert np.concatenate(lines)[:, 0].tolist() == pytest.approx([60, 66, 4.3, 7.2])
    assert {"pct. af forløb", "Job", "A-dagpenge", "63,0 % (614)", "5,5 % (54)"} <= set(words(figure))


def test_a_part_without_a_figure_is_not_drawn_as_nothing():
    with pytest.raises(ValueError, match="a part has no figure"):
        charts.shares(parts().assign(share=[0.63, NOTHING]), unit="pct. af forløb")
