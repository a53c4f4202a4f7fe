"""Totals of several municipalities: counts add up, rates are ratios of sums, and gaps stay gaps."""

from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.measures.arrays import FINAL, PROVISIONAL, cells
from analysis.measures.combine import combined, with_figures
from analysis.measures.grids import population
from analysis.periods import months
from written import observations, panel

ESBJERG = {"jobcenter": ["561", "563"]}


def test_full_time_persons_of_two_municipalities_add_up():
    rows = observations("""
        measure        | area | period  | value
        ledige_fuldtid | 561  | 2012-12 | 842
        ledige_fuldtid | 563  | 2012-12 | 12
    """)
    result = combined(panel(rows, of="561", period="2012-12"), "ledige_fuldtid", "alle", of=ESBJERG)
    assert result.value.loc["2012-12", "jobcenter"] == 842 + 12


def test_a_total_with_a_missing_member_is_missing_and_says_why():
    rows = observations("""
        measure        | area | period  | value | status
        ledige_fuldtid | 561  | 2012-11 | 850   | final
        ledige_fuldtid | 563  | 2012-11 |       | suppressed
        ledige_fuldtid | 561  | 2012-12 | 842   | final
        ledige_fuldtid | 563  | 2012-12 |       | missing
    """)
    result = combined(panel(rows, of="561", period="2012-12"), "ledige_fuldtid", "alle", of=ESBJERG)
    assert result.value["jobcenter"].isna().all()
    assert list(result.status["jobcenter"]) == [2, 3]  # suppressed, missing


def test_a_municipality_that_the_source_has_no_rows_for_makes_the_total_missing():
    rows = observations("""
        measure        | area | period  | value
        ledige_fuldtid | 561  | 2012-12 | 842
    """)
    result = combined(panel(rows, of="561", period="2012-12"), "ledige_fuldtid", "alle", of=ESBJERG)
    assert result.value["jobcenter"].isna()["2012-12"]


def test_a_rate_with_a_given_denominator_is_weighted_and_not_averaged():
    rows = observations("""
        measure               | area | period  | value
        aktiveringsgrad       | 561  | 2019-12 | 20.0
        aktiveringsgrad       | 563  | 2019-12 | 50.0
        kontanthjaelp_fuldtid | 561  | 2019-12 | 900
        kontanthjaelp_fuldtid | 563  | 2019-12 | 100
    """)
    result = combined(panel(rows, of="561", period="2019-12"), "aktiveringsgrad", "kontanthjaelp", of=ESBJERG)
    assert result.value.loc["2019-12", "jobcenter"] == pytest.approx(100 * (0.2 * 900 + 0.5 * 100) / 1000)  # 23, not 35
    assert result.estimated["jobcenter"] is False


def test_a_population_is_estimated_from_counts_and_printed_rates_of_the_year():
    rows = observations("""
        measure                   | area | period  | value
        ledige_fuldtid            | 561  | 2019-01 | 1000
        ledige_pct_arbejdsstyrken | 561  | 2019-01 | 2.0
        ledige_fuldtid            | 561  | 2019-02 | 1050
        ledige_pct_arbejdsstyrken | 561  | 2019-02 | 2.0
    """)
    people = population(panel(rows, of="561", period="2019-02"), "arbejdsstyrken_16_66")
    low, high = 100 * 1049.5 / 2.05, 100 * 1000.5 / 1.95  # February's lower and January's upper bound
    assert people.loc["2019", "561"] == pytest.approx((low + high) / 2)


def test_a_rate_of_two_municipalities_is_estimated_and_says_so():
    rows = observations("""
        measure                   | area | period  | value
        ledige_fuldtid            | 561  | 2019-01 | 1200
        ledige_pct_arbejdsstyrken | 561  | 2019-01 | 2.0
        ledige_fuldtid            | 563  | 2019-01 | 80
        ledige_pct_arbejdsstyrken | 563  | 2019-01 | 4.0
    """)
    result = combined(
        panel(rows, of="561", period="2019-01"),
        "ledige_pct_arbejdsstyrken",
        "alle",
        of={**ESBJERG, "fanoe": ["563"]},
    )
    assert result.estimated == {"jobcenter": True, "fanoe": False}
    assert result.value.loc["2019-01", "jobcenter"] == pytest.approx(100 * 1280 / (60000 + 2000), abs=0.01)
    assert result.value.loc["2019-01", "fanoe"] == 4.0  # as printed


