"""Direct and indirect standardisation, worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.models.comparison.standardisation import direct_rates, indirect_rates, standard_population
from validations.rates import DOWN, EXPECTED, FLORIDA, SMR, STATES


def two_areas() -> pd.DataFrame:
    """A has the same rates as B in each age, but more of the old."""
    return pd.DataFrame(
        {
            "area": ["101", "101", "561", "561"],
            "age": ["young", "old", "young", "old"],
            "count": [10.0, 90.0, 30.0, 30.0],
            "base": [1000.0, 3000.0, 3000.0, 1000.0],
        }
    )


WEIGHTS = pd.DataFrame({"age": ["young", "old"], "weight": [1.0, 1.0]})


def test_areas_with_the_same_rates_are_alike_when_their_ages_are_made_alike():
    # crude 100/4000 = 25 and 60/4000 = 15 per 1,000; standardised (10 + 30)/2 = 20 in both
    result = direct_rates(two_areas(), strata=["age"], weights=WEIGHTS)
    assert result["crude"].tolist() == [25, 15]
    assert result["value"].tolist() == pytest.approx([20, 20])
    assert result[["count", "n"]].to_numpy().tolist() == [[100, 4000], [60, 4000]]


def test_the_interval_is_dobson_s_with_byar_s_limits():
    # variance of the weighted sum: (1/2)² (10/1000² + 90/3000²) = 5e-6; Byar for 100 is 81.3621 to 121.6280
    # (published limits of 100: 81.4 to 121.6); so 0.02 + sqrt(5e-6/100) (limit - 100), per 1,000
    result = direct_rates(two_areas(), strata=["age"], weights=WEIGHTS).loc["101"]
    step = 1000 * np.sqrt(0.25 * (10 / 1000**2 + 90 / 3000**2) / 100)
    low = 100 * (1 - 1 / 900 - 1.959963985 / 30) ** 3
    high = 101 * (1 - 1 / 909 + 1.959963985 / (3 * 101**0.5)) ** 3
    assert result["low"] == pytest.approx(20 + step * (low - 100))
    assert result["high"] == pytest.approx(20 + step * (high - 100))


def test_only_the_proportions_of_the_standard_count():
    one = direct_rates(two_areas(), strata=["age"], weights=WEIGHTS)
    many = direct_rates(two_areas(), strata=["age"], weights=WEIGHTS.assign(weight=50_000.0))
    pd.testing.assert_frame_equal(one, many)


def test_an_area_s_own_people_as_the_standard_give_its_crude_rate():
    cells = two_areas()
    own = standard_population(cells[cells["area"] == "101"], strata=["age"])
    assert direct_rates(cells, strata=["age"], weights=own).loc["101", "value"] == pytest.approx(25)
    assert standard_population(cells, strata=["age"])["weight"].tolist() == [4000, 4000]


@pytest.mark.parametrize(("events", "told"), [(9, False), (10, True)])
def test_no_rate_is_told_on_fewer_than_ten_events(events: int, told: bool):
    cells = two_areas().assign(count=[events - 4.0, 4.0, 30.0, 30.0])
    result = direct_rates(cells, strata=["age"], weights=WEIGHTS)
    assert bool(result.notna().loc["101", ["value", "low", "high"]].all()) is told
    assert result.loc["561", "value"] == pytest.approx(20)


def test_a_missing_count_or_an_empty_stratum_makes_the_rate_missing_and_not_lower():
    missing = direct_rates(two_areas().assign(count=[np.nan, 90, 30, 30]), strata=["age"], weights=WEIGHTS)
    assert missing["value"].isna().tolist() == [True, False]
    empty = direct_rates(two_areas().iloc[1:], strata=["age"], weights=WEIGHTS)
    assert empty["value"].isna().tolist() == [True, False]
    assert empty["empty"].tolist() == [1, 0]


def test_an_empty_stratum_without_weight_does_not_matter():
    weights = pd.DataFrame({"age": ["young", "old"], "weight": [0.0, 1.0]})
    result = direct_rates(two_areas().iloc[1:], strata=["age"], weights=weights)
    assert result["value"].tolist() == pytest.approx([30, 30])


def test_expected_is_what_the_reference_s_rates_give():
    # reference 1 and 3 per cent: 101 expects 10 + 90 = 100, 561 expects 30 + 10 = 40
    reference = pd.DataFrame({"age": ["young", "old"], "count": [100.0, 100.0], "base": [10_000.0, 10_000.0]})
    reference.loc[reference["age"] == "old", "count"] = 300.0
    cells = two_areas()
    cells.loc[3, "count"] = 10.0
    result = indirect_rates(cells, strata=["age"], reference=reference)
    assert result["expected"].tolist() == pytest.approx([100, 60])
    assert result["ratio"].tolist() == pytest.approx([1, 40 / 60])
    assert result["value"].tolist() == pytest.approx([20, 20 * 40 / 60])  # the reference has 20 per 1,000
    # Byar for 40: 40 (1 - 1/360 - 1.96/(3 sqrt 40))³
    low = 40 * (1 - 1 / 360 - 1.959963985 / (3 * 40**0.5)) ** 3
    assert result.loc["561", "ratio_low"] == pytest.approx(low / 60)
    assert result.loc["561", "low"] == pytest.approx(20 * low / 60)


def test_few_observed_events_have_exact_limits():
    reference = pd.DataFrame({"age": ["young", "old"], "count": [100.0, 300.0], "base": [10_000.0, 10_000.0]})
    observed = pd.Series({"101": 0.0, "561": 9.0})
    result = indirect_rates(two_areas().drop(columns="count"), strata=["age"], reference=reference, observed=observed)
    assert result[["ratio", "ratio_low"]].to_numpy().tolist()[0] == [0, 0]
    published = 17.0848  # the exact upper limit of 9
    assert result["ratio_high"].tolist() == pytest.approx([-np.log(0.025) / 100, published / 60], rel=1e-5)


def test_all_that_is_wrong_is_told_at_once_without_a_person_s_value():
    weights = pd.DataFrame({"age": ["young", "young"], "weight": [1.0, -1.0]})
    twice = pd.concat([two_areas(), two_areas()])
    with pytest.raises(AnalysisError) as told:
        direct_rates(twice, strata=["age"], weights=weights)
    for part in ("4 rows repeat an area", "1 rows of the standard repeat", "'weight' of the standard", "1 strata"):
        assert part in str(told.value)
    with pytest.raises(AnalysisError, match="no column 'sex'"):
        direct_rates(two_areas(), strata=["sex"], weights=WEIGHTS)


@pytest.mark.parametrize(
    ("interval", "low", "high"),
    [("gamma", 67.70212, 188.30017), ("dobson_exact", 67.63284, 83.86703)],
)
def test_directly_standardised_rates_have_the_intervals_that_r_prints(interval: str, low: float, high: float):
    # R package dsrTest 1.0, vignette; Fay and Feuer's is wide where one stratum of few carries much weight
    ours = direct_rates(DOWN, strata=["age"], weights=DOWN[["age", "weight"]], per=1e5, interval=interval).iloc[0]
    assert ours[["value", "low", "high"]].tolist() == pytest.approx([75.52901, low, high], abs=1e-5)


def test_a_rate_on_few_events_is_told_where_the_caller_asks_for_it():
    few = two_areas().assign(count=[1.0, 4.0, 30.0, 30.0])
    result = direct_rates(few, strata=["age"], weights=WEIGHTS, smallest=0, interval="normal").iloc[0]
    wide = 1.959963985 * 1000 * np.sqrt(0.25 * (1 / 1000**2 + 4 / 3000**2))
    assert result[["value", "low", "high"]].tolist() == pytest.approx([7 / 6, max(0, 7 / 6 - wide), 7 / 6 + wide])
    with pytest.raises(ValueError, match="there are dobson, dobson_exact, gamma, normal"):
        direct_rates(few, strata=["age"], weights=WEIGHTS, interval="byar")


def test_expected_deaths_and_ratios_are_those_that_sas_prints():
    # skin cancer in Florida against the United States, 2000: SAS/STAT, STDRATE procedure, Getting Started
    each = indirect_rates(FLORIDA, strata=["age"], reference=STATES)
    assert each["expected"].tolist() == pytest.approx(EXPECTED, abs=5e-4)
    assert each["ratio"].tolist()[:5] == pytest.approx(SMR, abs=5e-5)
    whole = indirect_rates(FLORIDA.assign(area="Florida"), strata=["age"], reference=STATES).iloc[0]
    assert whole[["count", "expected", "ratio"]].tolist() == pytest.approx([538, 528.677, 538 / 528.677], abs=5e-3)
