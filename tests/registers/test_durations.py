"""Courses as durations, and risk sets for offers, worked out by hand."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analysis import models, registers
from analysis.data.demo import Country
from analysis.data.parquet import to_frame
from analysis.errors import AnalysisError
from analysis.registers import durations, risk_sets
from analysis.registers.paths.at_risk import weeks_after
from analysis.registers.paths.standing import Standing
from registered import register

FAR = "2015-12-28"
WEEKS = pd.date_range("2010-01-04", "2016-01-04", freq="7D")
PEOPLE = pd.DataFrame({"person": list("abcde"), "origin": "dansk", "education": ["ingen"] * 4 + ["ukendt"]})
NOBODY_WORKS = pd.DataFrame({"person": ["a"], "month": ["2009-01"], "hours": [0.0]})


def week(number: int) -> str:
    """The Monday of a week, week 0 being that of 4 January 2010."""
    return str(WEEKS[number].date())


def written(*rows: tuple[str, str, str, int, int]) -> str:
    lines = [
        f"{person} | {benefit} | {area} | {week(first)} | {week(last)}" for person, benefit, area, first, last in rows
    ]
    return "\n".join(["person | benefit | area | first_week | last_week", *lines])


def told(*rows: tuple[str, str, str, int, int], last: str = FAR, first: str = ""):
    """A register that begins in week 0, with somebody in it then who shows that it does, unless it begins earlier."""
    return register(written(("a", "su", "561", 0, 0), *rows), last_week=last, first_week=first)


def long_told(*rows: tuple[str, str, str, int, int], last: str = FAR):
    """One that tells of two years before any course in it."""
    return told(*rows, last=last, first="2008-01-07")


def offers(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"person": person, "instrument": name, "start": pd.Timestamp(week(first)), "end": pd.Timestamp(week(last))}
            for person, name, first, last in rows
        ]
    )


def test_a_course_goes_on_over_a_move_and_a_short_gap_and_its_weeks_are_counted_from_its_first():
    of = told(
        ("b", "a_dagpenge", "561", 10, 14),
        ("b", "a_dagpenge", "563", 15, 19),
        ("b", "a_dagpenge", "563", 23, 25),  # three weeks off are fewer than four
        ("b", "a_dagpenge", "563", 30, 31),  # four are not
    )
    found = durations(of, benefit="a_dagpenge", first="2010-03", last="2010-12")
    assert found["weeks"].tolist() == [25 - 10 + 1, 2]
    assert found["area"].tolist() == ["561", "563"]
    assert found["ended"].tolist() == [True, True]
    assert found["away"].iloc[0] == 30 - 25 - 1
    assert np.isnan(found["away"].iloc[1])


def test_what_is_open_or_ended_too_late_to_tell_is_censored_at_its_last_week():
    of = told(
        ("b", "a_dagpenge", "561", 10, 20),
        ("c", "a_dagpenge", "561", 10, 17),
        ("d", "a_dagpenge", "561", 10, 16),
        last=week(20),
    )
    found = durations(of, benefit="a_dagpenge", first="2010-03", last="2010-03")
    assert found["weeks"].tolist() == [11, 8, 7]
    assert found["ended"].tolist() == [False, False, True]  # of c three weeks are told after the last, not four
    assert found["destination"].tolist() == ["", "", "selvforsoergende"]
    assert found["told"].tolist() == [20 - 4 - 10 + 1] * 3
    assert found["told_after"].isna().tolist() == [True, True, False]


def test_a_course_whose_beginning_the_register_does_not_show_is_left_out():
    of = told(("b", "a_dagpenge", "561", 3, 20), ("c", "a_dagpenge", "561", 4, 20))
    found = durations(of, benefit="a_dagpenge", first="2010-01", last="2010-12")
    assert found["first_week"].dt.strftime("%Y-%m-%d").tolist() == [week(4)]


def test_the_destination_is_what_the_person_receives_when_the_gap_is_over_or_their_work():
    of = told(
        ("b", "a_dagpenge", "561", 10, 20),
        ("b", "sygedagpenge", "561", 22, 30),
        ("c", "a_dagpenge", "561", 10, 20),
        ("d", "a_dagpenge", "561", 10, 20),
        ("e", "a_dagpenge", "561", 10, 20),
        ("e", "doed", "561", 21, 90),
    )
    jobs = pd.DataFrame({"person": ["c", "d"], "month": [week(24)[:7], "2011-01"], "hours": [120.0, 160.0]})
    found = durations(of, benefit="a_dagpenge", first="2010-03", last="2010-03", jobs=jobs)
    assert found["destination"].tolist() == ["sygedagpenge", "job", "selvforsoergende", "doed"]
    censored = durations(of, benefit="a_dagpenge", first="2010-03", last="2010-03", censored=["doed"])
    assert censored["ended"].tolist() == [True, True, True, False]
    assert censored["weeks"].tolist() == found["weeks"].tolist()


def test_a_stock_counts_from_the_weeks_that_it_had_lasted_and_no_further_than_the_months_asked_for():
    of = told(("b", "a_dagpenge", "561", 10, 40), ("c", "a_dagpenge", "561", 27, 28), ("d", "a_dagpenge", "561", 5, 6))
    found = durations(of, benefit="a_dagpenge", first="2010-07", last="2010-08", stock=True)  # weeks 25 to 33
    assert found[["entry", "weeks", "ended"]].to_numpy().tolist() == [[15, 24, False], [0, 2, True]]
    curve = models.kaplan_meier(found, entry="entry")
    # the start, the end after 2 weeks, and the last seen after 24: of two courses never both at once
    assert curve[["time", "at_risk"]].to_numpy().tolist() == [[0, 1], [2, 1], [24, 1]]


def test_a_benefit_or_months_without_a_course_are_refused():
    of = told(("b", "a_dagpenge", "561", 10, 40))
    with pytest.raises(AnalysisError, match=r"no spell on 'sygedagpenge'\. It has: a_dagpenge"):
        durations(of, benefit="sygedagpenge", first="2010-01", last="2010-12")
    with pytest.raises(AnalysisError, match="No course on 'a_dagpenge' began in 2012-01 to 2012-12"):
        durations(of, benefit="a_dagpenge", first="2012-01", last="2012-12")


def test_the_first_offer_of_a_course_is_told_in_weeks_before_it():
    of = told(*[(person, "a_dagpenge", "561", 10, 20) for person in "bcde"])
    given = offers(("b", "mentor", 12, 14), ("b", "kursus", 11, 11), ("c", "mentor", 10, 11), ("d", "mentor", 8, 10))
    found = durations(of, benefit="a_dagpenge", first="2010-03", last="2010-03", activations=given)
    assert found["instrument"].tolist() == ["kursus", "mentor", "mentor", ""]
    assert found["offer"].tolist()[:3] == [1, 0, -2]
    assert np.isnan(found["offer"].iloc[3])
    split = models.split_episodes(found, at=["offer"])
    assert split[["entry", "weeks", "episode"]].to_numpy().tolist() == [
        *[[0, 1, 0], [1, 11, 1]],  # the week of the offer is one with it
        *[[0, 11, 1], [0, 11, 1], [0, 11, 0]],
    ]


def test_the_discrete_hazard_finds_what_offers_do_in_the_synthetic_country():
    """Lock-in 0.70 and after it 1.35 times the hazard of finding a job, for private placements (docs/synthetic.md)."""
    country = Country(0.01)
    activations, jobs = (to_frame(pa.concat_tables(country.stream(name).batches)) for name in ("activations", "jobs"))
    people = to_frame(country.persons)
    of = registers.register(country.spells, country.persons)
    found = durations(
        of,
        benefit="a_dagpenge",
        first="2009-01",
        last="2018-12",
        persons=people,
        jobs=jobs,
        activations=activations,
    )
    own = found["instrument"].isin(["", "virksomhedspraktik_privat"])
    until = found["weeks"].where(own | (found["offer"] > found["weeks"]), found["offer"])  # others: until their offer
    found["ended"] &= (found["destination"] == "job") & (until == found["weeks"])
    found = found.assign(weeks=until, offer=found["offer"].where(own), after=found["offer"] + 6)[until > 0]
    split = models.split_episodes(found, at=["offer", "after"])
    split["phase"] = split["episode"].map({0: "0 before", 1: "1 lock-in", 2: "2 after"})
    keep = ["phase", "age", "education", "origin"]
    counted = models.person_periods(split, periods=[0, 4, 13, 26, 52], keep=keep, entry="entry")
    ratios = models.discrete_hazard(counted, covariates=keep).set_index("term")
    for phase, true in (("1 lock-in", 0.70), ("2 after", 1.35)):
        row = ratios.loc[f"phase={phase}"]
        assert row["low"] < true < row["high"]
        assert row["high"] / row["low"] < 2.5  # it is told with some precision


def test_of_spells_that_cover_a_week_the_one_that_began_last_is_meant_and_of_none_nothing_is_said():
    of = told(("b", "fleksjob", "561", 10, 40), ("b", "sygedagpenge", "561", 15, 20))
    person = np.full(4, of.person[of.on("fleksjob")][0])
    base = int(of.first[of.on("fleksjob")][0]) - 10
    codes = Standing(of).benefit(person, base + np.array([9, 12, 18, 30]))
    assert [of.benefits[code] if code >= 0 else "" for code in codes] == ["", "fleksjob", "sygedagpenge", "fleksjob"]


def at_risk(of, activations: pd.DataFrame, *, jobs: pd.DataFrame = NOBODY_WORKS, **options) -> pd.DataFrame:
    given: dict[str, Any] = {
        "benefit": "a_dagpenge",
        "first": "2011-01",
        "last": "2012-12",
        "most_controls": 10**6,
    } | options
    found = risk_sets(of, activations, PEOPLE, jobs, **given)
    return found.assign(since=found["week"] - int(of.first.min()))


def test_each_week_has_those_who_begin_then_and_those_who_are_open_and_have_not_begun():
    of = long_told(
        ("b", "a_dagpenge", "561", 60, 64),
        ("c", "a_dagpenge", "561", 60, 64),
        ("d", "a_dagpenge", "561", 60, 64),
        ("e", "a_dagpenge", "561", 60, 64),
    )
    given = offers(("b", "mentor", 62, 63), ("b", "kursus", 63, 64), ("c", "kursus", 61, 61), ("d", "kursus", 58, 60))
    found = at_risk(of, given, instruments=["mentor"])
    weeks = {
        (kind, person): sorted(rows["since"])
        for (kind, person), rows in found.assign(who=found["person"].map(dict(enumerate("abcde")))).groupby(
            ["started", "who"]
        )
    }
    assert weeks == {
        (True, "b"): [62],  # and no longer at risk of a later one
        (False, "b"): [60, 61],
        (False, "c"): [60],  # in week 61 it began another instrument: neither the one nor the other
        (False, "e"): [60, 61, 62, 63, 64],  # d came with an offer that lasted into the course
    }


def test_nobody_is_counted_whose_outcome_is_not_told_and_elapsed_months_are_counted_from_the_first_week():
    of = long_told(*[(person, "a_dagpenge", "561", 60, 110) for person in "bcde"], last=week(150))
    starts = {"b": 64, "c": 65, "d": 86, "e": 150 - 52}
    found = at_risk(of, offers(*[(person, "mentor", start, 110) for person, start in starts.items()]))
    began = found[found["started"]].set_index("since")["elapsed"]
    assert began.to_dict() == {64: 0, 65: 1, 86: 6, 98: 8}  # week 26 is 26 · 12 / 52 = 6 months
    later = at_risk(of, offers(("d", "mentor", 86, 90), ("e", "mentor", 99, 110)))
    assert later.loc[later["started"], "since"].tolist() == [86]
    with pytest.raises(AnalysisError, match="can be followed 12 months"):
        at_risk(of, offers(("b", "mentor", 80, 90)), first="2012-12")


def test_outcomes_are_looked_at_so_many_months_after_the_start_and_only_work_or_education_is_success():
    of = long_told(
        ("b", "a_dagpenge", "561", 60, 70),
        ("b", "su", "561", 75, 82),
        ("c", "a_dagpenge", "561", 60, 70),
        ("c", "doed", "561", 90, 240),
    )
    jobs = pd.DataFrame({"person": ["b"], "month": [week(64 + weeks_after(6))[:7]], "hours": [100.0]})
    found = at_risk(of, offers(("b", "mentor", 64, 70), ("c", "mentor", 64, 70)), jobs=jobs)
    b, c = (rows.iloc[0] for _, rows in found[found["started"]].groupby("person"))
    # After 1 month (week 68) on benefit, after 3 (77) in education, after 6 (90) at work, after 12 (116) neither.
    assert [b[f"job_{month}"] for month in (1, 3, 6, 12)] == [0, 1, 1, 0]
    assert [b[f"off_{month}"] for month in (1, 3, 6, 12)] == [0, 1, 1, 1]
    assert [c[f"off_{month}"] for month in (3, 6, 12)] == [1, 0, 0]  # after 6 months dead


def test_the_two_years_before_are_looked_at_every_fourth_week_and_education_is_no_benefit():
    of = told(("b", "sygedagpenge", "561", 20, 33), ("b", "su", "561", 34, 50), ("b", "a_dagpenge", "561", 110, 120))
    found = at_risk(of, offers(("b", "mentor", 114, 120)), last="2013-06")
    # Weeks 106, 102, …, 6, 26 in all: on sickness benefit in 30, 26 and 22.
    assert found["before"].unique().tolist() == [3 / 26]
    early = told(("b", "a_dagpenge", "561", 103, 120), ("c", "a_dagpenge", "561", 104, 120))
    found = at_risk(early, offers(("b", "mentor", 114, 120), ("c", "mentor", 114, 120)), last="2013-06")
    assert found["person"].nunique() == 1  # of the other the register does not tell two years before


def test_controls_are_drawn_in_each_elapsed_month_alike_whatever_else_is_asked():
    of = long_told(*[(person, "a_dagpenge", "561", 60, 110) for person in "bcde"])
    given = offers(("b", "mentor", 70, 80), ("c", "mentor", 90, 95))
    few = at_risk(of, given, most_controls=3)
    again = at_risk(of, given, most_controls=3)
    pd.testing.assert_frame_equal(few, again)
    assert set(few.loc[~few["started"], "elapsed"]) <= set(few.loc[few["started"], "elapsed"])
    assert few.attrs["at_risk"] == (70 - 60) + (90 - 60) + 2 * 51
