"""What a reader can work out of a table: bounds of hidden cells from its totals, and groups from two tables."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from analysis.disclosure.lines import lines
from analysis.errors import AnalysisError


def bounds(table: pd.DataFrame, *, by: Sequence[str], value: str, hidden: str) -> pd.DataFrame:
    """The least and the most that each hidden cell can be, for one who knows the shown cells and that counts add up.

    Parameters
    ----------
    table : DataFrame
        With all totals, as ``lines.with_totals`` gives it, and the true counts.
    by : sequence of str
        The columns that it is broken down by.
    value, hidden : str
        The columns with the count and with whether a cell, or a total, is hidden.

    Returns
    -------
    DataFrame
        The hidden rows of the table with ``low`` and ``high`` (persons; ``high`` is infinite where nothing bounds
        it) and ``exact`` (True where they are equal: the cell is as good as shown).

    Raises
    ------
    AnalysisError
        If the counts do not add up to their totals.

    References
    ----------
    Willenborg and de Waal (2001), Elements of Statistical Disclosure Control, chapter 3; linear programs by HiGHS.
    """
    counts = table[value].to_numpy(dtype=float)
    secret = table[hidden].to_numpy(dtype=bool)
    adding = lines(table, by=by)
    if len(counts) and np.abs(adding @ counts).max(initial=0) > 1e-6:
        raise AnalysisError("The counts of this table do not add up to its totals.")
    known = -(adding[:, ~secret] @ counts[~secret])
    unknown = adding[:, secret]
    touched = np.diff(unknown.tocsr().indptr) > 0
    unknown, known = unknown[touched], known[touched]
    found = table[secret].copy()
    ends = [[_end(unknown, known, at, sign) for sign in (1, -1)] for at in range(len(found))]
    found["low"], found["high"] = [low for low, _ in ends], [high for _, high in ends]
    found["exact"] = (found["high"] - found["low"]).abs() < 1e-6
    return found


def differences(rows: pd.DataFrame, *, whole: str, part: str, smallest: float) -> pd.Series:
    """Whether the rest of a group, its whole less its part, is a small group that was to be hidden.

    Parameters
    ----------
    rows : DataFrame
        One row per group, with the counts of two tables that are both shown.
    whole, part : str
        Columns: persons in all, and in the part that another table shows.
    smallest : float
        The smallest count that may be shown.

    Returns
    -------
    Series of bool
        Indexed as ``rows``. False where nobody is left, or a count is missing.

    Raises
    ------
    KeyError
        If a column is missing.

    References
    ----------
    Willenborg and de Waal (2001), Elements of Statistical Disclosure Control, on what two tables give away.
    """
    rest = rows[whole] - rows[part]
    return (rest > 0) & (rest < smallest)


def _end(unknown: np.ndarray, known: np.ndarray, at: int, sign: int) -> float:
    goal = np.zeros(unknown.shape[1])
    goal[at] = sign
    answer = linprog(goal, A_eq=unknown, b_eq=known, bounds=(0, None), method="highs")
    if answer.status == 3:  # scipy's number for a program without bound
        return float("inf")
    if answer.status:
        raise AnalysisError(f"The bounds of a hidden cell were not found: {answer.message}")
    return round(float(answer.x[at]), 9) + 0.0
