"""Agreed values with dates: what the limit was in a month, and what happened to a benefit when."""

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from analysis import periods, project
from analysis.errors import AnalysisError, did_you_mean


@dataclass(frozen=True)
class Reform:
    """A change of law or definition that charts mark."""

    month: str
    benefits: frozenset[str]
    label: str
    event: str
    source: str


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


def reforms(benefit: str) -> list[Reform]:
    """The reforms of ``reference/breaks.csv`` that touch a benefit, oldest first.

    >>> [reform.month for reform in reforms("kontanthjaelp")]
    ['2025-07']
    """
    return [reform for reform in _reforms() if benefit in reform.benefits]


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
            row["date"][:7], frozenset(row["benefits"].split("|")), row["label"], row["event"], row["source"]
        )
        for row in rows
    ]
