"""The measures of the catalogue from a small register, counted by hand."""

from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis import registers
from analysis.data import contracts
from registered import drawn, persons, spells
from written import table

# March 2021 has the weeks from 1, 8, 15 and 22 March.
SPELLS = """
    person | benefit         | visitation      | area | first_week | last_week
    a      | kontanthjaelp   | jobparat        | 561  | 2020-01-06 | 2021-03-22
    b      | kontanthjaelp   | aktivitetsparat | 561  | 2021-03-01 | 2021-03-08
    b      | kontanthjaelp   | aktivitetsparat | 563  | 2021-03-15 | 2021-03-22
    c      | a_dagpenge      |                 | 563  | 2021-03-01 | 2021-03-01
    d      | foertidspension |                 | 561  | 2020-01-06 | 2021-03-22
"""
POPULATION = """
    area | period  | age | sex     | origin | count
    561  | 2021-Q1 | 15  | maend   | alle   | 10
    561  | 2021-Q1 | 16  | maend   | alle   | 15
    561  | 2021-Q1 | 66  | kvinder | alle   | 15
    561  | 2021-Q1 | 67  | kvinder | alle   | 10
    563  | 2021-Q1 | 40  | maend   | alle   | 10
"""


def measured(**more: Any) -> pd.DataFrame:
    written = spells(SPELLS)
    people = table(POPULATION).astype({"age": int})
    found = registers.observations(
        written,
        persons(written),
        first="2021-02",
        last="2021-03",
        population=people,
        provisional_months=1,
        source="written in a test",
        retrieved="2021-05-10T00:00:00",
        **more,
    )
    return contracts.check("observations", found)


def figure(rows: pd.DataFrame, measure: str, benefit: str, area: str, period: str = "2021-03") -> pd.Series:
    kept = rows[
        (rows["measure"] == measure)
        & (rows["benefit"] == benefit)
        & (rows["area"] == area)
        & (rows["period"] == period)
        & (rows["area_type"] != "jobcenter")
    ]
    assert len(kept) == 1
    return kept.iloc[0]


def value(rows: pd.DataFrame, measure: str, benefit: str, area: str, period: str = "2021-03") -> float:
    return float(figure(rows, measure, benefit, area, period)["value"])


def test_the_unemployed_are_those_on_dagpenge_and_the_job_ready_on_kontanthjaelp():
    rows = measured()
    assert value(rows, "ledige_fuldtid", "kontanthjaelp", "561") == 1  # a; b is not job-ready
    assert value(rows, "ledige_fuldtid", "a_dagpenge", "563") == 1 / 4
    assert value(rows, "ledige_fuldtid", "alle", "000") == 1 + 1 / 4
    assert value(rows, "langtidsledige_fuldtid", "alle", "561") == 1
    assert value(rows, "langtidsledige_fuldtid", "alle", "563") == 0


def test_persons_of_the_country_are_counted_once_although_they_moved():
    rows = measured()
    assert [value(rows, "kontanthjaelp_personer", "kontanthjaelp", area) for area in ("561", "563", "000")] == [2, 1, 2]
    assert [value(rows, "kontanthjaelp_fuldtid", "kontanthjaelp", area) for area in ("561", "563", "000")] == [
        1 + 2 / 4,
        2 / 4,
        2,
    ]


def test_rates_have_their_numerator_and_denominator():
    rows = measured()
    of_people = figure(rows, "kontanthjaelp_pct_befolkning", "kontanthjaelp", "561")
    assert of_people[["numerator", "denominator"]].tolist() == [1.5, 15 + 15]  # those of 16 to 66
    assert of_people["value"] == 100 * 1.5 / 30
    # Without a labour force: residents of 16 to 66 less one on førtidspension.
    assert figure(rows, "ledige_pct_arbejdsstyrken", "alle", "561")["denominator"] == 30 - 1
    force = pd.DataFrame({"area": ["561", "563"], "year": [2020, 2020], "count": [25, 8]})
    given = figure(measured(labour_force=force), "ledige_pct_arbejdsstyrken", "alle", "000")
    assert given[["numerator", "denominator"]].tolist() == [1.25, 25 + 8]


def test_activation_counts_in_weeks_on_kontanthjaelp_and_by_hours():
    activations = pd.DataFrame(
        {
            "person": ["a", "a", "b", "c"],
            "instrument": "praktik",
            "start": pd.to_datetime(["2021-03-03", "2021-03-08", "2021-03-15", "2021-03-01"]),
            "end": pd.to_datetime(["2021-03-14", "2021-03-09", "2021-04-30", "2021-03-07"]),
            "hours": [18.5, 37.0, 37.0, 37.0],
        }
    )
    rows = measured(activations=activations)
    # a: half of one week, then more than a whole one, which counts as one; b: the two weeks in Fanø; c is on dagpenge.
    half = figure(rows, "aktiveringsgrad", "kontanthjaelp", "561")
    assert half[["numerator", "denominator"]].tolist() == [(0.5 + 1) / 4, 1.5]
    assert value(rows, "aktiveringsgrad", "kontanthjaelp", "563") == 100
    reached = figure(rows, "andel_aktiveringsberoerte", "kontanthjaelp", "000")
    assert reached[["value", "numerator", "denominator"]].tolist() == [100, 2, 2]
    assert value(rows, "andel_aktiveringsberoerte", "kontanthjaelp", "561") == 50


