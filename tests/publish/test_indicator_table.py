"""The table of indicators: four fields and a band, words beside symbols, and sentences that agree with the table."""

import re
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import areas
from analysis.measures.axes import BETTER, SAME, WORSE
from analysis.measures.indicators import indicators
from analysis.publish.blocks import Cell
from analysis.publish.layout import indicator_table
from analysis.publish.words import indicator_words
from written import observations, panel

FOUR = {
    (BETTER, BETTER): "▲ God og i fremgang",
    (BETTER, WORSE): "△ God, men på vej ned",
    (WORSE, BETTER): "▽ Udfordring, men i bedring",
    (WORSE, WORSE): "▼ Særlig udfordring",
    (SAME, SAME): "● På niveau",
}


def country(month: str, rates: np.ndarray, size: int = 20_000) -> list[str]:
    lines = []
    for area, rate in zip(areas.municipalities(), rates, strict=True):
        lines.append(f"ledige_pct_arbejdsstyrken | {area.code} | {month} | {rate:.1f}")
        lines.append(f"ledige_fuldtid | {area.code} | {month} | {round(size * rate / 100)}")
        lines.append(f"kontanthjaelp_fuldtid | {area.code} | {month} | 400")
        lines.append(f"aktiveringsgrad | {area.code} | {month} | {10 * rate:.1f}")
    return lines


