"""The shape of a table: with its totals, and as rows."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.catalogue import TOTAL
from analysis.registers.numbers.codes import BANDS, Register


def margins(table: np.ndarray, of: Register) -> np.ndarray:
    """A table with its totals of sex and age.

    Returns
    -------
    ndarray, shape (steps, areas, benefits, sexes + 1, age bands + 1)
        The first sex and the first age group are the totals; the total of ages has also those outside the bands.
    """
    steps = len(table)
    areas, benefits, sexes, groups = of.shape
    split = table.reshape(steps, areas, benefits, sexes, groups)
    whole = np.empty((steps, areas, benefits, sexes + 1, groups), dtype=table.dtype)
    whole[..., 1:, 1:] = split[..., 1:]
    split.sum(axis=4, out=whole[..., 1:, 0])
    whole[..., 1:, :].sum(axis=3, out=whole[..., 0, :])
    return whole


def tidy(of: Register, months: Sequence[str], values: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Tables of the shape of ``margins`` as rows.

    Returns
    -------
    DataFrame
        One row per month, area, benefit, sex and age group, in that order of sorting, also where nobody is: a
        cell that is known to be empty is 0. The key columns are categories; one column for each of ``values``.
    """
    axes = {
        "month": months,
        "area": of.areas,
        "benefit": of.benefits[: of.counted],
        "sex": (TOTAL, *of.sexes),
        "age": (TOTAL, *BANDS),
    }
    sizes = [len(labels) for labels in axes.values()]
    columns: dict[str, object] = {}
    for place, (name, labels) in enumerate(axes.items()):
        codes = np.arange(len(labels), dtype=np.min_scalar_type(-max(len(labels), 1)))
        repeated = np.repeat(codes, int(np.prod(sizes[place + 1 :], dtype=int)))
        columns[name] = category(np.tile(repeated, int(np.prod(sizes[:place], dtype=int))), labels)
    return pd.DataFrame({**columns, **{name: table.ravel() for name, table in values.items()}}, copy=False)


def category(codes: np.ndarray, labels: Sequence[str]) -> Any:
    """Codes as a column of text."""
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(labels)), validate=False)
