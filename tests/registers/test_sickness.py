import math

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.api import SurvfuncRight

from analysis.registers.counted.feeders import feeders
from analysis.registers.counted.setting import Setting
from analysis.registers.counted.sickness import sickness
from registered import register
from settings import counts, rows, setting

# 2018-Q2 has the weeks from 2 April to that of 25 June, 2018-Q1 those from 1 January to 26 March.


def sick(*spells: str, told: str = "2019-12-23", jobs: str | None = None) -> Setting:
    """A register that tells 2015-2019; what is left out of a spell is sygedagpenge in Esbjerg."""
    text = "\n".join(["person | benefit | first_week | last_week", *spells])
    of = register(text, first_week="2015-01-05", last_week=told)
    return setting(of, "2017-01", "2019-09", jobs=None if jobs is None else f"person | month\n{jobs}")


def figures(*spells: str, **more: str) -> pd.DataFrame:
    of = sick(*spells, **more)
    return rows(of, sickness(of, None))


@pytest.mark.parametrize(("again", "new"), [("2018-05-28", 0), ("2018-06-04", 1)])
def test_a_new_course_begins_after_four_weeks_without(again, new):
    found = figures("a | sygedagpenge | 2018-01-08 | 2018-04-30", f"a | sygedagpenge | {again} | 2018-09-03")
    rows_ = found[(found["measure"] == "syg_tilgang") & (found["area"] == "561")].set_index("period")["value"]
    assert rows_["2018-01"] == 1
    assert rows_[["2018-05", "2018-06"]].sum() == new


def test_the_inflow_is_per_1000_in_work():
    of = sick("a | sygedagpenge | 2018-01-08 | 2018-04-30")
    employed = np.full((len(of.months), len(of.reported.codes(of.months))), 400.0)
    found = rows(of, sickness(of, employed))
    kept = found[(found["measure"] == "syg_tilgang_pr_1000") & (found["area"] == "561")].set_index("period")["value"]
    assert kept["2018-01"] == 1000 * 1 / 400
    assert kept["2018-02"] == 0


@pytest.mark.parametrize(
    ("again", "within"),
    [("2018-07-02", (1, 1, 1)), ("2018-07-09", (0, 1, 1)), ("2019-04-08", (0, 0, 1)), ("2019-04-15", (0, 0, 0))],
)
def test_recurrence_is_within_months_of_the_last_day(again, within):
    # The course ends on Sunday 8 April 2018. Three months later is 8 July, and 12 months later Monday 8 April 2019.
    found = figures("a | sygedagpenge | 2018-01-08 | 2018-04-02", f"a | sygedagpenge | {again} | 2019-06-03")
    for months, met in zip((3, 6, 12), within, strict=True):
        assert counts(found, f"syg_genindtraeden_{months}", "sygedagpenge", "2018-Q2") == (met, 1)


@pytest.mark.parametrize(("told", "known"), [("2018-12-31", True), ("2018-12-24", False)])
def test_recurrence_is_missing_until_all_are_followed_up(told, known):
    # 2018-Q2 closes with 1 July; six months later is 1 January 2019, in the week from 31 December.
    text = "person | benefit | first_week | last_week\na | sygedagpenge | 2018-01-08 | 2018-04-02"
    of = setting(register(text, first_week="2015-01-05", last_week=told), "2018-01", "2018-12")
    over, _ = counts(rows(of, sickness(of, None)), "syg_genindtraeden_6", "sygedagpenge", "2018-Q2")
    assert over == 0 if known else math.isnan(over)


@pytest.mark.parametrize(("first", "over"), [("2018-01-01", 0), ("2017-12-25", 1)])
def test_the_stock_is_long_after_more_than_26_weeks(first, over):
    # The last week of 2018-Q2, from 25 June, is the 26th of a course from 1 January and the 27th of one a week before.
    found = figures(f"a | sygedagpenge | {first} | 2018-12-03")
    assert counts(found, "syg_over_26", "sygedagpenge", "2018-Q2") == (over, 1)


@pytest.mark.parametrize(("last", "stays"), [("2018-07-02", 0), ("2018-07-09", 1)])
def test_the_cohort_stays_when_it_has_more_than_26_weeks(last, stays):
    # From 8 January 2018 the 26th week is that of 2 July.
    found = figures(f"a | sygedagpenge | 2018-01-08 | {last}")
    assert counts(found, "syg_overlevelse_26", "sygedagpenge", "2018-Q1") == (stays, 1)


