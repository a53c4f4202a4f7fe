import datetime as dt

import numpy as np
import pytest

from analysis import benefits
from analysis.sources.register.spells_from_weeks import Calendar, calendar, runs
from analysis.sources.register.weeks import ORIGIN

FIRST = dt.date(2009, 12, 21)  # week 52 of 2009; 53 follows


def mondays(count: int, first: dt.date = FIRST) -> list[dt.date]:
    return [first + dt.timedelta(weeks=at) for at in range(count)]


def convert(
    rows: list[list[int]], *, first: dt.date = FIRST, areas: list[list[int]] | None = None
) -> list[tuple[object, ...]]:
    """Person, benefit, place of the area, and first and last week, counted from the first of the file."""
    table = np.array(rows, np.int16)
    weeks = calendar(mondays(table.shape[1], first))
    places = np.array(areas if areas else [[1] * table.shape[1]] * len(rows), np.uint8)
    none = np.zeros(len(rows), np.uint8)
    found = runs(
        iter(np.ascontiguousarray(table.T)),
        weeks,
        rows=len(rows),
        areas=lambda week: places[:, week],
        visitations=lambda week: none,
        traits_change=lambda week: True,
    )
    return sorted(
        (int(row), weeks.ids[benefit], int(area), int(begin) - weeks.numbers[0], int(end) - weeks.numbers[0])
        for part in found
        for row, benefit, area, _, begin, end in zip(*part, strict=True)
    )


def test_a_run_goes_on_over_week_53_and_the_turn_of_the_year():
    assert convert([[111, 111, 111, 111]]) == [(0, "a_dagpenge", 1, 0, 3)]


def test_a_blank_week_ends_a_spell_and_begins_none():
    assert convert([[0, 111, 0, 111, 0]]) == [(0, "a_dagpenge", 1, 1, 1), (0, "a_dagpenge", 1, 3, 3)]
    assert convert([[0, 0, 0]]) == []


def test_codes_of_the_same_benefit_are_one_spell():
    assert convert([[130, 138, 733, 890]]) == [(0, "kontanthjaelp", 1, 0, 2), (0, "sygedagpenge", 1, 3, 3)]


def test_a_move_parts_a_spell_and_a_move_in_a_blank_week_does_not():
    assert convert([[111, 111, 111], [111, 0, 111]], areas=[[1, 2, 2], [1, 2, 2]]) == [
        (0, "a_dagpenge", 1, 0, 0),
        (0, "a_dagpenge", 2, 1, 2),
        (1, "a_dagpenge", 1, 0, 0),
        (1, "a_dagpenge", 2, 2, 2),
    ]


def test_a_code_without_a_benefit_keeps_its_weeks_under_its_number():
    assert convert([[412, 412, 413]]) == [(0, "dream_412", 1, 0, 1), (0, "dream_413", 1, 2, 2)]


def test_a_code_changes_its_benefit_in_the_week_whose_thursday_is_in_the_first_month():
    # 152 is integrationsydelse to 2019-12 and sho from 2020-01; 30 December 2019 begins a week whose Thursday is
    # 2 January
    assert convert([[152, 152]], first=dt.date(2019, 12, 23)) == [
        (0, "integrationsydelse", 1, 0, 0),
        (0, "sho", 1, 1, 1),
    ]


def test_a_code_counts_in_the_last_week_that_has_a_day_of_its_benefit():
    # sho ends with June 2025; 30 June is the Monday of a week whose Thursday is in July
    assert convert([[152, 152]], first=dt.date(2025, 6, 30)) == [(0, "dream_152", 1, 1, 1), (0, "sho", 1, 0, 0)]


def test_dead_emigrated_and_old_age_pension_are_spells_for_as_long_as_their_code_stands():
    assert convert([[111, 999, 999, 999], [111, 997, 0, 111], [781, 998, 998, 998]]) == [
        (0, "a_dagpenge", 1, 0, 0),
        (0, "doed", 1, 1, 3),
        (1, "a_dagpenge", 1, 0, 0),
        (1, "a_dagpenge", 1, 3, 3),
        (1, "udvandret", 1, 1, 1),
        (2, "foertidspension", 1, 0, 0),
        (2, "folkepension", 1, 1, 3),
    ]


@pytest.mark.parametrize("seed", range(5))
def test_random_weeks_give_what_a_loop_over_persons_and_weeks_gives(seed: int):
    random = np.random.default_rng(seed)
    rows = random.choice([0, 0, 111, 130, 733, 152, 412, 999], (60, 40)).astype(int)
    areas = np.repeat(random.integers(1, 3, (60, 10)), 4, axis=1)
    first = dt.date(2019, 9, 2)
    expected = []
    for person, (weeks, places) in enumerate(zip(rows, areas, strict=True)):
        run: list[object] = []
        for week, (code, area) in enumerate(zip(weeks, places, strict=True)):
            monday = first + dt.timedelta(weeks=week)
            state = [benefits.of_code(int(code), monday), int(area)] if code else []
            if run and state != run[:2]:
                expected.append((person, *run, week - 1))
                run = []
            if state and not run:
                run = [*state, week]
        if run:
            expected.append((person, *run, 39))
    assert convert(rows.tolist(), first=first, areas=areas.tolist()) == sorted(expected)


def test_the_table_of_codes_is_the_same_object_while_nothing_changes():
    weeks: Calendar = calendar(mondays(300, dt.date(2008, 1, 7)))
    changes = [at for at in range(300) if weeks.changes(at)]
    # from 2009: nothing until ressourceforloeb (2013-01) begins, which is beyond 260 weeks
    assert changes == [0, 260]
    assert weeks.numbers[0] == (dt.date(2008, 1, 7) - ORIGIN).days // 7
