"""Periods are text in one form; what could be read in two ways is refused."""

import datetime

import pytest

from analysis import periods
from analysis.errors import AnalysisError


@pytest.mark.parametrize("text", ["2012-12", "2012-01", "2012-Q4", "2012-H2", "2012", "2012-12R12"])
def test_a_canonical_period_is_read_as_itself(text: str) -> None:
    assert periods.parse(text) == text


@pytest.mark.parametrize(
    ("text", "period"),
    [
        *[("2026M07", "2026-07"), ("2026m07", "2026-07"), (" 2026M07 ", "2026-07")],
        *[("2014K1", "2014-Q1"), ("2014Q1", "2014-Q1"), ("2014KV1", "2014-Q1"), ("2014Q01", "2014-Q1")],
        *[("2012H2", "2012-H2"), ("2012-q4", "2012-Q4"), ("2012-12r12", "2012-12R12")],
        *[("dec 12", "2012-12"), ("dec. 12", "2012-12"), ("dec-12", "2012-12"), ("Dec 2012", "2012-12")],
        *[("december 2012", "2012-12"), ("december\u00a02012", "2012-12"), ("sept. 2018", "2018-09")],
        *[("2020QMAT02", "2020-06R12"), ("2022qmat04", "2022-12R12")],
        *[("maj 2019", "2019-05"), ("okt 19", "2019-10"), ("marts 2011", "2011-03"), ("jan 07", "2007-01")],
    ],
)
def test_what_sources_and_danish_readers_write_is_read(text: str, period: str) -> None:
    assert periods.parse(text) == period


def test_a_year_of_two_digits_turns_at_ninety() -> None:
    assert periods.parse("dec 89") == "2089-12"
    assert periods.parse("dec 90") == "1990-12"


@pytest.mark.parametrize(
    "text",
    [
        "2026-13",
        "2012-00",
        "2026M13",
        "2012M00",
        "2012-Q0",
        "2012-Q5",
        "2014K5",
        "2012H3",
        "2012H0",
        "2012-13R12",
    ],
)
def test_a_month_quarter_or_half_that_does_not_exist_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(AnalysisError, match="months are 01 to 12, quarters 1 to 4, half-years 1 and 2"):
        periods.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        *[
            "",
            " ",
            "12",
            "dec",
            "201212",
            "12/2012",
            "12-2012",
            "2012-1",
            "2012/12",
            "2012-12-31",
            "12. dec 2012",
        ],
        *[
            "12 dec",
            "31 december",
            "dec 12 2012",
            "dec 123",
            "may 2012",
            "oct 2012",
            "dez 2012",
            "2012-W05",
            "6700",
        ],
        *["2012R12", "2012-12R6", "2020QMAT05", "²012", "2012-12\n2012-11", "latest"],
    ],
)
def test_ambiguous_and_foreign_text_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(AnalysisError, match="A period is written 2012-12, 2012-Q4"):
        periods.parse(text)


def test_a_number_instead_of_text_is_refused_clearly() -> None:
    with pytest.raises(AnalysisError, match='write "2012" in quotation marks'):
        periods.parse(2012)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("period", "kind", "first", "last"),
    [
        ("2012-12", "month", "2012-12", "2012-12"),
        ("2012-Q1", "quarter", "2012-01", "2012-03"),
        ("2012-Q4", "quarter", "2012-10", "2012-12"),
        ("2012-H1", "half", "2012-01", "2012-06"),
        ("2012-H2", "half", "2012-07", "2012-12"),
        ("2012", "year", "2012-01", "2012-12"),
        ("2012-12R12", "rolling", "2012-01", "2012-12"),
        ("2013-03R12", "rolling", "2012-04", "2013-03"),
    ],
)
def test_each_kind_of_period_has_a_first_and_a_last_month(period: str, kind: str, first: str, last: str) -> None:
    assert (periods.kind(period), periods.first_month(period), periods.last_month(period)) == (
        kind,
        first,
        last,
    )


