"""The lists of ``reference/measures/``, read strictly: measures, populations, and groups of benefits."""

import re
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from analysis import benefits, project, rules
from analysis.errors import AnalysisError, did_you_mean

TOTAL = "alle"
OWN = "own"  # the breaks of the benefit that is shown
EACH = "each"  # every benefit that is paid
SOURCES = ("register", "observations")
DIRECTIONS = ("lower", "higher", "neutral")
PLAIN = ("count", "amount", "rank")  # kinds that are no quotient
SCALES = {"count": 1, "amount": 1, "rank": 1, "rate": 100, "per_1000": 1000, "mean": 1, "ratio": 1}
UNITS = {
    "count": ("personer", "fuldtidspersoner", "forløb", "virksomheder", "ordrer"),
    "amount": ("uger", "kr."),
    "rank": ("nr.",),
    "rate": ("pct.",),
    "per_1000": ("pr. 1.000",),
    "mean": ("uger", "timer", "kr.", "samtaler"),
    "ratio": ("forhold",),
}

_WHERE = "reference/measures"
_PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_CALCULATED = ("id", "subject", "rules")  # not written in the lists
_REQUIRED = (
    *("label", "noun", "explanation", "kind", "unit", "direction", "population", "formula", "benefits", "source"),
    *("first_month", "breaks", "smallest_count", "computed_from"),
)


@dataclass(frozen=True)
class Measure:
    """One measure of ``reference/measures/``; labels and explanations are Danish.

    ``kind`` is ``count`` (persons or what else is counted), ``amount`` (what adds up but is no count), ``rank`` (a
    place in an order, which never adds up), or a quotient: ``rate`` (per cent), ``per_1000``, ``mean`` or ``ratio``.
    """

    id: str
    label: str
    noun: str
    explanation: str
    kind: str
    unit: str
    direction: str  # "lower" or "higher" is better, or "neutral"
    benefits: tuple[str, ...]
    source: str
    population: str = ""  # who is counted, in Danish
    formula: str = ""
    first_month: str = ""
    breaks: tuple[str, ...] = ()  # benefits whose breaks apply; empty for those of the benefit shown
    smallest_count: str = "smallest_count"  # the rule that says which counts are hidden
    computed_from: tuple[str, ...] = ()
    axis: str = ""
    rate: str = ""  # of a count: the quotient that areas are compared by
    numerator: str = ""  # of a quotient: a count or an amount; empty where ``counts`` says what it is
    counts: str = ""  # of a quotient without a measure for numerator: what is counted, in Danish
    denominator: str = ""  # of a quotient: a count or a population
    computed: bool = False  # not in a source: numerator over denominator
    adds_up: bool = False  # persons that no two areas share
    family: str = ""  # the shares of a family are of the same base and add up to all of it
    parts: dict[str, list[str]] = field(default_factory=dict, hash=False)  # benefit -> those it is the sum of
    subject: str = ""  # the heading it stands under
    rules: tuple[str, ...] = ()  # agreed values that the definition rests on

    @property
    def is_rate(self) -> bool:
        """Whether the figure is one thing over another, so that it is never added up and never changes in per cent."""
        return self.kind not in PLAIN

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole, in per cent."""
        return self.kind == "rate"

    @property
    def is_part(self) -> bool:
        """Whether it says how many of those in the denominator are counted, so that chance has a known size."""
        return self.kind in ("rate", "per_1000")

    @property
    def scale(self) -> int:
        """What a numerator over its denominator is multiplied by."""
        return SCALES[self.kind]

    @property
    def may_count_twice(self) -> bool:
        """Whether one person can be in several areas' counts, so that a sum may count them twice."""
        return self.unit == "personer" and self.kind == "count" and not self.adds_up


@dataclass(frozen=True)
class Population:
    """A denominator that is no measure: residents of some ages, in or out of the labour force."""

    id: str
    label: str
    ages: str


@dataclass(frozen=True)
class Lists:
    """What the lists hold, each by its id."""

    measures: dict[str, Measure]
    populations: dict[str, Population]
    groups: dict[str, str]


@cache
def lists() -> Lists:
    """The measures in the order of their files, the populations, and the names of the groups of benefits.

    Raises
    ------
    AnalysisError
        If a field is unknown, absent or not as described, or names a measure, benefit, population or rule that there
        is not: every problem of every file at once.
    """
    return read(project.reference("measures"))


def read(folder: Path) -> Lists:
    """The lists of a folder; see ``lists``."""
    problems: list[str] = []
    shared = _yaml(folder / "shared.yml", problems)
    populations = {
        name: Population(name, str(about.get("label", "")), str(about.get("ages", "")))
        for name, about in shared.get("populations", {}).items()
    }
    groups = {str(name): str(label) for name, label in shared.get("benefit_groups", {}).items()}
    found: dict[str, Measure] = {}
    for number, path in sorted((_order(path), path) for path in folder.glob("*.yml") if path.name != "shared.yml"):
        for measure in _measures(path, problems):
            if measure.id in found:
                problems.append(f"{path.name}, {measure.id}: stands in another file too, order {number}.")
            found[measure.id] = measure
    for measure in found.values():
        problems += [f"{measure.id}: {text}" for text in _disagreements(measure, found, populations, groups)]
    if problems:
        head = f"{_WHERE}: {len(problems)} problem(s)"
        raise AnalysisError("\n".join([head, *(f"  - {problem}" for problem in problems)]))
    return Lists(found, populations, groups)


