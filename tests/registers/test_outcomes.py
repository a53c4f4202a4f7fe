import math

import numpy as np
import pandas as pd
import pytest

from analysis.registers.counted.outcomes import afterwards, outcomes
from analysis.registers.counted.status import STATUSES, statuses
from analysis.registers.numbers.weeks import number
from analysis.registers.tables import beside
from registered import register
from settings import counts, jobs_table, rows, setting

# The last week of a's course begins on 26 February 2018, so its last day is 4 March. The days asked for are 4 April,
# 4 June, 4 September and 4 March 2019: in the weeks from 2 April, 4 June, 3 September and 4 March.
ENDS = "a      | kontanthjaelp | 2017-06-05 | 2018-02-26"


def after(*spells: str, jobs: str = "b | 2017-01\nb | 2019-12", told: str = "2019-12-23", last: str = "2019-09"):
    """Figures of a, whose kontanthjælp ends in 2018-Q1, and what else there is."""
    text = "\n".join(["person | benefit | first_week | last_week", ENDS, "b | su | 2017-01-02 | 2017-01-02", *spells])
    of = setting(
        register(text, first_week="2017-01-02", last_week=told), "2017-07", last, jobs=f"person | month\n{jobs}"
    )
    return rows(of, outcomes(of))


def state(found: pd.DataFrame, months: int) -> str:
    met = {name: counts(found, f"status_{months}_{name}", "kontanthjaelp", "2018-Q1") for name in STATUSES}
    assert {base for _, base in met.values()} == {1}
    assert sum(over for over, _ in met.values()) == 1
    return next(name for name, (over, _) in met.items() if over)


def test_who_has_nothing_supports_themselves():
    assert [state(after(), months) for months in (1, 3, 6, 12)] == ["selvforsoergelse"] * 4


@pytest.mark.parametrize(("last_week", "expected"), [("2018-05-28", "selvforsoergelse"), ("2018-06-04", "ydelse")])
def test_the_status_is_that_of_the_week_of_the_day(last_week, expected):
    found = after(f"a | sygedagpenge | 2018-04-30 | {last_week}")
    assert state(found, 3) == expected
    assert state(found, 1) == "selvforsoergelse"


@pytest.mark.parametrize(
    ("spells", "jobs", "expected"),
    [
        ([], "a | 2018-06", "job"),
        ([], "a | 2018-05\na | 2018-07", "selvforsoergelse"),
        (["a | su | 2018-06-04 | 2018-06-04"], "a | 2018-06", "uddannelse"),
        (["a | fleksjob | 2018-06-04 | 2018-06-04"], "a | 2018-06", "ydelse"),
        (["a | doed | 2018-03-12 | 2019-12-23"], "a | 2018-06", "andet"),
        (["a | folkepension | 2018-03-12 | 2019-12-23"], "a | 2018-06", "andet"),
    ],
)
def test_a_benefit_comes_before_education_and_that_before_work(spells, jobs, expected):
    assert state(after(*spells, jobs=f"b | 2017-01\nb | 2019-12\n{jobs}"), 3) == expected


@pytest.mark.parametrize(("again", "ended"), [("2018-03-26", 0), ("2018-04-02", 1)])
def test_a_course_has_ended_after_four_weeks_without_the_benefit(again, ended):
    found = after(f"a | kontanthjaelp | {again} | 2019-12-23")
    assert counts(found, "status_1_ydelse", "kontanthjaelp", "2018-Q1") == (ended, ended)


@pytest.mark.parametrize(("told", "known"), [("2018-12-31", True), ("2018-12-24", False)])
def test_incomplete_follow_up_is_missing_and_not_0(told, known):
    # 2018-Q1 closes with 1 April; 6 months and 3 more later is 1 January 2019, in the week from 31 December.
    found = after(told=told, last="2018-12")
    over, base = counts(found, "status_6_selvforsoergelse", "kontanthjaelp", "2018-Q1")
    assert (over, base) == (1, 1) if known else math.isnan(over) and math.isnan(base)
    assert counts(found, "status_3_selvforsoergelse", "kontanthjaelp", "2018-Q1") == (1, 1)


def test_months_of_work_that_are_not_told_make_the_figure_missing():
    found = after(jobs="b | 2017-01\nb | 2018-06")
    assert counts(found, "status_1_job", "kontanthjaelp", "2018-Q1") == (0, 1)
    assert math.isnan(
        counts(found, "status_3_job", "kontanthjaelp", "2018-Q1")[1]
    )  # 1 April and three months is in July


