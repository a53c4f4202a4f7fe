"""Counting along time: each spell adds at its first step and takes away after its last, and a sum runs over the steps.

A person changes age group at the turn of a year, also in the middle of a spell: then the spell takes away from one
group and adds to the next.
"""

from collections.abc import Iterator

import numpy as np

from analysis.registers.numbers.codes import BIRTHDAYS, GROUPS, Register, band
from analysis.registers.numbers.weeks import Steps

_PIECE = 1 << 18  # spells at a time, so that what is worked on stays close to the processor


def changes(
    of: Register,
    steps: Steps,
    begin: np.ndarray,
    end: np.ndarray,
    *,
    rows: np.ndarray | None = None,
    weight: np.ndarray | None = None,
    dtype: type = np.int32,
) -> np.ndarray:
    """What each step adds to the step before, per cell.

    Parameters
    ----------
    of : Register
        Whose spells are counted; states are left out.
    steps : Steps
        The time axis, of T steps.
    begin, end : ndarray of int16
        The first and the last step of each spell that is counted, both counted. What lies outside the axis is cut off.
    rows : ndarray of int, optional
        The places of those spells in the register; all of them otherwise.
    weight : ndarray of int, optional
        What each counts for; 1 otherwise.

    Returns
    -------
    ndarray, shape (T + 1, cells)
        Its running sum over the steps is the table; the last step is what ends with the axis.
    """
    cells = int(np.prod(of.shape))
    table: np.ndarray = np.zeros((steps.count + 1) * cells, dtype=dtype)
    for at in _pieces(len(begin)):
        place = at if rows is None else rows[at]
        cell, born = of.cell[place], of.born[place]
        start, stop = np.maximum(begin[at], 0), np.minimum(end[at], steps.count - 1)
        kept = (start <= stop) & (cell >= 0)
        by = None if weight is None else weight[at]
        if not kept.all():
            cell, born, start, stop = cell[kept], born[kept], start[kept], stop[kept]
            by = None if by is None else by[kept]
        young, old = band(steps.years[start], born), band(steps.years[stop], born)
        one = table.dtype.type(1) if by is None else by.astype(dtype)  # of the table's own type: far faster
        np.add.at(table, start.astype(np.int64) * cells + cell + young, one)
        np.subtract.at(table, (stop.astype(np.int64) + 1) * cells + cell + old, one)
        crossing = np.flatnonzero(young != old)
        if len(crossing):
            part = None if by is None else by[crossing]
            _grow(table, cells, steps, start[crossing], stop[crossing], cell[crossing], born[crossing], part)
    return table.reshape(steps.count + 1, cells)


def events(of: Register, steps: Steps, at: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """How many spells have something happen in each step, per cell.

    Parameters
    ----------
    at : ndarray of int16
        By spell of ``rows``, the step of the event; outside the axis it is not counted.
    rows : ndarray of int
        The places in the register of the spells to which something happens.

    Returns
    -------
    ndarray of int32, shape (T, cells)
    """
    cells = int(np.prod(of.shape))
    table = np.zeros(steps.count * cells, dtype=np.int32)
    for piece in _pieces(len(rows)):
        np.add.at(table, keys(of, steps, at[piece], rows[piece])[1], np.int32(1))
    return table.reshape(steps.count, cells)


def keys(of: Register, steps: Steps, at: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which of the rows are counted on the axis, and the place of each of those in a table of steps by cells."""
    cell = of.cell[rows]
    kept = (at >= 0) & (at < steps.count) & (cell >= 0)
    at, cell, born = at[kept], cell[kept], of.born[rows[kept]]
    return kept, at.astype(np.int64) * int(np.prod(of.shape)) + cell + band(steps.years[at], born)


def ageing(of: Register, steps: Steps, begin: np.ndarray, leave: np.ndarray) -> np.ndarray:
    """Persons who come of age into a group less those who leave it so, per step and cell.

    Parameters
    ----------
    begin, leave : ndarray of int16
        By spell of the register, its first step and the step in which it is left; a person ages in between, and at the
        turn of the year right before ``leave``.

    Returns
    -------
    ndarray of int32, shape (T, cells)
    """
    cells = int(np.prod(of.shape))
    table = np.zeros((steps.count + 1) * cells, dtype=np.int32)
    for at in _pieces(len(begin)):
        start, stop = np.maximum(begin[at], 0), np.minimum(leave[at], steps.count - 1)
        kept = np.flatnonzero((start < stop) & (of.cell[at] >= 0))
        start, stop, born = start[kept], stop[kept], of.born[at][kept]
        crossing = np.flatnonzero(band(steps.years[start], born) != band(steps.years[stop], born))
        cell = of.cell[at][kept[crossing]]
        _grow(table, cells, steps, start[crossing], stop[crossing], cell, born[crossing], None)
    return table.reshape(steps.count + 1, cells)[:-1]


def running(table: np.ndarray) -> np.ndarray:
    """The sum of the changes up to each step, shape (T, cells), in place."""
    np.cumsum(table, axis=0, out=table)
    return table[:-1]


def _grow(
    table: np.ndarray,
    cells: int,
    steps: Steps,
    start: np.ndarray,
    stop: np.ndarray,
    cell: np.ndarray,
    born: np.ndarray,
    weight: np.ndarray | None,
) -> None:
    """Move spells from group to group at each turn of a year in which the person reaches another."""
    first, opening = steps.opening
    for age in BIRTHDAYS:
        turn = born.astype(np.int32) + age - first
        turn = np.where((turn > 0) & (turn < len(opening)), opening[np.clip(turn, 0, len(opening) - 1)], 0)
        due = np.flatnonzero((turn > start) & (turn <= stop))
        if len(due):
            to = turn[due].astype(np.int64) * cells + cell[due]
            one = table.dtype.type(1) if weight is None else weight[due].astype(table.dtype)
            group = BIRTHDAYS.index(age)
            np.subtract.at(table, to + group, one)  # 0 before 16, then one further at each
            np.add.at(table, to + (group + 1) % GROUPS, one)


def _pieces(length: int) -> Iterator[slice]:
    for start in range(0, length, _PIECE):
        yield slice(start, start + _PIECE)
