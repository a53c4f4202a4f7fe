"""Persons by a number: the pseudonym itself where it is a whole number, else a hash of it."""

import re
from hashlib import blake2b
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.sources.register.values import text

_WHOLE = re.compile(r"(0|[1-9][0-9]{0,17})(?:\.0+)?")
_DIGITS = re.compile(r"[0-9]+(?:\.0+)?")
_CONTROL = re.compile("[\x00-\x1f]")
_MOSTLY = 0.75


def numbers(values: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The number of each person, which rows have none, and the hashes that were made.

    A whole number from 0 up stands for itself, also where it is written as text, so that files of one delivery
    agree. Any other text (``0012``, ``a91f``) becomes a number below 0: the first 8 of 16 bytes of BLAKE2b over its
    UTF-8, with the highest bit set. The same text is the same number in every delivery.
    Where three quarters of the rows are digits, another text is no pseudonym but something in a wrong place.

    Parameters
    ----------
    values : Arrow array
        Numbers or texts.

    Returns
    -------
    ndarray of int64, ndarray of bool, ndarray of int64 of shape (different texts, 2)
        In the last, the number and the 8 bytes that follow: two texts with the same number differ there.
    """
    kind = values.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return _of_numbers(values)
    encoded = text(values).dictionary_encode()
    made = [_of_text(one) for one in encoded.dictionary.to_pylist()]
    known = np.array([number for number, _ in made], dtype=np.int64)
    absent = encoded.is_null().to_numpy(zero_copy_only=False)
    places = pc.fill_null(encoded.indices, 0).to_numpy(zero_copy_only=False)
    found = known[places] if len(known) else np.zeros(len(values), np.int64)
    if len(known):
        absent = absent | _out_of_place(encoded.dictionary.to_pylist(), places, absent)
    hashes = np.array([pair for pair in made if pair[0] < 0], dtype=np.int64).reshape(-1, 2)
    return found, absent, hashes


def _out_of_place(texts: list[str], places: np.ndarray, absent: np.ndarray) -> np.ndarray:
    """Which rows hold a sign that no text has, or a text where nearly all others are digits."""
    digits = np.array([_DIGITS.fullmatch(one) is not None for one in texts])[places]
    control = np.array([_CONTROL.search(one) is not None for one in texts])[places]
    mostly = int((digits & ~absent).sum()) >= _MOSTLY * int((~absent).sum())
    return np.asarray(control | (~digits if mostly else False))


def _of_numbers(values: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    absent = pc.is_null(values, nan_is_null=pa.types.is_floating(values.type)).to_numpy(zero_copy_only=False)
    given = pc.fill_null(values, 0).to_numpy(zero_copy_only=False)
    with np.errstate(invalid="ignore"):
        found = np.where(absent, 0, given).astype(np.int64)
    wrong = absent | (found < 0) | (found != np.where(absent, 0, given))
    return found, wrong, np.empty((0, 2), np.int64)


def _of_text(one: str) -> tuple[int, int]:
    if whole := _WHOLE.fullmatch(one):
        return int(whole[1]), 0
    digest = blake2b(one.encode("utf-8"), digest_size=16).digest()
    first = int.from_bytes(digest[:8], "big") >> 1
    return first - 2**63, int.from_bytes(digest[8:], "big", signed=True)
