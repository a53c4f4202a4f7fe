"""The indicators on one page: what is judged, at which thresholds, and what is not judged and why."""

import numpy as np
import pandas as pd
import pytest

from analysis import areas, catalogue, goals
from analysis.data import known_targets
from analysis.measures.axes import BETTER, SAME, UNKNOWN, WORSE, count_axis, level_axis, share_axis
from analysis.measures.indicators import indicators
from written import observations, panel

LOWER, HIGHER = catalogue.measure("ledige_pct_arbejdsstyrken"), catalogue.measure("aktiveringsgrad")
COUNT = catalogue.measure("ledige_fuldtid")
MONTH = "2019-09"


def side(now: float, before: float = 5.0, base: float = 1e9) -> dict[str, float]:
    """A share in per cent of so large a base that chance plays no part."""
    return {"value": now, "count": now * base / 100, "base": base,
            "before": before, "count_before": before * base / 100, "base_before": base}  # fmt: skip


@pytest.mark.parametrize(("own", "found"), [(5.19, SAME), (5.2, WORSE), (4.81, SAME), (4.8, BETTER)])
def test_shares_within_two_tenths_of_a_point_are_on_a_level(own: float, found: str):
    assert level_axis(side(own), side(5.0), LOWER, period=MONTH) == found
    turned = {BETTER: WORSE, WORSE: BETTER, SAME: SAME}[found]
    assert level_axis(side(own), side(5.0), HIGHER, period=MONTH) == turned


def test_a_difference_that_chance_can_make_is_on_a_level():
    # 20 of 400 is 5 per cent, and its Wilson interval reaches from 3,3 to 7,6
    assert level_axis(side(5.0, base=400), side(4.0), LOWER, period=MONTH) == SAME
    assert level_axis(side(5.0, base=4000), side(4.0), LOWER, period=MONTH) == WORSE


@pytest.mark.parametrize(("now", "found"), [(5.19, SAME), (5.2, WORSE), (4.8, BETTER)])
def test_shares_develop_alike_within_two_tenths_of_a_point(now: float, found: str):
    assert share_axis(side(now), side(3.0, before=3.0), LOWER, period=MONTH) == found


@pytest.mark.parametrize(("now", "found"), [(101.9, SAME), (102.1, WORSE), (98.1, SAME), (97.9, BETTER)])
def test_counts_develop_alike_within_two_per_cent(now: float, found: str):
    own, group = {"value": now * 1e6, "before": 1e8}, {"value": 1e8, "before": 1e8}
    assert count_axis(own, group, COUNT, period=MONTH) == found


@pytest.mark.parametrize(("before", "found"), [(29, UNKNOWN), (30, SAME)])
def test_the_development_of_a_count_on_fewer_than_thirty_is_not_judged(before: float, found: str):
    assert count_axis({"value": 40, "before": before}, {"value": 1e6, "before": 1e6}, COUNT, period=MONTH) == found


def test_where_no_interval_can_be_made_nothing_is_judged():
    own = side(9.0) | {"count": np.nan}
    assert level_axis(own, side(5.0), LOWER, period=MONTH) == UNKNOWN


def country(month: str, rate: float, *, size: float = 20_000, own: float | None = None) -> list[str]:
    """Lines in which every municipality has one rate, and Herlev another."""
    lines = []
    for area in areas.municipalities():
        share = own if area.code == "163" and own is not None else rate
        lines.append(f"ledige_pct_arbejdsstyrken | {area.code} | {month} | {share}")
        lines.append(f"ledige_fuldtid | {area.code} | {month} | {round(size * share / 100)}")
    return lines


def found(*lines: str, of: str = "163", period: str = MONTH, results: tuple[str, ...] = ("ledige_fuldtid",)):
    rows = observations("\n".join(["measure | area | period | value", *lines]))
    return indicators(panel(rows, of=of, period=period), results=results)


def the(rows: pd.DataFrame, subject: str) -> pd.Series:
    return rows[rows["subject"] == subject].iloc[0]


