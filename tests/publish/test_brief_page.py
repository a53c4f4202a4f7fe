"""The page for politicians: headlines, sentences and tables of made-up figures, read back from what it shows."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import charts, publish
from analysis.measures.brief.worked import NO_REGISTER
from analysis.measures.indicators import indicators
from analysis.publish import blocks, page
from analysis.publish.layout import brief_table
from analysis.publish.words import findings, plain, worked
from read_back import Report
from read_back import findings as wrong
from written import observations, panel, table


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The bundles that were displayed, in order, on a page of Randers."""
    bundles: list[dict[str, Any]] = []
    monkeypatch.setattr(blocks, "display", lambda data, raw: bundles.append(data))
    monkeypatch.setattr(page, "_pages", [])
    rows = observations("measure | area | period | value\nledige_fuldtid | 730 | 2019-12 | 100")
    publish.begin(panel(rows, of="730", period="2019-12"), title="Prøve")
    return bundles


def effects(text: str) -> pd.DataFrame:
    """Effects after a year; lower and upper ends of intervals and shares as they are written."""
    made = table(text)
    for name in ("n", "started", "not_started", "effect", "low", "high"):
        made[name] = pd.to_numeric(made[name].replace("", None)).astype(float)
    made = made.assign(
        months=12, outcome="job", effective=90.0, placebo=0.01, hidden="", low_started=np.nan, high_started=np.nan
    )
    return made.assign(alarm=made["alarm"] == "yes")


EFFECTS = """
    label                         | method | n   | started | not_started | effect | low   | high  | reason      | alarm
    Alle tilbud                   | aipw   | 200 | 0.61    | 0.56        | 0.05   | 0.01  | 0.094 |             | no
    Virksomhedsrettede tilbud     | aipw   | 90  | 0.60    | 0.56        | 0.04   | -0.02 | 0.10  |             | no
    Vejledning og opkvalificering | aipw   | 60  | 0.50    | 0.58        | -0.08  | -0.15 | -0.01 |             | yes
    Mentor og anden støtte        | raw    | 40  | 0.50    |             |        |       |       | few_started | no
"""


def said(bundles: list[dict[str, Any]]) -> list[str]:
    return [text for bundle in bundles for text in bundle[blocks.MIME].get("sentences", ())]


def test_a_sure_effect_an_unsure_one_an_alarm_and_too_few_are_told_apart(shown: list[dict[str, Any]]):
    publish.brief.what_works(effects(EFFECTS))
    told = said(shown)
    assert told[0] == "Flere var i job eller uddannelse et år efter start i alle tilbud under ét"
    assert told[1] == (
        "For alle tilbud under ét: Flere end blandt lignende ledige var i job eller uddannelse et år efter start. "
        "Forskellen er 5,0 procentpoint. Den er mindst 1,0 procentpoint. Den er højst 9,4 procentpoint."
    )
    assert told[2] == f"For tilbud på virksomheder: {worked.NO_DIFFERENCE}"
    assert told[3].startswith("For kurser og vejledning: Det vides ikke. Deltagerne skilte sig ud")
    assert told[4].endswith("Det vides ikke. Færre end 50 begyndte, og det er for få at måle på.")
    assert wrong(Report.of(shown, name="prøve")) == []


def test_without_a_register_it_is_not_known_what_works_and_why(shown: list[dict[str, Any]]):
    nothing = pd.DataFrame()
    nothing.attrs["absent"] = NO_REGISTER
    publish.brief.what_works(nothing)
    assert said(shown)[0] == worked.NOT_KNOWN
    assert "ingen oplysninger om den enkelte borgers" in said(shown)[1]
    assert wrong(Report.of(shown, name="prøve")) == []


def saving(over: float, *, verified: bool = True) -> pd.DataFrame:
    amounts = {name: over * 3000 * 52 * share for name, share in (("low", 0.2), ("mid", 0.7), ("high", 0.8))}
    row = {"noun": "fuldtidspersoner på kontanthjælp", "period": "2019-12", "n": 148.0, "over": over, **amounts}
    return pd.DataFrame([{**row, "verified": verified}])


def test_a_saving_is_one_range_with_its_one_assumption(shown: list[dict[str, Any]]):
    publish.brief.saving(saving(40))
    told = said(shown)
    assert told[0] == worked.SAVING
    # 40 persons at 3,000 kroner in 52 weeks are 6.24 millions, of which the municipality bears 20 to 80 per cent
    assert (
        told[2]
        == "Kommunen ville spare mindst 1,2 mio. kr. om året uden dem. Den ville højst spare 5,0 mio. kr. om året."
    )
    assert sum(text.startswith("Forudsætningen er") for text in told) == 1
    assert worked.UNVERIFIED not in told
    assert wrong(Report.of(shown, name="prøve")) == []


def test_a_share_of_the_municipality_that_no_source_confirms_is_said_to_be_unverified(shown: list[dict[str, Any]]):
    publish.brief.saving(saving(40, verified=False))
    assert worked.UNVERIFIED in said(shown)


