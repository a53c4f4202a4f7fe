"""Periods as text: months, quarters, half-years, years, twelve months to a month, and ISO weeks.

Canonical: ``2012-12``, ``2012-Q4``, ``2012-H2``, ``2012``, and ``2012-12R12`` for the twelve months to
December 2012. Periods of one kind sort as text.
"""

import re
from datetime import date

from analysis.errors import AnalysisError

MONTH_NAMES = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]
NAMED_MONTHS = {
    written: number
    for number, name in enumerate(MONTH_NAMES, start=1)
    for written in (name, name[:3], *(["sept"] if name == "september" else []))
}
PIVOT = 90  # a year of two digits from 90 is in the 1900s

YEAR = "((?:19|20)[0-9]{2})"
CANONICAL = {
    "month": re.compile(f"{YEAR}-(0[1-9]|1[0-2])"),
    "quarter": re.compile(f"{YEAR}-Q([1-4])"),
    "half": re.compile(f"{YEAR}-H([12])"),
    "year": re.compile(YEAR),
    "rolling": re.compile(f"{YEAR}-(0[1-9]|1[0-2])R12"),
}
LENGTH = {"month": 1, "quarter": 3, "half": 6, "year": 12, "rolling": 12}  # months
STEP = LENGTH | {"rolling": 1}  # months from one period of a kind to the next
WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
ACCEPTED = (
    "A period is written 2012-12, 2012-Q4, 2012-H2, 2012 or 2012-12R12 (twelve months to December 2012).\n"
    "Also read: 2012M12, 2012K4, 2012KV4, 2012Q4, 2012H2, 2012QMAT04 (the four quarters to the fourth), and Danish\n"
    "months such as dec 12 and december 2012."
)


def parse(text: str) -> str:
    """The canonical text of a period, read as the sources or as Danish readers write it.

    ``dec 12`` is December 2012 and never the twelfth. Jobindsats' ``2020QMAT02``, a moving annual total by quarter,
    is the twelve months to June 2020. What could be read in two ways is refused: a month
    without a year, ``12/2012``, ``201212``, and full dates.

    Raises
    ------
    AnalysisError
        If the text is no such period, or a month, quarter or half-year that does not exist.

    Examples
    --------
    >>> [parse(text) for text in ("2026M07", "2014K1", "2012H2", "dec 12", "maj 2019", "2012-12R12", "2020QMAT02")]
    ['2026-07', '2014-Q1', '2012-H2', '2012-12', '2019-05', '2012-12R12', '2020-06R12']
    """
    plain = _plain(text)
    read = _coded(plain) or _named(plain) or plain.upper()
    if _found(read):
        return read
    if re.fullmatch(f"{YEAR}-(Q[0-9]|H[0-9]|[0-9]{{2}})(R12)?", read):
        raise AnalysisError(f"There is no '{text}': months are 01 to 12, quarters 1 to 4, half-years 1 and 2.")
    raise AnalysisError(f"'{text}' is not a period.\n{ACCEPTED}")


def kind(period: str) -> str:
    """``month``, ``quarter``, ``half``, ``year`` or ``rolling``, of a canonical period.

    Raises
    ------
    AnalysisError
        If the text is not canonical; ``parse`` makes it so.

    Examples
    --------
    >>> kind("2012-Q4"), kind("2012-12R12")
    ('quarter', 'rolling')
    """
    return _split(period)[0]


