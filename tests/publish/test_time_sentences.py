"""Sentences on trends, breaks and forecasts say how sure they are, and name no cause."""

import re

import pandas as pd
import pytest

from analysis.publish.words import time_sentences
from written import table

OWN = {
    "measure": "ledige_fuldtid",
    "benefit": "alle",
    "role": "own",
    "area_type": "jobcenter",
    "area": "561",
    "area_name": "Esbjerg",
    "area_label": "Esbjerg og Fanø",
}
RATE = OWN | {"measure": "ledige_pct_arbejdsstyrken"}
NUMBERS = {
    *("season", "estimate", "low", "high", "left_out", "value", "low_80", "high_80", "mase", "naive_mase", "steps"),
    *("asked", "inflow_factor", "exit_factor", "against_base"),
}
CAUSES = re.compile(r"medfør|skyldes|på grund af|forårsag|betød|effekt|virkning", re.IGNORECASE)


def figures(text: str, **named: str) -> pd.DataFrame:
    rows = table(text)
    for name in set(rows) & NUMBERS:
        rows[name] = pd.to_numeric(rows[name].replace("", None))
    return rows.assign(**(OWN | named))


def trended(verdict: str, *, slope: float, low: float, high: float, second: str = "", **named: str) -> pd.DataFrame:
    rows = pd.DataFrame({"slope": [slope], "low": [low], "high": [high], "verdict": [verdict]})
    if second:
        rows = pd.concat([rows, rows.assign(verdict=second)], ignore_index=True)
    return rows.assign(first="2015-01", last="2019-09", **(OWN | named))


def test_a_trend_is_said_with_its_interval_and_period():
    assert time_sentences.trend(trended("falling", slope=-33.4, low=-35.1, high=-31.6, second="falling")) == [
        "Antallet af ledige fuldtidspersoner i Jobcenter Esbjerg er faldet fra januar 2015 til september 2019, når der "
        "ses bort fra sæsonen: med omkring 33 om året (mellem 32 og 35)."
    ]


def test_a_trend_of_a_share_is_in_percentage_points():
    (said,) = time_sentences.trend(trended("rising", slope=0.34, low=0.21, high=0.47, **RATE))
    assert "med omkring 0,3 procentpoint om året (mellem 0,2 og 0,5)" in said
    assert said.startswith("Ledigheden i Jobcenter Esbjerg er steget")


def test_no_trend_is_said_as_none_and_a_doubt_is_told():
    (said,) = time_sentences.trend(trended("no_trend", slope=3, low=-5, high=11))
    assert "viser hverken en sikker stigning eller et sikkert fald" in said and "3" not in said.replace(
        "2015", ""
    ).replace("2019", "")
    doubt = time_sentences.trend(trended("rising", slope=3, low=1, high=5, second="no_trend"))
    assert doubt[-1] == "En anden test, der ikke regner med en ret linje, kan ikke bekræfte det."


def test_the_season_names_its_highest_and_lowest_month():
    rows = figures("""
        period  | season
        2019-01 | 40
        2019-02 | -12
        2019-03 |
    """)
    assert time_sentences.season(rows) == [
        "Antallet af ledige fuldtidspersoner i Jobcenter Esbjerg ligger som regel højest i januar, 40 over tendensen, "
        "og lavest i februar, 12 under den."
    ]


def broken(step: str, slope: str) -> pd.DataFrame:
    return figures(f"""
        month   | label           | term         | estimate | low | high | left_out | others
                |                 | slope_before | 6        | 5   | 7    | 6        | 2014-01, 2017-07
        2016-01 | Refusionsreform | step         | {step}   | 6   | 2014-01, 2017-07
        2016-01 | Refusionsreform | slope        | {slope}  | 6   | 2014-01, 2017-07
    """)