def test_level_and_development_are_judged_against_comparable_areas():
    row = the(found(*country("2018-09", 3.0, own=6.0), *country("2019-09", 3.0, own=4.5)), "ledige_fuldtid")
    # 900 of 20.000 after 1.200: 25 per cent fewer; the others' 600 are unchanged
    assert (row["value"], row["change"], row["change_pct"], row["group_change_pct"]) == (900, -300, -25, 0)
    assert (row["share"], row["group"], row["points"]) == (4.5, pytest.approx(3.0, abs=0.05), -1.5)
    assert (row["level"], row["development"]) == (WORSE, BETTER)


@pytest.mark.parametrize(("unemployed", "small"), [(9, True), (10, False)])
def test_fewer_than_ten_are_small_and_are_not_judged(unemployed: int, small: bool):
    lines = [line for line in country("2019-09", 3.0) if " 163 " not in line]
    lines += [f"ledige_fuldtid | 163 | 2019-09 | {unemployed}", "ledige_pct_arbejdsstyrken | 163 | 2019-09 | 1.0"]
    row = the(found(*lines), "ledige_fuldtid")
    assert row["small"] == small
    assert (row["level"] == UNKNOWN) == small


def test_nothing_is_of_a_provisional_month():
    rows = observations("\n".join([
        "measure | area | period | value", *country("2018-09", 3.0), *country("2019-09", 3.0),
        *country("2019-10", 9.0),
    ]))  # fmt: skip
    rows.loc[rows["period"] == "2019-10", "status"] = "provisional"
    row = the(indicators(panel(rows, of="163", period="2019-10"), results=["ledige_fuldtid"]), "ledige_fuldtid")
    assert (row["period"], row["share"]) == ("2019-09", 3.0)
    only = rows[rows["period"] == "2019-10"]
    row = the(indicators(panel(only, of="163", period="2019-10"), results=["ledige_fuldtid"]), "ledige_fuldtid")
    assert row["absent"].startswith("datasættet kun har foreløbige tal")
    assert np.isnan(row["share"])


def test_a_row_without_measure_or_figures_says_which_and_why():
    rows = found(*country("2019-09", 3.0), results=("kontanthjaelp_fuldtid", "findes_ikke"))
    assert the(rows, "kontanthjaelp_fuldtid")["absent"] == "datasættet ikke har tallene"
    assert the(rows, "findes_ikke")["absent"] == "måltallet ikke findes"
    assert set(rows.loc[rows["subject"] == "", "absent"]) == {"der ikke findes et måltal for målet"}


def test_the_goals_of_the_year_stand_first_and_a_year_without_is_told_from_one_that_is_not_known():
    rows = found(*country("2019-09", 3.0))
    assert list(rows.loc[rows["section"] == "goals", "goal"]) == [goal.id for goal in goals.of("2019").goals]
    assert found(*country("2017-09", 3.0), period="2017-09").attrs["known"] == goals.UNKNOWN
    none = found(*country("2026-03", 3.0), period="2026-03")
    assert none.attrs["known"] == goals.NONE
    assert "goals" not in set(none["section"])


def test_in_a_year_without_goals_the_areas_own_targets_stand_with_their_distance(monkeypatch: pytest.MonkeyPatch):
    own = pd.DataFrame([{
        "area_type": "municipality", "area": "163", "goal": "ledige_fuldtid", "base_period": "2025-12",
        "target_period": "2026-12", "base": 700.0, "target": 500.0, "operator": "<=", "unit": "fuldtidspersoner",
        "source": "En plan",
    }])  # fmt: skip
    monkeypatch.setattr(known_targets, "known", lambda _: own)
    row = found(*country("2026-03", 3.0), period="2026-03", results=()).iloc[0]
    assert (row["section"], row["goal"], row["target"], row["distance"]) == ("local", "ledige_fuldtid", 500, -100)
    assert not row["reached"]


def test_a_target_in_another_unit_is_not_held_against_the_figure(monkeypatch: pytest.MonkeyPatch):
    own = pd.DataFrame([{
        "area_type": "municipality", "area": "163", "goal": "ledige_fuldtid", "base_period": "2018-12",
        "target_period": "2019-12", "base": 700.0, "target": 500.0, "operator": "<=", "unit": "personer",
        "source": "En plan",
    }])  # fmt: skip
    monkeypatch.setattr(known_targets, "known", lambda _: own)
    assert np.isnan(the(found(*country("2019-09", 3.0)), "ledige_fuldtid")["target"])


