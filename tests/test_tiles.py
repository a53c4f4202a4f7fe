"""The map of equal tiles: one for each jobcenter that there ever was, none over another, roughly where they lie."""

from dataclasses import replace

import pytest

from analysis import areas
from analysis.errors import AnalysisError
from analysis.tiles import refuse_problems, tiles


@pytest.mark.parametrize(("month", "jobcentres"), [("2007-01", 91), ("2013-01", 94), ("2022-01", 95), ("2026-07", 95)])
def test_each_jobcenter_has_exactly_one_tile_and_none_overlap(month: str, jobcentres: int):
    placed = [tiles()[one.code] for one in areas.jobcentres(month)]
    assert len(placed) == jobcentres
    assert len({(tile.column, tile.row) for tile in placed}) == jobcentres
    assert len({tile.short for tile in placed}) == jobcentres


def test_every_municipality_has_a_tile():
    assert set(tiles()) == {one.code for one in areas.municipalities()}


@pytest.mark.parametrize(
    ("west", "east"),
    [("561", "607"), ("607", "461"), ("461", "330"), ("330", "265"), ("265", "101"), ("671", "791")],
)
def test_who_lies_west_of_another_stands_to_the_left(west: str, east: str):
    assert tiles()[west].column < tiles()[east].column


@pytest.mark.parametrize(
    ("north", "south"),
    [("860", "851"), ("851", "751"), ("751", "615"), ("615", "510"), ("510", "580"), ("217", "101"), ("101", "390")],
)
def test_who_lies_north_of_another_stands_above(north: str, south: str):
    assert tiles()[north].row < tiles()[south].row


def test_a_wrong_list_is_refused_with_every_problem():
    right = list(tiles().values())
    wrong = [replace(right[1], municipality="411"), *right[1:], right[2]]
    with pytest.raises(AnalysisError) as error:
        refuse_problems(wrong)
    said = str(error.value)
    assert f"{right[0].municipality} has no tile" in said
    assert "'411' is no municipality" in said
    assert f"the municipality '{right[2].municipality}' stands twice" in said
    assert f"the place 'column {right[1].column}, row {right[1].row}' stands twice" in said
    assert f"the short name '{right[2].short}' stands twice" in said
