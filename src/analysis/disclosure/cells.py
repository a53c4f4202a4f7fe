"""Hides small counts, the rates of hidden counts, and the parts that would give one away by subtraction."""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pandas as pd

from analysis import area_lists, periods, rules
from analysis.catalogue import Measure

CELL = ["area_type", "area", "period", "sex", "age", "origin", "visitation"]
DEFAULT = "smallest_count"  # the rule that most measures go by
_ROUNDS = 2
Column = tuple[str, str]  # measure, benefit


def protect(
    observations: pd.DataFrame, *, measures: Mapping[str, Measure], smallest_count: Callable[[str], float]
) -> pd.DataFrame:
    """Observations in which what may not be shown has no value and the status ``suppressed``.

    Hidden are: what the source itself hid; counts above 0 and below the smallest count; the rates of a
    hidden numerator or denominator; rates without a numerator in the source from which such a count
    follows (rate times its denominator); and, where a total and all but one of its parts are left, the
    smallest of those parts, or they would give the hidden one away; shares of a base below the smallest
    count, and a second one where a single share of a family that adds up to all of its base is hidden;
    and a jobcenter of several municipalities where one of theirs is hidden. A count of 0 and a rate of 0
    are shown. Full-time persons count as persons. The decision is made for all areas at once, so that it is
    the same in every report.

    Parameters
    ----------
    observations : DataFrame
        See ``contracts.Observations``.
    measures : Mapping
        The catalogue: which rate belongs to which counts, and what adds up to what.
    smallest_count : Callable
        The smallest count that may be shown in a period.

    Returns
    -------
    DataFrame
        The same rows in the same order; ``value``, ``numerator`` and ``denominator`` are missing where hidden.

    Raises
    ------
    KeyError
        If a measure is not in the catalogue.

    References
    ----------
    STAR, note on Joblog, June 2018 ("tre eller færre borgere udgår"): the smallest count. Hundepool and others (2012),
    Statistical Disclosure Control, on what follows from totals.
    """
    rows = observations.reset_index(drop=True)
    values = rows["value"].to_numpy(dtype=float)
    cells, place = _numbered(rows, CELL)
    pairs, column = _numbered(rows, ["measure", "benefit"])
    position = np.full((len(cells), len(pairs)), -1, dtype=np.int64)
    position[place, column] = np.arange(len(rows))
    columns: list[Column] = [(str(rows["measure"].iloc[at]), str(rows["benefit"].iloc[at])) for at in pairs]
    at_source = (rows["status"] == "suppressed").to_numpy()
    numerators = rows["numerator"].to_numpy(dtype=float)
    denominators = rows["denominator"].to_numpy(dtype=float)
    value = {name: _taken(values, position[:, at]) for at, name in enumerate(columns)}
    hidden = {name: _taken(at_source, position[:, at], absent=False) for at, name in enumerate(columns)}
    when = rows["period"].iloc[cells].astype(str)
    limits = {
        rule: when.map(_cached(_limit(rule, smallest_count))).to_numpy(dtype=float)
        for rule in {measures[name].smallest_count for name, _ in columns}
    }

    for at, (name, benefit) in enumerate(columns):
        measure = measures[name]
        limit = limits[measure.smallest_count]
        if not measure.is_rate:
            if measure.kind == "count":
                hidden[name, benefit] |= _small(value[name, benefit], limit)
        elif not measure.numerator and measure.is_part:
            persons = _taken(numerators, position[:, at])
            if (measure.denominator, benefit) in value:
                follows = value[name, benefit] * value[measure.denominator, benefit] / measure.scale
                persons = np.where(np.isnan(persons), follows, persons)
            hidden[name, benefit] |= _small(persons, limit)
        if measure.is_rate:
            hidden[name, benefit] |= _small(_taken(denominators, position[:, at]), limit)
    for _ in range(_ROUNDS):  # what one hides can be given away by the other
        _hide_parts(value, hidden, measures)
        _hide_families(value, hidden, measures)
    _hide_shared(rows, cells, hidden)
    for (name, benefit), mask in hidden.items():
        for count in (measures[name].numerator, measures[name].denominator):
            if (count, benefit) in hidden:
                mask |= hidden[count, benefit]

    concealed = np.zeros(len(rows), dtype=bool)
    for at, name_benefit in enumerate(columns):
        where = position[:, at]
        concealed[where[hidden[name_benefit] & (where >= 0)]] = True
    protected = rows.copy()
    protected.loc[concealed, ["value", "numerator", "denominator"]] = np.nan
    protected.loc[concealed, "status"] = "suppressed"
    return protected