def test_a_neutral_measure_has_no_status_and_says_why():
    row = the(found("befolkning | 163 | 2019-09 | 1000", "befolkning | 000 | 2019-09 | 9000", results=("befolkning",)),
              "befolkning")  # fmt: skip
    assert (row["level"], row["why"]) == (UNKNOWN, "hverken et højt eller et lavt tal er bedst")


@pytest.mark.parametrize(("spells", "way"), [(40.0, SAME), (4000.0, BETTER)])
def test_a_quarterly_mean_is_judged_by_its_interval_and_has_no_rank(spells: float, way: str):
    # 220 interviews with 40 have the exact limits 4,8 to 6,3 each: 5,0 may be chance, as a report over a year says too
    lines = ["measure | area | period | value"]
    for period, own in (("2018-Q3", 5.0), ("2019-Q3", 5.5)):
        for area in areas.municipalities():
            lines.append(f"intensitet_samtaler | {area.code} | {period} | {own if area.code == '163' else 5.0}")
    rows = observations("\n".join(lines))
    rows = rows.assign(numerator=spells * rows["value"], denominator=spells)
    row = the(indicators(panel(rows, of="163", period="2019-09")), "intensitet_samtaler")
    assert (row["period"], row["share"], row["points"]) == ("2019-Q3", 5.5, 0.5)
    assert (row["group"], row["level"], row["development"]) == (pytest.approx(5.0), way, way)
    assert np.isfinite([row["level_score"], row["development_score"]]).all()
    assert np.isnan(row["rank"])
    assert row["rank_reason"].startswith("intervallet for en placering")


def test_a_period_that_nobody_has_a_figure_of_yet_is_passed_over():
    rows = observations("measure | area | period | value\n" + "\n".join([*country("2019-08", 3.0)]))
    later = rows.assign(period="2019-09", value=np.nan, status="missing")
    made = indicators(panel(pd.concat([rows, later]), of="163", period="2019-09"), results=["ledige_fuldtid"])
    assert the(made, "ledige_fuldtid")["period"] == "2019-08"


@pytest.mark.parametrize(("spells", "told"), [(29, False), (30, True)])
def test_a_share_of_too_few_to_be_shown_has_neither_status_nor_rank(spells: int, told: bool):
    lines = ["measure | benefit | area | period | value"]
    for period in ("2018-Q2", "2019-Q2"):
        lines += [f"tidlig_samtale | kontanthjaelp | {area.code} | {period} | 100" for area in areas.municipalities()]
    rows = observations("\n".join(lines))
    own = rows["area"] == "163"
    rows = rows.assign(denominator=np.where(own, spells, 400.0), numerator=np.where(own, spells, 380.0))
    rows = rows.assign(value=100 * rows["numerator"] / rows["denominator"], source="Register: prøve")
    found = indicators(panel(rows, of="163", period="2019-09"), effort=("tidlig_samtale/kontanthjaelp",))
    row = the(found, "tidlig_samtale/kontanthjaelp")
    assert np.isfinite(row["share"]) == np.isfinite(row["rank"]) == (row["level"] != UNKNOWN) == told
    assert (row["status"], row["why"], row["rank_reason"]) == (
        ("final", "", "") if told else ("suppressed", "jobcenterets tal ikke vises", "tallet ikke vises")
    )


def test_what_a_goal_is_about_stands_once_as_the_goal():
    rows = observations("measure | area | period | value\nunge | 163 | 2011-06 | 100")
    found = indicators(panel(rows, of="163", period="2011-06"), results=["unge", "ledige_fuldtid"], effort=())
    assert [(row["section"], row["subject"]) for _, row in found.iterrows()] == [
        ("goals", "arbejdskraftreserve"),
        ("goals", "permanent_forsoergelse"),
        ("goals", "unge"),
        ("goals", "ikke_vestlig"),
        ("results", "ledige_fuldtid"),
    ]
