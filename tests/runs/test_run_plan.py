"""What a request asks for, and every way in which it can be impossible."""

import shutil
from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.runs.plan import Plan, Request, plan
from small_project import SETTINGS, set_params

pytest_plugins = ["small_project_home"]


def slugs(made: Plan) -> list[str]:
    return [report.jobcenter.slug for report in made.reports]


def refused(request: Request) -> str:
    with pytest.raises(AnalysisError) as error:
        plan(request)
    return str(error.value)


def test_without_names_it_is_every_jobcenter_of_the_latest_month_in_danish_order(home: Path) -> None:
    made = plan(Request())
    assert made.period == "2019-12"
    assert len(made.reports) == 94
    assert slugs(made)[0] == "165-albertslund"
    assert slugs(made)[-2:] == ["851-aalborg", "751-aarhus"]


def test_the_runner_sets_three_parameters_and_the_rest_come_from_the_files(home: Path) -> None:
    made = plan(Request(jobcentres=["Esbjerg"], period="2019-11"))
    expected = {"jobcenter": "561", "period": "2019-11", "data": "demo", "weeks": 26, "mood": "well"}
    assert made.reports[0].parameters == expected


def test_a_served_municipality_gives_the_report_of_its_jobcenter_and_says_so(home: Path) -> None:
    made = plan(Request(jobcentres=["Læsø"]))
    assert slugs(made) == ["813-frederikshavn"]
    assert made.notes == ["Læsø is served by Jobcenter Frederikshavn: the report is 813-frederikshavn."]


def test_several_names_may_stand_in_one_value_and_each_is_made_once(home: Path) -> None:
    made = plan(Request(jobcentres=["Esbjerg Herlev,Frederikshavn", "Fanø", "0561"]))
    assert slugs(made) == ["561-esbjerg", "813-frederikshavn", "163-herlev"]


def test_a_name_of_several_words_is_one_name_among_others(home: Path) -> None:
    made = plan(Request(jobcentres=["Esbjerg Høje Taastrup Faaborg Midtfyn, Herlev"]))
    assert slugs(made) == ["561-esbjerg", "430-faaborg-midtfyn", "163-herlev", "169-hoeje-taastrup"]


def test_a_region_is_added_to_the_names(home: Path) -> None:
    made = plan(Request(jobcentres=["Esbjerg"], region="Nordjylland"))
    assert len(made.reports) == 1 + 10  # eleven municipalities, of which Frederikshavn serves Læsø
    assert "825-laesoe" not in slugs(made)


def test_a_list_in_the_params_file_leaves_jobcentres_out_and_says_so(home: Path) -> None:
    set_params(home, SETTINGS.replace("jobcentres: all", 'jobcentres: ["561", "825"]'))
    made = plan(Request(jobcentres=["Esbjerg", "Herlev", "Frederikshavn"]))
    assert slugs(made) == ["561-esbjerg", "813-frederikshavn"]
    assert made.notes == ["params/proeve.yml leaves 1 of 3 jobcentres out."]


def test_nothing_to_make_is_refused(home: Path) -> None:
    set_params(home, SETTINGS.replace("jobcentres: all", "jobcentres: none"))
    assert "There is no report to make." in refused(Request())


def test_a_notebook_for_nobody_is_left_out_and_a_run_of_it_says_why_in_one_line(home: Path) -> None:
    shutil.copy(home / "notebooks" / "proeve.ipynb", home / "notebooks" / "laer.ipynb")
    set_params(home, SETTINGS.replace("jobcentres: all", "jobcentres: none"), name="laer")
    alone = plan(Request(jobcentres=["Esbjerg"]))
    assert [report.label for report in alone.reports] == ["proeve 561-esbjerg"]
    assert alone.notes == []
    why = "No report is made of notebooks/laer.ipynb: params/laer.yml says 'jobcentres: none'. Open it with 'make lab'."
    assert plan(Request(analyses=["proeve", "laer"], jobcentres=["Esbjerg"])).notes == [why]
    assert f"There is no report to make. {why}" in refused(Request(analyses=["laer"])).splitlines()[-1]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2020-01", "The period 2020-01 lies outside the snapshot 'demo', which has 2019-10 to 2019-12."),
        ("2019-09", "lies outside"),
        ("2019-Q4", "is not a month"),
        ("2019-13", "2019-13"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_a_period_that_the_snapshot_has_not_is_refused(home: Path, period: str, expected: str) -> None:
    assert expected in refused(Request(period=period))


def test_every_problem_of_a_request_is_said_at_once(home: Path) -> None:
    (home.parent / "taken").write_text("a file", encoding="utf-8")
    set_params(home, SETTINGS.replace("weeks: 26", "weeks: 3"))
    request = Request(["prøve"], ["Esbjreg", "Herlev Koldng"], "Jyland", "2018-99", "dmo", Path("taken/reports"))
    said = refused(request)
    assert said.startswith("8 problems; nothing was started.")
    for name in (
        "'weeks'",
        "'prøve'",
        "'Esbjreg'",
        "'Koldng'",
        "'Jyland'",
        "2018-99",
        "'dmo'",
        "taken is a file",
    ):
        assert name in said
    assert "Did you mean 'Esbjerg'" in said


@pytest.mark.parametrize("name", ["../demo", "/etc", "demo/../demo", "", ".", "C:\\demo"])
def test_the_name_of_a_snapshot_never_becomes_a_path(home: Path, name: str) -> None:
    assert "1 problem" in refused(Request(data=name))
