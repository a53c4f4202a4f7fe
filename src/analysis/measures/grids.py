"""One measure as months by municipalities, and the populations that its source does not give."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from analysis import catalogue, periods
from analysis.catalogue import Measure
from analysis.data.tables import Panel, View

STATUSES = ("final", "provisional", "suppressed", "missing")  # the later one wins in a sum
REGISTER = "Register"  # how the source of figures that are counted from a register begins
KINDS = ("municipality", "jobcenter", "country")
PRINTED = "observations"  # what a source prints, rounded; what is counted here has its denominator with it
_HALF_A_PERSON = 0.5  # counts are printed in whole persons
_HALF_A_TENTH = 0.05  # rates are printed with one decimal


@dataclass(frozen=True, eq=False)
class Grid:
    """A measure as ``value`` and ``status`` (a number into ``STATUSES``), periods by municipality codes.

    The country is the column ``000``, a jobcenter of several municipalities ``jobcenter 561``. ``numerator`` and
    ``denominator`` are those that the rows have, missing elsewhere; ``origin`` is where the figures are from. A cell
    that the source does not have is missing.
    """

    value: pd.DataFrame
    status: pd.DataFrame
    numerator: pd.DataFrame
    denominator: pd.DataFrame
    origin: str


def grid(panel: Panel, measure: str, benefit: str) -> Grid | None:
    """The cells of one measure and benefit, totals of sex, age and origin; None where the snapshot has none."""
    return grid_of(panel.view, measure, benefit)


@cache
def grid_of(view: View, measure: str, benefit: str) -> Grid | None:
    """As ``grid``; made once for all jobcentres."""
    wide = view.figures.wide(measure, benefit)
    if wide is None:
        return None
    rows = [at for at, period in enumerate(wide.periods) if periods.last_month(period) <= view.until]
    named = {at: column_of(kind, code) for at, (kind, code) in enumerate(wide.areas) if kind in KINDS}
    index = pd.Index([wide.periods[at] for at in rows], name="period")
    columns = pd.Index(list(named.values()), name="area")
    value, status, numerator, denominator = (
        pd.DataFrame(table[np.ix_(rows, list(named))], index=index, columns=columns)
        for table in (wide.value, wide.status, wide.numerator, wide.denominator)
    )
    return None if value.isna().all(axis=None) else Grid(value, status, numerator, denominator, origin_of(wide.sources))


def origin_of(sources: Sequence[str]) -> str:
    """``register`` or ``observations``, by who published the figures; ``both`` where they are from both.

    >>> origin_of(["Register: DREAM"]), origin_of(["Jobindsats, Y25I01"])
    ('register', 'observations')
    """
    of_register = {source.startswith(REGISTER) for source in sources}
    return "both" if len(of_register) > 1 else "register" if True in of_register else "observations"


def column_of(kind: str, code: str) -> str:
    """The column of an area in a grid."""
    return f"{kind} {code}" if kind == "jobcenter" else code


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
    return _population(panel.view, denominator)


@cache
def _population(view: View, denominator: str) -> pd.DataFrame:
    low: dict[str, list[pd.DataFrame]] = {}
    high: dict[str, list[pd.DataFrame]] = {}
    for rate in _printed_rates(denominator):
        for benefit in rate.benefits:
            count = grid_of(view, rate.numerator, benefit)
            printed = grid_of(view, rate.id, benefit)
            if count is None or printed is None or printed.denominator.notna().any(axis=None):
                continue  # not there, or not needed: the figures have their own denominator
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


def denominators(view: View, measure: Measure, benefit: str, index: pd.Index) -> tuple[pd.DataFrame, bool]:
    """What a rate is a share of, in each period of ``index``, and whether it is estimated.

    Returns
    -------
    tuple of DataFrame and bool
        Periods by area codes, persons or full-time persons; empty where nothing is known of it.
    """
    own = grid_of(view, measure.id, benefit)
    if own is not None and own.denominator.notna().any(axis=None):
        return own.denominator.reindex(index), False
    if measure.denominator in catalogue.populations():
        yearly = _population(view, measure.denominator)
        if yearly.empty:
            return yearly, True
        spread = yearly.reindex(index.str[:4])
        return spread.set_axis(index, axis=0), True
    given = grid_of(view, measure.denominator, benefit)
    return (pd.DataFrame() if given is None else given.value.reindex(index)), False


def numerators(view: View, measure: Measure, benefit: str) -> Grid | None:
    """What a rate counts: its numerator where the source has it, else the rate times its denominator."""
    printed = grid_of(view, measure.id, benefit)
    if printed is not None and printed.numerator.notna().any(axis=None):
        return replace(printed, value=printed.numerator)
    if measure.numerator:
        return grid_of(view, measure.numerator, benefit)
    if printed is None:
        return None
    below, _ = denominators(view, measure, benefit, printed.value.index)
    if below.empty:
        return None
    return replace(printed, value=printed.value * below.reindex(columns=printed.value.columns) / measure.scale)


def _printed_rates(denominator: str) -> list[Measure]:
    return [
        rate
        for rate in catalogue.measures().values()
        if rate.denominator == denominator and rate.numerator and not rate.computed and PRINTED in rate.computed_from
    ]
