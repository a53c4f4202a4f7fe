"""What is said of sick leave: the figures of the tables, in Danish, and nothing of why."""

import pandas as pd
import pytest

from analysis.publish.words import sickness_sentences as say

WAIT = "end sammensætningen giver grund til at vente (95 pct.-interval 2,0 til"


def test_where_they_went_names_the_three_largest_and_those_still_ill():
    table = pd.DataFrame(
        {
            "group": "juli 2014-juni 2016 (efter reformen)",
            "destination": ["Job", "A-dagpenge", "Førtidspension", "Øvrige"],
            "incidence": [0.8, 0.05, 0.01, 0.1],
            "survival": 0.04,
        }
    )
    assert say.exits(table) == [
        "Begyndt juli 2014-juni 2016 (efter reformen): efter et år var 80,0 pct. gået til job, 10,0 pct. til øvrige og "
        "5,0 pct. til a-dagpenge, og 4,0 pct. var stadig på sygedagpenge."
    ]


@pytest.mark.parametrize(
    ("ratio", "low", "high", "said"),
    [
        (0.92, 0.86, 0.98, f"Det er 8,0 pct. færre, {WAIT} 14,0 pct.)"),
        (1.10, 1.02, 1.20, f"Det er 10,0 pct. flere, {WAIT} 20,0 pct.)"),
        (1.10, 0.99, 1.20, "Det er 10,0 pct. flere, og ikke mere, end tilfældigheder kan give."),
    ],
)
def test_the_inflow_is_held_against_what_was_expected(ratio: float, low: float, high: float, said: str):
    table = pd.DataFrame({"count": [920.0], "expected": [1000.0], "ratio": [ratio], "low": [low], "high": [high]})
    first, second = say.against_expected(table)
    assert first.endswith("ville det have været 1.000.")
    assert second.startswith(said)


def test_a_group_is_named_only_where_chance_seldom_gives_as_much():
    missing = float("nan")
    rows = [
        ("sex", "maend", 1.0, missing, missing, True),
        ("sex", "kvinder", 1.44, 1.26, 1.65, False),
        ("age", "40-49", 1.0, missing, missing, True),
        ("age", "16-24", 0.9, 0.8, 1.01, False),
    ]
    table = pd.DataFrame(rows, columns=["trait", "level", "ratio", "low", "high", "against"]).assign(hidden=False)
    assert say.drivers(table) == [
        "Tilgangen er 44 pct. højere blandt kvinder end blandt mænd, når de ellers ligner hinanden (95 pct.-interval "
        "26 til 65 pct.)."
    ]


def test_a_cohort_without_shares_is_named_with_why():
    assert say.left_out(["juli 2014-august 2018 (efter reformen)"]) == [
        "Begyndt juli 2014-august 2018 (efter reformen): andelene efter et år oplyses ikke af hensyn til diskretion, "
        "eller der er for få forløb."
    ]
