"""Cells of a delivery as canonical values: numbers, dates, months, ids; what cannot be read is counted, not guessed."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis import areas, benefits
from analysis.sources.register.declared import plain
from analysis.sources.register.tables import Column

BLANKS = ("", ".")  # a full stop is SAS's missing number

_WHOLE = r"^-?[0-9]{1,17}(?:\.0*)?$"
_NUMBER = r"^-?[0-9]{1,15}(?:[.,][0-9]+)?$"
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ]00:00(?::00(?:\.0+)?)?)?$"
_DANISH = r"^[0-9]{2}[-./][0-9]{2}[-./][0-9]{4}$"
_MONTH = r"^(?:19|20)[0-9]{2}(?:-|M|m)(?:0[1-9]|1[0-2])$"


def read(values: Any, column: Column, names: Mapping[str, str]) -> tuple[Any, np.ndarray]:
    """A column as its canonical type, and which of its rows cannot be read.

    Parameters
    ----------
    values : Arrow array
        As the file has it.
    column : Column
        What should stand there.
    names : mapping
        What its values may also be called.

    Returns
    -------
    Arrow array, ndarray of bool
        A row that cannot be read is null in the first, true in the second.
    """
    read_as = _READERS[column.kind]
    found = read_as(values, column, names)
    blank = _blank(values)
    if column.default is not None:
        found = pc.if_else(pa.array(blank), pa.scalar(column.default, found.type), found)
    bad = found.is_null().to_numpy(zero_copy_only=False)
    return found, bad & ~blank if column.may_be_blank else bad


def text(values: Any) -> Any:
    """The cells as text without spaces around it; blank cells are null, and whole numbers have no decimals."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        return text(values.cast(kind.value_type))
    if pa.types.is_floating(kind):
        whole = pc.cast(values, pa.int64(), safe=False)
        same = pc.equal(whole.cast(pa.float64()), values.cast(pa.float64()))
        return pc.if_else(same, whole.cast(pa.string()), values.cast(pa.string()))
    plain_text = pc.utf8_trim_whitespace(values.cast(pa.string()))
    return pc.if_else(pc.is_in(plain_text, pa.array(BLANKS)), pa.scalar(None, pa.string()), plain_text)


def by_value(values: Any, meaning: Callable[[str], str | None]) -> Any:
    """What each different text means; null where it means nothing."""
    encoded = text(values).dictionary_encode()
    meanings = pa.array([meaning(one) for one in encoded.dictionary.to_pylist()], pa.string())
    return pc.take(meanings, encoded.indices)


def area_code(label: str) -> str | None:
    """The municipality code of a label; empty for one that is not known, None for what is none of the 98.

    >>> area_code("0561"), area_code("Esbjerg"), area_code("411"), area_code("501")
    ('561', '561', '', None)
    """
    return _area_codes().get(label.lstrip("0") if label.isdigit() else plain(label))


@cache
def _area_codes() -> dict[str, str]:
    found = {"": "", "997": "", "998": "", "999": "", "411": "", "uoplyst": "", "christiansoe": ""}
    for one in areas.municipalities():
        found[one.code] = one.code
        found[plain(one.name)] = one.code
    return found


def _blank(values: Any) -> np.ndarray:
    is_text = pa.types.is_string(values.type) or pa.types.is_dictionary(values.type)
    absent = pc.is_null(text(values) if is_text else values, nan_is_null=pa.types.is_floating(values.type))
    found: np.ndarray = absent.to_numpy(zero_copy_only=False)
    return found


def _matching(values: Any, pattern: str) -> Any:
    """The texts that match, and null for the others."""
    found = text(values)
    return pc.if_else(pc.match_substring_regex(found, pattern), found, pa.scalar(None, pa.string()))


def _whole(values: Any, column: Column, names: Mapping[str, str]) -> Any:
    if pa.types.is_integer(values.type):
        return values.cast(pa.int64(), safe=False)
    return pc.replace_substring_regex(_matching(values, _WHOLE), r"\.0*$", "").cast(pa.int64())


def _number(values: Any, column: Column, names: Mapping[str, str]) -> Any:
    if pa.types.is_floating(values.type) or pa.types.is_integer(values.type):
        numbers = values.cast(pa.float64(), safe=False)
        return pc.if_else(pc.is_finite(numbers), numbers, pa.scalar(None, pa.float64()))
    return pc.replace_substring(_matching(values, _NUMBER), ",", ".").cast(pa.float64())


def _date(values: Any, column: Column, names: Mapping[str, str]) -> Any:
    """Dates as they are, ``2014-03-31``, or day first: ``31-03-2014``; a time of day is left out."""
    if pa.types.is_date(values.type) or pa.types.is_timestamp(values.type):
        return values.cast(pa.timestamp("ms"), safe=False).cast(pa.date32(), safe=False)
    iso = pc.utf8_slice_codeunits(_matching(values, _ISO), 0, 10)
    danish = pc.replace_substring_regex(_matching(values, _DANISH), r"^(\d\d).(\d\d).(\d{4})$", r"\3-\2-\1")
    written = pc.coalesce(iso, danish)
    read_dates = pc.strptime(written, "%Y-%m-%d", "s", error_is_null=True).cast(pa.date32())
    same = pc.equal(pc.strftime(read_dates, "%Y-%m-%d"), written)  # 31 February is no day in March
    return pc.if_else(same, read_dates, pa.scalar(None, pa.date32()))


def _monday(values: Any, column: Column, names: Mapping[str, str]) -> Any:
    found = _date(values, column, names)
    monday = pc.equal(pc.day_of_week(found), 0)
    return pc.if_else(monday, found, pa.scalar(None, pa.date32()))


def _month(values: Any, column: Column, names: Mapping[str, str]) -> Any:
    if pa.types.is_date(values.type) or pa.types.is_timestamp(values.type):
        return pc.strftime(values, "%Y-%m")
    return pc.replace_substring_regex(_matching(values, _MONTH), "[Mm]", "-")


def _choice(values: Any, column: Column, names: Mapping[str, str]) -> Any:
    known = {**{plain(choice): choice for choice in column.choices}, **names}
    return by_value(values, lambda label: known.get(plain(label)))


def _flag(values: Any, column: Column, names: Mapping[str, str]) -> Any:
    if pa.types.is_boolean(values.type):
        return values
    known = {"true": "true", "false": "false", **names}
    found = by_value(values, lambda label: known.get(plain(label)))
    return pc.if_else(found.is_null(), pa.scalar(None, pa.bool_()), pc.equal(found, "true"))


def _benefit(values: Any, column: Column, names: Mapping[str, str]) -> Any:
    known = benefits.benefits()
    return by_value(values, lambda one: one if one in known or benefits.is_unknown(one) else None)


def _instrument(values: Any, column: Column, names: Mapping[str, str]) -> Any:
    known = benefits.instruments()
    return by_value(values, lambda one: one if one in known else None)


def _area(values: Any, column: Column, names: Mapping[str, str]) -> Any:
    return by_value(values, area_code)


def _slug(values: Any, column: Column, names: Mapping[str, str]) -> Any:
    return by_value(values, plain)


def _text(values: Any, column: Column, names: Mapping[str, str]) -> Any:
    return text(values)


_READERS: dict[str, Callable[[Any, Column, Mapping[str, str]], Any]] = {
    "whole": _whole,
    "number": _number,
    "date": _date,
    "monday": _monday,
    "month": _month,
    "choice": _choice,
    "flag": _flag,
    "benefit": _benefit,
    "instrument": _instrument,
    "area": _area,
    "slug": _slug,
    "text": _text,
}