def _hide_shared(rows: pd.DataFrame, cells: np.ndarray, hidden: Mapping[Column, np.ndarray]) -> None:
    """Hide the figure of a jobcenter of several municipalities where one of theirs is hidden: it gives that away."""
    kinds = rows["area_type"].iloc[cells].astype(str).to_numpy()
    shared = np.flatnonzero(kinds == "jobcenter")
    if not len(shared):
        return
    named = rows[CELL[1:]].iloc[cells]
    area, period = named["area"].tolist(), named["period"].tolist()
    alike = _numbered(named, CELL[2:])[1].tolist()  # the same period and group of persons
    municipal = {(area[at], alike[at]): at for at in np.flatnonzero(kinds == "municipality").tolist()}
    own, member = [], []
    for at in shared.tolist():
        for code in _served(area[at], period[at]):
            found = municipal.get((code, alike[at]))
            if found is not None:
                own.append(at)
                member.append(found)
    for mask in hidden.values():
        np.logical_or.at(mask, np.array(own, dtype=np.int64), mask[np.array(member, dtype=np.int64)])


@cache
def _served(host: str, period: str) -> tuple[str, ...]:
    """The municipalities that a jobcenter serves at the end of a period."""
    month = periods.last_month(period)
    return (host, *(one.municipality for one in area_lists.services() if one.host == host and one.covers(month)))


def _limit(rule: str, smallest_count: Callable[[str], float]) -> Callable[[str], float]:
    return smallest_count if rule == DEFAULT else lambda period: rules.value(rule, period)


def _numbered(rows: pd.DataFrame, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The first row of each combination of some columns, and by row the number of its combination."""
    key = np.zeros(len(rows), dtype=np.int64)
    for name in names:
        codes, different = pd.factorize(rows[name])
        key = key * max(len(different), 1) + codes
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    return first, number


def _hide_parts(
    value: Mapping[Column, np.ndarray], hidden: Mapping[Column, np.ndarray], measures: Mapping[str, Measure]
) -> None:
    """Hide one more figure of a sum in which exactly one is hidden: the smallest part that is left."""
    for name in {column[0] for column in value}:
        for total, parts in measures[name].parts.items():
            columns = [(name, total), *(_column(name, part) for part in parts)]
            columns = [column for column in columns if column in value]
            if len(columns) < 3 or columns[0] != (name, total):
                continue
            known = [~hidden[column] & ~np.isnan(value[column]) for column in columns]
            alone = (sum(hidden[column].astype(int) for column in columns) == 1) & (
                sum(mask.astype(int) for mask in known) == len(columns) - 1
            )
            left = np.column_stack([np.where(hidden[c], np.inf, value[c]) for c in columns[1:]])
            left[np.isnan(left)] = np.inf
            smallest = left.argmin(axis=1)
            for number, column in enumerate(columns[1:]):
                hidden[column][alone & (smallest == number) & np.isfinite(left[:, number])] = True


def _hide_families(
    value: Mapping[Column, np.ndarray], hidden: Mapping[Column, np.ndarray], measures: Mapping[str, Measure]
) -> None:
    """Hide one more share where one of a family is hidden alone: what is left of 100 would give it away.

    The smallest share above 0 that is left is hidden, or where all others are 0 the smallest.
    """
    families: dict[Column, list[Column]] = {}
    for name, benefit in value:
        if measures[name].family:
            families.setdefault((measures[name].family, benefit), []).append((name, benefit))
    for columns in families.values():
        shares = np.column_stack([value[column] for column in columns])
        gone = np.column_stack([hidden[column] for column in columns])
        alone = (gone.sum(axis=1) == 1) & (gone | ~np.isnan(shares)).all(axis=1)
        left = np.where(gone | np.isnan(shares), np.inf, np.where(shares > 0, shares, 1e6 + shares))
        smallest = left.argmin(axis=1)
        for number, column in enumerate(columns):
            hidden[column][alone & (smallest == number) & np.isfinite(left[:, number])] = True


def _column(measure: str, part: str) -> Column:
    """The column of a part: a benefit of the same measure, or another measure's where it is named."""
    other, _, benefit = part.rpartition("/")
    return (other or measure, benefit)


def _small(count: np.ndarray, limit: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        mask: np.ndarray = (count > 0) & (np.floor(count + 0.5) < limit)
    return mask


def _taken(values: np.ndarray, at: np.ndarray, *, absent: float | bool = np.nan) -> np.ndarray:
    result = np.full(len(at), absent, dtype=float if absent is not False else bool)
    result[at >= 0] = values[at[at >= 0]]
    return result


def _cached(rule: Callable[[str], float]) -> Callable[[str], float]:
    known: dict[str, float] = {}

    def look_up(period: str) -> float:
        if period not in known:
            known[period] = rule(period)
        return known[period]

    return look_up
