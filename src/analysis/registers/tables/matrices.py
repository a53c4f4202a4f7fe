"""From which benefit to which: a person's benefit in one month's last week and in that of a later month."""

from collections import deque
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.registers.numbers import shapes
from analysis.registers.numbers.codes import SELF_SUPPORT, Register
from analysis.registers.numbers.weeks import Calendar


def transitions(register: Register, *, first: str, last: str, months: Sequence[int] = (1, 12)) -> pd.DataFrame:
    """Persons by the benefit in a month's last week and by what they receive so many months later.

    Counted where the person lived in the first of the two weeks. Where two spells cover a week, the one that began last
    is meant. Those without a benefit or in a state (``codes.STATES``) in the first month are left out.

    Parameters
    ----------
    register : Register
    first, last : str
        Months; both counted, for the later week too.
    months : sequence of int
        How many months lie between; each 1 or more.

    Returns
    -------
    DataFrame
        One row per ``months``, ``month``, ``area``, ``benefit`` and ``to`` (a benefit, a state, or
        ``selvforsoergende``) that somebody has, sorted; column ``persons``. What is not there is 0; months whose later
        month lies after ``last``, or that the register does not tell, are left out.
    """
    calendar = Calendar(first, last)
    names = [*register.benefits]
    if SELF_SUPPORT not in names:
        names.append(SELF_SUPPORT)
    nothing = names.index(SELF_SUPPORT)
    cells = len(register.areas) * register.counted
    earlier: deque[tuple[np.ndarray, np.ndarray]] = deque(maxlen=max(months))
    parts = []
    state = np.empty(len(register.birth_year), dtype=np.min_scalar_type(len(names)))
    for at, (person, benefit, area, several) in enumerate(_active(register, calendar.closes)):
        told = bool(register.first_week <= calendar.closes[at] <= register.last_week)
        state.fill(nothing)
        state[person] = benefit  # of several the last stays
        for between in months:
            if told and len(earlier) >= between:
                who, cell = earlier[-between]
                count = np.bincount(cell + state[who], minlength=cells * len(names))
                parts.append((between, at - between, count))
        kept = _once(person, several) & (benefit < register.counted) if told else np.zeros(len(person), dtype=bool)
        cell = (area[kept].astype(np.int64) * register.counted + benefit[kept]) * len(names)
        earlier.append((person[kept], cell))
    return _rows(register, calendar, names, sorted(parts, key=lambda part: part[:2]))


def _active(register: Register, weeks: np.ndarray) -> Iterator[list[np.ndarray]]:
    """For each of some rising weeks the spells that cover it, in the order of the register.

    Yields
    ------
    list of ndarray
        Their persons, benefits, areas, and whether they overlap another of the same person.
    """
    columns = [register.last, register.person, register.benefit, register.area, register.overlapping]
    active = [column[:0] for column in columns]
    seen = 0
    for week in weeks.astype(np.int16):
        until = int(np.searchsorted(register.first, week, side="right"))
        covers = [np.flatnonzero(active[0] >= week), seen + np.flatnonzero(register.last[seen:until] >= week)]
        active = [
            np.concatenate([old[covers[0]], column[covers[1]]]) for old, column in zip(active, columns, strict=True)
        ]
        seen = until
        yield active[1:]


def _once(person: np.ndarray, several: np.ndarray) -> np.ndarray:
    """A mask that keeps the last spell of each person."""
    kept = np.ones(len(person), dtype=bool)
    doubtful = np.flatnonzero(several)[::-1]
    kept[doubtful] = False
    kept[doubtful[np.unique(person[doubtful], return_index=True)[1]]] = True
    return kept


def _rows(
    register: Register, calendar: Calendar, names: list[str], parts: list[tuple[int, int, np.ndarray]]
) -> pd.DataFrame:
    shape = (len(register.areas), register.counted, len(names))
    places = [np.flatnonzero(count) for _, _, count in parts]
    sizes = [len(place) for place in places]
    axes = np.unravel_index(np.concatenate([np.empty(0, dtype=int), *places]).astype(int), shape)
    month = np.repeat(np.array([at for _, at, _ in parts], dtype=np.int16), sizes)
    return pd.DataFrame(
        {
            "months": np.repeat(np.array([between for between, _, _ in parts], dtype=np.int64), sizes),
            "month": shapes.category(month, calendar.labels),
            "area": shapes.category(axes[0].astype(np.int16), register.areas),
            "benefit": shapes.category(axes[1].astype(np.int16), register.benefits[: register.counted]),
            "to": shapes.category(axes[2].astype(np.int16), names),
            "persons": np.concatenate(
                [
                    np.empty(0, dtype=np.int64),
                    *(count[place] for (_, _, count), place in zip(parts, places, strict=True)),
                ]
            ),
        },
        copy=False,
    )
