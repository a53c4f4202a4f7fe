"""Ranks and the intervals that chance gives them."""

import numpy as np
import pandas as pd
from scipy.stats import beta

from analysis.models.comparison.rank import ranks


def areas(*shares: tuple[float, float]) -> pd.DataFrame:
    """Areas by share in per cent and base."""
    return pd.DataFrame([{"value": share, "count": share * base / 100, "base": base} for share, base in shares])


def test_the_lowest_share_is_first_where_low_is_best_and_last_where_high_is():
    figures = areas((3.0, 1000), (1.0, 1000), (2.0, 1000))
    assert list(ranks(figures, lowest_first=True)["rank"]) == [3, 1, 2]
    assert list(ranks(figures, lowest_first=False)["rank"]) == [1, 3, 2]


def test_equal_printed_shares_share_the_lowest_rank():
    result = ranks(areas((2.04, 50_000), (1.0, 50_000), (1.96, 50_000), (3.0, 50_000)), lowest_first=True)
    assert list(result["rank"]) == [2, 1, 2, 4]  # 2,04 and 1,96 are both printed 2,0
    assert list(result["tied"]) == [True, False, True, False]


def test_a_half_is_rounded_up_before_ties_are_judged():
    assert list(ranks(areas((6.25, 1600), (6.3, 1000)), lowest_first=True)["rank"]) == [1, 1]


def test_large_areas_far_apart_have_no_doubt_and_small_ones_have_much():
    certain = ranks(areas((1.0, 100_000), (5.0, 100_000), (10.0, 100_000)), lowest_first=True)
    assert (certain["low"] == certain["rank"]).all()
    assert (certain["high"] == certain["rank"]).all()
    doubtful = ranks(areas((4.0, 60), (5.0, 60), (6.0, 60)), lowest_first=True)
    assert list(doubtful["low"]) == [1, 1, 1]
    assert list(doubtful["high"]) == [3, 3, 3]


def test_a_share_of_all_or_of_none_is_no_more_certain_than_its_base_allows():
    full = areas(*[(100.0, base) for base in (22, 40, 60)], (95.0, 400))
    result = ranks(full, lowest_first=False)
    assert list(result["rank"]) == [1, 1, 1, 4]
    assert list(result["low"]) == [1, 1, 1, 3]
    assert result["high"].iloc[0] == 4  # 22 of 22 lie below 95 per cent once in eight, by Jeffreys
    assert result["high"].min() == 3  # and each of the three can be behind the two others
    empty = ranks(full.assign(value=100 - full["value"], count=full["base"] - full["count"]), lowest_first=True)
    assert list(empty["rank"]) == [1, 1, 1, 4]
    assert empty["high"].min() == 3  # the same the other way round


def test_a_rank_is_drawn_from_the_jeffreys_interval_of_the_share():
    """22 of 22: its lower limit is 89.3 per cent (scipy): 88.3 of ten millions is behind it, 90.3 may be ahead."""
    limit = beta(22.5, 0.5).ppf(0.025)
    for known, beaten in ((100 * limit - 1, True), (100 * limit + 1, False)):
        result = ranks(areas((100.0, 22), (known, 1e7)), lowest_first=False)
        assert bool(result["high"].iloc[0] == 1) is beaten


def test_the_interval_holds_the_rank_of_the_true_share_at_least_nine_times_in_ten():
    """200 countries of 12 areas, drawn from known shares. Ranks are whole numbers: 95 per cent is not hit exactly."""
    random = np.random.default_rng(1)
    true = np.linspace(2.0, 6.4, 12)
    base = np.full(12, 3000)
    covered, width = [], []
    for draw in range(200):
        count = random.binomial(base, true / 100)
        drawn = pd.DataFrame({"value": 100 * count / base, "count": count, "base": base})
        result = ranks(drawn, lowest_first=True, seed=draw, draws=400, decimals=3)
        covered += list((result["low"] <= np.arange(1, 13)) & (np.arange(1, 13) <= result["high"]))
        width += list(result["high"] - result["low"] + 1)
    assert np.mean(covered) >= 0.90
    assert np.mean(width) < 6  # of 12: an interval of the whole field would hold the rank always


def test_the_same_seed_gives_the_same_interval():
    figures = areas((3.0, 500), (2.9, 500), (3.1, 500))
    pd.testing.assert_frame_equal(ranks(figures, lowest_first=True), ranks(figures, lowest_first=True))


def test_areas_without_a_share_are_left_out():
    figures = pd.concat([areas((3.0, 500), (2.0, 500)), areas((np.nan, 500))], ignore_index=True)
    result = ranks(figures, lowest_first=True)
    assert list(result.index) == [0, 1]
    assert list(result["of"]) == [2, 2]


def test_the_probability_of_being_among_the_best_is_told():
    figures = areas(*[(share, 1000) for share in (1.0, 1.1, 5.0, 5.1, 9.0)])
    result = ranks(figures, lowest_first=True, best=2)
    assert result["among_best"].tolist()[:2] == [1, 1]
    assert result["among_best"].tolist()[4] == 0
    assert ranks(figures, lowest_first=False, best=1)["among_best"].tolist()[4] > 0.99
    assert ranks(figures, lowest_first=True)["among_best"].tolist() == [1] * 5  # ten are the best, and there are five
