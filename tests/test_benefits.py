import datetime as dt
from itertools import pairwise

import pandas as pd
import pytest

from analysis import benefits
from analysis.errors import AnalysisError
from analysis.periods import first_month


def test_the_lists_have_the_facts_they_were_made_from(shared):
    facts = pd.read_csv(shared / "domain" / "benefit_groups.csv", dtype=str).fillna("")
    assert list(facts["id"]) == list(benefits.benefits())
    for row in facts.to_dict("records"):
        own = benefits.benefit(row["id"])
        assert own.label.split(" (")[0] == row["navn_da"].split(" (")[0]
        assert own.permanent == (row["permanent_2011"] == "1")
    instruments = pd.read_csv(shared / "domain" / "instruments.csv", dtype=str)
    assert list(instruments["id"]) == list(benefits.instruments())
    for row in instruments.to_dict("records"):
        assert benefits.instruments()[row["id"]].company_oriented == (row["virksomhedsrettet"] == "1")
        assert benefits.instruments()[row["id"]].category == row["kategori"]


def test_codes_that_no_source_confirms_are_said_to_be_unverified():
    assert not benefits.benefit("a_dagpenge").verified
    assert not benefits.benefit("doed").verified  # that 999 ends an observation is confirmed, not that it means death
    assert benefits.benefit("su").verified


def test_two_benefits_never_share_a_code_in_the_same_month():
    for code in benefits.known_codes():
        sharing = [one for one in benefits.benefits().values() if code in one.codes]
        dates = sorted((one.valid_from, one.valid_to or "9999-12") for one in sharing)
        assert all(before[1] < after[0] for before, after in pairwise(dates)), code


@pytest.mark.parametrize(
    ("code", "monday", "expected"),
    [
        (130, "2010-01-04", "kontanthjaelp"),
        (738, "2010-01-04", "kontanthjaelp"),
        (139, "2013-12-23", "dream_139"),  # the week ends on 29 December 2013
        (139, "2013-12-30", "uddannelseshjaelp"),  # Thursday is 2 January 2014
        (139, "2025-06-30", "uddannelseshjaelp"),  # Thursday is in July, Monday in June
        (139, "2025-07-07", "dream_139"),
        (870, "2014-06-23", "dream_870"),
        (870, "2014-06-30", "jobafklaring"),
        (100, "2010-01-04", "dream_100"),
    ],
)
def test_a_code_is_a_benefit_in_the_weeks_that_it_existed(code: int, monday: str, expected: str):
    assert benefits.of_code(code, dt.date.fromisoformat(monday)) == expected


def test_months_of_the_lists_are_months():
    dates = [(one.valid_from, one.valid_to) for one in benefits.benefits().values()]
    dates += [(one.valid_from, one.valid_to) for one in benefits.instruments().values()]
    for month in {month for pair in dates for month in pair if month}:
        assert first_month(month) == month


def test_a_benefit_that_there_is_not_is_refused_with_the_nearest():
    with pytest.raises(AnalysisError, match="Did you mean 'kontanthjaelp'"):
        benefits.benefit("kontanthjaelpp")
    with pytest.raises(AnalysisError, match="no family"):
        benefits.family("ledig")


def test_families_and_exits():
    assert benefits.exits() == ["doed", "folkepension", "udvandret"]
    assert benefits.permanent() == ["ledighedsydelse", "fleksjob", "foertidspension"]
    assert "selvforsoergende" not in benefits.exits()
    assert benefits.label("a_dagpenge") == "A-dagpenge"
