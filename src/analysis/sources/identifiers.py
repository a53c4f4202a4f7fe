"""What looks like a CPR number: six digits of a possible date and four more. Counted, and never shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# day, month and year; 29 February of any year here, and of the years that had one below
_DAY_AND_MONTH = r"(?:(?:0[1-9]|[12][0-9])(?:0[1-9]|1[0-2])|30(?:0[13-9]|1[0-2])|31(?:0[13578]|1[02]))"
_REPLACEMENT = r"(?:(?:6[1-9]|[78][0-9]|9[01])(?:0[1-9]|1[0-2]))"  # given for want of a CPR number: the day and 60
_BETWEEN = " ?[-\u2010-\u2015\u2212] ?"
_WRITTEN = rf"(?:{_DAY_AND_MONTH}|{_REPLACEMENT})[0-9]{{2}}{_BETWEEN}[0-9]{{4}}"
_PLAIN = rf"{_DAY_AND_MONTH}[0-9]{{2}} ?[0-9]{{4}}"
_APART = "(?: ?[-./\u2010-\u2015\u2212] ?| )"  # what stands between day, month, year and the four last
_SPLIT = rf"[0-3][0-9]{_APART}[01][0-9]{_APART}[0-9]{{2}}{_APART}[0-9]{{4}}|{_DAY_AND_MONTH}[0-9]{{2}}[./][0-9]{{4}}"
_EDGE = "[^0-9A-Za-z]"  # inside a longer word of letters and digits, as a hash has them, digits are no number
_DIGITS = re.compile(r"[0-9]")
_FIRMS, _PERSONS = rf"(?:{_WRITTEN}|{_SPLIT})", rf"(?:{_WRITTEN}|{_PLAIN}|{_SPLIT})"
_PYTHON = {pattern: re.compile(rf"(?<![0-9A-Za-z]){pattern}(?![0-9A-Za-z])") for pattern in (_FIRMS, _PERSONS)}
_TEN_DIGITS = re.compile(r"[0-9]{10}(?:[.,]0*)?")
_MONTH_LENGTH = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])

NINE = 9
_SUSPICIOUS = 0.5

_NAME = re.compile(r"(?:cpr|pnr|person_?(?:nummer|nr)|foedselsnummer)(?:_?(?:nr|no|nummer|number|id))?")


def names_a_cpr(column: str) -> bool:
    """Whether a column's name, in small ASCII letters, says that it holds CPR numbers.

    >>> [names_a_cpr(name) for name in ("cpr", "cpr_nr", "pnr", "person", "p_nr")]
    [True, True, True, False, False]
    """
    return _NAME.fullmatch(column) is not None


@dataclass(frozen=True)
class Seen:
    """Rows with what looks like a CPR number, and the numbers of nine digits: all, and those that may be dates.

    A whole number loses the zero that it begins with, so that a CPR number of the first nine days of a month has
    nine digits. By chance an eighth of such numbers could be one; they are taken for CPR numbers, all that could be,
    where that is more than half of a column's.
    """

    certain: int = 0
    dates: int = 0
    nine: int = 0

    def __add__(self, other: "Seen") -> "Seen":
        return Seen(self.certain + other.certain, self.dates + other.dates, self.nine + other.nine)

    @property
    def rows(self) -> int:
        """How many rows hold a CPR number, as far as can be told from these rows."""
        return self.certain + (self.dates if self.dates > _SUSPICIOUS * self.nine else 0)


def count(values: Any, *, firms: bool = False) -> int:
    """How many rows of a whole column hold what looks like a CPR number; see ``look``."""
    return look(values, firms=firms).rows


def look(values: Any, *, firms: bool = False) -> Seen:
    """What of a column, or of a chunk of it, looks like CPR numbers.

    Parameters
    ----------
    values : Arrow array
        Of any type. Text is searched anywhere in it; whole numbers are found in whatever type they are kept.
        Dates, and true and false, hold none.
    firms : bool
        A column of firms or production units, declared as such: ten digits alone are allowed there.
    """
    kind = values.type
    if pa.types.is_dictionary(kind):
        return _in_dictionary(values, firms=firms)
    if pa.types.is_integer(kind):
        return Seen() if firms else _in_numbers(_numpy(values))
    if pa.types.is_floating(kind):
        numbers = _numpy(values)
        whole = numbers[np.isfinite(numbers) & (np.abs(numbers) < 1e11)]
        return Seen() if firms else _in_numbers(whole[whole == np.floor(whole)].astype(np.int64))
    if pa.types.is_decimal(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return look(_as_text(values), firms=firms)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return _in_text(values, firms=firms)
    return Seen()


def stands_in(text: str) -> bool:
    """Whether a text, such as a name or a heading, holds what looks like a CPR number anywhere.

    >>> stands_in("Sag 010190-1234"), stands_in("1. januar 1990"), stands_in("010190 1234.csv")
    (True, False, True)
    """
    return bool(_DIGITS.search(text)) and _confirmed(text, _PERSONS)


def among_figures(texts: Sequence[str]) -> list[int]:
    """Where the texts of a column of figures look like CPR numbers.

    Ten digits alone may as well be an amount, one in thirty of which begins with a possible date; they are
    taken for CPR numbers where most of those of the column could be. With a hyphen or in parts they always are,
    but a dot or a comma before four digits is of a decimal number.
    """
    ten = [at for at, text in enumerate(texts) if _TEN_DIGITS.fullmatch(text.strip())]
    dates = [at for at in ten if stands_in(texts[at].strip()[:10])]
    others = [
        at
        for at, text in enumerate(texts)
        if at not in set(ten) and not re.fullmatch(r"[0-9]+[.,][0-9]+", text.strip()) and stands_in(text)
    ]
    return sorted([*others, *(dates if len(dates) > _SUSPICIOUS * len(ten) else ())])


def possible_date(numbers: np.ndarray) -> np.ndarray:
    """Which numbers of ten digits begin with a date that there was, DDMMYY; the seventh digit tells the century.

    >>> possible_date(np.array([101901234, 3102001234, 2902001234, 2902004234])).tolist()
    [True, False, False, True]
    """
    head, seventh = numbers // 10_000, numbers // 1_000 % 10
    day, month, year = head // 10_000, head // 100 % 100, head % 100
    known = (month >= 1) & (month <= 12)
    there = known & (day >= 1) & (day <= _MONTH_LENGTH[np.where(known, month, 0)])
    in_1900 = (year == 0) & (seventh <= 3)  # 1900 was no leap year; 2000 was
    leap = (year % 4 == 0) & ~in_1900
    return np.asarray(there & ((day != 29) | (month != 2) | leap))


def _numpy(values: Any) -> np.ndarray:
    """The values that are there."""
    found: np.ndarray = values.drop_null().to_numpy(zero_copy_only=False)
    return found


def _in_numbers(numbers: np.ndarray) -> Seen:
    if not len(numbers) or int(numbers.max()) < 10**8:
        return Seen()
    long = numbers.astype(np.int64, copy=False)
    ten = long[(long >= 10**9) & (long < 10**10)]
    nine = long[(long >= 10**8) & (long < 10**9)]
    return Seen(int(possible_date(ten).sum()), int(possible_date(nine).sum()), len(nine))


def _in_text(values: Any, *, firms: bool) -> Seen:
    pattern = _FIRMS if firms else _PERSONS
    there = _plain(values.drop_null())
    likely = there.filter(pc.match_substring_regex(there, rf"(?:^|{_EDGE}){pattern}(?:$|{_EDGE})"))
    found = sum(_confirmed(text, pattern) for text in likely.to_pylist())
    if firms:
        return Seen(found)
    bare = pc.utf8_trim_whitespace(there)
    shortened = _in_numbers(_with_exponent(bare))
    nine = bare.filter(pc.match_substring_regex(bare, r"^[1-9][0-9]{8}(?:\.0*)?$"))
    if not len(nine):
        return Seen(found) + shortened
    numbers = pc.utf8_slice_codeunits(nine, 0, NINE).cast(pa.int64()).to_numpy(zero_copy_only=False)
    return Seen(found, int(possible_date(numbers).sum()), len(numbers)) + shortened


def _plain(values: Any) -> Any:
    """The texts with plain digits and spaces for wide digits and no-break spaces."""
    if pc.all(pc.string_is_ascii(values)).as_py() is not False:
        return values
    return pc.utf8_normalize(values, form="NFKC")


def _with_exponent(values: Any) -> np.ndarray:
    """The whole numbers of nine and ten digits that a spreadsheet wrote as 3.112991234E+09."""
    written = values.filter(pc.match_substring_regex(values, r"^[1-9][.,][0-9]{6,9}[eE]\+?0?[89]$"))
    return _numpy(pc.replace_substring(written, ",", ".").cast(pa.float64())).astype(np.int64)


def _confirmed(text: str, pattern: str) -> bool:
    """Whether one of the likely numbers in a text has a date that there was."""
    for match in _PYTHON[pattern].finditer(text):
        digits = int("".join(_DIGITS.findall(match[0])))
        if digits >= 61 * 10**8 or possible_date(np.array([digits]))[0]:
            return True
    return False


def _in_dictionary(values: Any, *, firms: bool) -> Seen:
    """Where none of the different values is suspicious, no row is."""
    array = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    different = look(array.dictionary, firms=firms)
    return different if different == Seen() else look(array.cast(array.type.value_type), firms=firms)


def _as_text(values: Any) -> Any:
    if pa.types.is_decimal(values.type):
        return values.cast(pa.string())
    texts = [None if one is None else one.decode("latin-1") for one in values.to_pylist()]
    return pa.array(texts, pa.string())
