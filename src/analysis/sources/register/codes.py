"""A column of weekly codes as whole numbers, whatever type the file keeps them in."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.sources import identifiers

BLANK = 0
NOT_A_CODE = "is not a three-digit code"

_CODE = re.compile(r"\s*([1-9][0-9]{2})(?:\.0*)?\s*")
_EMPTY = re.compile(r"\s*\.?\s*")


@dataclass(frozen=True)
class Codes:
    """The codes of a week: 100 to 999, 0 where blank or where the cell is no code; ``bad`` has the latter.

    ``bad`` is None where there is none; ``identifiers`` counts the cells that look like CPR numbers.
    """

    values: np.ndarray
    bad: np.ndarray | None = None
    identifiers: int = 0


def read(array: Any) -> Codes:
    """The codes of an Arrow array of numbers or texts."""
    kind = array.type
    if pa.types.is_null(kind):
        return Codes(np.zeros(len(array), np.int16))
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return _of_numbers(array)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind):
        return _of_texts(array)
    return _with_bad(np.zeros(len(array), np.int16), array.is_valid().to_numpy(zero_copy_only=False), array)


def _of_numbers(array: Any) -> Codes:
    there = _there(array)
    given = _values(array)
    if given.dtype == np.int16:
        found = given if there is None else given * there
    elif given.dtype.kind == "f":
        there = ~np.isnan(given) if there is None else there.astype(bool) & ~np.isnan(given)
        inside = there & (given >= 0) & (given < 2**15)
        found = np.where(inside, given, 0).astype(np.int16)
        return _checked(found, there & ~(inside & (found == given)), there, array)
    else:
        inside = (given >= 0) & (given < 2**15)
        inside = inside if there is None else inside & there.astype(bool)
        found = np.where(inside, given, 0).astype(np.int16)
        outside = ~inside if there is None else there.astype(bool) & ~inside
        return _checked(found, outside, there, array)
    return _checked(found, None, there, array)


def _checked(found: np.ndarray, bad: np.ndarray | None, there: np.ndarray | None, array: Any) -> Codes:
    """The codes, with what is none of three digits noted: a zero that is written is no blank."""
    blanks = len(found) - int(np.count_nonzero(found))
    absent = 0 if there is None else len(found) - int(np.count_nonzero(there))
    odd = bool(((found.view(np.uint16) - np.uint16(1)) < 99).any()) or int(found.max(initial=0)) > 999
    odd |= int(found.min(initial=0)) < 0 or blanks != absent or bool(bad is not None and bad.any())
    if not odd:
        return Codes(found)
    wrong = (found < 100) | (found > 999)
    wrong &= np.ones(len(found), bool) if there is None else there.astype(bool)
    return _with_bad(found, wrong if bad is None else wrong | bad, array)


def _of_texts(array: Any) -> Codes:
    encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    meanings = [_code(one) for one in encoded.dictionary.to_pylist()]
    known = np.array([*meanings, BLANK], dtype=np.int16)
    places = pc.fill_null(encoded.indices, len(meanings)).to_numpy(zero_copy_only=False)
    found = known[places]
    if -1 not in meanings:
        return Codes(found)
    return _with_bad(found, found == -1, array)


def _code(text: object) -> int:
    """The number of a code, 0 of a blank, -1 of anything else."""
    if text is None or _EMPTY.fullmatch(str(text)):
        return BLANK
    found = _CODE.fullmatch(str(text))
    return int(found[1]) if found else -1


def _with_bad(found: np.ndarray, bad: np.ndarray, array: Any) -> Codes:
    cells = array.filter(pa.array(bad))
    return Codes(np.where(bad, BLANK, found).astype(np.int16), bad, identifiers.count(cells))


def _there(array: Any) -> np.ndarray | None:
    """1 where there is a value, of unsigned bytes; None where there is one everywhere."""
    if not array.null_count:
        return None
    bits = np.frombuffer(array.buffers()[0], np.uint8)
    return np.unpackbits(bits, bitorder="little", count=array.offset + len(array))[array.offset :]


def _values(array: Any) -> np.ndarray:
    """The numbers as they lie in memory; what lies where there is none does not matter."""
    kind = array.type.to_pandas_dtype()
    return np.frombuffer(array.buffers()[1], kind)[array.offset : array.offset + len(array)]
