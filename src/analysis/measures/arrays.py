"""All cells of a measure as arrays, and those that a report looks at: what is looked at is noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import pandas as pd

from analysis import catalogue
from analysis.data import reads, shown
from analysis.data.tables import Panel, View
from analysis.measures.grids import STATUSES, denominators, grid_of, numerators

CELLS, SIZE, ABOUT, LAST_FINAL = "cells", "size", "about", "last_final"  # questions of ``data.reads``
PUBLISHED, COUNTED = "observations", "register"  # origins: what a source printed, what was counted here
FINAL, PROVISIONAL, SUPPRESSED, MISSING = range(len(STATUSES))


@dataclass(frozen=True, eq=False)
class Arrays:
    """All cells of a measure, as arrays of periods (rows) by municipality codes (columns, the country too).

    ``printed`` is the source's own figure; ``count`` a rate's numerator, or the count itself; ``base`` a
    rate's denominator (missing for a count). ``status`` is a number into ``STATUSES``; ``origin`` says where
    the figures are from.
    """

    periods: list[str]
    column: Mapping[str, int]
    printed: np.ndarray
    count: np.ndarray
    base: np.ndarray
    status: np.ndarray
    is_rate: bool
    scale: int
    computed: bool
    estimated: bool
    origin: str

    @cached_property
    def latest(self) -> str:
        """The latest period that anything is told of, be it hidden: what is followed up for a year ends a year earlier.

        The latest of all where nothing is told.
        """
        told = (self.status != MISSING).any(axis=1)
        return max((period for period, any_ in zip(self.periods, told, strict=True) if any_), default=max(self.periods))

    def rows(self, months: Sequence[str] | None) -> list[int]:
        """The rows of the months wanted that there are; all where None."""
        wanted = None if months is None else set(months)
        return [at for at, period in enumerate(self.periods) if wanted is None or period in wanted]

    def there(self, rows: Sequence[int], at: Sequence[int]) -> np.ndarray:
        """Which municipalities (columns) have a figure in which rows."""
        found: np.ndarray = ~np.isnan(self.count[np.ix_(rows, at)])
        return found & ~np.isnan(self.base[np.ix_(rows, at)]) if self.is_rate else found

    def usual_sizes(self, at: Sequence[int]) -> np.ndarray:
        """Each municipality's largest denominator (or count) in any month: what is missing when it has no figure."""
        return self._usual_size[list(at)]

    @cached_property
    def _usual_size(self) -> np.ndarray:
        usual: np.ndarray = np.nan_to_num(self.base if self.is_rate else self.count).max(axis=0, initial=0)
        return usual


class Cells:
    """The cells of a measure as a report sees them: it is noted what is looked at, see ``data.reads``.

    Which periods there are, and where the figures are from, is noted of every measure that is asked for. ``of`` gives
    the arrays to who looks at some areas and periods; whatever else is asked of them counts as looking at all.

    Parameters
    ----------
    arrays : Arrays
    panel : Panel
        Of the report.
    measure, benefit : str
    """

    def __init__(self, arrays: Arrays, panel: Panel, measure: str, benefit: str) -> None:
        self._arrays, self._panel, self._subject = arrays, panel, f"{measure}/{benefit}"
        self.periods, self.origin, self.rows = arrays.periods, arrays.origin, arrays.rows
        self.latest = arrays.latest
        self.is_rate, self.scale = arrays.is_rate, arrays.scale
        self.computed, self.estimated = arrays.computed, arrays.estimated

    def of(self, codes: Sequence[str], rows: Sequence[int], *, sizes: bool = False) -> Arrays:
        """The arrays, to look at some areas in some rows; ``sizes`` if their usual size is looked at, too."""
        months = tuple(self.periods[row] for row in rows)
        for code in codes:
            self._panel.note(CELLS, self._subject, code, months)
            if sizes:
                self._panel.note(SIZE, self._subject, code)
        return self._arrays

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        self._panel.note(reads.TABLE, shown.TABLE)
        return getattr(self._arrays, name)


def cells(panel: Panel, measure: str, benefit: str) -> Cells | None:
    """The cells of a measure, with what it counts and what it is a share of; None where there are none."""
    panel.note(ABOUT, f"{measure}/{benefit}")
    arrays = arrays_of(panel.noted_view, measure, benefit)
    return None if arrays is None else Cells(arrays, panel, measure, benefit)


@cache
def arrays_of(view: View, measure: str, benefit: str) -> Arrays | None:
    """As ``cells``, for no report; made once for all jobcentres."""
    described = catalogue.measure(measure)
    printed = grid_of(view, measure, benefit)
    counted = numerators(view, described, benefit) if described.is_rate else printed
    source = printed or counted
    if source is None:
        return None
    index, columns = source.value.index, source.value.columns
    base, estimated = pd.DataFrame(), False
    if described.is_rate:
        base, estimated = denominators(view, described, benefit, index)
    states = (counted or source).status
    return Arrays(
        periods=list(index),
        column={code: at for at, code in enumerate(columns)},
        printed=_aligned(printed.value if printed else pd.DataFrame(), index, columns),
        count=_aligned(counted.value if counted else pd.DataFrame(), index, columns),
        base=_aligned(base, index, columns),
        status=np.maximum(
            states.reindex(index=index, columns=columns, fill_value=MISSING).to_numpy(),
            source.status.to_numpy(),
        ),
        is_rate=described.is_rate,
        scale=described.scale,
        computed=described.computed and printed is None,
        estimated=estimated,
        origin=source.origin,
    )


def latest_final(source: Arrays | None) -> str | None:
    """The latest period in which some area has a figure and none is provisional; None without one."""
    if source is None:
        return None
    settled = ~(source.status == PROVISIONAL).any(axis=1) & (source.status == FINAL).any(axis=1)
    return max((period for period, final in zip(source.periods, settled, strict=True) if final), default=None)


def usual_size(source: Arrays, code: str) -> float:
    """An area's largest denominator (or count) in any month; 0 where it has none."""
    if code not in source.column:
        return 0.0
    return float(source.usual_sizes([source.column[code]])[0])


def _aligned(frame: pd.DataFrame, index: pd.Index, columns: pd.Index) -> np.ndarray:
    aligned: np.ndarray = frame.reindex(index=index, columns=columns).to_numpy(dtype=float)
    return aligned
