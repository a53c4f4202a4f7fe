"""Digests of an area's months of a measure, of which two tell the month in which they differ, where it is one alone.

A digest is three sums over the months of a number that each month has: one of some bits of it, one of others, and one
of these times the month's place. Where one month has changed, the change of the last sum is that of the second times
its place.
"""

from collections.abc import Sequence

import numpy as np

PRIME = (1 << 24) - 3  # sums are taken modulo it, and stand as 6 hexadecimal digits
DIGITS = 6


def sums(months: Sequence[np.ndarray]) -> np.ndarray:
    """The three sums of each area, from the figures of its months.

    Parameters
    ----------
    months : sequence of array
        What is told of a month, each of months by areas.

    Returns
    -------
    ndarray
        Of areas by 3, whole numbers below ``PRIME``.

    References
    ----------
    The numbers of the months are mixed as by Steele, Lea and Flood (2014), OOPSLA, 453-472 (SplitMix64).
    """
    mixed = np.zeros(months[0].shape, dtype=np.uint64)
    for part in months:
        mixed = _mixed(mixed ^ np.ascontiguousarray(part, dtype=np.float64).view(np.uint64))
    low, high = mixed % np.uint64(PRIME), (mixed >> np.uint64(32)) % np.uint64(PRIME)
    place = np.arange(1, len(mixed) + 1, dtype=np.uint64)[:, None]
    added = [part.sum(axis=0, dtype=np.uint64) for part in (high, low, low * place % np.uint64(PRIME))]
    three: np.ndarray = np.stack(added, axis=1) % np.uint64(PRIME)
    return three


def written(three: np.ndarray) -> str:
    """The three sums of an area as a text."""
    return "".join(f"{one:0{DIGITS}x}" for one in three.tolist())


def place(before: str, now: str, *, of: int) -> int | None:
    """The place of the one month in which two digests differ, from 0; None where it is not one alone.

    That several months are taken for one has a chance of ``of`` in 16 millions.

    Parameters
    ----------
    before, now : str
        From ``written``, of the same months.
    of : int
        How many months.
    """
    if len(before) != len(now) or len(now) != 3 * DIGITS:
        return None
    _, low, placed = (
        (int(one, 16) - int(other, 16)) % PRIME for other, one in zip(*map(_parts, (before, now)), strict=True)
    )
    found = placed * pow(low, -1, PRIME) % PRIME if low else 0
    return found - 1 if 1 <= found <= of else None


def _parts(digest: str) -> list[str]:
    return [digest[at : at + DIGITS] for at in range(0, 3 * DIGITS, DIGITS)]


def _mixed(numbers: np.ndarray) -> np.ndarray:
    """Each number made another, so that those that are alike are so no more."""
    mixed: np.ndarray = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed
