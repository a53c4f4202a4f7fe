"""Which further cells of a table are hidden so that its totals give no hidden cell away."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, csr_array, diags_array, eye_array

from analysis.disclosure.lines import lines
from analysis.errors import AnalysisError

PRIMARY, COMPLEMENTARY, SHOWN = "primary", "complementary", "shown"


def complementary(
    table: pd.DataFrame, *, by: Sequence[str], value: str, hidden: str, width: float = 1.0
) -> pd.DataFrame:
    """A table with the fewest further cells hidden, of those the smallest, so that no hidden cell can be worked out.

    For each cell that must be hidden there is then another table that agrees with everything shown, adds up, and has
    at least ``width`` more in that cell.

    Parameters
    ----------
    table : DataFrame
        With all totals, as ``lines.with_totals`` gives it.
    by : sequence of str
        The columns that it is broken down by.
    value, hidden : str
        The columns with the count and with whether a cell must be hidden.
    width : float
        Persons by which each hidden cell must be uncertain; above 0.

    Returns
    -------
    DataFrame
        The rows of the table with ``status``: ``primary``, ``complementary`` or ``shown``.

    Raises
    ------
    AnalysisError
        If no pattern is enough, which a table with one cell in each line can come to.

    References
    ----------
    Fischetti and Salazar (2001), Management Science 47:1008-1027, for the model; solved by HiGHS.
    """
    if width <= 0:
        raise AnalysisError(f"A hidden cell must be uncertain by more than 0 persons; {width:g} is not.")
    counts = table[value].to_numpy(dtype=float)
    must = table[hidden].to_numpy(dtype=bool)
    chosen = _chosen(lines(table, by=by), counts, np.flatnonzero(must), width) if must.any() else must
    found = table.copy()
    found["status"] = np.select([must, chosen], [PRIMARY, COMPLEMENTARY], SHOWN)
    return found


def _chosen(adding: csr_array, counts: np.ndarray, must: np.ndarray, width: float) -> np.ndarray:
    """Which cells are hidden. Unknowns: whether each is hidden, then for each that must be a table of deviations."""
    cells, worlds = len(counts), len(must)
    most = counts.sum() + width
    none = csr_array((adding.shape[0], cells))
    empty = csr_array((cells, cells))
    balance, reach = [], []
    for world in range(worlds):
        others = [empty] * worlds
        others[world] = eye_array(cells, format="csr")
        balance.append([none, *[adding if one == world else none for one in range(worlds)]])
        reach.append([diags_array(-np.full(cells, most)), *others])  # deviation <= most * hidden
        reach.append(
            [diags_array(-np.minimum(counts, most)), *[-one for one in others]]
        )  # -deviation <= count * hidden
    low = np.concatenate([np.zeros(cells), np.tile(-counts, worlds)])
    high = np.concatenate([np.ones(cells), np.full(cells * worlds, most)])
    low[must] = 1
    for world, cell in enumerate(must):
        low[cells * (1 + world) + cell] = width
    price = np.concatenate([1 + counts / (2 * cells * max(counts.max(), 1)), np.zeros(cells * worlds)])
    answer = milp(
        price,
        constraints=[
            LinearConstraint(block_array(balance, format="csr"), 0, 0),
            LinearConstraint(block_array(reach, format="csr"), -np.inf, 0),
        ],
        bounds=Bounds(low, high),
        integrality=np.concatenate([np.ones(cells), np.zeros(cells * worlds)]),
    )
    if answer.x is None:
        raise AnalysisError(
            f"No choice of further cells hides what must be hidden in a table of {cells} cells. "
            "Publish it in fewer groups."
        )
    hidden: np.ndarray = answer.x[:cells] > 0.5  # 0 or 1, but for rounding
    return hidden
