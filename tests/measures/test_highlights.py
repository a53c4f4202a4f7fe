"""What goes well and what is a challenge: by both axes, farthest first, one thing once, and never on both sides."""

import pandas as pd
import pytest

from analysis import measures
from written import table

ROWS = """
    subject                     | level  | development | level_score | development_score | n
    langtidsledige_fuldtid      | better | same        |         2.1 |               0.3 | 400
    kontanthjaelp_fuldtid       | worse  | worse       |        -2.5 |              -2.2 | 300
    ledige_fuldtid              | same   | worse       |        -0.4 |              -6.0 | 900
    permanent_forsoergelse      | worse  | same        |        -8.0 |               1.0 | 700
    unge                        | same   | same        |         1.0 |               1.0 | 100
"""


def rows(text: str) -> pd.DataFrame:
    """Indicators as they are judged."""
    made = table(text).assign(period="2019-09", small=False)
    for name in ("level_score", "development_score", "n"):
        made[name] = pd.to_numeric(made[name].replace("", None)).astype(float)
    made.attrs["year"] = "2019"
    return made


def chosen(text: str) -> list[tuple[str, str, str]]:
    found = measures.highlights(rows(text))
    return list(zip(found["side"], found["by"], found["subject"], strict=True))


def test_both_axes_come_before_level_and_level_before_development_however_far_they_are():
    assert chosen(ROWS) == [
        ("good", "level", "langtidsledige_fuldtid"),
        ("challenge", "both", "kontanthjaelp_fuldtid"),
        ("challenge", "level", "permanent_forsoergelse"),
        ("challenge", "development", "ledige_fuldtid"),
    ]


def test_of_more_than_three_the_farthest_are_kept_and_ties_go_to_the_larger():
    assert chosen("""
        subject                | level | development | level_score | development_score | n
        unge                   | worse | same        |        -2.0 |                 0 | 50
        kontanthjaelp_fuldtid  | worse | same        |        -2.0 |                 0 | 60
        ledige_fuldtid         | worse | same        |        -3.0 |                 0 | 40
        permanent_forsoergelse | worse | same        |        -4.0 |                 0 | 30
    """) == [
        ("challenge", "level", "permanent_forsoergelse"),
        ("challenge", "level", "ledige_fuldtid"),
        ("challenge", "level", "kontanthjaelp_fuldtid"),
    ]


def test_one_thing_stands_once_and_on_the_side_on_which_it_lies_farther_out():
    assert chosen("""
        subject                                    | level  | development | level_score | development_score | n
        ledige_fuldtid                             | better | same        |         2.0 |                 0 | 90
        ledige_fuldtid/a_dagpenge                  | worse  | worse       |        -5.0 |              -2.0 | 60
        virksomhedsrettet_andel_fuldtid/a_dagpenge | better | same        |         3.0 |                 0 | 60
        virksomhedsrettet_andel_ledige             | better | better      |         2.5 |               2.5 | 90
    """) == [
        ("good", "both", "virksomhedsrettet_andel_ledige"),
        ("challenge", "both", "ledige_fuldtid/a_dagpenge"),
    ]


@pytest.mark.parametrize(
    ("level", "development", "score", "n"),
    [
        ("better", "worse", "3.0", 400),  # it points both ways
        ("same", "same", "1.0", 400),
        ("better", "same", "", 400),  # without an interval
        ("better", "same", "3.0", 29),  # just below the smallest base for a percentage
    ],
)
def test_what_is_mixed_unsure_or_small_is_left_out(level: str, development: str, score: str, n: int):
    assert (
        chosen(f"""
        subject        | level   | development   | level_score | development_score | n
        ledige_fuldtid | {level} | {development} | {score}     | {score}           | {n}
    """)
        == []
    )


def test_thirty_are_enough():
    assert (
        len(
            chosen("""
        subject        | level  | development | level_score | development_score | n
        ledige_fuldtid | better | same        | 3.0         | 0                 | 30
    """)
        )
        == 1
    )
