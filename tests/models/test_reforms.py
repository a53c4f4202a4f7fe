"""Steps and slopes at known breaks are found; breaks that were searched for are refused."""

import numpy as np
import pandas as pd
import pytest

from analysis import models, periods
from analysis.errors import AnalysisError

MONTHS = periods.months("2012-01", "2017-12")
BREAK = MONTHS.index("2014-01")
SINCE = np.maximum(np.arange(72) - BREAK, 0)
WAVE = np.tile([6, 3, 1, -1, -2, -4, -6, -3, 0, 1, 2, 3], 6)


def known(noise: float = 0.0) -> pd.DataFrame:
    """A rise of 6 a year; from January 2014 20 more, and 3 a year more."""
    value = 100 + 6 * np.arange(72) / 12 + 20 * (np.arange(72) >= BREAK) + 3 * SINCE / 12 + WAVE
    return pd.DataFrame({"period": MONTHS, "value": value + noise * np.random.default_rng(1).normal(size=72)})


def test_step_and_slope_are_found_where_they_are_exact():
    found = models.segmented(known(), at=["2014-01"], benefit="kontanthjaelp")
    assert list(found["term"]) == ["slope_before", "step", "slope"]
    assert found["estimate"].tolist() == pytest.approx([6, 20, 3])
    assert list(found["month"]) == ["", "2014-01", "2014-01"]
    assert list(found["label"])[1] == "Kontanthjælpsreform"
    assert set(found["n"]) == {72 - 6} and set(found["left_out"]) == {6}


def test_the_months_around_the_break_are_left_out():
    early = known()
    early.loc[BREAK - 3 : BREAK + 2, "value"] = 1e6
    found = models.segmented(early, at=["2014-01"], benefit="kontanthjaelp")
    assert found["estimate"].tolist() == pytest.approx([6, 20, 3])
    early.loc[BREAK + 3, "value"] = 1e6
    assert models.segmented(early, at=["2014-01"], benefit="kontanthjaelp")["estimate"][1] > 100


def test_known_breaks_that_are_not_modelled_are_named():
    found = models.segmented(known(), at=["2014-01"], benefit="kontanthjaelp")
    assert found["others"][0] == "2015-09, 2016-01, 2016-07, 2016-10"


def test_an_interval_holds_the_truth_and_no_step_is_no_step():
    found = models.segmented(known(noise=2.0), at=["2014-01"], benefit="kontanthjaelp").set_index("term")
    for term, truth in (("slope_before", 6), ("step", 20), ("slope", 3)):
        assert found.loc[term, "low"] < truth < found.loc[term, "high"]
    flat = pd.DataFrame({"period": MONTHS, "value": np.random.default_rng(3).normal(100, 2, 72)})
    step = models.segmented(flat, at=["2014-01"], benefit="kontanthjaelp").set_index("term").loc["step"]
    assert step["low"] < 0 < step["high"] and step["p"] > 0.05


def test_a_break_that_was_searched_for_is_refused_with_all_other_problems():
    with pytest.raises(AnalysisError) as caught:
        models.segmented(known(), at=["2014-05", "2012-01", "2016-10"], benefit="kontanthjaelp")
    message = str(caught.value)
    assert "2 problem(s)" in message
    assert "2014-05: not a known break of 'kontanthjaelp'" in message
    assert "2012-01: 0 months before it" in message
    with pytest.raises(AnalysisError, match="no break was named"):
        models.segmented(known(), at=[], benefit="kontanthjaelp")


@pytest.mark.parametrize(("last", "allowed"), [("2015-03", True), ("2015-02", False)])
def test_a_break_needs_twelve_months_on_each_side_beside_those_left_out(last: str, allowed: bool):
    short = known().loc[lambda rows: rows["period"] <= last]
    if allowed:
        assert models.segmented(short, at=["2014-01"], benefit="kontanthjaelp")["n"][0] == 33
    else:
        with pytest.raises(AnalysisError, match="21 months before it and 11 after it"):
            models.segmented(short, at=["2014-01"], benefit="kontanthjaelp")


def inflow(noise: float = 0.0) -> pd.DataFrame:
    """One in a hundred a month; from January 2014 a fifth more. ``noise`` is the extra variation of counts."""
    random = np.random.default_rng(2)
    mean = 20_000 * 0.01 * np.where(np.arange(72) >= BREAK, 1.2, 1.0)
    counts = random.negative_binomial(1 / noise, 1 / (1 + noise * mean)) if noise else mean
    return pd.DataFrame({"period": MONTHS, "value": counts.astype(float), "exposure": 20_000.0})


def test_a_rate_ratio_is_found_where_it_is_exact():
    found = models.interrupted(inflow(), at=["2014-01"], benefit="kontanthjaelp")
    assert found["estimate"].tolist() == pytest.approx([1.0, 1.2, 1.0], abs=1e-6)


def test_exposure_is_what_events_are_counted_against():
    grown = inflow().assign(value=lambda rows: 2 * rows["value"], exposure=40_000.0)
    found = models.interrupted(grown, at=["2014-01"], benefit="kontanthjaelp")
    assert found["estimate"][1] == pytest.approx(1.2, abs=1e-6)


@pytest.mark.parametrize("family", ["poisson", "negative_binomial"])
def test_counts_that_vary_more_than_poisson_s_have_intervals_that_hold_the_truth(family: str):
    found = models.interrupted(inflow(0.02), at=["2014-01"], benefit="kontanthjaelp", family=family)
    step = found.set_index("term").loc["step"]
    assert step["low"] < 1.2 < step["high"]
    assert step["dispersion"] > 2


def test_counts_without_extra_variation_are_not_negative_binomial():
    with pytest.raises(AnalysisError, match="family='poisson'"):
        models.interrupted(inflow(), at=["2014-01"], benefit="kontanthjaelp", family="negative_binomial")


def test_missing_exposure_is_an_error():
    rows = inflow()
    rows.loc[3, "exposure"] = np.nan
    with pytest.raises(AnalysisError, match="missing or not above 0 in 1 months"):
        models.interrupted(rows, at=["2014-01"], benefit="kontanthjaelp")
