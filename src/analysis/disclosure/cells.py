"""Hides small counts, the rates of hidden counts, and the parts that would give one away by subtraction."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from analysis.catalogue import Measure

CELL = ["area_type", "area", "period", "sex", "age", "origin", "visitation"]
Column = tuple[str, str]  # measure, benefit


def protect(
    observations: pd.DataFrame, *, measures: Mapping[str, Measure], smallest_count: Callable[[str], float]
) -> pd.DataFrame:
    """Observations in which what may not be shown has no value and the status ``suppressed``.

    Hidden are: what the source itself hid; counts above 0 and below the smallest count; the rates of a
    hidden numerator or denominator; rates without a numerator in the source from which such a count
    follows (rate times its denominator); and, where a total and all but one of its parts are left, the
    smallest of those parts, or they would give the hidden one away. A count of 0 and a rate of 0 are
    shown. Full-time persons count as persons. The decision is made for all areas at once, so that it is
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
    """
    rows = observations.reset_index(drop=True)
    position = (
        pd.Series(np.arange(len(rows)), index=pd.MultiIndex.from_frame(rows[[*CELL, "measure", "benefit"]]))
        .unstack(["measure", "benefit"], fill_value=-1)
        .astype(int)
    )
    values = rows["value"].to_numpy(dtype=float)
    at_source = (rows["status"] == "suppressed").to_numpy()
    columns: list[Column] = [(str(pair[0]), str(pair[1])) for pair in position.columns.to_list()]
    value = {column: _taken(values, position[column]) for column in columns}
    hidden = {column: _taken(at_source, position[column], absent=False) for column in columns}
    limit = position.index.get_level_values("period").map(_cached(smallest_count)).to_numpy(dtype=float)

    for column in value:
        measure = measures[column[0]]
        if not measure.is_rate:
            hidden[column] |= _small(value[column], limit)
        elif not measure.numerator and (measure.denominator, column[1]) in value:
            persons = value[column] * value[measure.denominator, column[1]] / 100
            hidden[column] |= _small(persons, limit)
    _hide_parts(value, hidden, measures)
    for (name, benefit), mask in hidden.items():
        for count in (measures[name].numerator, measures[name].denominator):
            if (count, benefit) in hidden:
                mask |= hidden[count, benefit]

    concealed = np.zeros(len(rows), dtype=bool)
    for column, mask in hidden.items():
        at = position[column].to_numpy()
        concealed[at[mask & (at >= 0)]] = True
    protected = rows.copy()
    protected.loc[concealed, ["value", "numerator", "denominator"]] = np.nan
    protected.loc[concealed, "status"] = "suppressed"
    return protected


def _hide_parts(
    value: Mapping[Column, np.ndarray], hidden: Mapping[Column, np.ndarray], measures: Mapping[str, Measure]
) -> None:
    """Hide one more figure of a sum in which exactly one is hidden: the smallest part that is left."""
    for name in {column[0] for column in value}:
        for total, parts in measures[name].parts.items():
            columns = [column for column in ((name, benefit) for benefit in (total, *parts)) if column in value]
            if len(columns) < 1 + len(parts):
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


def _small(count: np.ndarray, limit: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        mask: np.ndarray = (count > 0) & (np.floor(count + 0.5) < limit)
    return mask


def _taken(values: np.ndarray, position: pd.Series, *, absent: float | bool = np.nan) -> np.ndarray:
    at = position.to_numpy()
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
