"""Numbers as people write them, and what a column of them tells of its decimal mark."""

import math

import pytest

from analysis.sources.exports import figures
from analysis.sources.exports.figures import DANISH, ENGLISH, Signs, Written
from analysis.sources.exports.values import Cell, Percent

SIGNS = Signs(frozenset({"*", "x", "-"}), frozenset({".", ".."}))
COUNT, SHARE = "personer", "pct."


def column(*cells: Cell, unit: str = COUNT) -> list[Written]:
    return [figures.written(cell, signs=SIGNS, per_cent=unit == SHARE) for cell in cells]


def way(*cells: Cell, unit: str = COUNT, elsewhere: str = "") -> str:
    written = column(*cells, unit=unit)
    forced, mixed = figures.way(written)
    assert not mixed
    return forced or figures.likely(written, unit=unit, elsewhere={elsewhere} - {""})


@pytest.mark.parametrize(
    ("cell", "danish", "english"),
    [
        ("656", 656, 656),
        ("22.014", 22014, 22.014),
        ("1.000", 1000, 1),
        ("1,234", 1.234, 1234),
        ("1.234.567", 1234567, None),
        ("17,6", 17.6, None),
        ("17.6", None, 17.6),
        ("1.234,5", 1234.5, None),
        ("1,234.5", None, 1234.5),
        ("22\u00a0014", 22014, 22014),
        ("22 014,5", 22014.5, None),
        ("0.123", None, 0.123),
        ("1234,567", 1234.567, None),
        ("\u22125", -5, -5),
        (6.25, 6.25, 6.25),
    ],
)
def test_a_number_has_the_readings_that_each_way_of_writing_allows(
    cell: Cell, danish: float | None, english: float | None
):
    readings = figures.written(cell, signs=SIGNS, per_cent=False).readings
    assert (readings.get(DANISH), readings.get(ENGLISH)) == (danish, english)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("1.00.0", "digits that make no number"),
        ("1 2", "digits that make no number"),
        ("007", "digits that make no number"),
        ("5,", "digits that make no number"),
        ("3-4", "text"),
        ("ca. 5", "text"),
        ("1E5", "text"),
        ("nan", "text"),
        ("\u0665", "digits that make no number"),
        ("=1+1", "a formula"),
        (True, "true or false"),
    ],
)
def test_what_is_no_number_is_told_by_its_kind(cell: Cell, problem: str):
    assert figures.written(cell, signs=SIGNS, per_cent=False).problem == problem


@pytest.mark.parametrize(
    ("sign", "status"),
    [
        ("*", "suppressed"),
        ("X", "suppressed"),
        ("-", "suppressed"),
        ("\u2013", "suppressed"),
        (".", "missing"),
        ("..", "missing"),
    ],
)
def test_a_sign_keeps_its_reason_and_is_never_zero(sign: str, status: str):
    written = figures.written(sign, signs=SIGNS, per_cent=False)
    assert (written.status, written.readings) == (status, {})


def test_blank_is_missing():
    assert figures.written("\u00a0 ", signs=SIGNS, per_cent=False).status == "missing"


def test_a_percentage_keeps_its_size_as_text_and_as_a_format():
    # 4.9 per cent three times: as text, with a sign, and as Excel keeps it
    read = column("4,9", "4,9 %", Percent(0.049), unit=SHARE)
    assert [one.readings[DANISH] for one in read] == [4.9, 4.9, 4.9]


def test_one_cell_with_a_clear_mark_tells_for_the_column():
    assert way("1.000", "2.000", "17,5", unit="") == DANISH
    assert way("1.000", "2.000", "17.5", unit="") == ENGLISH


def test_whole_persons_tell_that_a_mark_is_of_thousands():
    assert way("1.000", "2.345") == DANISH
    assert way("1,000", "2,345") == ENGLISH


def test_percentages_of_at_most_100_tell_that_a_mark_is_of_decimals():
    assert way("1.234", "2.345", unit=SHARE) == ENGLISH
    assert way("1,234", "2,345", unit=SHARE) == DANISH


def test_whole_thousands_alone_can_be_read_in_two_ways_and_are_refused():
    assert way("1.000", "2.000") == ""


def test_another_column_of_the_sheet_tells_where_the_column_itself_does_not():
    assert way("1.000", "2.000", elsewhere=DANISH) == DANISH


def test_another_column_is_not_believed_against_the_unit():
    assert way("1.234", "2.000", elsewhere=ENGLISH) == ""  # 1.234 persons are none


def test_two_decimal_marks_in_a_column_are_told_apart_by_the_minority():
    forced, mixed = figures.way(column("1,5", "2,5", "3.5", unit=SHARE))
    assert (forced, list(mixed.values())) == ("", [[2]])


@pytest.mark.parametrize(
    ("value", "unit", "kind"),
    [
        (-1, COUNT, "a number below 0"),
        (0, COUNT, ""),
        (0.5, COUNT, "a count that is no whole number"),
        (100, SHARE, ""),
        (100.1, SHARE, "a percentage above 100"),
        (-0.1, SHARE, "a number below 0"),
        (-5, "", ""),
        (math.inf, "", "a number too large to keep"),
        (2**53 + 2, COUNT, "a number too large to keep"),
    ],
)
def test_a_figure_is_held_to_its_unit(value: float, unit: str, kind: str):
    assert figures.impossible(value, unit) == kind
