"""Bounds of hidden cells, complementary hiding and differences, by hand and against published answers."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.disclosure.attack import bounds, differences
from analysis.disclosure.complementary import complementary
from analysis.disclosure.lines import with_totals
from analysis.errors import AnalysisError

BY = ["place", "sex"]


def cells(*counts: tuple[str, str, float]) -> pd.DataFrame:
    return with_totals(pd.DataFrame(list(counts), columns=[*BY, "n"]), by=BY, value="n")


def hiding(table: pd.DataFrame, *places: tuple[str, str]) -> pd.DataFrame:
    return table.assign(hidden=[key in places for key in zip(table["place"], table["sex"], strict=True)])


SQUARE = cells(("a", "m", 2), ("a", "k", 8), ("b", "m", 5), ("b", "k", 7))


def test_totals_are_added_over_each_column_and_over_both():
    found = SQUARE.set_index(BY)["n"]
    assert (found["a", "alle"], found["alle", "m"], found["alle", "alle"]) == (10, 7, 22)


def test_one_hidden_cell_is_what_its_total_leaves():
    found = bounds(hiding(SQUARE, ("a", "m")), by=BY, value="n", hidden="hidden")
    assert found[["low", "high", "exact"]].values.tolist() == [[2, 2, True]]


def test_four_hidden_cells_are_bounded_by_their_totals_alone():
    table = hiding(SQUARE, ("a", "m"), ("a", "k"), ("b", "m"), ("b", "k"))
    found = bounds(table, by=BY, value="n", hidden="hidden")
    # a has 10 and men are 7, of 22: men in a are 0 to 7, and then women in a 3 to 10
    assert found[["low", "high"]].to_numpy()[:2].tolist() == [[0, 7], [3, 10]]
    assert not found["exact"].any()


def test_a_total_that_is_hidden_bounds_nothing():
    table = hiding(SQUARE, ("a", "m"), ("a", "alle"), ("alle", "m"), ("alle", "alle"))
    found = bounds(table, by=BY, value="n", hidden="hidden").set_index(BY)
    assert found.loc[("a", "m"), "high"] == float("inf")


def test_three_further_cells_protect_one_in_a_table_of_two_by_two():
    found = complementary(hiding(SQUARE, ("a", "m")), by=BY, value="n", hidden="hidden")
    assert found["status"].value_counts().to_dict() == {"shown": 5, "complementary": 3, "primary": 1}
    left = bounds(found.assign(hidden=found["status"] != "shown"), by=BY, value="n", hidden="hidden")
    assert not left["exact"].any()


def test_of_equally_many_cells_those_with_fewest_persons_are_hidden():
    table = cells(("a", "m", 2), ("a", "k", 8), ("b", "m", 50), ("b", "k", 70), ("c", "m", 5), ("c", "k", 7))
    found = complementary(hiding(table, ("a", "m")), by=BY, value="n", hidden="hidden").set_index(BY)["status"]
    assert found["c", "m"] == found["c", "k"] == found["a", "k"] == "complementary"


def test_nothing_is_hidden_where_nothing_must_be():
    found = complementary(hiding(SQUARE), by=BY, value="n", hidden="hidden")
    assert set(found["status"]) == {"shown"}


def test_a_hidden_cell_may_have_to_be_uncertain_by_more():
    table = cells(("a", "m", 2), ("a", "k", 8), ("b", "m", 1), ("b", "k", 90), ("c", "m", 60), ("c", "k", 70))
    near = complementary(hiding(table, ("a", "m")), by=BY, value="n", hidden="hidden", width=1).set_index(BY)["status"]
    far = complementary(hiding(table, ("a", "m")), by=BY, value="n", hidden="hidden", width=3).set_index(BY)["status"]
    assert near["b", "m"] == "complementary"  # the one man in b may have been in a
    assert far["c", "m"] == "complementary"  # three more in a cannot come from b


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("a", "alle", 2)], "totals ('alle') stand among the cells"),
        ([("a", "m", 2), ("a", "m", 3)], "1 combination(s) stand twice"),
        ([("a", "m", -1)], "'n' is missing or below 0"),
    ],
)
def test_what_makes_no_table_is_refused(rows: list[tuple[str, str, float]], said: str):
    with pytest.raises(AnalysisError) as error:
        cells(*rows)
    assert said in str(error.value)


def test_counts_that_do_not_add_up_are_refused():
    with pytest.raises(AnalysisError, match="do not add up"):
        bounds(hiding(SQUARE.assign(n=SQUARE["n"] + 1), ("a", "m")), by=BY, value="n", hidden="hidden")


def test_the_rest_of_a_group_is_told_at_just_below_and_at_the_smallest_count():
    rows = pd.DataFrame({"all": [20, 20, 20, 20, 20], "men": [20, 19, 17, 16, None]})
    found = differences(rows, whole="all", part="men", smallest=4)
    assert found.tolist() == [False, True, True, False, False]  # 0, 1, 3, 4 and unknown


def test_two_tables_without_a_small_cell_give_a_group_of_one(shared: Path):
    rows = pd.read_csv(shared / "oracles" / "sdc" / "opensafely_differencing.csv")
    found = differences(rows, whole="total_hd", part="male_hd", smallest=4)
    assert rows.loc[found, "age_band"].tolist() == ["21-30"]


def test_a_hidden_part_beside_its_whole_is_one_of_at_least_three_counts():
    rows = pd.DataFrame(
        [(whole, part) for whole in range(4, 30) for part in range(whole + 1)], columns=["whole", "part"]
    )
    hidden = rows["part"].between(1, 3) | differences(rows, whole="whole", part="part", smallest=4)
    possible = rows[hidden].groupby("whole")["part"].agg(list)
    assert possible[4] == [1, 2, 3]  # no more than any hidden count tells
    assert possible[11] == [1, 2, 3, 8, 9, 10]
    assert set(possible.index) == set(range(4, 30)) and possible.map(len).min() == 3
