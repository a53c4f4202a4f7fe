"""Agreed targets: the plans in the repository, and how a wrong file is refused."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from analysis import project
from analysis.data import contracts, targets
from analysis.errors import AnalysisError

PLAN = """
esbjerg:
  title: En plan
  source: En kilde
  goals:
    langtidsledige:
      label: Langtidsledige
      unit: personer
      operator: "<="
      base_period: 2012-12
      target_period: 2014-12
      areas:
        municipality 561: {base: 842, target: 671}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project.reference("")
    for room in ("notebooks", "params/targets", "reference"):
        (tmp_path / room).mkdir(parents=True)
    monkeypatch.setenv("JOBCENTER_HOME", str(tmp_path))
    return tmp_path


def refused(home: Path, text: str) -> str:
    (home / "params" / "targets" / "2014.yml").write_text(text, encoding="utf-8")
    with pytest.raises(AnalysisError) as error:
        targets.read("2014")
    return str(error.value)


def goal(year: str, name: str) -> pd.DataFrame:
    table = targets.read(year)
    return table[table["goal"] == name].set_index(["area_type", "area"])


def test_the_agreed_parts_are_kept_and_not_shared_out_by_size():
    # by size, 680 of 854 would give Esbjerg 842 * 680 / 854 = 670 and Fanø 10; the plan says 671 and 9
    found = goal("2014", "langtidsledige")["target"]
    assert (found["municipality", "561"], found["municipality", "563"]) == (671, 9)
    assert found["jobcenter", "561"] == 680
    assert targets.parts_apart(targets.read("2014")) == []


def test_a_sum_that_differs_from_its_parts_is_said_and_stands():
    table = targets.read("2014")
    table.loc[(table["area"] == "563") & (table["goal"] == "langtidsledige"), "target"] = 10.0
    assert targets.parts_apart(table) == [
        "langtidsledige, jobcenter 561: the target is 680 and those of its municipalities are 681 together"
    ]


def test_a_yearly_inflow_is_a_period_of_twelve_months():
    found = goal("2014", "tilgang_foertidspension")
    assert set(found["base_period"]) == {"2012-12R12"}
    assert (found["base"]["jobcenter", "561"], found["target"]["jobcenter", "561"]) == (374, 250)


def test_a_goal_without_a_method_has_no_target_and_says_why():
    found = goal("2014", "samarbejdsgrad").iloc[0]
    assert found[["base", "target"]].isna().all()
    assert "målemetoden" in found["source"]


def test_the_first_goal_of_midtjylland_starts_a_month_before_the_others():
    table = targets.read("2011").set_index("goal")
    assert table["base_period"].to_dict() == {
        "arbejdskraftreserve": "2009-11", "permanent_forsoergelse": "2009-12", "unge": "2009-12",
        "ikke_vestlige": "2009-12",
    }  # fmt: skip
    assert set(table["area_type"] + table["area"]) == {"region082"}


def test_herlevs_lost_base_year_is_empty_with_the_reason():
    table = targets.read("2018")
    assert (table["base_period"] == "").all()
    assert table["source"].str.contains("gået tabt|oplyser ingen basis").all()


PLACES = {
    "Beskæftigelsesregion Midtjylland": ("region", "082"),
    "Esbjerg": ("municipality", "561"),
    "Fanø": ("municipality", "563"),
    "Jobcenter Esbjerg (Esbjerg+Fanø)": ("jobcenter", "561"),
    "Herlev": ("municipality", "163"),
}
GOALS = {
    ("unge_offentlig_forsoergelse", "under 30 år"): "unge",
    ("ikke_vestlige_offentlig_forsoergelse", "ikke-vestlige indvandrere og efterkommere"): "ikke_vestlige",
    ("rekrutteringsordrer_match", "lokale virksomheder"): "rekruttering_match",
    ("a_dagpenge", "under 30 år"): "a_dagpenge_under_30",
    ("kontanthjaelp", "jobparate"): "kontanthjaelp_jobparate",
    ("kontanthjaelp", "aktivitetsparate"): "kontanthjaelp_aktivitetsparate",
}


