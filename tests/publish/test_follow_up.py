"""The summary of a follow-up, sentence by sentence, and the blocks of its goals in their fixed order."""

from typing import Any

import pandas as pd
import pytest

from analysis import charts, measures, publish
from analysis.measures import GoalBlock
from analysis.measures.axes import BETTER, SAME, WORSE
from analysis.measures.indicators import indicators
from analysis.publish import blocks, page
from analysis.publish.words import follow_up
from written import observations, panel

NOTHING = panel(
    observations("measure | area | period | value\nbefolkning | 163 | 2019-09 | 1000"), of="163", period="2019-09"
)
EMPTY = indicators(NOTHING, results=["befolkning"], effort=(), with_goals=False).iloc[0]


def row(**known: Any) -> dict[str, Any]:
    """An indicator of which only this is known."""
    base = {"section": "results", "indicator": "Ledige", "subject": "ledige_fuldtid", "absent": "", "status": "final",
            "measure": "ledige_pct_arbejdsstyrken", "benefit": "alle", "unit": "fuldtidspersoner", "period": "2019-09",
            "value": float("nan")}  # fmt: skip
    return {str(name): value for name, value in EMPTY.items()} | base | known


def block(*rows: dict[str, Any], name: str = "Ledige") -> GoalBlock:
    return GoalBlock(name, "", "results", pd.DataFrame(rows), pd.DataFrame(), pd.DataFrame())


EFFORT = row(section="effort", indicator="Aktiveringsgrad", subject="aktiveringsgrad", measure="aktiveringsgrad",
             benefit="kontanthjaelp", unit="pct.", share=16.8, group=15.9)  # fmt: skip


def test_a_goal_is_told_by_level_development_and_the_effort_at_the_same_time():
    result = row(value=1485, share=2.5, group=2.7, change=-13, change_pct=-0.9, group_change_pct=5.5)
    assert follow_up.goal(block(result, EFFORT), place="Jobcenter Esbjerg") == (
        "»Ledige«: Niveauet var 1.485 fuldtidspersoner i Jobcenter Esbjerg i september 2019, 2,5 pct. af "
        "arbejdsstyrken 16-66 år mod 2,7 pct. i sammenlignelige kommuner. Antallet er faldet svagt med 0,9 pct. på 12 "
        "måneder; i sammenlignelige kommuner er det steget tydeligt med 5,5 pct. Samtidig var »Aktiveringsgrad« 16,8 "
        "pct. mod 15,9 pct. i sammenlignelige kommuner."
    )


def test_a_figure_of_levels_that_may_not_be_shown_says_so_in_its_place(monkeypatch: pytest.MonkeyPatch):
    bundles: list[dict[str, Any]] = []
    monkeypatch.setattr(blocks, "display", lambda data, raw: bundles.append(data))
    monkeypatch.setattr(page, "_pages", [])
    publish.begin(NOTHING, title="Prøve")
    table = pd.DataFrame({"value": [None, 2.9], "status": ["missing", "suppressed"]})
    publish.figure(charts.levels, table, title="Ledige: niveau")
    assert bundles[-1][blocks.MIME]["kind"] == "absent"


def test_what_is_the_same_beside_several_goals_is_told_once_and_never_beside_permanent_support():
    ledige = row(value=1485, share=2.5, group=2.7)
    permanent = row(value=676, share=8.9, group=9.6, subject="permanent_forsoergelse", unit="personer",
                    measure="permanent_andel_16_66", indicator="Permanent")  # fmt: skip
    said = follow_up.each_goal(
        [block(permanent, EFFORT), block(ledige, EFFORT), block(ledige, EFFORT)], place="Jobcenter Esbjerg"
    )
    assert ["Samtidig var »Aktiveringsgrad« 16,8" in one for one in said] == [False, True, False]


def test_the_twelve_months_of_an_inflow_are_told_as_those():
    result = row(value=14, period="2014-03R12", subject="tilgang_foertidspension", unit="personer")
    said = follow_up.goal(block(result), place="Jobcenter Esbjerg")
    assert said == "»Ledige«: Niveauet var 14 personer i Jobcenter Esbjerg i de 12 måneder til marts 2014."


def test_a_small_count_is_told_in_numbers_and_an_estimated_share_is_marked():
    result = row(value=17, share=1.0, group=0.7, change=7, change_pct=float("nan"), estimated=True)
    said = follow_up.goal(block(result), place="Jobcenter Herlev")
    assert said.endswith(
        "i september 2019, ca. 1,0 pct. af arbejdsstyrken 16-66 år mod ca. 0,7 pct. i sammenlignelige kommuner. "
        "Antallet er steget fra 10 til 17 (7 flere) på 12 måneder."
    )


