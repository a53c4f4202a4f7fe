"""Durations and exits, against examples worked out by hand and answers of other programs."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.hazard_regression import PHReg
from statsmodels.duration.survfunc import CumIncidenceRight

from analysis import models
from analysis.errors import AnalysisError
from validations.survival import PRINTED


def table(text: str) -> pd.DataFrame:
    return pd.read_csv(StringIO(text.replace(" ", "")), sep="|")


SIX = table("""weeks|ended|x
    9|1|0
    1|1|1
    1|0|1
    6|1|1
    6|1|0
    8|0|0""")


@pytest.fixture(scope="module")
def known(shared: Path) -> Any:
    return json.loads((shared / "oracles" / "survival" / "expected.json").read_text(encoding="utf-8"))


def test_the_curve_falls_by_the_share_of_those_at_risk_that_ended():
    curve = models.kaplan_meier(SIX).set_index("time")
    assert curve["at_risk"].tolist() == [6, 6, 4, 1]  # 1 was censored at 8
    assert curve["survival"].tolist() == pytest.approx([1, 5 / 6, 5 / 6 * 2 / 4, 0])
    greenwood = (5 / 12) * (1 / (6 * 5) + 2 / (4 * 2)) ** 0.5
    assert curve.loc[6, "error"] == pytest.approx(greenwood)
    assert curve.loc[9, ["low", "high"]].isna().all()


def test_log_log_limits_are_those_of_the_formula_and_stay_within_0_and_1():
    # S = 5/6, se of log(-log S) = 0,152145 / (5/6 · |log 5/6|) = 1,00137; S ** exp(±1,96 · 1,00137)
    row = models.kaplan_meier(SIX).set_index("time").loc[1]
    assert [row["low"], row["high"]] == pytest.approx([0.2731, 0.9747], abs=1e-4)
    plain = models.kaplan_meier(SIX, interval="plain").set_index("time").loc[1]
    assert [plain["low"], plain["high"]] == pytest.approx([5 / 6 - 1.959964 * 0.152145, 1], abs=1e-5)


def test_nobody_is_at_risk_before_they_came_under_observation_nor_at_that_time():
    stock = table("""entry|weeks|ended
        0|4|1
        2|5|1
        4|6|1
        4|9|0""")
    curve = models.kaplan_meier(stock, entry="entry").set_index("time")
    assert curve["at_risk"].tolist() == [1, 2, 3, 2, 1]  # at 4: the first two; at 5: all but the first; at 9: the last
    assert curve["survival"].tolist() == pytest.approx([1, 1 / 2, 1 / 3, 1 / 6, 1 / 6])


def test_a_median_is_the_first_time_at_which_half_or_fewer_go_on():
    four = pd.DataFrame({"weeks": [2, 4, 6, 8], "ended": True})
    assert models.medians(models.kaplan_meier(four))["median"].item() == 4
    three_left = pd.DataFrame({"weeks": [2, 4, 6, 8], "ended": [True, False, False, False]})
    assert models.medians(models.kaplan_meier(three_left))[["median", "high"]].isna().all(axis=None)


def test_the_limits_of_a_median_are_where_the_limits_of_the_curve_cross_a_half():
    curve = models.kaplan_meier(pd.DataFrame({"weeks": range(1, 41), "ended": True}))
    found = models.medians(curve).iloc[0]
    assert found["median"] == 20
    assert found["low"] == curve.loc[curve["low"] <= 0.5, "time"].min()
    assert found["high"] == curve.loc[curve["high"] <= 0.5, "time"].min()
    assert found["low"] < 20 < found["high"]


def test_a_curve_is_not_read_beyond_the_last_time_of_it():
    curve = models.kaplan_meier(pd.DataFrame({"weeks": [2, 4, 9], "ended": [True, True, False]}))
    found = models.survival_at(curve, times=[0, 3, 4, 9, 26])  # the third is seen until 9, and nobody after
    assert found["survival"].tolist()[:4] == pytest.approx([1, 2 / 3, 1 / 3, 1 / 3])
    assert found["survival"].isna().tolist() == [False, False, False, False, True]
    assert curve.iloc[-1][["time", "at_risk", "events"]].tolist() == [9, 1, 0]


def test_the_trial_of_maintained_remission_is_as_in_r():
    # R, package survival: survfit, survdiff and coxph of Surv(time, status) ~ x on aml; its medians 31 (18 to none) and
    # 23 (8 to none) have log limits; summary(survfit(...), times = 100) gives 0.184, of the one seen until week 161
    weeks = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161, 5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45]
    rows = pd.DataFrame({"weeks": weeks, "ended": True, "x": ["Maintained"] * 11 + ["Nonmaintained"] * 12})
    rows.loc[[2, 5, 8, 10, 16], "ended"] = False
    curves = models.kaplan_meier(rows, by="x", interval="log")
    median = models.medians(curves, by="x").set_index("x")
    assert median["median"].tolist() == [31, 23]
    assert median["low"].tolist() == [18, 8]
    assert median["high"].isna().all()
    assert models.survival_at(curves, times=[100], by="x")["survival"].tolist() == pytest.approx([0.184, 0], abs=5e-4)
    test = models.logrank(rows, by="x").iloc[0]
    assert (round(test["chi2"], 1), round(test["p"], 4)) == (3.4, 0.0653)
    ratio = models.cox(rows, covariates=["x"]).iloc[0]
    assert (round(ratio["coefficient"], 4), round(ratio["error"], 4)) == (0.9155, 0.5119)


def maintained() -> pd.DataFrame:
    """The maintained group of aml in R's package survival."""
    weeks = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161]
    return pd.DataFrame({"weeks": weeks, "ended": [week not in (28, 45, 161) for week in weeks]}).assign(
        ended=lambda rows: rows["ended"] & (rows.index != 2)
    )


