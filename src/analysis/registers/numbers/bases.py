"""What rates are rates of: residents, residents of 16 to 66, and the labour force, by month and area."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.areas import COUNTRY
from analysis.catalogue import TOTAL
from analysis.registers.numbers.weeks import Calendar

WORKING_AGE = (16, 66)
OUTSIDE = (  # benefits whose recipients are not in the labour force
    *("foertidspension", "seniorpension", "tidlig_pension", "efterloen", "fleksydelse", "ressourceforloeb"),
    *("jobafklaring", "revalidering", "forrevalidering"),
)


class Bases:
    """The denominators of a calendar's months.

    Parameters
    ----------
    population, labour_force : DataFrame or None
        As for ``measured.observations``.
    calendar : Calendar
    """

    def __init__(self, population: pd.DataFrame | None, labour_force: pd.DataFrame | None, calendar: Calendar) -> None:
        self.months = calendar.labels
        self.population_known = population is not None
        self.labour_force_known = population is not None or labour_force is not None
        self._by_origin = population
        people = _people(population)
        self._by_age = people
        adults = people[people["age"].between(*WORKING_AGE)]
        self._residents = people.pivot_table(index="period", columns="area", values="count", aggfunc="sum")
        self._adults = adults.pivot_table(index="period", columns="area", values="count", aggfunc="sum")
        self._force = None
        if labour_force is not None:
            self._force = labour_force.pivot(index="year", columns="area", values="count").sort_index()
        known = [self._residents] + ([] if self._force is None else [self._force])
        self.areas = {str(area) for table in known for area in table.columns}

    def residents(self, areas: list[str]) -> tuple[list[str], np.ndarray]:
        """The quarters that the population has, and residents by quarters and areas, the country last."""
        quarters = [name for name in dict.fromkeys(map(_quarter, self.months)) if name in self._residents.index]
        return quarters, _wide(self._residents, quarters, areas)

    def of_working_age(self, areas: list[str]) -> np.ndarray:
        """Residents of 16 to 66 by months and areas, the country last."""
        return _wide(self._adults, [_quarter(month) for month in self.months], areas)

    def of_ages(self, areas: list[str], low: int, high: int, *, origin: str | None = None) -> np.ndarray:
        """Residents of some ages by months and areas, the country last; of one origin where it is given.

        Missing where the population has no origins.
        """
        people = self._by_age if origin is None else _of_origin(self._by_origin, origin)
        some = people[people["age"].between(low, high)]
        table = some.pivot_table(index="period", columns="area", values="count", aggfunc="sum")
        return _wide(table, [_quarter(month) for month in self.months], areas)

    def labour_force(self, areas: list[str], full_time: Callable[[str], np.ndarray]) -> np.ndarray:
        """The labour force by months and areas, the country last.

        Parameters
        ----------
        areas : list of str
        full_time : callable
            By benefit, the full-time persons by months and areas, the country last.
        """
        if self._force is not None:
            years = pd.Index([int(month[:4]) for month in self.months])
            latest = self._force.reindex(self._force.index.union(years.unique())).ffill()
            return _wide(latest, list(years), areas)
        outside = np.sum([full_time(name) for name in OUTSIDE], axis=0)
        force: np.ndarray = np.maximum(self.of_working_age(areas) - outside, 0)
        return force


def _of_origin(population: pd.DataFrame | None, origin: str) -> pd.DataFrame:
    """Rows of one origin that count each of its residents once."""
    if population is None:
        return _people(None)
    own = population[population["origin"] == origin]
    whole = own["sex"] == TOTAL
    return own[whole] if whole.any() else own


def _people(population: pd.DataFrame | None) -> pd.DataFrame:
    """Rows that count each resident once: the totals of sex and origin where there are such, else their parts."""
    if population is None:
        return pd.DataFrame({"area": [], "period": [], "age": np.array([], dtype=int), "count": []})
    for name in ("sex", "origin"):
        totals = population[name] == TOTAL
        if totals.any():
            population = population[totals]
    return population


def _wide(table: pd.DataFrame, index: list[str] | list[int], areas: list[str]) -> np.ndarray:
    found = table.reindex(index=index, columns=areas).to_numpy(dtype=float)
    own = COUNTRY.code in table.columns
    country = table[COUNTRY.code].reindex(index).to_numpy(dtype=float) if own else found.sum(axis=1)
    return np.column_stack([found, country])


def _quarter(month: str) -> str:
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"
