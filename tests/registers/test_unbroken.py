import numpy as np
import pytest

from analysis.registers.numbers.weeks import monday, number
from analysis.registers.paths.receiving import receiving
from analysis.registers.paths.unbroken import Unbroken, unbroken
from registered import register

# 2020-01-06 is the Monday of week 2; the weeks after are 13, 20, 27 January, 3, 10, 17 and 24 February.
SPELLS = """
    person | benefit      | first_week | last_week
    a      | sygedagpenge | 2020-01-06 | 2020-01-13
    a      | jobafklaring | 2020-01-13 | 2020-02-03
    a      | sygedagpenge | 2020-02-17 | 2020-02-24
    b      | sygedagpenge | 2020-01-06 | 2020-02-24
    b      | jobafklaring | 2020-01-13 | 2020-01-20
    b      | sygedagpenge | 2020-03-02 | 2020-03-02
"""


def weeks(found: Unbroken, person: int) -> list[tuple[str, str]]:
    kept = found.person == person
    return [
        (str(monday(first)), str(monday(last))) for first, last in zip(found.first[kept], found.last[kept], strict=True)
    ]


def test_spells_on_several_benefits_make_one_stretch_until_a_week_without_any():
    of = register(SPELLS)
    together = unbroken(of, ["sygedagpenge", "jobafklaring"])
    assert weeks(together, 0) == [("2020-01-06", "2020-02-03"), ("2020-02-17", "2020-02-24")]
    assert weeks(together, 1) == [("2020-01-06", "2020-03-02")]  # the two spells of b follow week on week


@pytest.mark.parametrize(("gap", "stretches"), [(1, 2), (2, 1)])
def test_a_gap_of_so_many_weeks_ends_a_stretch(gap, stretches):
    assert len(weeks(unbroken(register(SPELLS), ["sygedagpenge", "jobafklaring"], gap=gap), 0)) == stretches


def test_a_stretch_knows_the_spells_of_its_first_and_last_week():
    of = register(SPELLS)
    found = unbroken(of, ["sygedagpenge", "jobafklaring"])
    assert (of.first[found.start] == found.first).all()
    assert (of.last[found.end] == found.last).all()


def test_weeks_in_a_span_are_counted_once_whoever_is_asked_for():
    found = unbroken(register(SPELLS), ["sygedagpenge", "jobafklaring"])
    a, b, nobody = np.array([0]), np.array([1]), np.array([7])
    low, high = np.array([number("2020-01-27")]), np.array([number("2020-02-17")])
    assert found.between(a, low, high).tolist() == [3]  # 27 January, 3 and 17 February; not the 10th
    assert found.between(b, low, high).tolist() == [4]
    assert found.between(nobody, low, high).tolist() == [0]
    assert found.between(a, high, low).tolist() == [0]


def test_the_stretch_of_a_week_is_found():
    found = unbroken(register(SPELLS), ["sygedagpenge"], gap=4)
    person = np.zeros(3, dtype=int)
    week = np.array([number(day) for day in ("2019-12-30", "2020-01-20", "2020-03-02")])
    assert found.holding(person, week).tolist() == [-1, -1, -1]  # between its two spells there are four weeks
    assert found.holding(person, np.full(3, number("2020-02-24"))).tolist() == [1, 1, 1]
    assert unbroken(register(SPELLS), []).holding(person, week).tolist() == [-1, -1, -1]


def test_what_began_last_is_received_and_what_outlasts_it_afterwards():
    of = register(SPELLS)
    days = ["2020-01-13", "2020-01-27", "2020-02-10", "2020-03-02"]
    week = np.array([number(day) for day in days])
    names = [of.benefits[of.benefit[row]] if row >= 0 else "" for row in receiving(of, np.ones(4, dtype=int), week)]
    assert names == ["jobafklaring", "sygedagpenge", "sygedagpenge", "sygedagpenge"]
    assert receiving(of, np.zeros(1, dtype=int), np.array([number("2020-02-10")])).tolist() == [-1]
    assert receiving(of, np.zeros(1, dtype=int), np.array([number("2019-12-30")])).tolist() == [-1]


def test_a_gap_is_at_least_a_week():
    with pytest.raises(ValueError, match="at least one week"):
        unbroken(register(SPELLS), ["sygedagpenge"], gap=0)
