"""Rates and comparison: intervals, funnels, standardisation, ranks, decomposition."""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis import project
from analysis.models.intervals import wilson
from validations import Answer, Result, Simulation, furthest

TITLE = "Rates and comparison"
SOURCES = ("src/analysis/models/intervals.py", "reference/population.csv")
NOT_VALIDATED = ()
PHE = "PHEindicatormethods (Office for Health Improvement and Disparities), its test data"
LEVELS = {0.95: "95_0cl", 0.998: "99_8cl"}


def answers(shared: Path) -> list[Answer]:
    """Every published answer of the subject."""
    return _proportions(shared / "oracles" / "phe")


def _proportions(folder: Path) -> list[Answer]:
    rows = pd.read_csv(folder / "testdata_Proportion__testdata_Prop.csv")
    rows = rows[rows["multiplier"] == 1]
    found = []
    for level, name in LEVELS.items():
        ours = wilson(rows["Numerator"], rows["Denominator"], level=level)
        published = rows[[f"lower{name}", f"upper{name}"]].to_numpy()
        case = f"{100 * level:g} % limits of {len(rows)} areas"
        found.append(furthest("Wilson interval", case, PHE, published=published, ours=ours, tolerance=1e-9))
    return found


def _municipalities() -> np.ndarray:
    """Residents of the 98 municipalities in the newest quarter."""
    population = pd.read_csv(project.reference("population.csv"), dtype={"municipality": str})
    newest = population[population["period"] == population["period"].max()]
    return newest.sort_values("municipality")["persons"].to_numpy()


def _wilson(seed: int) -> dict[str, float]:
    random = np.random.default_rng(seed)
    base = np.round(_municipalities() * 0.05).astype(int)
    share = random.uniform(0.05, 0.6, len(base))
    bounds = wilson(pd.Series(random.binomial(base, share)), pd.Series(base))
    return {"covered": float(((bounds["low"] <= share) & (share <= bounds["high"])).mean())}


def _coverage(rows: list[dict[str, float]]) -> list[Result]:
    share = float(np.mean([row["covered"] for row in rows]))
    return [Result("share of intervals that hold the true share", 0.94, 0.96, share)]


SIMULATIONS = [
    Simulation(
        "Wilson intervals",
        "Each of the 98 municipalities has a true share between 5 and 60 per cent, and a group of one in twenty "
        "residents of whom a count is drawn. How many of the 95 % intervals hold the true share?",
        _wilson,
        _coverage,
    )
]
