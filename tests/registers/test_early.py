import math
from typing import Any

import pandas as pd
import pytest
from statsmodels.duration.api import CumIncidenceRight

from analysis.registers.counted.early import early
from analysis.registers.counted.setting import Setting
from analysis.registers.counted.timely import passive, timely
from registered import register
from settings import counts, rows, setting

# The quarter 2018-Q1 has the weeks from 1 January to 26 March. At 30 or older the deadline of the first interview is 13
# weeks after the first week, below it is 5; of the first offer on kontanthjælp it is 13.
BEGIN = pd.Timestamp("2018-01-08")


def week(number: int) -> str:
    return f"{BEGIN + pd.Timedelta(weeks=number):%Y-%m-%d}"


def one(lasts: int, *, benefit: str = "kontanthjaelp", born: int = 1980, **tables: Any) -> Setting:
    """Figures of one spell of so many weeks; the register tells from 2017 to 2019."""
    of = register(
        f"""
        person | benefit   | first_week | last_week
        a      | {benefit} | {week(0)}  | {week(lasts - 1)}
        """,
        first_week="2017-01-02", last_week="2019-12-23", a=born,
    )  # fmt: skip
    return setting(of, "2017-01", "2019-09", **tables)


@pytest.mark.parametrize(("held_in", "met"), [(12, 1), (13, 1), (14, 0)])
def test_an_interview_in_the_week_of_the_deadline_is_early(held_in, met):
    of = one(30, interviews=f"person | date\na | {week(held_in)}")
    assert counts(rows(of, early(of)), "tidlig_samtale", "kontanthjaelp", "2018-Q1") == (met, 1)


@pytest.mark.parametrize(("born", "met"), [(1988, 0), (1989, 1)])
def test_the_deadline_follows_the_age_in_the_year_of_the_first_week(born, met):
    # 2018 - 1988 is 30, with 13 weeks; 2018 - 1989 is 29, with 5. The interview is in week 6, and week 5.
    of = one(30, born=born, interviews=f"person | date\na | {week(5 if met else 14)}")
    assert counts(rows(of, early(of)), "tidlig_samtale", "kontanthjaelp", "2018-Q1") == (met, 1)
    late = one(30, born=born, interviews=f"person | date\na | {week(6)}")
    assert counts(rows(late, early(late)), "tidlig_samtale", "kontanthjaelp", "2018-Q1") == (1 - met, 1)


@pytest.mark.parametrize(("lasts", "there"), [(13, 0), (14, 1)])
def test_who_leaves_before_the_deadline_is_another_category(lasts, there):
    of = one(lasts, interviews=f"person | date\na | {week(1)}")
    found = rows(of, early(of))
    assert counts(found, "tidlig_samtale", "kontanthjaelp", "2018-Q1") == (there, there)
    assert counts(found, "afgang_foer_samtalefrist", "kontanthjaelp", "2018-Q1") == (1 - there, 1)


def test_an_interview_that_was_not_held_is_none():
    of = one(30, interviews=f"person | date | held\na | {week(3)} | false")
    assert counts(rows(of, early(of)), "tidlig_samtale", "kontanthjaelp", "2018-Q1") == (0, 1)


@pytest.mark.parametrize(("starts", "lasts", "met"), [(13, 40, 1), (14, 40, 0), (9, 10, 1), (9, 9, 0)])
def test_an_offer_is_early_by_the_deadline_and_before_leaving(starts, lasts, met):
    of = one(lasts, activations=f"person | start | end\na | {week(starts)} | {week(starts)}")
    assert counts(rows(of, early(of)), "tidlig_aktivering", "kontanthjaelp", "2018-Q1") == (met, 1)


def test_early_activation_is_the_cumulative_incidence_with_leaving_as_the_other_end():
    # By person the weeks of the spell, and the week in which an offer starts (0 for never).
    people = {"a": (40, 4), "b": (10, 0), "c": (40, 13), "d": (40, 20), "e": (6, 0), "f": (60, 0), "g": (9, 2)}
    spells = "\n".join(f"{name} | {week(0)} | {week(lasts - 1)}" for name, (lasts, _) in people.items())
    offers = "\n".join(f"{name} | {week(at)} | {week(at)}" for name, (_, at) in people.items() if at)
    told = register(f"person | first_week | last_week\n{spells}", first_week="2017-01-02", last_week="2019-12-23")
    of = setting(told, "2018-01", "2018-12", activations=f"person | start | end\n{offers}")
    over, base = counts(rows(of, early(of)), "tidlig_aktivering", "kontanthjaelp", "2018-Q1")
    time = [at or lasts for lasts, at in people.values()]
    kind = [1 if at else 2 for _, at in people.values()]
    incidence = CumIncidenceRight(time, kind)
    by_deadline = max(incidence.cinc[0][incidence.times <= 13])
    assert over / base == pytest.approx(by_deadline, abs=1e-12)


