"""Agreed values with dates: what the limit was in a month, and what happened to a benefit when."""

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from analysis import periods, project
from analysis.errors import AnalysisError, did_you_mean

NOT_VERIFIED = "ikke verificeret"  # what a page prints beside a figure that rests on what no source confirms


@dataclass(frozen=True)
class Reform:
    """A change of law or definition that charts mark."""

    month: str
    benefits: frozenset[str]
    label: str
    event: str
    source: str
    verified: bool = True  # whether the month was found in a source


@dataclass(frozen=True)
class Agreed:
    """One rule of ``reference/rules.yml``."""

    id: str
    value: float  # the latest
    label: str
    unit: str
    source: str
    verified: bool  # whether a source says so
    danish: str  # what it is, with its unit, where a definition rests on it
    beside: bool = False  # whether every figure that rests on it says so while it is not verified


def value(rule: str, on: str) -> float:
    """The value of a rule of ``reference/rules.yml`` in a month.

    >>> value("smallest_count", "2019-12")
    4.0

    Raises
    ------
    AnalysisError
        If there is no such rule, or it did not apply yet.
    """
    known = _rules()
    if rule not in known:
        raise AnalysisError(f"There is no rule '{rule}' in reference/rules.yml. {did_you_mean(rule, known)}")
    day = dt.date.fromisoformat(f"{periods.last_month(on)}-01")
    dated = {since: amount for since, amount in known[rule]["values"].items() if since <= day}
    if not dated:
        raise AnalysisError(f"The rule '{rule}' in reference/rules.yml has no value for {on}.")
    return float(dated[max(dated)])


def names() -> list[str]:
    """The rules that there are."""
    return list(_rules())


def latest(rule: str) -> float:
    """The value of a rule that was agreed last.

    >>> latest("smallest_count")
    4.0
    """
    dated = _rules()[rule]["values"]
    return float(dated[max(dated)])


def agreed(rule: str) -> Agreed:
    """A rule with the value that was agreed last.

    >>> agreed("long_term_weeks").value, agreed("long_term_weeks").verified
    (42.0, False)
    """
    about = _rules()[rule]
    return Agreed(
        rule, latest(rule), about["label"], about["unit"], about["source"], about.get("verified", True),
        about.get("danish", ""), about.get("beside", False),
    )  # fmt: skip


def reforms(benefit: str) -> list[Reform]:
    """The reforms of ``reference/breaks.csv`` that touch a benefit, oldest first.

    ``alle`` is the total of the benefits, and has the reforms that move the total.

    >>> [reform.month for reform in reforms("kontanthjaelp")][-2:]
    ['2020-03', '2025-07']
    """
    return [reform for reform in _reforms() if benefit in reform.benefits]


def all_reforms() -> list[Reform]:
    """Every row of ``reference/breaks.csv``, oldest first."""
    return _reforms()


def crossed(benefit: str, earlier: str, later: str) -> list[Reform]:
    """The reforms of a benefit that a comparison of two periods crosses, oldest first.

    A reform is crossed where it came after the first month of the earlier period began and before the later
    period ended, so that the two do not count the same thing all the way through.

    Parameters
    ----------
    benefit : str
        Id of a benefit; ``alle`` for the total.
    earlier, later : str
        Two periods, as ``2013-12`` or ``2013-Q4``; in either order.

    Raises
    ------
    AnalysisError
        If one of them is not a period.

    Examples
    --------
    >>> [reform.label for reform in crossed("kontanthjaelp", "2013-12", "2014-01")]
    ['Kontanthjælpsreform']
    >>> crossed("kontanthjaelp", "2014-01", "2014-12")
    []
    """
    first = min(periods.first_month(earlier), periods.first_month(later))
    last = max(periods.last_month(earlier), periods.last_month(later))
    return [reform for reform in reforms(benefit) if first < reform.month <= last]


@cache
def _rules() -> dict[str, Any]:
    with project.reference("rules.yml").open(encoding="utf-8") as file:
        listed: dict[str, Any] = yaml.safe_load(file)
    return listed


@cache
def _reforms() -> list[Reform]:
    with project.reference("breaks.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["date"])
    return [
        Reform(
            month=row["date"][:7],
            benefits=frozenset(row["benefits"].split("|")),
            label=row["label"],
            event=row["event"],
            source=row["source"],
            verified=row["verified"] == "yes",
        )
        for row in rows
    ]
