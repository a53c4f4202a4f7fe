"""Who falls ill and what is told of them, on registers small enough to work out by hand, and what is hidden."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import largest_jobcenter
from analysis import areas, measures, registers
from analysis.data import contracts, snapshots, tables
from analysis.data.records import Records, Untold
from analysis.data.tables import Panel
from analysis.measures.sickness import told
from analysis.measures.sickness.arrivals import _who
from analysis.measures.sickness.driving import _ratios
from analysis.measures.sickness.exposure import _calibrated
from analysis.registers.counted.sickness import SICKNESS, TOGETHER
from analysis.registers.numbers.weeks import number
from registered import spells as written_spells

PERIOD = "2019-12"


def records(text: str, *, jobs: str = "", protect: bool = False) -> Records:
    """The records of Jobcenter Esbjerg: women born in 1980; what is left out of a spell is sygedagpenge in Esbjerg."""
    rows = written_spells(text)
    numbers = {name: at for at, name in enumerate(dict.fromkeys(rows["person"]), 1)}
    rows["person"] = rows["person"].map(numbers)
    rows = rows.sort_values(contracts.key("spells")).reset_index(drop=True)
    persons = pd.DataFrame({"person": list(numbers.values()), "birth_year": 1980}).assign(
        sex="kvinder", origin="dansk", education="ingen", fund=""
    )
    paid = [line.split("|") for line in jobs.split("\n") if line]
    months = pd.DataFrame(
        {"person": [numbers[who.strip()] for who, _ in paid], "month": [month.strip() for _, month in paid]}
    ).assign(hours=100.0)
    area = areas.jobcenter("561", PERIOD)
    names: dict[str, Any] = {"files": {f"{name}.parquet": {} for name in ("spells", "persons", "jobs")}}
    snapshot = snapshots.Snapshot("skrevet", Path(), names)
    found = Records(snapshot, area, tuple(areas.members(area, PERIOD)), PERIOD, pd.Timestamp("2019-12-23"), protect)
    found._kept.update(spells=rows, persons=persons, jobs=months)
    bounds = {"first_week": number("2007-01-01"), "last_week": number("2019-12-23")}
    found.__dict__["register"] = registers.register(rows, persons, **bounds)
    return found


@pytest.fixture(scope="module")
def people() -> Records:
    return largest_jobcenter.people()


@pytest.fixture(scope="module")
def page() -> Panel:
    return largest_jobcenter.page()


BEGAN = "person | benefit | first_week | last_week | visitation\n"


def test_people_stand_as_the_week_before_says_and_the_case_where_the_register_tells_it():
    people = records(
        BEGAN
        + """a | a_dagpenge   | 2018-01-01 | 2018-03-26 |
        a | sygedagpenge | 2018-04-02 | 2018-04-30 |
        b | sygedagpenge | 2018-04-02 | 2018-04-30 |
        c | fleksjob     | 2017-01-02 | 2018-03-26 |
        c | sygedagpenge | 2018-04-02 | 2018-04-30 |
        d | sygedagpenge | 2018-04-02 | 2018-04-30 | selvstaendig
        e | sygedagpenge | 2018-04-02 | 2018-04-30 |
        f | su           | 2017-01-02 | 2018-03-26 |
        f | sygedagpenge | 2018-04-02 | 2018-04-30 |""",
        jobs="b | 2018-03\ne | 2018-02",  # the week before is that of 26 March
    )
    found = measures.sickness.who(people, months=24).set_index("who")
    counted = {"employee": 1, "unemployed": 1, "self_employed": 1, "flexjob": 1, "no_pay_told": 1, "other": 1}
    assert found["count"].to_dict() == counted
    assert found["told"].all()
    assert found["share"].to_dict() == dict.fromkeys(counted, pytest.approx(1 / 6))
    assert measures.sickness.came_from(people, months=24)["count"].sum() == 6


def test_nobody_is_taken_for_self_employed_where_the_register_does_not_say():
    people = records(BEGAN + "a | sygedagpenge | 2018-04-02 | 2018-04-30 |")
    found = measures.sickness.who(people, months=24).set_index("who")
    assert not found.loc["self_employed", "told"]
    assert found.loc["no_pay_told", "count"] == 1
    assert _who("selvstaendig", "a_dagpenge", paid=True) == "self_employed"


def test_courses_of_both_benefits_as_one_are_the_same_courses_followed_on():
    # Ill for 22 weeks from 5 September 2016, then in jobafklaring without a pause until 1 January 2018.
    people = records(
        BEGAN
        + """a | sygedagpenge | 2016-09-05 | 2017-01-30 |
        a | jobafklaring | 2017-02-06 | 2018-01-01 |
        a | sygedagpenge | 2018-01-08 | 2018-01-29 |"""
    )
    alone: Any = told.courses(people, SICKNESS, "2016-09", "2018-08")
    both: Any = told.courses(people, TOGETHER, "2016-09", "2018-08")
    assert alone["weeks"].tolist() == [22, 4]
    assert both["weeks"].tolist() == [22 + 48 + 4, 4]  # each from its own first week to 29 January 2018
    assert both["ended"].all()


def test_a_matrix_of_rows_with_too_few_for_shares_is_no_matrix():
    # In the last week of September 2018 four are ill: fewer than the 30 that a row's shares need.
    written = BEGAN + "\n".join(f"{who} | sygedagpenge | 2018-09-03 | 2018-12-31 |" for who in "abcd")
    shown = measures.sickness.moves(records(written, protect=True))
    assert shown.empty
    assert shown.attrs["absent"] == "På ingen ydelse i området er der personer nok til, at andelene kan vises."
    own = measures.sickness.moves(records(written))
    assert own.set_index("to")["share"]["off"] == 1


def test_a_stock_counts_from_where_it_came_under_observation():
    # On 30 June 2014, the first week of July, the course has lasted 26 weeks: it says nothing of shorter ones.
    people = records(
        BEGAN + "\n".join(f"{one} | sygedagpenge | 2013-12-30 | 2014-12-01 |" for one in range(12)), protect=False
    )
    found = measures.sickness.remaining(people)
    after = found[(found["kind"] == "stock") & found["group"].str.contains("efter") & (found["benefit"] == SICKNESS)]
    assert after.set_index("weeks")["share"].to_dict() == {8: 1.0, 22: 1.0, 26: 1.0, 52: 0.0}


@pytest.mark.parametrize(("period", "count"), [("2015-09", 1), ("2015-10", 2), ("2017-09", 2), ("2017-10", 3)])
def test_a_cohort_is_there_when_all_can_be_followed_a_year(period: str, count: int):
    # July 2013 to June 2014, followed 12 months and the gap's one, and three months that still change: October 2015.
    assert len(told.cohorts(period)) == count


def test_every_section_says_why_there_is_nothing_where_there_is_no_register(page: Panel):
    sorry = Untold("Afsnittet kan ikke vises: der er intet register.")
    sick = measures.sickness
    tried = [
        *(one(sorry, months=24) for one in (sick.who, sick.came_from, sick.together)),
        *(
            one(sorry)
            for one in (sick.lengths, sick.remaining, sick.exits, sick.exits_compared, sick.again, sick.moves)
        ),
        sick.feeding(sorry, page, months=24),
    ]
    assert [table.attrs["absent"] for table in tried] == [sorry.reason] * 10
    snapshot = replace(page.snapshot, manifest={**page.snapshot.manifest, "files": {"spells.parquet": {}}})
    without = replace(page, snapshot=snapshot)
    for table in (sick.drivers(without), sick.against_expected(without)):
        assert table.attrs["absent"].endswith("(der mangler tabellerne »persons« og »population«).")


def test_a_register_that_ends_early_is_said_with_its_last_week(people: Records, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(snapshots, "open_snapshot", lambda name: people.snapshot)
    assert isinstance(tables.people("lille", "101", "2019-12"), Records)
    later = tables.people("lille", "101", "2020-01")
    assert isinstance(later, Untold)
    assert "slutter med ugen fra 23. december 2019" in later.reason


def test_the_ratios_are_those_of_two_rates_where_only_one_trait_differs():
    cells = pd.DataFrame(
        {
            "age": "40-49", "sex": ["maend", "kvinder"], "education": "erhvervsfaglig", "origin": "dansk",
            "standing": "none", "base": [1000.0, 500.0], "count": [50.0, 40.0],
        }
    )  # fmt: skip
    found, _ = _ratios(cells)
    ratio, low, high = found["sex", "kvinder"]
    assert ratio == pytest.approx((40 / 500) / (50 / 1000))
    wide = 1.959964 * np.sqrt(1 / 40 + 1 / 50)
    assert (low, high) == pytest.approx((ratio * np.exp(-wide), ratio * np.exp(wide)))
    assert found["sex", "maend"][0] == 1.0


def test_a_ratio_rests_on_ten_courses_of_either_group():
    cells = pd.DataFrame(
        {
            "age": "40-49", "sex": ["maend", "kvinder"], "education": "erhvervsfaglig", "origin": "dansk",
            "standing": "none", "base": [1000.0, 500.0], "count": [50.0, 9.0],
        }
    )  # fmt: skip
    assert _ratios(cells)[0] == {}


def test_residents_that_the_register_does_not_tell_of_are_added_to_those_without_a_benefit():
    cells = pd.DataFrame(
        {
            "area": "561", "age": "40-49", "sex": "maend", "education": "ingen", "origin": "dansk",
            "standing": ["none", "unemployed"], "base": [80.0, 10.0], "count": 0.0, "residents": [80.0, 20.0],
        }
    )  # fmt: skip
    living = pd.DataFrame({"area": ["561"], "age": ["40-49"], "sex": ["maend"], "origin": ["dansk"], "living": [140.0]})
    found = _calibrated(cells, living)
    assert found["base"].tolist() == [80 + 40, 10]
    assert found["living"].sum() == pytest.approx(140)


def test_a_share_of_weeks_lived_does_not_rest_on_one_two_or_three():
    # 33 are ill for 10 weeks and 12 for 60, of whom 9 leave after 52 and three are still there: 52 is not told.
    lengths = {"2015-03-09": 33, "2015-12-28": 9, "2016-02-22": 3}
    written = [
        f"{last}{one} | sygedagpenge | 2015-01-05 | {last} |" for last, count in lengths.items() for one in range(count)
    ]
    found = measures.sickness.remaining(records(BEGAN + "\n".join(written), protect=True))
    after = found[(found["kind"] == "stock") & found["group"].str.contains("efter") & (found["benefit"] == SICKNESS)]
    after = after.set_index("weeks")
    assert after.loc[[8, 22, 26], "share"].tolist() == pytest.approx([1.0, 12 / 45, 12 / 45])
    assert after.loc[[52], "share"].isna().all()
    cohort = found[(found["kind"] == "cohort") & (found["weeks"] == 52) & found["group"].str.startswith("juli 2014")]
    assert cohort["share"].isna().all()
    assert set(cohort["hidden"]) == {"small"}


def test_where_one_has_gone_over_to_jobafklaring_sygedagpenge_alone_is_not_told():
    # 40 are ill for 30 weeks; of one the first 23 are on sygedagpenge and the rest in jobafklaring.
    written = [f"{one} | sygedagpenge | 2015-01-05 | 2015-07-27 |" for one in range(39)]
    written += ["x | sygedagpenge | 2015-01-05 | 2015-06-08 |", "x | jobafklaring | 2015-06-15 | 2015-07-27 |"]
    found = measures.sickness.remaining(records(BEGAN + "\n".join(written), protect=True))
    found = found[(found["kind"] == "cohort") & found["group"].str.startswith("juli 2014")]
    shares = found.pivot(index="weeks", columns="benefit", values="share")
    assert shares[TOGETHER].tolist() == [1.0, 1.0, 1.0, 0.0]
    assert shares.loc[[8, 22], SICKNESS].tolist() == [1.0, 1.0]
    assert shares.loc[[26], SICKNESS].isna().all()  # 39 beside 40


def test_those_ill_again_are_counted_by_when_they_left():
    # a began before July 2014 and left after, and is ill again within a year; b began before July 2016 and left after.
    people = records(
        BEGAN
        + """a | sygedagpenge | 2014-06-02 | 2014-08-04 |
        a | sygedagpenge | 2015-01-05 | 2015-01-26 |
        b | sygedagpenge | 2016-06-06 | 2016-08-01 |"""
    )
    found = measures.sickness.again(people)
    after = found[found["group"].str.startswith("juli 2014") & (found["within"] == 52)].iloc[0]
    assert (after["n"], after["events"]) == (2, 1)  # both of a's
    latest = found[found["group"].str.startswith("juli 2016") & (found["within"] == 52)].iloc[0]
    assert (latest["n"], latest["events"]) == (1, 0)


def test_what_is_said_of_the_made_up_register_is_so(people: Records):
    spells = people.table("spells")
    sick = spells[spells["benefit"] == SICKNESS]
    assert (sick["visitation"] == "").all()  # nobody's kind of case
    week = pd.Timedelta(days=7)
    before = sick.merge(spells, on="person", suffixes=("", "_before"))
    before = before[
        before["first_week"].sub(week).between(before["first_week_before"], before["last_week_before"])
        & (before["benefit_before"] != SICKNESS)
    ]
    assert set(before["benefit_before"]) <= {"a_dagpenge", "feriedagpenge"}
    assert len(before) > 0
    jobs = people.table("jobs").assign(month=lambda of: pd.PeriodIndex(of["month"], freq="M"))
    ends = spells[["person", "last_week"]].assign(end=pd.to_datetime(spells["last_week"]).dt.to_period("M"))
    paid = jobs.merge(ends, on="person")
    since = paid["month"].astype("int64") - paid["end"].astype("int64")
    near = since.between(-1, 13)
    alone = paid.assign(near=near).groupby(["person", "month"])["near"].any()
    on_benefit = paid.assign(during=since < 0).groupby(["person", "month"])["during"].any()
    assert (alone | on_benefit).all()


@pytest.mark.parametrize("jobcenter", ["563", "825", "561", "101"])
def test_curves_and_table_show_the_same_weeks_and_none_tells_of_a_few(people: Records, jobcenter: str, monkeypatch):
    monkeypatch.setattr(snapshots, "open_snapshot", lambda name: people.snapshot)
    found = tables.people("lille", jobcenter, PERIOD)
    assert isinstance(found, Records)
    sick, names = measures.sickness, {one.label: one.short for one in told.cohorts(PERIOD)}
    table = sick.remaining(found)
    table = table[table["kind"] == "cohort"] if len(table) else table
    still: dict[tuple[str, str], dict[int, float]] = {}
    for benefit in (SICKNESS, TOGETHER):
        curves = sick.lengths(found, benefit=benefit)
        for label, short in names.items() if len(curves) else ():
            curve = curves[curves["group"] == short].set_index("weeks")["at_risk"]
            rows = table[(table["benefit"] == benefit) & (table["group"] == label)].set_index("weeks")
            if curve.empty:
                continue
            shown = rows["events"].dropna()
            assert set(shown.index) == set(rows.index) & set(curve.index)
            assert (shown == curve.reindex(shown.index)).all()
            left = [*curve.sort_index(), 0]
            assert not {a - b for a, b in pairwise(left)} & {1, 2, 3}
            still[benefit, short] = dict(zip(curve.index.tolist(), curve.tolist(), strict=True))
    for (benefit, short), weeks in still.items():
        both = still.get((TOGETHER, short), {})
        assert set(weeks) <= set(both)
        if benefit == SICKNESS:
            assert not {both[week] - count for week, count in weeks.items()} & {1, 2, 3}
    since = [set(still[SICKNESS, one.short]) for one in told.cohorts(PERIOD) if (SICKNESS, one.short) in still][2:]
    assert len({frozenset(weeks) for weeks in since}) <= 1  # the exits are of both, and would tell of one
    exits = sick.exits(found)
    if len(exits) and since:
        assert set(exits["weeks"]) <= since[0]


@pytest.mark.parametrize("jobcenter", ["563", "825", "101"])
def test_no_count_of_one_two_or_three_is_left_and_none_follows(people: Records, jobcenter: str, monkeypatch):
    monkeypatch.setattr(snapshots, "open_snapshot", lambda name: people.snapshot)
    found = tables.people("lille", jobcenter, PERIOD)
    assert isinstance(found, Records)
    sick = measures.sickness
    who = sick.who(found, months=24)
    for _, part in who.groupby("last") if len(who) else ():
        assert not part["count"].between(1, 3).any()
        hidden = part[part["count"].isna()]
        assert len(hidden) != 1
    origins = sick.came_from(found, months=24)
    assert origins.empty or not origins["count"].between(1, 3).any()
    exits = sick.exits(found)
    if len(exits):
        counts = exits.pivot(index="weeks", columns="destination", values="incidence") * exits["n"].iloc[0]
        grown = counts.diff().dropna().round(6)
        assert not ((grown > 0.5) & (grown < 3.5)).any().any()
    curves = sick.lengths(found)
    for _, part in curves.groupby("group") if len(curves) else ():
        left = -part["at_risk"].diff().dropna()
        assert not left.between(1, 3).any()
        assert part["n"].iloc[0] >= 30
    for table, whole in ((sick.remaining(found), "n"), (sick.again(found), "n"), (sick.moves(found), "n")):
        if len(table):
            persons = table["events"] if "events" in table else table["persons"]
            assert not persons.between(1, 3).any()
            assert table.loc[table["share"].notna(), whole].ge(30).all()
    together = sick.together(found, months=24)
    if len(together):
        wide = together.pivot(index="period", columns="role", values="value")
        assert not wide.isin([1, 2, 3]).any().any()
        assert not (wide["own"] - wide["group"]).isin([1, 2, 3]).any()


def test_courses_of_some_months_are_those_that_are_found_in_these_months_alone(people: Records):
    for first, last in (("2011-07", "2013-06"), ("2018-10", "2019-09"), ("2019-11", "2020-03")):
        found: Any = told.courses(people, SICKNESS, first, last)
        alone: Any = told._durations(people, people.register, SICKNESS, first, last, stock=False)
        pd.testing.assert_frame_equal(found, alone, check_exact=True)
