"""The measures: what a figure is called, what it is a share of, and how it may be added up.

The lists themselves are in ``reference/measures/``. The catalogue lies left of ``data`` because protection must know
which rate belongs to which count before anything is computed.
"""

import re
from functools import cache

from analysis import benefits, measure_lists, rules
from analysis.errors import AnalysisError, did_you_mean
from analysis.measure_lists import TOTAL, Measure, Population

__all__ = [
    "TOTAL", "Measure", "Population", "ages", "benefit_label", "beside", "breaks", "defined", "measure", "measured",
    "measures", "populations", "unverified",
]  # fmt: skip


def measures() -> dict[str, Measure]:
    """Every measure by its id, in the order of the lists."""
    return measure_lists.lists().measures


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


def populations() -> dict[str, Population]:
    """The denominators that are no measures, by id."""
    return measure_lists.lists().populations


@cache
def benefit_label(benefit: str) -> str:
    """The Danish name of a benefit, or of a group of them, as it stands inside a sentence.

    >>> benefit_label("a_dagpenge"), benefit_label("alle"), benefit_label("su")
    ('a-dagpenge', 'i alt', 'SU')
    """
    groups = measure_lists.lists().groups
    if benefit in groups:
        return groups[benefit]
    label = benefits.label(benefit)
    return label if label.isupper() else label[0].lower() + label[1:]


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


def unverified(measure_id: str) -> list[rules.Agreed]:
    """The agreed values behind a measure, its counts included, that no source confirms.

    >>> [rule.id for rule in unverified("langtidsledighedsprocent")], unverified("befolkning")
    (['long_term_weeks'], [])
    """
    of = measure(measure_id)
    parts = [of, *(measure(one) for one in (of.numerator, of.denominator) if one in measures())]
    named = dict.fromkeys(rule for part in parts for rule in part.rules)
    return [rule for rule in map(rules.agreed, named) if not rule.verified]


def beside(measure_id: str) -> str:
    """What a page prints beside a figure of a measure: nothing, or that what it rests on is not verified.

    It stands where money follows from a value that no source confirms; other measures say it in their definition.

    >>> beside("kommunal_udgift"), beside("langtidsledige")
    ('ikke verificeret', '')
    """
    return rules.NOT_VERIFIED if any(rule.beside for rule in unverified(measure_id)) else ""


def ages(of: Measure) -> str:
    """The ages of the denominator, as ``16-66``; empty where it is no population.

    >>> ages(measure("ledige_pct_arbejdsstyrken")), ages(measure("aktiveringsgrad"))
    ('16-66', '')
    """
    return populations()[of.denominator].ages if of.denominator in populations() else ""


def breaks(of: Measure, benefit: str) -> list[rules.Reform]:
    """The breaks of ``reference/breaks.csv`` that apply to a measure for a benefit, oldest first."""
    named = of.breaks or (benefit,)
    found = {reform: None for one in named for reform in rules.reforms(one)}
    return sorted(found, key=lambda reform: reform.month)


def defined(text: str) -> str:
    """A text of the lists with the agreed values in the place of their names.

    >>> defined("mindst {long_term_weeks} af de seneste 52 uger")
    'mindst 42 af de seneste 52 uger'
    """
    return re.sub(r"\{([a-z0-9_]+)\}", lambda name: f"{rules.latest(name[1]):g}".replace(".", ","), text)
