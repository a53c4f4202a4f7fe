"""Danish numbers, months and lists: the one place where figures become text, rounded once and half up."""

import math
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from analysis import periods

HIDDEN = "oplyses ikke af hensyn til diskretion"
HIDDEN_CELL = "oplyses ikke"
MISSING_CELL = "mangler"
PROVISIONAL = "foreløbig"
UNCHANGED = "uændret"
MINUS = "\u2212"
_NOISE = 9  # decimals beyond which a float is arithmetic noise: 6.249999999999999 is 6.25


def rounded(value: float, decimals: int = 0) -> Decimal:
    """``value`` rounded half up, away from zero, as people round and as Jobindsats prints.

    >>> rounded(6.25, 1), rounded(-0.5), rounded(0.1 + 0.2, 1)
    (Decimal('6.3'), Decimal('-1'), Decimal('0.3'))
    """
    if not math.isfinite(value):
        raise ValueError("a figure that is missing cannot be rounded")
    exact = Decimal(repr(round(float(value), _NOISE)))
    result = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def number(value: float, decimals: int = 0) -> str:
    """A number with a dot for thousands and a comma for decimals; a negative one with a true minus.

    >>> number(22014), number(17.65, 1), number(-1234.5, 1), number(-0.04, 1)
    ('22.014', '17,7', '−1.234,5', '0,0')
    """
    result = rounded(value, decimals)
    text = f"{abs(result):,f}".translate(_marks())
    return MINUS + text if result < 0 else text


def signed(value: float, decimals: int = 0) -> str:
    """A change for a table cell, with its sign; no sign where it rounds to nothing.

    >>> signed(3.14, 1), signed(-12), signed(0.04, 1)
    ('+3,1', '−12', '0,0')
    """
    text = number(value, decimals)
    return "+" + text if rounded(value, decimals) > 0 else text


def percent(value: float, decimals: int = 1) -> str:
    """A share in per cent for running text.

    >>> percent(17.6), percent(0.0)
    ('17,6 pct.', '0,0 pct.')
    """
    return number(value, decimals) + " pct."


def points(value: float, decimals: int = 1) -> str:
    """A difference between two shares, without sign.

    >>> points(23.9 - 17.6)
    '6,3 procentpoint'
    """
    return number(abs(value), decimals) + " procentpoint"


def difference(now: float, before: float) -> str:
    """How many more or fewer there are now, in whole numbers.

    >>> difference(9, 12), difference(16281, 16281), difference(1250, 1000)
    ('3 færre', 'uændret', '250 flere')
    """
    change = rounded(now - before)
    if change == 0:
        return UNCHANGED
    return number(abs(float(change))) + (" flere" if change > 0 else " færre")


def month(period: str) -> str:
    """A period in words.

    >>> month("2026-07"), month("2019-Q4"), month("2019-H2"), month("2019"), month("2012-12R12")
    ('juli 2026', '4. kvartal 2019', '2. halvår 2019', '2019', '12 måneder til december 2012')
    """
    match periods.kind(period):
        case "month":
            year, number_ = period.split("-")
            return f"{_month_names()[int(number_)]} {year}"
        case "quarter":
            return f"{period[-1]}. kvartal {period[:4]}"
        case "half":
            return f"{period[-1]}. halvår {period[:4]}"
        case "rolling":
            return f"12 måneder til {month(period[:7])}"
        case _:
            return period


def short_month(period: str) -> str:
    """A period for an axis or a narrow column.

    >>> short_month("2026-07"), short_month("2019-Q4")
    ('jul 26', '4. kvt. 19')
    """
    if periods.kind(period) == "quarter":
        return f"{period[-1]}. kvt. {period[2:4]}"
    if periods.kind(period) != "month":
        return month(period)
    return f"{_month_names()[int(period[5:7])][:3]} {period[2:4]}"


def day(date: str) -> str:
    """A date or a date with a time, in words.

    >>> day("2026-08-22T10:00:00")
    '22. august 2026'
    """
    return f"{int(date[8:10])}. {month(date[:7])}"


def listed(names: Sequence[str]) -> str:
    """Names in a row, the last after "og".

    >>> listed(["Esbjerg", "Fanø"]), listed(["a", "b", "c"])
    ('Esbjerg og Fanø', 'a, b og c')
    """
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " og " + names[-1]


def months(periods_: Sequence[str]) -> str:
    """Months or quarters in a row, a year said once for those that share it.

    >>> months(["2019-11", "2019-12"]), months(["2019-12", "2020-01", "2020-02"])
    ('november og december 2019', 'december 2019 samt januar og februar 2020')
    >>> months(["2019-Q3", "2019-Q4"])
    '3. kvartal og 4. kvartal 2019'
    """
    by_year: dict[str, list[str]] = {}
    for one in periods_:
        name, year = month(one).rsplit(" ", 1)
        by_year.setdefault(year, []).append(name)
    return " samt ".join(f"{listed(names)} {year}" for year, names in by_year.items())


def lower_first(text: str) -> str:
    """``text`` with a small first letter, for use inside a sentence."""
    return text[:1].lower() + text[1:]


def ended(text: str) -> str:
    """A sentence with its full stop, unless an abbreviation has set it already.

    >>> ended("Det er 3,4 pct."), ended("Det er 12")
    ('Det er 3,4 pct.', 'Det er 12.')
    """
    return text if text.endswith(".") else text + "."


@cache
def _marks() -> Mapping[int, str]:
    """Danish marks for the comma and the point that Python puts between and after thousands."""
    return str.maketrans({",": get_group_symbol("da"), ".": get_decimal_symbol("da")})


@cache
def _month_names() -> Mapping[int, str]:
    names: Mapping[int, str] = get_month_names("wide", locale="da")
    return dict(names)