def test_errors_and_log_limits_are_those_that_r_prints():
    # summary(survfit(Surv(time, status) ~ x, data = aml)), x=Maintained
    curve = models.kaplan_meier(maintained(), interval="log")
    found = models.survival_at(curve, times=[9, 13, 18, 23, 31, 34, 48])
    for column, (published, half) in PRINTED.items():
        assert found[column].tolist() == pytest.approx(published, abs=half), column


def test_an_interval_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="there are log-log, log, plain"):
        models.kaplan_meier(SIX, interval="greenwood")
    with pytest.raises(ValueError, match="there are delta, aalen, jackknife"):
        models.cumulative_incidence(SIX.assign(destination="job"), variance="gray")


def test_groups_have_a_curve_each():
    found = models.kaplan_meier(SIX, by="x")
    assert found.set_index(["x", "time"])["survival"].to_dict() == pytest.approx(
        {(0, 0): 1, (0, 6): 2 / 3, (0, 9): 0, (1, 0): 1, (1, 1): 2 / 3, (1, 6): 0}
    )


def test_the_log_rank_test_counts_what_was_to_be_expected():
    # Group a ends at 1 and 3, b at 2 and 4. Expected of a: 2/4 + 1/3 + 1/2 = 4/3; variance 1/4 + 2/9 + 1/4 = 13/18.
    rows = pd.DataFrame({"weeks": [1, 3, 2, 4], "ended": True, "g": list("aabb")})
    found = models.logrank(rows, by="g").iloc[0]
    assert found["chi2"] == pytest.approx((2 - 4 / 3) ** 2 / (13 / 18))
    assert (found["df"], found["n"], found["events"]) == (1, 4, 4)
    with pytest.raises(ValueError, match="one group"):
        models.logrank(rows.assign(g="a"), by="g")


def test_a_time_that_is_not_after_its_entry_is_refused_without_a_person_s_figures():
    with pytest.raises(AnalysisError, match="does not lie after 'entry' in 1 of 2 rows"):
        models.kaplan_meier(pd.DataFrame({"entry": [5, 0], "weeks": [5, 8], "ended": True}), entry="entry")
    with pytest.raises(AnalysisError, match="no column 'wekes'"):
        models.kaplan_meier(SIX, time="wekes")


