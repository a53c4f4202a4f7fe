"""Shares of few, and shares that tell of one, two or three, are hidden."""

import pandas as pd
import pytest

from analysis.disclosure.shares import hide_shares


def hidden(n: int, events: float) -> pd.Series:
    table = pd.DataFrame({"n": [n], "events": [events], "share": [events / max(n, 1)]})
    found = hide_shares(table, n="n", events="events", shares=["share"], smallest_count=4, smallest_base=30)
    assert table["share"].notna().all()  # the table that was given is as it was
    return found.iloc[0]


@pytest.mark.parametrize(
    ("n", "events", "why"),
    [
        *[(29, 10, "few"), (30, 10, ""), (31, 10, "")],
        *[(100, 0, ""), (100, 1, "small"), (100, 3, "small"), (100, 4, "")],
        *[(100, 100, ""), (100, 99, "small"), (100, 97, "small"), (100, 96, "")],  # the rest is told too
    ],
)
def test_a_share_is_hidden_at_and_below_the_limits_and_not_above(n: int, events: int, why: str):
    found = hidden(n, events)
    assert found["hidden"] == why
    assert pd.isna(found["share"]) == pd.isna(found["events"]) == bool(why)
    assert found["n"] == n


def test_a_base_of_three_or_fewer_is_hidden_too_and_nobody_is_no_secret():
    assert pd.isna(hidden(3, 0)["n"])
    assert hidden(4, 0)["n"] == 4
    assert hidden(0, 0)["n"] == 0
