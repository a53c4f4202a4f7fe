"""The JSON-stat form of an answer as columns of texts, like those of the CSV."""

import json
from itertools import product
from typing import Any

import pandas as pd

from analysis.errors import AnalysisError
from analysis.sources.statbank.csv_answers import FIGURE

CONTENT = "CONTENTSCODE"  # the dimension that names what is counted: a column in no CSV


def columns(text: str, *, table: str) -> pd.DataFrame:
    """A row for each value, with the code of each dimension and ``INDHOLD``; ``..`` where the value is null.

    Parameters
    ----------
    text : str
        The answer.
    table : str
        How messages name it.

    Returns
    -------
    DataFrame
        Indexed by the number of the value; categorical columns, their names in capitals; ``CONTENTSCODE`` names what
        is counted.

    Raises
    ------
    AnalysisError
        If it is not a whole table in JSON-stat.
    """
    try:
        answer = json.loads(text, parse_float=str, parse_int=str)
        dimension = answer.get("dataset", answer)["dimension"]
        names = [str(name) for name in dimension["id"]]
        codes = [_codes(dimension[name]["category"]["index"]) for name in names]
        values = answer.get("dataset", answer)["value"]
        sizes = [int(size) for size in dimension["size"]]
    except (KeyError, TypeError, AttributeError, ValueError):
        raise AnalysisError(f"{table}: this is no table of figures in JSON-stat, so it is not kept.") from None
    rows = list(product(*codes))
    if sizes != [len(one) for one in codes] or not isinstance(values, list) or len(values) != len(rows):
        raise AnalysisError(
            f"{table}: the table is broken: its values do not fit the sizes of its dimensions. It is not kept."
        )
    numbers = pd.RangeIndex(1, len(rows) + 1, name="value")
    frame = pd.DataFrame(rows, columns=[name.upper() for name in names], index=numbers)
    frame[FIGURE] = [".." if value is None else str(value) for value in values]
    return frame.astype("category")


def _codes(index: Any) -> list[str]:
    """The codes of a dimension in their order, which is given as a list or as a place for each."""
    return [str(code) for code in (index if isinstance(index, list) else sorted(index, key=lambda c: int(index[c])))]
