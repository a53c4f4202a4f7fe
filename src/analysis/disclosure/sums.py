"""Parts of a total that is shown: those that may not be shown, and those that would give them away."""

import pandas as pd

from analysis.disclosure.complementary import SHOWN, complementary
from analysis.disclosure.lines import with_totals


def hidden_parts(counts: pd.Series, *, smallest: float) -> pd.Series:
    """Which parts of a total are hidden: those above 0 and below ``smallest``, and the fewest that would tell of them.

    Where all parts together are fewer than ``smallest``, all of them are hidden, and so the total should be.

    Parameters
    ----------
    counts : Series
        One count per part.
    smallest : float
        The smallest count that may be shown.

    Returns
    -------
    Series of bool
        Indexed as ``counts``.

    Raises
    ------
    AnalysisError
        If a part is small and the count of another is missing or below 0.

    References
    ----------
    Fischetti and Salazar (2001), Management Science 47:1008-1027, for the model of the fewest further cells.

    Examples
    --------
    >>> hidden_parts(pd.Series({"job": 40, "su": 2, "andet": 9}), smallest=4).tolist()
    [False, True, True]
    """
    small = (counts > 0) & (counts < smallest)
    if not small.any():
        return small
    if len(counts) < 2 or counts.sum() < smallest:
        return pd.Series(data=True, index=counts.index)
    parts = pd.DataFrame({"part": [f"part {at}" for at in range(len(counts))], "count": counts.to_numpy(dtype=float)})
    table = with_totals(parts, by=["part"], value="count")
    table["hidden"] = [*small, False]
    found = complementary(table, by=["part"], value="count", hidden="hidden")
    return pd.Series((found["status"] != SHOWN).to_numpy()[:-1], index=counts.index)
