"""Whether two groups developed differently: against a published interval, and worked out by hand."""

import math

import pandas as pd
import pytest

from analysis.models.comparison.counts import exact_limits
from analysis.models.comparison.developments import growth_ratios, mean_changes, mean_differences, share_changes


def test_beside_a_huge_group_that_stands_still_the_interval_is_newcombes_of_the_change():
    # Newcombe (1998), table II, case a, method 10: 56/70 less 48/80 is 0,20 (0,0524 to 0,3339)
    row = pd.DataFrame([{
        "count": 56, "base": 70, "count_before": 48, "base_before": 80,
        "other_count": 5e9, "other_base": 1e10, "other_count_before": 5e9, "other_base_before": 1e10,
    }])  # fmt: skip
    found = share_changes(row).iloc[0]
    assert found["difference"] == pytest.approx(0.2)
    assert (found["low"], found["high"]) == (pytest.approx(0.0524, abs=1e-4), pytest.approx(0.3339, abs=1e-4))


def test_the_interval_turns_around_when_the_groups_change_places():
    row = {"count": 30, "base": 100, "count_before": 25, "base_before": 110}
    other = {"other_count": 300, "other_base": 1000, "other_count_before": 310, "other_base_before": 990}
    one = share_changes(pd.DataFrame([row | other])).iloc[0]
    turned = {f"other_{name}": value for name, value in row.items()} | {
        name.removeprefix("other_"): value for name, value in other.items()
    }
    back = share_changes(pd.DataFrame([turned])).iloc[0]
    assert back["difference"] == pytest.approx(-one["difference"])
    assert (back["low"], back["high"]) == (pytest.approx(-one["high"]), pytest.approx(-one["low"]))


def test_growth_is_compared_by_woolfs_interval():
    row = {"count": 688, "before": 650, "other_count": 21, "other_before": 59}
    found = growth_ratios(pd.DataFrame([row])).iloc[0]
    ratio, error = 688 * 59 / (650 * 21), math.sqrt(1 / 688 + 1 / 650 + 1 / 21 + 1 / 59)
    assert found["ratio"] == pytest.approx(ratio)
    assert found["low"] == pytest.approx(ratio * math.exp(-1.959964 * error), rel=1e-6)
    assert found["high"] == pytest.approx(ratio * math.exp(1.959964 * error), rel=1e-6)


def test_what_is_missing_or_nobody_gives_no_interval():
    rows = pd.DataFrame([
        {"count": float("nan"), "before": 5, "other_count": 5, "other_before": 5},
        {"count": 5, "before": 0, "other_count": 5, "other_before": 5},
    ])  # fmt: skip
    assert growth_ratios(rows).isna().all(axis=None)


def test_what_is_counted_per_spell_has_the_exact_interval_beside_a_huge_group():
    # 144 interviews with 30 are 4,8 each; exact limits of a Poisson count of 144 are 121,4 and 169,5
    row = pd.DataFrame([{"count": 144, "base": 30, "other_count": 4.7e9, "other_base": 1e9}])
    found = mean_differences(row).iloc[0]
    low, high = exact_limits(pd.Series([144])).iloc[0]
    assert (found["value"], found["other"], found["difference"]) == pytest.approx((4.8, 4.7, 0.1))
    assert (found["low"], found["high"]) == pytest.approx((low / 30 - 4.7, high / 30 - 4.7), abs=1e-3)
    assert (low, high) == pytest.approx((121.4, 169.5), abs=0.1)


def test_changes_of_what_is_counted_per_spell_join_their_intervals_by_their_squares():
    still = {"other_count": 5e9, "other_base": 1e9, "other_count_before": 5e9, "other_base_before": 1e9}
    row = pd.DataFrame([{"count": 144, "base": 30, "count_before": 200, "base_before": 50, **still}])
    found = mean_changes(row).iloc[0]
    alone = mean_differences(pd.DataFrame([{"count": 144, "base": 30, "other_count": 200, "other_base": 50}])).iloc[0]
    assert (found["change"], found["other"], found["difference"]) == pytest.approx((0.8, 0, 0.8))
    assert (found["low"], found["high"]) == pytest.approx((alone["low"], alone["high"]), abs=1e-3)


def test_a_mean_of_nothing_has_no_interval():
    rows = pd.DataFrame({"count": [0, 4.0], "base": [0, math.nan], "other_count": 9.0, "other_base": 3.0})
    assert mean_differences(rows)[["difference", "low", "high"]].isna().all(axis=None)
