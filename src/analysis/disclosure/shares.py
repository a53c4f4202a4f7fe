"""Hides shares of few persons, and those that tell of one, two or three."""

from collections.abc import Collection

import numpy as np
import pandas as pd

FEW, SMALL = "few", "small"  # too few persons for a share; a share that tells of a count that may not be shown


def hide_shares(
    table: pd.DataFrame,
    *,
    n: str,
    events: str,
    shares: Collection[str],
    smallest_count: float,
    smallest_base: float,
) -> pd.DataFrame:
    """Shares of which those that may not be shown are missing, with the counts that they rest on.

    Hidden are shares of fewer than ``smallest_base`` persons, and shares whose count, or the count of the rest, is
    above 0 and below ``smallest_count``: with the base either tells the other.

    Parameters
    ----------
    table : DataFrame
        One row per share.
    n, events : str
        Columns: persons, and how many of them.
    shares : collection of str
        Columns that follow from the two.
    smallest_count, smallest_base : float
        Agreed values; see ``rules``.

    Returns
    -------
    DataFrame
        The rows in their order. ``shares`` and ``events`` are missing where hidden, and ``n`` where it is itself below
        the smallest count; ``hidden`` is ``few``, ``small`` or empty.

    Raises
    ------
    KeyError
        If a column is missing.

    References
    ----------
    As ``cells.protect``.
    """
    base, count = table[n].to_numpy(dtype=float), table[events].to_numpy(dtype=float)
    tells = np.zeros(len(table), dtype=bool)
    for part in (count, base - count):
        tells |= (part > 0) & (part < smallest_count)
    why = np.where(base < smallest_base, FEW, np.where(tells, SMALL, ""))
    columns = {name: table[name].where(why == "") for name in (*shares, events)}
    columns[n] = table[n].where((base == 0) | (base >= smallest_count))
    return table.assign(**columns, hidden=why)
