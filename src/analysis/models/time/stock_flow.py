"""What if more or fewer came, or left sooner: a stock moved on month by month by its flows."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis import periods
from analysis.errors import AnalysisError
from analysis.models.time.demands import FLOW_MONTHS
from analysis.models.time.series import later, season_of

BASE = "uaendret"
DRAWS = 1000
SEED = 20101
LEVELS = (80, 95)
MOST_MONTHS = 60


def scenarios(
    flows: pd.DataFrame,
    *,
    months: int,
    shifts: Mapping[str, tuple[float, float]],
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """A stock under unchanged flows, and under flows that are larger or smaller by a factor.

    Each month those come who came in that month of a past year, and of those who are there the share leaves that left
    then; a scenario multiplies both from the first month on. Past years are drawn whole, the same for every scenario,
    and each month's numbers by chance; the interval is what that gives. It is no forecast: a scenario says what follows
    from its assumption, not how likely that is.

    Parameters
    ----------
    flows : DataFrame
        One row per month, without gaps. Columns: ``period``, ``stock`` (persons at the beginning of the month),
        ``inflow`` and ``outflow`` (persons in the month).
    months : int
        How far; 1 to 60.
    shifts : Mapping
        By name, the factors on inflow and on the share that leaves; ``(0.9, 1.0)`` is a tenth fewer who come. Unchanged
        flows are always shown, as ``BASE``.
    draws : int
        Simulated futures.

    Returns
    -------
    DataFrame
        One row per scenario and month, ``BASE`` first. Columns: ``scenario``, ``inflow_factor``, ``exit_factor``,
        ``period``, ``value`` (stock at the end of the month, the mean), ``low_80``, ``high_80``, ``low_95``,
        ``high_95``, ``against_base`` (difference of the means), ``n`` (months of flows).

    Raises
    ------
    AnalysisError
        If there are fewer than 24 months, a figure is hidden or missing, more leave than are there, or a factor is
        below 0; every problem at once.

    References
    ----------
    Preston, Heuveline and Guillot (2001), Demography, 1.2: the balancing equation. Efron and Tibshirani (1993), An
    Introduction to the Bootstrap, 8: drawing whole years, which belong together.
    """
    rows = flows.sort_values("period", ignore_index=True)
    _check(rows, months, shifts)
    random = np.random.default_rng(seed)
    stock, inflow, outflow = (rows[name].to_numpy(dtype=float) for name in ("stock", "inflow", "outflow"))
    exits = np.divide(outflow, stock, out=np.zeros_like(stock), where=stock > 0)
    years = [np.arange(len(rows))[at : at + 12] for at in range(len(rows) % 12, len(rows), 12)]
    ahead = later(str(rows["period"].iloc[-1]), months)
    drawn = _drawn_months(years, season_of(list(rows["period"])), season_of(ahead), draws, random)
    start = stock[-1] + inflow[-1] - outflow[-1]
    chance = int(random.integers(2**31))
    found = []
    for name, (more, sooner) in {BASE: (1.0, 1.0), **shifts}.items():
        paths = _moved_on(start, more * inflow[drawn], np.minimum(sooner * exits[drawn], 1.0), seed=chance)
        limits = {
            f"{end}_{level}": np.percentile(paths, share, axis=0)
            for level in LEVELS
            for end, share in (("low", 50 - level / 2), ("high", 50 + level / 2))
        }
        columns = {"period": ahead, "value": paths.mean(axis=0), **limits}
        found.append(pd.DataFrame(columns).assign(scenario=name, inflow_factor=more, exit_factor=sooner))
    together = pd.concat(found, ignore_index=True)
    base = together["period"].map(found[0].set_index("period")["value"])
    order = ["scenario", "inflow_factor", "exit_factor", "period", "value"]
    order += [f"{end}_{level}" for level in LEVELS for end in ("low", "high")]
    return together[order].assign(against_base=together["value"] - base, n=len(rows))


def _drawn_months(
    years: list[np.ndarray], season: np.ndarray, wanted: np.ndarray, draws: int, random: np.random.Generator
) -> np.ndarray:
    """For each draw and month ahead, a past month of the same season; a drawn year gives twelve in a row."""
    place = {(number, int(season[row])): int(row) for number, year in enumerate(years) for row in year}
    picked = random.integers(len(years), size=(draws, -(-len(wanted) // 12)))
    return np.array(
        [[place[int(picks[ahead // 12]), int(which)] for ahead, which in enumerate(wanted)] for picks in picked]
    )


def _moved_on(start: float, inflow: np.ndarray, exits: np.ndarray, *, seed: int) -> np.ndarray:
    """The stock after each month, of every draw."""
    random = np.random.default_rng(seed)
    now = np.full(len(inflow), round(start), dtype=np.int64)
    paths = np.empty(inflow.shape)
    for month in range(inflow.shape[1]):
        now = now - random.binomial(now, exits[:, month]) + random.poisson(inflow[:, month])
        paths[:, month] = now
    return paths


def _check(rows: pd.DataFrame, months: int, shifts: Mapping[str, tuple[float, float]]) -> None:
    wrong = []
    missing = int(rows[["stock", "inflow", "outflow"]].isna().any(axis=1).sum())
    if missing:
        wrong.append(f"{missing} months have a figure that is hidden or missing")
    if len(rows) < FLOW_MONTHS:
        wrong.append(f"{len(rows)} months of flows, {FLOW_MONTHS} are needed")
    elif list(rows["period"]) != periods.months(str(rows["period"].iloc[0]), str(rows["period"].iloc[-1])):
        wrong.append("months are missing or come twice")
    if (rows["outflow"] > rows["stock"] + rows["inflow"]).any():
        wrong.append("more leave than are there")
    if not 1 <= months <= MOST_MONTHS:
        wrong.append(f"{months} months ahead; give 1 to {MOST_MONTHS}")
    below = [name for name, factors in shifts.items() if min(factors) < 0]
    if below:
        wrong.append(f"a factor below 0 in: {', '.join(below)}")
    if wrong:
        listed = "\n".join(f"  - {one}" for one in wrong)
        raise AnalysisError(
            f"scenarios: {len(wrong)} problem(s)\n{listed}\nGive stock, inflow and outflow of every month."
        )
