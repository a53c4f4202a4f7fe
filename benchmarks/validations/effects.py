"""The effect of beginning an offer: weighting, and the synthetic country whose counterfactuals are known."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

import counterfactual
from analysis import models
from analysis.data.demo import Country
from validations import Answer, Result, Simulation

TITLE = "Effect of activation"
SOURCES = (
    "benchmarks/counterfactual.py",
    "src/analysis/data/country/*.py",
    "src/analysis/models/groups.py",
    "src/analysis/models/effects/trials.py",
    "src/analysis/models/effects/weighting.py",
    "src/analysis/registers/paths/chained.py",
    "src/analysis/registers/numbers/coding.py",
    "src/analysis/registers/paths/courses.py",
    "src/analysis/registers/paths/first_offers.py",
    "src/analysis/registers/paths/lasting.py",
    "src/analysis/registers/paths/at_risk.py",
    "src/analysis/registers/paths/standing.py",
)
NOT_VALIDATED = (
    "Real persons: in the synthetic country all that decides both offers and jobs is in the register, unless a "
    "confounder is hidden on purpose. Whether that is so anywhere else no method can tell.",
    "The effect on those who might have begun but did not, and the effect of an offer against none at all.",
    "A weaker hidden confounder than the one below: the weaker it is, the more seldom the placebo raises an alarm. "
    "Silence is no proof that nothing is hidden.",
    "Augmented weighting for the treated has no published answer here; it is held against truth by simulation.",
    "Other benefits than a-dagpenge, whose courses hold several spells of the synthetic country each.",
)
STATA = "Stata's teffects, data of Cattaneo (2010), as held in the tests of statsmodels"
SELECTION = ["mmarried_", "mage", "mage2", "fbaby_", "medu"]
OUTCOME = ["prenatal1_", "mmarried_", "mage", "fbaby_"]

SCALE, SEED = 0.2, 20101  # of the country; each replication has every 200th person of it
GROUPS, BLOCK = 200, 10  # subpopulations; how many are made at a time
MONTHS = (3, 6, 12)
FIRST, LAST = "2010-01", "2017-12"
FIRMS = (
    "virksomhedspraktik_privat",
    "virksomhedspraktik_offentlig",
    "loentilskud_privat",
    "loentilskud_offentlig",
)


def answers(shared: Path) -> list[Answer]:
    """Every published answer of the subject."""
    folder = shared / "oracles" / "treatment"
    rows = pd.read_csv(folder / "cataneo2.csv")
    published = pd.read_csv(folder / "stata_teffects_expected.csv").set_index(["estimator", "estimand", "parameter"])
    found = []
    for method, estimand in (("ipw", "all"), ("ipw", "treated"), ("aipw", "all")):
        key = (method.upper(), "ATE" if estimand == "all" else "ATET")
        ours = models.treatment_effect(
            rows,
            outcome="bweight",
            treated="mbsmoke_",
            covariates=SELECTION,
            outcome_covariates=OUTCOME,
            method=method,
            estimand=estimand,
            link="probit",
            draws=2,
        )
        for parameter, column in (("effect", "effect"), ("POM0", "untreated_mean")):
            case = f"{key[1]}, {'difference' if parameter == 'effect' else 'mean without'}"
            known = float(published["b"].loc[(*key, parameter)])
            found.append(Answer(f"Weighting, {key[0]}", case, STATA, known, float(ours[column].item()), 1e-5))
    return found


@lru_cache(maxsize=2)
def _people(hidden: bool) -> Country:
    country = Country(SCALE, SEED, hidden=hidden)
    country.people  # noqa: B018 - made once for all parts
    return country


@lru_cache(maxsize=2)
def _block(block: int, hidden: bool) -> counterfactual.World:
    whole = _people(hidden)
    group = np.arange(len(whole.people)) % GROUPS
    return counterfactual.world(whole.part(group // BLOCK == block))


@lru_cache(maxsize=4)
def _sets(block: int, hidden: bool, firms: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The risk sets of a block, with the group of each row, and those who began as they would have been without."""
    world = _block(block, hidden)
    instruments = FIRMS if firms else None
    controls = 10 if firms else 5
    rows = counterfactual.sets(
        world,
        benefit="a_dagpenge",
        first=FIRST,
        last=LAST,
        instruments=instruments,
        most_controls=controls,
        most_rows=10**6,
    )
    place = np.searchsorted(_people(hidden).people.number, counterfactual.numbers(world, rows))
    rows["group"] = place % GROUPS
    began = rows[rows["started"]]
    return rows, began if hidden else counterfactual.without(world, began)


