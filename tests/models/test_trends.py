"""A trend is stated by a test over all periods, and known ones are found."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kendalltau, linregress, theilslopes

from analysis import models, periods
from analysis.errors import AnalysisError

WAVE = np.array([6, 3, 1, -1, -2, -4, -6, -3, 0, 1, 2, 3])


def monthly(values: np.ndarray, *, first: str = "2015-01") -> pd.DataFrame:
    return pd.DataFrame({"period": [periods.shift(first, at) for at in range(len(values))], "value": values})


def test_kendall_of_five_values_is_worked_out_by_hand():
    # pairs: 9 rise, 1 falls (4 to 3): S = 8; variance 5·4·15/18 = 16,67; z = 7/√16,67 = 1,7146
    found = models.seasonal_kendall([1, 2, 4, 3, 5], period=1).iloc[0]
    assert (found["s"], found["n"]) == (8, 5)
    assert found["tau"] == 0.8
    assert found["variance"] == pytest.approx(300 / 18)
    assert found["z"] == pytest.approx(7 / (300 / 18) ** 0.5)
    assert found["slope"] == 1.0  # of 10 slopes, the middle two are 1


def test_kendall_agrees_with_scipy():
    drawn = np.random.default_rng(1).normal(size=40) + np.arange(40) / 30
    found = models.seasonal_kendall(drawn, period=1).iloc[0]
    assert found["tau"] == pytest.approx(kendalltau(np.arange(40), drawn).statistic)
    slope, _, low, high = theilslopes(drawn, np.arange(40), alpha=0.95)
    assert found["slope"] == pytest.approx(slope)
    assert (found["low"], found["high"]) == (pytest.approx(low, abs=2e-3), pytest.approx(high, abs=2e-3))


def test_seasons_do_not_hide_a_trend_and_are_none():
    season = np.tile(WAVE, 5) * 100.0
    assert models.seasonal_kendall(season)["s"][0] == 0
    rising = models.seasonal_kendall(season + np.arange(60)).iloc[0]
    assert (rising["tau"], rising["slope"]) == (1.0, 12.0)


def test_independent_seasons_add_up_and_ties_take_from_the_variance():
    # two seasons of three years: 1 2 3 has variance 3·2·11/18; 1 1 2 has (66 - 2·1·9)/18
    found = models.seasonal_kendall([1, 1, 2, 1, 3, 2], period=2, correlated=False).iloc[0]
    assert found["s"] == 3 + 2
    assert found["variance"] == pytest.approx((66 + 48) / 18)


def test_seasons_that_go_together_are_no_more_than_one():
    """Twelve copies of one season: S is twelve times as large, and so is its standard deviation."""
    one = np.array([3.0, 1, 4, 5, 9, 2, 6])
    alone = models.seasonal_kendall(one, period=1).iloc[0]
    twelve = models.seasonal_kendall(np.repeat(one, 12)).iloc[0]
    assert twelve["s"] == 12 * alone["s"]
    assert twelve["variance"] == pytest.approx(144 * alone["variance"])


def test_a_straight_line_with_seasons_is_found_exactly():
    found = models.trend(monthly(200 + 3 * np.arange(60) / 12 + np.tile(WAVE, 5)))
    assert list(found["method"]) == ["gls", "kendall"]
    assert found["slope"].tolist() == pytest.approx([3, 3])
    assert list(found["verdict"]) == ["rising", "rising"]
    gls = found.iloc[0]
    assert gls["level_last"] - gls["level_first"] == pytest.approx(3 * 59 / 12)
    assert (gls["n"], gls["first"], gls["last"]) == (60, "2015-01", "2019-12")


def test_a_trend_in_noise_is_found_with_its_interval():
    noise = np.random.default_rng(1).normal(0, 2, 60)
    found = models.trend(monthly(200 - 6 * np.arange(60) / 12 + np.tile(WAVE, 5) + noise)).iloc[0]
    assert found["low"] < -6 < found["high"] < 0
    assert found["verdict"] == "falling"
    assert abs(found["autocorrelation"]) < 0.4


def test_a_wandering_series_is_seldom_given_a_trend_although_least_squares_sees_one():
    random = np.random.default_rng(4)
    said, by_least_squares = 0, 0
    for _ in range(40):
        wandering = random.normal(0, 2, 60).cumsum()
        said += models.trend(monthly(wandering))["verdict"][0] != "no_trend"
        by_least_squares += linregress(np.arange(60), wandering).pvalue < 0.05
    assert said <= 10
    assert by_least_squares >= 30


def test_the_last_two_months_alone_make_no_trend():
    flat = np.random.default_rng(2).normal(200, 2, 60)
    flat[-1] += 15
    assert models.trend(monthly(flat))["verdict"][0] == "no_trend"


@pytest.mark.parametrize(("kind", "needed"), [("month", 24), ("quarter", 12), ("year", 12)])
def test_a_trend_needs_twelve_points_and_two_years_of_months(kind: str, needed: int):
    first = {"month": "2000-01", "quarter": "2000-Q1", "year": "2000"}[kind]
    step = periods.STEP[kind]
    named = [periods.shift(first, step * at) for at in range(needed)]
    values = np.random.default_rng(1).normal(size=needed)
    rows = pd.DataFrame({"period": named, "value": values})
    assert models.trend(rows)["n"][0] == needed
    with pytest.raises(AnalysisError, match=f"{needed - 1} final periods, {needed} are needed"):
        models.trend(rows.iloc[1:])


def test_trendless_series_are_seldom_called_a_trend():
    """With an autocorrelation of a half, about one in twenty: least squares would say so of one in five."""
    random = np.random.default_rng(1)
    said = 0
    for _ in range(60):
        shocks = random.normal(size=80)
        values = np.zeros(80)
        for at in range(1, 80):
            values[at] = 0.5 * values[at - 1] + shocks[at]
        said += models.trend(monthly(values[20:]))["verdict"][0] != "no_trend"
    assert said <= 9  # of 60; more than that by chance in 1 of 1000 where it is 1 in 20