def test_every_published_status_and_target_of_the_plans_is_in_the_files(shared: Path):
    table = targets.read_all()
    agreed = {(row["area_type"], row["area"], row["goal"]): row for row in table.to_dict("records")}
    with (shared / "domain" / "golden_facts.csv").open(encoding="utf-8", newline="") as file:
        facts = list(csv.DictReader(file))
    checked = 0
    for fact in facts:
        name = GOALS.get((fact["measure"], fact["group"]), fact["measure"])
        row = agreed.get((*PLACES.get(fact["area"], ("", "")), name))
        which = {"status": "base", "target": "target"}.get(fact["kind"])
        if row and which and fact["period"] == row[f"{which}_period"].removesuffix("R12"):
            assert row[which] == float(fact["value"]), fact["id"]
            checked += 1
    # Midtjylland has 4 goals in two extracts of the plan, Esbjerg 3 goals for 3 areas, Herlev 7 targets without base
    assert checked == 4 * 2 * 2 + 3 * 3 * 2 + 7


def test_every_goal_has_a_danish_label():
    assert targets.labels().keys() == set(targets.read_all()["goal"])


def test_the_targets_of_a_jobcenter_and_its_municipalities_are_found_by_place():
    found = targets.of_areas(targets.read_all(), [("jobcenter", "561"), ("municipality", "563")])
    assert found["area"].value_counts().to_dict() == {"561": 4, "563": 3}


WRONG = [
    ('operator: "<="', 'operator: "<"', "must be one of <=, >="),
    ("base: 842", "base: -1", "must be a number, 0 or more"),
    ("base: 842", "base: '8.420'", "must be a number"),
    ("base: 842, ", "", "'base' is absent"),
    (", target: 671", "", "give either 'target', or 'awaits'"),
    ("municipality 561", "municipality 411", "there is no such area"),
    ("municipality 561", "jobcenter 563", "there is no such area"),
    ("municipality 561", "561", "there is no such area"),
    ("base_period: 2012-12", "base_period: 2012-13", "at esbjerg.goals.langtidsledige.base_period"),
    ("base_period: 2012-12\n", "label: Igen\n", "'label' stands twice"),
    ("      base_period: 2012-12\n", "", "'base_period_unknown' with the reason"),
    ("target_period: 2014-12", "target_period: 2012-12", "does not come after"),
    ("unit: personer", "units: personer", "Did you mean 'unit'?"),
    ("source: En kilde", "source: ''", "must be a text"),
    ("unit: personer", "unit: personer\n      same_month: 'ja'", "is true, or is left out"),
    ("unit: personer", "unit: personer\n      measure: ledige_fuldtd", "There is no measure 'ledige_fuldtd'"),
    ("unit: personer", "unit: personer\n      measure: ledige_fuldtid", "they cannot be compared"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG)
def test_a_wrong_file_is_refused_with_the_place(home: Path, right: str, wrong: str, said: str):
    assert right in PLAN
    assert said in refused(home, PLAN.replace(right, wrong))


def test_every_problem_is_said_at_once(home: Path):
    said = refused(home, PLAN.replace("842", "-1").replace("561", "999").replace("personer", "''"))
    assert said.startswith("params/targets/2014.yml: 3 problem(s)")


@pytest.mark.parametrize("text", ["", "a", "- 1", "a: [1, 2", "a: &x {b: 1}\nc: *x"])
def test_what_is_no_plan_is_refused(home: Path, text: str):
    assert "params/targets/2014.yml" in refused(home, text)


def test_a_year_without_a_file_lists_those_that_have_one(home: Path):
    (home / "params" / "targets" / "2014.yml").write_text(PLAN, encoding="utf-8")
    with pytest.raises(AnalysisError, match="2014"):
        targets.read("2015")
    assert contracts.problems("targets", targets.read_all()) == []
