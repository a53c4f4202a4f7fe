"""One measure through the models of time: for the area asked for, and never where months are hidden."""

import numpy as np
import pandas as pd
import pytest

from analysis import areas, measures, periods
from analysis.data.tables import Panel
from analysis.errors import AnalysisError
from written import observations, panel

MONTHS = periods.months("2012-01", "2019-12")
WAVE = np.tile([6.0, 3, 1, -1, -2, -4, -6, -3, 0, 1, 2, 3], 8)
STATUS = ["final"] * 93 + ["provisional"] * 3
COUNTRY = 98 * 500


def of(code: str, level: float) -> pd.DataFrame:
    """Twelve more a year, a season, and little chance; the last three months are provisional."""
    noise = np.random.default_rng(int(code)).normal(0, 3, 96)
    value = np.round(level + np.arange(96) + WAVE * level / 100 + noise)
    return pd.DataFrame({"measure": "ledige_fuldtid", "area": code, "period": MONTHS, "value": value, "status": STATUS})


def seen(rows: pd.DataFrame, *, jobcenter: str = "561") -> Panel:
    return panel(observations(rows), of=jobcenter, period="2019-12")


@pytest.fixture(scope="module")
def country() -> Panel:
    codes = [area.code for area in areas.municipalities()]
    return seen(pd.concat([*(of(code, 500) for code in codes), of("000", COUNTRY)]))


@pytest.fixture(scope="module")
def hidden() -> Panel:
    rows = pd.concat([of("561", 500), of("563", 500)], ignore_index=True)
    at = rows.index[(rows["area"] == "563") & (rows["period"] == "2015-05")][0]
    rows.loc[at, "value"], rows.loc[at, "status"] = np.nan, "suppressed"
    return seen(rows)


def test_the_season_of_a_jobcenter_is_that_of_the_sum_of_its_municipalities(country: Panel):
    found = measures.seasons(country, "ledige_fuldtid")
    assert len(found) == 96 and set(found["n"]) == {93}
    esbjerg, fanoe = of("561", 500)["value"], of("563", 500)["value"]
    assert found["value"].tolist() == (esbjerg + fanoe).tolist()
    assert found["season"][:12].to_numpy() == pytest.approx(2 * WAVE[:12] * 5, abs=8)
    assert set(found["area_label"]) == {"Esbjerg og Fanø"}
    assert found["season"].iloc[93:].isna().all()


def test_a_trend_is_of_the_area_asked_for(country: Panel):
    own = measures.trend(country, "ledige_fuldtid").iloc[0]
    assert own["verdict"] == "rising"
    assert own["low"] < 24 < own["high"]  # twelve more a year in each of two municipalities
    whole = measures.trend(country, "ledige_fuldtid", role="country").iloc[0]
    assert (whole["area_type"], whole["area"]) == ("country", "000")
    assert whole["low"] < 12 < whole["high"]


def test_no_step_is_found_where_there_was_none(country: Panel):
    found = measures.reform(country, "ledige_fuldtid", month="2016-01").set_index("term")
    step = found.loc["step"].to_dict()
    assert step["low"] < 0 < step["high"]
    assert step["label"] == "Refusionsreform"


def test_an_unknown_break_is_an_error_and_one_near_an_end_has_a_reason(country: Panel):
    with pytest.raises(AnalysisError, match="'2016-03' is no known break of 'alle'"):
        measures.reform(country, "ledige_fuldtid", month="2016-03")
    near = measures.reform(country, "ledige_fuldtid", month="2010-07")
    assert near.empty
    assert near.attrs["absent"].endswith("der er ikke 15 måneder med endelige tal på hver side.")


def test_a_forecast_follows_the_last_final_month_and_stops_at_24_for_a_jobcenter(country: Panel):
    found = measures.forecast(country, "ledige_fuldtid", months=36)
    ahead = found[found["kind"] == "forecast"]
    assert len(ahead) == 24 and set(ahead["asked"]) == {36}
    assert ahead["period"].iloc[0] == "2019-10"
    assert (ahead["low_80"] < ahead["value"]).all() and (ahead["value"] < ahead["high_80"]).all()
    assert found[found["kind"] == "figure"]["low_80"].isna().all()
    assert ahead["value"].iloc[-1] == pytest.approx(2 * (500 + 116) + 10 * WAVE[8], rel=0.05)
    tried = measures.backtest(country, "ledige_fuldtid", months=36)
    used = tried[tried["chosen"]].iloc[0]
    assert (ahead["model"] == used["model"]).all() and (ahead["mase"] == used["mase"]).all()
    assert used["breaks"] in ("", "2014-01, 2016-01")


@pytest.mark.parametrize("call", ["seasons", "trend", "forecast", "backtest"])
def test_a_series_with_hidden_months_is_not_modelled_and_says_so(hidden: Panel, call: str):
    found = getattr(measures, call)(hidden, "ledige_fuldtid")
    assert found.empty
    assert "oplyses ikke af hensyn til diskretion" in found.attrs["absent"]
    assert found.attrs["absent"].startswith("Ledige: ")


def test_a_snapshot_without_the_measure_says_so(hidden: Panel):
    assert "indeholder ikke tal for" in measures.trend(hidden, "befolkning").attrs["absent"]


def test_few_persons_have_no_season(country: Panel):
    few = seen(pd.concat([of("561", 30).assign(value=40.0), of("563", 30).assign(value=40.0)]))
    assert "færre end 100 personer" in measures.seasons(few, "ledige_fuldtid").attrs["absent"]


def test_a_role_that_is_none_is_refused(country: Panel):
    with pytest.raises(AnalysisError, match="no role 'klynge'"):
        measures.trend(country, "ledige_fuldtid", role="klynge")


def test_scenarios_take_the_months_that_all_three_flows_have(country: Panel):
    flows = {"stock": "ledige_fuldtid", "inflow": "ledige_fuldtid", "outflow": "ledige_fuldtid"}
    found = measures.scenarios(country, **flows, months=6, shifts={"færre nye": (0.9, 1.0)})
    assert set(found["scenario"]) == {"uaendret", "færre nye"}
    assert set(found["n"]) == {93} and set(found["area"]) == {"561"}