def test_incidences_and_those_who_go_on_add_up_to_one():
    random = np.random.default_rng(20101)
    entry = random.integers(0, 10, 400)
    rows = pd.DataFrame({"entry": entry, "weeks": entry + random.integers(1, 60, 400)})
    rows["ended"] = random.random(400) < 0.7
    rows["destination"] = random.choice(["job", "syg", "su"], 400)
    found = models.cumulative_incidence(rows, entry="entry")
    wide = found.pivot(index="time", columns="destination", values="incidence")
    survival = found.drop_duplicates("time").set_index("time")["survival"]
    assert (wide.sum(axis=1) + survival).to_numpy() == pytest.approx(1, abs=1e-12)
    curve = models.kaplan_meier(rows, entry="entry").set_index("time")["survival"]
    assert survival.loc[curve.index].to_numpy() == pytest.approx(curve.to_numpy(), abs=1e-12)


FOUR = pd.DataFrame(
    {"weeks": [1, 2, 3, 4], "ended": [True, True, False, True], "destination": ["job", "syg", "", "job"]}
)


def test_aalen_s_variance_is_that_of_his_formula():
    # After 1: 1/4 has gone to a job, and the variance is 1/9 - 2 (1/4)(1/9) + (1/4)² (1/9) = 1/16. At 4, with 1/2 still
    # there at the start of it: 217/576 - 2 (3/4)(25/144) + (3/4)² (13/36) = 184/576
    found = models.cumulative_incidence(FOUR, variance="aalen").set_index(["destination", "time"])
    assert found.loc[("job", 1), "error"] == pytest.approx(1 / 4)
    assert found.loc[("job", 4), "error"] == pytest.approx((184 / 576) ** 0.5)
    assert found.loc[("job", 4), "incidence"] == pytest.approx(3 / 4)


def jackknifed(rows: pd.DataFrame, cause: str, by: float) -> float:
    """The root of the summed squares of what the incidence moves by when a row's weight does."""

    def incidence(weight: np.ndarray) -> float:
        there, gone = 1.0, 0.0
        for when in np.unique(rows.loc[rows["ended"] & (rows["weeks"] <= by), "weeks"]):
            at_risk = weight[(rows["weeks"] >= when) & (rows["entry"] < when)].sum()
            ends = (rows["weeks"] == when) & rows["ended"]
            gone += there * weight[ends & (rows["destination"] == cause)].sum() / at_risk
            there *= 1 - weight[ends].sum() / at_risk
        return gone

    moves = [
        (incidence(np.where(np.arange(len(rows)) == at, 1 + 1e-4, 1.0)) - incidence(np.ones(len(rows)))) / 1e-4
        for at in range(len(rows))
    ]
    return float(np.sqrt(np.sum(np.square(moves))))


def test_the_jackknife_is_what_each_row_moves_the_incidence_by_and_without_entries_the_usual_variance():
    random = np.random.default_rng(7)
    rows = pd.DataFrame({"entry": random.integers(0, 3, 40)}).assign(
        weeks=lambda of: of["entry"] + random.integers(1, 12, 40),
        ended=random.random(40) < 0.7,
        destination=random.choice(["job", "syg"], 40),
    )
    entered = models.cumulative_incidence(rows, entry="entry", variance="jackknife")
    found = models.incidence_at(entered, times=[5, 9])
    for cause, by, error in found[["destination", "time", "error"]].itertuples(index=False):
        assert error == pytest.approx(jackknifed(rows, cause, by), rel=1e-3)
    usual, moved = (models.cumulative_incidence(rows, variance=name)["error"] for name in ("delta", "jackknife"))
    assert usual.tolist() == pytest.approx(moved.tolist(), abs=1e-12)


