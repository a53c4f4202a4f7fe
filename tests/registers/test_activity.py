import math

import pandas as pd
import pytest

from analysis.registers.counted.activity import activity
from registered import register
from settings import counts, rows, setting

# March 2021 has the weeks from 1, 8, 15 and 22 March.
SPELLS = """
    person | benefit       | visitation      | area | first_week | last_week
    a      | kontanthjaelp | jobparat        | 561  | 2021-03-01 | 2021-03-08
    a      | kontanthjaelp | jobparat        | 563  | 2021-03-15 | 2021-03-22
    b      | kontanthjaelp | aktivitetsparat | 561  | 2021-03-01 | 2021-03-22
    c      | a_dagpenge    |                 | 561  | 2021-03-01 | 2021-03-22
"""


def figures(offers: str) -> pd.DataFrame:
    of = setting(
        register(SPELLS, first_week="2021-03-01", last_week="2021-03-22"), "2021-03", "2021-03", activations=offers
    )
    return rows(of, activity(of))


def test_the_two_shares_of_company_oriented_offers_have_different_bases():
    found = figures("""
        person | start      | end        | hours | instrument
        a      | 2021-03-08 | 2021-03-19 | 37    | virksomhedspraktik_privat
        b      | 2021-03-01 | 2021-03-05 | 18.5  | loentilskud_offentlig
        b      | 2021-03-08 | 2021-03-12 | 37    | vejledning_afklaring
    """)
    # In 561 are a's two weeks and b's four, 6 / 4 full-time persons; a has one week in practice, b half a one.
    over, of = counts(found, "virksomhedsrettet_andel_fuldtid", "kontanthjaelp", "2021-03")
    assert (over, of) == pytest.approx(((1 + 0.5) / 4, 6 / 4))
    # Of the unemployed there, a is in practice; c is not; b is not job-ready.
    assert counts(found, "virksomhedsrettet_andel_ledige", "alle", "2021-03") == (1, 2)
    assert counts(found, "virksomhedsrettet_andel_ledige", "kontanthjaelp", "2021-03") == (1, 1)
    # All activation there: the practice, the subsidy and the guidance.
    over, of = counts(found, "virksomhedsrettet_mix", "kontanthjaelp", "2021-03")
    assert (over, of) == pytest.approx((1.5 / 4, 2.5 / 4))


def test_who_moves_within_a_jobcenter_is_one_person_there():
    found = figures("""
        person | start      | end
        a      | 2021-03-08 | 2021-03-19
    """)
    shares = [counts(found, "virksomhedsrettet_andel_ledige", "kontanthjaelp", "2021-03", area)
              for area in ("561", "563", "j561", "000")]  # fmt: skip
    assert shares == [(1, 1), (1, 1), (1, 1), (1, 1)]


def test_interviews_and_fleksjob_are_no_activation():
    found = figures("""
        person | start      | end        | instrument
        c      | 2021-03-01 | 2021-03-28 | samtale
        c      | 2021-03-01 | 2021-03-28 | fleksjob_ansaettelse
        c      | 2021-03-01 | 2021-03-07 | jobsoegningskursus
    """)
    assert counts(found, "virksomhedsrettet_andel_fuldtid", "a_dagpenge", "2021-03") == (0, 1)
    assert counts(found, "jobsoegningskursus_andel", "a_dagpenge", "2021-03") == (1 / 4, 1 / 4)


def test_an_offer_that_goes_on_counts_to_the_last_week_told():
    found = figures("""
        person | start      | end
        c      | 2021-03-15 |
    """)
    assert counts(found, "virksomhedsrettet_andel_fuldtid", "a_dagpenge", "2021-03") == (2 / 4, 1)


def test_a_share_of_no_activation_is_missing_and_not_0():
    found = figures("""
        person | start      | end
        c      | 2021-03-15 | 2021-03-19
    """)
    kept = found[(found["measure"] == "virksomhedsrettet_mix") & (found["benefit"] == "kontanthjaelp")]
    assert kept["value"].isna().all()
    assert (kept.set_index("area").loc["561", ["numerator", "denominator"]] == 0).all()


def test_without_a_table_of_activations_there_is_no_figure():
    assert activity(setting(register(SPELLS), "2021-03", "2021-03")) == {}


def test_months_that_the_register_does_not_tell_wholly_are_missing():
    of = setting(
        register(SPELLS), "2021-02", "2021-03", activations="person | start | end\nc | 2021-03-15 | 2021-03-19"
    )
    assert math.isnan(counts(rows(of, activity(of)), "virksomhedsrettet_andel_ledige", "alle", "2021-02")[0])