def shift(period: str, months: int) -> str:
    """The period of the same kind so many months later, or earlier where negative.

    Raises
    ------
    AnalysisError
        If the period is not canonical, or the months are not a whole number of quarters, half-years or years.

    Examples
    --------
    >>> shift("2019-12", 2), shift("2019-Q4", -12), shift("2019-12R12", -1)
    ('2020-02', '2018-Q4', '2019-11R12')
    """
    which, year, number = _split(period)
    step = STEP[which]
    if months % step:
        raise AnalysisError(
            f"{period} cannot shift by {months} months.\nA {which} shifts by a multiple of {step} months."
        )
    return _text(which, year * (12 // step) + number - 1 + months // step)


def months(first: str, last: str) -> list[str]:
    """The months from one period to another, both counted; ``months("2019-Q4", "2019-Q4")`` are its three.

    Raises
    ------
    AnalysisError
        If one of them is not canonical, or the last ends before the first begins.

    Examples
    --------
    >>> months("2019-11", "2020-01")
    ['2019-11', '2019-12', '2020-01']
    """
    start, end = first_month(first), last_month(last)
    if end < start:
        raise AnalysisError(f"No months lie from {first} to {last}: the last ends before the first begins.")
    return [_text("month", month) for month in range(count(start), count(end) + 1)]


def first_month(period: str) -> str:
    """The month in which a period begins.

    >>> first_month("2019-Q4"), first_month("2019-12R12")
    ('2019-10', '2019-01')
    """
    return _text("month", count(last_month(period)) - LENGTH[kind(period)] + 1)


def last_month(period: str) -> str:
    """The month in which a period ends.

    >>> last_month("2019-Q4"), last_month("2019-12R12")
    ('2019-12', '2019-12')
    """
    which, year, number = _split(period)
    return _text("month", year * 12 + number * STEP[which] - 1)


def count(period: str) -> int:
    """How many months lie before the last of a period, from the year 0 on: the difference of two is their distance.

    >>> count("2013-01") - count("2012-12"), count("2012-Q4") - count("2012-12")
    (1, 0)
    """
    month = last_month(period)
    return int(month[:4]) * 12 + int(month[5:]) - 1


def iso_weeks(year: int) -> int:
    """How many ISO weeks a year has.

    >>> [year for year in range(2004, 2027) if iso_weeks(year) == 53]
    [2004, 2009, 2015, 2020, 2026]
    """
    return date(year, 12, 28).isocalendar().week  # 28 December always lies in the last week


def week_month(week: str) -> str:
    """The month of an ISO week, which is that of its Thursday.

    Raises
    ------
    AnalysisError
        If the text is no week such as ``2020-W53``, or the year has no such week.

    Examples
    --------
    >>> week_month("2020-W53"), week_month("2026-W01")
    ('2020-12', '2026-01')
    """
    found = WEEK.fullmatch(week)
    if not found:
        raise AnalysisError(f"'{week}' is not a week such as 2020-W53.")
    year, number = int(found[1]), int(found[2])
    if not 1 <= number <= iso_weeks(year):
        raise AnalysisError(f"There is no week {week}: {year} has weeks 1 to {iso_weeks(year)}.")
    return f"{date.fromisocalendar(year, number, 4):%Y-%m}"


def _plain(text: object) -> str:
    if not isinstance(text, str):
        raise AnalysisError(f'A period is text: write "{text}" in quotation marks.\n{ACCEPTED}')
    return " ".join(text.split()).casefold()


def _coded(plain: str) -> str | None:
    found = re.fullmatch(f"{YEAR}(?:m([0-9]{{2}})|(?:kv|k|q)0?([0-9])|h0?([0-9])|qmat0?([1-4]))", plain)
    if not found:
        return None
    year, month, quarter, half, moving = found.groups()
    if month:
        return f"{year}-{month}"
    if moving:
        return f"{year}-{3 * int(moving):02d}R12"
    return f"{year}-Q{quarter}" if quarter else f"{year}-H{half}"


def _named(plain: str) -> str | None:
    found = re.fullmatch(r"([a-z]+)[. -]+([0-9]{4}|[0-9]{2})", plain)
    if not found or found[1] not in NAMED_MONTHS:
        return None
    year = int(found[2])
    if len(found[2]) == 2:
        year += 1900 if year >= PIVOT else 2000
    return _text("month", year * 12 + NAMED_MONTHS[found[1]] - 1)


def _found(period: str) -> tuple[str, re.Match[str]] | None:
    for which, pattern in CANONICAL.items():
        match = pattern.fullmatch(period)
        if match:
            return which, match
    return None


def _split(period: str) -> tuple[str, int, int]:
    found = _found(period)
    if not found:
        raise AnalysisError(f"'{period}' is not a canonical period; periods.parse makes it one.\n{ACCEPTED}")
    which, match = found
    return which, int(match[1]), 1 if which == "year" else int(match[2])


def _text(which: str, count: int) -> str:
    """The period of a kind that lies ``count`` periods after the first of the year 0."""
    year, index = divmod(count, 12 // STEP[which])
    number = index + 1
    return {
        "month": f"{year:04d}-{number:02d}",
        "quarter": f"{year:04d}-Q{number}",
        "half": f"{year:04d}-H{number}",
        "year": f"{year:04d}",
        "rolling": f"{year:04d}-{number:02d}R12",
    }[which]