def test_incidences_are_read_at_times_and_not_beyond_the_last_one_of_them():
    rows = FOUR.assign(weeks=[1, 2, 6, 4])  # the third is seen until 6
    found = models.incidence_at(models.cumulative_incidence(rows), times=[0, 1.5, 6, 7])
    job = found[found["destination"] == "job"]
    assert job["incidence"].tolist()[:3] == pytest.approx([0, 1 / 4, 1 / 2])
    assert found["incidence"].isna().tolist() == [False, False, False, True] * 2
    known = found.dropna(subset="incidence")
    together = known.groupby("time")["incidence"].sum() + known.groupby("time")["survival"].first()
    assert together.tolist() == pytest.approx([1, 1, 1])


@pytest.mark.parametrize("interval", ["log", "plain"])
def test_incidences_have_the_interval_that_is_asked_for(interval: str):
    error, z = (1 / 4 * 3 / 4 / 4) ** 0.5, 1.959964  # of 1 of 4, none of them censored before
    if interval == "log":
        low, high = 0.25 * np.exp(-z * error / 0.25), 0.25 * np.exp(z * error / 0.25)
    else:
        low, high = 0.25 - z * error, 0.25 + z * error
    found = models.incidence_at(models.cumulative_incidence(FOUR, interval=interval), times=[1]).iloc[0]
    assert found[["error", "low", "high"]].tolist() == pytest.approx([error, max(low, 0), min(high, 1)])


def test_one_less_kaplan_meier_of_a_cause_says_too_much():
    rows = pd.DataFrame({"weeks": [1, 2], "ended": True, "destination": ["syg", "job"]})
    found = models.cumulative_incidence(rows).set_index(["destination", "time"])["incidence"]
    assert found["job", 2] == 1 / 2
    alone = models.kaplan_meier(rows.assign(ended=rows["destination"] == "job"))
    assert 1 - alone["survival"].iloc[-1] == 1


def test_without_entries_incidences_and_errors_are_those_of_statsmodels():
    random = np.random.default_rng(7)
    weeks, cause = random.integers(1, 30, 300), random.integers(0, 4, 300)
    rows = pd.DataFrame({"weeks": weeks, "ended": cause > 0, "destination": cause.astype(str)})
    found, theirs = models.cumulative_incidence(rows), CumIncidenceRight(weeks, cause)
    for number in (1, 2, 3):
        ours = found[found["destination"] == str(number)].set_index("time")
        for time, incidence, error in zip(
            theirs.times, theirs.cinc[number - 1], theirs.cinc_se[number - 1], strict=True
        ):
            if time in ours.index and np.isfinite(error):
                assert ours.loc[time, "incidence"] == pytest.approx(incidence, abs=1e-12)
                assert ours.loc[time, "error"] == pytest.approx(error, abs=1e-12)


def test_kaplan_meier_is_the_published_curve(shared: Path, known: Any):
    rows = pd.read_csv(shared / "oracles" / "survival" / "tg_appendixE_set1.csv")
    curve = models.kaplan_meier(rows, time="time", event="status").set_index("time")["survival"]
    assert [curve[1], curve[6], curve[9]] == pytest.approx([5 / 6, 5 / 12, 0], abs=1e-12)


def test_cox_is_the_published_answer_for_both_ways_with_ties(shared: Path):
    """Therneau and Grambsch (2000), appendix E, first data set."""
    rows = pd.read_csv(shared / "oracles" / "survival" / "tg_appendixE_set1.csv")
    for ties, published in (("breslow", 1.4752849148290008), ("efron", 1.676857485592897)):
        found = models.cox(rows, covariates=["x"], time="time", event="status", ties=ties)
        assert found["coefficient"].item() == pytest.approx(published, abs=1e-6)


