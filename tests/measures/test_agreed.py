"""Agreed targets beside figures: the plans' own arithmetic, the straight line, and what is not compared."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import danish
from analysis.data import known_targets
from analysis.errors import AnalysisError
from analysis.measures.agreed import agreed, agreed_path, foremost
from analysis.measures.held_against import straight
from written import observations, panel

NOTHING = "measure | area | period | value\nledige_fuldtid | 561 | {month} | 740"


def rows(of: str, month: str, text: str = NOTHING, *, year: str = "") -> pd.DataFrame:
    return agreed(panel(observations(text.format(month=month)), of=of, period=month), year=year)


@pytest.fixture
def stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measures of the right unit stand in for two goals."""
    names = {"langtidsledige": "kontanthjaelp_personer", "a_dagpenge": "ledige_fuldtid/a_dagpenge"}
    monkeypatch.setattr(known_targets, "subjects", lambda: {**names, "uddannelsesgrad": "ledige_fuldtid"})


def test_the_agreed_arithmetic_of_the_plans_is_reproduced(shared: Path):
    """Every derived figure about targets: changes, sums, and Herlev's bases."""
    with (shared / "domain" / "golden_derived.csv").open(encoding="utf-8", newline="") as file:
        golden = {row["id"]: row for row in csv.DictReader(file)}
    table = rows("561", "2013-09")
    agreed_of = {(row["goal"], row["area_type"], row["area"]): row for row in table.to_dict("records")}
    places = [("municipality", "561"), ("municipality", "563"), ("jobcenter", "561")]
    found: dict[str, float] = {}
    for at, place in enumerate(places):
        found[f"GD{at + 1:02d}"] = agreed_of["langtidsledige", *place]["change_pct"]
        found[f"GD{at + 4:02d}"] = agreed_of["tilgang_foertidspension", *place]["change_pct"]
        found[f"GD{at + 7:02d}"] = agreed_of["uddannelsesgrad", *place]["change"]
    for at, (goal, name) in enumerate(
        [(goal, name) for goal in ("langtidsledige", "tilgang_foertidspension") for name in ("base", "target")]
    ):
        found[f"GD{at + 10}"] = sum(agreed_of[goal, *place][name] for place in places[:2])
        assert found[f"GD{at + 10}"] == agreed_of[goal, *places[2]][name]
    region = rows("751", "2010-12").set_index("goal")["change_pct"]
    for at, goal in enumerate(("arbejdskraftreserve", "permanent_forsoergelse", "unge", "ikke_vestlige")):
        found[f"GD{at + 15}"] = region[goal]
    herlev = rows("163", "2018-06").set_index("goal")["base"]
    names = ("uddannelseshjaelp", "a_dagpenge", "a_dagpenge_under_30", "kontanthjaelp_jobparate")
    for at, goal in enumerate((*names, "kontanthjaelp_aktivitetsparate")):
        found[f"GD{at + 19}"] = herlev[goal]
    assert len(found) == 3 * 3 + 4 + 4 + 5
    for name, value in found.items():
        assert round(value, 4) == float(golden[name]["eksakt"]), name


def test_671_and_9_are_680_and_are_not_shared_out_by_size():
    target = rows("561", "2013-09").set_index(["goal", "area_type", "area"])["target"]["langtidsledige"]
    # by size the parts would be 842 * 680 / 854 = 670,44 and 9,56
    assert (target["municipality", "561"], target["municipality", "563"], target["jobcenter", "561"]) == (671, 9, 680)


def test_a_goal_stands_with_its_municipalities_first_and_the_jobcenter_last():
    first = rows("561", "2013-09").head(3)
    assert list(first["place"]) == ["Esbjerg", "Fanø", "Jobcenter Esbjerg"]
    assert list(first["role"]) == ["member", "member", "own"]


def test_a_goal_without_a_method_awaits_it_and_has_no_figures():
    row = rows("561", "2013-09").set_index("goal").loc["samarbejdsgrad"]
    assert row["awaits"]
    assert row[["base", "target", "change", "path", "value"]].isna().all()
    assert row["why"] == "målet afventer målemetoden"


def test_september_2013_is_60_persons_or_8_per_cent_from_the_target(stands_in: None):
    text = """
        measure                | area | period  | value
        kontanthjaelp_personer | 561  | 2013-09 | 731
        kontanthjaelp_personer | 563  | 2013-09 | 9
    """
    own = rows("561", "2013-09", text).query("goal == 'langtidsledige' and role == 'own'").iloc[0]
    # 680 - 740 = -60, and -60 of 740 is -8,1081 per cent; September 2013 is 9 of 24 months: 854 - 174 * 9 / 24
    assert (own["value"], own["distance"], own["reached"]) == (740, -60, False)
    assert own["distance_pct"] == pytest.approx(-8.1081, abs=5e-5)
    assert own["path"] == own["value_path"] == 854 - 174 * 9 / 24


def test_fewer_than_thirty_get_a_distance_in_numbers_alone(stands_in: None):
    text = "measure | area | period | value\nkontanthjaelp_personer | 563 | 2013-09 | 11"
    fanoe = rows("561", "2013-09", text).query("goal == 'langtidsledige' and area == '563'").iloc[0]
    assert fanoe["distance"] == 9 - 11
    assert np.isnan(fanoe["distance_pct"])
    assert fanoe["change_pct"] == -25  # the plan prints it


