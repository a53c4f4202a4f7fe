"""When a citizen must have had an interview or an offer: ``reference/deadlines.csv``, by benefit, age and month.

Hardly any of the deadlines has been found in a source; each row says so. They can be corrected there without code.
"""

import csv
from dataclasses import dataclass
from functools import cache

import numpy as np

from analysis import benefits, project
from analysis.errors import AnalysisError
from analysis.periods import kind

FILE = "deadlines.csv"
KINDS = ("interview", "offer")
_AGES = 121


@dataclass(frozen=True)
class Deadline:
    """One row of the list: ages and months both count, and an empty month is open."""

    kind: str
    benefits: tuple[str, ...]
    age_from: int
    age_to: int
    valid_from: str
    valid_to: str
    first_weeks: int  # weeks after the spell begins
    every_weeks: int  # weeks after the one before
    verified: bool
    source: str

    def covers(self, what: str, benefit: str, month: str) -> bool:
        """Whether the row is in force for a benefit in a month, for the ages that it names."""
        named = self.kind == what and benefit in self.benefits
        return named and self.valid_from <= month and (not self.valid_to or month <= self.valid_to)


def deadlines() -> tuple[Deadline, ...]:
    """Every row of the list, in its order.

    Raises
    ------
    AnalysisError
        If a row cannot be right, or two are in force for one age at the same time: every problem at once.
    """
    return _read()


def weeks(what: str, benefit: str, month: str) -> tuple[np.ndarray, np.ndarray]:
    """By age from 0 to 120, the weeks to the first interview or offer, and from one to the next; 0 where there is none.

    Parameters
    ----------
    what : str
        ``interview`` or ``offer``.
    benefit : str
    month : str
        As ``2014-01``.

    Examples
    --------
    >>> first, every = weeks("interview", "a_dagpenge", "2018-06")
    >>> first[[29, 30]].tolist(), every[30].item()
    ([5, 13], 13)
    """
    if what not in KINDS:
        raise ValueError(f"'{what}' is neither an interview nor an offer")
    first, every = np.zeros(_AGES, dtype=np.int64), np.zeros(_AGES, dtype=np.int64)
    for row in deadlines():
        if row.covers(what, benefit, month):
            first[row.age_from : row.age_to + 1], every[row.age_from : row.age_to + 1] = (
                row.first_weeks,
                row.every_weeks,
            )
    return first, every


def unverified() -> int:
    """How many rows no source confirms."""
    return sum(not row.verified for row in deadlines())


@cache
def _read() -> tuple[Deadline, ...]:
    with project.reference(FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found, problems = [], []
    for line, row in enumerate(rows, start=2):
        try:
            found.append(_deadline(row))
        except (ValueError, KeyError, TypeError) as wrong:
            problems.append(f"line {line}: {wrong}")
    known = benefits.benefits()
    problems += [
        f"no benefit '{name}' in reference/benefits.csv"
        for name in sorted({name for row in found for name in row.benefits if name not in known})
    ]
    problems += _twice(found)
    if problems:
        raise AnalysisError(
            "\n".join([f"reference/{FILE}: {len(problems)} problem(s)", *(f"  - {text}" for text in problems)])
        )
    return tuple(found)


def _deadline(row: dict[str, str]) -> Deadline:
    found = Deadline(
        row["kind"],
        tuple(row["benefits"].split("|")),
        int(row["age_from"]),
        int(row["age_to"]),
        row["valid_from"],
        row["valid_to"],
        int(row["first_weeks"]),
        int(row["every_weeks"]),
        {"yes": True, "no": False}[row["verified"]],
        row["source"],
    )
    months = [month for month in (found.valid_from, found.valid_to) if month]
    if found.kind not in KINDS or not found.source or any(kind(month) != "month" for month in months):
        raise ValueError("a kind, a month or a source that cannot be")
    if not 0 <= found.age_from <= found.age_to < _AGES or found.first_weeks < 1 or found.every_weeks < 1:
        raise ValueError("ages or weeks that cannot be")
    return found


def _twice(found: list[Deadline]) -> list[str]:
    """Rows that are in force for one benefit and age at once."""
    clashes = []
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            same = set(one.benefits) & set(other.benefits) if one.kind == other.kind else set()
            begins = max(one.valid_from, other.valid_from)
            months = begins <= min(one.valid_to or "9999-12", other.valid_to or "9999-12")
            if same and months and max(one.age_from, other.age_from) <= min(one.age_to, other.age_to):
                clashes.append(f"two deadlines ({one.kind}) for {', '.join(sorted(same))} from {begins}")
    return clashes
