"""What a cell of an export can hold, what kind of thing it is, and its text without invisible signs.

A message may name the kind of a cell and never its value: a file may hold more than its reader thinks.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from analysis.names import matching_key

INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u00ad\u200b\u200c\u200d\u2060"))
SPACES = re.compile(r"\s+")  # no-break and narrow spaces among them


@dataclass(frozen=True)
class Percent:
    """A number that the workbook shows as a percentage: 0.049 for 4.9 %."""

    share: float


@dataclass(frozen=True)
class Broken:
    """A cell that holds no value: an error of the workbook, or a formula that was never computed."""

    kind: str


Cell = str | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | Percent | Broken


@lru_cache(maxsize=200_000)
def clean(text: str) -> str:
    """The text with one plain space for each run of white space, and without what cannot be seen.

    >>> clean(" 22\u00a0014 ")
    '22 014'
    """
    composed = unicodedata.normalize("NFC", text).translate(INVISIBLE)
    return SPACES.sub(" ", composed).strip()


def text_of(cell: Cell) -> str:
    """The clean text of a cell that holds text; empty for anything else."""
    return clean(cell) if isinstance(cell, str) else ""


@lru_cache(maxsize=200_000)
def key_of(text: str) -> str:
    """The key that a name matches on, whatever its case and spelling."""
    return matching_key(clean(text))


def is_blank(cell: Cell) -> bool:
    """Whether there is nothing in the cell."""
    return isinstance(cell, str) and not clean(cell)


def is_number(cell: Cell) -> bool:
    """Whether the cell is a number of a workbook; true and false are none."""
    return isinstance(cell, int | float | Percent) and not isinstance(cell, bool)


def kind_of(cell: Cell) -> str:
    """What kind of thing a cell holds, in words that give nothing away.

    >>> [kind_of(cell) for cell in ("Esbjerg", 6.25, dt.date(2026, 7, 1), True, "=1+1", "")]
    ['text', 'a number', 'a date', 'true or false', 'a formula', 'blank']
    """
    match cell:
        case bool():
            return "true or false"
        case Broken(kind=kind):
            return kind
        case Percent():
            return "a percentage"
        case int() | float():
            return "a number"
        case dt.datetime() | dt.date():
            return "a date"
        case dt.time() | dt.timedelta():
            return "a time"
    text = clean(cell)
    if not text:
        return "blank"
    return "a formula" if text.startswith("=") else "text"
