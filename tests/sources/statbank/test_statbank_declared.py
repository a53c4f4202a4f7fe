from typing import Any

import pytest

from analysis.errors import AnalysisError
from analysis.sources.statbank import declared as statbank_declared
from statbank_source import MEASURES, declared, source


def problems(**changes: Any) -> list[str]:
    """What is wrong, without the place that every line begins with."""
    with pytest.raises(AnalysisError) as error:
        statbank_declared.statbank(declared(**changes), measures=MEASURES)
    return [line.partition(": ")[2] for line in str(error.value).splitlines()[1:]]


def test_a_declaration_is_read_into_tables_and_variables():
    table: Any = source().tables["FOLK1A"]
    assert (table.latest, table.exact, table.fills) == (4, True, ["population"])
    assert [(one.code, one.becomes) for one in table.variables] == [
        ("OMRÅDE", "area"),
        ("KØN", "sex"),
        ("ALDER", "age"),
        ("Tid", "period"),
    ]
    assert table.figure.measure == "befolkning"


def test_all_periods_can_be_asked_for():
    assert source(latest="all").tables["FOLK1A"].latest is None


def test_the_projects_own_declaration_has_folk1a():
    table: Any = statbank_declared.statbank().tables["FOLK1A"]
    assert (table.figure.measure, table.exact, table.fills) == ("befolkning", True, ["population"])


def test_every_problem_is_told_at_once():
    found = problems(
        latest=0,
        also_fills=["popluation"],
        measures={"INDHOLD": {"measure": "befolkningen", "unit": "personer"}},
        variables={"OMRÅDE": {"becomes": "are"}, "KØN": {"becomes": "sex"}, "CIVILSTAND": {"becomes": "origin"}},
        colour="red",
    )
    assert len(found) == 8
    assert "'popluation' is no table to fill. Did you mean 'population'?" in found
    assert any(one.startswith("'are' is no canonical column.") for one in found)
    assert "'latest' must be a whole number from 1 to 1200." in found
    assert "no variable becomes the period." in found
    assert "'labels' is absent; it must be a mapping of text to text." in found


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"measures": None, "also_fills": None}, "nothing would be kept"),
        ({"measures": {"ANTAL": {"measure": "befolkning", "unit": "personer"}}}, "the one column of figures is"),
        ({"variables": {"OMRÅDE": {"becomes": "area"}, "Tid": {"becomes": "period"}}}, "population needs a variable"),
        (
            {"variables": {"A": {"becomes": "area"}, "B": {"becomes": "area"}, "Tid": {"becomes": "period"}}},
            "two variables become the area",
        ),
    ],
)
def test_a_declaration_that_cannot_work_is_refused(changes: dict[str, Any], problem: str):
    assert any(problem in one for one in problems(**changes))
