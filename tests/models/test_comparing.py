"""Comparable areas, and what they would lead one to expect."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.models.comparison.comparing import against_expected, expected_from_others, neighbours


def row(table: pd.DataFrame, names: list[str]) -> list[float]:
    """The figures of Copenhagen."""
    return [float(number) for number in table.loc[["101"], names].to_numpy()[0]]


def background() -> pd.DataFrame:
    return pd.DataFrame({"area": ["101", "147", "561", "563"], "young": [1.0, 2.0, 10.0, 11.0], "old": [0.0, 0, 0, 1]})


def test_the_nearest_areas_come_first_and_never_the_area_itself():
    result = neighbours(background(), variables=["young"], k=2)
    assert result["other"].tolist() == ["147", "561", "101", "561", "563", "147", "561", "147"]
    assert result["order"].tolist() == [1, 2] * 4
    assert (result["area"] != result["other"]).all()
    # standard deviation of 1, 2, 10, 11 is sqrt(20.5)
    assert result["distance"][0] == pytest.approx(1 / 20.5**0.5)


def test_each_variable_counts_alike_whatever_its_unit():
    plain = neighbours(background(), variables=["young", "old"], k=3)
    scaled = neighbours(background().assign(young=lambda t: 1000 * t["young"]), variables=["young", "old"], k=3)
    assert plain["other"].tolist() == scaled["other"].tolist()


def test_ties_go_to_the_lower_code_and_an_area_without_a_variable_takes_no_part():
    table = pd.DataFrame({"area": ["561", "147", "101", "563"], "young": [3.0, 2.0, 1.0, np.nan]})
    result = neighbours(table, variables=["young"], k=1)
    assert result[["area", "other"]].to_numpy().tolist() == [["101", "147"], ["147", "101"], ["561", "147"]]


def test_what_gives_no_neighbours_is_told_at_once():
    with pytest.raises(AnalysisError) as told:
        neighbours(background().assign(young=1.0), variables=["young"], k=4)
    assert "'young' is the same everywhere" in str(told.value)
    assert "4 neighbours need 1 to 3 others" in str(told.value)


def test_expected_is_the_others_share_of_all_their_persons():
    # 101 against 147 and 561: (30 + 50)/(100 + 400) = 0.16; of 200 persons 32, and there were 40
    figures = pd.DataFrame({"area": ["101", "147", "561"], "count": [40.0, 30, 50], "base": [200.0, 100, 400]})
    others = pd.DataFrame({"area": ["101", "101"], "other": ["147", "561"]})
    result = expected_from_others(figures, others=others)
    assert row(result, ["expected", "difference"]) == pytest.approx([32, 8])
    assert row(result, ["value", "expected_value", "share_difference"]) == pytest.approx([0.2, 0.16, 0.04])
    low, high = row(result, ["low", "high"])
    assert low < 0.04 < high
    assert row(result, ["others", "other_n"]) == [2, 500]
    assert result.loc["147", "expected":"high"].drop("value").isna().all()


def test_another_area_without_a_figure_is_left_out_and_not_counted():
    figures = pd.DataFrame({"area": ["101", "147", "561"], "count": [40.0, np.nan, 50], "base": [200.0, 100, 400]})
    others = pd.DataFrame({"area": ["101", "101"], "other": ["147", "561"]})
    result = expected_from_others(figures, others=others)
    assert row(result, ["expected", "others", "other_n"]) == [25, 1, 400]


def test_an_area_in_its_own_comparison_is_refused():
    figures = pd.DataFrame({"area": ["101"], "count": [1.0], "base": [2.0]})
    with pytest.raises(AnalysisError, match="1 areas are in their own comparison"):
        expected_from_others(figures, others=pd.DataFrame({"area": ["101"], "other": ["101"]}))


def test_differences_and_ranks_against_given_expectations():
    figures = pd.DataFrame(
        {
            "count": [44010.0, 5030, 2760, 10],
            "expected": [43070.0, 5600, 2920, np.nan],
            "value": [9.28, 7.04, 9.11, 1],
            "expected_value": [9.08, 7.83, 9.90, np.nan],
        }
    )
    result = against_expected(figures, decimals=2)
    assert result["difference"].tolist()[:3] == [940, -570, -160]
    assert result["share_difference"].tolist()[:3] == [0.2, -0.79, -0.79]
    assert result["rank"].tolist()[:3] == [3, 1, 1]
    assert result["tied"].tolist() == [False, True, True, False]
    assert result["of"].tolist()[0] == 3
    assert pd.isna(result["rank"][3])
    by_ratio = against_expected(figures[["count", "expected"]])
    assert by_ratio["rank"].tolist()[:3] == [3, 1, 2]
    assert by_ratio["low"][0] < by_ratio["ratio"][0] < by_ratio["high"][0]


def test_the_official_differences_and_ranks_of_expected_benefit_recipients(shared):
    """Jobindsats Y30R21: 98 municipalities, 6 half-years, 4 groups; ties are broken there by more decimals."""
    path = shared / "data" / "jobindsats_y30r21" / "Y30R21_rebuilt_api_csv.csv"
    rows = pd.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig")
    rows.columns = pd.Index(
        [
            "area",
            "period",
            "benefit",
            "expected",
            "count",
            "difference",
            "expected_value",
            "value",
            "points",
            "official",
        ]
    )
    result = against_expected(rows, by=["period", "benefit"], decimals=2)
    assert len(rows) == 98 * 6 * 4
    assert (result["difference"] == rows["difference"]).all()
    assert result["share_difference"].tolist() == pytest.approx(rows["points"].tolist(), abs=1e-9)
    alike = result.groupby(["period", "benefit", "rank"])["rank"].transform("size")
    assert (rows["official"] >= result["rank"]).all()
    assert (rows["official"] < result["rank"] + alike).all()
    assert (rows["official"] == result["rank"])[~result["tied"]].all()
