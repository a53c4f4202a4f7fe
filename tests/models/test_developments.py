"""Whether two groups developed differently: against a published interval, and worked out by hand."""

import math

import pandas as pd
import pytest

from analysis.models.comparison.developments import growth_ratios, share_changes


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
