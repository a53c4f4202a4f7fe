"""Where words go in a figure: how wide they are, how they break, and how they keep clear of each other."""

import textwrap
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from scipy.optimize import isotonic_regression

from analysis.publish.drawing.style import LINE, MEASURED


@lru_cache(maxsize=4096)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width in points of the longest line of ``text``, in the letters that figures are measured with.

    >>> width("Esbjerg", 9.0) < width("Esbjerg", 9.0, bold=True) < width("Esbjerg og Fanø", 9.0)
    True
    """
    font = get_font(_file(bold))
    font.set_size(size, 72)
    widest = 0
    for line in text.split("\n"):
        font.set_text(line, 0.0, flags=LoadFlags.NO_HINTING)
        widest = max(widest, font.get_width_height()[0])
    return widest / 64  # FreeType counts in 64ths


def height(text: str, size: float) -> float:
    """The height in points of all lines of ``text``.

    >>> height("Hele landet", 8.0), height("Region\\nSyddanmark", 8.0)
    (10.0, 20.0)
    """
    return (text.count("\n") + 1) * size * LINE


def wrapped(text: str, letters: int, *, tail: str = "") -> str:
    """``text`` on lines of at most ``letters``, no word broken, with ``tail`` beside its last word.

    >>> wrapped("Sammenlignelige kommuner", 24, tail="3,4")
    'Sammenlignelige\\nkommuner 3,4'
    """
    glued = "\N{NO-BREAK SPACE}".join([text, tail.replace(" ", "\N{NO-BREAK SPACE}")]) if tail else text
    lines = textwrap.wrap(glued, letters, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")


def spread(wanted: Sequence[float], heights: Sequence[float], *, low: float, high: float) -> list[float]:
    """Middles of labels that touch neither each other nor the bounds, moved as little as can be.

    Least squares under an order is an isotonic regression: the labels keep the order of what they name,
    and of two that want the same place the earlier goes above.

    Parameters
    ----------
    wanted, heights : sequence of float
        Where the middle of each label would be, and how tall it is.
    low, high : float
        What no label may go below or above.

    Raises
    ------
    ValueError
        If the labels together are taller than the room between ``low`` and ``high``.

    Examples
    --------
    >>> spread([50, 52, 90], [10, 10, 10], low=0, high=100)
    [46.0, 56.0, 90.0]
    >>> spread([50, 50], [10, 10], low=0, high=100)
    [55.0, 45.0]
    """
    if not wanted:
        return []
    tall = np.asarray(heights, dtype=float)
    if tall.sum() > high - low + 1e-6:
        raise ValueError(f"labels of {tall.sum():.0f} points do not fit into {high - low:.0f}")
    order = np.lexsort((-np.arange(len(tall)), np.asarray(wanted, dtype=float)))
    tall = tall[order]
    below = np.cumsum(tall) - tall / 2  # the middle of each, were they stacked from 0
    free = isotonic_regression(np.asarray(wanted, dtype=float)[order] - below).x
    middles = np.clip(free, low, high - tall.sum()) + below
    placed = np.empty(len(order))
    placed[order] = middles
    return [float(middle) for middle in placed]


def rows(lefts: Sequence[float], widths: Sequence[float], *, gap: float) -> list[int]:
    """The row (0 is the lowest) of each note, so that notes in a row keep ``gap`` between them.

    A note begins over the line it explains. Those to the right are placed first, so that a line seldom
    has to pass through the note of another.

    >>> rows([0, 30, 200], [50, 50, 50], gap=5)
    [1, 0, 0]
    """
    row: dict[int, int] = {}
    for here in sorted(range(len(lefts)), key=lambda note: (-lefts[note], note)):
        end = lefts[here] + widths[here] + gap
        met = [row[other] for other in row if lefts[other] < end]
        row[here] = max(met) + 1 if met else 0
    return [row[note] for note in range(len(lefts))]


@lru_cache(maxsize=2)
def _file(bold: bool) -> str:
    return str(findfont(FontProperties(family=MEASURED, weight="bold" if bold else "normal")))
