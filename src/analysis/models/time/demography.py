"""What follows from ages alone: a population a few years older, and today's rates by age in it."""

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.errors import AnalysisError

YEARS_BACK = 5  # of cohort ratios, at most
LEVELS = (80, 95)


def cohort_projection(population: pd.DataFrame, *, years: int) -> pd.DataFrame:
    """A population by year of age, moved on by the years ahead.

    For where no official projection is given. Each year's persons of an age are those of a year younger the year
    before, times how that has gone in the last years together (at most 5): deaths and moves as they have been. Nobody
    knows who comes in below the youngest age, so the table begins one year of age later for each year ahead. It is no
    official projection, knows no plans to build, and must be named as what it is.

    Parameters
    ----------
    population : DataFrame
        One row per ``year`` and year of ``age`` (whole numbers) of one area, at least two years in a row. Column
        ``persons``. Further columns are groups that are moved on for themselves (such as ``sex``).
    years : int
        Years ahead; 1 or more.

    Returns
    -------
    DataFrame
        One row per group, year ahead and age that can be told, sorted. Columns: those groups, ``year``, ``age``,
        ``persons``, ``n`` (cohort ratios behind each step).

    Raises
    ------
    AnalysisError
        If a year or age is missing, there are fewer than two years, or an age had nobody to grow older.

    References
    ----------
    Hamilton and Perry (1962), Social Forces 41:163-170.
    """
    groups = [name for name in population if name not in ("year", "age", "persons")]
    if years < 1:
        raise AnalysisError(f"cohort_projection: {years} years ahead cannot be; give 1 or more.")
    if not groups:
        return _moved(population, years)
    parts = []
    for _, rows in population.groupby(groups, sort=True):
        moved = _moved(rows, years)
        for name in groups:
            moved[name] = rows[name].iloc[0]
        parts.append(moved)
    return pd.concat(parts, ignore_index=True)[[*groups, "year", "age", "persons", "n"]]


def demographic(counts: pd.DataFrame, population: pd.DataFrame, projected: pd.DataFrame) -> pd.DataFrame:
    """How many there will be where nothing changes but the ages of the population.

    Each age's rate of today times its persons to come. The intervals are what chance gives today's counts (taken as
    Poisson's) and nothing else: rates change, and this shows what ages alone would do.

    Parameters
    ----------
    counts : DataFrame
        One row per age group of today. Columns: ``age`` (any label), ``value`` (persons or full-time persons).
    population : DataFrame
        Likewise, of today. Columns: ``age``, ``persons``.
    projected : DataFrame
        One row per age group and period to come. Columns: ``period``, ``age``, ``persons``.

    Returns
    -------
    DataFrame
        One row per period. Columns: ``period``, ``value``, ``low_80``, ``high_80``, ``low_95``, ``high_95``,
        ``change_pct`` (per cent, against today), ``n`` (persons counted today).

    Raises
    ------
    AnalysisError
        If an age group is missing in one of the tables, hidden, or has counts and no persons.

    References
    ----------
    United Nations (1956), Manual III: Methods for Population Projections by Sex and Age, on rates by age in a projected
    population. Brillinger (1986), Biometrics 42:693-734: the variance of counts by age, as Poisson.
    """
    today = counts.set_index("age")["value"].astype(float)
    persons = population.set_index("age")["persons"].astype(float)
    wide = projected.pivot(index="period", columns="age", values="persons").astype(float)
    ages = set(today.index)
    wrong = sorted({str(age) for age in ages ^ set(persons.index)} | {str(age) for age in ages ^ set(wide.columns)})
    persons = persons.reindex(today.index)
    hidden = int(today.isna().sum() + wide.reindex(columns=today.index).isna().sum().sum())
    empty = int((~(persons > 0)).sum())
    if wrong or hidden or empty:
        raise AnalysisError(
            f"demographic: {len(wrong)} age groups are not in all three tables ({', '.join(wrong) or 'none'}), "
            f"{hidden} figures are missing or hidden, {empty} age groups have no persons today.\n"
            "Give the same age groups everywhere, joined where they are too small to show."
        )
    weights = wide[today.index] / persons
    value = (weights * today).sum(axis=1)
    deviation = np.sqrt((weights**2 * today).sum(axis=1))
    limits: dict[str, pd.Series] = {}
    for level in LEVELS:
        reach = norm.isf((1 - level / 100) / 2) * deviation
        limits |= {f"low_{level}": (value - reach).clip(lower=0), f"high_{level}": value + reach}
    change = 100 * (value / today.sum() - 1)
    found = pd.DataFrame({"value": value, **limits, "change_pct": change, "n": float(today.sum())})
    return found.reset_index()


def _moved(population: pd.DataFrame, years: int) -> pd.DataFrame:
    wide = population.pivot(index="year", columns="age", values="persons").astype(float)
    steps = [np.diff(labels) for labels in (wide.index, wide.columns)]
    if len(wide) < 2 or wide.isna().any(axis=None) or any((step != 1).any() for step in steps):
        missing = int(wide.isna().sum().sum())
        raise AnalysisError(
            f"cohort_projection: {len(wide)} years and {wide.shape[1]} ages, {missing} figures missing.\n"
            "Give at least two years in a row, every year of age in each."
        )
    recent = wide.iloc[-(YEARS_BACK + 1) :].to_numpy()
    younger, older = recent[:-1, :-1].sum(axis=0), recent[1:, 1:].sum(axis=0)
    if not (younger > 0).all():
        raise AnalysisError(f"cohort_projection: {int((younger == 0).sum())} ages had nobody; join ages or areas.")
    ratios = older / younger
    now, first = recent[-1], int(wide.columns[0])
    rows = []
    for ahead in range(1, years + 1):
        now = np.append(now[0], now[:-1] * ratios)
        told = range(ahead, len(now))
        rows += [(int(wide.index[-1]) + ahead, first + at, now[at]) for at in told]
    found = pd.DataFrame(rows, columns=["year", "age", "persons"])
    return found.assign(n=len(recent) - 1)
