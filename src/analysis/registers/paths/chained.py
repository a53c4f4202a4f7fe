"""The courses on one benefit, as arrays: where each begins and ends, and when the next one follows."""

from dataclasses import dataclass

import numpy as np

from analysis.errors import AnalysisError
from analysis.registers.numbers.codes import Register
from analysis.registers.paths.courses import GAP, courses

AWAY = 4000  # weeks: never


class NoCoursesError(AnalysisError):
    """There is no course of the kind that was asked for."""


@dataclass(frozen=True)
class Chains:
    """The courses on one benefit, by person and week; each an element of arrays of one length.

    ``opening`` and ``closing`` are the places in the register of a course's first and last spell, and ``following`` is
    the first week of the same person's next course on the benefit, ``AWAY`` weeks beyond the register for none.
    """

    person: np.ndarray
    first: np.ndarray
    last: np.ndarray
    opening: np.ndarray
    closing: np.ndarray
    following: np.ndarray


def chains(register: Register, benefit: str, *, gap: int = GAP) -> Chains:
    """The courses on a benefit.

    Raises
    ------
    NoCoursesError
        If the register has no spell on that benefit.
    """
    if not register.on(benefit).any():
        counted = ", ".join(register.benefits[: register.counted])
        raise NoCoursesError(f"The register has no spell on '{benefit}'. It has: {counted}.")
    found = courses(register, gap=gap)
    row, _ = register.chains
    row = row[register.benefit[row] == register.benefits.index(benefit)]
    opening, closing = row[found.begins[row]], row[found.ends[row]]
    person, first = register.person[opening], register.first[opening].astype(np.int64)
    following = np.full(len(opening), register.last_week + AWAY, dtype=np.int64)
    same = person[1:] == person[:-1]
    following[:-1][same] = first[1:][same]
    return Chains(person, first, register.last[closing].astype(np.int64), opening, closing, following)
