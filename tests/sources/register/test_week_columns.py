import datetime as dt

import pytest

from analysis.periods import iso_weeks
from analysis.sources.register.weeks import ORIGIN, column, full_year, number, week_columns


def test_two_digit_years_are_in_the_1900s_from_90_on():
    found = week_columns(["y_9001", "y_8952"])
    assert [full_year(90), full_year(89)] == [1990, 2089]
    assert found.names == ["y_9001", "y_8952"]  # 2089 lies 99 years after 1990
    assert found.mondays[0] == dt.date(1990, 1, 1) == ORIGIN


@pytest.mark.parametrize("year", [2009, 2015, 2020, 2026])
def test_a_year_of_53_weeks_goes_on_without_a_gap(year: int):
    two, following = year % 100, (year + 1) % 100
    found = week_columns([f"y_{two}52" if two > 9 else f"y_0{two}52", f"y_{two:02d}53", f"y_{following:02d}01"])
    assert found.problems == []
    assert [(b - a).days for a, b in zip(found.mondays, found.mondays[1:], strict=False)] == [7, 7]


@pytest.mark.parametrize("name", ["y_1053", "y_0754", "y_0700", "y_07"])
def test_a_week_that_there_is_not_is_named(name: str):
    assert len(week_columns([name]).problems) == 1
    assert name in week_columns([name]).problems[0]


def test_weeks_are_put_in_the_order_of_time():
    assert week_columns(["y_1001", "y_0952", "y_0953"]).names == ["y_0952", "y_0953", "y_1001"]
    assert week_columns(["y_0001", "y_9952"]).names == ["y_9952", "y_0001"]


def test_weeks_that_are_missing_in_the_middle_are_named():
    assert week_columns(["y_0952", "y_1002"]).problems == [
        "2 week(s) are missing between 'y_0952' and 'y_1002': y_0953, y_1001"
    ]


def test_a_week_that_comes_twice_is_named_whatever_its_case():
    assert week_columns(["y_0952", "Y_0952"]).problems == ["the week 'Y_0952' stands twice"]


def test_every_week_of_forty_years_has_a_column_and_a_number():
    names = [f"y_{year % 100:02d}{week:02d}" for year in range(1990, 2030) for week in range(1, iso_weeks(year) + 1)]
    found = week_columns(reversed(names))
    assert found.problems == []
    assert [column(monday) for monday in found.mondays] == names
    assert [number(monday) for monday in found.mondays] == list(range(len(names)))
