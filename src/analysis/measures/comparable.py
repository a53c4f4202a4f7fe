"""Which jobcentres a jobcenter is like: an official cluster where one is known, else the nearest on background."""

from functools import cache

import numpy as np
import pandas as pd

from analysis import areas, clusters, models, residents
from analysis.data.tables import Panel

BACKGROUND = {  # what jobcentres are to be like each other in, in Danish
    "young": "andel 16-29-årige af de 16-66-årige",
    "old": "andel 50-66-årige af de 16-66-årige",
    "size": "antal indbyggere (logaritmen)",
    "growth": "udvikling i antal indbyggere over fem år",
}
NEAREST = 10
CLUSTER, NEIGHBOURS = "officiel klynge", "nærmeste på baggrundsforhold"
YEARS = 5
WORKING_AGE, YOUNG, OLD = range(16, 67), range(16, 30), range(50, 67)


def comparables(panel: Panel, benefit: str, *, k: int = NEAREST) -> pd.DataFrame:
    """The jobcentres that each jobcenter is compared with, never itself.

    A jobcenter whose host is in an official cluster for the benefit (``reference/clusters.csv``) is compared with the
    other jobcentres of that cluster; any other with the ``k`` nearest on ``BACKGROUND``.

    Returns
    -------
    DataFrame
        Columns: ``area``, ``other`` (codes of jobcentres), ``basis`` (``CLUSTER`` or ``NEIGHBOURS``). Sorted.
    """
    official = []
    for jobcenter in areas.jobcentres(panel.period):
        codes = clusters.others_of(jobcenter.code, benefit, panel.period)
        hosts = {areas.jobcenter_of(areas.municipality(code), panel.period).code for code in codes}
        official += [(jobcenter.code, host, CLUSTER) for host in sorted(hosts - {jobcenter.code})]
    found = pd.DataFrame(official, columns=["area", "other", "basis"])
    near = models.neighbours(background(panel), variables=list(BACKGROUND), k=k)
    near = near[~near["area"].isin(found["area"])]
    both = [found, near[["area", "other"]].assign(basis=NEIGHBOURS)]
    together: pd.DataFrame = pd.concat(both, ignore_index=True)
    return together.sort_values(["area", "other"], ignore_index=True)


def background(panel: Panel) -> pd.DataFrame:
    """What jobcentres may be alike in: size, growth and ages of their residents.

    Ages are those of 2014, the one year that the lists have them for; numbers are the latest that had been counted.

    Returns
    -------
    DataFrame
        One row per jobcenter of the month, in the order of their codes. Columns: ``area`` and those of
        ``BACKGROUND``: shares (0 to 1), the logarithm of the residents, and growth (0.01 is one per cent).
    """
    return _background(panel.period).copy()


@cache
def _background(on: str) -> pd.DataFrame:
    yearly, ages = residents.yearly(), residents.by_age()
    now = residents.latest(on)
    before = residents.latest(f"{int(now[:4]) - YEARS}-01")
    host = {one.code: areas.jobcenter_of(one, on).code for one in areas.municipalities()}
    people = ages.groupby(ages.index.map(host)).sum()
    size, earlier = (yearly.loc[quarter].groupby(yearly.columns.map(host)).sum() for quarter in (now, before))
    adults = people[list(WORKING_AGE)].sum(axis=1)
    table = pd.DataFrame(
        {
            "young": people[list(YOUNG)].sum(axis=1) / adults,
            "old": people[list(OLD)].sum(axis=1) / adults,
            "size": np.log(size),
            "growth": size / earlier - 1,
        }
    )
    return table.rename_axis("area").sort_index().reset_index()
