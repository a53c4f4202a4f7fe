"""Figures as Danes and their programs write them: decimal comma, thousands dot or space, percentages as text.

``1.000`` can be 1 or 1000. Which it is, is told from the whole column: by its other cells, then by what its unit
can be, then by the other columns of the sheet; else the column is refused. Nothing is ever guessed from one cell.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from analysis.data import contracts
from analysis.sources.exports.values import Broken, Cell, Percent, clean, is_blank, kind_of

DANISH, ENGLISH = "danish", "english"
MARKS = {DANISH: (",", "."), ENGLISH: (".", ",")}  # of decimals, and of thousands
LARGEST_EXACT = 2**53
MOST_PERSONS = 10_000_000  # more than the country has
EXPECTED = "a number, or a sign for one that is left out"
NOT_WHOLE = "a count that is no whole number"

SUPPRESSED, MISSING = "suppressed", "missing"

_DASHES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-"})
_PER_CENT = re.compile(r" ?(?:%|pct\.?|procent)$", re.IGNORECASE)
_WHOLE = r"(?:0|[1-9]\d*)"
_SPACED = re.compile(r"-?[1-9]\d{0,2}(?: \d{3})+(?:([.,])\d+)?", re.ASCII)


@dataclass(frozen=True)
class Written:
    """One cell: the figure under each way of writing that it allows, or why there is none."""

    readings: dict[str, float] = field(default_factory=dict)
    status: str = ""  # suppressed or missing
    problem: str = ""  # the kind of thing it is instead
    typed: bool = False  # a number of a workbook
    per_cent: bool = False  # written with its sign, or shown so by the workbook

    @property
    def ambiguous(self) -> bool:
        """Whether the ways of writing give different figures."""
        return len(set(self.readings.values())) > 1


@dataclass(frozen=True)
class Signs:
    """The signs that stand where a figure is left out."""

    suppressed: frozenset[str]
    missing: frozenset[str]

    def status(self, text: str) -> str:
        """The reason that a cell's text gives; empty where it gives none."""
        sign = text.casefold().translate(_DASHES)
        if sign in self.suppressed:
            return SUPPRESSED
        return MISSING if sign in self.missing or not sign else ""


def written(cell: Cell, *, signs: Signs, per_cent: bool) -> Written:
    """What is written in one cell.

    Parameters
    ----------
    cell : Cell
        Of a text file or a workbook. A formula that stands as text is not computed.
    signs : Signs
        What stands for a figure that is left out.
    per_cent : bool
        Whether percentages are wanted; elsewhere one is a problem.
    """
    match cell:
        case Percent(share=share):
            if not per_cent:
                return Written(problem=kind_of(cell))
            return Written(dict.fromkeys(MARKS, round(share * 100, 10)), typed=True, per_cent=True)
        case bool() | Broken():
            return Written(problem=kind_of(cell))
        case int() | float():
            return _typed(float(cell))
        case str():
            return _text(clean(cell), signs, per_cent)
    return Written(problem=kind_of(cell))


@lru_cache(maxsize=100_000, typed=True)
def looks_like(cell: Cell, signs: Signs) -> bool:
    """Whether a cell could stand among figures, and is not blank.

    >>> signs = Signs(frozenset("*"), frozenset())
    >>> looks_like("1.234", signs), looks_like("*", signs), looks_like("Esbjerg", signs)
    (True, True, False)
    """
    return not is_blank(cell) and not written(cell, signs=signs, per_cent=True).problem


def way(cells: Sequence[Written]) -> tuple[str, dict[str, list[int]]]:
    """The way of writing that single cells of a column force, and those that force another.

    Returns
    -------
    str, dict
        One of ``MARKS``, or empty where no cell forces one; and where cells force different ways, the indices of
        those in the minority, by the problem that they are.
    """
    forced: dict[str, list[int]] = {DANISH: [], ENGLISH: []}
    for at, cell in enumerate(cells):
        if len(cell.readings) == 1:
            forced[next(iter(cell.readings))].append(at)
    danish, english = forced[DANISH], forced[ENGLISH]
    if danish and english:
        fewer = min(danish, english, key=len) if len(danish) != len(english) else sorted(danish + english)
        return "", {"a number with another decimal mark than the rest of the column": fewer}
    return (DANISH if danish else ENGLISH if english else ""), {}


def likely(cells: Sequence[Written], *, unit: str, elsewhere: set[str]) -> str:
    """The way of writing of a column in which no cell forces one; empty where it cannot be told.

    Parameters
    ----------
    cells : sequence of Written
        The column.
    unit : str
        What its figures are: whole persons and percentages rule readings out.
    elsewhere : set of str
        The ways that other columns of the sheet force.
    """
    if not any(cell.ambiguous for cell in cells):
        return DANISH  # as good as the other
    possible = {name for name in MARKS if all(_possible(cell.readings[name], unit) for cell in cells if cell.ambiguous)}
    if len(elsewhere) == 1:
        possible &= elsewhere
    return possible.pop() if len(possible) == 1 else ""


def impossible(value: float, unit: str) -> str:
    """Why a figure cannot be one of its unit, as the kind of thing that it is; empty where it can."""
    if not math.isfinite(value) or abs(value) > LARGEST_EXACT:
        return "a number too large to keep"
    if unit == contracts.RANK:
        return "" if value >= 1 and float(value).is_integer() else "a rank that is no whole number from 1"
    if unit not in (*contracts.COUNTS, contracts.PER_CENT):
        return ""
    if value < 0:
        return "a number below 0"
    if unit == contracts.PER_CENT:
        return "a percentage above 100" if value > 100 else ""
    if value > MOST_PERSONS:
        return "a count of more persons than the country has"
    return "" if float(value).is_integer() else NOT_WHOLE


def _possible(value: float, unit: str) -> bool:
    return not impossible(value, unit)


def _typed(value: float) -> Written:
    return Written(dict.fromkeys(MARKS, value), typed=True)


def _text(text: str, signs: Signs, per_cent: bool) -> Written:
    if status := signs.status(text):
        return Written(status=status)
    plain = text.translate(_DASHES)
    signed = _PER_CENT.search(plain)
    if signed and not per_cent:
        return Written(problem="a percentage")
    plain = _PER_CENT.sub("", plain)
    readings = {name: value for name in MARKS if (value := _read(plain, name)) is not None}
    if readings:
        return Written(readings, per_cent=signed is not None)
    if re.fullmatch(r"[-+]?[\d.,' ]*\d[\d.,' ]*", plain):
        return Written(problem="digits that make no number")
    return Written(problem=kind_of(text))


def _read(text: str, name: str) -> float | None:
    """The figure under one way of writing; none where it does not allow the text."""
    decimal, thousands = MARKS[name]
    spaced = _SPACED.fullmatch(text)
    if spaced:
        if spaced[1] not in (None, decimal):
            return None
        return float(text.replace(" ", "").replace(",", "."))
    grouped = rf"[1-9]\d{{0,2}}(?:{re.escape(thousands)}\d{{3}})+"
    if not re.fullmatch(rf"-?(?:{grouped}|{_WHOLE})(?:{re.escape(decimal)}\d+)?", text, re.ASCII):
        return None
    return float(text.replace(thousands, "").replace(decimal, "."))
