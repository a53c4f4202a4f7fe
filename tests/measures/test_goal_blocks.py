"""The goals that a follow-up is built on: those of the year with figures, then results that stand in for others."""

import pandas as pd
import pytest

from analysis import areas, measures
from analysis.data.tables import Panel
from analysis.measures.goal_blocks import LEAST, RESULTS, effort_for
from written import observations, panel

RATES = {
    "ledige_fuldtid": "ledige_pct_arbejdsstyrken",
    "kontanthjaelp_fuldtid": "kontanthjaelp_pct_befolkning",
    "langtidsledige_fuldtid": "langtidsledighedsprocent",
    "permanent_forsoergelse": "permanent_andel_16_66",
    "unge": "unge_pct_16_29",
    "arbejdskraftreserve": "arbejdskraftreserve_pct",
}


def country(month: str, *counts: str) -> Panel:
    """Herlev in a country in which every municipality has the same figures, now and a year before."""
    before = f"{int(month[:4]) - 1}{month[4:]}"
    lines = ["measure | area | period | value"]
    for when, extra in ((before, 0), (month, 20)):
        for area in areas.municipalities():
            for count in counts:
                lines += [
                    f"{count} | {area.code} | {when} | {400 + extra}",
                    f"{RATES[count]} | {area.code} | {when} | 4.0",
                ]
            lines.append(f"aktiveringsgrad | {area.code} | {when} | 20.0")
    return panel(observations("\n".join(lines)), of="163", period=month)


def blocks(seen: Panel) -> list[measures.GoalBlock]:
    rows = measures.indicators(seen, results=measures.followed(seen))
    return measures.goal_blocks(seen, rows, months=24)


def test_four_goals_with_figures_are_followed_and_nothing_stands_in_for_them():
    seen = country("2011-09", "arbejdskraftreserve", "permanent_forsoergelse", "unge", "kontanthjaelp_fuldtid")
    found = blocks(seen)
    assert [block.section for block in found] == ["goals", "goals", "goals", "results"]  # none is of ikke_vestlige
    assert [block.name for block in found][:3] == [
        "Arbejdskraftreserven",
        "Permanent forsørgelse",
        "Unge på offentlig forsørgelse",
    ]
    assert all(block.wording.startswith("Jobcentrene skal sikre") for block in found[:3])
    assert found[3].wording == "" and found[3].indicators["subject"].iloc[0] == "kontanthjaelp_fuldtid"


@pytest.mark.parametrize("month", ["2016-09", "2026-03"])
def test_a_year_without_known_goals_is_followed_on_results(month: str):
    found = blocks(country(month, "ledige_fuldtid", "kontanthjaelp_fuldtid"))
    assert {block.section for block in found} == {"results"}
    assert [block.indicators["subject"].iloc[0] for block in found] == ["kontanthjaelp_fuldtid", "ledige_fuldtid"]


def test_there_are_never_more_stand_ins_than_make_four():
    seen = country("2016-09", "ledige_fuldtid", "kontanthjaelp_fuldtid", "unge", "permanent_forsoergelse",
                   "langtidsledige_fuldtid")  # fmt: skip
    assert len(measures.followed(seen)) == LEAST
    assert set(measures.followed(seen)) < set(RESULTS)


def test_a_result_that_may_not_be_shown_stands_behind_those_that_may():
    lines = ["measure | area | period | value | status"]
    lines += [
        f"langtidsledige_fuldtid | {area.code} | 2016-09 | 50 | final"
        for area in areas.municipalities()
        if area.code != "163"
    ]
    lines += ["langtidsledige_fuldtid | 163 | 2016-09 | | suppressed", "ledige_fuldtid | 163 | 2016-09 | 400 | final"]
    assert measures.followed(panel(observations("\n".join(lines)), of="163", period="2016-09")) == [
        "ledige_fuldtid",
        "langtidsledige_fuldtid",
    ]


def test_a_block_has_its_result_and_then_the_effort_in_the_fixed_order():
    block = blocks(country("2016-09", "ledige_fuldtid"))[0]
    assert list(block.indicators["section"]) == ["results", *["effort"] * (len(block.indicators) - 1)]
    kinds = [subject.split("/")[0].split("_")[0] for subject in block.indicators["subject"].iloc[1:]]
    assert list(dict.fromkeys(kinds)) == ["rettidighed", "aktiveringsgrad", "virksomhedsrettet", "tidlig", "intensitet"]
    own = block.development[block.development["role"] == "own"]
    assert list(own["value"].dropna()) == [4.0, 4.0]
    assert set(block.level["role"]) == {"own", "group", "region", "country"}


@pytest.mark.parametrize(
    ("subject", "benefit"),
    [
        ("kontanthjaelp_fuldtid", "kontanthjaelp"),
        ("unge", "uddannelseshjaelp"),
        ("ledige_fuldtid/kontanthjaelp", "kontanthjaelp"),
        ("langtidsledige_fuldtid", "a_dagpenge"),
    ],
)
def test_the_effort_is_that_for_those_whom_the_result_is_about(subject: str, benefit: str):
    assert effort_for(subject)[0] == f"rettidighed_samtale/{benefit}"
    assert effort_for(subject)[2] == "aktiveringsgrad/kontanthjaelp"  # there is no other


def test_the_subjects_of_blocks_are_results_first_and_each_once():
    found = blocks(country("2016-09", "ledige_fuldtid", "kontanthjaelp_fuldtid"))
    subjects = measures.block_subjects(found)
    assert subjects[:2] == ["kontanthjaelp_fuldtid", "ledige_fuldtid"]
    assert len(subjects) == len(set(subjects))
    assert isinstance(found[0].indicators, pd.DataFrame)
