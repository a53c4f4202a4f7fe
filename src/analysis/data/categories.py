"""Large tables whose texts are categories: whether they keep a contract, from their different texts alone."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import infer_dtype

TEXTS = ("string", "empty")


def kept(schema: Any, frame: pd.DataFrame) -> bool:
    """Whether a frame keeps a pandera schema; False also where that is not certain, and pandera should be asked.

    Every check of a column is asked of its different values, every check of the table of all rows.
    """
    if list(frame.columns) != list(schema.columns):
        return False
    return (
        all(_column_kept(column, frame[name]) for name, column in schema.columns.items())
        and all(check(frame).check_passed for check in schema.checks)
        and (not schema.unique or _unique(frame, schema.unique))
    )


def in_order(frame: pd.DataFrame, by: list[str]) -> bool:
    """Whether the rows come in the order of some columns, each combination once; False also where it is not certain."""
    key = _keys(frame, by)
    return key is not None and bool((key[1:] > key[:-1]).all())


def _column_kept(column: Any, values: pd.Series) -> bool:
    if not column.nullable and values.isna().any():
        return False
    if isinstance(values.dtype, pd.CategoricalDtype):
        texts = values.cat.categories
        if not str(column.dtype).startswith("str") or infer_dtype(texts, skipna=False) not in TEXTS:
            return False
        used = np.unique(values.cat.codes.to_numpy())
        values = pd.Series(texts[used[used >= 0]], dtype="str")
    elif str(values.dtype) != str(column.dtype):
        return False
    return all(check(values).check_passed for check in column.checks)


def _unique(frame: pd.DataFrame, names: list[str]) -> bool:
    key = _keys(frame, names)
    if key is None:
        return False
    if not (key[1:] > key[:-1]).all():
        key.sort()
    return bool((key[1:] != key[:-1]).all())


def _keys(frame: pd.DataFrame, names: list[str]) -> np.ndarray | None:
    """A number per row that is ordered as some columns are; None where there are more combinations than numbers.

    Whole numbers and days stand for themselves where they are near enough to each other: a place among all the
    different ones takes several times the memory.
    """
    near = _joined(frame, names, _apart)
    return _joined(frame, names, _ranked) if near is None else near


def _joined(
    frame: pd.DataFrame, names: list[str], numbered: Callable[[pd.Series], np.ndarray | None]
) -> np.ndarray | None:
    key = np.zeros(len(frame), dtype=np.int64)
    size = 1
    for name in names:
        codes = numbered(frame[name])
        if codes is None:
            return None
        count = int(codes.max(initial=0)) + 1
        size *= count
        if size >= 2**62:
            return None
        key *= count
        key += codes
    return key


def _apart(values: pd.Series) -> np.ndarray | None:
    """How far each value is from the least, of whole numbers and days; categories by their place; else None."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return _ranked(values)
    if values.dtype.kind not in "iM" or values.isna().any():
        return None
    whole = values.to_numpy().astype(np.int64, copy=False)
    if len(whole) and int(whole.max()) - int(whole.min()) >= 2**62:
        return None
    found: np.ndarray = whole - whole.min(initial=2**62)
    return found


def _ranked(values: pd.Series) -> np.ndarray:
    """Each value as its place among the different values of its column in order."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        place = np.argsort(np.argsort(values.cat.categories.to_numpy(dtype=str)))
        ranks: np.ndarray = place[values.cat.codes.to_numpy()]
        return ranks
    found: np.ndarray = np.unique(values.to_numpy(), return_inverse=True)[1].astype(np.int64)
    return found
