"""A stock follows from its flows: balanced ones keep it, shifted ones move it to where they balance again."""

import numpy as np
import pandas as pd
import pytest

from analysis import models, periods
from analysis.errors import AnalysisError


def balanced(months: int = 36) -> pd.DataFrame:
    """A thousand, of whom a tenth leaves each month while a hundred come."""
    named = [periods.shift("2017-01", at) for at in range(months)]
    return pd.DataFrame({"period": named, "stock": 1000.0, "inflow": 100.0, "outflow": 100.0})


def test_balanced_flows_keep_the_stock():
    found = models.scenarios(balanced(), months=24, shifts={})
    assert set(found["scenario"]) == {"uaendret"}
    assert found["value"].to_numpy() == pytest.approx(np.full(24, 1000.0), abs=5)
    assert found["period"][0] == "2020-01"
    assert set(found["n"]) == {36}


def test_a_shift_moves_the_stock_to_where_its_flows_balance():
    # 80 come and a tenth leaves: 800 in the end; 100 come and an eighth leaves: 800 too
    found = models.scenarios(balanced(), months=60, shifts={"faerre": (0.8, 1.0), "hurtigere": (1.0, 1.25)})
    last = found[found["period"] == "2024-12"].set_index("scenario")
    assert last.loc["faerre", "value"] == pytest.approx(800, abs=5)
    assert last.loc["hurtigere", "value"] == pytest.approx(800, abs=5)
    assert last.loc["faerre", "against_base"] == pytest.approx(-200, abs=5)
    assert last.loc["faerre", "inflow_factor"] == 0.8


def test_the_first_month_is_worked_out_by_hand():
    # 1000 + 80 come - a tenth of 1000
    found = models.scenarios(balanced(), months=1, shifts={"faerre": (0.8, 1.0)}).set_index("scenario")
    assert found.loc["faerre", "value"] == pytest.approx(980, abs=2)


def test_chance_alone_gives_the_width_of_one_month():
    """Binomial and Poisson: variance 1000·0,1·0,9 + 100 = 190."""
    found = models.scenarios(balanced(), months=1, shifts={}, draws=20_000).iloc[0]
    assert found["high_95"] - found["low_95"] == pytest.approx(2 * 1.96 * 190**0.5, rel=0.05)
    assert found["low_95"] < found["low_80"] < found["value"] < found["high_80"] < found["high_95"]


def test_the_season_of_the_past_comes_again():
    seasonal = balanced()
    seasonal["inflow"] = [200.0 if period.endswith("-08") else 80.0 for period in seasonal["period"]]
    found = models.scenarios(seasonal.assign(outflow=90.0), months=12, shifts={})
    change = found["value"].diff()
    assert found["period"][change.idxmax()] == "2020-08"


def test_the_same_seed_gives_the_same_and_scenarios_share_their_chance():
    shifts = {"som foer": (1.0, 1.0)}
    found = models.scenarios(balanced(), months=12, shifts=shifts)
    pd.testing.assert_frame_equal(found, models.scenarios(balanced(), months=12, shifts=shifts))
    assert found.loc[found["scenario"] == "som foer", "against_base"].abs().max() == 0


def test_every_problem_is_told_at_once():
    wrong = balanced(23)
    wrong.loc[3, "inflow"] = np.nan
    with pytest.raises(AnalysisError) as caught:
        models.scenarios(wrong, months=61, shifts={"faerre": (-0.1, 1.0)})
    message = str(caught.value)
    assert "4 problem(s)" in message
    for part in ("1 months have a figure that is hidden", "23 months of flows, 24", "61 months", "below 0 in: faerre"):
        assert part in message


def test_a_gap_in_the_months_is_refused():
    with pytest.raises(AnalysisError, match="months are missing or come twice"):
        models.scenarios(balanced().drop(index=5), months=12, shifts={})
