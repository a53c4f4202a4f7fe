"""Residents, labour force and targets: what a check of a snapshot says of them."""

import pandas as pd

from analysis import areas
from analysis.data import people_checks
from analysis.data.checks import _of_table
from analysis.data.targets import read


def population(counts: dict[tuple[str, str], int], *, age: int = 30) -> pd.DataFrame:
    """Residents of one age in one quarter, by area and sex."""
    rows = [(area, "2014-Q1", age, sex, "alle", count) for (area, sex), count in counts.items()]
    return pd.DataFrame(rows, columns=["area", "period", "age", "sex", "origin", "count"])


def test_men_and_women_who_are_not_all_are_a_note():
    rows = population({("561", "alle"): 100, ("561", "maend"): 50, ("561", "kvinder"): 49})
    assert people_checks.problems("population", rows) == [("note", "in 1 cell(s) men and women do not add up to all")]


def test_municipalities_that_are_not_the_country_are_a_note_where_all_are_there():
    every = {(one.code, "alle"): 10 for one in areas.municipalities()}
    assert people_checks.problems("population", population({**every, ("000", "alle"): 980})) == []
    # Christiansø's 9 are in the country alone
    assert people_checks.problems("population", population({**every, ("000", "alle"): 989})) == [
        ("note", "in 1 of 1 periods the municipalities do not add up to the country; furthest apart in 2014-Q1, by +9")
    ]
    del every["825", "alle"]
    assert people_checks.problems("population", population({**every, ("000", "alle"): 989})) == []


def test_an_unknown_municipality_is_an_error_and_a_very_old_resident_a_note():
    found = people_checks.problems("population", population({("411", "alle"): 9}, age=111))
    assert found == [("error", "1 unknown area(s): 411"), ("note", "1 row(s) have residents above 110 years")]


def test_the_labour_force_is_checked_by_year():
    rows = pd.DataFrame({"area": ["999"], "year": ["2014"], "count": [10]})
    assert people_checks.problems("labour_force", rows) == [("error", "1 unknown area(s): 999")]


def test_targets_of_areas_that_were_not_there_are_an_error_and_parts_that_differ_a_note():
    table = read("2014")
    assert _of_table("targets", table) == []
    table.loc[table["area_type"] == "jobcenter", "area"] = "563"
    assert _of_table("targets", table) == [("error", "1 unknown area(s): jobcenter 563")]
    table = read("2014")
    table.loc[table["target"] == 680, "target"] = 681.0
    assert [kind for kind, _ in _of_table("targets", table)] == ["note"]
