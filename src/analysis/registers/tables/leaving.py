"""Who leaves a benefit, and for what."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.catalogue import TOTAL
from analysis.registers.numbers import counting, shapes
from analysis.registers.numbers.codes import BANDS, SELF_SUPPORT, Register
from analysis.registers.numbers.weeks import Calendar
from analysis.registers.paths.courses import GAP, Courses, courses, known_after
from analysis.registers.paths.destinations import destinations
from analysis.registers.tables.flows import ended

_AXES = ("month", "area", "benefit", "sex", "age", "destination")


def exits(register: Register, *, first: str, last: str, gap: int = GAP) -> pd.DataFrame:
    """Courses that ended, and what the persons receive when the gap is over.

    A course ends in the month of its last week. The destination is the benefit or the state (``codes.STATES``) of
    the week that makes the gap full, the fourth after the last; without any it is ``selvforsoergende``.

    Parameters
    ----------
    register : Register
    first, last : str
        Months; both counted.
    gap : int
        Weeks without the benefit that end a course; 4 is 28 days.

    Returns
    -------
    DataFrame
        One row per month, area, benefit, sex and age group with destination ``alle``, then one per destination for
        which somebody left; a destination that is not there is 0. Column ``exits``: missing, and no destinations, for
        months whose gap has not passed when the register ends.
    """
    calendar = Calendar(first, last)
    found = courses(register, gap=gap)
    table = shapes.tidy(register, calendar.labels, {"exits": ended(register, calendar, found, gap)})
    names = _destinations(register)
    table.insert(5, "destination", shapes.category(np.zeros(len(table), dtype=np.int8), (TOTAL, *names)))
    return pd.concat([table, _by_destination(register, calendar, found, gap, names)], ignore_index=True)


def _destinations(register: Register) -> list[str]:
    names = list(register.benefits)
    return names if SELF_SUPPORT in names else [*names, SELF_SUPPORT]


def _by_destination(register: Register, calendar: Calendar, found: Courses, gap: int, names: list[str]) -> pd.DataFrame:
    """The rows of ``exits`` with a destination, with the totals of sex and age."""
    steps = calendar.by_month
    known = known_after(register, calendar, gap) & (calendar.opens >= register.first_week)
    month = steps.of_week[register.last]
    final = found.ends & np.concatenate([known, [False]])[month] & (register.benefit < register.counted)
    rows, to = destinations(register, final, after=gap, otherwise=names.index(SELF_SUPPORT))
    kept, key = counting.keys(register, steps, month[rows], rows)
    key = key * len(names) + to[kept]
    key.sort()
    return _with_totals(register, calendar, key, names)


def _with_totals(register: Register, calendar: Calendar, key: np.ndarray, names: list[str]) -> pd.DataFrame:
    """Sorted keys as counts by month, area, benefit, sex, age group and destination, with totals, month by month."""
    shape = (*register.shape, len(names))
    cells = int(np.prod(shape))
    bounds = np.searchsorted(key, np.arange(len(calendar.labels) + 1) * cells)
    places, counts = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for month in range(len(calendar.labels)):
        own = key[bounds[month] : bounds[month + 1]]
        if len(own):
            count = np.bincount(own - month * cells, minlength=cells).reshape(*shape)
            wide = np.empty((*shape[:2], shape[2] + 1, *shape[3:]), dtype=np.int64)
            wide[:, :, 1:, 1:] = count[:, :, :, 1:]
            count.sum(axis=3, out=wide[:, :, 1:, 0])
            wide[:, :, 1:].sum(axis=2, out=wide[:, :, 0])
            found = np.flatnonzero(wide)
            places.append(found + month * wide.size)
            counts.append(wide.ravel()[found])
    place = np.concatenate(places)
    axes = (len(calendar.labels), *shape[:2], shape[2] + 1, *shape[3:])
    codes = dict(zip(_AXES, np.unravel_index(place, axes), strict=True))
    codes["destination"] += 1
    labels: dict[str, Sequence[str]] = {
        "month": calendar.labels,
        "area": register.areas,
        "benefit": register.benefits[: register.counted],
        "sex": (TOTAL, *register.sexes),
        "age": (TOTAL, *BANDS),
        "destination": (TOTAL, *names),
    }
    columns = {name: shapes.category(codes[name].astype(np.int16), labels[name]) for name in _AXES}
    return pd.DataFrame({**columns, "exits": np.concatenate(counts).astype(float)}, copy=False)
