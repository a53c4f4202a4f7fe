"""The synthetic country: complete, coherent, the same every time, and marked."""

import pandas as pd
import pytest

from analysis import areas, periods
from analysis.data import contracts, demo


@pytest.fixture(scope="module")
def country() -> pd.DataFrame:
    return demo.observations()


def test_every_municipality_and_the_country_have_every_month(country: pd.DataFrame):
    months = periods.months("2015-01", "2019-12")
    everywhere = {area.code for area in areas.municipalities()} | {"000"}
    for measure, rows in country[country["measure"] != "befolkning"].groupby(["measure", "benefit"]):
        assert set(rows["period"]) == set(months), measure
        assert set(rows["area"]) == everywhere, measure
        assert len(rows) == sum(99 for _ in months), measure


def test_it_keeps_the_contract(country: pd.DataFrame):
    assert contracts.problems("observations", country) == []


def test_the_same_seed_gives_the_same_country_and_another_gives_another(country: pd.DataFrame):
    pd.testing.assert_frame_equal(country, demo.observations())
    assert not country["value"].equals(demo.observations(seed=1)["value"])


def test_unemployed_are_those_on_dagpenge_and_those_on_kontanthjaelp(country: pd.DataFrame):
    rows = country[(country["measure"] == "ledige_fuldtid") & (country["area_type"] == "municipality")]
    wide = rows.pivot(index=["area", "period"], columns="benefit", values="value").dropna()
    assert (wide["alle"] == wide["a_dagpenge"] + wide["kontanthjaelp"]).all()


def test_the_country_is_a_little_more_than_its_municipalities(country: pd.DataFrame):
    rows = country[country["measure"] == "kontanthjaelp_fuldtid"]
    total = rows[rows["area"] == "000"].set_index("period")["value"]
    parts = rows[rows["area"] != "000"].groupby("period")["value"].sum()
    assert ((total - parts) / total).between(0, 0.001).all()


def test_the_latest_three_months_are_provisional(country: pd.DataFrame):
    provisional = country[country["status"] == "provisional"]
    assert sorted(provisional["period"].unique()) == ["2019-10", "2019-11", "2019-12"]


def test_counts_of_one_and_two_are_not_in_it(country: pd.DataFrame):
    counts = country[country["unit"] != "pct."]["value"].dropna()
    assert counts.min() >= 3


def test_a_percentage_is_its_count_in_per_cent_with_one_decimal(country: pd.DataFrame):
    rows = country[country["area"] == "561"].set_index(["measure", "benefit", "period"])["value"]
    hours, persons, share = (
        rows[name, "kontanthjaelp", "2019-06"]
        for name in ("ordinaere_timer_personer", "kontanthjaelp_personer", "ordinaere_timer_andel")
    )
    assert share == pytest.approx(100 * hours / persons, abs=0.05)
