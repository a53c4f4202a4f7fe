"""Season and trend: against the authors' own program, and on a series whose parts are known."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels

from analysis import models, periods
from analysis.errors import AnalysisError
from validations.time import DEATHS, OUTLIERS, PASSENGERS, QUARTILES

MONTHS = periods.months("2016-01", "2019-12")
WAVE = np.tile([6, 3, 1, -1, -2, -4, -6, -3, 0, 1, 2, 3], 4)


def known(level: float = 500.0) -> pd.DataFrame:
    """A straight rise of 1 a month, and the same season every year, which adds up to nothing."""
    return pd.DataFrame({"period": MONTHS, "value": level + np.arange(48) + WAVE, "status": "final"})


def test_stl_is_that_of_its_authors():
    """Fortran of Cleveland and others on carbon dioxide at Mauna Loa, as statsmodels keeps its results."""
    results = Path(statsmodels.__file__).parent / "tsa" / "stl" / "tests" / "results"
    published = pd.read_csv(results / "stl_test_results.csv", skipinitialspace=True).rename(columns=str.strip)
    published = published[published["scenario"].str.strip() == "baseline"]
    given = pd.read_csv(results / "stl_co2.csv", header=None)[0]
    ours = models.stl(
        given,
        window=35,
        trend_window=19,
        low_pass_window=13,
        degrees=(1, 1, 1),
        jumps=(4, 2, 2),
        inner=1,
        outer=2,
    )
    assert len(ours) == 348
    np.testing.assert_allclose(ours["season"], published["season"], rtol=0, atol=1e-9)
    np.testing.assert_allclose(ours["trend"], published["trend"], rtol=0, atol=1e-9)
    np.testing.assert_allclose(ours["weight"], published["rw"], rtol=0, atol=1e-9)


def test_a_robust_periodic_season_finds_the_outliers_that_r_finds():
    found = models.stl(DEATHS, robust=True)
    assert (np.flatnonzero(found["weight"] < 1e-8) + 1).tolist() == OUTLIERS


def test_the_defaults_and_an_even_window_give_the_summary_that_r_prints():
    found = models.stl(PASSENGERS, window=12)
    for name, (published, half) in QUARTILES.items():
        assert found[name].quantile([0, 0.25, 0.5, 0.75, 1]).tolist() == pytest.approx(published, abs=half), name
    assert (found["weight"] == 1).all()


def test_season_and_trend_are_found_where_they_are_exact():
    found = models.seasons(known())
    np.testing.assert_allclose(found["trend"], 500 + np.arange(48), atol=1e-6)
    np.testing.assert_allclose(found["season"], WAVE, atol=1e-6)
    np.testing.assert_allclose(found["adjusted"], 500 + np.arange(48), atol=1e-6)
    assert set(found["n"]) == {48}


def test_a_periodic_season_is_the_same_every_year_and_the_parts_add_up():
    drawn = known()["value"] + np.random.default_rng(1).normal(0, 5, 48)
    found = models.stl(drawn)
    np.testing.assert_allclose(found["season"][:12], found["season"][36:], atol=1e-12)
    np.testing.assert_allclose(found[["season", "trend", "remainder"]].sum(axis=1), drawn)


def test_provisional_months_have_no_season_and_change_nothing():
    later = known()
    later.loc[45:, "status"] = "provisional"
    later.loc[45:, "value"] = 1e6
    found = models.seasons(later)
    assert found.loc[45:, ["trend", "low", "high", "season", "adjusted", "remainder"]].isna().all(axis=None)
    assert (found.loc[45:, "status"] == "provisional").all() and (found.loc[45:, "value"] == 1e6).all()
    np.testing.assert_allclose(found.loc[:44, "trend"], 500 + np.arange(45), atol=1e-6)


@pytest.mark.parametrize(("final", "allowed"), [(35, False), (36, True)])
def test_36_final_months_are_needed(final: int, allowed: bool):
    short = known().assign(status=["final"] * final + ["provisional"] * (48 - final))
    if allowed:
        assert models.seasons(short)["n"][0] == 36
    else:
        with pytest.raises(AnalysisError, match="35 final periods, 36 are needed"):
            models.seasons(short)


@pytest.mark.parametrize(("persons", "allowed"), [(99.0, False), (100.0, True)])
def test_a_month_with_fewer_than_100_persons_is_not_adjusted(persons: float, allowed: bool):
    few = known().assign(count=[persons] + [500.0] * 47)
    if allowed:
        assert len(models.seasons(few)) == 48
    else:
        with pytest.raises(AnalysisError, match="too few persons"):
            models.seasons(few)


def test_a_hidden_month_is_never_filled():
    hidden = known()
    hidden.loc[20, "value"], hidden.loc[20, "status"] = np.nan, "suppressed"
    with pytest.raises(AnalysisError, match="hidden"):
        models.seasons(hidden)


def test_the_interval_holds_the_trend_also_where_errors_go_together():
    random = np.random.default_rng(1)
    held = []
    for _ in range(20):
        shocks = random.normal(0, 4, 98)
        errors = np.zeros(98)
        for at in range(1, 98):
            errors[at] = 0.5 * errors[at - 1] + shocks[at]
        found = models.seasons(known().assign(value=known()["value"] + errors[50:]))
        truth = 500 + np.arange(48)
        held.append(((found["low"] <= truth) & (truth <= found["high"])).mean())
    assert 0.85 <= np.mean(held) <= 1
    assert found["high"][0] - found["low"][0] > found["high"][24] - found["low"][24]
