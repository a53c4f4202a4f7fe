"""Params files: what is refused, and how it is said."""

from pathlib import Path

import pytest

from analysis import areas
from analysis.errors import AnalysisError
from analysis.runs.analyses import all_analyses, read_analyses
from small_project import SETTINGS, notebook, set_notebook, set_params

pytest_plugins = ["small_project_home"]


def said(home: Path, text: str) -> list[str]:
    set_params(home, text)
    return read_analyses()[1]


def test_a_right_file_gives_every_parameter(home: Path) -> None:
    set_params(home, SETTINGS + 'overrides:\n  Region Nordjylland: {weeks: 30}\n  "813": {weeks: 52}\n')
    analysis = all_analyses()[0]
    weeks = {
        name: analysis.parameters_for(areas.jobcenter(name, "2019-12"), period="2019-12", data="demo")["weeks"]
        for name in ("Esbjerg", "Aalborg", "Frederikshavn")
    }
    assert weeks == {"Esbjerg": 26, "Aalborg": 30, "Frederikshavn": 52}


def test_an_override_of_a_served_municipality_holds_for_its_jobcenter(home: Path) -> None:
    set_params(home, SETTINGS + 'overrides: {"825": {weeks: 52}}\n')  # Læsø, served by Frederikshavn
    jobcenter = areas.jobcenter("813", "2019-12")
    assert all_analyses()[0].parameters_for(jobcenter, period="2019-12", data="demo")["weeks"] == 52


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("parametres: {weeks: 3}", "unknown key 'parametres'. Did you mean 'parameters'?"),
        ("overrides: {825: {weeks: 52}}", 'write "825"'),
        ('overrides: {"999": {weeks: 52}}', "has '999', which is not the code of a jobcenter"),
        ("overrides: {Esbjerg: {weeks: 52}}", 'write the code "561"'),
        ('overrides: {"561": {wekes: 52}}', "Did you mean 'weeks'?"),
        ('overrides: {"561": {weeks: 105}}', "is 105, outside 4 to 104"),
        ('overrides: {"561": 52}', "must hold names and values"),
        ('overrides: {"083": {weeks: 5}, Region Syddanmark: {weeks: 6}}', "twice, by name and by code"),
        ('overrides: {"561": {weeks: 5}, "561": {weeks: 6}}', "'561' stands twice"),
    ],
)
def test_a_mistake_in_a_file_is_named(home: Path, change: str, expected: str) -> None:
    problems = said(home, SETTINGS + change + "\n")
    assert len(problems) == 1
    assert expected in problems[0]
    assert "params/proeve.yml" in problems[0]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{weeks: 26}", "{weeks: true}", "is true or false, not a whole number"),
        ("{weeks: 26}", "{weeks: '26'}", "is text, not a whole number"),
        ("{weeks: 26}", "{mood: no}", "put the word in quotes"),
        ("{weeks: 26}", "{mood: 825}", 'write "825"'),
        ("{weeks: 26}", "{witin: 26}", "sets 'witin', which notebooks/proeve.ipynb does not declare"),
        ("{weeks: 26}", "{period: '2019-12'}", "is set by the runner"),
        ("{weeks: 26}", "[weeks]", "'parameters' must hold names and values"),
        ("{weeks: 26}", "{weeks: *x}", "line 4"),
        ("{weeks: 26}", "{weeks: 26", "line"),
        ("{weeks: 26}", "!!python/object/apply:os.getcwd []", "line 4"),
        ("[4, 104]", "[30, 104]", "notebooks/proeve.ipynb: the default of 'weeks' is 26, outside 30 to 104"),
        ("[4, 104]", "[104, 4]", "has its most below its least"),
        ("weeks: [4", "wekes: [4", "(limits) sets 'wekes'"),
        ("title: Prøve <i>", "titel: Prøve", "unknown key 'titel'"),
        ("title: Prøve <i>", "title: 7", "'title' must be a text"),
        ("jobcentres: all", "jobcentres: some", "'jobcentres' must be all, none, or a list"),
        ("jobcentres: all", "jobcentres: [561]", 'write "561"'),
        ("jobcentres: all", 'jobcentres: ["999"]', "which is not the code of a jobcenter"),
        ("jobcentres: all", 'jobcentres: ["561", "561"]', "twice"),
    ],
)
def test_a_wrong_value_is_named(home: Path, old: str, new: str, expected: str) -> None:
    problems = said(home, SETTINGS.replace(old, new))
    assert any(expected in problem for problem in problems), problems


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just text", "\t", "a: [", "\x00"])
def test_a_file_without_keys_is_a_problem_and_not_an_exception(home: Path, text: str) -> None:
    assert len(said(home, text)) == 1


def test_all_problems_of_all_files_come_in_one_list_in_one_order(home: Path) -> None:
    set_params(home, SETTINGS.replace("{weeks: 26}", "{witin: 1, weeks: 1.5}"))
    set_params(home, SETTINGS, name="alene")
    set_notebook(home, notebook(), name="uden")
    with pytest.raises(AnalysisError) as error:
        all_analyses()
    lines = [line for line in str(error.value).splitlines() if line.startswith("  - ")]
    assert [line.split()[1] for line in lines] == [
        "params/alene.yml", "params/proeve.yml", "params/proeve.yml:", "notebooks/uden.ipynb",
    ]  # fmt: skip
    assert str(error.value).startswith("4 problems; nothing was started.")
    first = str(error.value)
    with pytest.raises(AnalysisError) as again:
        all_analyses()
    assert str(again.value) == first


def test_the_file_of_sources_belongs_to_no_notebook(home: Path) -> None:
    set_params(home, "jobindsats: {}", name="sources")
    assert [analysis.name for analysis in all_analyses()] == ["proeve"]