@pytest.mark.parametrize(
    ("month", "path"), [("2012-11", None), ("2012-12", 854), ("2013-12", 767), ("2014-12", 680), ("2019-12", 680)]
)
def test_the_straight_line_runs_from_base_to_target_and_stays_there(month: str, path: float | None):
    own = rows("561", month).query("goal == 'langtidsledige' and role == 'own'").iloc[0]
    assert np.isnan(own["path"]) if path is None else own["path"] == path


def test_there_is_no_line_before_the_base_or_after_the_target():
    assert straight("2012-12", 854, "2014-12", 680, at="2013-12") == 767
    assert np.isnan(straight("2012-12", 854, "2014-12", 680, at="2012-11"))
    assert np.isnan(straight("2012-12", 854, "2014-12", 680, at="2015-01"))
    assert straight("2012-12R12", 374, "2014-12R12", 250, at="2013-12R12") == 312


def test_a_figure_in_another_unit_is_not_held_against_a_target(stands_in: None):
    text = "measure | area | period | value\nledige_fuldtid | 561 | 2013-09 | 740"
    own = rows("561", "2013-09", text).query("goal == 'uddannelsesgrad' and role == 'own'").iloc[0]
    assert np.isnan(own["value"])
    assert own["why"] == "målet er i pct. og måltallet i fuldtidspersoner"


def test_provisional_hidden_and_later_figures_are_not_held_against_a_target(stands_in: None):
    text = """
        measure                | area | period  | value | status
        kontanthjaelp_personer | 561  | 2012-11 | 900   | final
        kontanthjaelp_personer | 561  | 2014-10 | 700   | final
        kontanthjaelp_personer | 561  | 2014-11 | 600   | provisional
        kontanthjaelp_personer | 561  | 2014-12 |       | suppressed
        kontanthjaelp_personer | 561  | 2015-01 | 500   | final
    """
    own = rows("561", "2015-01", text).query("goal == 'langtidsledige' and area_type == 'municipality'").iloc[0]
    assert (own["value_period"], own["value"]) == ("2014-10", 700)


def year(months: int) -> str:
    lines = [f"ledige_fuldtid | 163 | 2018-{month:02d} | a_dagpenge | {300 + month}" for month in range(1, months + 1)]
    return "\n".join(["measure | area | period | benefit | value", *lines])


def test_a_target_for_a_year_is_held_against_the_mean_of_its_months_by_days(stands_in: None):
    row = rows("163", "2018-12", year(12)).set_index("goal").loc["a_dagpenge"]
    days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert row["value_period"] == "2018"
    assert row["value"] == pytest.approx(sum((300 + at) * each for at, each in enumerate(days, 1)) / 365)
    assert row["reached"]


def test_a_year_that_lacks_a_month_has_only_its_latest_month(stands_in: None):
    row = rows("163", "2018-12", year(11)).set_index("goal").loc["a_dagpenge"]
    assert (row["value_period"], row["value"]) == ("2018-11", 311)


def test_a_jobcenter_of_the_region_has_the_regions_targets_and_another_has_none():
    assert set(rows("751", "2010-12")["place"]) == {"Region Midtjylland"}
    nothing = rows("265", "2019-12")
    assert nothing.empty
    assert nothing.attrs == {"years": ["2011", "2014", "2018"], "year": ""}
    assert agreed_path(panel(observations(NOTHING.format(month="2019-12")), of="265", period="2019-12"), nothing).empty


def test_the_year_asked_for_is_the_targets():
    assert set(rows("561", "2013-09", year="2014")["goal"]) == set(rows("561", "2013-09")["goal"])
    assert rows("561", "2013-09", year="2018").empty


def test_the_way_has_a_point_for_now_only_while_it_runs(stands_in: None):
    def points(month: str) -> dict[str, list[str]]:
        facts = panel(observations(NOTHING.format(month=month)), of="561", period=month)
        way = agreed_path(facts, agreed(facts))
        return {str(goal): list(of["point"]) for goal, of in way.groupby("goal")}

    assert points("2013-09")["langtidsledige"] == ["base", "target", "now"]
    assert points("2014-12")["langtidsledige"] == ["base", "target"]
    assert "samarbejdsgrad" not in points("2013-09")


def test_percentages_are_printed_as_the_plans_print_them():
    table = rows("561", "2013-09").dropna(subset="change_pct")
    printed = [int(danish.rounded(abs(value))) for value in table["change_pct"]]
    assert printed == [33, 29, 33, 20, 25, 20]


def test_a_goal_is_told_by_the_jobcenter_before_its_region_and_by_the_region_before_a_municipality():
    roles = pd.DataFrame({"role": ["member", "member", "own", "region"], "area": ["561", "563", "561", "083"]})
    assert foremost(roles)["role"] == "own"
    assert foremost(roles[roles["role"] != "own"])["role"] == "region"
    assert foremost(roles.head(2))["area"] == "563"


def test_what_is_no_year_is_refused():
    with pytest.raises(AnalysisError, match="'14' is not a year"):
        rows("561", "2013-09", year="14")


def test_a_year_to_date_is_compared_december_with_december():
    text = """
        measure         | area | period  | value
        uddannelsesgrad | 561  | 2012-12 | 17.6
        uddannelsesgrad | 561  | 2013-12 | 20.0
        uddannelsesgrad | 561  | 2014-09 | 15.0
    """
    row = rows("561", "2014-09", text).query("goal == 'uddannelsesgrad' and area_type == 'municipality'").iloc[0]
    assert (row["value_period"], row["value"]) == ("2013-12", 20.0)
    # half of the two years from 17,6 to 23,9, and not the 21 of 24 months that have passed
    assert (row["path_period"], row["path"]) == ("2013-12", pytest.approx(20.75))
