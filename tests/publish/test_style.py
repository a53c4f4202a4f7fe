from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from analysis.publish.drawing import labels, scale, style


def lightness(colour: str) -> float:
    """How light a colour is in grey, from 0 (black) to 1 (white), as WCAG reckons it."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def contrast(one: str, other: str) -> float:
    dark, light = sorted([lightness(one), lightness(other)])
    return (light + 0.05) / (dark + 0.05)


def test_the_house_style_ends_with_the_figure() -> None:
    before = dict(mpl.rcParams)
    with style.house():
        assert mpl.rcParams["svg.fonttype"] == "none"
        assert not mpl.rcParams["text.parse_math"]
    assert dict(mpl.rcParams) == before


def test_no_two_roles_share_both_a_lightness_and_a_dash() -> None:
    pens = [style.pen(role) for role in style.ROLES] + [style.pen("member", nth) for nth in (1, 2, 3)]
    looks = [(round(lightness(pen.colour), 2), pen.dashes) for pen in pens]
    assert len(set(looks)) == len(looks)


def test_the_jobcenter_has_the_darkest_and_thickest_line() -> None:
    own, *others = [style.pen(role) for role in style.ROLES]
    assert all(own.width > pen.width and lightness(own.colour) < lightness(pen.colour) for pen in others)


@pytest.mark.parametrize("role", style.ROLES)
def test_words_and_lines_stand_out_from_the_paper(role: str) -> None:
    assert contrast(style.pen(role).ink, style.PAPER) >= 4.5  # WCAG 2.2, 1.4.3
    assert contrast(style.pen(role).colour, style.PAPER) >= 3.0  # WCAG 2.2, 1.4.11


def test_shades_grow_darker_step_by_step_and_leave_their_figures_readable() -> None:
    shades = [lightness(shade) for shade in style.SHADES]
    assert all(lighter - darker > 0.05 for lighter, darker in pairwise(shades))
    assert all(contrast(shade, style.INK) >= 4.5 for shade in style.SHADES[:-1])
    assert contrast(style.SHADES[-1], style.PAPER) >= 4.5


def test_a_role_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="no role is called 'cluster'; there are own, member, group"):
        style.rank("cluster")


@pytest.mark.parametrize(
    ("values", "low", "high", "cut"),
    [
        ([2.4, 4.1], 0, 5, False),
        ([80.0, 100.0], 0, 100, False),  # four fifths of the largest: still from zero
        ([80.1, 100.0], 80, 100, True),
        ([0.0, 0.0], 0, 1, False),
        ([5.0], 0, 5, False),  # one figure alone lies far from nothing
        ([0.3, 0.31], 0.3, 0.31, True),
        ([-1.0, 3.0], -1, 3, True),
    ],
)
def test_an_axis_starts_at_zero_unless_all_figures_lie_far_from_it(
    values: list[float], low: float, high: float, cut: bool
) -> None:
    axis = scale.scale(values, percent=False)
    assert [axis.low, axis.high] == pytest.approx([low, high]) and axis.cut == cut
    assert axis.heading("personer") == ("personer (aksen starter ikke i nul)" if cut else "personer")


def test_an_axis_of_counts_has_no_half_persons() -> None:
    assert scale.scale([0.0, 2.0], percent=False).words == ["0", "1", "2"]


def test_an_axis_speaks_danish_and_only_shares_carry_the_sign() -> None:
    assert scale.scale([500.0, 1900.0], percent=False).words == ["0", "500", "1.000", "1.500", "2.000"]
    assert scale.scale([0.4, 2.2], percent=True).words == [
        "0,0 %",
        "0,5 %",
        "1,0 %",
        "1,5 %",
        "2,0 %",
        "2,5 %",
    ]


@pytest.mark.parametrize(
    ("values", "unit", "decimals"),
    [
        ([3.0, 2.0], "pct. af arbejdsstyrken", 1),
        ([3.0, 1904.0], "personer", 0),
        ([7.5], "timer", 1),
        ([1904.5], "x", 0),
    ],
)
def test_figures_have_the_decimals_of_their_unit(values: list[float], unit: str, decimals: int) -> None:
    assert scale.decimals(values, unit=unit) == decimals


def test_labels_move_as_little_as_can_be_and_stay_inside() -> None:
    assert labels.spread([20, 60], [10, 10], low=0, high=100) == [20, 60]
    assert labels.spread([1, 99], [10, 10], low=0, high=100) == [5, 95]  # half a label from each edge
    # three at 50 share the room around it: 40, 50, 60, and the first named is the uppermost
    assert labels.spread([50, 50, 50], [10, 10, 10], low=0, high=100) == [60, 50, 40]


def test_labels_that_cannot_all_be_seen_are_refused() -> None:
    with pytest.raises(ValueError, match="labels of 30 points do not fit into 20"):
        labels.spread([1, 2, 3], [10, 10, 10], low=0, high=20)


def test_no_labels_need_no_room() -> None:
    assert labels.spread([], [], low=0, high=0) == []


def test_a_note_goes_above_those_it_would_run_into() -> None:
    assert labels.rows([0, 20, 40], [30, 30, 30], gap=5) == [2, 1, 0]
    assert labels.rows([0, 36], [30, 30], gap=5) == [0, 0]  # 30 + 5 ends before 36


def test_a_figure_stays_beside_the_last_word_of_its_label() -> None:
    assert labels.wrapped("Region Syddanmark", 24, tail="ca. 3,4") == "Region\nSyddanmark ca. 3,4"
    assert labels.wrapped("Kontanthjælpsmodtagere", 10) == "Kontanthjælpsmodtagere"  # no word is broken