def _replicate(seed: int, *, hidden: bool = False, firms: bool = False) -> dict[str, float]:
    block, group = (seed - 1) // BLOCK, seed - 1
    rows, without = _sets(block, hidden, firms)
    own = rows[rows["group"] == group]
    outcomes = [f"job_{month}" for month in MONTHS]
    found = models.activation_effect(own, outcomes=[*outcomes, "before"], seed=seed)
    effect = found[found["method"] == "aipw"].set_index("outcome")
    raw = found[found["method"] == "raw"].set_index("outcome")
    numbers = {"began": float(effect["n"].iloc[0])}
    began = own[own["started"]]
    for name in outcomes:
        numbers |= {f"{name}_{what}": effect.loc[name, what] for what in ("effect", "low", "high")}
        numbers[f"{name}_raw"] = raw.loc[name, "started"] - raw.loc[name, "not_started"]
        if not hidden:
            numbers[f"{name}_true"] = float((began[name] - without.loc[began.index, name]).mean())
    return numbers | {f"placebo_{what}": effect.loc["before", what] for what in ("effect", "low", "high")}


def _any_offer(seed: int) -> dict[str, float]:
    return _replicate(seed)


def _with_firms(seed: int) -> dict[str, float]:
    return _replicate(seed, firms=True)


def _hidden(seed: int) -> dict[str, float]:
    return _replicate(seed, hidden=True)


def _table(rows: list[dict[str, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows)


def _alarms(table: pd.DataFrame) -> float:
    return float(((table["placebo_low"] > 0) | (table["placebo_high"] < 0)).mean())


def _observed(rows: list[dict[str, float]]) -> list[Result]:
    table = _table(rows)
    results = []
    for month in MONTHS:
        name = f"job_{month}"
        true = table[f"{name}_true"]
        covered = ((table[f"{name}_low"] <= true) & (true <= table[f"{name}_high"])).mean()
        results.append(Result(f"95 % interval after {month} months covers the truth", 0.90, 0.99, float(covered)))
    for month in MONTHS:
        name = f"job_{month}"
        error = (table[f"{name}_effect"] - table[f"{name}_true"]).mean()
        results.append(Result(f"mean error after {month} months (share)", -0.01, 0.01, float(error)))
    results.append(Result("placebo raises an alarm where nothing is hidden", 0.0, 0.10, _alarms(table)))
    return results


def _confounded(rows: list[dict[str, float]]) -> list[Result]:
    return [Result("placebo raises an alarm", 0.90, 1.0, _alarms(_table(rows)))]


_ABOUT = (
    f"Every 200th person of the synthetic country at scale {SCALE:g}, other ones for each replication; courses on "
    "a-dagpenge, starts from 2010 to 2017. True is what became of those who began less what becomes of them in the "
    "country where that offer does not begin that week. "
)
SIMULATIONS = (
    Simulation("any offer", _ABOUT + "Some 370 begin in each.", _any_offer, _observed),
    Simulation(
        "company-oriented offers",
        _ABOUT + "Subsidised jobs and work placements alone, some 150 in each.",
        _with_firms,
        _observed,
    ),
    Simulation(
        "a hidden confounder",
        "The same with something hidden: one in five has more offers, finds jobs more slowly, loses them sooner. "
        "The effects that are found are wrong there; the placebo, the share of two years before on benefits, tells.",
        _hidden,
        _confounded,
    ),
)