def test_a_step_at_a_break_is_described_and_others_are_named():
    said = time_sentences.reform(broken("-20 | -30 | -10", "1 | -2 | 4"))
    assert said == [
        "Antallet af ledige fuldtidspersoner i Jobcenter Esbjerg skiftede niveau ved »Refusionsreform« (januar 2016): "
        "ned med 20 (mellem 10 og 30), når sæson og udvikling er regnet fra.",
        "Det viser, hvad der skete på samme tid, og siger intet om årsager. 6 måneder omkring ændringen er ikke med. "
        "Andre kendte ændringer er ikke regnet fra: januar 2014 og juli 2017.",
    ]


def test_no_step_and_a_new_slope_are_told_apart():
    said = time_sentences.reform(broken("3 | -10 | 16", "12 | 4 | 20"))
    assert "skiftede ikke niveau" in said[0]
    assert said[1] == "Den årlige udvikling ændrede sig samtidig: op med 12 (mellem 4,0 og 20) i forhold til før."


def ahead(reason: str, model: str, *, asked: int = 2) -> pd.DataFrame:
    return figures(f"""
        kind     | period  | value | low_80 | high_80 | model   | reason   | mase | naive_mase | steps | asked
        figure   | 2019-09 | 1150  |        |         |         |          |      |            |       |
        forecast | 2019-10 | 1180  | 1100   | 1260    | {model} | {reason} | 0.6  | 1.2        | 12    | {asked}
        forecast | 2019-11 | 1221  | 1120   | 1330    | {model} | {reason} | 0.6  | 1.2        | 12    | {asked}
    """)


def test_a_forecast_says_how_sure_it_is_and_what_it_beat():
    said = time_sentences.forecast(ahead("chosen", "ets"))
    assert said == [
        "Antallet af ledige fuldtidspersoner i Jobcenter Esbjerg fremskrives til 1.221 i november 2019, med 80 pct. "
        "sikkerhed mellem 1.120 og 1.330.",
        "Den er lavet med eksponentiel udglatning (ETS). Prøvet på de seneste år og 12 måneder frem var fejlen 50 pct. "
        "af fejlen ved blot at bruge samme måned året før.",
        time_sentences.NO_CRISIS,
    ]


def test_a_forecast_that_no_model_could_better_says_so():
    said = time_sentences.forecast(ahead("none_better", "seasonal_naive"))
    assert "Ingen af de afprøvede modeller ramte bedre end »samme måned året før«" in said[1]


def test_months_that_were_asked_for_and_not_given_are_told():
    assert any("Længere frem end 2 måneder" in one for one in time_sentences.forecast(ahead("chosen", "ets", asked=36)))


def test_scenarios_are_told_against_unchanged_flows():
    rows = figures("""
        scenario   | inflow_factor | exit_factor | period  | value | low_80 | high_80 | against_base
        uaendret   | 1             | 1           | 2024-12 | 1000  | 950    | 1050    | 0
        Færre nye  | 0.9           | 1.05        | 2024-12 | 860   | 800    | 900     | -140
    """)
    said = time_sentences.scenarios(rows)
    assert "bliver 1.000 i december 2024 ved uændrede strømme, med 80 pct. sikkerhed mellem 950 og 1.050." in said[0]
    assert said[1] == (
        "»Færre nye« (10 pct. mindre tilgang og 5 pct. mere afgang) giver 860, 140 færre end ved uændrede strømme."
    )


@pytest.mark.parametrize("say", ["trend", "season", "reform", "forecast", "scenarios"])
def test_what_cannot_be_said_gives_its_reason(say: str):
    empty = pd.DataFrame()
    empty.attrs["absent"] = "Ledige: sæsonen kan ikke beregnes."
    assert getattr(time_sentences, say)(empty) == ["Ledige: sæsonen kan ikke beregnes."]


def test_no_sentence_names_a_cause_or_a_per_cent_sign():
    every = [
        *time_sentences.trend(trended("rising", slope=3, low=1, high=5)),
        *time_sentences.reform(broken("-20 | -30 | -10", "12 | 4 | 20")),
        *time_sentences.forecast(ahead("chosen", "sarima_breaks")),
    ]
    assert not [one for one in every if CAUSES.search(one) or "%" in one]
