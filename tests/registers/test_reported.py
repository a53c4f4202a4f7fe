import numpy as np
import pytest

from analysis.registers.numbers.reported import Reported, by_month, by_quarter
from analysis.registers.numbers.weeks import Calendar

AREAS = ("", "479", "482", "561", "563")
ALL = ["479", "482", "561", "563"]


def test_a_quarter_is_given_when_all_its_months_are():
    quarters = by_quarter(Calendar("2019-02", "2019-12"))
    assert quarters.labels == ["2019-Q2", "2019-Q3", "2019-Q4"]
    assert quarters.months == ["2019-06", "2019-09", "2019-12"]
    calendar = Calendar("2019-02", "2019-12")
    assert quarters.opens[0] == calendar.opens[2]
    assert quarters.closes[-1] == calendar.closes[-1]
    assert quarters.of(np.array([quarters.opens[0] - 1, quarters.opens[0], quarters.closes[0] + 1])).tolist() == [
        -1,
        0,
        1,
    ]
    assert quarters.of(np.array([quarters.closes[-1] + 1])).tolist() == [-1]
    assert by_quarter(Calendar("2019-02", "2019-03")).labels == []


def test_a_jobcenter_adds_up_those_it_serves_and_the_country_has_those_of_no_municipality():
    reported, months = Reported(AREAS, ALL), by_month(Calendar("2019-01", "2019-01"))
    assert reported.codes(months) == [
        *(("municipality", code) for code in ALL), ("jobcenter", "561"), ("country", "000")
    ]  # fmt: skip
    assert reported.added(np.array([[1, 2, 3, 4, 5]]), months).tolist() == [[2, 3, 4, 5, 4 + 5, 1 + 2 + 3 + 4 + 5]]


def test_a_jobcenter_is_missing_in_the_months_in_which_it_served_one_municipality():
    # Langeland (482) left Jobcenter Svendborg (479) at the end of 2012.
    reported, months = Reported(AREAS, ALL), by_month(Calendar("2012-12", "2013-01"))
    table = np.array([[0, 2, 3, 4, 5], [0, 2, 3, 4, 5]])
    assert reported.hosts(months) == ["479", "561"]
    found = reported.added(table, months)[:, 4:]
    np.testing.assert_array_equal(found, [[2 + 3, 4 + 5, 14], [np.nan, 9, 14]])
    assert reported.shared("2013-01") == {"561": ("561", "563")}


def test_a_municipality_where_nobody_is_has_0():
    reported, months = Reported(("561",), ["101", "561"]), by_month(Calendar("2019-01", "2019-01"))
    assert reported.added(np.array([[7]]), months).tolist() == [[0, 7, 7, 7]]


def test_persons_are_distinct_in_each_area_also_in_a_jobcenter():
    reported, months = Reported(AREAS, ALL), by_month(Calendar("2019-01", "2019-02"))
    # Person 0 moves from Esbjerg to Fanø in January, 1 is in Fanø twice, 2 has no municipality, 3 is in Svendborg.
    person = np.array([0, 0, 1, 1, 2, 3, 0])
    period = np.array([0, 0, 0, 0, 0, 0, 1])
    area = np.array([3, 4, 4, 4, 0, 1, 3])
    found = reported.distinct(person, period, area, months)
    assert found.tolist() == [[1, 0, 1, 2, 2, 4], [0, 0, 1, 0, 1, 1]]


def test_figures_of_municipalities_are_widened_by_jobcentres():
    reported, months = Reported(AREAS, ALL), by_month(Calendar("2019-01", "2019-01"))
    assert reported.widened(np.array([[1.0, 2.0, 3.0, 4.0, 99.0]]), months).tolist() == [[1, 2, 3, 4, 7, 99]]


@pytest.mark.parametrize("month", ["2006-12", "1995-01"])
def test_there_are_no_jobcentres_before_2007(month):
    assert Reported(AREAS, ALL).shared(month) == {}