def test_a_group_may_lack_a_small_member_but_not_a_large_one():
    rows = observations("""
        measure        | area | period  | value
        ledige_fuldtid | 561  | 2019-11 | 960
        ledige_fuldtid | 563  | 2019-11 | 40
        ledige_fuldtid | 561  | 2019-12 | 960
        ledige_fuldtid | 563  | 2019-12 |
        ledige_fuldtid | 561  | 2019-10 |
        ledige_fuldtid | 563  | 2019-10 | 40
    """)
    result = combined(
        panel(rows, of="561", period="2019-12"),
        "ledige_fuldtid",
        "alle",
        of=ESBJERG,
        least={"jobcenter": 0.95},
    )
    assert result.value.loc["2019-12", "jobcenter"] == 960  # 96 per cent are there
    assert result.value["jobcenter"].isna()["2019-10"]


def test_members_without_figures_are_left_out_only_where_the_rest_is_enough():
    rows = observations("""
        measure        | area | period  | value
        ledige_fuldtid | 561  | 2019-11 | 950
        ledige_fuldtid | 563  | 2019-11 | 50
        ledige_fuldtid | 561  | 2019-12 | 950
        ledige_fuldtid | 563  | 2019-12 |
    """)
    source: Any = cells(panel(rows, of="561", period="2019-12"), "ledige_fuldtid", "alle")
    assert with_figures(source, ["561", "563"], [0, 1], least=0.95) == ["561"]
    assert with_figures(source, ["561", "563"], [0, 1], least=0.96) == ["561", "563"]


def test_the_estimated_labour_force_of_the_country_is_that_of_its_municipalities(shared):
    """On the real figures: the sum over 98 municipalities within 1 per cent of the country's own, every year."""
    from real_figures import real_observations

    people = population(panel(real_observations(shared), of="561", period="2026-07"), "arbejdsstyrken_16_66")
    share = people.drop(columns="000").sum(axis=1) / people["000"]
    assert people.drop(columns="000").notna().all(axis=None)
    assert share.between(0.99, 1.01).all()


def test_the_country_computed_from_municipalities_has_the_printed_rate(shared):
    """On the real figures: the ratio of sums differs from the printed rate of the country by less than 0,1."""
    from real_figures import real_observations

    rows = panel(real_observations(shared), of="561", period="2026-07")
    codes = sorted(set(rows.observations["area"]) - {"000"})
    result = combined(rows, "ledige_pct_arbejdsstyrken", "alle", of={"sum": codes, "country": ["000"]})
    assert (result.value["sum"] - result.value["country"]).abs().max() < 0.1


def test_persons_affected_are_never_added_up_where_a_register_was_counted():
    rows = observations("""
        measure  | area | area_type    | period  | value | source
        beroerte | 561  | municipality | 2018-12 | 90    | Register: DREAM
        beroerte | 563  | municipality | 2018-12 | 9     | Register: DREAM
        beroerte | 561  | municipality | 2019-12 | 100   | Register: DREAM
        beroerte | 563  | municipality | 2019-12 | 10    | Register: DREAM
        beroerte | 561  | jobcenter    | 2019-12 | 107   | Register: DREAM
        beroerte | 101  | municipality | 2019-12 | 500   | Register: DREAM
    """)
    seen = panel(rows, of="561", period="2019-12")
    of = {**ESBJERG, "group": ["101", "561"], "one": ["101"]}
    result = combined(seen, "beroerte", "a_dagpenge", of=of)
    assert result.value.loc["2019-12", "jobcenter"] == 107  # 3 moved between the two
    assert result.value["jobcenter"].isna()["2018-12"]  # not 99 beside 107
    assert result.value["group"].isna().all()
    assert result.value.loc["2019-12", "one"] == 500
    assert not any(result.summed.values())


