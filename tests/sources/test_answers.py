import math
from typing import Any

import pytest
from small_source import COLUMNS, source, whole_country

from analysis.errors import AnalysisError
from analysis.sources import answers
from analysis.sources.answers import Reading
from analysis.sources.declared import Source

JULY = ["2026M07", "Hele landet", 91583, 3.0]
BENEFITS = {
    "Ydelse": {"becomes": "benefit", "labels": {"I alt": "alle", "A-dagpenge": "a_dagpenge"}},
}


def read(*rows: list[Any], columns: list[str] = COLUMNS, declared: Source | None = None) -> Reading:
    declared = declared or source()
    return answers.read({"columns": columns, "rows": list(rows)}, declared.tables["t1"], declared)


def test_months_and_areas_become_codes_and_numbers_stay_exact():
    reading = read(JULY)
    assert reading.rows.to_dict("records") == [{"area": "000", "period": "2026-07", "ledige": 91583.0, "andel": 3.0}]
    assert (reading.remarks.problems, reading.remarks.notices) == ([], [])


def test_null_stays_a_gap_and_zero_stays_zero():
    reading = read(JULY, ["2026M06", "Hele landet", None, 0.0])
    assert math.isnan(reading.rows["ledige"].iloc[1])
    assert reading.rows["andel"].iloc[1] == 0.0


@pytest.mark.parametrize("cell", ["12", "", "..", True, float("nan"), float("inf"), 2**53 + 2, [1], {}])
def test_a_cell_that_is_no_number_is_a_problem_with_its_column_and_count(cell: object):
    reading = read(JULY, ["2026M06", "Hele landet", cell, 3.0])
    assert reading.remarks.problems == ["'Antal' is no number in 1 row(s)"]


def test_negative_figures_and_percentages_above_a_hundred_are_problems():
    reading = read(JULY, ["2026M06", "Hele landet", -1, 100.1], ["2026M05", "Hele landet", 101, 100.0])
    assert reading.remarks.problems == [
        "'Antal' is below 0 in 1 row(s)",
        "'Andel (pct.)' is above 100 in 1 row(s)",
    ]


def test_a_column_without_any_figure_is_a_problem_unless_it_is_declared():
    empty = ["2026M07", "Hele landet", None, 3.0]
    assert read(empty).remarks.problems == [
        "'Antal' has no figure at all; where that is right, declare 'may_be_empty: true'"
    ]
    allowed = source(measures={"Antal": {"measure": "ledige", "unit": "personer", "may_be_empty": True}})
    assert read(empty, declared=allowed).remarks.problems == []


def test_columns_that_are_not_declared_are_passed_over():
    reading = read([*JULY, "x"], columns=[*COLUMNS, "Noget nyt"])
    assert list(reading.rows.columns) == ["area", "period", "ledige", "andel"]


def test_renamed_columns_are_an_error_that_names_them_and_what_came_instead():
    with pytest.raises(AnalysisError) as error:
        read(JULY, columns=["Periode", "Område", "Antal personer", "Pct."])
    assert str(error.value).splitlines() == [
        "t1: 2 declared column(s) did not come, so the answer is not kept",
        "  - 'Antal' (params/sources.yml at jobindsats.tables.t1.measures.Antal)",
        "  - 'Andel (pct.)' (params/sources.yml at jobindsats.tables.t1.measures.Andel (pct.))",
        "What came: 'Periode', 'Område', 'Antal personer', 'Pct.'.",
        "Where the source has renamed a column, declare its new name; else try again later.",
    ]


@pytest.mark.parametrize(
    "answer",
    [None, [], {}, {"columns": COLUMNS}, {"columns": "x", "rows": []}, {"columns": COLUMNS, "rows": []},
     {"columns": COLUMNS, "rows": [JULY[:3]]}, {"columns": COLUMNS, "rows": ["2026M07"]},
     {"columns": [*COLUMNS, "Antal"], "rows": [[*JULY, 3]]}, {"error": "down"}],
)  # fmt: skip
def test_an_answer_that_is_no_table_is_an_error(answer: object):
    declared = source()
    with pytest.raises(AnalysisError, match=r"^t1: "):
        answers.read(answer, declared.tables["t1"], declared)


