"""The page: its head, its tables and figures as HTML for people and as data for the record."""

from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import charts, measures, publish
from analysis.errors import AnalysisError
from analysis.publish import blocks, page
from analysis.publish.layout import notes
from analysis.publish.layout.facts import of_table
from analysis.publish.page import current
from equal_country import MONTH, shares
from written import observations, panel

ROWS = """
    measure                   | benefit       | area | period  | value | status
    ledige_fuldtid            | alle          | 561  | 2025-07 | 2000  | final
    ledige_fuldtid            | alle          | 563  | 2025-07 | 52    | final
    ledige_fuldtid            | alle          | 561  | 2026-07 | 1958  | provisional
    ledige_fuldtid            | alle          | 563  | 2026-07 | 50    | provisional
    ledige_pct_arbejdsstyrken | alle          | 561  | 2026-07 | 3.4   | provisional
    ledige_fuldtid            | kontanthjaelp | 561  | 2026-07 | 400   | provisional
    ledige_fuldtid            | kontanthjaelp | 563  | 2026-07 |       | suppressed
"""


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The bundles that were displayed, in order; no page is begun."""
    bundles: list[dict[str, Any]] = []
    monkeypatch.setattr(blocks, "display", lambda data, raw: bundles.append(data))
    monkeypatch.setattr(page, "_pages", [])
    return bundles


def block(bundle: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = bundle[blocks.MIME]
    return found


def esbjerg(*, synthetic: bool = False) -> pd.DataFrame:
    rows = panel(observations(ROWS), of="561", period="2026-07", synthetic=synthetic)
    publish.begin(rows, title="Kommuneanalyse")
    return measures.key_figures(rows, ["ledige_fuldtid", "ledige_fuldtid/kontanthjaelp"])


def test_nothing_is_published_before_the_page_is_begun(shown: list[dict[str, Any]]):
    with pytest.raises(AnalysisError, match=r"publish\.begin"):
        publish.text(["Noget."])
    assert shown == []


def test_the_head_names_jobcenter_municipalities_and_month(shown: list[dict[str, Any]]):
    esbjerg()
    head = block(shown[0])
    assert head["jobcenter"] == {"code": "561", "name": "Esbjerg"}
    assert [area["name"] for area in head["municipalities"]] == ["Esbjerg", "Fanø"]
    assert "Tal til og med juli 2026" in shown[0]["text/html"]
    assert "SYNTETISKE" not in shown[0]["text/html"]


def test_the_head_of_synthetic_figures_says_so(shown: list[dict[str, Any]]):
    esbjerg(synthetic=True)
    assert "SYNTETISKE DATA" in shown[0]["text/html"]
    assert block(shown[0])["snapshot"]["synthetic"] is True


def test_what_is_real_on_a_page_of_synthetic_figures_stands_in_its_warning(shown: list[dict[str, Any]]):
    rows = panel(observations("measure | area | period | value\nledige_fuldtid | 561 | 2026-07 | 4"), of="561",
                 period="2026-07", synthetic=True)  # fmt: skip
    publish.begin(rows, title="Mål", real="Målene er virkelige.")
    assert "siger intet om virkelige kommuner. Målene er virkelige.</p>" in shown[0]["text/html"]


def test_a_page_of_targets_records_them_and_a_jobcenter_without_any_is_told_so(shown: list[dict[str, Any]]):
    for code, kinds in (("561", ["head", "table", "key_figures"]), ("265", ["head", "absent", "key_figures"])):
        shown.clear()
        rows = panel(observations(f"measure | area | period | value\nledige_fuldtid | {code} | 2019-12 | 4"), of=code,
                     period="2019-12")  # fmt: skip
        publish.begin(rows, title="Mål")
        publish.agreed_key_figures(measures.agreed(rows), title="Aftalte mål")
        assert [block(one)["kind"] for one in shown] == kinds
    assert "Der er ingen aftalte mål for Jobcenter Roskilde" in block(shown[1])["reason"]


def test_key_figures_are_recorded_for_the_jobcenter_and_each_municipality(shown: list[dict[str, Any]]):
    publish.key_figures(esbjerg(), title="Nøgletal")
    rows = {(row["id"], row["benefit"], row["area_type"], row["area"]): row for row in block(shown[-1])["rows"]}
    total = rows["ledige_fuldtid", "alle", "jobcenter", "561"]
    assert total["value"] == 1958 + 50
    assert total["status"] == "provisional"
    assert rows["ledige_fuldtid_aendring_12m", "alle", "jobcenter", "561"]["value"] == 2008 - 2052
    assert rows["ledige_fuldtid_aendring_12m_pct", "alle", "municipality", "561"]["value"] == -2.1  # 100 · −42 / 2000
    assert rows["ledige_fuldtid", "alle", "municipality", "563"]["value"] == 50


def test_a_hidden_member_hides_the_total_and_is_null_with_its_reason(shown: list[dict[str, Any]]):
    publish.key_figures(esbjerg(), title="Nøgletal")
    rows = {(row["id"], row["benefit"], row["area_type"], row["area"]): row for row in block(shown[-1])["rows"]}
    for area_type, area in (("jobcenter", "561"), ("municipality", "563")):
        hidden = rows["ledige_fuldtid", "kontanthjaelp", area_type, area]
        assert (hidden["value"], hidden["status"]) == (None, "suppressed")
    assert rows["ledige_fuldtid", "kontanthjaelp", "municipality", "561"]["value"] == 400
    assert "oplyses ikke" in shown[-2]["text/html"]


def test_a_month_is_provisional_also_where_the_jobcenters_own_figure_is_hidden(shown: list[dict[str, Any]]):
    publish.key_figures(esbjerg(), title="Nøgletal")
    total, of_cash_benefit = block(shown[-2])["rows"]
    assert total[1] == of_cash_benefit[1] == "2026-07"
    assert shown[-2]["text/html"].count("jul 26 (foreløbig)") == 2  # of the second, the total is hidden


def test_reasons_for_no_rank_stand_behind_one_sign(shown: list[dict[str, Any]]):
    facts = esbjerg()
    facts["rank"], facts["reason"] = None, "tallet ikke vises"
    facts.loc[facts["role"] == "member", "reason"] = "der er for få"
    said = [note for note in notes.below(of_table(facts)) if note.startswith("»–«")]
    assert said == ["»–«: ingen placering, fordi tallet ikke vises, eller fordi der er for få."]


def test_a_comparison_shows_the_jobcenter_each_municipality_and_the_comparison_groups(
    shown: list[dict[str, Any]],
):
    publish.comparison(esbjerg(), title="Ledige")
    names = [row[1] for row in block(shown[-1])["rows"]][:6]
    assert names == [
        "Esbjerg og Fanø",
        "Esbjerg",
        "Fanø",
        "Andre provinsbykommuner",
        "Resten af Region Syddanmark",
        "Hele landet",
    ]
    assert "juli 2026 (foreløbige tal)" in shown[-1]["text/html"]


def test_a_measure_that_is_not_there_is_named_with_its_source(shown: list[dict[str, Any]]):
    esbjerg()
    rows = panel(observations(ROWS), of="561", period="2026-07")
    publish.figure(lambda table: Figure(), measures.series(rows, "aktiveringsgrad", months=60), title="Aktivering")
    assert block(shown[-1])["kind"] == "absent"
    assert "Jobindsats, tabel Y60C07" in block(shown[-1])["reason"]


def test_text_from_data_is_escaped(shown: list[dict[str, Any]]):
    esbjerg()
    publish.text(["<script>alert(1)</script>"])
    assert "<script>" not in shown[-1]["text/html"]


def test_a_figure_carries_its_numbers_and_its_words(shown: list[dict[str, Any]]):
    esbjerg(synthetic=True)
    rows = panel(observations(ROWS), of="561", period="2026-07", synthetic=True)
    publish.figure(charts.development, measures.series(rows, "ledige_fuldtid", months=60), title="Ledige")
    html = shown[-1]["text/html"]
    assert 'alt="Ledige. Tallene står i tabellen under figuren."' in html
    assert "data:image/svg+xml;base64," in html
    assert "SYNTETISKE DATA" in html
    assert block(shown[-1])["table"]["rows"][-1][:2] == ["2026-07", 2008.0]


def test_unprotected_figures_are_said_to_be_unfit_for_publication(shown: list[dict[str, Any]]):
    from dataclasses import replace

    publish.begin(replace(panel(observations(ROWS), of="561", period="2026-07"), protected=False), title="Egne tal")
    assert block(shown[0])["protected"] is False
    assert "må ikke offentliggøres" in shown[0]["text/html"]


def test_a_funnel_is_published_with_its_limits_behind_it(shown: list[dict[str, Any]]):
    rows = panel(shares(40.0), of="Herlev", period=MONTH)
    publish.begin(rows, title="Kommuneanalyse")
    publish.figure(charts.funnel, measures.funnel(rows, "ordinaere_timer_andel"), title="Ordinære timer")
    assert block(shown[-1])["title"] == "Ordinære timer, september 2019"
    heads = [column["label"] for column in block(shown[-1])["table"]["columns"]]
    assert heads[-2:] == ["Nedre 99,8 pct.-kontrolgrænse", "Øvre 99,8 pct.-kontrolgrænse"]
    herlev = next(row for row in block(shown[-1])["table"]["rows"] if row[0] == "Herlev")
    # 30 per cent of 1,000: standard error 1.449, and 3.090 of it to each side
    assert herlev[-2:] == [25.5, 34.5]


def test_expected_and_standardised_shares_are_drawn_with_intervals_of_their_own(shown: list[dict[str, Any]]):
    rows = panel(shares(40.0), of="Herlev", period=MONTH)
    publish.begin(rows, title="Kommuneanalyse")
    publish.figure(charts.ranked, measures.expected(rows, "ordinaere_timer_andel"), title="Ordinære timer")
    herlev = next(row for row in block(shown[-1])["table"]["rows"] if row[0] == "Herlev")
    assert herlev[1] == 40
    assert herlev[2] < 40 < herlev[3]
    table = pd.DataFrame(
        {"label": ["Herlev"], "area": ["163"], "role": ["own"], "period": [MONTH], "value": [4.25], "low": [4.0],
         "high": [4.5], "unit": ["pct."], "benefit": ["kontanthjaelp"]}
    )  # fmt: skip
    publish.figure(charts.ranked, table, title="Standardiseret", unit="pct. af de 16-66-årige")
    assert block(shown[-1])["table"]["rows"][0][1:] == [4.3, 4.0, 4.5]  # half up


def test_months_are_provisional_of_the_measures_shown_and_twelve_months_are_their_last(shown: list[dict[str, Any]]):
    rows = observations("""
        measure                | area | period     | value | status
        ledige_fuldtid         | 163  | 2019-12    | 400   | provisional
        tilgang_foertidspension | 163 | 2019-11R12 | 40    | provisional
        kontanthjaelp_fuldtid  | 163  | 2019-10    | 200   | provisional
    """)
    facts = panel(rows, of="163", period="2019-12")
    publish.begin(facts, title="Prøve")
    assert current().provisional_months == {
        "kontanthjaelp_fuldtid": ["2019-10"], "ledige_fuldtid": ["2019-12"], "tilgang_foertidspension": ["2019-11"],
    }  # fmt: skip
    publish.key_figures(measures.key_figures(facts, ["ledige_fuldtid"]), title="Nøgletal")
    assert current().provisional_months == {"ledige_fuldtid": ["2019-12"]}