def test_persons_that_a_source_printed_by_municipality_alone_are_added_up_and_said_to_be():
    rows = observations("""
        measure                | area | period  | value
        kontanthjaelp_personer | 561  | 2019-12 | 100
        kontanthjaelp_personer | 563  | 2019-12 | 10
    """)
    seen = panel(rows, of="561", period="2019-12")
    result = combined(seen, "kontanthjaelp_personer", "kontanthjaelp", of=ESBJERG)
    assert result.value.loc["2019-12", "jobcenter"] == 110
    assert result.summed["jobcenter"]


def test_a_total_has_a_status_of_figures_where_a_member_has_none_of_none():
    rows = observations("""
        measure         | area | period  | value | numerator | denominator | status
        aktiveringsgrad | 561  | 2019-11 | 20.0  | 180       | 900         | final
        aktiveringsgrad | 563  | 2019-11 |       | 0         | 0           | missing
        aktiveringsgrad | 561  | 2019-12 | 20.0  | 180       | 900         | provisional
        aktiveringsgrad | 563  | 2019-12 |       | 0         | 0           | missing
    """)
    result = combined(panel(rows, of="561", period="2019-12"), "aktiveringsgrad", "kontanthjaelp", of=ESBJERG)
    assert result.value["jobcenter"].tolist() == [20.0, 20.0]  # 180 of 900, and nobody of nobody
    assert list(result.status["jobcenter"]) == [0, 1]  # final, provisional: what has a figure is never missing


def test_a_total_of_none_of_none_is_missing():
    rows = observations("""
        measure         | area | period  | value | numerator | denominator | status
        aktiveringsgrad | 561  | 2019-12 |       | 0         | 0           | missing
        aktiveringsgrad | 563  | 2019-12 |       | 0         | 0           | missing
        aktiveringsgrad | 101  | 2019-12 | 20.0  | 180       | 900         | final
    """)
    result = combined(panel(rows, of="561", period="2019-12"), "aktiveringsgrad", "kontanthjaelp", of=ESBJERG)
    assert result.value["jobcenter"].isna().all()
    assert list(result.status["jobcenter"]) == [3]


def test_a_total_is_shown_as_such_where_the_rate_of_a_member_is_hidden_and_its_counts_are_not():
    rows = observations("""
        measure                   | area | period  | value | denominator | status
        ledige_fuldtid            | 561  | 2019-12 | 90    | 3000        | final
        ledige_fuldtid            | 563  | 2019-12 | 10    | 200         | final
        ledige_pct_arbejdsstyrken | 561  | 2019-12 | 3.0   | 3000        | final
        ledige_pct_arbejdsstyrken | 563  | 2019-12 |       | 200         | suppressed
    """)
    result = combined(panel(rows, of="561", period="2019-12"), "ledige_pct_arbejdsstyrken", "alle", of=ESBJERG)
    assert result.value.loc["2019-12", "jobcenter"] == pytest.approx(100 * 100 / 3200)
    assert result.status.loc["2019-12", "jobcenter"] == 0


def test_what_is_hidden_or_missing_has_no_value_and_what_has_a_value_has_its_status():
    random = Random(20101)
    written = []
    for period in months("2018-01", "2019-12"):
        for area in ("561", "563", "573", "575"):
            base, count = random.choice([(0, 0), (40, 10), (300, 60)])
            status = random.choice(["final", "provisional", "suppressed", "missing"] if base else ["missing"])
            known = status in ("final", "provisional")
            counted = known or not base or random.random() < 0.3  # the counts may be there where the rate is not
            written.append(
                {
                    **{"measure": "aktiveringsgrad", "benefit": "kontanthjaelp", "area": area, "period": period},
                    **{"value": 100 * count / base if known else np.nan, "status": status},
                    **{"numerator": count if counted else np.nan, "denominator": base if counted else np.nan},
                }
            )
    of = {"jobcenter": ["561", "563"], "group": ["561", "563", "573", "575"], "alone": ["573"]}
    for least in ({}, {"group": 0.95}, {"group": 0.5}):
        seen = panel(observations(pd.DataFrame(written)), of="561", period="2019-12")
        result = combined(seen, "aktiveringsgrad", "kontanthjaelp", of=of, least=least)
        told = result.status.isin([FINAL, PROVISIONAL])
        assert (result.value.notna() == told).all(axis=None)
        assert told["group"].any() and not told.all(axis=None)
