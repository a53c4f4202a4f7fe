"""Numbers into the columns of the canonical tables: dates, and texts as dictionaries, so that they stay small."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from analysis.data.country.weeks import MONDAYS

_DAYS = MONDAYS.astype("datetime64[D]").astype(np.int32)
EPOCH_WEEK_0 = int(_DAYS[0])


def mondays(week: np.ndarray) -> pa.Array:
    """The first days of weeks, as dates."""
    return pa.array(_DAYS[week], type=pa.int32()).cast(pa.date32())


def dates(days: np.ndarray) -> pa.Array:
    """Days after the grid's first Monday, as dates."""
    return pa.array((EPOCH_WEEK_0 + days).astype(np.int32), type=pa.int32()).cast(pa.date32())


def texts(number: np.ndarray, names: Sequence[str]) -> pa.DictionaryArray:
    """The names with these numbers."""
    return pa.DictionaryArray.from_arrays(pa.array(number.astype(np.int16)), pa.array(list(names), type=pa.string()))