def test_an_offer_is_followed_from_its_start_and_from_its_end():
    of = setting(
        register(
            """
            person | benefit       | first_week | last_week
            a      | kontanthjaelp | 2017-06-05 | 2018-05-28
            b      | su            | 2017-01-02 | 2017-01-02
            """,
            first_week="2017-01-02", last_week="2019-12-23",
        ),
        "2017-07", "2019-09",
        activations="person | start | end\na | 2018-01-15 | 2018-04-13",
        jobs="person | month\nb | 2017-01\nb | 2019-12\na | 2018-06\na | 2018-07",
    )  # fmt: skip
    found = rows(of, outcomes(of))
    # From 15 January, the start: on the benefit in April, in work in July. From 13 April, the end: in work in July.
    assert counts(found, "effekt_job_udd_3_fra_start", "kontanthjaelp", "2018-Q1") == (0, 1)
    assert counts(found, "effekt_job_udd_6_fra_start", "kontanthjaelp", "2018-Q1") == (1, 1)
    assert counts(found, "effekt_job_udd_3_fra_slut", "kontanthjaelp", "2018-Q2") == (1, 1)


def test_any_grouping_can_be_followed():
    of = register(f"person | benefit | first_week | last_week\n{ENDS}\nb | kontanthjaelp | 2017-06-05 | 2019-09-30")
    work = beside.work(of, jobs_table("person | month\na | 2017-06\na | 2018-04\na | 2019-12"))
    day = np.array([number("2018-02-26") * 7 + 6, number("2019-09-30") * 7 + 6])
    found = statuses(of, work, person=np.array([0, 1]), day=day, by=pd.DataFrame({"instrument": ["x", "y"]}))
    x = found[(found["instrument"] == "x") & (found["status"] == "job")].set_index("months")
    assert x.loc[[1, 3], "count"].tolist() == [1, 0]
    assert x.loc[[1, 3], "share"].tolist() == [1, 0]
    assert x.loc[[1, 3], "n"].tolist() == [1, 1]
    y = found.loc[found["instrument"] == "y", ["count", "n", "share"]]
    assert y.isna().to_numpy().all()  # the register ends with September 2019
    assert len(found) == 2 * 4 * 5


def self_support(*spells: str) -> tuple[float, float]:
    text = "\n".join(
        ["person | benefit | first_week | last_week", "a | kontanthjaelp | 2017-06-05 | 2018-03-05", *spells]
    )
    of = setting(
        register(text, first_week="2017-01-02", last_week="2019-12-23"), "2017-07", "2019-09",
        activations="person | start | end\na | 2018-01-15 | 2018-02-16",
    )  # fmt: skip
    return counts(rows(of, afterwards(of)), "selvforsoergelsesgrad_26", "kontanthjaelp", "2018-Q1")


def test_self_support_is_weeks_without_any_benefit_in_the_26_after_the_offer():
    # The offer ends in the week of 12 February; the weeks after are from 19 February to 13 August. Three are on
    # kontanthjælp; sick pay from 6 August to 27 August has two of them.
    assert self_support() == ((26 - 3) / 26, 1)
    assert self_support("a | sygedagpenge | 2018-08-06 | 2018-08-27") == ((26 - 5) / 26, 1)
    assert self_support("a | sygedagpenge | 2018-08-20 | 2018-08-27") == ((26 - 3) / 26, 1)
    assert self_support("a | su | 2018-04-02 | 2018-08-27") == ((26 - 3) / 26, 1)


def test_who_dies_in_the_weeks_after_is_left_out():
    assert self_support("a | doed | 2018-06-04 | 2019-12-23") == (0, 0)


@pytest.mark.parametrize(
    ("months", "any_of_them", "third"),
    [("2018-02", 0, 0), ("2018-03", 1, 0), ("2018-05", 1, 1), ("2018-06", 0, 0)],
)
def test_the_veu_rule_has_a_cumulative_and_a_daily_reading(months, any_of_them, third):
    of = setting(
        register("person | first_week | last_week\na | 2017-06-05 | 2018-02-26\nb | 2017-01-02 | 2019-12-23"),
        "2017-07", "2019-09",
        activations="person | start | end | instrument\na | 2018-01-15 | 2018-02-16 | seks_ugers_jobrettet",
        jobs=f"person | month\nb | 2017-01\nb | 2019-12\na | {months}",
    )  # fmt: skip
    found = rows(of, afterwards(of))
    assert counts(found, "veu_job_3mdr", "alle", "2018-Q1") == (any_of_them, 1)
    assert counts(found, "veu_job_3mdr_dag", "alle", "2018-Q1") == (third, 1)
