"""Ranks and expected numbers on the page: with an interval or a rule beside them, or the reason why there are none."""

from typing import Any

import pytest

from analysis import charts, measures, publish
from analysis.publish import blocks, page
from analysis.publish.layout import official_table
from analysis.publish.words import official_sentences
from equal_country import MONTH, shares
from written import observations, panel

# Jobindsats, table Y30R21, the twelve months to December 2022, all benefits: Esbjerg and Fanø, and one that ties
OFFICIAL = """
    measure            | area | period     | value
    forventet_antal    | 561  | 2022-12R12 | 5960
    faktisk_antal      | 561  | 2022-12R12 | 5990
    forventet_andel    | 561  | 2022-12R12 | 8.15
    faktisk_andel      | 561  | 2022-12R12 | 8.19
    officiel_placering | 561  | 2022-12R12 | 2
    forventet_antal    | 563  | 2022-12R12 | 100
    faktisk_antal      | 563  | 2022-12R12 | 120
    forventet_andel    | 563  | 2022-12R12 | 5.84
    faktisk_andel      | 563  | 2022-12R12 | 6.83
    officiel_placering | 563  | 2022-12R12 | 3
    forventet_antal    | 101  | 2022-12R12 | 100
    faktisk_antal      | 101  | 2022-12R12 | 100
    forventet_andel    | 101  | 2022-12R12 | 5.84
    faktisk_andel      | 101  | 2022-12R12 | 5.88
    officiel_placering | 101  | 2022-12R12 | 1
"""


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is displayed, in order."""
    bundles: list[dict[str, Any]] = []
    monkeypatch.setattr(blocks, "display", lambda data, raw: bundles.append(data))
    monkeypatch.setattr(page, "_pages", [])
    return bundles


def test_expected_and_actual_stand_with_the_official_rank_beside_ours_and_the_rule_for_ties(
    shown: list[dict[str, Any]],
):
    seen = panel(observations(OFFICIAL), of="561", period="2022-12")
    publish.begin(seen, title="Prøve")
    publish.official(measures.official(seen), title="Forventet og faktisk")
    text, table = (bundle[blocks.MIME] for bundle in shown[1:])
    assert text["sentences"] == [
        "Esbjerg havde i gennemsnit 5.990 fuldtidspersoner på offentlig forsørgelse i de 12 måneder til december 2022; "
        "Jobindsats forventede 5.960, så det er 30 flere. Det er officielt nr. 2 af 3 kommuner.",
        "Fanø havde i gennemsnit 120 fuldtidspersoner på offentlig forsørgelse i de 12 måneder til december 2022; "
        "Jobindsats forventede 100, så det er 20 flere. Det er officielt nr. 3 af 3 kommuner.",
    ]
    assert table["title"] == "Forventet og faktisk, 12 måneder til december 2022"
    assert table["rows"] == [
        ["Esbjerg", "Alle ydelser", 5960.0, 5990.0, 30.0, 8.15, 8.19, 0.04, "2 af 3", "delt 1-2 af 3"],
        ["Fanø", "Alle ydelser", 100.0, 120.0, 20.0, 5.84, 6.83, 0.99, "3 af 3", "3 af 3"],
    ]
    assert table["notes"] == [official_sentences.RULE, official_sentences.INTERVAL, official_sentences.NO_VERDICT]
    assert "+30 (−121\u00a0til\u00a0+184)" in shown[2]["text/html"]  # Byar's limits of 5,990: 5839.3 and 6143.7


def test_as_many_as_expected_and_no_official_rank_have_words_of_their_own():
    rows = observations(OFFICIAL)
    rows = rows[rows["measure"] != "officiel_placering"]
    found = measures.official(panel(rows, of="101", period="2022-12"))
    said = official_sentences.official(found[found["role"] == "member"])
    assert said == [
        "København havde i gennemsnit 100 fuldtidspersoner på offentlig forsørgelse i de 12 måneder til december 2022; "
        "Jobindsats forventede lige så mange. Kilden har ingen officiel placering."
    ]
    table = official_table.table(found[found["role"] == "member"], table_id="t", title="Prøve")
    assert [cell.text for cell in table.rows[0].cells[-2:]] == ["–", "delt\u00a01\u20112\u00a0af\u00a03"]


def test_without_official_figures_the_reason_stands(shown: list[dict[str, Any]]):
    seen = panel(shares(40.0), of="Herlev", period=MONTH)
    publish.begin(seen, title="Prøve")
    publish.official(measures.official(seen), title="Forventet og faktisk")
    assert "indeholder ikke tal for »Forventet antal på offentlig forsørgelse«" in shown[1]["text/plain"]


def test_a_place_is_said_with_its_interval_and_what_is_first():
    seen = panel(shares(40.0), of="Herlev", period=MONTH)
    ranks = [measures.ranking(seen, one) for one in ("ordinaere_timer_andel", "ledige_fuldtid")]
    said = publish.sentences.places(ranks, ["ordinaere_timer_andel", "ledige_fuldtid"])
    of, low, high = (int(ranks[0][name].iloc[0]) for name in ("of", "low", "high"))
    assert said == [
        f"Målt på andelen med ordinære timer var Jobcenter Herlev nr. 1 af {of} jobcentre i hovedstadskommuner i "
        f"september 2019 (95 pct.-interval: nr. {low} til nr. {high}); nr. 1 har den højeste andel."
    ]


def test_without_a_rank_the_reason_is_said():
    seen = panel(shares(40.0, hidden=("163",)), of="Herlev", period=MONTH)
    said = publish.sentences.places([measures.ranking(seen, "ordinaere_timer_andel")], ["ordinaere_timer_andel"])
    assert said == ["Målt på andelen med ordinære timer har Jobcenter Herlev ingen placering, fordi tallet ikke vises."]


def test_what_a_section_has_not_is_said_once(shown: list[dict[str, Any]]):
    seen = panel(shares(40.0), of="Herlev", period=MONTH)
    publish.begin(seen, title="Prøve")
    nothing = measures.funnel(seen, "ledige_fuldtid")
    publish.figure(charts.funnel, nothing, title="Ledige")
    publish.text([publish.sentences.control_position(nothing)])
    assert [bundle[blocks.MIME]["kind"] for bundle in shown] == ["head", "absent"]


def test_key_figures_of_which_there_are_none_say_so_together_and_record_nothing(shown: list[dict[str, Any]]):
    seen = panel(shares(40.0), of="Herlev", period=MONTH)
    publish.begin(seen, title="Prøve")
    publish.key_figures(measures.key_figures(seen, ["ledige_fuldtid", "aktiveringsgrad"]), title="Nøgletal")
    said, recorded = (bundle[blocks.MIME] for bundle in shown[1:])
    assert "»written« indeholder ikke tal for »Ledige« og »Aktiveringsgrad«. Kilden er " in said["reason"]
    assert recorded["rows"] == []


def test_a_comparison_of_which_there_are_none_says_so_once(shown: list[dict[str, Any]]):
    seen = panel(shares(40.0), of="Herlev", period=MONTH)
    publish.begin(seen, title="Prøve")
    publish.comparison(measures.key_figures(seen, ["ledige_fuldtid", "aktiveringsgrad"]), title="To tal")
    assert [bundle[blocks.MIME]["kind"] for bundle in shown] == ["head", "absent"]
    assert "»Ledige« og »Aktiveringsgrad«. Kilden er " in shown[1][blocks.MIME]["reason"]


def test_a_warning_of_provisional_months_stands_once_on_a_page(shown: list[dict[str, Any]]):
    seen = panel(shares(40.0).assign(status="provisional"), of="Herlev", period=MONTH)
    publish.begin(seen, title="Prøve")
    publish.text(["Først."])
    publish.text(["Siden."])
    first, second = (bundle[blocks.MIME]["sentences"] for bundle in shown[1:])
    assert len(first) == 2
    assert second == ["Siden."]
