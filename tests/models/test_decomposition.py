"""Decomposition is exact, and by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.models.comparison.decomposition import composition, stock_change


def test_a_change_of_stock_is_what_came_less_what_went_plus_what_moved():
    flows = pd.DataFrame({"before": [100.0, 50], "inflow": [30.0, 5], "exits": [20.0, 8], "moves": [-2.0, 2]})
    result = stock_change(flows.assign(stock=[108.0, 49]))
    assert result["change"].tolist() == [8, -1]
    parts = result[["from_inflow", "from_exits", "from_moves", "from_ageing"]]
    assert parts.to_numpy().tolist() == [[30, -20, -2, 0], [5, -8, 2, 0]]


def test_a_stock_that_does_not_add_up_is_refused_and_a_missing_one_stays_missing():
    flows = pd.DataFrame({"before": [10.0, 10], "inflow": [3.0, np.nan], "exits": [1.0, 1], "moves": [0.0, 0]})
    assert stock_change(flows.assign(stock=12.0))["change"].isna().tolist() == [False, True]
    with pytest.raises(AnalysisError, match="In 1 of 2 rows"):
        stock_change(flows.assign(stock=13.0))
    with pytest.raises(AnalysisError, match="missing: stock"):
        stock_change(flows)


def ages() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "age": ["young", "old"],
            "count": [10.0, 90.0],
            "base": [1000.0, 3000.0],
            "other_count": [60.0, 20.0],
            "other_base": [3000.0, 1000.0],
        }
    )


def test_composition_and_rates_are_those_worked_out_by_hand():
    # shares 1/4, 3/4 against 3/4, 1/4; rates 10, 30 against 20, 20 per 1,000
    # composition: -1/2 * 15 + 1/2 * 25 = 5; rates: -10 * 1/2 + 10 * 1/2 = 0; crude 25 against 20
    result = composition(ages(), strata=["age"], per=1000)
    assert result["from_composition"].tolist() == pytest.approx([-7.5, 12.5])
    assert result["from_rates"].tolist() == pytest.approx([-5, 5])
    assert (result.attrs["value"], result.attrs["other"]) == pytest.approx((25, 20))


def test_the_parts_add_up_to_the_difference_exactly():
    random = np.random.default_rng(20101)
    base, other = random.integers(0, 5000, 40), random.integers(0, 5000, 40)
    base[3], other[7] = 0, 0
    cells = pd.DataFrame(
        {
            "age": np.repeat(np.arange(10), 4),
            "sex": np.tile(["m", "k"], 20),
            "origin": np.tile(np.repeat(["a", "b"], 2), 10),
            "count": random.binomial(base, 0.1),
            "base": base,
            "other_count": random.binomial(other, 0.2),
            "other_base": other,
        }
    )
    result = composition(cells, strata=["age", "sex", "origin"], per=100)
    whole = result["from_composition"].sum() + result["from_rates"].sum()
    assert whole == pytest.approx(result.attrs["difference"], abs=1e-9)
    assert result["from_rates"].iloc[[3, 7]].tolist() == [0, 0]  # nobody on one side: all is composition


def test_what_is_no_account_of_two_populations_is_refused():
    wrong = pd.concat([ages(), ages()]).assign(base=0.0)
    with pytest.raises(AnalysisError) as told:
        composition(wrong, strata=["age"])
    for part in ("2 rows repeat a stratum", "4 rows count somebody among nobody", "nobody in 'base'"):
        assert part in str(told.value)
