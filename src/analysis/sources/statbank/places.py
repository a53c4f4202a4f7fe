"""What the codes and texts of Statistics Denmark stand for: areas, sexes, ages and periods."""

import re
from collections.abc import Callable
from functools import cache

from analysis import areas
from analysis.catalogue import TOTAL
from analysis.errors import AnalysisError
from analysis.names import matching_key
from analysis.sources.exports import dates

OUTSIDE = "outside:"  # begins the id of an area that is no municipality: Christiansø, or one that is not known
REGION = "region:"
OLDEST = 125

_TOTALS = ("tot", "ialt", "i alt", "total", "alle", "alle aldre", "alder i alt", "age total")
_SEXES = {
    "maend": ("1", "m", "mand", "maend", "men", "male"),
    "kvinder": ("2", "k", "kvinde", "kvinder", "women", "female"),
}
_BY_KEY = {key: sex for sex, keys in _SEXES.items() for key in keys}
_AGE = re.compile(r"(\d{1,3})(?: ?(?:aar|years?|year))?(?: og derover| and over| and older)?")
_CODE_AND_TEXT = re.compile(r"(\S+)\s+(\S.*)")


def read(axis: str, text: str) -> str | None:
    """The id that a code, a text, or a code and its text stand for; none where they stand for nothing here.

    >>> read("area", "101 København"), read("sex", "Kvinder"), read("age", "105+"), read("period", "2014K1")
    ('101', 'kvinder', '105', '2014-Q1')
    >>> read("area", "1084"), read("area", "Christiansø"), read("age", "0-4")
    ('region:084', 'outside:411', None)
    """
    place = _READ[axis]
    found = place(text)
    both = _CODE_AND_TEXT.fullmatch(text.strip())
    if found is None and both:
        code, name = place(both[1]), place(both[2])
        found = code if code == name else None
    return found


def is_total(text: str) -> bool:
    """Whether a code or a text stands for all of them together, in any variable.

    >>> is_total("I alt"), is_total("TOT I alt"), is_total("Fraskilt")
    (True, True, False)
    """
    key = matching_key(text)
    return key in _TOTALS or all(part in _TOTALS for part in key.split(" ", 1))


@cache
def _area(text: str) -> str | None:
    try:
        if areas.outside(text):
            return OUTSIDE + _outside_code(text)
        found = areas.from_source(text)
    except AnalysisError:
        return None
    return REGION + found.code if found.kind == "region" else found.code


def _outside_code(text: str) -> str:
    """The code of an area outside the 98: Christiansø's, or that of an unknown municipality."""
    key = matching_key(text)
    return "411" if key.endswith("411") or key in ("christiansoe", "ertholmene") else "997"


def _sex(text: str) -> str | None:
    key = matching_key(text)
    return TOTAL if is_total(text) else _BY_KEY.get(key)


def _age(text: str) -> str | None:
    if is_total(text):
        return TOTAL
    found = _AGE.fullmatch(matching_key(text)) if "-" not in text else None
    return str(int(found[1])) if found and int(found[1]) <= OLDEST else None


@cache
def _period(text: str) -> str | None:
    return dates.period(text)


_READ: dict[str, Callable[[str], str | None]] = {"area": _area, "sex": _sex, "age": _age, "period": _period}
