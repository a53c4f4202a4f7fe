"""Activation on the page: what is said of a year, the best, answers and first steps, and what stands behind it."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import publish
from analysis.errors import AnalysisError
from analysis.publish import blocks, offers, page
from analysis.publish.layout import activation_tables, beside_tables
from analysis.publish.words import activation as words
from written import observations, panel

NAME = "Jobcenter Esbjerg"
ROWS = observations("measure | area | period | value\nledige_fuldtid | 561 | 2019-12 | 2000")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    bundles: list[dict[str, Any]] = []
    monkeypatch.setattr(blocks, "display", lambda data, raw: bundles.append(data))
    monkeypatch.setattr(page, "_pages", [])
    publish.begin(panel(ROWS, of="561", period="2019-12", synthetic=True), title="Prøve")
    del bundles[:]
    return bundles


def of_year(value: float, low: float, high: float, group: float, *, measure: str = "tidlig_samtale") -> pd.DataFrame:
    shared = {"subject": f"{measure}/a_dagpenge", "measure": measure, "benefit": "a_dagpenge", "period": "2019-06R12"}
    lines = (
        ("own", "jobcenter", "561", "Esbjerg og Fanø", value),
        ("group", "group", "provinsby", "Andre provinsbykommuner", group),
        ("region", "region", "083", "Resten af Region Syddanmark", group),
        ("country", "country", "000", "Hele landet", group),
    )
    rows = [
        {**shared, "role": role, "area_type": kind, "area": area, "area_name": label, "label": label, "value": figure}
        for role, kind, area, label, figure in lines
    ]
    status = ["final" if np.isfinite(figure) else "suppressed" for *_, figure in lines]
    return pd.DataFrame(rows).assign(
        low=low, high=high, n=226.0, before=np.nan, change=-2.4, hidden="", absent="", status=status
    )


@pytest.mark.parametrize(
    ("group", "ending"),
    [
        (95.6, "; i andre provinsbykommuner var det 95,6 pct., og forskellen kan være tilfældig."),
        (96.7, "; i andre provinsbykommuner var det 96,7 pct."),
        (np.nan, "."),
    ],
)
def test_a_year_is_said_with_its_interval_and_chance_where_the_others_lie_in_it(group: float, ending: str):
    said = words.year(of_year(94.25, 90.4, 96.6, group), "tidlig_samtale/a_dagpenge", name=NAME)
    assert said == (
        "Andelen med tidlig samtale (a-dagpenge) i Jobcenter Esbjerg var 94,3 pct. i de 12 måneder til juni 2019 (95 "
        f"pct.-interval 90,4 til 96,6 pct.){ending}"
    )


def test_a_year_that_is_hidden_is_said_to_be_and_its_record_has_no_value():
    rows = of_year(np.nan, np.nan, np.nan, 95.6)
    said = words.year(rows, "tidlig_samtale/a_dagpenge", name=NAME)
    assert said.endswith("i de 12 måneder til juni 2019 oplyses ikke af hensyn til diskretion.")
    recorded = activation_tables.key_figure_rows(rows)
    assert [(row["area_type"], row["value"], row["status"]) for row in recorded] == [
        ("jobcenter", None, "suppressed"),
        ("municipality", None, "suppressed"),
    ]


def test_the_table_of_a_year_has_what_the_sentence_says(shown: list[dict[str, Any]]):
    publish.activation.year(of_year(94.25, 90.4, 96.6, 95.6), title="Året")
    row = shown[0][blocks.MIME]["rows"][0]
    assert row[:7] == ["A-dagpenge", "Første samtale inden fristen", "2019-06R12", 94.3, 90.4, 96.6, 226.0]
    assert row[8:11] == [95.6, 95.6, 95.6]
    assert shown[1][blocks.MIME]["rows"][0]["value"] == 94.3


def ranked(*, told: bool = True) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area": ["630", "561", "730", "563"],
            "label": ["Vejle", "Esbjerg", "Randers", "Fanø"],
            "role": ["group", "own", "group", "group"],
            "value": [19.7, 15.5, 17.2, np.nan],
            "low": [17.0, 13.0, 14.0, np.nan],
            "high": [23.0, 18.4, 21.0, np.nan],
            "pooled": [18.1, 15.2, 16.4, np.nan],
            "best": [told, False, False, False],
            "common": 14.6,
            "told": told,
            "what": "Andelen",
            "field": "jobcentre i provinsbykommuner",
            "period": "2019-09R12",
            "measure": "tidlig_samtale",
        }
    )


def test_the_best_tenth_is_told_with_the_winners_curse(shown: list[dict[str, Any]]):
    publish.activation.best_tenth(ranked(), title="Andelen")
    assert shown[1][blocks.MIME]["sentences"] == [
        "Af 3 jobcentre i provinsbykommuner med tal er den bedste tiendedel på »Andelen« Vejle, med en forsigtig andel "
        "på 18,1 pct.; for Jobcenter Esbjerg er den 15,2 pct.",
    ]
    assert shown[2][blocks.MIME]["sentences"] == [words.TENTH, words.CURSE]
    assert shown[2][blocks.MIME]["quoted"]  # no comment takes its place
    behind = shown[0][blocks.MIME]["table"]
    assert behind["rows"][0] == ["Vejle", 19.7, 17.0, 23.0, 18.1, "▲ bedste tiendedel"]
    assert "Uden for tabellen, fordi tallet ikke kan vises: Fanø." in behind["notes"]
    assert "Vejle ▲" in shown[0]["text/html"] or "data:image" in shown[0]["text/html"]


def test_no_best_tenth_is_told_where_chance_could_have_made_the_differences():
    said = words.best_tenth(ranked(told=False), name=NAME)
    assert len(said) == 1
    assert "ingen bedste tiendedel" in said[0]
    assert "Vejle" not in said[0]


def test_who_answered_is_told_beside_what_they_said():
    rows = pd.DataFrame(
        {
            "question": ["Tilfreds med tilbuddet"] * 2,
            "role": ["own", "group"],
            "label": ["Jobcenter Esbjerg", "Andre jobcentre i provinsbykommuner"],
            "n": [96.0, 680.0],
            "share": [0.552, 0.496],
            "low": [0.455, 0.459],
            "high": [0.645, 0.532],
        }
    )
    assert words.experience(rows, name=NAME) == [
        "»Tilfreds med tilbuddet«: 55,2 pct. af 96 svar i Jobcenter Esbjerg er gode (95 pct.-interval 45,5 til 64,5 "
        "pct.); i andre jobcentre i provinsbykommuner er det 49,6 pct., og forskellen kan være tilfældig."
    ]
    few = rows.assign(share=np.nan)
    assert words.experience(few, name=NAME)[0].endswith("andelen oplyses ikke af hensyn til diskretion.")


def test_sides_are_over_under_or_within_chance_and_pairs_without_a_cause():
    rows = pd.DataFrame(
        {
            "side": ["activity", "activity", "outcome", "outcome", "experience", "experience"],
            "role": ["own", "others"] * 3,
            "value": [15.5, 14.5, 53.2, 44.1, np.nan, 49.6],
            "low": [13.0, 0, 45.0, 0, np.nan, 0],
            "high": [18.4, 0, 61.2, 0, np.nan, 0],
        }
    )
    assert words.sides(rows, name=NAME) == [
        "Jobcenter Esbjerg ligger over de sammenlignelige jobcentre, når det gælder resultat, og så tæt på dem, "
        "at forskellen kan være tilfældig, når det gælder aktivitet.",
        "Jobcenterets oplevelse oplyses ikke af hensyn til diskretion.",
    ]
    pair = {"one": "activity", "other": "outcome", "n": 15}
    pairs = pd.DataFrame([{**pair, "rho": rho, "low": rho - 0.5, "high": rho + 0.5} for rho in (-0.03, 0.6, -0.6)])
    said = words.related(pairs)
    assert "ingen sikker sammenhæng mellem aktivitet og resultat (rangkorrelation −0,03" in said[0]
    assert "følges aktivitet og resultat ad" in said[1]
    assert "går aktivitet og resultat hver sin vej" in said[2]
    for word in ("medfør", "skyldes", "fører til", "på grund af"):
        assert word not in " ".join([*said, words.RAW, words.NO_CAUSE])


def test_first_steps_are_told_with_those_who_left_before():
    rows = pd.DataFrame(
        {
            "destination": ["Første tilbud", "Første tilbud", "Afgang uden tilbud", "Afgang uden tilbud"],
            "weeks": [0, 52, 0, 52],
            "incidence": [0, 0.196, 0, 0.777],
            "low": [np.nan, 0.16, np.nan, 0.73],
            "high": [np.nan, 0.24, np.nan, 0.81],
            "survival": [1.0, 0.027, 1.0, 0.027],
            "n": 404,
        }
    )
    assert words.steps(rows) == (
        "Første tilbud: efter 52 uger havde 19,6 pct. af 404 nye forløb fået et tilbud, og 77,7 pct. var afsluttet "
        "forinden."
    )
    last = activation_tables.steps(rows, table_id="table-1", title="Tid").payload()["rows"][-1]
    assert last == [52, 19.6, 16.0, 24.0, 77.7, 73.0, 81.0, 2.7, 404]


def effects(low: float, *, label: str = "Alle tilbud", alarm: bool = False) -> pd.DataFrame:
    rows = [
        {"label": label, "outcome": "job", "months": month, "method": "aipw", "n": 274, "alarm": alarm}
        | {"effect": low + 0.02 * month, "low": low + 0.02 * month - 0.03, "high": low + 0.02 * month + 0.03}
        | {"started": 0.4, "low_started": 0.3, "high_started": 0.5, "not_started": 0.4 - low - 0.02 * month}
        | {"effective": 300.0, "reason": "", "hidden": ""}
        for month in range(1, 13)
    ]
    return pd.DataFrame(rows)


def test_a_lock_in_is_told_with_its_months_and_not_where_it_is_not_sure_or_not_an_effect():
    assert offers.lock_in_sentences(effects(-0.10)) == [
        "Alle tilbud: i måned 1, 2 og 3 efter starten er færre i job eller uddannelse blandt dem, der begyndte, end "
        "blandt lignende. Forskellen er størst i måned 1 med 8,0 procentpoint. En sådan fastlåsning er ventelig, mens "
        "tilbuddet varer."
    ]
    free = pd.concat([effects(0.0), effects(0.0, label="Mentor")])
    assert offers.lock_in_sentences(free) == [
        "Alle tilbud; Mentor: der ses ingen sikker fastlåsning i de første 12 måneder."
    ]
    assert offers.lock_in_sentences(effects(-0.10, alarm=True)) == []
    later = free[(free["label"] != "Mentor") | (free["months"] > 1)]  # the first month of one cannot be shown
    assert offers.lock_in_sentences(later) == [
        "Alle tilbud: der ses ingen sikker fastlåsning i de første 12 måneder.",
        "Mentor: der ses ingen sikker fastlåsning i dem af de første 12 måneder, der kan vises.",
    ]


def test_single_offers_have_a_row_each_with_the_interval_beside_the_difference():
    table = offers.effect_rows(effects(-0.10), table_id="table-1", title="Tilbud")
    assert [cell.text for cell in table.rows[0].cells][5] == "−4,0 (−7,0 til −1,0)"
    assert table.payload()["rows"][0][:5] == ["Alle tilbud", 274, 40.0, 40.0, 40.0]


def test_traits_that_stay_unlike_are_named():
    rows = pd.DataFrame(
        {"label": ["Alder", "Køn"], "before": [0.4, 0.1], "after": [0.02, 0.15], "flagged": [False, True]}
    )
    assert "køn stadig mere forskellige" in words.likeness(rows)
    assert "ingen af de kendte træk" in words.likeness(rows.assign(flagged=False))
    assert beside_tables.likeness(rows, table_id="f", title="t").payload()["rows"][1] == ["Køn", 0.1, 0.15, "ja"]


def test_what_is_not_there_is_said_in_its_place(shown: list[dict[str, Any]]):
    nothing = pd.DataFrame()
    nothing.attrs["absent"] = "Der er ikke leveret et register."
    one = publish.activation
    for call in (one.mix, one.reach, one.first_steps, one.best_tenth, one.experience, one.balance, one.overlap):
        call(nothing, title="Afsnit")
    one.together(nothing, pd.DataFrame(), title="Afsnit")
    assert [bundle[blocks.MIME]["kind"] for bundle in shown] == ["absent"] * 8


def test_unprotected_figures_stand_on_an_unprotected_page_only(shown: list[dict[str, Any]]):
    table = pd.DataFrame({"total": [True]})
    table.attrs["protected"] = False
    with pytest.raises(AnalysisError, match="Small counts are not hidden"):
        publish.activation.mix(table, title="Tilbud")
    assert shown == []
