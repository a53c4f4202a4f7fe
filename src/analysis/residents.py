"""Residents of the municipalities in the official lists: by year, and by sex and year of age in 2014."""

from functools import cache

import pandas as pd

from analysis import periods, project


@cache
def yearly() -> pd.DataFrame:
    """Residents on the first day of the year: quarters such as ``2014-Q1`` by municipality codes."""
    read = pd.read_csv(project.reference("population.csv"), dtype={"municipality": str})
    return read.pivot(index="period", columns="municipality", values="persons").sort_index()


def latest(on: str) -> str:
    """The latest quarter of ``yearly`` that has begun by a month; the first where none has.

    >>> latest("2019-12"), latest("2007-06"), latest("2030-01")
    ('2019-Q1', '2008-Q1', '2020-Q1')
    """
    begun = [quarter for quarter in yearly().index if periods.first_month(quarter) <= on]
    return str(begun[-1] if begun else yearly().index[0])


@cache
def by_age() -> pd.DataFrame:
    """Residents on 1 January 2014, both sexes: municipality codes by years of age (9 to 76)."""
    read = pd.read_csv(project.reference("population_ages.csv"), dtype={"municipality": str})
    counted = read.drop(columns="sex").groupby("municipality").sum()
    return counted.rename(columns=int)
