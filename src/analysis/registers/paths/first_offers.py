"""The first offer of each course, which is where activation begins."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.registers.numbers.codes import Register
from analysis.registers.numbers.coding import days, places
from analysis.registers.numbers.weeks import LAST
from analysis.registers.paths.chained import Chains

NEVER = LAST
_OPEN = 52  # weeks that an offer without an end is taken to last beyond the latest start of any


@dataclass(frozen=True)
class Offers:
    """By course, the week of its first offer (``NEVER`` for none) and the place of that in the table of activations.

    An offer that lasts from before the course has a week before it.
    """

    week: np.ndarray
    which: np.ndarray


def first_offers(register: Register, activations: pd.DataFrame, found: Chains) -> Offers:
    """The first offer of each course; of two that begin in one week, the first in the table.

    Parameters
    ----------
    register : Register
    activations : DataFrame
        Columns ``person``, ``start`` and ``end`` (missing while it goes on).
    found : Chains
        The courses, by person and week.
    """
    person = places(register, pa.array(activations["person"])).astype(np.int64)
    since = (days(pa.array(activations["start"])) // 7).astype(np.int64)
    ends = activations["end"].fillna(activations["start"].max() + pd.Timedelta(days=7 * _OPEN))
    until = (days(pa.array(ends)) // 7).astype(np.int64)
    key = (found.person.astype(np.int64) << 13) + found.first
    at = np.searchsorted(key, (person << 13) + since, side="right") - 1
    inside = (person >= 0) & (at >= 0) & (found.person[at] == person) & (since <= found.last[at])
    after = np.minimum(at + 1, len(key) - 1)
    lasting = (person >= 0) & ~inside & (found.person[after] == person) & (found.first[after] <= until)
    lasting &= found.first[after] > since
    week = np.full(len(key), NEVER, dtype=np.int64)
    which = np.full(len(key), len(activations), dtype=np.int64)
    for rows, course in ((np.flatnonzero(lasting), after), (np.flatnonzero(inside), at)):
        order = rows[np.lexsort((rows, since[rows]))][::-1]  # the earliest is written last
        earlier = since[order] < week[course[order]]
        order = order[earlier]
        week[course[order]], which[course[order]] = since[order], order
    return Offers(week, which)