def test_areas_that_are_declared_as_left_out_are_counted_in_a_notice():
    reading = read(
        JULY,
        ["2026M07", "Udlandet", 5, 1.0],
        ["2026M07", "udlandet ", 5, 1.0],
        ["2026M07", "Esbjerg", 5, 1.0],
    )
    assert len(reading.rows) == 1
    assert reading.remarks.notices == [
        "3 row(s) of areas that are not kept are left out: 'Esbjerg', 'Udlandet', 'udlandet '"
    ]


@pytest.mark.parametrize("name", ["Atlantis", "", None, 561.5])
def test_an_unknown_area_is_a_problem(name: object):
    problems = read(JULY, ["2026M07", name, 5, 1.0]).remarks.problems
    assert len(problems) == 1
    assert problems[0].startswith(f"'Område' names areas that are not known: '{name}'; add an alias")


@pytest.mark.parametrize("text", ["2026", "2026K3", "", None, 202607, "2026M13"])
def test_a_period_that_is_no_month_is_a_problem(text: object):
    assert read(JULY, [text, "Hele landet", 5, 1.0]).remarks.problems == [
        "'Periode' is no month such as 2026M07 in 1 row(s)"
    ]


def test_labels_become_benefits_and_others_are_left_out_with_a_notice():
    declared = source(benefit=None, dimensions=BENEFITS)
    columns = ["Periode", "Område", "Ydelse", "Antal", "Andel (pct.)"]
    rows = [["2026M07", "Hele landet", label, 5, 1.0] for label in ("I alt", "A-dagpenge", "SU", "SU")]
    reading = read(*rows[:3], columns=columns, declared=declared)
    assert reading.rows["benefit"].tolist() == ["alle", "a_dagpenge"]
    assert reading.remarks.notices == ["1 row(s) of other 'Ydelse' are left out: 'SU'"]


def test_a_declared_label_that_never_comes_is_a_problem():
    declared = source(benefit=None, dimensions=BENEFITS)
    columns = ["Periode", "Område", "Ydelse", "Antal", "Andel (pct.)"]
    reading = read(["2026M07", "Hele landet", "I alt", 5, 1.0], columns=columns, declared=declared)
    assert reading.remarks.problems == ["'Ydelse' never has the declared label 'A-dagpenge'"]


def test_one_label_can_be_kept_and_its_column_dropped():
    declared = source(dimensions={"A-kasse": {"keep": "I alt"}})
    columns = ["Periode", "Område", "A-kasse", "Antal", "Andel (pct.)"]
    rows = [["2026M07", "Hele landet", label, 5, 1.0] for label in ("I alt", "3F", "HK")]
    reading = read(*rows, columns=columns, declared=declared)
    assert list(reading.rows.columns) == ["area", "period", "ledige", "andel"]
    assert reading.remarks.notices == ["2 row(s) of other 'A-kasse' are left out: '3F', 'HK'"]


def test_a_row_that_comes_twice_alike_is_kept_once_with_a_notice():
    reading = read(JULY, JULY, ["2026M06", "Hele landet", None, 1.0], ["2026M06", "Hele landet", None, 1.0])
    assert len(reading.rows) == 2
    assert reading.remarks.notices == ["2 row(s) came again with the same figures and are kept once"]


@pytest.mark.parametrize("other", [91584, None])
def test_a_row_that_comes_twice_with_different_figures_is_a_problem(other: int | None):
    assert read(JULY, ["2026M07", "Hele landet", other, 3.0]).remarks.problems == [
        "1 row(s) came again with other figures"
    ]


def test_everything_that_is_wrong_is_said_at_once():
    reading = read(JULY, ["2026", "Atlantis", "x", 101.0], [*JULY[:2], 1, 1.0])
    assert len(reading.remarks.problems) == 5


def test_every_municipality_is_recognised_by_the_name_that_the_source_gives_it():
    reading = read(*whole_country("2026-07", "2026-07"), declared=source(covers="municipalities"))
    assert reading.rows["area"].nunique() == 1 + 98
    assert reading.remarks.problems == []