@pytest.mark.parametrize(("lasts", "base"), [(25, 0), (26, 1)])
def test_interviews_of_the_first_half_year_are_per_course_that_lasted_it(lasts, base):
    dates = "\n".join(f"a | {week(number)}" for number in (0, 3, 3, 25, 26))
    of = one(lasts, interviews=f"person | date\n{dates}")
    assert counts(rows(of, early(of)), "intensitet_samtaler", "kontanthjaelp", "2018-Q1") == (4 * base, base)


def test_a_quarter_is_missing_until_the_register_tells_every_deadline():
    of = register(
        "person | first_week | last_week\na | 2018-01-08 | 2018-12-31", first_week="2017-01-02", last_week="2018-07-16"
    )
    # 2018-Q1 closes with the week of 26 March; 13 weeks and the gap of 4 later is the week of 23 July.
    interviews = "person | date\na | 2018-02-05"
    early_enough = setting(of, "2018-01", "2018-06", interviews=interviews)
    assert math.isnan(counts(rows(early_enough, early(early_enough)), "tidlig_samtale", "kontanthjaelp", "2018-Q1")[1])
    later = register(
        "person | first_week | last_week\na | 2018-01-08 | 2018-12-31", first_week="2017-01-02", last_week="2018-07-23"
    )
    told = setting(later, "2018-01", "2018-06", interviews=interviews)
    assert counts(rows(told, early(told)), "tidlig_samtale", "kontanthjaelp", "2018-Q1") == (1, 1)


# The second week of May 2018 begins on the 7th, week 17 of a spell from 8 January.
@pytest.mark.parametrize(("held_in", "met"), [(3, 0), (4, 1), (17, 1)])
def test_an_interview_is_in_time_for_13_weeks_and_the_week_in_which_they_end(held_in, met):
    of = one(40, interviews=f"person | date\nb | 2017-01-02\na | {week(held_in)}")
    assert counts(rows(of, timely(of)), "rettidighed_samtale", "kontanthjaelp", "2018-05") == (met, 1)


@pytest.mark.parametrize(("begins", "met"), [("2018-02-05", 1), ("2018-01-29", 0)])
def test_who_is_not_past_the_first_deadline_lacks_nothing(begins, met):
    # The week of 7 May 2018 is the 13th after 5 February and the 14th after 29 January.
    of = register(
        f"""
        person | benefit       | first_week | last_week
        a      | kontanthjaelp | {begins}   | 2018-12-31
        """,
        first_week="2017-01-02", last_week="2019-12-23",
    )  # fmt: skip
    kept = setting(of, "2017-01", "2019-09", interviews="person | date\nb | 2017-01-02")
    assert counts(rows(kept, timely(kept)), "rettidighed_samtale", "kontanthjaelp", "2018-05") == (met, 1)


def test_an_offer_that_goes_on_is_in_time_however_long_ago_it_began():
    of = one(100, activations="person | start | end\na | 2018-01-15 |")
    found = rows(of, timely(of))
    assert counts(found, "rettidighed_tilbud", "kontanthjaelp", "2019-06") == (1, 1)


def test_timeliness_is_missing_where_the_interviews_are_not_told_so_far_back():
    of = one(60, interviews=f"person | date\na | {week(4)}")
    found = rows(of, timely(of))
    # The table tells from 5 February; 14 weeks later is 14 May, after the second week of May.
    assert math.isnan(counts(found, "rettidighed_samtale", "kontanthjaelp", "2018-05")[1])
    assert counts(found, "rettidighed_samtale", "kontanthjaelp", "2018-06") == (0, 1)


@pytest.mark.parametrize(("last_day", "without"), [("2018-09-30", 1), ("2018-10-01", 0)])
def test_the_passive_are_those_without_an_offer_in_the_last_weeks(last_day, without):
    # The last week of 2018-Q4 begins on 24 December; with the twelve before it that is from 1 October.
    of = one(100, activations=f"person | start | end\nb | 2017-01-02 | 2017-01-02\na | 2018-02-05 | {last_day}")
    found = rows(of, passive(of))
    assert counts(found, "passivandel_3", "kontanthjaelp", "2018-Q4") == (without, 1)
    assert counts(found, "passivandel_6", "kontanthjaelp", "2018-Q4") == (0, 1)


@pytest.mark.parametrize(("lasts", "base"), [(12, 0), (13, 1)])
def test_the_passive_are_among_those_whose_course_has_lasted_so_long(lasts, base):
    # From 8 January 2018 the last week of the quarter, from 26 March, is the 12th; from 1 January it is the 13th.
    begin = BEGIN - pd.Timedelta(weeks=lasts - 12)
    of = register(
        f"person | first_week | last_week\na | {begin:%Y-%m-%d} | 2018-12-31",
        first_week="2017-01-02",
        last_week="2019-12-23",
    )
    found = rows(
        kept := setting(of, "2018-01", "2018-06", activations="person | start | end\nb | 2017-01-02 | 2017-01-02"),
        passive(kept),
    )
    assert counts(found, "passivandel_3", "kontanthjaelp", "2018-Q1") == (base, base)