def test_cox_with_intervals_is_the_published_answer_though_statsmodels_counts_entries_at_an_event(shared: Path):
    """Appendix E, second data set. PHReg alone has those whose entry is an event's time at risk at that event."""
    rows = pd.read_csv(shared / "oracles" / "survival" / "tg_appendixE_set2.csv")
    for ties, published, trapped in (("breslow", -0.084526081, -0.06109104), ("efron", -0.0211052096, 0.0)):
        found = models.cox(rows, covariates=["x"], time="stop", event="event", entry="start", ties=ties)
        assert found["coefficient"].item() == pytest.approx(published, abs=1e-6)
        alone = PHReg(rows["stop"], rows[["x"]], status=rows["event"], entry=rows["start"], ties=ties).fit()
        assert alone.params[0] == pytest.approx(trapped, abs=1e-6)  # a statsmodels that mends it needs no LATER


def test_incidences_are_the_published_ones(shared: Path, known: Any):
    folder = shared / "oracles" / "survival"
    rows = pd.read_csv(folder / "competing_risks_cmprsk_stata.csv")
    rows["ended"], rows["destination"] = rows["fstat"] > 0, rows["fstat"].astype(str)
    found = models.cumulative_incidence(rows, time="ftime").set_index(["destination", "time"])
    published = pd.read_csv(folder / "competing_risks_cmprsk_stata_expected.csv").set_index("time")
    for cause in ("1", "2", "3"):
        ours = found.loc[cause].reindex(published.index, method="ffill")
        np.testing.assert_allclose(ours["incidence"], published[f"cif{cause}"], rtol=0, atol=1e-7)
        np.testing.assert_allclose(ours["error"], published[f"se{cause}_stata"], rtol=0, atol=1e-7)
    rows = pd.read_csv(folder / "competing_risks_trivial.csv")
    rows["ended"] = rows["status"] == 1
    found = models.cumulative_incidence(rows, time="time", cause="code").set_index(["destination", "time"])
    for time, state in zip(
        known["competing_risks_trivial"]["times"], known["competing_risks_trivial"]["P"], strict=True
    ):
        numbers = [int(a) / int(b or 1) for a, _, b in (text.partition("/") for text in state)]
        if ("1", time) in found.index:
            ours = [found.loc[("1", time), "survival"], *found.loc[[("1", time), ("2", time)], "incidence"]]
            assert ours == pytest.approx(numbers, abs=1e-7)


def test_shares_by_state_are_the_published_ones(known: Any):
    """R's survival, tests/mstate.R: persons who go from state to state and come late or leave early."""
    published = known["multistate_mstate_R"]
    moves = pd.DataFrame(published["rows"])
    moves["st"] = moves["st"].map({1: "a", 2: "b", 3: "c"})
    found = models.state_shares(moves, start="t1", stop="t2", state="st", person="id")
    wide = found.pivot(index="time", columns="state", values="share")
    for state, numbers in published["pstate_x32"].items():
        assert (32 * wide.loc[published["times"], state]).tolist() == pytest.approx(numbers, abs=1e-7)
    assert wide.sum(axis=1).tolist() == pytest.approx([1] * len(wide))


def test_episodes_keep_weeks_and_ends_and_nobody_is_activated_while_they_wait():
    rows = table("""entry|weeks|ended|offer|after
        0|10|1|4|7
        0|10|0||
        0|5|1|5|9
        6|10|1|4|7""")
    found = models.split_episodes(rows, at=["offer", "after"])
    cells = found[["entry", "weeks", "ended", "episode"]].to_numpy().tolist()
    assert cells == [
        *[[0, 4, False, 0], [4, 7, False, 1], [7, 10, True, 2]],
        [0, 10, False, 0],
        [0, 5, True, 0],  # it would have begun in the week after the end
        *[[6, 7, False, 1], [7, 10, True, 2]],  # under observation from 6 on
    ]
    assert (found["weeks"] - found["entry"]).sum() == (rows["weeks"] - rows["entry"]).sum()


