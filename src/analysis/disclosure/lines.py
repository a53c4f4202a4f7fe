"""A table with its totals as cells and lines: every line is a total and the cells that it is the sum of."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from analysis.catalogue import TOTAL
from analysis.errors import AnalysisError


def with_totals(cells: pd.DataFrame, *, by: Sequence[str], value: str) -> pd.DataFrame:
    """The cells of a table and all its totals.

    Parameters
    ----------
    cells : DataFrame
        One row per cell: the columns ``by``, and ``value``. A combination without a row has nobody.
    by : sequence of str
        The columns that the table is broken down by; none of them holds ``alle`` yet.
    value : str
        The column with counts, 0 or more.

    Returns
    -------
    DataFrame
        Columns ``by`` and ``value``; one row per combination, ``alle`` where a column is summed over, in the order of
        the first appearance with the totals last.

    Raises
    ------
    AnalysisError
        If a column is absent, a total stands among the cells, a combination stands twice, or a count is missing or
        below 0.

    References
    ----------
    Willenborg and de Waal (2001), Elements of Statistical Disclosure Control, chapter 3: a table and its additions.
    """
    names = list(by)
    _refuse(cells, names, value)
    levels = [[*dict.fromkeys(cells[name]), TOTAL] for name in names]
    counted = np.zeros([len(found) for found in levels])
    places = tuple(
        cells[name].map({label: at for at, label in enumerate(found)}).to_numpy()
        for name, found in zip(names, levels, strict=True)
    )
    counted[places] = cells[value].to_numpy(dtype=float)
    for axis in range(len(names)):
        last = [slice(None)] * len(names)
        last[axis] = slice(-1, None)
        counted[tuple(last)] = counted.sum(axis=axis, keepdims=True)
    found = pd.DataFrame(list(product(*levels)), columns=names)
    found[value] = counted.ravel()
    return found


def lines(table: pd.DataFrame, *, by: Sequence[str]) -> csr_array:
    """Which cells make up which total: one row per line, 1 for its parts and -1 for their total.

    Parameters
    ----------
    table : DataFrame
        As ``with_totals`` gives it: every combination once, with all totals.
    by : sequence of str

    Returns
    -------
    sparse array, shape (lines, rows of ``table``)
        -1 at the total, 1 at its parts, 0 elsewhere: its product with the counts is 0.

    Raises
    ------
    KeyError
        If a combination is missing, so that a line has no total or not all its parts.

    References
    ----------
    As ``with_totals``.
    """
    names = list(by)
    at = {key: place for place, key in enumerate(table[names].itertuples(index=False, name=None))}
    row, column, sign = [], [], []
    count = 0
    for axis, name in enumerate(names):
        parts = [label for label in dict.fromkeys(table[name]) if label != TOTAL]
        for key, total in at.items():
            if key[axis] != TOTAL:
                continue
            members = [at[(*key[:axis], label, *key[axis + 1 :])] for label in parts]
            row += [count] * (len(members) + 1)
            column += [*members, total]
            sign += [1.0] * len(members) + [-1.0]
            count += 1
    return csr_array((sign, (row, column)), shape=(count, len(table)))


def _refuse(cells: pd.DataFrame, names: list[str], value: str) -> None:
    absent = [name for name in (*names, value) if name not in cells.columns]
    if absent or not names:
        raise AnalysisError(f"A table needs columns to be broken down by and a count; missing: {', '.join(absent)}.")
    problems = []
    if any((cells[name] == TOTAL).any() for name in names):
        problems.append(f"totals ('{TOTAL}') stand among the cells")
    if cells.duplicated(names).any():
        problems.append(f"{int(cells.duplicated(names).sum())} combination(s) stand twice")
    if cells[value].isna().any() or (cells[value] < 0).any():
        problems.append(f"'{value}' is missing or below 0")
    if problems:
        raise AnalysisError(f"These cells make no table: {'; '.join(problems)}.")
