"""The list of who pays a week of benefit: ``reference/refusion.csv``, read strictly."""

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from analysis import benefits, project
from analysis.errors import AnalysisError

FILE = "refusion.csv"
ACTIVITIES = ("any", "active", "passive")


@dataclass(frozen=True)
class Rate:
    """One row of ``reference/refusion.csv``: dates and weeks both count, and None is open."""

    regime: str
    benefits: tuple[str, ...]
    valid_from: dt.date
    valid_to: dt.date | None
    week_from: int
    week_to: int | None
    activity: str  # "active" (company-oriented, or ordinary education), "passive", or "any"
    state_share: float
    verified: bool
    source: str

    def covers(self, benefit: str, on: dt.date, active: bool) -> bool:
        """Whether the row is the law for a benefit on a day, whatever the week of support."""
        wanted = ("any", "active" if active else "passive")
        known = benefit in self.benefits and self.activity in wanted
        return known and self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def rates() -> tuple[Rate, ...]:
    """Every row of the list, in its order.

    Raises
    ------
    AnalysisError
        If a row cannot be right, or two are the law at the same time: every problem at once.
    """
    return _read()


@cache
def _read() -> tuple[Rate, ...]:
    with project.reference(FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found, problems = [], []
    for line, row in enumerate(rows, start=2):
        try:
            found.append(_rate(row))
        except (ValueError, KeyError, TypeError) as wrong:
            problems.append(f"  - line {line}: {wrong}")
    problems += [f"  - {text}" for text in (*_unknown(found), *_twice(found))]
    if problems:
        raise AnalysisError("\n".join([f"reference/{FILE}: {len(problems)} problem(s)", *problems]))
    return tuple(found)


def _rate(row: dict[str, str]) -> Rate:
    rate = Rate(
        row["regime"],
        tuple(row["benefits"].split("|")),
        dt.date.fromisoformat(row["valid_from"]),
        dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        int(row["week_from"]),
        int(row["week_to"]) if row["week_to"] else None,
        row["activity"],
        float(row["state_share"]),
        {"yes": True, "no": False}[row["verified"]],
        row["source"],
    )
    if rate.activity not in ACTIVITIES or not 0 <= rate.state_share <= 1 or rate.week_from < 1 or not rate.source:
        raise ValueError("an activity, a share, a week or a source that cannot be")
    return rate


def _unknown(found: Iterable[Rate]) -> list[str]:
    known = benefits.benefits()
    names = sorted({name for rate in found for name in rate.benefits if name not in known})
    return [f"no benefit '{name}' in reference/benefits.csv" for name in names]


def _twice(found: list[Rate]) -> list[str]:
    """Rows that are the law of one benefit, week and activity at once."""
    clashes = []
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            same = set(one.benefits) & set(other.benefits)
            kinds = {one.activity, other.activity}
            meets = len(kinds) == 1 or "any" in kinds
            last = min(one.valid_to or dt.date.max, other.valid_to or dt.date.max)
            days = max(one.valid_from, other.valid_from) <= last
            weeks = max(one.week_from, other.week_from) <= min(one.week_to or 9999, other.week_to or 9999)
            if same and meets and days and weeks:
                clashes.append(f"two rates for {', '.join(sorted(same))} from {max(one.valid_from, other.valid_from)}")
    return clashes
