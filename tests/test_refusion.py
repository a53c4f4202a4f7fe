import re

import numpy as np
import pytest

from analysis import project, refusion, refusion_rates
from analysis.errors import AnalysisError

REFORM = "2016-01-04"


@pytest.fixture
def rows(tmp_path, monkeypatch):
    """Lets a test read a list of its own."""

    def write(text: str) -> None:
        (tmp_path / "refusion.csv").write_text(text, encoding="utf-8")
        monkeypatch.setattr(project, "reference", lambda name: tmp_path / name)
        refusion_rates._read.cache_clear()

    yield write
    refusion_rates._read.cache_clear()


HEAD = "regime,benefits,valid_from,valid_to,week_from,week_to,activity,state_share,verified,source\n"


def test_the_municipality_bears_32_2_weeks_of_the_first_year_since_2016():
    for benefit in ("kontanthjaelp", "a_dagpenge", "sygedagpenge"):
        found = refusion.burden(benefit, last=52, since=REFORM)
        assert found.weeks == pytest.approx(32.2, abs=1e-12)  # 4 at 20 per cent, 22 at 60, 26 at 70
        assert (found.verified, found.note) == (True, "")
    assert refusion.burden("kontanthjaelp", last=52, since=REFORM).weeks / 52 == pytest.approx(0.619, abs=5e-4)


@pytest.mark.parametrize(
    ("week", "share"), [(1, 0.2), (4, 0.2), (5, 0.6), (26, 0.6), (27, 0.7), (52, 0.7), (53, 0.8), (900, 0.8)]
)
def test_the_share_changes_after_weeks_4_26_and_52(week, share):
    assert refusion.municipal_share("kontanthjaelp", week=week, on=REFORM).weeks == share


def test_the_ladder_begins_on_4_january_2016():
    day_before = refusion.municipal_share("kontanthjaelp", week=1, on="2016-01-03")
    first_day = refusion.municipal_share("kontanthjaelp", week=1, on="2016-01-04")
    assert (day_before.weeks, first_day.weeks) == (0.7, 0.2)


def test_before_the_ladder_the_share_follows_what_the_citizen_does():
    shares = [
        refusion.municipal_share("a_dagpenge", week=60, on="2011-01-01", active=active).weeks
        for active in (True, False)
    ]
    assert shares == [0.5, 0.7]
    marked = refusion.municipal_share("a_dagpenge", week=60, on="2010-12-31", active=True, mark_unverified=True)
    assert (marked.weeks, marked.note) == (0.25, "ikke verificeret")


def test_sickness_benefit_was_not_refunded_after_52_weeks():
    shares = [
        refusion.municipal_share("sygedagpenge", week=week, on="2014-12-01", active=active).weeks
        for week, active in [(5, False), (8, False), (9, False), (9, True), (52, False), (53, True)]
    ]
    assert shares == [0.5, 0.5, 0.7, 0.5, 0.7, 1.0]


def test_a_spell_across_the_reform_is_paid_week_by_week():
    # Weeks 1 and 2 begin on 21 and 28 December 2015, at 70 per cent; weeks 3, 4 and 5 on the ladder.
    found = refusion.burden("kontanthjaelp", last=5, since="2015-12-21")
    assert found.weeks == pytest.approx(0.7 + 0.7 + 0.2 + 0.2 + 0.6)


def test_many_weeks_give_the_same_as_one_by_one():
    weeks = np.array([53, 1, 26, 27])
    shares, verified = refusion.municipal_shares("sygedagpenge", weeks=weeks, on="2018-06-01")
    assert shares.tolist() == [0.8, 0.2, 0.6, 0.7]
    assert verified.all()


def test_a_cell_that_is_not_verified_is_refused_or_marked():
    with pytest.raises(AnalysisError, match="not verified") as refused:
        refusion.municipal_share("sygedagpenge", week=2, on="2014-12-01")
    assert "reference/refusion.csv" in str(refused.value)
    marked = refusion.burden("sygedagpenge", last=6, since="2014-01-06", mark_unverified=True)
    assert (marked.weeks, marked.note) == (4 * 1 + 2 * 0.5, "ikke verificeret")


@pytest.mark.parametrize(("benefit", "week"), [("barselsdagpenge", 1), ("ledighedsydelse", 78)])
def test_a_week_without_a_rate_has_no_share(benefit, week):
    with pytest.raises(AnalysisError, match=re.escape(f"no share for '{benefit}'")):
        refusion.municipal_share(benefit, week=week, on="2015-06-01")
    assert refusion.municipal_share("ledighedsydelse", week=79, on="2015-06-01").weeks == 1


def test_every_problem_of_the_list_is_named_at_once(rows):
    rows(
        HEAD
        + "a,kontanthjaelp,2016-01-04,,1,10,any,0.8,yes,law\n"
        + "a,kontanthjaelp,2016-01-04,,10,,passive,0.4,yes,law\n"
        + "a,kontanthjelp,2017-01-01,,1,,any,0.4,yes,law\n"
        + "a,fleksjob,2017-01-01,,1,,any,1.4,yes,law\n"
        + "a,fleksjob,i dag,,1,,any,0.4,yes,law\n"
    )
    with pytest.raises(AnalysisError) as refused:
        refusion_rates.rates()
    text = str(refused.value)
    assert "4 problem(s)" in text
    assert "line 5" in text
    assert "line 6" in text
    assert "no benefit 'kontanthjelp'" in text
    assert "two rates for kontanthjaelp from 2016-01-04" in text