@pytest.mark.parametrize(
    ("period", "months", "expected"),
    [
        *[
            ("2019-12", 1, "2020-01"),
            ("2020-01", -1, "2019-12"),
            ("2019-12", -12, "2018-12"),
            ("2019-12", 0, "2019-12"),
        ],
        *[("2019-Q4", -12, "2018-Q4"), ("2019-Q4", 3, "2020-Q1"), ("2019-Q1", -3, "2018-Q4")],
        *[("2019-H1", -6, "2018-H2"), ("2019-H2", 12, "2020-H2")],
        *[("2019", 12, "2020"), ("2019", -24, "2017")],
        *[("2019-12R12", -12, "2018-12R12"), ("2019-12R12", 1, "2020-01R12")],
    ],
)
def test_a_period_shifts_within_its_kind(period: str, months: int, expected: str) -> None:
    assert periods.shift(period, months) == expected


@pytest.mark.parametrize(("period", "months"), [("2019-Q4", 1), ("2019-Q4", -4), ("2019-H1", 3), ("2019", 6)])
def test_a_shift_by_a_part_of_a_period_is_refused(period: str, months: int) -> None:
    with pytest.raises(AnalysisError, match=f"{period} cannot shift by {months} months"):
        periods.shift(period, months)


def test_a_shift_there_and_back_ends_where_it_began() -> None:
    for months in range(-30, 31):
        assert periods.shift(periods.shift("2019-05", months), -months) == "2019-05"


@pytest.mark.parametrize("text", ["2026M07", "dec 12", "2012-13", ""])
def test_only_canonical_text_is_computed_with(text: str) -> None:
    for ask in (periods.kind, periods.last_month, periods.first_month, lambda text: periods.shift(text, 12)):
        with pytest.raises(AnalysisError, match=r"periods\.parse makes it one"):
            ask(text)


def test_months_count_the_first_and_the_last() -> None:
    assert periods.months("2019-12", "2019-12") == ["2019-12"]
    assert periods.months("2018-11", "2019-02") == ["2018-11", "2018-12", "2019-01", "2019-02"]
    assert len(periods.months("2007-01", "2026-07")) == 19 * 12 + 7


def test_months_of_longer_periods_run_from_the_first_to_the_last() -> None:
    assert periods.months("2019-Q4", "2019-Q4") == ["2019-10", "2019-11", "2019-12"]
    assert periods.months("2019-02R12", "2019-02R12")[0] == "2018-03"


def test_months_that_run_backwards_are_refused() -> None:
    with pytest.raises(AnalysisError, match="No months lie from 2019-12 to 2019-11"):
        periods.months("2019-12", "2019-11")


def test_years_with_53_iso_weeks_are_those_of_the_calendar() -> None:
    assert [year for year in range(2004, 2027) if periods.iso_weeks(year) == 53] == [
        2004,
        2009,
        2015,
        2020,
        2026,
    ]
    assert periods.iso_weeks(2019) == 52


@pytest.mark.parametrize(
    ("week", "month"),
    [
        ("2020-W53", "2020-12"),  # Thursday 31 December 2020
        ("2021-W01", "2021-01"),  # Thursday 7 January 2021
        ("2019-W01", "2019-01"),  # begins on Monday 31 December 2018; Thursday 3 January
        ("2015-W53", "2015-12"),  # Thursday 31 December 2015
        ("2019-W05", "2019-01"),  # Thursday 31 January
        ("2019-W09", "2019-02"),  # Thursday 28 February
    ],
)
def test_a_week_belongs_to_the_month_of_its_thursday(week: str, month: str) -> None:
    assert periods.week_month(week) == month


def test_every_week_of_two_decades_lies_in_the_month_of_its_thursday() -> None:
    thursday = datetime.date(2007, 1, 4)
    while thursday < datetime.date(2027, 1, 1):
        year, week, _ = thursday.isocalendar()
        assert periods.week_month(f"{year}-W{week:02d}") == f"{thursday:%Y-%m}"
        thursday += datetime.timedelta(weeks=1)


@pytest.mark.parametrize("week", ["2021-W53", "2020-W54", "2020-W00"])
def test_a_week_that_the_year_does_not_have_is_refused(week: str) -> None:
    with pytest.raises(AnalysisError, match="There is no week"):
        periods.week_month(week)


@pytest.mark.parametrize("week", ["2020W53", "2020-53", "2020-W5", "2020-12", ""])
def test_what_is_not_a_week_is_refused(week: str) -> None:
    with pytest.raises(AnalysisError, match="is not a week such as 2020-W53"):
        periods.week_month(week)
