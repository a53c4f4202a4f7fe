import json
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import AnalysisError
from analysis.sources.statbank import question as statbank_question
from analysis.sources.statbank.parts import parts
from analysis.sources.statbank.places import read
from analysis.sources.statbank.question import cells
from statbank_source import AGES, SEXES, description, question


def refused(described: dict[str, Any] | None = None, **changes: Any) -> str:
    with pytest.raises(AnalysisError) as error:
        question(described, **changes)
    return str(error.value)


@pytest.mark.parametrize(
    ("axis", "text", "stands_for"),
    [
        ("area", "000", "000"),
        ("area", "0", "000"),
        ("area", "Hele landet", "000"),
        ("area", "000 Hele landet", "000"),
        ("area", "0561", "561"),
        ("area", "1083", "region:083"),
        ("area", "Region Syddanmark", "region:083"),
        ("area", "997", "outside:997"),
        ("area", "Christiansø", "outside:411"),
        ("area", "411 Christiansø", "outside:411"),
        ("area", "101 Aarhus", None),
        ("area", "01", None),
        ("sex", "TOT", "alle"),
        ("sex", "M", "maend"),
        ("sex", "2 Kvinder", "kvinder"),
        ("sex", "1 Kvinder", None),
        ("age", "IALT", "alle"),
        ("age", "105+", "105"),
        ("age", "100 år og derover", "100"),
        ("age", "7 7 år", "7"),
        ("age", "126", None),
        ("age", "0-4 år", None),
        ("age", "-1", None),
        ("period", "2014K1", "2014-Q1"),
        ("period", "2014Q1", "2014-Q1"),
        ("period", "2014M01", "2014-01"),
        ("period", "2014", "2014"),
        ("period", "2014K5", None),
    ],
)
def test_codes_and_texts_stand_for_ids(axis: str, text: str, stands_for: str | None):
    assert read(axis, text) == stands_for


def test_regions_are_not_asked_for_and_areas_outside_are():
    areas = next(one for one in question().variables if one.becomes == "area").ids
    assert (len(areas), "084" in areas, areas["411"]) == (1 + 98 + 1, False, "outside:411")


def test_the_latest_periods_are_asked_for_in_order():
    assert question().codes()["Tid"] == ["2014K1", "2014K2"]
    assert question(latest=1).codes()["Tid"] == ["2014K2"]


def test_bands_of_age_are_not_asked_for():
    listed = {"IALT": "I alt", "7": "7 år", "1": "16-19 år"}
    assert question(description(ALDER=listed)).codes()["ALDER"] == ["IALT", "7"]


def test_everything_that_the_table_lacks_is_told_at_once():
    described = description(KØN={"1": "Mænd", "2": "Kvinder"}, Tid={"2014": "2014", "2014K1": "2014K1"})
    described["variables"] = [one for one in described["variables"] if one["id"] != "OMRÅDE"]
    described["variables"].append(
        {"id": "ART", "elimination": False, "time": False, "values": [{"id": "A", "text": "B"}]}
    )
    told = refused(described).splitlines()
    assert told[0] == "FOLK1A: the table is not as declared, 4 problem(s); nothing was asked of it"
    assert told[1].startswith("  - 'ART' must be asked for and is not declared")
    assert told[2].startswith("  - it has no variable 'OMRÅDE'")
    assert told[3].startswith("  - 'KØN' has no total")
    assert told[4].startswith("  - 'Tid' mixes kinds of periods: quarter, year")


def test_a_municipality_that_the_table_lacks_is_a_problem():
    places = {one["id"]: one["text"] for one in description()["variables"][0]["values"] if one["id"] != "561"}
    assert "lacks 1 of the country and the 98 municipalities: '561'" in refused(description(OMRÅDE=places))


def test_population_needs_quarters():
    assert "has no periods of the kind quarter, which population needs" in refused(description(Tid={"2014": "2014"}))


def test_a_variable_can_keep_one_code():
    variables = {
        "OMRÅDE": {"becomes": "area"},
        "KØN": {"becomes": "sex"},
        "ALDER": {"becomes": "age"},
        "CIVILSTAND": {"keep": "TOT"},
        "Tid": {"becomes": "period"},
    }
    described = description(CIVILSTAND={"TOT": "I alt", "U": "Ugift"})
    assert question(described, variables=variables).codes()["CIVILSTAND"] == ["TOT"]
    variables["CIVILSTAND"] = {"keep": "UGIFT"}
    assert "'CIVILSTAND' has no 'UGIFT'" in refused(described, variables=variables)


@pytest.mark.parametrize("answer", [None, [], {}, {"variables": 1}, {"id": "FOLK1B", "variables": []}, "text"])
def test_an_answer_that_describes_no_table_is_refused(answer: Any):
    with pytest.raises(AnalysisError, match="Check --url"):
        statbank_question.description(answer, "FOLK1A")


def test_the_recorded_description_is_read(shared: Path):
    folder = shared / "data" / "statbank"
    recorded = json.loads((folder / "denstatbank_tableinfo_resp.json").read_text(encoding="utf-8"))
    read = statbank_question.description(recorded, "folk1a")
    assert (read.id, read.hidden, read.active) == ("FOLK1A", "0", True)
    assert read.variables["KØN"].texts == {"TOT": "Total", "1": "Men", "2": "Women"}


@pytest.mark.parametrize(
    "file", ["denstatbank_tables_resp", "denstatbank_sub_resp_default", "denstatbank_sub_resp_2401"]
)
def test_recorded_lists_of_tables_and_subjects_are_no_description(shared: Path, file: str):
    recorded = json.loads((shared / "data" / "statbank" / f"{file}.json").read_text(encoding="utf-8"))
    with pytest.raises(AnalysisError, match="does not describe a table"):
        statbank_question.description(recorded, "FOLK1A")


@pytest.mark.parametrize("most", [1, 2, 3, 5, 7, 11, 12, 23, 24, 25])
def test_parts_ask_for_everything_exactly_once_and_for_no_more_than_the_limit(most: int):
    whole = {"Tid": ["a", "b"], "OMRÅDE": ["1", "2", "3"], "ALDER": ["0", "1", "2", "3"]}
    made = list(parts(whole, most_cells=most, along=["Tid", "OMRÅDE", "ALDER"]))
    asked = [(t, o, a) for part in made for t in part["Tid"] for o in part["OMRÅDE"] for a in part["ALDER"]]
    assert len(asked) == len(set(asked)) == 2 * 3 * 4
    assert max(map(cells, made)) <= most


def test_a_question_at_the_limit_is_not_split_and_one_above_is_split_along_time():
    whole = {"KØN": list(SEXES), "ALDER": list(AGES), "Tid": ["a", "b"]}  # 3 x 4 x 2 = 24 cells
    assert len(list(parts(whole, most_cells=24, along=["Tid", "ALDER", "KØN"]))) == 1
    split = list(parts(whole, most_cells=23, along=["Tid", "ALDER", "KØN"]))
    assert [(part["Tid"], cells(part)) for part in split] == [(["a"], 12), (["b"], 12)]
