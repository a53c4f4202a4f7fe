"""Duration and exits: Kaplan-Meier, log-rank, Cox, incidence by destination, shares by state."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import models
from validations import Answer, Result, Simulation, furthest

TITLE = "Duration and exits"
SOURCES = (
    "src/analysis/models/durations/coefficients.py",
    "src/analysis/models/durations/competing.py",
    "src/analysis/models/durations/curves.py",
    "src/analysis/models/durations/discrete.py",
    "src/analysis/models/durations/episodes.py",
    "src/analysis/models/groups.py",
    "src/analysis/models/durations/proportional.py",
    "src/analysis/models/durations/survival.py",
    "src/analysis/models/durations/variances.py",
)
NOT_VALIDATED = (
    "Aalen's variance and the jackknife of incidences have no published answer here: tests hold them by hand, and "
    "against what each row moves the incidence by.",
    "Errors of Cox's model by cluster are statsmodels' own, and only tested to be near the plain ones.",
    "Fine and Gray's model is not here: statsmodels has no weights for it. Incidences are reported instead.",
)
R = "R package survival (Therneau), tests; Therneau and Grambsch (2000), appendix E"
AML = "R package survival (Therneau): survfit, survdiff and coxph of aml on x, as its help and books print them"
REMISSION = "Freireich et al. (1963), 6-mercaptopurine against placebo, as analysed by Kleinbaum and Klein (2012)"
STATA = "Stata's stcompet, as held in the tests of statsmodels"
PRINTED = {  # figures, and half of their last digit
    "survival": ([0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184], 5e-4),
    "error": ([0.0867, 0.1163, 0.1397, 0.1526, 0.1642, 0.1627, 0.1535], 5e-5),
    "low": ([0.7541, 0.6192, 0.4884, 0.3769, 0.2549, 0.1549, 0.0359], 5e-5),
    "high": ([1, 1, 1, 0.999, 0.946, 0.875, 0.944], 5e-4),
}
WEEKS, LATEST = 78, 26  # of observation; weeks after which the last came under it
HAZARD, RATIO, OFFER = 0.035, 1.4, 0.03


def answers(shared: Path) -> list[Answer]:
    """Every published answer of the subject."""
    folder = shared / "oracles" / "survival"
    known = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return [*_curve(folder), *_maintained(), *_remission(), *_cox(folder), *_incidence(folder, known), *_states(known)]


def _curve(folder: Path) -> list[Answer]:
    rows = pd.read_csv(folder / "tg_appendixE_set1.csv")
    ours = models.kaplan_meier(rows, time="time", event="status").set_index("time")["survival"]
    published = [5 / 6, 5 / 12, 0]
    return [
        furthest("Kaplan-Meier", "share after 1, 6 and 9", R, published=published, ours=ours[[1, 6, 9]], tolerance=1e-6)
    ]


def _maintained() -> list[Answer]:
    weeks = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161, 5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45]
    rows = pd.DataFrame({"weeks": weeks, "ended": True, "x": ["Maintained"] * 11 + ["Nonmaintained"] * 12})
    rows.loc[[2, 5, 8, 10, 16], "ended"] = False
    curves = models.kaplan_meier(rows, by="x", interval="log")
    medians, test = models.medians(curves, by="x"), models.logrank(rows, by="x").iloc[0]
    late = models.survival_at(curves, times=[100], by="x")["survival"]
    ratio = models.cox(rows, covariates=["x"]).iloc[0]
    return [
        furthest("Kaplan-Meier", "medians", AML, published=[31, 23], ours=medians["median"], tolerance=0),
        furthest("Kaplan-Meier", "lower limits of medians", AML, published=[18, 8], ours=medians["low"], tolerance=0),
        *_printed(models.survival_at(curves[curves["x"] == "Maintained"], times=[9, 13, 18, 23, 31, 34, 48])),
        Answer("Kaplan-Meier", "share after the last end, at 100", AML, 0.184, float(late.iloc[0]), 5e-4),
        Answer("Log-rank", "chi-square, maintained or not", AML, 3.4, float(test["chi2"]), 0.05),
        Answer("Log-rank", "p, maintained or not", AML, 0.0653, float(test["p"]), 5e-5),
        Answer("Cox", "not maintained, ties by Efron", AML, 0.9155, float(ratio["coefficient"]), 5e-5),
        Answer("Cox", "its error", AML, 0.5119, float(ratio["error"]), 5e-5),
    ]


def _printed(maintained: pd.DataFrame) -> list[Answer]:
    """What summary(survfit(Surv(time, status) ~ x, aml)) prints of the maintained group, with log limits."""
    found = []
    for column, (published, tolerance) in PRINTED.items():
        case = f"{column}, maintained group, log limits"
        ours = maintained[column]
        found.append(furthest("Kaplan-Meier", case, AML, published=published, ours=ours, tolerance=tolerance))
    return found


def _remission() -> list[Answer]:
    treated = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    rows = pd.DataFrame({"weeks": treated + placebo, "ended": ended + [1] * 21, "placebo": [0] * 21 + [1] * 21})
    curve = models.kaplan_meier(rows[rows["placebo"] == 0])
    ours = curve.loc[curve["events"] > 0]
    shares = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    test = models.logrank(rows, by="placebo").iloc[0]
    found = [
        furthest("Kaplan-Meier", "shares", REMISSION, published=shares, ours=ours["survival"], tolerance=5e-5),
        furthest("Kaplan-Meier", "errors", REMISSION, published=errors, ours=ours["error"], tolerance=5e-5),
        Answer("Log-rank", "chi-square, placebo", REMISSION, 16.79, float(test["chi2"]), 5e-3),
    ]
    for ties, published in (("efron", 1.572), ("breslow", 1.509)):
        coefficient = models.cox(rows, covariates=["placebo"], ties=ties)["coefficient"].item()
        found.append(Answer("Cox", f"placebo, ties by {ties.title()}", REMISSION, published, coefficient, 5e-4))
    return found


def _cox(folder: Path) -> list[Answer]:
    plain = pd.read_csv(folder / "tg_appendixE_set1.csv").rename(columns={"time": "stop", "status": "event"})
    known = {"breslow": 1.4752849148290008, "efron": 1.676857485592897}
    late = pd.read_csv(folder / "tg_appendixE_set2.csv")
    known_late = {"breslow": -0.084526081, "efron": -0.0211052096}
    found = []
    for ties in known:
        for case, rows, entry, published in (
            ("first data set", plain, None, known[ties]),
            ("second data set, (start, stop]", late, "start", known_late[ties]),
        ):
            ours = models.cox(rows, covariates=["x"], time="stop", event="event", entry=entry, ties=ties)
            found.append(
                Answer("Cox", f"{case}, ties by {ties.title()}", R, published, ours["coefficient"].item(), 1e-6)
            )
    return found


def _incidence(folder: Path, known: dict[str, Any]) -> list[Answer]:
    rows = pd.read_csv(folder / "competing_risks_cmprsk_stata.csv")
    rows["ended"], rows["destination"] = rows["fstat"] > 0, rows["fstat"].astype(str)
    ours = models.cumulative_incidence(rows, time="ftime").set_index(["destination", "time"])
    published = pd.read_csv(folder / "competing_risks_cmprsk_stata_expected.csv").set_index("time")
    found = []
    for column, theirs in (("incidence", "cif{}"), ("error", "se{}_stata")):
        for cause in ("1", "2", "3"):
            at_times = ours.loc[cause, column].reindex(published.index, method="ffill")
            case = f"{column}, cause {cause}"
            found.append(
                furthest(
                    "Aalen-Johansen",
                    case,
                    STATA,
                    published=published[theirs.format(cause)],
                    ours=at_times,
                    tolerance=1e-7,
                )
            )
    rows = pd.read_csv(folder / "competing_risks_trivial.csv")
    trivial = models.cumulative_incidence(rows.assign(ended=rows["status"] == 1), time="time", cause="code")
    wide = trivial.pivot(index="time", columns="destination", values="incidence")
    wide.insert(0, "survival", trivial.drop_duplicates("time").set_index("time")["survival"])
    by_hand = known["competing_risks_trivial"]
    shares = [[_fraction(text) for text in row] for row in by_hand["P"]]
    at_times = wide.reindex(by_hand["times"], method="ffill")
    return [
        *found,
        furthest("Aalen-Johansen", "worked out by hand", R, published=shares, ours=at_times, tolerance=1e-7),
    ]


def _states(known: dict[str, Any]) -> list[Answer]:
    published = known["multistate_mstate_R"]
    moves = pd.DataFrame(published["rows"])
    moves["st"] = moves["st"].map({1: "a", 2: "b", 3: "c"})
    ours = models.state_shares(moves, start="t1", stop="t2", state="st", person="id")
    wide = ours.pivot(index="time", columns="state", values="share").loc[published["times"]]
    shares = pd.DataFrame(published["pstate_x32"]) / 32
    case = "four states, late entry, to and fro"
    return [
        furthest(
            "Shares by state", case, R, published=shares, ours=wide[list(shares.columns)].to_numpy(), tolerance=1e-7
        )
    ]


def _fraction(text: str) -> float:
    above, _, below = text.partition("/")
    return int(above) / int(below or 1)


def _stock(seed: int) -> dict[str, float]:
    """600 durations of which those still open at a random week are seen from then on, weekly hazard 0.035."""
    random = np.random.default_rng(seed)
    weeks, entry = random.geometric(HAZARD, 3000), random.integers(0, LATEST, 3000)
    seen = np.flatnonzero(weeks > entry)[:600]
    rows = pd.DataFrame({"weeks": np.minimum(weeks, WEEKS)[seen], "entry": entry[seen], "ended": weeks[seen] <= WEEKS})
    rows["destination"] = np.where(random.random(len(rows)) < 0.6, "job", "syg")
    at = models.survival_at(models.kaplan_meier(rows, entry="entry"), times=[26]).iloc[0]
    median = models.medians(models.kaplan_meier(rows, entry="entry")).iloc[0]
    incidence = models.cumulative_incidence(rows, entry="entry")
    job = incidence[(incidence["destination"] == "job") & (incidence["time"] <= 26)].iloc[-1]
    true = 0.6 * (1 - (1 - HAZARD) ** 26)
    return {
        "survival_covers": float(at["low"] <= (1 - HAZARD) ** 26 <= at["high"]),
        "median_covers": float(median["low"] <= 20 <= median["high"]),  # the first week with (1 - 0.035)^t <= 0.5
        "incidence_covers": float(job["low"] <= true <= job["high"]),
        "survival_without_entries": models.survival_at(models.kaplan_meier(rows), times=[26])["survival"].item(),
    }


def _activated(seed: int) -> dict[str, float]:
    """800 durations; from the week of an offer the weekly hazard is 1.4 times as high."""
    random = np.random.default_rng(seed)
    offer, lasts = random.geometric(OFFER, 800), random.geometric(HAZARD, 800)
    again = offer + random.geometric(HAZARD * RATIO, 800)
    weeks = np.where(lasts > offer, again, lasts)
    rows = pd.DataFrame({"entry": 0, "weeks": np.minimum(weeks, WEEKS), "ended": weeks <= WEEKS, "offer": offer})
    split = models.split_episodes(rows, at=["offer"])
    counted = models.person_periods(split, periods=[0, 13, 26], keep=["episode"], entry="entry")
    discrete = models.discrete_hazard(counted, covariates=["episode"]).set_index("term").loc["episode"]
    cox = models.cox(split, covariates=["episode"], entry="entry").iloc[0]
    true = np.log1p(-HAZARD * RATIO) / np.log1p(-HAZARD)  # of the hazards that a weekly probability stands for
    return {
        "discrete_covers": float(discrete["low"] <= true <= discrete["high"]),
        "cox_covers": float(cox["low"] <= true <= cox["high"]),
    }


def _share(rows: list[dict[str, float]], name: str) -> float:
    return float(np.mean([row[name] for row in rows]))


def _of_stock(rows: list[dict[str, float]]) -> list[Result]:
    true = (1 - HAZARD) ** 26
    naive = _share(rows, "survival_without_entries")
    return [
        Result("95 % interval of the share after 26 weeks covers it", 0.90, 0.99, _share(rows, "survival_covers")),
        Result("95 % interval of the median covers it", 0.90, 0.99, _share(rows, "median_covers")),
        Result(
            "95 % interval of the incidence of jobs in 26 weeks covers it", 0.90, 0.99, _share(rows, "incidence_covers")
        ),
        Result("without entries the share after 26 weeks is too high by, mean", 0.05, 1.0, naive - true),
    ]


def _of_activation(rows: list[dict[str, float]]) -> list[Result]:
    return [
        Result("95 % interval of the discrete model covers the ratio", 0.90, 0.99, _share(rows, "discrete_covers")),
        Result("95 % interval of Cox's model covers the ratio", 0.90, 0.99, _share(rows, "cox_covers")),
    ]


SIMULATIONS = (
    Simulation(
        "a stock with entries",
        "600 durations with a weekly hazard of 0.035, each seen only from a random week on in which it still goes on, "
        f"and no longer than {WEEKS} weeks. True are the share (1 - 0.035)^t and 60 per cent of those who left "
        "for jobs. How much too high the share is when the entries are forgotten is shown too.",
        _stock,
        _of_stock,
    ),
    Simulation(
        "activation on the way",
        "800 durations with a weekly hazard of 0.035, which is 1.4 times as high from the week of an offer on; offers "
        "come at 0.03 a week. True is that ratio; the rows are cut at the offer.",
        _activated,
        _of_activation,
    ),
)
