"""Weighting for the effect of activation, against Stata's answers, statsmodels, and examples worked out by hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.treatment.treatment_effects import TreatmentEffect

from analysis import models
from analysis.errors import AnalysisError

SELECTION = ["mmarried_", "mage", "mage2", "fbaby_", "medu"]
OUTCOME = ["prenatal1_", "mmarried_", "mage", "fbaby_"]


def births(shared: Path) -> pd.DataFrame:
    return pd.read_csv(shared / "oracles" / "treatment" / "cataneo2.csv")


@pytest.mark.parametrize(
    ("method", "estimand", "row"), [("ipw", "all", ("IPW", "ATE")), ("ipw", "treated", ("IPW", "ATET")),
                                    ("aipw", "all", ("AIPW", "ATE"))]
)  # fmt: skip
def test_weighting_gives_stata_s_answers(shared: Path, method: str, estimand: str, row: tuple[str, str]):
    """Smoking and weight at birth, Cattaneo (2010); Stata's teffects with a probit."""
    published = pd.read_csv(shared / "oracles" / "treatment" / "stata_teffects_expected.csv")
    published = published.set_index(["estimator", "estimand", "parameter"])
    found = models.treatment_effect(
        births(shared),
        outcome="bweight",
        treated="mbsmoke_",
        covariates=SELECTION,
        outcome_covariates=OUTCOME,
        method=method,
        estimand=estimand,
        link="probit",
    ).iloc[0]
    assert found["effect"] == pytest.approx(published.loc[(*row, "effect"), "b"], abs=1e-5)
    assert found["untreated_mean"] == pytest.approx(published.loc[(*row, "POM0"), "b"], abs=1e-5)
    assert found["error"] == pytest.approx(published.loc[(*row, "effect"), "se"], rel=0.2)  # theirs is analytic


def test_weighting_with_a_logit_is_that_of_statsmodels(shared: Path):
    rows = births(shared)
    x, z = sm.add_constant(rows[SELECTION].to_numpy()), sm.add_constant(rows[OUTCOME].to_numpy())
    score = sm.Logit(rows["mbsmoke_"].to_numpy(), x).fit(disp=0)
    theirs = TreatmentEffect(sm.OLS(rows["bweight"].to_numpy(), z), rows["mbsmoke_"].to_numpy(), results_select=score)
    for method in ("ipw", "aipw"):
        ours = models.treatment_effect(
            rows,
            outcome="bweight",
            treated="mbsmoke_",
            covariates=SELECTION,
            outcome_covariates=OUTCOME,
            method=method,
            draws=2,
        )
        known = getattr(theirs, method)(return_results=False)
        assert ours["effect"].item() == pytest.approx(known[0], abs=1e-6)


def cells(*counted: tuple[str, bool, float, int], elapsed: int = 0) -> pd.DataFrame:
    """Rows by level, whether they began, what came of it, and how many there are."""
    rows = [
        {"elapsed": elapsed, "level": level, "started": started, "job": job}
        for level, started, job, count in counted
        for _ in range(count)
    ]
    return pd.DataFrame(rows)


# Level a: 40 began (20 got a job), 40 did not (30 did). Level b: 20 began (5), 100 did not (20).
CONFOUNDED = cells(
    *[("a", True, 1, 20), ("a", True, 0, 20), ("a", False, 1, 30), ("a", False, 0, 10)],
    *[("b", True, 1, 5), ("b", True, 0, 15), ("b", False, 1, 20), ("b", False, 0, 80)],
).assign(person=lambda rows: range(len(rows)))


def test_the_others_are_weighted_to_be_like_those_who_began():
    found = models.activation_effect(CONFOUNDED, outcomes=["job"], covariates=["level"], draws=50)
    by_method = found.set_index("method")
    # Like those who began, 2/3 of level a: 2/3 · 30/40 + 1/3 · 20/100 = 17/30. They have 25/60.
    for method in ("ipw", "aipw"):
        assert by_method.loc[method, "not_started"] == pytest.approx(17 / 30)
        assert by_method.loc[method, "effect"] == pytest.approx(25 / 60 - 17 / 30)
    assert by_method.loc["raw", "not_started"] == pytest.approx(50 / 140)
    assert np.isnan(by_method.loc["raw", "effect"])  # a difference of unlike persons is no effect
    # Weights 1 of 40 and 1/5 of 100: (40 + 20)² / (40 + 100/25) = 3600 / 44.
    assert by_method.loc["ipw", "effective"] == pytest.approx(3600 / 44)


