"""Generated sentences: verbs by size, numbers for small bases, never a sign, never a cause."""

import pandas as pd
import pytest

from analysis import measures
from analysis.publish.words import sentences
from written import observations, panel


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (1000, 1000, "er uændret"),
        (1004, 1000, "er stort set uændret"),
        (1005, 1000, "er steget svagt med 0,5 pct."),
        (1019, 1000, "er steget svagt med 1,9 pct."),
        (1020, 1000, "er steget med 2,0 pct."),
        (951, 1000, "er faldet med 4,9 pct."),
        (950, 1000, "er faldet tydeligt med 5,0 pct."),
        (901, 1000, "er faldet tydeligt med 9,9 pct."),
        (900, 1000, "er faldet markant med 10,0 pct."),
    ],
)
def test_verbs_follow_the_size_of_the_change(now: float, before: float, said: str):
    assert sentences.development(now, before, 100 * (now - before) / before) == said


def test_small_bases_get_numbers_instead_of_per_cent():
    assert sentences.development(9, 12, float("nan")) == "er faldet fra 12 til 9 (3 færre)"


def figures(text: str, *, subject: str, of: str = "163") -> pd.DataFrame:
    return measures.key_figures(panel(observations(text), of=of, period="2026-07"), [subject])


def test_a_level_stands_beside_the_country_and_says_that_it_is_provisional():
    said = sentences.level(
        figures(
            """
            measure                   | area | period  | value | status
            ledige_pct_arbejdsstyrken | 163  | 2026-07 | 3.4   | provisional
            ledige_pct_arbejdsstyrken | 000  | 2026-07 | 3.0   | provisional
            ledige_fuldtid            | 163  | 2026-07 | 510   | provisional
            """,
            subject="ledige_fuldtid",
        ),
        "ledige_fuldtid",
    )
    assert said == (
        "Ledigheden i Jobcenter Herlev var 3,4 pct. af arbejdsstyrken 16-66 år i juli 2026 (foreløbigt tal)"
        "; det var 3,0 pct. i hele landet."
    )


def test_a_change_is_told_beside_the_country_and_ends_with_one_full_stop():
    said = sentences.change(
        figures(
            """
            measure        | area | period  | value
            ledige_fuldtid | 163  | 2025-07 | 500
            ledige_fuldtid | 163  | 2026-07 | 600
            ledige_fuldtid | 000  | 2025-07 | 90000
            ledige_fuldtid | 000  | 2026-07 | 91000
            """,
            subject="ledige_fuldtid",
        ),
        "ledige_fuldtid",
    )
    assert said == (
        "Antallet af ledige fuldtidspersoner i Jobcenter Herlev er steget markant med 20,0 pct. på 12 måneder og var "
        "600 i juli 2026; i hele landet er antallet steget svagt med 1,1 pct."
    )


def test_a_hidden_figure_is_said_to_be_hidden():
    said = sentences.change(
        figures(
            """
            measure                | area | period  | value | status
            langtidsledige_fuldtid | 163  | 2026-07 |       | suppressed
            langtidsledige_fuldtid | 000  | 2026-07 | 17000 | final
            """,
            subject="langtidsledige_fuldtid",
        ),
        "langtidsledige_fuldtid",
    )
    assert said == (
        "Antallet af langtidsledige fuldtidspersoner i Jobcenter Herlev oplyses ikke af hensyn til diskretion."
    )


def test_a_measure_that_the_snapshot_lacks_is_said_to_be_lacking():
    rows = """
        measure        | area | period  | value
        ledige_fuldtid | 163  | 2026-07 | 600
    """
    said = sentences.change(figures(rows, subject="langtidsledige_fuldtid"), "langtidsledige_fuldtid")
    assert said == "Datasættet har ingen tal for langtidsledige fuldtidspersoner."


def test_a_real_zero_is_told_as_zero():
    said = sentences.effort(
        figures(
            """
            measure         | area | period  | value
            aktiveringsgrad | 163  | 2025-07 | 0.0
            aktiveringsgrad | 163  | 2026-07 | 0.0
            """,
            subject="aktiveringsgrad",
        ),
        "aktiveringsgrad",
        "ordinaere_timer_personer",
    )
    assert said == (
        "Aktiveringsgraden var 0,0 pct. i juli 2026 og er uændret på 12 måneder; datasættet har "
        "ingen tal for andelen med ordinære timer."
    )


def test_the_provisional_sentence_is_there_exactly_when_a_month_is():
    assert sentences.provisional({}) == ""
    assert sentences.provisional({"ledige_fuldtid": ["2026-05", "2026-06", "2026-07"]}) == (
        "Tallene for maj, juni og juli 2026 er foreløbige og bliver normalt opjusteret, når der efterregistreres. "
        "Placeringer gives kun for måneder med endelige tal."
    )


def test_a_measure_that_ends_earlier_is_named_with_its_own_provisional_months():
    said = sentences.provisional(
        {
            "ledige_fuldtid": ["2026-06", "2026-07"],
            "aktiveringsgrad": ["2026-06", "2026-07"],
            "ordinaere_timer_andel": ["2026-05", "2026-06"],
        }
    )
    assert said.startswith("Tallene for juni og juli 2026 er foreløbige")
    assert "; for »Andel med ordinære timer« gælder det maj og juni 2026." in said