def test_the_share_of_the_cohort_is_kaplan_meiers_survival():
    weeks = [3, 10, 26, 27, 40, 70, 5, 26]
    ends = [pd.Timestamp("2018-01-08") + pd.Timedelta(weeks=number - 1) for number in weeks]
    found = figures(*(f"p{at} | sygedagpenge | 2018-01-08 | {end:%Y-%m-%d}" for at, end in enumerate(ends)))
    over, of = counts(found, "syg_overlevelse_26", "sygedagpenge", "2018-Q1")
    survival = SurvfuncRight(np.array(weeks), np.ones(len(weeks)))
    assert over / of == pytest.approx(survival.surv_prob[survival.surv_times <= 26][-1])


def test_sickness_and_jobafklaring_together_go_on_through_the_change():
    found = figures("a | sygedagpenge | 2018-01-08 | 2018-06-04", "a | jobafklaring | 2018-06-11 | 2019-03-04")
    assert counts(found, "syg_overlevelse_52", "sygedagpenge", "2018-Q1") == (0, 1)
    assert counts(found, "syg_overlevelse_52", "sygdom", "2018-Q1") == (1, 1)
    assert counts(found, "syg_over_26", "sygdom", "2018-Q3") == (1, 1)


@pytest.mark.parametrize(
    ("spell", "jobs", "to"),
    [
        ("a | jobafklaring | 2018-04-30 | 2018-04-30", "a | 2018-05", "jobafklaring"),
        ("a | jobafklaring | 2018-04-23 | 2018-04-23", "a | 2018-05", "job"),
        ("a | uddannelseshjaelp | 2018-04-30 | 2018-06-04", "a | 2018-05", "kontanthjaelp"),
        ("a | ledighedsydelse | 2018-04-30 | 2018-06-04", "a | 2018-05", "fleksjob"),
        ("a | su | 2018-04-30 | 2018-06-04", "a | 2018-05", "andet"),
        ("a | doed | 2018-04-09 | 2019-12-23", "a | 2018-05", "andet"),
        ("a | su | 2018-01-01 | 2018-01-01", "a | 2018-04", "selvforsoergelse"),
    ],
)
def test_an_exit_goes_where_the_person_is_four_weeks_after_the_last(spell, jobs, to):
    # The last week is that of 2 April, the fourth after it that of 30 April, whose Thursday is in May.
    of = sick("a | sygedagpenge | 2018-01-08 | 2018-04-02", spell, jobs=f"a | 2016-01\na | 2019-12\n{jobs}")
    found = rows(of, sickness(of, None))
    measures = found["measure"][found["measure"].str.startswith("syg_afgang_til_")].unique()
    met = {name.removeprefix("syg_afgang_til_"): counts(found, name, "sygedagpenge", "2018-Q2") for name in measures}
    assert {name for name, (over, _) in met.items() if over} == {to}
    assert {of_ for _, of_ in met.values()} == {1}


@pytest.mark.parametrize(("sick_until", "in_52"), [("2017-01-09", 0), ("2017-01-16", 1)])
def test_the_feeder_share_looks_back_52_weeks(sick_until, in_52):
    # 52 weeks before the week of 15 January 2018 is that of 16 January 2017.
    of = sick(f"a | sygedagpenge | 2016-12-05 | {sick_until}", "a | foertidspension | 2018-01-15 | 2019-12-23")
    found = rows(of, feeders(of))
    assert counts(found, "foedekaede_andel_52", "alle", "2018-Q1") == (in_52, 1)
    assert counts(found, "foedekaede_andel_156", "alle", "2018-Q1") == (1, 1)


def test_a_change_among_the_permanent_benefits_is_no_coming():
    of = sick(
        "a | sygedagpenge | 2017-06-05 | 2017-08-28",
        "a | ledighedsydelse | 2017-09-04 | 2018-01-29",
        "a | fleksjob | 2018-02-05 | 2019-12-23",
    )
    found = rows(of, feeders(of))
    assert counts(found, "foedekaede_andel_52", "alle", "2017-Q3") == (1, 1)
    assert counts(found, "foedekaede_andel_52", "alle", "2018-Q1") == (0, 0)
