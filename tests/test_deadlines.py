import pytest

from analysis import deadlines, project
from analysis.errors import AnalysisError

HEAD = "kind,benefits,age_from,age_to,valid_from,valid_to,first_weeks,every_weeks,verified,source\n"


@pytest.mark.parametrize(
    ("month", "age", "weeks"),
    [("2014-12", 29, 13), ("2014-12", 30, 39), ("2014-12", 59, 39), ("2014-12", 60, 26),
     ("2015-01", 29, 13), ("2015-01", 30, 26), ("2015-01", 49, 26), ("2015-01", 50, 13)],
)  # fmt: skip
def test_the_first_offer_follows_age_and_the_law_of_the_month(month, age, weeks):
    assert deadlines.weeks("offer", "a_dagpenge", month)[0][age] == weeks


def test_a_benefit_without_deadlines_has_none():
    first, every = deadlines.weeks("interview", "foertidspension", "2018-01")
    assert first.sum() == every.sum() == 0
    assert deadlines.weeks("interview", "uddannelseshjaelp", "2013-12")[0].sum() == 0


def test_every_age_of_a_benefit_with_deadlines_has_one():
    for kind in deadlines.KINDS:
        for benefit in ("a_dagpenge", "kontanthjaelp"):
            for month in ("2007-01", "2014-01", "2019-12"):
                assert (deadlines.weeks(kind, benefit, month)[0] > 0).all()


def test_the_list_says_what_no_source_confirms():
    assert deadlines.unverified() == len(deadlines.deadlines())


def test_every_problem_of_the_list_is_named_at_once(tmp_path, monkeypatch):
    (tmp_path / "deadlines.csv").write_text(
        HEAD
        + "offer,a_dagpenge,0,29,2007-01,,13,26,no,found nowhere\n"
        + "offer,a_dagpenge,29,40,2010-01,,13,26,no,found nowhere\n"
        + "call,a_dagpenge,0,29,2007-01,,13,26,no,found nowhere\n"
        + "offer,dagpenge,0,29,2007-01,,13,26,no,found nowhere\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(project, "reference", lambda name: tmp_path / name)
    deadlines._read.cache_clear()
    try:
        with pytest.raises(AnalysisError) as refused:
            deadlines.deadlines()
    finally:
        deadlines._read.cache_clear()
    text = str(refused.value)
    assert "3 problem(s)" in text
    assert "line 4" in text
    assert "no benefit 'dagpenge'" in text
    assert "two deadlines (offer) for a_dagpenge from 2010-01" in text
