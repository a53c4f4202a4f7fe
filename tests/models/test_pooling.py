"""Partial pooling of small areas."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

from analysis.errors import AnalysisError
from analysis.models.comparison.pooling import pooled_shares


def test_small_areas_are_drawn_further_than_large_ones():
    figures = pd.DataFrame({"count": [5, 500, 200, 300, 250.0], "base": [10, 1000, 1000, 1000, 1000.0]})
    result = pooled_shares(figures)
    moved = (result["value"] - result["own"]).abs()
    assert result["own"].tolist()[:2] == [0.5, 0.5]
    assert moved[0] > 10 * moved[1]
    assert result["weight"][0] < result["weight"][1] < 1


def test_the_share_is_the_weighted_mean_of_own_and_common():
    figures = pd.DataFrame({"count": [5, 60, 20, 33], "base": [10, 100, 90, 120]})
    result = pooled_shares(figures)
    expected = result["weight"] * result["own"] + (1 - result["weight"]) * result["common"]
    assert result["value"].tolist() == pytest.approx(expected.tolist())
    persons = result["n"] * (1 - result["weight"]) / result["weight"]  # what the common share counts for
    high = beta.ppf(0.975, 5 + result["common"][0] * persons[0], 5 + (1 - result["common"][0]) * persons[0])
    assert result["high"][0] == pytest.approx(high)


def test_areas_that_do_not_differ_get_the_common_share():
    figures = pd.DataFrame({"count": [10, 100, 1000.0], "base": [100, 1000, 10000.0]})
    assert pooled_shares(figures)["value"].tolist() == pytest.approx([0.1] * 3, abs=1e-4)


def test_nobody_gives_the_common_share_and_a_missing_count_none():
    figures = pd.DataFrame({"count": [0, np.nan, 30, 10, 45.0], "base": [0, 50, 100, 100, 100.0]})
    result = pooled_shares(figures)
    assert result.loc[0, "value"] == pytest.approx(result["common"][0])
    assert result.loc[0, "weight"] == 0
    assert result.loc[1, ["value", "low", "high"]].isna().all()


def test_what_cannot_be_pooled_is_refused():
    with pytest.raises(AnalysisError, match="2 have persons"):
        pooled_shares(pd.DataFrame({"count": [1.0, 2.0], "base": [10.0, 10.0]}))
    with pytest.raises(AnalysisError, match="1 have a count"):
        pooled_shares(pd.DataFrame({"count": [11.0, 2.0, 3.0], "base": [10.0, 10.0, 10.0]}))