def test_the_interval_is_that_of_two_shares_where_nothing_has_to_be_weighted():
    rows = cells(("a", True, 1, 120), ("a", True, 0, 180), ("a", False, 1, 300), ("a", False, 0, 300)).assign(
        person=lambda rows: range(len(rows))
    )
    found = models.activation_effect(rows, outcomes=["job"], covariates=[], draws=2000).set_index("method")
    error = (0.4 * 0.6 / 300 + 0.5 * 0.5 / 600) ** 0.5
    assert found.loc["ipw", "error"] == pytest.approx(error, rel=0.05)
    assert found.loc["ipw", "low"] == pytest.approx(-0.1 - 1.959964 * found.loc["ipw", "error"])


def test_draws_are_of_persons_and_have_a_seed():
    rows = cells(("a", True, 1, 60), ("a", True, 0, 60), ("a", False, 1, 60), ("a", False, 0, 60))
    rows["person"] = rows.groupby(["started", "job"]).cumcount() // 2 + 100 * rows.groupby(["started", "job"]).ngroup()
    twice = models.activation_effect(rows, outcomes=["job"], covariates=[], draws=1000)
    again = models.activation_effect(rows, outcomes=["job"], covariates=[], draws=1000)
    pd.testing.assert_frame_equal(twice, again)
    alone = models.activation_effect(rows.assign(person=range(len(rows))), outcomes=["job"], covariates=[], draws=1000)
    ratio = twice["error"].iloc[1] / alone["error"].iloc[1]
    assert ratio == pytest.approx(2**0.5, rel=0.08)  # two rows of a person say no more than one


def test_who_begins_is_compared_within_the_elapsed_month():
    # Month 0: 50 of 100 got a job with and without. Month 6: 10 of 50 and 20 of 100. Put together the shares differ.
    rows = pd.concat(
        [
            cells(("a", True, 1, 50), ("a", True, 0, 50), ("a", False, 1, 30), ("a", False, 0, 30)),
            cells(("a", True, 1, 10), ("a", True, 0, 40), ("a", False, 1, 80), ("a", False, 0, 320), elapsed=6),
        ]
    ).assign(person=lambda rows: range(len(rows)))
    found = models.activation_effect(rows, outcomes=["job"], covariates=[], draws=20).set_index("method")
    assert found["not_started"].tolist() == pytest.approx([(100 * 0.5 + 50 * 0.2) / 150] * 3)
    assert found.loc["aipw", "effect"] == pytest.approx(0, abs=1e-12)


def test_fewer_than_fifty_who_began_are_refused_and_fifty_are_not():
    def sized(count: int) -> pd.DataFrame:
        half = count // 2
        rows = cells(("a", True, 1, half), ("a", True, 0, count - half), ("a", False, 1, 60), ("a", False, 0, 60))
        rows["person"] = range(len(rows))
        found: pd.DataFrame = models.activation_effect(rows, outcomes=["job"], covariates=[], draws=20)
        return found

    few = sized(49)
    assert (few["method"].tolist(), few["reason"].tolist()) == (["raw"], ["few_started"])
    assert few["started"].item() == pytest.approx(24 / 49)
    assert few["low_started"].item() < 24 / 49 < few["high_started"].item()
    assert few[["effect", "low", "high"]].isna().all(axis=None)
    enough = sized(50)
    assert enough["reason"].unique().tolist() == [""]
    assert enough.loc[enough["method"] == "aipw", "effect"].notna().all()


def test_an_effective_number_of_others_under_thirty_is_refused():
    def sized(others: int) -> pd.DataFrame:
        rows = cells(("a", True, 1, 30), ("a", True, 0, 30), ("a", False, 1, others - 9), ("a", False, 0, 9))
        rows["person"] = range(len(rows))
        found: pd.DataFrame = models.activation_effect(rows, outcomes=["job"], covariates=[], draws=20)
        return found

    assert sized(29)["reason"].tolist() == ["few_effective"]
    assert sized(29)["effective"].item() == pytest.approx(29)
    assert sized(30)["reason"].unique().tolist() == [""]


