"""Answers of StatBank, whole and spoiled, read into tables; hand-worked figures stand in statbank_source."""

import random
from typing import Any

import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.sources.cells import Remarks
from analysis.sources.statbank import answers as statbank_answers
from analysis.sources.statbank.cube import Cube
from analysis.sources.statbank.question import Question
from analysis.sources.statbank.tables import refuse, tables
from statbank_source import AGES, SEXES, answer, description, question, rows


def read(text: str, asked: Question | None = None) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """The tables in one whole answer, and the notices."""
    asked = asked or question()
    remarks, cube = Remarks(), Cube(asked.axes())
    statbank_answers.put(text, cube, asked, remarks, part=asked.codes())
    refuse("FOLK1A", remarks)
    made = tables(cube, asked.table, remarks, most_absent=0.05, retrieved="2026-08-22")
    return made, remarks.notices


def refused(text: str, asked: Question | None = None) -> str:
    with pytest.raises(AnalysisError) as error:
        read(text, asked)
    return str(error.value)


def changed(**to: str) -> list[list[str]]:
    """Whole rows with another figure in the first row of a municipality, which is everybody in it."""
    written = rows()
    first = next(row for row in written if row[0] != "000")
    for column, value in to.items():
        first[["area", "sex", "age", "period", "figure"].index(column)] = value
    return written


def test_totals_become_observations_and_single_years_the_population():
    made, notices = read(answer(rows()))
    assert notices == []
    observed = made["observations"].set_index(["area", "period"])["value"]
    assert len(observed) == (1 + 98) * 2
    assert (observed["000", "2014-Q1"], observed["561", "2014-Q2"]) == (98 * 3 * 3, 3 * 3)
    population = made["population"]
    assert len(population) == (1 + 98) * 2 * 3 * 3  # areas, quarters, sexes, ages
    women = population[(population["area"] == "561") & (population["sex"] == "kvinder")]
    assert women[["period", "age", "count"]].to_numpy().tolist() == [
        [period, age, 2] for period in ("2014-Q1", "2014-Q2") for age in range(3)
    ]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_and_columns_does_not_matter(seed: int):
    written = rows()
    random.Random(seed).shuffle(written)
    turned = answer([row[::-1] for row in written], "INDHOLD;TID;ALDER;KØN;OMRÅDE")
    assert read(turned)[0]["population"].equals(read(answer(rows()))[0]["population"])


@pytest.mark.parametrize("form", ["{text}", "{code} {text}"])
def test_texts_and_codes_with_texts_are_understood_like_codes(form: str):
    asked = question()
    texts = {one.column: one.texts for one in asked.variables}
    names = ["OMRÅDE", "KØN", "ALDER", "TID"]
    written = [
        [*(form.format(code=cell, text=texts[name][cell]) for name, cell in zip(names, row[:4], strict=True)), row[4]]
        for row in rows()
    ]
    assert read(answer(written))[0]["population"].equals(read(answer(rows()))[0]["population"])


def test_a_sign_is_missing_and_never_zero():
    written = [[*row[:4], ".." if row[0] == "561" and row[3] == "2014K2" else row[4]] for row in rows()]
    made, notices = read(answer(written))
    lost = made["observations"][made["observations"]["value"].isna()]
    assert lost[["area", "period", "status"]].to_numpy().tolist() == [["561", "2014-Q2", "missing"]]
    assert "1 of 198 area-periods have a sign in place of a figure and are kept as missing" in notices
    population = made["population"]
    assert set(population[population["area"] == "561"]["period"]) == {"2014-Q1"}


def test_a_figure_like_the_hidden_one_is_suppressed_unless_the_table_is_exact():
    # Fanø (563) with 0: nobody in an exact table, hidden in another
    written = [[*row[:4], "0" if row[0] == "563" else row[4]] for row in rows()]
    for exact, status in ((True, "final"), (False, "suppressed")):
        made, _ = read(answer(written), question(exact=exact, also_fills=None))
        fanoe = made["observations"][made["observations"]["area"] == "563"]
        assert set(fanoe["status"]) == {status}


def test_cells_that_did_not_come_are_nobody_where_the_rest_adds_up_to_the_total():
    # in Fanø nobody is 2 years old: 1 + 1 = 2 men, 2 + 2 = 4 women, 6 in all
    totals = {"TOT": "6", "1": "2", "2": "4"}
    written = [
        [*row[:4], totals[row[1]]] if row[0] == "563" and row[2] == "IALT" else row
        for row in rows()
        if not (row[0] == "563" and row[2] == "2")
    ]
    made, notices = read(answer(written))
    fanoe = made["population"][made["population"]["area"] == "563"]
    assert fanoe[fanoe["age"] == 2]["count"].tolist() == [0] * 3 * 2
    assert "6 cell(s) that did not come are 0: the other ages add up to the total" in notices


def test_an_area_without_all_its_ages_is_left_out_as_a_whole_for_that_quarter():
    written = [row for row in rows() if row[:4] != ["563", "1", "2", "2014K1"]]
    made, notices = read(answer(written))
    population = made["population"]
    assert set(population[population["area"] == "563"]["period"]) == {"2014-Q2"}
    assert "1 of 198 area-periods are absent or not whole ('563') and left out of the population" in notices


def test_a_quarter_with_totals_alone_is_kept_for_its_totals():
    written = [row for row in rows() if row[2] == "IALT" or row[3] == "2014K1"]
    made, notices = read(answer(written))
    assert set(made["population"]["period"]) == {"2014-Q1"}
    assert set(made["observations"]["period"]) == {"2014-Q1", "2014-Q2"}
    assert notices[0].startswith("1 of 2 periods came without single years of age")


