"""Points in time and parts of a total, of which no two shown ones tell of one, two or three persons."""

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.steps import told_in_turn, told_points
from analysis.disclosure.sums import hidden_parts


@pytest.mark.parametrize(
    ("counts", "kept"),
    [
        ([0, 4, 8], [0, 1, 2]),  # four at a time
        ([0, 3, 8], [0, 2]),  # three by the middle: told by its own count
        ([0, 5, 8], [0, 2]),  # three from the middle to the end: told by the difference
        ([0, 0, 4], [0, 1, 2]),  # nobody is no secret
        ([0, 2, 3], [0]),  # three in all
        ([0, 2, 5, 7, 12], [0, 2, 4]),  # 5 and 12: the most points; 7 and 12 would do as well as one
    ],
)
def test_two_points_that_are_shown_differ_by_nothing_or_by_four(counts, kept):
    found = told_points(np.array(counts)[:, None], smallest=4)
    assert np.flatnonzero(found).tolist() == kept


def test_all_kinds_must_be_far_enough_apart_at_a_point():
    counts = np.array([[0, 0], [10, 2], [20, 4], [30, 8]])
    assert np.flatnonzero(told_points(counts, smallest=4)).tolist() == [0, 2, 3]


def test_random_counts_never_give_a_small_difference_away():
    draw = np.random.default_rng(20101)
    for _ in range(200):
        counts = np.cumsum(draw.integers(0, 4, (13, 3)), axis=0)
        counts[0] = 0
        shown = counts[told_points(counts, smallest=4)]
        steps = shown[:, None, :] - shown[None, :, :]
        assert not ((steps > 0) & (steps < 4)).any()


def test_the_points_that_are_wanted_most_are_chosen_first():
    counts = np.array([[0], [4], [5], [9], [13]])
    assert np.flatnonzero(told_points(counts, smallest=4)).tolist() == [0, 1, 3, 4]  # 0, 4, 9, 13
    wanted = np.array([0, 1, 0, 1, 0])
    assert np.flatnonzero(told_in_turn(counts, wanted=wanted, smallest=4)).tolist() == [0, 2, 3, 4]  # 0, 5, 9, 13
    # Without a point at the end that can be shown, what comes after the last wanted one is left out.
    assert np.flatnonzero(told_in_turn(counts[:4] - [[0], [0], [0], [2]], wanted=wanted[:4], smallest=4)).tolist() == [
        0,
        2,
    ]


def test_no_turn_gives_a_small_difference_away():
    draw = np.random.default_rng(20101)
    for _ in range(200):
        counts = np.cumsum(draw.integers(0, 4, (13, 2)), axis=0)
        shown = counts[told_in_turn(counts, wanted=draw.integers(0, 3, 13), smallest=4)]
        steps = shown[:, None, :] - shown[None, :, :]
        assert not ((steps > 0) & (steps < 4)).any()


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([40, 9, 4], [False, False, False]),
        ([40, 9, 3], [False, True, True]),  # one alone follows from the total: the next smallest goes too
        ([40, 1, 3], [False, True, True]),  # two that are 4 together: neither is told
        ([40, 0, 3], [True, False, True]),  # nobody cannot hide anybody
        ([1, 2], [True, True]),
        ([3], [True]),
    ],
)
def test_a_small_part_is_hidden_with_the_fewest_others_that_would_tell_of_it(counts, hidden):
    assert hidden_parts(pd.Series(counts), smallest=4).tolist() == hidden