@pytest.mark.parametrize(
    ("over", "headline"), [(1.0, worked.SAVING), (0.4, worked.NO_SAVING), (-20.0, worked.NO_SAVING)]
)
def test_no_amount_is_told_where_there_are_no_more_than_elsewhere(
    shown: list[dict[str, Any]], over: float, headline: str
):
    publish.brief.saving(saving(over))
    assert said(shown)[0] == headline


def row(**told: Any) -> pd.Series:
    """An indicator: kontanthjælp, 3.0 per cent beside 2.5."""
    usual = {
        "measure": "kontanthjaelp_pct_befolkning", "benefit": "kontanthjaelp", "subject": "kontanthjaelp_fuldtid",
        "period": "2019-09", "share": 3.0, "group": 2.5, "estimated": False, "level": "worse", "development": "same",
        "points": 0.2, "group_points": 0.0, "change_pct": 4.0, "group_change_pct": -1.0, "side": "challenge",
        "by": "level",
    }  # fmt: skip
    return pd.Series({**usual, **told})


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "Andelen på kontanthjælp er højere end i sammenlignelige kommuner og er steget det seneste år"),
        ({"level": "same", "points": 0.0}, "Andelen på kontanthjælp er på niveau med sammenlignelige kommuner og er "
                                           "uændret det seneste år"),
        ({"level": "same", "points": 0.04}, "Andelen på kontanthjælp er på niveau med sammenlignelige kommuner og er "
                                            "stort set uændret det seneste år"),
        ({"level": "better", "points": np.nan}, "Andelen på kontanthjælp er lavere end i sammenlignelige kommuner"),
        ({"level": "", "points": -0.3}, "Andelen på kontanthjælp er faldet det seneste år"),
        ({"level": "", "points": np.nan}, "Andelen på kontanthjælp kan ikke sammenlignes med andre"),
    ],
)  # fmt: skip
def test_a_headline_states_the_finding(told: dict[str, Any], expected: str):
    assert findings.finding(row(**told)) == expected


def test_a_challenge_by_development_tells_of_the_count_and_one_by_level_of_the_share():
    by_level = findings.highlight(row(), place="Randers")
    assert by_level == (
        "Her er en udfordring: Andelen på kontanthjælp er højere end i sammenlignelige kommuner. Den var 3,0 pct. i "
        "Randers i september 2019. Den var 2,5 pct. i sammenlignelige kommuner."
    )
    by_development = findings.highlight(row(by="development"), place="Randers")
    assert by_development.endswith(
        "Antallet er steget med 4,0 pct. i Randers på et år. Det er faldet med 1,0 pct. i sammenlignelige kommuner."
    )


def test_what_is_not_a_share_of_people_is_said_in_plain_words():
    offers = row(measure="rettidighed_tilbud", benefit="a_dagpenge", side="good")
    assert plain.noun(offers) == "andelen med tilbud til tiden for ledige på a-dagpenge"
    assert plain.topic(offers) == "tilbud til tiden"
    assert plain.side(offers, better=True) == "højere"


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("2016", "Ministerens mål for 2016 kendes ikke her og står derfor ikke i tabellen."),
        ("2026", "Ministeren har ikke sat mål for 2026, og der kendes heller ingen mål, som området selv har sat."),
        ("2019", ""),
    ],
)
def test_a_year_without_goals_and_one_whose_goals_are_not_known_are_told_apart(year: str, said: str):
    rows = observations(f"measure | area | period | value\nledige_fuldtid | 265 | {year}-06 | 100")
    found = indicators(panel(rows, of="265", period=f"{year}-06"), results=["ledige_fuldtid"], effort=())
    notes = brief_table.overview_table(found, table_id="table-1", title="Prøve", invented=False).notes
    assert [note for note in notes if note.startswith("Minister")] == ([said] if said else [])


def test_the_table_in_depth_is_called_what_it_is_also_where_there_is_no_challenge():
    deep = pd.DataFrame(
        [row(level="same", over=float("nan"), unit="fuldtidspersoner", months=1, known=3, part="", trend="")]
    )
    assert brief_table.depth_table(deep, table_id="table-1").title == "Tallene bag teksten"
    assert "udfordring" not in " ".join(findings.depth(deep.iloc[0])).lower()


def test_a_small_figure_has_its_finding_and_its_latest_figure():
    series = table("""
        area_type | area | label   | role  | period  | value | status
        jobcenter | 730  | Randers | own   | 2019-11 | 3.1   | final
        jobcenter | 730  | Randers | own   | 2019-12 | 3.4   | final
        group     | 4    | Andre   | group | 2019-11 | 2.1   | final
        group     | 4    | Andre   | group | 2019-12 | 2.2   | provisional
    """).assign(estimated=False, subject="ledige_fuldtid", finding="Ledigheden er højere")
    drawing = charts.smalls(series, synthetic=True)
    words = [text.get_text() for text in drawing.texts]
    assert {"Randers", "Andre", "3,4", "Ledigheden er højere"} <= set(words)
    assert charts.alt(drawing) == "Syntetiske data. Ledigheden er højere."
    with pytest.raises(ValueError, match="no figure"):
        charts.smalls(series.assign(value=float("nan")))