def simulated(size: int, *, ratio: float) -> pd.DataFrame:
    """Weekly hazard 0.03, times ``ratio`` from the week of an offer on; offers come at 0.04 a week."""
    random = np.random.default_rng(20101)
    offer = random.geometric(0.04, size).astype(float)
    lasts = random.geometric(0.03, size).astype(float)
    again = offer + random.geometric(0.03 * ratio, size)
    weeks = np.minimum(np.where(lasts > offer, again, lasts), 80)
    rows = pd.DataFrame({"person": range(size), "entry": 0, "weeks": weeks.astype(int), "ended": weeks < 80})
    return rows.assign(offer=np.where(offer < weeks, offer, np.nan), area=random.choice(["a", "b"], size))


def test_time_varying_activation_finds_the_ratio_and_ever_activated_does_not():
    rows = simulated(3000, ratio=1.5)
    split = models.split_episodes(rows, at=["offer"])
    found = models.cox(split, covariates=["episode"], entry="entry", strata="area", cluster="person").iloc[0]
    assert found["low"] < 1.5 < found["high"]
    ever = models.cox(rows.assign(ever=rows["offer"].notna()), covariates=["ever"]).iloc[0]
    assert ever["high"] < 1  # immortal time: those who were activated had to stay until then


def test_the_discrete_hazard_finds_the_same_ratio_and_the_baseline():
    split = models.split_episodes(simulated(3000, ratio=1.5), at=["offer"])
    counted = models.person_periods(split, periods=[0, 26], keep=["episode"], entry="entry")
    assert counted["at_risk"].sum() == (split["weeks"] - split["entry"]).sum()
    found = models.discrete_hazard(counted, covariates=["episode"]).set_index("term")
    assert found.loc["episode", "low"] < 1.5 < found.loc["episode", "high"]
    assert found.loc["baseline", "low"] < -np.log(1 - 0.03) < found.loc["baseline", "high"]
    assert found.loc["period=26", "low"] < 1 < found.loc["period=26", "high"]


def test_counting_alike_rows_together_changes_nothing_and_clusters_need_the_persons():
    split = models.split_episodes(simulated(300, ratio=1.5), at=["offer"])
    whole = models.person_periods(split, periods=[0, 26], keep=["episode"], entry="entry")
    single = models.person_periods(split, periods=[0, 26], keep=["episode", "person"], entry="entry")
    together = models.discrete_hazard(whole, covariates=["episode"])
    apart = models.discrete_hazard(single, covariates=["episode"], cluster="person")
    assert apart["coefficient"].tolist() == pytest.approx(together["coefficient"].tolist(), abs=1e-8)
    assert apart["error"].tolist() == pytest.approx(together["error"].tolist(), rel=0.3)


def test_a_period_in_which_nothing_ended_has_no_hazard():
    rows = pd.DataFrame({"weeks": [3, 30], "ended": [True, False]})
    counted = models.person_periods(rows, periods=[0, 13])
    with pytest.raises(AnalysisError, match="from 13"):
        models.discrete_hazard(counted, covariates=[])


def test_left_within_leaves_out_what_began_too_late_to_judge():
    rows = table("""weeks|ended|told|destination
        3|1|25|job
        20|1|25|job
        13|1|13|syg
        2|1|12|job
        12|0|12|job""")
    found = models.left_within(rows, within=[13, 26]).set_index("within")
    assert found.loc[13, ["n", "events", "not_told"]].tolist() == [3, 2, 2]
    assert found.loc[13, "share"] == pytest.approx(2 / 3)
    assert found.loc[26, "n"] == 0
    assert found.loc[26, ["share", "low", "high"]].isna().all()  # missing, not 0
    assert models.left_within(rows, within=[13], to=["job"])["events"].item() == 1


def test_who_came_back_is_judged_after_full_follow_up_only():
    rows = pd.DataFrame({"away": [5, 13, 14, np.nan, 2], "told_after": [60, 60, 60, 60, 9]})
    found = models.returned_within(rows, within=[13, 26]).set_index("within")
    assert found.loc[13, ["n", "events", "not_told"]].tolist() == [4, 2, 1]
    assert found.loc[26, "share"] == 3 / 4
