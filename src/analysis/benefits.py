"""Benefits and instruments: what they are called, which family they are of, when they existed, and their DREAM codes.

The lists are ``reference/benefits.csv`` and ``reference/instruments.csv``. Nearly all code ranges are unverified,
and each row says so.
"""

import csv
import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from analysis import periods, project
from analysis.errors import AnalysisError, did_you_mean

SELF_SUPPORT = "selvforsoergende"  # a week without a code; it becomes no spell
CODES = range(100, 1000)  # a DREAM code has three digits
UNKNOWN = "dream_"  # a code that the list has not keeps its weeks under this id

_RANGE = re.compile(r"(\d{3})(?:-(\d{3}))?")


@dataclass(frozen=True)
class Benefit:
    """One row of ``reference/benefits.csv``; months both count, and empty means open."""

    id: str
    label: str
    family: str
    valid_from: str
    valid_to: str
    permanent: bool  # one of the three of the goal on permanent support, 2011
    codes: frozenset[int]
    verified: bool  # whether a source was found for what the codes mean
    source: str

    def existed(self, on: str) -> bool:
        """Whether the benefit was paid in a month."""
        return self.valid_from <= on and (not self.valid_to or on <= self.valid_to)


@dataclass(frozen=True)
class Instrument:
    """One row of ``reference/instruments.csv``: a kind of activation, or of contact."""

    id: str
    label: str
    company_oriented: bool
    category: str
    valid_from: str
    valid_to: str


def benefits() -> dict[str, Benefit]:
    """Every benefit by its id, in the order of the list."""
    return {one.id: one for one in _benefits()}


def benefit(benefit_id: str) -> Benefit:
    """The benefit with this id.

    Raises
    ------
    AnalysisError
        If there is none; the message has the nearest ids.
    """
    known = benefits()
    if benefit_id not in known:
        raise AnalysisError(
            f"There is no benefit '{benefit_id}' in reference/benefits.csv. {did_you_mean(benefit_id, known)}"
        )
    return known[benefit_id]


def label(benefit_id: str) -> str:
    """The Danish name of a benefit, also of a code that the list has not.

    >>> label("foertidspension"), label("dream_412")
    ('Førtidspension', 'Ukendt ydelse (DREAM-kode 412)')
    """
    if is_unknown(benefit_id):
        return f"Ukendt ydelse (DREAM-kode {benefit_id.removeprefix(UNKNOWN)})"
    return benefit(benefit_id).label


def is_unknown(benefit_id: str) -> bool:
    """Whether the id stands for a DREAM code that the list has not."""
    return re.fullmatch(rf"{UNKNOWN}\d{{3}}", benefit_id) is not None


def family(name: str, *, on: str | None = None) -> list[str]:
    """The ids of a family's benefits, those of a month where one is given.

    >>> family("permanent")
    ['ledighedsydelse', 'fleksjob', 'foertidspension']
    >>> family("sygdom", on="2014-06")
    ['sygedagpenge']

    Raises
    ------
    AnalysisError
        If there is no such family; all are listed.
    """
    families = {one.family for one in _benefits()}
    if name not in families:
        raise AnalysisError(f"There is no family of benefits '{name}'. {did_you_mean(name, families)}")
    return [one.id for one in _benefits() if one.family == name and (on is None or one.existed(on))]


def permanent() -> list[str]:
    """The benefits of the goal on permanent support, 2011."""
    return [one.id for one in _benefits() if one.permanent]


def exits() -> list[str]:
    """The states after which no benefit is paid: dead, emigrated, on old-age pension. Sorted."""
    return sorted(family("exit"))


def of_code(code: int, monday: dt.date) -> str:
    """The id of the benefit that a DREAM code stands for in a week.

    Benefits that share a code follow each other in time. The one that existed in the month of the week's
    Thursday counts; else one that existed on any day of the week, since one day is enough for a code. A code
    that then stands for nothing keeps its number as an id of its own.

    Parameters
    ----------
    code : int
        Three digits.
    monday : date
        The first day of the week.

    Examples
    --------
    >>> of_code(152, dt.date(2019, 12, 23)), of_code(152, dt.date(2019, 12, 30)), of_code(412, dt.date(2019, 12, 23))
    ('integrationsydelse', 'sho', 'dream_412')
    """
    for days in (3, 0, 6):
        day = monday + dt.timedelta(days=days)
        for one in _by_code().get(code, ()):
            if one.existed(f"{day:%Y-%m}"):
                return one.id
    return f"{UNKNOWN}{code:03d}"


def known_codes() -> list[int]:
    """Every DREAM code that the list has, in any month."""
    return sorted(_by_code())


def instruments() -> dict[str, Instrument]:
    """Every instrument by its id, in the order of the list."""
    return {one.id: one for one in _instruments()}


@cache
def _by_code() -> dict[int, list[Benefit]]:
    found: dict[int, list[Benefit]] = {}
    for one in _benefits():
        for code in one.codes:
            found.setdefault(code, []).append(one)
    return found


@cache
def _benefits() -> tuple[Benefit, ...]:
    return tuple(
        Benefit(
            row["id"],
            row["label"],
            row["family"],
            _month(row["valid_from"]),
            _month(row["valid_to"]),
            row["permanent"] == "yes",
            _codes(row["dream_codes"]),
            row["verified"] == "yes",
            row["source"],
        )
        for row in _rows("benefits.csv")
    )


@cache
def _instruments() -> tuple[Instrument, ...]:
    return tuple(
        Instrument(
            row["id"],
            row["label"],
            row["company_oriented"] == "yes",
            row["category"],
            _month(row["valid_from"]),
            _month(row["valid_to"]),
        )
        for row in _rows("instruments.csv")
    )


def _rows(name: str) -> list[dict[str, str]]:
    with project.reference(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _month(text: str) -> str:
    if text and (periods.parse(text) != text or periods.kind(text) != "month"):
        raise AnalysisError(f"reference: '{text}' is not a month such as 2014-01.")
    return text


def _codes(text: str) -> frozenset[int]:
    """The codes of ranges such as ``130-138|730-738``."""
    codes: set[int] = set()
    for part in filter(None, text.split("|")):
        found = _RANGE.fullmatch(part)
        if not found:
            raise AnalysisError(f"reference/benefits.csv: '{part}' is not a range of codes such as 130-138 or 111.")
        codes |= set(range(int(found[1]), int(found[2] or found[1]) + 1))
    return frozenset(codes)
