"""Shares as if every jobcenter had the same people, counted from a small register."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import areas, project
from analysis.data import snapshots
from analysis.data.contracts import columns
from analysis.data.shown import Shown
from analysis.data.tables import Panel
from analysis.errors import AnalysisError
from analysis.measures import standardised
from small_register import home_in
from written import observations, panel

MONTH = "2019-09"
YOUNG, OLD = 24, 40
PEOPLE = {  # municipality and age: recipients and residents
    ("163", YOUNG): (10, 100),
    ("163", OLD): (90, 300),
    ("151", YOUNG): (30, 300),
    ("151", OLD): (30, 100),
    ("153", YOUNG): (4, 200),
    ("153", OLD): (5, 200),
}
SHOWN = """
    measure               | area | period  | value
    kontanthjaelp_fuldtid | 163  | 2019-09 | 100
    kontanthjaelp_fuldtid | 151  | 2019-09 | 60
    kontanthjaelp_fuldtid | 153  | 2019-09 | 9
    kontanthjaelp_fuldtid | 163  | 2019-10 | 100
"""


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Panel:
    """The small register, seen from Herlev."""
    monkeypatch.setenv(project.HOME, str(home_in(tmp_path / "home")))
    return register(PEOPLE, "small")


def register(people: dict[tuple[str, int], tuple[int, int]], name: str) -> Panel:
    """A snapshot with as many recipients and residents, seen from Herlev."""
    spells: list[tuple[object, ...]] = []
    persons: list[tuple[object, ...]] = []
    population: list[tuple[object, ...]] = []
    for (area, age), (recipients, residents) in people.items():
        for origin, count in (("dansk", residents), ("ikke_vestlig", 0)):
            population.append((area, "2019-Q3", age, "maend", origin, count))
        for _ in range(recipients):
            number = len(persons) + 1
            persons.append((number, 2019 - age, "maend", "dansk", "ingen", ""))
            spells.append((number, "kontanthjaelp", area, "2019-06-03", "2019-11-25", "jobparat", 1.0))
    tables = {
        "spells": pd.DataFrame(
            spells, columns=["person", "benefit", "area", "first_week", "last_week", "visitation", "share"]
        ),
        "persons": pd.DataFrame(persons, columns=columns("persons")),
        "population": pd.DataFrame(population, columns=columns("population")),
    }
    for week in ("first_week", "last_week"):
        tables["spells"][week] = pd.to_datetime(tables["spells"][week]).astype("datetime64[s]")
    written = snapshots.write(
        name, tables, source="written", asked=[], retrieved="2020-01-01", synthetic=True, extra={"weeks": []}
    )
    rows = observations(SHOWN)
    rows.loc[rows["period"] == "2019-10", "status"] = "provisional"
    herlev = areas.jobcenter("163", MONTH)
    return Panel(Shown.of_rows(rows), herlev, (areas.municipality("163"),), "2019-10", written)


def test_jobcentres_with_the_same_shares_in_each_age_are_alike(seen: Panel):
    # 25 and 15 per cent; the standard is 600 young and 600 old: Herlev (10 + 30)/2 = 20, Ballerup likewise
    result = standardised(seen, "kontanthjaelp", by=["age"]).set_index("label")
    both = result.loc[["Herlev", "Ballerup"]]
    assert both["crude"].tolist() == pytest.approx([25, 15])
    assert both["value"].tolist() == pytest.approx([20, 20])
    assert (both["low"] < 20).all() and (both["high"] > 20).all()
    assert both["n"].tolist() == [400, 400]
    assert set(result["period"]) == {MONTH}  # October is provisional


def test_expected_is_at_the_shares_of_the_others_without_the_report_s_own(seen: Panel):
    # others: young 34 of 500, old 35 of 300; Herlev expects 100 · 34/500 + 300 · 35/300 = 41.8, and has 100
    result = standardised(seen, "kontanthjaelp", by=["age"]).set_index("label")
    assert result["ratio"]["Herlev"] == pytest.approx(100 / 41.8)
    assert result["ratio_low"]["Herlev"] < result["ratio"]["Herlev"] < result["ratio_high"]["Herlev"]
    assert list(result.index[result["role"] == "own"]) == ["Herlev"]


def test_fewer_than_ten_recipients_are_not_shown(seen: Panel):
    result = standardised(seen, "kontanthjaelp").set_index("label")
    figures = ["crude", "value", "low", "high", "ratio", "ratio_low", "ratio_high"]
    assert result.loc["Brøndby", figures].isna().all()
    assert result["status"][["Brøndby", "Herlev"]].tolist() == ["suppressed", "final"]
    assert list(result.index) == [one.name for one in areas.jobcentres("2019-10")]


def test_a_group_of_residents_with_nobody_in_it_leaves_the_ratio_and_no_direct_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(project.HOME, str(home_in(tmp_path / "home")))
    table = {("163", YOUNG): (0, 0), ("163", OLD): (90, 300), ("151", YOUNG): (30, 300), ("151", OLD): (30, 100)}
    result = standardised(register(table, "no_young"), "kontanthjaelp", by=["age"]).set_index("label")
    assert result["value"].isna()["Herlev"]
    assert result["status"]["Herlev"] == "missing"
    assert result["ratio"]["Herlev"] == pytest.approx(1)  # 90 of 300, where Ballerup has 30 of 100


def test_what_the_panel_hides_is_hidden_here(seen: Panel):
    rows = seen.observations.copy()
    rows.loc[rows["area"] == "151", "value"] = np.nan
    hidden = Panel(Shown.of_rows(rows), seen.jobcenter, seen.members, seen.period, seen.snapshot)
    result = standardised(hidden, "kontanthjaelp", by=["age"]).set_index("label")
    assert result["value"].notna().tolist().count(True) == 1
    assert result["status"]["Ballerup"] == "suppressed"


def test_without_a_register_the_reason_is_told():
    result = standardised(panel(observations(SHOWN), of="163", period=MONTH), "kontanthjaelp")
    assert result.empty
    assert "der mangler spells, persons, population" in result.attrs["absent"]


def test_what_cannot_be_made_alike_is_refused(seen: Panel):
    with pytest.raises(AnalysisError, match="name some of age, sex, origin"):
        standardised(seen, "kontanthjaelp", by=["height"])
    with pytest.raises(AnalysisError, match="There is no benefit"):
        standardised(seen, "kontantjhaelp")