def test_ordinary_hours_are_of_persons_on_kontanthjaelp_in_the_month():
    jobs = pd.DataFrame(
        {"person": ["a", "b", "c", "a"], "month": ["2021-03", "2021-03", "2021-03", "2021-02"], "hours": [10, 5, 80, 0]}
    )
    rows = measured(jobs=jobs)
    counts = [value(rows, "ordinaere_timer_personer", "kontanthjaelp", area) for area in ("561", "563", "000")]
    assert counts == [2, 1, 2]
    assert value(rows, "ordinaere_timer_andel", "kontanthjaelp", "561", "2021-02") == 0


def test_what_cannot_be_known_is_missing_and_the_last_months_are_provisional():
    rows = measured()
    assert figure(rows, "ledige_fuldtid", "alle", "561")["status"] == "provisional"
    assert figure(rows, "ledige_fuldtid", "alle", "561", "2021-02")["status"] == "final"
    lone = registers.observations(
        spells(SPELLS).iloc[2:3],
        persons(spells(SPELLS)),
        first="2021-03",
        last="2021-03",
        activations=pd.DataFrame(
            {"person": [], "instrument": [], "start": pd.to_datetime([]), "end": pd.to_datetime([]), "hours": []}
        ),
        source="written in a test",
        retrieved="2021-05-10",
    )
    assert set(lone.loc[lone["measure"] == "langtidsledige_fuldtid", "status"]) == {"missing"}
    assert "befolkning" not in set(lone["measure"])
    assert set(lone.loc[lone["measure"] == "aktiveringsgrad", "value"]) == {0.0}


def test_residents_are_all_ages_of_a_quarter():
    rows = measured()
    assert value(rows, "befolkning", "alle", "561", "2021-Q1") == 50
    assert value(rows, "befolkning", "alle", "000", "2021-Q1") == 60


@pytest.fixture(scope="module")
def beside():
    """A random register with activations, some at the same time, and jobs."""
    rows, people = drawn(1500, seed=11)
    random = np.random.default_rng(5)
    count = 3000
    start = np.datetime64("2019-01-01") + random.integers(0, 1100, size=count)
    activations = pd.DataFrame(
        {
            "person": random.integers(0, 1500, size=count),
            "instrument": "praktik",
            "start": start.astype("datetime64[s]"),
            "end": (start + random.integers(0, 120, size=count)).astype("datetime64[s]"),
            "hours": random.choice([5.0, 18.5, 30.0, 37.0], size=count),
        }
    )
    months = [f"{year}-{month:02d}" for year in (2020, 2021) for month in range(1, 13)]
    jobs = pd.DataFrame(
        {
            "person": random.integers(0, 1500, size=count),
            "month": random.choice(months, size=count),
            "hours": random.choice([0, 5, 60], size=count),
        }
    ).drop_duplicates(["person", "month"])
    return rows, people, activations, jobs


def test_activation_and_hours_agree_with_a_plain_query(beside):
    rows, people, activations, jobs = beside
    ours = registers.observations(
        rows,
        people,
        first="2020-01",
        last="2021-12",
        activations=activations,
        jobs=jobs,
        source="drawn in a test",
        retrieved="2022-05-10",
    )
    with duckdb.connect() as connection:
        for name, frame in [("spells", rows), ("activations", activations), ("jobs", jobs)]:
            connection.register(name, frame)
        theirs = connection.execute("""
            WITH weeks AS (SELECT monday, strftime(monday + INTERVAL 3 DAY, '%Y-%m') AS month FROM (SELECT
              unnest(generate_series(DATE '2019-12-02', DATE '2022-01-03', INTERVAL 7 DAY))::DATE AS monday)),
            n AS (SELECT month, count(*) AS weeks FROM weeks GROUP BY month),
            on_benefit AS (SELECT s.person, s.area, s.share, w.* FROM spells s JOIN weeks w
              ON w.monday BETWEEN s.first_week AND s.last_week WHERE s.benefit = 'kontanthjaelp'),
            hours AS (SELECT person, w.monday, sum(hours) AS hours FROM activations JOIN weeks w
              ON w.monday BETWEEN date_trunc('week', "start") AND "end" GROUP BY ALL),
            weekly AS (SELECT o.*, h.hours, j.hours AS worked FROM on_benefit o LEFT JOIN hours h USING (person, monday)
              LEFT JOIN (SELECT * FROM jobs WHERE hours > 0) j ON j.person = o.person AND j.month = o.month),
            by_area AS (SELECT month AS period, coalesce(area, '000') AS area,
              sum(CASE WHEN hours > 0 THEN least(share, hours / 37) ELSE 0 END) / any_value(n.weeks) AS aktiveringsgrad,
              count(DISTINCT CASE WHEN hours > 0 THEN person END) AS andel_aktiveringsberoerte,
              count(DISTINCT CASE WHEN worked > 0 THEN person END) AS ordinaere_timer_andel
              FROM weekly JOIN n USING (month) GROUP BY GROUPING SETS ((month), (month, area)))
            UNPIVOT by_area ON aktiveringsgrad, andel_aktiveringsberoerte, ordinaere_timer_andel
            INTO NAME measure VALUE expected""").df()
    both = ours[ours["area_type"] != "jobcenter"].merge(theirs, on=["measure", "area", "period"])
    assert len(both) == 3 * 5 * 24
    # Full-time shares are counted in millionths.
    np.testing.assert_allclose(both["numerator"], both["expected"], atol=1e-4)
    assert both["value"].max() <= 100