def test_no_single_year_at_all_is_a_problem():
    assert "there is no single year of age at all" in refused(answer([row for row in rows() if row[2] == "IALT"]))


@pytest.mark.parametrize(("gone", "is_refused"), [(4, False), (5, True)])
def test_one_area_in_twenty_may_be_absent(gone: int, is_refused: bool):
    # 4 of 99 areas are 4.04 per cent of the area-quarters, 5 are 5.05
    absent = ["147", "151", "153", "155", "157"][:gone]
    text = answer([row for row in rows() if row[0] not in absent])
    if is_refused:
        assert "10 of 198 area-periods are absent or not whole" in refused(text)
    else:
        observed = read(text)[0]["observations"]
        assert set(observed[observed["area"] == "147"]["status"]) == {"missing"}


def test_a_quarter_without_the_country_is_refused():
    text = answer([row for row in rows() if (row[0], row[3]) != ("000", "2014K2")])
    assert "'Hele landet' has no figure in 1 of 2 periods: '2014-Q2'" in refused(text)


def test_parts_that_contradict_their_total_are_refused():
    told = refused(answer(changed(figure="10")))  # 3 x 3 = 9 are right
    assert "the single years do not add up to the total of all ages in 1 sum(s)" in told
    assert "men and women do not add up to everybody in 1 sum(s)" in told


def test_rows_that_came_twice_are_kept_once_and_contradictions_refused():
    made, notices = read(answer(rows() + rows()))
    assert made["population"].equals(read(answer(rows()))[0]["population"])
    assert notices == [f"{99 * 3 * 4 * 2} row(s) came again with the same figure and are kept once"]
    assert "1 row(s) came again with another figure" in refused(answer(rows() + changed(figure="8")))


@pytest.mark.parametrize("figure", ["abc", "1.234", "1,5", "-3", "1e5", "٣", "nan", "inf", "9" * 30, "12 "[:2] + "x"])
def test_a_cell_that_is_no_count_is_refused(figure: str):
    told = refused(answer(changed(figure=figure)))
    assert "'INDHOLD' is not a whole number from 0 to 10,000,000, nor .. for none, in 1 row(s), first in row" in told


def test_everything_wrong_is_told_at_once():
    written = changed(figure="abc")
    written[0][0], written[1][1], written[2][2] = "Atlantis", "X", "0-4"
    told = refused(answer([*written, ["101", "TOT"]]))
    assert told.startswith("FOLK1A: 5 problem(s), so nothing of it is kept")
    for part in ("1 row(s) do not fit its 5 columns", "'Atlantis'", "'X'", "'0-4'", "'INDHOLD' is not"):
        assert part in told


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("OMRÅDE;KØN;ALDER;TID;ANTAL", "lacks 1 column(s), so it is not kept: 'INDHOLD'"),
        ("OMRADE;KØN;ALDER;TIDEN;INDHOLD", "lacks 2 column(s), so it is not kept: 'OMRÅDE', 'TID'"),
        ("OMRÅDE;KØN;KØN;TID;INDHOLD", "column 'KØN' stands more than once"),
    ],
)
def test_renamed_and_doubled_columns_are_refused(head: str, told: str):
    assert told in refused(answer(rows(), head))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "its first line names no columns"),
        ("Service Unavailable", "its first line names no columns"),
        ("O\x00M\x00;\x00T\x00", "its first line names no columns"),
        ("OMRÅDE;KØN;ALDER;TID;INDHOLD\r\n", "a head and no rows"),
        ('OMRÅDE;KØN;ALDER;TID;INDHOLD\r\n"000;TOT;IALT;2014K1;1\r\n', "do not fit its 5 columns"),
    ],
)
def test_what_is_no_table_is_refused(text: str, told: str):
    assert told in refused(text)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_an_answer_that_was_cut_is_refused(share: float):
    text = answer(rows())
    assert "so nothing of it is kept" in refused(text[: int(len(text) * share)])


def test_a_last_row_without_an_end_is_a_problem_since_its_figure_may_be_cut():
    assert "the last row has no end: it may be cut, and is left out" in refused(answer(rows()).rstrip())


def test_areas_outside_the_municipalities_are_left_out_and_counted():
    outside = [["411", sex, age, quarter, "0"] for sex in SEXES for age in AGES for quarter in ("2014K1", "2014K2")]
    made, notices = read(answer(rows() + outside))
    assert notices == ["24 row(s) of areas that are no municipality are left out: '411'"]
    assert set(made["observations"]["area"]) == set(made["population"]["area"])
    assert "411" not in set(made["observations"]["area"])


def test_the_distance_of_the_sum_from_the_country_is_told():
    more = {"TOT": 1, "1": 1, "2": 0}
    written: list[list[Any]] = [
        [*row[:4], str(int(row[4]) + more[row[1]])] if row[0] == "000" and row[2] in ("IALT", "0") else row
        for row in rows()
    ]
    _, notices = read(answer(written))
    assert notices == [
        "the municipalities do not add up to the country in 2 of 2 periods; furthest apart in 2014-Q1: 882 against 883"
    ]


def test_a_labour_force_is_kept_by_year():
    variables = {"OMRÅDE": {"becomes": "area"}, "Tid": {"becomes": "period"}}
    described = description(Tid={"2014": "2014"})
    asked = question(described, variables=variables, measures=None, also_fills=["labour_force"])
    written = [[row[0], "2014", row[4]] for row in rows(quarters=("2014K1",)) if row[1:3] == ["TOT", "IALT"]]
    made, _ = read(answer(written, "OMRÅDE;TID;INDHOLD"), asked)
    assert made["labour_force"].loc[made["labour_force"]["area"] == "561"].to_numpy().tolist() == [["561", "2014", 9]]
