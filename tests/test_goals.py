"""The minister's goals: what the list says, the two ways of having none, and how a wrong list is refused."""

import csv
from pathlib import Path

import pytest

from analysis import catalogue, goals, project
from analysis.errors import AnalysisError


def test_the_years_of_the_goals_are_those_that_are_known_and_the_first_has_four():
    assert [(year, len(goals.of(year).goals)) for year in goals.years()] == [
        ("2011", 4), ("2014", 4), ("2018", 5), ("2019", 7), ("2025", 0), ("2026", 0),
    ]  # fmt: skip


def test_a_year_that_is_not_known_is_another_thing_than_a_year_without_goals():
    assert (goals.of("2016").known, goals.of("2016").source) == (goals.UNKNOWN, "")
    assert goals.of("2026").known == goals.NONE
    assert "1656" in goals.of("2026").source


def test_the_wording_and_the_way_of_every_goal_are_those_of_the_plans(shared: Path):
    with (shared / "domain" / "minister_goals.csv").open(encoding="utf-8", newline="") as file:
        plans = list(csv.DictReader(file))
    ours = {(year, goal.id): goal for year in goals.years() for goal in goals.of(year).goals}
    assert ours.keys() == {(row["aar"], row["maal_id"]) for row in plans}
    for row in plans:
        goal = ours[row["aar"], row["maal_id"]]
        assert goal.number == int(row["nr"])
        assert goal.wording.casefold() == row["ordlyd"].removeprefix("(varslet) ").casefold()
        assert goal.verified == (not row["ordlyd"].startswith("(varslet)"))
        less = "begrænses" in goal.wording or "førtidspensioneres" in goal.wording or "i stedet for" in goal.wording
        assert goal.operator == ("<=" if less else ">=")


def test_the_measure_of_a_goal_is_the_one_that_is_named_or_the_one_with_its_id():
    for year in goals.years():
        for goal in goals.of(year).goals:
            if goal.subject:
                measure, _ = catalogue.measured(goal.subject)
                assert measure.direction == {"<=": "lower", ">=": "higher"}[goal.operator], goal.id
            else:
                assert goal.id not in catalogue.measures()


HEAD = ",".join(goals.COLUMNS)
GOOD = "2011,1,unge,Unge,Færre unge,<=,,yes,En plan"


def refused(tmp_path: Path, *rows: str, head: str = HEAD) -> str:
    path = tmp_path / "goals.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    with pytest.raises(AnalysisError) as error:
        goals.read(path)
    return str(error.value)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (GOOD.replace("2011", "11"), "line 2: '11' is not a year"),
        (GOOD.replace(",1,", ",x,"), "'number' is the goal's number"),
        (GOOD.replace("unge,Unge", "Unge!,Unge"), "is not an id"),
        (GOOD.replace("<=", "<"), "'operator' is one of <=, >="),
        (GOOD.replace("Færre unge", ""), "'wording' is empty"),
        (GOOD.replace("<=,", "<=,ledige_fuldtd"), "Did you mean 'ledige_fuldtid'"),
        (GOOD.replace("<=,", "<=,ledige_fuldtid/xx"), "has no figures for 'xx'"),
        (GOOD.replace("yes", "ja"), "'verified' is yes or no"),
        (GOOD.replace("En plan", ""), "'source' is empty"),
        (GOOD.replace(",1,", ",2,"), "2011: the numbers must be 1 to 1"),
        (GOOD + ",mere", "has not 9 fields"),
        ("2012,0,unge,,,,,yes,En lov", "'goal' must be empty where the year has no goals"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(tmp_path: Path, row: str, said: str):
    assert said in refused(tmp_path, row)


def test_every_problem_is_said_at_once_and_a_year_is_not_both_with_and_without_goals(tmp_path: Path):
    assert refused(tmp_path, GOOD.replace("yes", "ja"), GOOD.replace("<=", "=")).startswith(
        "reference/goals.csv: 2 problem(s)"
    )
    assert "2011: the numbers must be" in refused(tmp_path, GOOD, "2011,0,,,,,,yes,En lov")
    assert "the columns must be" in refused(tmp_path, GOOD, head=HEAD.replace("goal", "id"))


def test_the_list_in_use_is_the_one_in_the_room_of_lists():
    read = goals.read(project.reference("goals.csv"))
    assert read.keys() == set(goals.years())
