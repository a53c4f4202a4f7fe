"""One measure as months by municipalities, and the populations that its source does not give."""

from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis import catalogue
from analysis.catalogue import Measure
from analysis.data.tables import Panel

STATUSES = ("final", "provisional", "suppressed", "missing")  # the later one wins in a sum
_HALF_A_PERSON = 0.5  # counts are printed in whole persons
_HALF_A_TENTH = 0.05  # rates are printed with one decimal


@dataclass(frozen=True, eq=False)
class Grid:
    """A measure as ``value`` and ``status`` (a number into ``STATUSES``), periods by municipality codes.

    The country is the column ``000``. ``missing`` is the status of a cell that the source does not have.
    """

    value: pd.DataFrame
    status: pd.DataFrame


@cache
def grid(panel: Panel, measure: str, benefit: str) -> Grid | None:
    """The cells of one measure and benefit, totals of sex, age and origin; None where the snapshot has none."""
    rows = panel.observations
    everyone = (rows["sex"] == catalogue.TOTAL) & (rows["age"] == catalogue.TOTAL)
    everyone &= (rows["origin"] == catalogue.TOTAL) & (rows["visitation"] == catalogue.TOTAL)
    ours = (rows["measure"] == measure) & (rows["benefit"] == benefit) & everyone
    placed = rows[ours & rows["area_type"].isin(["municipality", "country"])]
    if placed["value"].notna().sum() == 0:
        return None
    coded = placed.assign(status=placed["status"].map({name: at for at, name in enumerate(STATUSES)}))
    value = coded.pivot(index="period", columns="area", values="value")
    status = coded.pivot(index="period", columns="area", values="status")
    return Grid(value, status.fillna(STATUSES.index("missing")).astype(int))


@cache
def population(panel: Panel, denominator: str) -> pd.DataFrame:
    """A population that no source gives, estimated from counts and the rates that were printed of them.

    A rate ``p`` with one decimal of a count ``n`` says that the population lies between
    100·(n − ½)/(p + 0,05) and 100·(n + ½)/(p − 0,05). All rates of that population and all months of a
    calendar year are intersected, and the middle is taken; where nothing is common to all, the middle of
    the gap, which is nearest to both sides. On the country it is within 1 to 2 per cent of the sum of
    the municipalities.

    Returns
    -------
    DataFrame
        Persons, one row per calendar year, one column per municipality code (and ``000``). Missing
        where no rate above 0 was printed that year.
    """
    low: dict[str, list[pd.DataFrame]] = {}
    high: dict[str, list[pd.DataFrame]] = {}
    for rate in _printed_rates(denominator):
        for benefit in rate.benefits:
            count, printed = grid(panel, rate.numerator, benefit), grid(panel, rate.id, benefit)
            if count is None or printed is None:
                continue
            n, p = count.value.align(printed.value, join="inner")
            p = p.where(p > 0)
            low.setdefault(rate.id, []).append(100 * (n - _HALF_A_PERSON) / (p + _HALF_A_TENTH))
            high.setdefault(rate.id, []).append(100 * (n + _HALF_A_PERSON) / (p - _HALF_A_TENTH))
    if not low:
        return pd.DataFrame()
    lows = pd.concat([bound for bounds in low.values() for bound in bounds])
    highs = pd.concat([bound for bounds in high.values() for bound in bounds])
    lowest = lows.groupby(lows.index.str[:4]).max()
    highest = highs.groupby(highs.index.str[:4]).min()
    return (lowest + highest) / 2


def denominators(panel: Panel, measure: Measure, benefit: str, index: pd.Index) -> tuple[pd.DataFrame, bool]:
    """What a rate is a share of, in each period of ``index``, and whether it is estimated.

    Returns
    -------
    tuple of DataFrame and bool
        Periods by area codes, persons or full-time persons; empty where nothing is known of it.
    """
    if measure.denominator in catalogue.populations():
        yearly = population(panel, measure.denominator)
        if yearly.empty:
            return yearly, True
        spread = yearly.reindex(index.str[:4])
        return spread.set_axis(index, axis=0), True
    given = grid(panel, measure.denominator, benefit)
    return (pd.DataFrame() if given is None else given.value.reindex(index)), False


def numerators(panel: Panel, measure: Measure, benefit: str) -> Grid | None:
    """What a rate counts: its numerator where the source has it, else the rate times its denominator."""
    if measure.numerator:
        return grid(panel, measure.numerator, benefit)
    printed = grid(panel, measure.id, benefit)
    if printed is None:
        return None
    below, _ = denominators(panel, measure, benefit, printed.value.index)
    if below.empty:
        return None
    return Grid(printed.value * below.reindex(columns=printed.value.columns) / 100, printed.status)


def _printed_rates(denominator: str) -> list[Measure]:
    return [
        rate
        for rate in catalogue.measures().values()
        if rate.denominator == denominator and rate.numerator and not rate.computed
    ]
