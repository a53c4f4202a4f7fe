"""Digests of an area's months: any change is seen, and that of one month tells which."""

import numpy as np
import pytest

from analysis.measures.reading import digests

MONTHS, AREAS = 60, 40


def figures(seed: int) -> list[np.ndarray]:
    chance = np.random.default_rng(seed)
    counts = np.rint(chance.uniform(0, 900, (MONTHS, AREAS)))
    return [counts, counts, np.where(counts > 800, np.nan, counts + 1000), chance.integers(0, 3, (MONTHS, AREAS))]


def of_areas(parts: list[np.ndarray]) -> list[str]:
    return [digests.written(three) for three in digests.sums(parts)]


@pytest.mark.parametrize("seed", range(5))
def test_the_one_month_that_changed_is_told_and_no_other_area_has_changed(seed: int) -> None:
    before, after = figures(seed), figures(seed)
    chance = np.random.default_rng(seed)
    changed = dict(zip(chance.permutation(AREAS)[:20], chance.integers(0, MONTHS, 20), strict=True))
    for area, month in changed.items():
        part = chance.integers(0, 3)
        after[part] = after[part].astype(float)
        after[part][month, area] = 1.0 if np.isnan(after[part][month, area]) else after[part][month, area] + 0.1
    one, two = of_areas(before), of_areas(after)
    assert {area for area in range(AREAS) if one[area] != two[area]} == set(changed)
    assert {area: digests.place(one[area], two[area], of=MONTHS) for area in changed} == changed


def test_several_months_are_not_taken_for_one() -> None:
    before, after = figures(7), figures(7)
    after[0][[3, 50]] += 1
    pairs = zip(of_areas(before), of_areas(after), strict=True)
    assert {digests.place(one, two, of=MONTHS) for one, two in pairs} == {None}


def test_months_that_changed_places_are_a_change() -> None:
    before, after = figures(8), figures(8)
    for part in after:
        part[[10, 11]] = part[[11, 10]]
    same = [one == two for one, two in zip(of_areas(before), of_areas(after), strict=True)]
    alike = [
        all(np.array_equal(part[10, area], part[11, area], equal_nan=True) for part in before) for area in range(AREAS)
    ]
    assert same == alike


def test_equal_figures_have_equal_digests_and_a_digest_of_another_kind_tells_no_month() -> None:
    assert of_areas(figures(1)) == of_areas(figures(1))
    [first, *_] = of_areas(figures(1))
    assert len(first) == 18
    assert digests.place("none", first, of=MONTHS) is None
    assert digests.place(first, "none", of=MONTHS) is None
    assert digests.place(first, first, of=MONTHS) is None


def test_no_months_are_nothing() -> None:
    assert set(of_areas([part[:0] for part in figures(1)])) == {"0" * 18}
