"""Percentages of few: none worked out here on fewer than 30, and those that a source printed as they are."""

import math

import pytest

from analysis.measures.compare import compare, series
from analysis.measures.indicators import indicators
from analysis.measures.key_figures import positions
from analysis.publish.words import sentences
from written import observations, panel

HERLEV, SHARE = "163", "aktiveringsgrad"


def one(base: int, source: str, *, area: str = HERLEV, count: int = 12) -> str:
    return f"{SHARE} | {area} | 2019-12 | {100 * count / base} | {count} | {base} | {source}\n"


def rows(*lines: str):
    head = "measure | area | period | value | numerator | denominator | source\n"
    table = observations(head + "".join(lines))
    for name in ("numerator", "denominator"):
        table[name] = table[name].astype(float)
    return table


def own(table, *, of: str = HERLEV):
    found = compare(panel(table, of=of, period="2019-12"), SHARE)
    return found[found["role"] == "own"].iloc[0]


@pytest.mark.parametrize(("base", "shown"), [(29, False), (30, True), (31, True)])
def test_a_percentage_counted_from_a_register_has_a_base_of_30_or_more(base: int, shown: bool):
    row = own(rows(one(base, "Register: DREAM")))
    assert math.isfinite(row["value"]) == shown
    assert (row["status"], row["few"]) == (("final", False) if shown else ("suppressed", True))
    assert row["base"] == base


@pytest.mark.parametrize("base", [29, 30])
def test_a_percentage_that_a_source_printed_stays_as_it_is(base: int):
    row = own(rows(one(base, "Jobindsats, Y36A02")))
    assert row["value"] == pytest.approx(100 * 12 / base)
    assert (row["status"], row["few"]) == ("final", False)


@pytest.mark.parametrize(("fanoe", "value"), [(9, math.nan), (10, 100 * 15 / 30)])
def test_a_percentage_of_two_municipalities_is_worked_out_here_whoever_printed_theirs(fanoe: int, value: float):
    table = rows(one(20, "Jobindsats", area="561"), one(fanoe, "Jobindsats", area="563", count=3))
    assert own(table, of="561")["value"] == pytest.approx(value, nan_ok=True)  # 12 + 3 of 20 + 9, and of 20 + 10


def test_a_curve_and_a_map_of_all_jobcentres_have_no_percentage_of_29():
    seen = panel(rows(one(29, "Register: DREAM"), one(30, "Register: DREAM", area="101")), of=HERLEV, period="2019-12")
    months = series(seen, SHARE, months=12)
    assert months.loc[months["role"] == "own", "value"].isna().all()
    placed = positions(seen, [SHARE]).set_index("area")
    assert placed.loc[HERLEV, "hidden"]
    assert placed.loc["101", "value"] == pytest.approx(40)


def test_an_indicator_on_29_has_no_percentage_and_is_judged_by_its_own_rule():
    seen = panel(rows(one(29, "Register: DREAM")), of=HERLEV, period="2019-12")
    row = indicators(seen, results=(), effort=(SHARE,)).iloc[-1]
    assert math.isnan(row["share"])
    assert not row["small"]  # 10 or more in the target group


def test_a_sentence_says_that_the_base_is_small_and_not_that_the_figure_is_secret():
    found = compare(panel(rows(one(29, "Register: DREAM")), of=HERLEV, period="2019-12"), SHARE)
    said = sentences.level(found.assign(measure=SHARE, benefit="kontanthjaelp", absent=""), f"{SHARE}/kontanthjaelp")
    assert "bygger på kun 29" in said
    assert "diskretion" not in said
