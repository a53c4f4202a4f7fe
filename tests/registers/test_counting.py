"""Small registers, counted by hand."""

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import registers
from analysis.errors import AnalysisError
from registered import drawn, one, persons, register, spells


def test_a_week_belongs_to_the_month_of_its_thursday():
    # The week from Monday 28 December 2020 has its Thursday on 31 December: it is week 53 and lies in December.
    # January 2021 has the four weeks from 4, 11, 18 and 25 January.
    counted = register(
        """
        person | first_week | last_week
        a      | 2020-11-30 | 2020-12-28
        b      | 2021-01-04 | 2021-01-04
    """,
        last_week="2021-01-25",
    )
    full = registers.full_time_persons(counted, first="2020-12", last="2021-01")
    key = {"area": "561", "benefit": "kontanthjaelp"}
    assert one(full, "full_time", month="2020-12", **key) == 5 / 5
    assert one(full, "full_time", month="2021-01", **key) == 1 / 4


def test_a_week_that_begins_in_december_is_of_january_when_its_thursday_is():
    # Monday 30 December 2019 begins week 1 of 2020, whose Thursday is 2 January.
    counted = register(
        """
        person | first_week | last_week
        a      | 2019-12-02 | 2019-12-30
    """,
        last_week="2020-01-27",
    )
    full = registers.full_time_persons(counted, first="2019-12", last="2020-01")
    assert full[full["age"] == "alle"].groupby("month", observed=True)["full_time"].max().tolist() == [4 / 4, 1 / 5]


def test_full_time_persons_count_the_share_of_each_week():
    counted = register("""
        person | first_week | last_week  | share
        a      | 2021-02-01 | 2021-02-08 | 0.5
        b      | 2021-02-01 | 2021-02-22 | 1
    """)
    full = registers.full_time_persons(counted, first="2021-02", last="2021-02")
    assert one(full, "full_time", month="2021-02", area="561", benefit="kontanthjaelp") == (2 * 0.5 + 4) / 4


def test_a_month_that_the_register_does_not_tell_wholly_is_missing():
    counted = register("""
        person | first_week | last_week
        a      | 2021-02-08 | 2021-03-29
    """)
    full = registers.full_time_persons(counted, first="2021-02", last="2021-04")
    known = full["full_time"].notna().groupby(full["month"], observed=True).all()
    assert known.to_dict() == {"2021-02": False, "2021-03": True, "2021-04": False}


def test_a_birthday_counts_from_the_turn_of_the_year():
    # Born in 1991: 29 in all of 2020, 30 in all of 2021; week 53 of 2020 goes into January.
    counted = register(
        """
        person | first_week | last_week
        a      | 2020-11-30 | 2021-01-25
    """,
        a=1991,
    )
    full = registers.full_time_persons(counted, first="2020-12", last="2021-01")
    key = {"area": "561", "benefit": "kontanthjaelp"}
    assert one(full, "full_time", month="2020-12", age="25-29", **key) == 1
    assert one(full, "full_time", month="2021-01", age="25-29", **key) == 0
    assert one(full, "full_time", month="2021-01", age="30-39", **key) == 1


def test_who_is_too_old_or_too_young_for_the_bands_is_in_the_total_only():
    counted = register(
        """
        person | first_week | last_week
        a      | 2021-02-01 | 2021-02-22
        b      | 2021-02-01 | 2021-02-22
        c      | 2021-02-01 | 2021-02-22
    """,
        a=1955,
        b=1954,
        c=2006,
    )  # 66, 67 and 15 in 2021
    found = registers.affected(counted, first="2021-02", last="2021-02")
    key = {"month": "2021-02", "area": "561", "benefit": "kontanthjaelp"}
    assert one(found, "persons", **key) == 3
    assert one(found, "persons", age="60-66", **key) == 1
    assert found.loc[(found["sex"] == "alle") & (found["age"] != "alle"), "persons"].sum() == 1


def test_who_moves_and_comes_back_is_one_person_in_each_place_and_in_the_country():
    counted = register("""
        person | area | first_week | last_week
        a      | 561  | 2021-03-01 | 2021-03-01
        a      | 563  | 2021-03-08 | 2021-03-08
        a      | 561  | 2021-03-15 | 2021-03-22
    """)
    found = registers.affected(counted, first="2021-03", last="2021-03")
    assert one(found, "persons", month="2021-03", area="561", benefit="kontanthjaelp") == 1
    assert one(found, "persons", month="2021-03", area="563", benefit="kontanthjaelp") == 1
    whole = registers.affected(counted.joined({"561": "000", "563": "000"}), first="2021-03", last="2021-03")
    assert one(whole, "persons", month="2021-03", area="000", benefit="kontanthjaelp") == 1