def _measures(path: Path, problems: list[str]) -> list[Measure]:
    content = _yaml(path, problems)
    unknown = content.keys() - {"subject", "order", "common", "measures"}
    problems += [f"{path.name}: '{key}' is not known here." for key in sorted(unknown)]
    found = []
    for name, own in content.get("measures", {}).items():
        about = {**content.get("common", {}), **own}
        wrong = _wrong_fields(about)
        problems += [f"{path.name}, {name}: {text}" for text in wrong]
        if not wrong:
            found.append(_measure(str(name), about, subject=str(content.get("subject", ""))))
    return found


def _measure(name: str, about: dict[str, Any], *, subject: str) -> Measure:
    given = {key: tuple(_listed(about[key])) for key in ("benefits", "computed_from", "breaks")}
    if given["benefits"][-1:] == (EACH,):
        given["benefits"] = (*given["benefits"][:-1], *paid())
    if given["breaks"] == (OWN,):
        given["breaks"] = ()
    texts = {key: about[key] for key in ("explanation", "population", "formula")}
    named = dict.fromkeys(rule for text in texts.values() for rule in _PLACEHOLDER.findall(text))
    return Measure(id=name, subject=subject, **{**about, **given}, rules=tuple(named))


def paid() -> tuple[str, ...]:
    """The benefits that are paid: all of ``reference/benefits.csv`` but education, self-support and what ends a life
    in the register."""
    outside = ("exit", "selvforsoergelse", "uddannelse")
    return tuple(one.id for one in benefits.benefits().values() if one.family not in outside)


def _wrong_fields(about: dict[str, Any]) -> list[str]:
    """Fields that are unknown, absent or of the wrong kind."""
    known = {one.name for one in fields(Measure)} - set(_CALCULATED)
    wrong = [f"'{key}' is not known here. {did_you_mean(key, known)}" for key in about if key not in known]
    quotient = about.get("kind") in SCALES and about["kind"] not in PLAIN
    required = {*_REQUIRED, *(("axis", "denominator") if quotient else ())}
    wrong += [f"'{key}' is absent." for key in sorted(required - about.keys())]
    for key in sorted(about.keys() & known):
        value = about[key]
        wants = "a list" if key in ("benefits", "computed_from") else "a text"
        if key in ("computed", "adds_up"):
            fits, wants = isinstance(value, bool), "true or false"
        elif key == "parts":
            fits, wants = isinstance(value, dict) and all(isinstance(part, list) for part in value.values()), "lists"
        elif key == "breaks":
            fits, wants = value == OWN or (isinstance(value, list) and bool(value)), f"'{OWN}' or a list"
        elif wants == "a list":
            fits = isinstance(value, list) and bool(value)
        else:
            fits = isinstance(value, str) and bool(value.strip())
        wrong += [] if fits else [f"'{key}' must be {wants}."]
    return wrong


def _disagreements(
    of: Measure, found: dict[str, Measure], populations: dict[str, Population], groups: dict[str, str]
) -> list[str]:
    """Where a measure names what is not there, or fields contradict each other."""
    paid_for = {*groups, *benefits.benefits()}
    checked = [
        ("kind", of.kind, SCALES),
        ("direction", of.direction, DIRECTIONS),
        *([("unit", of.unit, UNITS[of.kind])] if of.kind in UNITS else []),
        *(("computed_from", one, SOURCES) for one in of.computed_from),
        *(("benefits", one, paid_for) for one in _named_benefits(of)),
        *(("rules", one, rules.names()) for one in (of.smallest_count, *of.rules)),
        *([("rate", of.rate, [one.id for one in found.values() if one.numerator == of.id])] if of.rate else []),
    ]
    wrong = [
        f"'{key}' has '{value}'. {did_you_mean(value, known)}" for key, value, known in checked if value not in known
    ]
    wrong += [
        f"'breaks' has '{one}', which reference/breaks.csv has not." for one in of.breaks if not rules.reforms(one)
    ]
    for rule in {of.smallest_count, *of.rules} & {*rules.names()}:
        if not rules.agreed(rule).danish:
            wrong.append(f"the rule '{rule}' has no 'danish' in reference/rules.yml.")
    if not _MONTH.fullmatch(of.first_month):
        wrong.append(f"'first_month' is '{of.first_month}', not a month such as 2007-01.")
    if of.is_rate:
        wrong += _bad_quotient(of, found, populations)
    elif of.numerator or of.denominator or of.counts:
        wrong.append("a count or an amount has no numerator and no denominator; nor has a rank.")
    return wrong


def _bad_quotient(of: Measure, found: dict[str, Measure], populations: dict[str, Population]) -> list[str]:
    counts = [one.id for one in found.values() if not one.is_rate and one.kind != "rank"]
    wrong = []
    if bool(of.numerator) == bool(of.counts):
        wrong.append("a quotient has a 'numerator' that is a measure, or else 'counts' says what it counts.")
    if of.numerator and of.numerator not in counts:
        wrong.append(f"the numerator '{of.numerator}' is no count or amount. {did_you_mean(of.numerator, counts)}")
    if of.denominator not in {*populations, *counts}:
        hint = did_you_mean(of.denominator, [*populations, *counts])
        wrong.append(f"the denominator '{of.denominator}' is no count and no population. {hint}")
    if of.rate:
        wrong.append("a quotient has no 'rate'.")
    return wrong


def _named_benefits(of: Measure) -> list[str]:
    parts = [part for total, summed in of.parts.items() for part in (total, *summed)]
    return list(dict.fromkeys([*of.benefits, *(part.rpartition("/")[2] for part in parts)]))


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value]


def _order(path: Path) -> int:
    found = re.search(r"^order: *(\d+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return int(found[1]) if found else 0


def _yaml(path: Path, problems: list[str]) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except yaml.YAMLError as error:
        problems.append(f"{path.name}: this is not YAML ({str(error).splitlines()[0]}).")
        return {}
    if not isinstance(content, dict):
        problems.append(f"{path.name} must hold keys and values.")
        return {}
    return content
