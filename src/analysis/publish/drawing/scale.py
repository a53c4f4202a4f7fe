"""The axis of a figure: where it starts and ends, what stands at it, and the decimals of its figures."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analysis import danish

FAR = 0.8  # data lie far from zero when the smallest is more than this share of the largest
CUT = "aksen starter ikke i nul"


class Scale(NamedTuple):
    """An axis from ``low`` to ``high`` with words at each of ``ticks``."""

    low: float
    high: float
    ticks: list[float]
    words: list[str]
    cut: bool  # it does not start at zero, and the figure must say so

    def heading(self, unit: str) -> str:
        """The unit, and that the axis is cut where it is."""
        return f"{unit} ({CUT})" if self.cut else unit


def scale(values: Sequence[float], *, percent: bool, from_zero: bool = True, steps: int = 5) -> Scale:
    """A scale that holds all of ``values`` and starts at zero, unless they lie far from it.

    Parameters
    ----------
    values : sequence of float
        Without missing values; at least one.
    percent : bool
        Whether the words carry a per cent sign.
    from_zero : bool
        False for an index, which is read from 100.
    steps : int
        About how many steps the axis is to have.

    Examples
    --------
    >>> scale([2.4, 4.1], percent=True).words
    ['0 %', '1 %', '2 %', '3 %', '4 %', '5 %']
    >>> scale([82.0, 97.0], percent=False).cut
    True
    """
    smallest, largest = min(values), max(values)
    cut = smallest < 0 or (smallest < largest and (not from_zero or smallest > FAR * largest))
    low = smallest if cut else 0.0
    step = _step((largest - low) or 1.0, steps)
    if not percent and all(float(value).is_integer() for value in values):
        step = max(step, 1.0)  # there is no half person
    first, last = math.floor(round(low / step, 9)), math.ceil(round(largest / step, 9))
    last = max(last, first + 1)
    ticks = [count * step for count in range(first, last + 1)]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    words = [danish.number(tick, decimals) + (" %" if percent else "") for tick in ticks]
    return Scale(ticks[0], ticks[-1], ticks, words, cut and first != 0)


def is_percent(unit: str) -> bool:
    """Whether figures in this unit are per cent: only then do axes carry the sign."""
    return unit.startswith("pct.")


def decimals(values: Sequence[float], *, unit: str) -> int:
    """One decimal for per cent and for small figures that are not whole; none otherwise.

    >>> decimals([3.1, 2.0], unit="pct. af arbejdsstyrken"), decimals([1904.0], unit="fuldtidspersoner")
    (1, 0)
    """
    shown = np.asarray(values, dtype=float)
    if is_percent(unit):
        return 1
    return int(shown.size > 0 and bool((shown % 1 != 0).any()) and float(np.abs(shown).max()) < 100)


def _step(reach: float, steps: int) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that covers ``reach`` in about ``steps`` steps."""
    power = 10.0 ** math.floor(math.log10(reach / steps))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power * steps >= reach * 0.999)