def test_a_break_of_three_weeks_ends_nothing_and_one_of_four_does():
    # Four weeks lie between a week from 1 February and one from 8 March: 8, 15 and 22 February, and 1 March.
    for again, courses in [("2021-03-01", 1), ("2021-03-08", 2)]:
        counted = register(
            f"""
            person | first_week | last_week
            a      | 2021-02-01 | 2021-02-01
            a      | {again}    | 2021-03-22
        """,
            first_week="2020-12-07",
            last_week="2021-05-31",
        )
        came = registers.inflow(counted, first="2021-02", last="2021-03")
        left = registers.exits(counted, first="2021-02", last="2021-03")
        total = (came["sex"] == "alle") & (came["age"] == "alle")
        assert came.loc[total, "inflow"].sum() == courses
        total = (left["sex"] == "alle") & (left["age"] == "alle") & (left["destination"] == "alle")
        assert left.loc[total, "exits"].sum() == courses


def test_a_move_is_no_inflow_and_the_stock_follows_it():
    counted = register(
        """
        person | area | first_week | last_week
        a      | 561  | 2021-02-01 | 2021-03-01
        a      | 563  | 2021-03-08 | 2021-04-12
    """,
        first_week="2020-10-05",
        last_week="2021-08-02",
    )
    flows = registers.stock_flow(counted, first="2021-01", last="2021-06")
    total = flows[(flows["sex"] == "alle") & (flows["age"] == "alle")]
    esbjerg, fanoe = (total[total["area"] == code].set_index("month") for code in ("561", "563"))
    # March ends with the week from 22 March; the course ends with the week from 12 April.
    assert esbjerg["stock"].tolist() == [0, 1, 0, 0, 0, 0]
    assert esbjerg["moves"].tolist() == [0, 0, -1, 0, 0, 0]
    assert esbjerg["inflow"].tolist() == [0, 1, 0, 0, 0, 0]
    assert fanoe["stock"].tolist() == [0, 0, 1, 0, 0, 0]
    assert fanoe["moves"].tolist() == [0, 0, 1, 0, 0, 0]
    assert fanoe["exits"].tolist() == [0, 0, 0, 1, 0, 0]
    assert (registers.residual(flows) == 0).all()


def test_an_exit_goes_to_what_the_person_receives_when_the_gap_is_full():
    # The fourth week after that from 1 March is that from 29 March.
    counted = register("""
        person | benefit       | first_week | last_week
        a      | kontanthjaelp | 2021-02-01 | 2021-03-01
        a      | a_dagpenge    | 2021-03-29 | 2021-03-29
        b      | kontanthjaelp | 2021-02-01 | 2021-03-01
        b      | su            | 2021-03-08 | 2021-04-26
        c      | kontanthjaelp | 2021-02-01 | 2021-03-01
        c      | a_dagpenge    | 2021-03-08 | 2021-03-22
        d      | kontanthjaelp | 2021-02-01 | 2021-03-01
        d      | doed          | 2021-03-08 | 2021-06-28
    """)
    left = registers.exits(counted, first="2021-03", last="2021-03")
    kept = left[(left["benefit"] == "kontanthjaelp") & (left["sex"] == "alle") & (left["age"] == "alle")]
    assert kept.set_index("destination")["exits"].to_dict() == {
        "alle": 4,
        "a_dagpenge": 1,
        "su": 1,
        "selvforsoergende": 1,
        "doed": 1,
    }


def test_exits_are_missing_until_the_gap_has_passed():
    # March 2021 ends with the week from 22 March: its exits are final when that from 19 April is told.
    for told, final in [("2021-04-12", False), ("2021-04-19", True)]:
        counted = register(
            """
            person | first_week | last_week
            a      | 2021-01-04 | 2021-03-22
        """,
            last_week=told,
        )
        left = registers.exits(counted, first="2021-03", last="2021-03")
        assert left["exits"].notna().all() == final
        assert (left["destination"] != "alle").any() == final


