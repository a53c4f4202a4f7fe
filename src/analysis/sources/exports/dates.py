"""Periods as exports write them: whole, as the first day of a month, in two cells, or from one to another."""

import datetime as dt
import re
from functools import lru_cache

from analysis import periods
from analysis.errors import AnalysisError
from analysis.sources.exports.values import Cell, clean

YEAR = re.compile(r"(?:19|20)\d\d")
_PARTS = {
    "M": re.compile(r"([a-z]+)\.?"),
    "Q": re.compile(r"(?:k|kv|kvt|kvartal|q)\.? ?([1-4])|([1-4])\.? ?(?:k|kv|kvt|kvartal)\.?"),
    "H": re.compile(r"h ?([12])|([12])\.? ?(?:halvår|halvaar|hå)\.?"),
}
_ISO_DAY = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])-01(?:[ T]00:00(?::00)?)?")
_DANISH_DAY = re.compile(r"0?1[-./ ](0?[1-9]|1[0-2])[-./ ]((?:19|20)\d\d)")
_TO = re.compile(r" (?:-|–|—|til) ")
_LONGEST = 60  # signs of a period in words
_LABEL = re.compile(r"(?:periode|måned|kvartal|halvår|år|tid): ?")


def period(cell: Cell) -> str | None:
    """The canonical period in a cell; none where it holds something else.

    The first day of a month, as a date of a workbook or as text, is that month; any other day is no period. A
    bare year is one; whether it is a count instead, the column tells.

    >>> period("2026M07"), period("3. kvartal 2021"), period("3. kvt. 2021 - 2. kvt. 2022"), period("dec 12")
    ('2026-07', '2021-Q3', '2022-06R12', '2012-12')
    >>> period(dt.datetime(2026, 7, 1)), period(dt.datetime(2026, 7, 2))
    ('2026-07', None)
    """
    match cell:
        case dt.datetime():
            return f"{cell:%Y-%m}" if (cell.day, cell.time()) == (1, dt.time()) else None
        case dt.date():
            return f"{cell:%Y-%m}" if cell.day == 1 else None
        case bool():
            return None
        case float() | int():
            return str(int(cell)) if cell == int(cell) and YEAR.fullmatch(str(int(cell))) else None
        case str():
            return _of_text(cell)
    return None


@lru_cache(maxsize=50_000)
def _of_text(cell: str) -> str | None:
    text = _LABEL.sub("", clean(cell).casefold())
    if len(text) > _LONGEST or not any(sign.isdigit() for sign in text):
        return None
    return _whole(text) or _day(text) or _worded(text) or _range(text)


def is_bare_year(cell: Cell) -> bool:
    """Whether a cell holds a year alone, which may as well be a count."""
    found = period(cell)
    return bool(found and YEAR.fullmatch(found))


def part(cell: Cell) -> str | None:
    """A month, quarter or half-year without its year, as ``M07``, ``Q3``, ``H1``; none for anything else.

    >>> part("jul"), part("3. kvartal"), part("2. halvår"), part("Esbjerg")
    ('M07', 'Q3', 'H2', None)
    """
    if not isinstance(cell, str):
        return None
    text = clean(cell).casefold()
    for kind, pattern in _PARTS.items():
        found = pattern.fullmatch(text)
        if not found:
            continue
        if kind != "M":
            return f"{kind}{found[1] or found[2]}"
        if found[1] in periods.NAMED_MONTHS:
            return f"M{periods.NAMED_MONTHS[found[1]]:02d}"
    return None


def together(found: list[str]) -> str | None:
    """One period from what two cells hold, such as a year and a month; none where they contradict each other.

    >>> together(["2026", "M07"]), together(["2026-07"]), together(["2026", "2026-07"]), together(["2025", "2026-07"])
    ('2026-07', '2026-07', '2026-07', None)
    """
    parts = sorted({one for one in found if one[0] in "MQH"})
    whole = sorted({one for one in found if one not in parts}, key=len)
    if len(whole) == 2 and len(whole[0]) == 4 and whole[1].startswith(f"{whole[0]}-"):
        whole = whole[1:]
    if len(whole) != 1 or len(parts) > 1:
        return None
    if not parts:
        return whole[0]
    number = parts[0][1:] if parts[0][0] == "M" else parts[0]
    if len(whole[0]) == 4:
        return f"{whole[0]}-{number}"
    return whole[0] if whole[0].endswith(f"-{number}") else None


def _whole(text: str) -> str | None:
    try:
        return periods.parse(text)
    except AnalysisError:
        return None


def _day(text: str) -> str | None:
    if found := _ISO_DAY.fullmatch(text):
        return f"{found[1]}-{found[2]}"
    if found := _DANISH_DAY.fullmatch(text):
        return f"{found[2]}-{int(found[1]):02d}"
    return None


def _worded(text: str) -> str | None:
    """A part and a year in one text, in either order."""
    for pattern in (r"(?P<part>.+?)[ ,]+(?P<year>(?:19|20)\d\d)", r"(?P<year>(?:19|20)\d\d)[ ,:]+(?P<part>.+)"):
        found = re.fullmatch(pattern, text)
        number = part(found["part"]) if found else None
        if found and number:
            return together([found["year"], number])
    return None


def _range(text: str) -> str | None:
    """Twelve months, written as their first and last month or quarter."""
    ends = _TO.split(text)
    if len(ends) != 2:
        return None
    first, last = (_whole(end) or _worded(end) for end in ends)
    if not first or not last or periods.kind(first) != periods.kind(last):
        return None
    if periods.kind(first) not in ("month", "quarter", "half") or periods.last_month(last) < periods.first_month(first):
        return None
    covered = periods.months(first, last)
    return f"{covered[-1]}R12" if len(covered) == 12 else None
