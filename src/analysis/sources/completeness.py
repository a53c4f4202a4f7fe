"""Whether an answer is whole: every month with the country, and nearly every area in every month."""

from itertools import product

import pandas as pd

from analysis import areas, periods
from analysis.areas import COUNTRY
from analysis.sources.answers import Reading
from analysis.sources.cells import listed

_SHOWN = 5


def months(reading: Reading) -> list[str]:
    """Every month from the first to the last that the answer has for any area."""
    there = reading.rows["period"]
    return periods.months(min(there), max(there)) if len(there) else []


def fill(reading: Reading, *, most_absent: float) -> pd.DataFrame:
    """The rows with one more for each that is absent; what makes the answer too short is noted as a problem.

    An answer must have the country in every month, and at most the share ``most_absent`` of its area-months
    may be absent: all areas in all its months, each with every declared label.

    Parameters
    ----------
    reading : Reading
        Its remarks are added to.
    most_absent : float
        Share, 0 to 1.

    Returns
    -------
    DataFrame
        A row per area, month and combination of ids, in that order; the columns of ``reading.rows`` and
        ``absent``, true where the answer had no such row. Empty where the answer has no month.
    """
    every = months(reading)
    if not every:
        return reading.rows.assign(absent=False)
    _check_country(reading, every)
    labels = [list(one.labels.values()) for one in reading.table.dimensions if one.becomes]
    expected = pd.MultiIndex.from_tuples(list(product(_areas(reading), every, *labels)), names=reading.key)
    there = reading.rows.set_index(reading.key)
    filled = there.reindex(expected)
    filled["absent"] = ~expected.isin(there.index)
    _check_share(reading, filled["absent"], most_absent)
    return filled.reset_index()


def _areas(reading: Reading) -> list[str]:
    if reading.table.covers == "country":
        return [COUNTRY.code]
    return [COUNTRY.code, *(one.code for one in areas.municipalities())]


def _check_country(reading: Reading, every: list[str]) -> None:
    own = reading.rows[reading.rows["area"] == COUNTRY.code]
    combinations = 1
    for one in reading.table.dimensions:
        combinations *= len(one.labels)
    counted = own["period"].value_counts()
    if without := [month for month in every if counted.get(month, 0) < combinations]:
        reading.remarks.problems.append(
            f"'{COUNTRY.name}' is absent in {len(without)} of {len(every)} months: {listed(without)}"
        )


def _check_share(reading: Reading, absent: "pd.Series[bool]", most_absent: float) -> None:
    by_area_month = absent.groupby(level=["area", "period"]).any()
    count = int(by_area_month.sum())
    if not count:
        return
    parts = ", in whole or in part" if len(absent) > len(by_area_month) else ""
    what = f"{count} of {len(by_area_month)} area-months are absent{parts} ({_where(by_area_month)})"
    if count / len(by_area_month) > most_absent:
        reading.remarks.problems.append(f"{what}; at most {100 * most_absent:g} per cent may be")
    else:
        reading.remarks.notices.append(f"{what} and kept as missing")


def _where(absent: "pd.Series[bool]") -> str:
    names = {one.code: one.name for one in [COUNTRY, *areas.municipalities()]}
    counted = absent[absent].groupby(level="area").size().sort_values(ascending=False, kind="stable")
    shown = ", ".join(f"{names[str(code)]} {count}" for code, count in counted.head(_SHOWN).items())
    return shown + (f" and {len(counted) - _SHOWN} more areas" if len(counted) > _SHOWN else "")
