"""Agreed targets as they are printed and said: the plan's table to the digit, and sentences that agree with it."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis import areas, danish, goals, periods
from analysis.data import known_targets
from analysis.measures.agreed import agreed, agreed_path
from analysis.publish.drawing.towards import towards
from analysis.publish.layout import targets
from analysis.publish.words import target_sentences, target_words
from written import observations, panel

NOTHING = "measure | area | period | value\nledige_fuldtid | 561 | {month} | 740"
STANDS_IN = {"langtidsledige": "kontanthjaelp_personer", "a_dagpenge": "ledige_fuldtid/a_dagpenge"}


def rows(of: str, month: str, text: str = NOTHING) -> pd.DataFrame:
    return agreed(panel(observations(text.format(month=month)), of=of, period=month))


def test_the_table_of_the_plan_for_esbjerg_and_fanoe_is_printed_to_the_digit():
    table = targets.table(rows("561", "2019-12"), table_id="table-1", title="Aftalte mål for 2014")
    printed = [[cell.text for cell in row.cells[:4]] for row in table.rows if not row.heading]
    minus = danish.MINUS
    assert printed == [
        ["Esbjerg", "17,6", "mindst 23,9", "+6,3 procentpoint"],
        ["Fanø", "24,8", "mindst 31,1", "+6,3 procentpoint"],
        ["Jobcenter Esbjerg", "17,7", "mindst 24,0", "+6,3 procentpoint"],
        ["Esbjerg", "367", "højst 245", f"{minus}122 ({minus}33 pct.)"],
        ["Fanø", "7", "højst 5", f"{minus}2 ({minus}29 pct.)"],
        ["Jobcenter Esbjerg", "374", "højst 250", f"{minus}124 ({minus}33 pct.)"],
        ["Esbjerg", "842", "højst 671", f"{minus}171 ({minus}20 pct.)"],
        ["Fanø", "12", "højst 9", f"{minus}3 ({minus}25 pct.)"],
        ["Jobcenter Esbjerg", "854", "højst 680", f"{minus}174 ({minus}20 pct.)"],
        ["Jobcenter Esbjerg", "", "Resultatmål afventer målemetoden", ""],
    ]
    headings = [row.cells[0].text for row in table.rows if row.heading]
    assert headings[1:3] == [
        "Tilgang til førtidspension, personer: fra de 12 måneder til december 2012 til de 12 måneder til december 2014",
        "Langtidsledige, personer: fra december 2012 til december 2014",
    ]
    assert [column.shown for column in table.columns[-3:]] == [False, False, False]


def test_the_regions_targets_are_one_row_each_and_are_never_added():
    table = targets.table(rows("751", "2019-12"), table_id="table-1", title="Aftalte mål for 2011")
    printed = [[cell.text for cell in row.cells[:7]] for row in table.rows]
    minus = danish.MINUS
    assert [row[2:] for row in printed] == [
        ["nov 09", "dec 11", "22.014", "højst 22.000", f"{minus}14 ({minus}0,1 pct.)"],
        ["dec 09", "dec 11", "74.939", "højst 71.000", f"{minus}3.939 ({minus}5,3 pct.)"],
        ["dec 09", "dec 11", "22.826", "højst 22.000", f"{minus}826 ({minus}3,6 pct.)"],
        ["dec 09", "dec 11", "16.281", "højst 16.281", "uændret"],
    ]
    assert table.title == "Aftalte mål for 2011, Region Midtjylland"
    assert targets.OVERLAP in table.notes


def test_the_columns_of_line_and_figure_stand_where_something_is_known(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(known_targets, "subjects", lambda: STANDS_IN)
    text = """
        measure                | area | period  | value
        kontanthjaelp_personer | 561  | 2013-09 | 731
        kontanthjaelp_personer | 563  | 2013-09 | 9
    """
    table = targets.table(rows("561", "2013-09", text), table_id="table-1", title="Mål")
    own = [[cell.text for cell in row.cells] for row in table.rows if row.cells[0].text == "Jobcenter Esbjerg"][2]
    assert own[4:] == ["789", "740 (sep 13)", "mangler 60 (8 pct.)"]
    fanoe = [[cell.text for cell in row.cells] for row in table.rows if row.cells[0].text == "Fanø"][2]
    assert fanoe[4:] == ["11", "9 (sep 13)", "✓ opfylder målet"]
    assert all(column.shown for column in table.columns)


def test_the_record_has_base_and_target_of_the_jobcenter_first_and_no_region():
    record = targets.key_figure_rows(rows("561", "2019-12"))
    assert record[0]["area_type"] == "jobcenter"
    # three goals of three areas with a base and a target each, and one target that is awaited
    assert len(record) == 3 * 3 * 2 + 1
    awaited = [row for row in record if row["value"] is None]
    assert [(row["id"], row["status"]) for row in awaited] == [("samarbejdsgrad_maal", "missing")]
    assert targets.key_figure_rows(rows("751", "2019-12")) == []
    assert targets.key_figure_rows(rows("265", "2019-12")) == []


def test_fewer_than_thirty_are_said_in_numbers_and_a_share_has_its_unit_each_time():
    said = target_sentences.agreed(rows("561", "2019-12"), synthetic=True)
    assert said[0] == (
        "Uddannelsesgrad: I Jobcenter Esbjerg skulle tallet op fra 17,7 pct. i december 2012 til mindst 24,0 pct. i "
        "december 2014, 6,3 procentpoint mere."
    )
    assert said[2] == (
        "Langtidsledige: I Jobcenter Esbjerg skulle tallet ned fra 854 i december 2012 til højst 680 personer i "
        "december 2014, 174 færre (20 pct.), heraf 171 færre i Esbjerg og 3 færre i Fanø."
    )
    fanoe = rows("561", "2019-12").query("area == '563' and goal == 'langtidsledige'").iloc[0]
    assert target_sentences.target(fanoe).endswith("i december 2014, 3 færre.")


def test_shares_agreed_in_whole_per_cent_are_printed_so_everywhere():
    herlev = rows("163", "2019-12")
    table = targets.table(herlev, table_id="table-1", title="Aftalte mål for 2018")
    agreed_ = {row.cells[0].text.split()[0]: row.cells[5].text for row in table.rows}
    assert (agreed_["Rekrutteringsordrer"], agreed_["Selvforsørgende"]) == ("mindst 50", "mindst 75")
    said = target_sentences.agreed(herlev, synthetic=False)
    assert said[5].endswith("skulle tallet i 2018 være mindst 50 pct.")
    assert said[6].endswith("skulle tallet i 2018 være mindst 75 pct.")


def test_a_deadline_is_told_as_past_from_the_month_after_it():
    def first(month: str) -> str:
        return target_sentences.agreed(rows("561", month), synthetic=False)[0]

    assert "I Jobcenter Esbjerg skal tallet op" in first("2014-12")
    assert "I Jobcenter Esbjerg skulle tallet op" in first("2015-01")


def test_where_the_figure_ended_is_said_to_be_unknown_once_and_only_when_the_time_has_passed():
    assert target_sentences.agreed(rows("561", "2019-12"), synthetic=False)[-1] == (
        "Fristerne er udløbet, men hvor tallene endte, vides ikke her; grunden står under tabellen."
    )
    assert not target_sentences.unknown_end(rows("561", "2014-12"))


def test_a_figure_from_before_a_deadline_that_is_past_is_told_as_past(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(known_targets, "subjects", lambda: STANDS_IN)
    text = """
        measure                | area | period  | value
        kontanthjaelp_personer | 561  | 2014-09 | {value}
        kontanthjaelp_personer | 563  | 2014-09 | 9
    """

    def told(value: int) -> tuple[str, str]:
        made = agreed(panel(observations(text.format(value=value)), of="561", period="2015-06"))
        table = targets.table(made, table_id="table-1", title="Mål")
        own = next(row for row in table.rows if row.cells[0].text == "Jobcenter Esbjerg" and row.cells[5].text)
        said = target_sentences.agreed(made, synthetic=False)
        assert said[-1].startswith("Fristerne for »Uddannelsesgrad« og »Tilgang til førtidspension« er udløbet")
        return next(one for one in said if "var tallet" in one), own.cells[-1].text

    assert told(731)[0].endswith("der manglede 60 personer (8 pct.) i at nå målet.")  # 731 + 9 - 680
    assert told(731)[1] == "manglede 60 (8 pct.)"
    assert told(600)[0].endswith("det opfyldte målet.")
    assert told(600)[1] == "✓ opfyldte målet"


def test_no_change_is_unchanged_and_never_a_fall_of_nothing():
    said = target_sentences.agreed(rows("751", "2019-12"), synthetic=False)
    assert said[3].endswith("højst 16.281 personer, uændret fra basis i december 2009.")


def test_a_year_without_goals_and_a_year_that_is_not_known_have_different_sentences():
    unknown, none = target_sentences.minister("2016"), target_sentences.minister("2026")
    assert unknown == ["Ministerens mål for 2016 kendes ikke her; om der var nogen, siger oversigten ikke noget om."]
    assert none[0].startswith("Ministeren har ikke sat mål for 2026, og derfor er kun lokale mål vist.")
    said = [re.sub(r"^Mål \d for 2019: |\.$", "", text) for text in target_sentences.minister("2019")[:-1]]
    assert target_sentences.minister("2019")[-1].startswith(
        "Målene for 2019 er gengivet efter: Beskæftigelsesministeren, "
    )
    assert said[:6] == [goal.wording for goal in goals.of("2019").goals[:6]]
    assert said[6].endswith("(varslet)")


NUMBER = r"([\d.]+(?:,\d)?)"
PERIOD = r"i ((?:de 12 måneder til )?(?:[a-z]+ )?\d{4})"
WAY = re.compile(
    rf"(.+?): I (.+?) (?:skal|skulle) tallet (op|ned) fra {NUMBER}(?: pct\.)?(?: {PERIOD})? til (højst|mindst) "
    rf"{NUMBER} (personer|fuldtidspersoner|pct\.) {PERIOD}, {NUMBER} "
    r"(færre|flere|procentpoint mere|procentpoint mindre)"
    rf"(?: \({NUMBER} pct\.\))?(?:, heraf (.+))?\."
)
STILL = re.compile(
    rf"(.+?): I (.+?) (?:skal|skulle) tallet {PERIOD} være (højst|mindst) {NUMBER} (personer|fuldtidspersoner|pct\.?)"
    rf"(?:, uændret fra basis(?: {PERIOD})?)?\.?"
)
STANDS = re.compile(
    rf"(.+?): I (.+?) var tallet {NUMBER} (personer|fuldtidspersoner|pct\.) {PERIOD}"
    rf"(?:; på den lige linje skulle det (højst|mindst) være {NUMBER})?; "
    rf"(?:(målet blev nået|det opfylder målet|det opfyldte målet)|der (mangler|manglede) {NUMBER} "
    rf"(personer|fuldtidspersoner|procentpoint)(?: \({NUMBER} pct\.\))? i at nå målet)\."
)
AWAITS = re.compile(r"(.+?): Resultatmål afventer målemetoden\.")


def read(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def said_of(period: str) -> str:
    return danish.month(period) if periods.kind(period) != "rolling" else f"de {danish.month(period)}"


def check(sentence: str, table: pd.DataFrame) -> str:
    """Hold a sentence against the rows it was made from; returns which form it has."""
    if match := AWAITS.fullmatch(sentence):
        assert table.loc[table["label"] == match[1], "awaits"].all()
        return "awaits"
    if match := WAY.fullmatch(sentence):
        label, place, way, base, since, bound, target, unit, when, size, kind, share, parts = match.groups()
        row = table[(table["label"] == label) & (table["place"] == place)].iloc[0]
        assert (read(base), read(target), unit) == (row["base"], row["target"], row["unit"])
        assert since == (said_of(row["base_period"]) if row["base_period"] else None)
        assert when == said_of(row["target_period"])
        assert {"<=": "højst", ">=": "mindst"}[row["operator"]] == bound
        assert way == ("op" if row["target"] > row["base"] else "ned")
        assert kind in (("flere", "procentpoint mere") if way == "op" else ("færre", "procentpoint mindre"))
        assert ("procentpoint" in kind) == (unit == "pct.")
        assert read(size) == pytest.approx(abs(row["target"] - row["base"]), abs=1e-6)
        if share:
            assert row["base"] >= 30
            assert unit != "pct."
            assert read(share) == pytest.approx(100 * abs(row["target"] / row["base"] - 1), abs=0.5)
        else:
            assert unit == "pct." or row["base"] < 30
        for number, area in re.findall(r"([\d.]+) (?:færre|flere) i (\S+?)(?=,| og|$)", parts or ""):
            part = table[(table["label"] == label) & (table["place"] == area)].iloc[0]
            assert read(number) == abs(part["target"] - part["base"])
        return "way"
    if match := STANDS.fullmatch(sentence):
        label, place, value, unit, when, bound, line, reached, verb, missing, _, share = match.groups()
        row = table[(table["label"] == label) & (table["place"] == place)].iloc[0]
        assert (unit, when) == (row["unit"], said_of(row["value_period"]))
        assert read(value) == pytest.approx(row["value"], abs=0.5)
        assert (reached is not None) == bool(row["reached"])
        over = periods.last_month(row["value_period"]) == periods.last_month(row["target_period"])
        assert over == (reached == "målet blev nået" or verb == "manglede")
        if line:
            assert {"<=": "højst", ">=": "mindst"}[row["operator"]] == bound
            assert read(line) == pytest.approx(row["value_path"], abs=0.5)
        if missing:
            assert read(missing) == pytest.approx(abs(row["target"] - row["value"]), abs=0.5)
        if share:
            assert row["value"] >= 30
            assert read(share) == pytest.approx(100 * abs(row["target"] / row["value"] - 1), abs=0.5)
        return "stands"
    match = STILL.fullmatch(sentence)
    assert match, sentence
    label, place, when, bound, target, _, since = match.groups()
    row = table[(table["label"] == label) & (table["place"] == place)].iloc[0]
    assert (read(target), when) == (row["target"], said_of(row["target_period"]))
    assert {"<=": "højst", ">=": "mindst"}[row["operator"]] == bound
    assert (row["base"] == row["target"]) if since else pd.isna(row["base"])
    return "still"


def test_every_sentence_of_every_jobcenter_is_read_back_and_agrees_with_its_table():
    forms: dict[str, int] = {}
    for jobcenter in areas.jobcentres("2019-12"):
        table = rows(jobcenter.code, "2019-12")
        ended = target_sentences.unknown_end(table)
        assert len(ended) == (len(table) > 0)  # all targets are of 2018 or before
        for sentence in target_sentences.agreed(table, synthetic=True):
            if sentence not in ended:
                form = check(sentence, table)
                forms[form] = forms.get(form, 0) + 1
    # of the region each jobcenter has three ways and one without change; Esbjerg has three ways, Herlev five and two
    region = len([one for one in areas.jobcentres("2019-12") if areas.region_of(one).code == "082"])
    assert forms == {"way": 3 * region + 3 + 5, "still": region + 2, "awaits": 1}


@pytest.mark.parametrize(
    ("month", "value", "form"),
    [
        ("2013-09", 731, "der mangler 60 personer (8 pct.) i at nå målet"),
        ("2013-09", 600, "det opfylder målet"),
        ("2014-12", 671, "målet blev nået"),
        ("2014-12", 700, "der manglede 29 personer (4 pct.) i at nå målet"),
    ],
)
def test_where_a_figure_stands_is_said_with_its_month_and_read_back(
    monkeypatch: pytest.MonkeyPatch, month: str, value: int, form: str
):
    monkeypatch.setattr(known_targets, "subjects", lambda: STANDS_IN)
    text = f"""
        measure                | area | period  | value
        kontanthjaelp_personer | 561  | {month} | {value}
        kontanthjaelp_personer | 563  | {month} | 9
    """
    table = rows("561", month, text)
    found = [text for text in target_sentences.agreed(table, synthetic=False) if check(text, table) == "stands"]
    assert len(found) == 1
    assert form in found[0]


def test_invented_figures_are_not_held_against_a_real_target(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(known_targets, "subjects", lambda: STANDS_IN)
    text = """
        measure                | area | period  | value
        kontanthjaelp_personer | 561  | 2013-09 | 600
        kontanthjaelp_personer | 563  | 2013-09 | 9
    """
    rows_ = rows("561", "2013-09", text)
    said = target_sentences.agreed(rows_, synthetic=True)
    assert said[0] == target_sentences.INVENTED
    assert {check(sentence, rows_) for sentence in said[1:]} == {"way", "awaits"}
    table = targets.table(rows_, table_id="table-1", title="Mål", invented=True)
    assert [column.label for column in table.columns][-2:] == ["På den lige linje", "Seneste tal (opdigtet)"]
    assert "målet" not in " ".join(cell.text for row in table.rows for cell in row.cells if not row.heading).replace(
        target_words.AWAITS, ""
    )


def test_a_jobcenter_without_targets_is_told_so_with_the_years_that_have_some():
    nothing = rows("265", "2019-12")
    said = target_sentences.none("Jobcenter Roskilde", years=nothing.attrs["years"], year="2014")
    assert said == (
        "Der er ingen aftalte mål for 2014 for Jobcenter Roskilde i de planer, der kendes her; der kendes mål for "
        "andre områder for 2011, 2014 og 2018."
    )
    assert target_sentences.agreed(nothing, synthetic=True) == []


def test_the_chart_has_a_panel_for_each_goal_that_starts_at_zero_and_names_its_ends():
    facts = panel(observations(NOTHING.format(month="2013-09")), of="561", period="2013-09")
    figure = towards(agreed_path(facts, agreed(facts)))
    assert len(figure.axes) == 3
    assert all(axes.get_ylim()[0] == 0 for axes in figure.axes)
    written = {text.get_text() for text in figure.texts}
    assert {"basis 854", "linjen nu 789", "mål højst 680", "mål mindst 24,0"} <= written
    assert not any("SYNTETISKE" in text.get_text() for axes in figure.axes for text in axes.texts)


def test_only_a_panel_with_invented_figures_says_that_they_are(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(known_targets, "subjects", lambda: STANDS_IN)
    text = """
        measure                | area | period  | value
        kontanthjaelp_personer | 561  | 2013-08 | 741
        kontanthjaelp_personer | 563  | 2013-08 | 9
        kontanthjaelp_personer | 561  | 2013-09 | 731
        kontanthjaelp_personer | 563  | 2013-09 | 9
    """
    facts = panel(observations(text), of="561", period="2013-09")
    figure = towards(agreed_path(facts, agreed(facts)), synthetic=True)
    marked = [any("SYNTETISKE" in text.get_text() for text in axes.texts) for axes in figure.axes]
    assert marked == [False, False, True]
    line = figure.axes[2].get_lines()[-2]
    assert np.asarray(line.get_ydata()).tolist() == [750, 740]
    assert "tal 740 (sep 13)" in {text.get_text() for text in figure.texts}