def test_a_rate_is_told_by_percentage_points():
    said = follow_up.goal(block({**EFFORT, "points": -1.1, "group_points": 0.0}), place="Jobcenter Herlev")
    assert "Niveauet var 16,8 pct. i Jobcenter Herlev i september 2019 mod 15,9 pct." in said
    assert "Andelen er faldet med 1,1 procentpoint på 12 måneder; i sammenlignelige kommuner er den uændret." in said


@pytest.mark.parametrize(
    ("status", "said"),
    [("suppressed", "oplyses ikke af hensyn til diskretion"), ("missing", "findes ikke i kilden")],
)
def test_a_goal_without_a_figure_says_why(status: str, said: str):
    assert follow_up.goal(block(row(status=status)), place="Jobcenter Herlev") == (
        f"»Ledige«: Tallet for Jobcenter Herlev {said}."
    )


@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("2019-09", []),
        (
            "2016-09",
            ["Ministerens mål for 2016 kendes ikke her; rapporten følger derfor nogle af de vigtigste resultater."],
        ),
        (
            "2026-03",
            ["Ministeren har ikke sat mål for 2026; rapporten følger derfor nogle af de vigtigste resultater."],
        ),
    ],
)
def test_a_year_without_goals_and_one_whose_goals_are_not_known_are_told_apart(month: str, said: list[str]):
    rows = observations(f"measure | area | period | value\nledige_fuldtid | 163 | {month} | 1000")
    found = indicators(panel(rows, of="163", period=month), effort=())
    assert follow_up.basis(found) == said
    if said:
        found.loc[0, "section"] = "local"
        assert follow_up.basis(found)[0].endswith("rapporten følger derfor områdets egne mål.")


def test_the_effort_is_named_by_level_and_only_where_it_has_a_status():
    rows = pd.DataFrame(
        [
            {**EFFORT, "indicator": "A", "level": BETTER, "development": SAME},
            {**EFFORT, "indicator": "B", "level": WORSE, "development": SAME},
            {**EFFORT, "indicator": "C", "level": BETTER, "development": WORSE},
            {**EFFORT, "indicator": "D", "level": WORSE, "development": ""},
        ]
    )
    assert follow_up.effort(rows) == [
        "Indsatsens niveau er bedre end i sammenlignelige kommuner for »A« og »C« og dårligere end i sammenlignelige "
        "kommuner for »B«."
    ]
    assert follow_up.effort(rows.iloc[3:]) == []


def test_two_good_results_and_three_challenges_are_named_at_most_in_their_order():
    sides = ["good"] * 3 + ["challenge"] * 4
    chosen = pd.DataFrame({"indicator": list("ABCDEFG"), "side": sides})
    assert follow_up.standing_out(chosen) == ["Gode resultater: »A« og »B«.", "Særlige udfordringer: »D«, »E« og »F«."]
    assert follow_up.standing_out(chosen.iloc[3:4]) == ["Særlige udfordringer: »D«."]
    assert follow_up.standing_out(chosen.iloc[:0]) == [follow_up.NOTHING_OUT]


def test_a_goal_stands_as_heading_wording_table_development_and_level(monkeypatch: pytest.MonkeyPatch):
    bundles: list[dict[str, Any]] = []
    monkeypatch.setattr(blocks, "display", lambda data, raw: bundles.append(data[blocks.MIME]))
    monkeypatch.setattr(page, "_pages", [])
    lines = ["measure | area | period | value"]
    for month in ("2018-09", "2019-09"):
        lines += [f"ydelsesgrupper_i_alt | 163 | {month} | 900", f"ydelsesgrupper_andel_16_66 | 163 | {month} | 17.0"]
    seen = panel(observations("\n".join(lines)), of="163", period="2019-09")
    rows = measures.indicators(seen, effort=())
    publish.begin(seen, title="Prøve")
    publish.goal_blocks(measures.goal_blocks(seen, rows, months=24))
    assert [one["kind"] for one in bundles[1:]] == ["heading", "text", "table", "figure", "figure"]
    assert bundles[1]["text"] == "Offentlig forsørgelse"
    assert bundles[2]["sentences"][0].startswith("Ministerens mål: Flere personer skal i beskæftigelse")
    assert [one["title"].split(",")[0] for one in bundles[3:]] == [
        "Offentlig forsørgelse: resultat og indsats",
        "Offentlig forsørgelse: udvikling",
        "Offentlig forsørgelse: niveau",
    ]
