"""Danish numbers, months, ways and lists, read out of sentences and held against figures."""

import re
from functools import cache
from typing import Any

from analysis import areas, catalogue, danish, periods, rules

NUMBER = r"−?\d{1,3}(?:\.\d{3})*(?:,\d+)?"
_NAMES = [danish.month(f"2019-{number:02d}").split()[0] for number in range(1, 13)]
MONTH = rf"(?:{'|'.join(_NAMES)}) \d{{4}}"
PERIOD = rf"(?:(?:de )?12 måneder til {MONTH}|{MONTH}|[1-4]\. kvartal \d{{4}}|[12]\. halvår \d{{4}}|\d{{4}})"
WHEN = rf"{PERIOD}(?: \(foreløbigt tal\))?"  # a period, marked where its figure is provisional
NAMED = r"»[^«]+«"  # something by its name
NAMES = rf"{NAMED}(?:, {NAMED})*(?: og {NAMED})?"
PLACES = r"[A-ZÆØÅ][^.:;]*"  # names of areas in a row
MOVED = (
    rf"(?:uændret|stort set uændret|(?:steget|faldet)(?: svagt| tydeligt| markant)? med {NUMBER} "
    r"(?:pct\.|procentpoint))"
)

UNRANKED = {
    "der er for få personer i målgruppen",
    "tallet ikke vises",
    "hverken et højt eller et lavt tal er bedst",
    "alle måneder er foreløbige",
    "intervallet for en placering kun kan regnes ud for andele",
}


def read(text: str) -> float:
    """A Danish number.

    >>> read("22.014"), read("−1,5")
    (22014.0, -1.5)
    """
    return float(text.replace(".", "").replace(",", ".").replace(danish.MINUS, "-"))


def same(text: str, value: float | None) -> bool:
    """Whether a number in a sentence is a figure, as rounded to the decimals that the sentence has.

    >>> same("17,7", 17.65), same("18", 17.65), same("17,6", 17.65), same("0", None)
    (True, True, False, False)
    """
    decimals = len(text.partition(",")[2])
    return value is not None and danish.rounded(read(text), decimals) == danish.rounded(value, decimals)


def period(text: str) -> str:
    """A period as it is written in a sentence, as the tables have it.

    >>> period("december 2019"), period("4. kvartal 2019"), period("de 12 måneder til december 2012"), period("2018")
    ('2019-12', '2019-Q4', '2012-12R12', '2018')
    """
    text = text.removesuffix(" (foreløbigt tal)").removeprefix("de ")
    if text.startswith("12 måneder til "):
        return period(text.removeprefix("12 måneder til ")) + "R12"
    if match := re.fullmatch(r"([1-4])\. (kvartal|halvår) (\d{4})", text):
        return f"{match[3]}-{'Q' if match[2] == 'kvartal' else 'H'}{match[1]}"
    if " " not in text:
        return text
    name, year = text.split()
    return f"{year}-{_NAMES.index(name) + 1:02d}"


def when_agrees(text: str, figure: dict[str, Any]) -> bool:
    """Whether a period and its mark are those of a figure with ``period`` and ``status``."""
    marked = text.endswith("(foreløbigt tal)")
    return bool(period(text) == figure["period"]) and marked == (figure["status"] == "provisional")


def months(text: str) -> list[str]:
    """Months in a row.

    >>> months("november og december 2019"), months("december 2019 samt januar og februar 2020")
    (['2019-11', '2019-12'], ['2019-12', '2020-01', '2020-02'])
    """
    found = []
    for of_year in text.split(" samt "):
        names, _, year = of_year.rpartition(" ")
        found += [period(f"{name} {year}") for name in listed(names)]
    return found


def listed(text: str) -> list[str]:
    """Names in a row, without their quotation marks.

    >>> listed("a, b og c"), listed("»Ledige, a-dagpenge« og »Ledige«")
    (['a', 'b', 'c'], ['Ledige, a-dagpenge', 'Ledige'])
    """
    if "»" in text:
        return re.findall(r"»([^«]+)«", text)
    return re.split(r", | og ", text)


def moved_agrees(moved: str, change: float | None, *, rounded_change: float | None = None) -> bool:
    """Whether a predicate such as ``faldet svagt med 1,2 pct.`` says what a change says.

    ``change`` is in per cent or percentage points, as rounded to one decimal; ``rounded_change`` that of a count.
    """
    if moved == danish.UNCHANGED and rounded_change is not None:
        return rounded_change == 0
    if change is None:
        return False
    points = moved.endswith("procentpoint")
    if moved == danish.UNCHANGED:
        return abs(change) < 0.0501
    if moved.startswith("stort set"):
        return abs(change) <= 0.5
    size = re.findall(NUMBER, moved)[0]
    way = "steget" if change > 0 else "faldet"
    strength = next((word for word in ("svagt", "tydeligt", "markant") if word in moved), "")
    low, high = {"svagt": (0, 2), "": (0, 1e9), "tydeligt": (5, 10), "markant": (10, 1e9)}[strength]
    return moved.startswith(way) and same(size, abs(change)) and (points or low <= abs(change) <= high)


def called(noun: str) -> list[catalogue.Measure]:
    """The measures that sentences call so, whatever the first letter.

    >>> [one.id for one in called("Ledigheden")]
    ['ledige_pct_arbejdsstyrken']
    """
    found = [one for one in catalogue.measures().values() if one.noun.lower() == noun.lower()]
    if not found:
        raise LookupError(f"no measure is called '{noun}'")
    return found


def consecutive(found: list[str]) -> bool:
    """Whether months follow each other.

    >>> consecutive(["2019-11", "2019-12", "2020-01"]), consecutive(["2019-10", "2019-12"])
    (True, False)
    """
    return found == periods.months(found[0], found[-1])


def labelled(label: str) -> catalogue.Measure:
    """The measure with this label."""
    found = [one for one in catalogue.measures().values() if one.label == label]
    if len(found) != 1:
        raise LookupError(f"{len(found)} measures are labelled '{label}'")
    return found[0]


@cache
def _places() -> frozenset[str]:
    return frozenset(area.name for area in areas.municipalities())


def are_places(text: str) -> bool:
    """Whether a row of names is one of municipalities, or of jobcentres by their municipalities."""
    return set(listed(text)) <= _places()


def is_why_unranked(reason: str) -> bool:
    """Whether something is one of the reasons for which an area has no rank."""
    fewest = f"færre end {rules.latest('smallest_field'):.0f} "
    return reason in UNRANKED or (reason.startswith(fewest) and reason.endswith(" har tal"))