@pytest.fixture(scope="module")
def everyone() -> dict[str, pd.DataFrame]:
    """The indicators of jobcentres in a country of high and low shares that rise and fall."""
    chance, at = np.random.default_rng(20101), np.arange(98)
    before = np.where(at % 2, 7.0, 3.0) + chance.normal(0, 0.5, 98)
    lines = country("2018-09", before) + country("2019-09", before + np.where(at // 2 % 2, 1.0, -1.0))
    rows = observations("\n".join(["measure | area | period | value", *lines]))
    return {
        one.code: indicators(panel(rows, of=one.code, period="2019-09"), results=["ledige_fuldtid"])
        for one in areas.jobcentres("2019-09")[::7]
    }


def printed(rows: pd.DataFrame) -> list[tuple[dict[Any, Any], dict[str, Cell]]]:
    """Each indicator with its cells by column."""
    table = indicator_table.table(rows, table_id="table-1", title="Resultatoversigt")
    names = [column.name for column in table.columns]
    made = [dict(zip(names, row.cells, strict=True)) for row in table.rows if row.shown and not row.is_across]
    return list(zip(rows[rows["absent"] == ""].to_dict("records"), made, strict=True))


@pytest.mark.parametrize(("axes", "text"), FOUR.items())
def test_the_four_fields_and_the_band_are_named_with_a_symbol(axes: tuple[str, str], text: str):
    row = pd.Series({"level": axes[0], "development": axes[1], "small": False})
    assert " ".join(indicator_words.status(row)[:2]) == text


def test_every_pair_of_judgements_has_its_own_words_and_an_unjudged_one_has_none():
    words = [indicator_words.STATUS[one, other][1] for one, other in product((BETTER, SAME, WORSE), repeat=2)]
    assert len(set(words)) == 9
    assert indicator_words.status(pd.Series({"level": "", "development": WORSE, "small": False})) == ("", "", "")
    small = pd.Series({"level": "", "development": "", "small": True})
    assert indicator_words.status(small)[1] == "(små tal)"


def test_all_four_fields_are_found_in_the_country(everyone: dict[str, pd.DataFrame]):
    words = {indicator_words.status(row)[1] for rows in everyone.values() for _, row in rows.iterrows()}
    assert {text.split(" ", 1)[1] for axes, text in FOUR.items() if SAME not in axes} <= words


def test_a_cell_is_the_figure_of_its_row(everyone: dict[str, pd.DataFrame]):
    for rows in everyone.values():
        for row, cells in printed(rows):
            assert cells["andel"].value == pytest.approx(row["share"], abs=0.0501)
            assert cells["landet"].text == "–"  # the written country has no row of its own
            assert (cells["status"].value or "") == indicator_words.status(pd.Series(row))[1]
            if row["subject"] == "ledige_fuldtid":
                assert (cells["antal"].value, cells["udvikling"].value) == (row["value"], row["change"])
                worse = row["share"] > row["group"]
                assert row["level"] in (SAME, WORSE if worse else BETTER)


STATUS = re.compile(r"(.+): ((?:»[^»«]+«(?:, | og )?)+) \((\d+) af (\d+)\)\.")


def test_every_sentence_of_every_jobcenter_is_read_back_and_agrees_with_its_table(
    everyone: dict[str, pd.DataFrame],
):
    read = 0
    for rows in everyone.values():
        by_name = {row["indicator"]: cells["status"].value for row, cells in printed(rows)}
        judged = [words for words in by_name.values() if words and words != indicator_words.SMALL]
        named: list[str] = []
        for sentence in indicator_words.statuses(rows):
            match = STATUS.fullmatch(sentence)
            assert match, sentence
            names = re.findall(r"»([^»«]+)«", match[2])
            assert all(by_name[name] == match[1] for name in names)
            assert (int(match[3]), int(match[4])) == (len(names), len(judged))
            named += names
            read += 1
        assert len(named) == len(set(named)) == len(judged)
    assert read >= len(everyone)


def test_indicators_without_figures_are_named_once_with_the_reason_and_have_no_rows(everyone: dict[str, pd.DataFrame]):
    rows = next(iter(everyone.values()))
    absent = rows[rows["absent"] != ""]
    table = indicator_table.table(rows, table_id="table-1", title="R")
    remarks = [row.cells[0].text for row in table.rows if row.remark]
    assert len(remarks) == len(absent.drop_duplicates(["section", "absent"]))
    for name, why in zip(absent["indicator"], absent["absent"], strict=True):
        assert sum(f"»{name}«" in remark and why in remark for remark in remarks) == 1
        assert not any(row.cells[0].value == name for row in table.rows if row.shown)
        assert name in {row[1] for row in table.payload()["rows"]}
    assert table.payload()["notes"][: len(remarks)] == remarks


def test_a_level_stands_as_count_over_share_on_the_page_and_as_two_columns_in_the_data(
    everyone: dict[str, pd.DataFrame],
):
    rows = next(iter(everyone.values()))
    table = indicator_table.table(rows, table_id="table-1", title="R")
    (shown,) = [cells["niveau"] for row, cells in printed(rows) if row["subject"] == "ledige_fuldtid"]
    assert re.fullmatch(r"[\d.]+\n[\d,]+ pct\.", shown.text)
    assert shown.text.replace("\n", "<br>") in table.html()
    assert shown.text.replace("\n", " ") in table.plain()
    names = [column["name"] for column in table.payload()["columns"]]
    assert "niveau" not in names
    assert all(len(row) == len(names) for row in table.payload()["rows"])


def test_a_figure_of_long_ago_is_said_to_be_old_and_one_of_a_year_ago_is_not():
    rows = observations(
        "measure | area | period | value\nbefolkning | 163 | 2018-06 | 1000\nledige_fuldtid | 163 | 2019-09 | 900"
    )
    seen = panel(rows, of="163", period="2019-09")
    notes = indicator_table.table(indicators(seen, results=["befolkning"]), table_id="table-1", title="R").notes
    assert notes[-1] == "»Befolkning« er fra juni 2018; nyere tal er ikke i datasættet."
    yearly = observations("measure | area | period | value\nbefolkning | 163 | 2018-09 | 1000")
    seen = panel(yearly, of="163", period="2019-09")
    notes = indicator_table.table(indicators(seen, results=["befolkning"]), table_id="table-1", title="R").notes
    assert not any("nyere tal" in note for note in notes)


def test_a_table_with_nothing_to_judge_says_so():
    rows = observations("measure | area | period | value\nbefolkning | 163 | 2019-09 | 1000")
    nothing = indicators(panel(rows, of="163", period="2019-09"))
    assert indicator_words.statuses(nothing) == ["Ingen af indikatorerne kan bedømmes; hvorfor, står i tabellen."]
    notes = " ".join(indicator_table.table(nothing, table_id="table-1", title="R").payload()["notes"])
    assert "fordi der ikke findes et måltal for målet" in notes


@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("2019-09", "Ministerens mål for 2019 står øverst."),
        ("2017-09", "Ministerens mål for 2017 kendes ikke her og står derfor ikke i tabellen."),
        (
            "2025-03",
            "Ministeren har efter loven ikke sat mål for 2025 (om loven også gælder for 2025, er ikke efterprøvet i "
            "kilden), og der kendes heller ingen mål, som området selv har sat.",
        ),
        (
            "2026-03",
            "Ministeren har ikke sat mål for 2026, og der kendes heller ingen mål, som området selv har sat.",
        ),
    ],
)
def test_the_goals_of_a_year_are_there_or_not_known_or_not_set(month: str, said: str):
    rows = observations(f"measure | area | period | value\nledige_fuldtid | 163 | {month} | 1000")
    assert indicator_words.of_goals(indicators(panel(rows, of="163", period=month))) == said