def test_levels_in_which_nobody_began_or_everybody_did_are_left_out():
    rows = pd.concat([CONFOUNDED, cells(("c", False, 1, 30)), cells(("d", True, 1, 4))])
    rows["person"] = range(len(rows))
    found = models.weighted(rows, covariates=["level"])
    assert sorted(found["level"].unique()) == ["a", "b"]
    assert found.attrs["left_out"] == 34
    assert found.loc[~found["started"], "weight"].sum() == pytest.approx(60)


def test_weights_are_cut_at_so_many_times_their_mean_and_the_cut_ones_are_counted():
    # Odds 1 of 40 and 1/5 of 100, mean 3/7: twice that is 6/7, so those of level a are cut.
    found = models.weighted(CONFOUNDED, covariates=["level"], largest=2.0)
    assert found.attrs["cut"] == 40
    weight = found[~found["started"]].groupby("level")["weight"].first()
    assert weight["a"] / weight["b"] == pytest.approx((6 / 7) / (1 / 5))


def test_balance_is_bad_before_weighting_and_good_after():
    found = models.balance(models.weighted(CONFOUNDED, covariates=["level"])).set_index("level")
    spread = ((2 / 3 * 1 / 3 + 2 / 7 * 5 / 7) / 2) ** 0.5
    assert found.loc["a", "before"] == pytest.approx((2 / 3 - 2 / 7) / spread)
    assert found["after"].abs().max() < 1e-6
    assert not found["flagged"].any()
    cut = models.balance(models.weighted(CONFOUNDED, covariates=["level"], largest=1.0))
    assert cut["flagged"].all()


def test_scores_overlap_where_both_kinds_have_them():
    found = models.overlap(models.weighted(CONFOUNDED, covariates=["level"]), bins=4)
    assert found[["started", "others"]].sum().tolist() == [60, 140]
    assert found["started"].tolist() == [20, 0, 0, 40]
    assert found["weighted_share"].tolist() == pytest.approx([1 / 3, 0, 0, 2 / 3])


def test_covariates_that_say_the_same_twice_say_it_once():
    twice = CONFOUNDED.assign(again=CONFOUNDED["level"])
    once = models.weighted(CONFOUNDED, covariates=["level"])["weight"]
    assert models.weighted(twice, covariates=["level", "again"])["weight"].tolist() == pytest.approx(once.tolist())


def test_covariates_that_tell_with_certainty_who_began_and_missing_columns_are_refused():
    sure = CONFOUNDED.assign(sure=CONFOUNDED["started"].astype(float) + 1e-3 * CONFOUNDED["job"])
    with pytest.raises(AnalysisError, match="no solution"):
        models.weighted(sure, covariates=["sure"])
    with pytest.raises(AnalysisError, match="no column 'levle'"):
        models.activation_effect(CONFOUNDED, outcomes=["job"], covariates=["levle"])


def test_what_is_hidden_shows_in_the_placebo_and_an_honest_comparison_has_none():
    random = np.random.default_rng(20101)
    size = 4000
    weak = random.random(size) < 0.5
    before = np.clip(random.normal(0.2 + 0.2 * weak, 0.2), 0, 1)
    for hidden in (False, True):
        chance = np.where(weak & hidden, 0.3, 0.15)
        rows = pd.DataFrame({"elapsed": 0, "person": range(size), "started": random.random(size) < chance})
        rows = rows.assign(before=before, job_6=(random.random(size) < 0.5 - 0.2 * weak).astype(float))
        found = models.activation_effect(rows, outcomes=["before", "job_6"], covariates=[]).set_index(
            ["outcome", "method"]
        )
        placebo, effect = found.loc[("before", "aipw")], found.loc[("job_6", "aipw")]
        assert (placebo["low"] > 0) == hidden
        assert (effect["high"] < 0) == hidden  # no offer did anything
