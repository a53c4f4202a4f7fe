"""What areas are called: an :class:`Area`, and the one that a code, a name or an alias stands for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from analysis import area_lists, names
from analysis.errors import AnalysisError, nearest
from analysis.names import danish_key, matching_key

KINDS = ("municipality", "jobcenter", "region", "group", "country")
OLD_CODES = ("101", "861")  # the lowest and the highest municipality code before 2007
OUTSIDE = {
    "411": "Christiansø is state land and not a municipality: it is none of the 98.",
    "997": "997 stands for people whose municipality is not known.",
}
OUTSIDE_NAMES = {"christiansoe": "411", "ertholmene": "411", "uoplyst": "997", "uoplyst kommune": "997"}


@dataclass(frozen=True)
class Area:
    """One area: its kind (one of ``KINDS``), its code as text, and its official name.

    >>> Area("jobcenter", "561", "Esbjerg").slug
    '561-esbjerg'
    """

    kind: str
    code: str
    name: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is not a kind of area: {', '.join(KINDS)}")

    @property
    def slug(self) -> str:
        """Code and name as a folder's name, in ASCII; a group's code is its slug already."""
        return self.code if self.kind == "group" else f"{self.code}-{names.slug(self.name)}"


COUNTRY = Area("country", "000", "Hele landet")


def regions() -> list[Area]:
    """The five regions, by code."""
    return list(_regions())


def groups() -> list[Area]:
    """Statistics Denmark's groups of municipalities, in Danish order; the code is the name's slug."""
    return list(_groups())


def municipality(text: str) -> Area:
    """The municipality that a code, a name or an alias names, whatever its case and spacing.

    Reads ``561``, ``0561``, ``561-esbjerg``, ``Esbjerg``, ``Esbjerg Kommune``, ``Århus``, ``Aeroe``.
    A text that says jobcenter is refused: a jobcenter may count more than one municipality.

    Raises
    ------
    AnalysisError
        If nothing has that name (the nearest names are given), or the code is Christiansø's, a region's,
        or from before 2007.
    """
    key = key_of(text)
    if key != without_jobcenter(key):
        raise AnalysisError(
            f"'{_shown(text)}' names a jobcenter, which may count several municipalities.\n"
            "A municipality is wanted: leave that word out."
        )
    return resolve(key, text, noun="municipality")


def region(text: str) -> Area:
    """The region that a name or a code names: ``Region Syddanmark``, ``syddanmark``, ``083``, ``1083``.

    Raises
    ------
    AnalysisError
        If no region has that name; the five are listed.
    """
    found = _region(key_of(text))
    if found is None:
        listed = ", ".join(f"{one.code} {one.name}" for one in regions())
        raise AnalysisError(f"No region is called '{_shown(text)}'.\nThere are: {listed}.")
    return found


def group(text: str) -> Area:
    """The group of municipalities with that name, whatever its case.

    Raises
    ------
    AnalysisError
        If no group has that name; all are listed.
    """
    key = key_of(text)
    for one in _groups():
        if matching_key(one.name) == key:
            return one
    listed = ", ".join(one.name for one in _groups())
    raise AnalysisError(f"No group of municipalities is called '{_shown(text)}'.\nThere are: {listed}.")


def from_source(name: str) -> Area:
    """The area that a source's row label or code names: ``Hele landet``, ``Region Sjælland``, a municipality.

    A region is only recognised by its code or with the word Region, since ``Sjælland`` and ``Hovedstaden``
    alone have named other areas too. Ask ``outside`` first which rows belong to no municipality.

    Raises
    ------
    AnalysisError
        If the label names none of them.
    """
    key = key_of(name)
    if key in ("hele landet", COUNTRY.code, "0"):
        return COUNTRY
    found = _region(key) if key.startswith("region ") or key.isdigit() else None
    return found or municipality(name)


def outside(label: str) -> bool:
    """Whether a source's label or code names people outside the 98: Christiansø, or an unknown municipality.

    Sources leave such rows out and say how many.

    >>> outside("Christiansø"), outside("411"), outside("Bornholm")
    (True, True, False)
    """
    key = key_of(label)
    return key in OUTSIDE_NAMES or _code(key) in OUTSIDE


def key_of(text: object) -> str:
    """The matching key of a text that must hold something.

    Raises
    ------
    AnalysisError
        If it is a number instead of text, or empty.
    """
    if not isinstance(text, str):
        raise AnalysisError(f'Codes and names are text: write "{text}" in quotation marks.')
    key = matching_key(text)
    if not key:
        raise AnalysisError("The name of an area is empty.\nGive a code such as 561, or a name.")
    return key


def without_jobcenter(key: str) -> str:
    """A matching key without the word jobcenter; unchanged where it holds no other word.

    >>> without_jobcenter("jobcenter esbjerg")
    'esbjerg'
    """
    return " ".join(word for word in key.split() if word not in ("jobcenter", "jobcentret")) or key


def resolve(key: str, text: str, *, noun: str) -> Area:
    """The municipality that a matching key names; errors show ``text``, and ``noun`` as what was wanted."""
    plain = re.sub(r" (kommune|regionskommune)$", "", key)
    spellings = _spellings()
    code = spellings.get(plain) or _code(plain) or OUTSIDE_NAMES.get(plain)
    if code in area_lists.municipalities():
        return named(code)
    reason = _why_not(plain, code)
    if reason:
        raise AnalysisError(f"'{_shown(text)}' is no {noun}. {reason}")
    numbered = re.fullmatch(r"(0?[0-9]{3}) (.+)", plain)
    if numbered and spellings.get(numbered[2]) == _code(numbered[1]):
        return named(spellings[numbered[2]])
    if numbered:
        raise AnalysisError(f"'{_shown(text)}' is no {noun}: code and name do not agree.\nGive one of them.")
    raise AnalysisError(f"No {noun} is called '{_shown(text)}'.\n{_suggestion(plain, spellings)}")


def named(code: str, *, kind: str = "municipality") -> Area:
    """The municipality with a known code, or the jobcenter it hosts."""
    return Area(kind, code, area_lists.municipalities()[code].name)


@cache
def _regions() -> tuple[Area, ...]:
    found = {one.region: one.region_name for one in area_lists.municipalities().values()}
    return tuple(Area("region", code, name) for code, name in sorted(found.items()))


@cache
def _groups() -> tuple[Area, ...]:
    found = {one.group for one in area_lists.municipalities().values()}
    return tuple(Area("group", names.slug(name), name) for name in sorted(found, key=danish_key))


@cache
def _spellings() -> Mapping[str, str]:
    rows = area_lists.municipalities().values()
    return {matching_key(written): one.code for one in rows for written in (one.name, *one.aliases)}


@cache
def _region(key: str) -> Area | None:
    wanted = re.sub(r"^1(?=08[1-5]( |$))", "", key)
    for one in _regions():
        name = matching_key(one.name)
        short = name.removeprefix("region ")
        if wanted in (name, short, one.code, f"{one.code} {name}", f"{one.code} {short}"):
            return one
    return None


def _code(key: str) -> str | None:
    found = re.fullmatch(r"0?([0-9]{3})", key)
    return found[1] if found else None


def _why_not(plain: str, code: str | None) -> str:
    as_region = _region(plain)
    if as_region:
        return f"It is {as_region.name} ({as_region.code}), a region."
    if code is None:
        return ""
    if code in OUTSIDE:
        return OUTSIDE[code]
    if code == COUNTRY.code:
        return "It stands for the whole country."
    if OLD_CODES[0] <= code <= OLD_CODES[1]:
        return (
            "It is no code of the 98 municipalities since 2007 and may be one from before the\n"
            "reform of 1 January 2007, from which there are no figures. Give the code or the name of today."
        )
    return "Municipality codes have three digits, from 101 to 860.\n`jobcenter list jobcentres` prints them."


def _suggestion(plain: str, spellings: Mapping[str, str]) -> str:
    near = dict.fromkeys(named(spellings[key]).name for key in nearest(plain, spellings))
    if near:
        return "Did you mean " + " or ".join(f"'{name}'" for name in near) + "?"
    return "`jobcenter list jobcentres` prints the names."


def _shown(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else plain[:60] + "…"
