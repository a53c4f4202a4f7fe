from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from analysis import project
from analysis.catalogue import Measure
from analysis.errors import AnalysisError
from analysis.sources import declarations

DECLARED: dict[str, Any] = {
    "jobindsats": {
        "title": "Jobindsats",
        "base": "https://api.jobindsats.dk/v3",
        "provisional_months": 3,
        "most_absent": 0.05,
        "areas_left_out": ["Udlandet"],
        "tables": {
            "y25i01": {
                "title": "Ledige",
                "months": 60,
                "hierarchies": {"_nykom": "*", "_akassebl": "/"},
                "dimensions": {
                    "Ydelsesgrupper": {
                        "becomes": "benefit",
                        "labels": {"I alt": "alle", "A-dagpenge": "a_dagpenge"},
                    },
                    "A-kasse": {"keep": "I alt"},
                },
                "measures": {"Antal": {"measure": "ledige", "unit": "personer"}},
            }
        },
    }
}
MEASURES = {
    "ledige": Measure("ledige", "L", "l", "l", "count", "personer", "lower", ("alle", "a_dagpenge"), "Jobindsats")
}


def problems(declared: dict[str, Any]) -> list[str]:
    """What is wrong, without the place that every line begins with."""
    with pytest.raises(AnalysisError) as error:
        declarations.jobindsats(declared, measures=MEASURES)
    return [line.partition(": ")[2] for line in str(error.value).splitlines()[1:]]


def table(**changes: object) -> dict[str, Any]:
    """What is declared, with changes to its table; None takes a key away."""
    declared = deepcopy(DECLARED)
    one = declared["jobindsats"]["tables"]["y25i01"]
    for key, value in changes.items():
        one[key] = value
        if value is None:
            del one[key]
    return declared


def test_a_declaration_is_read_into_tables_dimensions_and_columns():
    source = declarations.jobindsats(DECLARED, measures=MEASURES)
    assert (source.base, source.provisional_months, source.most_absent) == (
        "https://api.jobindsats.dk/v3",
        3,
        0.05,
    )
    one = source.tables["y25i01"]
    assert (one.months, one.covers, one.fixed) == (60, "municipalities", {})
    assert [(d.column, d.becomes, d.labels) for d in one.dimensions] == [
        ("Ydelsesgrupper", "benefit", {"I alt": "alle", "A-dagpenge": "a_dagpenge"}),
        ("A-kasse", "", {"I alt": ""}),
    ]
    assert [(c.column, c.measure, c.unit, c.may_be_empty) for c in one.columns] == [
        ("Antal", "ledige", "personer", False)
    ]


def test_the_projects_own_declaration_has_the_measures_of_the_first_source():
    source = declarations.jobindsats()
    assert {name: len(one.columns) for name, one in source.tables.items()} == {
        "y25i01": 2,
        "y25i09": 1,
        "y60a02": 4,
        "y60c07": 2,
        "y60j01": 2,
    }


def test_an_unknown_key_is_answered_with_the_nearest():
    assert problems(table(monhts=60)) == ["'monhts' is not known here. Did you mean 'months'?"]


def test_a_source_that_no_module_reads_is_unknown():
    assert problems(DECLARED | {"statbnk": {}})[0].startswith("'statbnk' is not known here.")


def test_a_key_that_is_absent_and_a_wrong_kind_of_value_are_problems():
    assert problems(table(title=None)) == ["'title' is absent; it must be a text."]
    assert problems(table(months="60")) == ["'months' must be a whole number from 1 to 1200."]
    assert problems(table(months=True)) == ["'months' must be a whole number from 1 to 1200."]
    assert problems(table(measures={"Antal": "ledige"})) == ["'Antal' must be a mapping."] + [
        f"'{key}' is absent; it must be a text." for key in ("measure", "unit")
    ]


def test_an_unknown_measure_is_answered_with_the_nearest():
    found = problems(table(measures={"Antal": {"measure": "ledge", "unit": "personer"}}))
    assert found == [
        "there is no measure 'ledge'. Did you mean 'ledige'? New ones are declared in reference/measures/."
    ]


def test_a_unit_or_a_benefit_that_the_measure_has_not_is_a_problem():
    assert problems(table(measures={"Antal": {"measure": "ledige", "unit": "pct."}})) == [
        "'unit' of ledige must be 'personer', as in reference/measures/."
    ]
    assert problems(table(dimensions={"Y": {"becomes": "benefit", "labels": {"SU": "su"}}}))[0].startswith(
        "ledige has no benefit 'su'."
    )


def test_one_measure_has_one_column():
    twice = {name: {"measure": "ledige", "unit": "personer"} for name in ("Antal", "Flere")}
    assert problems(table(measures=twice)) == ["'ledige' also comes from y25i01, 'Antal'; a figure has one source."]


def test_every_table_says_which_benefit_its_figures_are_of():
    assert problems(table(dimensions=None)) == ["no dimension becomes the benefit: declare 'benefit', such as alle."]
    assert problems(table(benefit="alle")) == ["'benefit' is given more than once."]


@pytest.mark.parametrize("selector", ["", "*&token=x", "/2", "../x", "level:", "* "])
def test_a_selector_that_could_change_the_question_is_refused(selector: str):
    assert problems(table(hierarchies={"_nykom": selector})) == [
        f"'{selector}' is not allowed: a selector is /, *, /2/ or level:<id>."
    ]


def test_every_problem_is_said_at_once():
    declared = table(monhts=60, covers="everything", hierarchies={"nykom": "*"})
    declared["jobindsats"]["most_absent"] = 1
    assert len(problems(declared)) == 4


def test_a_problem_in_the_file_is_named_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for room in project.ROOMS:
        (tmp_path / room).mkdir()
    text = (project.root() / "params" / "sources.yml").read_text(encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "months: 60 #" in row)
    (tmp_path / "params" / "sources.yml").write_text(text.replace("months: 60 #", "moths: 60 #"), encoding="utf-8")
    monkeypatch.setenv("JOBCENTER_HOME", str(tmp_path))
    with pytest.raises(AnalysisError, match=rf"sources\.yml line {line}: 'moths' is not known here"):
        declarations.jobindsats()


def test_a_project_without_the_file_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for room in project.ROOMS:
        (tmp_path / room).mkdir()
    monkeypatch.setenv("JOBCENTER_HOME", str(tmp_path))
    with pytest.raises(AnalysisError, match=r"params/sources\.yml is absent"):
        declarations.jobindsats()