@pytest.mark.parametrize(("weeks", "met"), [(41, 0), (42, 1)])
def test_42_of_52_weeks_make_somebody_long_term_unemployed_and_41_do_not(weeks, met):
    # January 2021 ends with the week from 25 January; the 52 weeks begin with that from 3 February 2020, and week 53 of
    # 2020 is one of them. One spell has the last 20 weeks, the other as many as are asked for before a break.
    last = pd.Timestamp("2021-01-25")
    early = pd.Timestamp("2020-02-03")
    counted = register(
        f"""
        person | benefit       | first_week | last_week
        a      | a_dagpenge    | {early.date()} | {(early + pd.Timedelta(weeks=weeks - 20 - 1)).date()}
        a      | kontanthjaelp | {(last - pd.Timedelta(weeks=19)).date()} | 2021-01-25
    """,
        first_week="2020-02-03",
        last_week="2021-01-25",
    )
    found = registers.long_term(counted, first="2020-12", last="2021-01")
    assert one(found, "persons", month="2021-01", area="561", benefit="kontanthjaelp") == met
    assert found.loc[found["month"] == "2020-12", "persons"].isna().all()  # 52 weeks are not told


def test_the_weeks_of_other_benefits_and_visitations_do_not_count_as_unemployment():
    counted = register("""
        person | benefit       | visitation      | first_week | last_week
        a      | kontanthjaelp | jobparat        | 2020-01-06 | 2020-12-07
        a      | kontanthjaelp | aktivitetsparat | 2020-12-14 | 2020-12-28
        b      | a_dagpenge    |                 | 2020-01-06 | 2020-12-28
        c      | sygedagpenge  |                 | 2020-01-06 | 2020-12-28
    """)
    found = registers.long_term(counted, first="2020-12", last="2020-12")
    total = found[(found["sex"] == "alle") & (found["age"] == "alle")].set_index("benefit")["persons"]
    assert total.to_dict() == {"a_dagpenge": 1, "kontanthjaelp": 0, "sygedagpenge": 0}


def test_transitions_tell_where_people_of_an_area_are_later():
    counted = register("""
        person | benefit       | area | first_week | last_week
        a      | kontanthjaelp | 561  | 2021-02-01 | 2021-03-22
        b      | kontanthjaelp | 561  | 2021-02-01 | 2021-03-01
        b      | sygedagpenge  | 563  | 2021-03-08 | 2021-03-29
        c      | kontanthjaelp | 561  | 2021-02-01 | 2021-02-22
    """)
    found = registers.transitions(counted, first="2021-02", last="2021-03", months=[1])
    assert found.astype({"to": str})[["month", "area", "benefit", "to", "persons"]].to_numpy().tolist() == [
        ["2021-02", "561", "kontanthjaelp", "kontanthjaelp", 1],
        ["2021-02", "561", "kontanthjaelp", "sygedagpenge", 1],
        ["2021-02", "561", "kontanthjaelp", "selvforsoergende", 1],  # the states come last
    ]


def test_everything_wrong_with_a_register_is_told_with_counts_only():
    written = spells("""
        person | first_week | last_week  | share
        anna   | 2021-02-02 | 2021-02-22 | 1
        bo     | 2021-02-08 | 2021-02-01 | 2
    """)
    with pytest.raises(AnalysisError) as caught:
        registers.register(written, persons(written))
    assert str(caught.value).splitlines() == [
        "spells: 3 problem(s)",
        "  - 1 row(s) have a 'first_week' that is no Monday",
        "  - 1 row(s) end before they begin",
        "  - 1 row(s) have a 'share' outside 0 to 1",
    ]
    with pytest.raises(AnalysisError, match=r"1 row\(s\) are of a person who is not in 'persons'"):
        registers.register(
            written[["person"]].join(
                spells("""
            person | first_week | last_week
            anna   | 2021-02-01 | 2021-02-22
            bo     | 2021-02-01 | 2021-02-22
        """).drop(columns="person")
            ),
            persons(written).head(1),
        )


def test_two_spells_of_one_person_on_one_benefit_may_not_overlap():
    with pytest.raises(AnalysisError, match=r"1 row\(s\) overlap another spell"):
        register("""
            person | first_week | last_week
            a      | 2021-02-01 | 2021-02-08
            a      | 2021-02-08 | 2021-02-22
        """)


def test_a_register_is_the_same_from_a_frame_from_arrow_and_from_files(tmp_path):
    rows, people = drawn(200, seed=3)
    shuffled = rows.sample(frac=1, random_state=1)
    arrow = pa.Table.from_pandas(rows, preserve_index=False)
    paths = [tmp_path / "1.parquet", tmp_path / "2.parquet"]
    pq.write_table(arrow.slice(0, 100), paths[0])
    pq.write_table(arrow.slice(100), paths[1])
    text = tuple(table.assign(person="p" + table["person"].astype(str)) for table in (rows, people))
    first, *others = [
        registers.exits(registers.register(*tables), first="2020-01", last="2020-12")
        for tables in [(rows, people), (shuffled, people), (arrow, people), (paths, people), text]
    ]
    for other in others:
        pd.testing.assert_frame_equal(first, other)
