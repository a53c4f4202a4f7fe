"""Courses and offers on the page: what is said, what stands behind it, and that small figures are nowhere in it."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import publish
from analysis.errors import AnalysisError
from analysis.publish import blocks, offers, page
from analysis.publish.courses import exit_sentences, survival_sentences
from written import observations, panel

ROWS = """
    measure        | benefit | area | period  | value | status
    ledige_fuldtid | alle    | 561  | 2019-12 | 2000  | final
    ledige_fuldtid | alle    | 563  | 2019-12 | 52    | final
"""


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    bundles: list[dict[str, Any]] = []
    monkeypatch.setattr(blocks, "display", lambda data, raw: bundles.append(data))
    monkeypatch.setattr(page, "_pages", [])
    publish.begin(panel(observations(ROWS), of="561", period="2019-12", synthetic=True), title="Forløb")
    del bundles[:]
    return bundles


def kinds(bundles: list[dict[str, Any]]) -> list[str]:
    return [bundle[blocks.MIME]["kind"] for bundle in bundles]


def curves(p: float = 0.5, left_out: tuple[str, ...] = ()) -> pd.DataFrame:
    rows = [
        {"benefit": "a_dagpenge", "group": sex, "weeks": week, "at_risk": 90 - week, "survival": 1 - week / 100}
        for sex in ("kvinder", "maend")
        for week in (0, 4, 8)
    ]
    found = pd.DataFrame(rows).assign(low=0.5, high=1.0, n=90, median=14.0, median_low=12.0, median_high=np.nan, p=p)
    found.attrs["left_out"] = list(left_out)
    return found


def test_curves_have_their_figures_behind_them_a_table_of_medians_and_sentences(shown: list[dict[str, Any]]):
    publish.survival(curves(left_out=("andre",)), title="Stadig på a-dagpenge")
    assert kinds(shown) == ["figure", "table", "text"]
    behind = shown[0][blocks.MIME]["table"]
    assert [column["label"] for column in behind["columns"]] == ["Uger siden start", "Kvinder", "Mænd"]
    assert behind["rows"] == [[0, 100.0, 100.0], [4, 96.0, 96.0], [8, 92.0, 92.0]]
    medians = shown[1][blocks.MIME]
    assert medians["rows"][0] == ["Kvinder", 90.0, 14.0, 12.0, None]
    assert any(note == "Grupper med for få forløb er ikke vist: Andre aldre." for note in medians["notes"])
    assert "SYNTETISKE DATA" in shown[0]["text/html"]


def test_groups_are_said_to_differ_only_where_chance_seldom_gives_as_much():
    assert survival_sentences(curves(p=0.0499))[-1].startswith("Grupperne varer ikke lige længe")
    assert survival_sentences(curves(p=0.05))[-1].startswith("Forskellen mellem grupperne er ikke større")
    assert survival_sentences(curves())[0] == "kvinder: halvdelen af 90 påbegyndte forløb var slut efter 14 uger."


def test_exits_are_told_after_a_year_with_the_largest_first():
    rows = [("Job", 0.5, 0.2), ("Uddannelse", 0.1, 0.2), ("Barsel", 0.2, 0.2)]
    table = pd.DataFrame(rows, columns=["destination", "incidence", "survival"]).assign(weeks=52, benefit="a_dagpenge")
    assert exit_sentences(table) == [
        "Et år efter starten var flest gået til job (50,0 pct.) og til barsel (20,0 pct.); 20,0 pct. var stadig på "
        "a-dagpenge."
    ]


def test_shares_that_are_hidden_are_nowhere_on_the_page(shown: list[dict[str, Any]]):
    table = pd.DataFrame(
        {
            "group": ["", ""],
            "within": [13, 26],
            "n": [80, 80],
            "events": [np.nan, 12],
            "share": [np.nan, 0.15],
            "low": [np.nan, 0.09],
            "high": [np.nan, 0.25],
            "hidden": ["small", ""],
        }
    )
    publish.recurrence(table, title="Tilbage")
    block = shown[0][blocks.MIME]
    assert block["rows"] == [
        ["Alle", "3 måneder", 80, None, None, None, None],
        ["Alle", "6 måneder", 80, 12, 15, 9, 25],
    ]
    assert "oplyses ikke af hensyn til diskretion" in " ".join(block["notes"])


def test_what_is_absent_has_its_reason_in_its_place(shown: list[dict[str, Any]]):
    nothing = pd.DataFrame()
    nothing.attrs["absent"] = "Ingen forløb er påbegyndt."
    for one in (publish.survival, publish.exits, publish.recurrence, publish.effects):
        one(nothing, title="Forløb")
    assert kinds(shown) == ["absent"] * 4
    assert all("Ingen forløb er påbegyndt." in bundle["text/html"] for bundle in shown)


def test_unprotected_figures_stand_on_an_unprotected_page_only(shown: list[dict[str, Any]]):
    table = curves()
    table.attrs["protected"] = False
    with pytest.raises(AnalysisError, match="Small counts are not hidden"):
        publish.survival(table, title="Stadig på a-dagpenge")
    assert shown == []


def found(effect: float, *, reason: str = "", alarm: bool = False, hidden: str = "") -> pd.DataFrame:
    rows = []
    for month in range(1, 13):
        for method in ("raw",) if reason else ("raw", "aipw"):
            known = method == "aipw"
            rows.append(
                {
                    **{"label": "Mentor", "outcome": "job", "months": month, "method": method, "n": 64},
                    **{"started": np.nan if hidden else 0.25, "low_started": 0.16, "high_started": 0.37},
                    **{"not_started": 0.25 - effect, "effect": effect if known else np.nan},
                    **{"low": effect - 0.05 if known else np.nan, "high": effect + 0.05 if known else np.nan},
                    **{"effective": 0.0 if reason else 88.0, "reason": reason, "alarm": alarm, "hidden": hidden},
                    "placebo": np.nan if reason else -0.012,
                }
            )
    return pd.DataFrame(rows)


def test_an_effect_is_shown_as_a_path_and_a_table_and_every_bias_is_named(shown: list[dict[str, Any]]):
    publish.effects(found(0.08), title="Tilbud")
    assert kinds(shown) == ["figure", "table", "text", "text"]
    assert len(shown[0][blocks.MIME]["table"]["rows"]) == 12
    rows = shown[1][blocks.MIME]["rows"]
    assert rows[0] == ["Mentor", 3, 64, 25.0, 16.0, 37.0, 17.0, 8.0, 3.0, 13.0, 88.0, -1.2, ""]
    assert [row[1] for row in rows] == [3, 6, 12]
    said = shown[2]["text/plain"]
    assert (
        "Mentor: et år efter starten er 8,0 procentpoint flere i job eller uddannelse blandt dem, der begyndte, end "
        "blandt lignende, der ikke gjorde (95 pct.-interval mellem 3,0 og 13,0 procentpoint)." in said
    )
    assert (
        "Mentor: efter vægtningen svarer de lignende til 88 personer. I de to år før forløbet var forskellen mellem "
        "grupperne 1,2 procentpoint af tiden på ydelser; den kan være tilfældig." in said
    )
    biases = shown[3]["text/plain"].lower()
    for name in (
        *("fastlåsning", "programeffekt", "motivationseffekt", "dynamisk selektion", "sorteringseffekt"),
        *("fortrængning og dødvægt", "sagsbehandlerens valg", "kommuneforskelle"),
    ):
        assert name in biases


def test_what_may_be_chance_is_no_difference_and_no_word_makes_a_cause_of_it(shown: list[dict[str, Any]]):
    publish.effects(found(0.02), title="Tilbud")
    said = shown[2]["text/plain"]
    assert "ingen sikker forskel" in said
    for word in ("har medført", "skyldes", "fører til", "har ført til", "resulterer", "på grund af", "takket være"):
        assert word not in " ".join(bundle["text/plain"] for bundle in shown)


def test_an_alarm_is_said_before_anything_else_and_the_figure_is_called_no_effect(shown: list[dict[str, Any]]):
    publish.effects(found(0.08, alarm=True), title="Tilbud")
    assert shown[2]["text/plain"].startswith("Mentor: forskellen kan ikke tages for en virkning.")
    assert "procentpoint flere" not in shown[2]["text/plain"]
    assert shown[1][blocks.MIME]["rows"][0][-1] == offers.ALARM


@pytest.mark.parametrize(("reason", "words"), [("few_started", "færre end 50 begyndte"), ("few_effective", "for få"),
                                                ("no_overlap", "ikke er lignende")])  # fmt: skip
def test_where_an_effect_is_refused_the_raw_status_stands_alone_with_the_reason(
    shown: list[dict[str, Any]], reason: str, words: str
):
    publish.effects(found(0.08, reason=reason), title="Tilbud")
    assert kinds(shown) == ["table", "text", "text"]  # no path
    row = shown[0][blocks.MIME]["rows"][0]
    assert row[3] == 25.0
    assert row[7:10] == [None, None, None]
    assert words in shown[1]["text/plain"]
