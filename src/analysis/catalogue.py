"""The measures: what a figure is called, what it is a share of, and how it may be added up.

The list itself is ``reference/measures.yml``. It lies left of ``data`` because protection must know which
rate belongs to which count before anything is computed.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from analysis import project
from analysis.errors import AnalysisError, did_you_mean

TOTAL = "alle"


@dataclass(frozen=True)
class Measure:
    """One measure of ``reference/measures.yml``; labels and explanations are Danish."""

    id: str
    label: str
    noun: str
    explanation: str
    kind: str  # "count" or "rate"
    unit: str
    direction: str  # "lower" or "higher" is better, or "neutral"
    benefits: tuple[str, ...]
    source: str
    axis: str = ""
    rate: str = ""  # of a count: the rate that areas are compared by
    numerator: str = ""  # of a rate: a count; empty where no source gives it
    denominator: str = ""  # of a rate: a count or a population
    computed: bool = False  # not in a source: numerator over denominator
    adds_up: bool = False  # persons that no two areas share
    parts: dict[str, list[str]] = field(default_factory=dict, hash=False)  # benefit -> those it is the sum of

    @property
    def is_rate(self) -> bool:
        """Whether the figure is a share in per cent."""
        return self.kind == "rate"

    @property
    def may_count_twice(self) -> bool:
        """Whether one person can be in several areas' counts, so that a sum may count them twice."""
        return self.unit == "personer" and not self.is_rate and not self.adds_up


def measures() -> dict[str, Measure]:
    """Every measure by its id, in the order of the list."""
    return _read()[0]


def measure(measure_id: str) -> Measure:
    """The measure with this id.

    Raises
    ------
    AnalysisError
        If there is none; the message has the nearest ids.
    """
    known = measures()
    if measure_id not in known:
        raise AnalysisError(f"There is no measure '{measure_id}'. {did_you_mean(measure_id, known)}")
    return known[measure_id]


def populations() -> dict[str, str]:
    """The denominators that no source gives, by id, with their Danish label."""
    return _read()[1]


def benefit_label(benefit: str) -> str:
    """The Danish name of a benefit as it stands inside a sentence.

    >>> benefit_label("a_dagpenge")
    'a-dagpenge'
    """
    return _read()[2][benefit]


def measured(subject: str) -> tuple[Measure, str]:
    """The measure and the benefit that a subject names; without a benefit, the measure's first.

    >>> measured("ledige_fuldtid/a_dagpenge")[1], measured("aktiveringsgrad")[1]
    ('a_dagpenge', 'kontanthjaelp')
    """
    measure_id, _, benefit = subject.partition("/")
    found = measure(measure_id)
    benefit = benefit or found.benefits[0]
    if benefit not in found.benefits:
        raise AnalysisError(f"'{measure_id}' has no figures for '{benefit}'. {did_you_mean(benefit, found.benefits)}")
    return found, benefit


@cache
def _read() -> tuple[dict[str, Measure], dict[str, str], dict[str, str]]:
    with project.reference("measures.yml").open(encoding="utf-8") as file:
        listed: dict[str, Any] = yaml.safe_load(file)
    found = {
        measure_id: Measure(id=measure_id, **{**fields, "benefits": tuple(fields["benefits"])})
        for measure_id, fields in listed["measures"].items()
    }
    return found, listed["populations"], listed["benefits"]
