"""Who falls ill, where they came from, which groups drive it, and what was to be expected of the people."""

import re
from typing import Any

from analysis import danish
from analysis.measures.sickness.arrivals import NOBODY, WHO
from analysis.measures.sickness.driving import LEVELS
from analysis.publish.layout import sickness_tables
from analysis.publish.sickness import IN_JOB
from analysis.publish.words import sickness_sentences as words
from read_back.patterns import fixed, pattern
from read_back.reading import MONTH, NUMBER, listed, period, read, same
from read_back.reports import Said, Table

SPAN = rf"fra (?P<first>{MONTH}) til (?P<last>{MONTH})"
PEOPLE = {label: name for name, label in words.IN_WORDS.items()}
LIVED = {words_for: origin for origin, words_for in words.LIVED.items()}
GROUPS = {words.NAMES[trait, level]: label for trait, levels in LEVELS.items() for level, label in levels.items()
          if (trait, level) in words.NAMES}  # fmt: skip
TRAITS = {label: trait for trait, levels in LEVELS.items() for label in levels.values()}

fixed(
    __name__,
    *(NOBODY, IN_JOB, sickness_tables.INTERVAL, sickness_tables.HIDDEN, sickness_tables.RATIO, sickness_tables.YEARS),
    *(sickness_tables.EXPECTED, sickness_tables.NO_SELF_EMPLOYED, words.NOT_HELD_AGAINST),
)


@pattern(rf"Der begyndte (?P<n>{NUMBER}) sygedagpengeforløb {SPAN}\.")
def how_many(match: re.Match[str], said: Said) -> None:
    table, at = _who(said)
    assert same(match["n"], table.row(gruppe="I alt")[f"antal_{at}"])
    _is_span(match, table.labels[f"antal_{at}"].removeprefix("Forløb "))


@pattern(rf"Antallet af påbegyndte sygedagpengeforløb {SPAN} {danish.HIDDEN}\.")
def how_many_hidden(match: re.Match[str], said: Said) -> None:
    table, at = _who(said)
    assert table.row(gruppe="I alt")[f"antal_{at}"] is None
    _is_span(match, table.labels[f"antal_{at}"].removeprefix("Forløb "))


@pattern(rf"Af dem var (?P<each>{NUMBER} pct\. .+)\.")
def who(match: re.Match[str], said: Said) -> None:
    table, at = _who(said)
    told = [re.fullmatch(rf"({NUMBER}) pct\. (.+)", one) for one in listed(match["each"])]
    shares = {WHO[name]: table.row(gruppe=WHO[name])[f"andel_{at}"] for name in words.IN_WORDS}
    assert all(one and same(one[1], shares[WHO[PEOPLE[one[2]]]]) for one in told)
    largest = sorted((share for share in shares.values() if share), reverse=True)[:3]
    assert [read(one[1]) for one in told if one] == largest


@pattern(
    r"Registeret oplyser ikke, hvem der er selvstændige\.(?: De kan være blandt de "
    rf"(?P<share>{NUMBER}) pct\., der hverken fik en ydelse eller havde oplyst løn\.)?"
)
def self_employed(match: re.Match[str], said: Said) -> None:
    table, at = _who(said)
    assert table.row(gruppe=WHO["self_employed"])[f"antal_{at}"] is None
    share = table.row(gruppe=WHO["no_pay_told"])[f"andel_{at}"]
    assert same(match["share"], share) if match["share"] else not share


@pattern(rf"I ugen før (?P<lived>.+): (?P<count>{NUMBER}) af (?P<n>{NUMBER}) \((?P<share>{NUMBER}) pct\.\)\.")
def came_from(match: re.Match[str], said: Said) -> None:
    rows = said.before("fra", "antal", "andel").rows
    first = rows[0]
    assert first["fra"] == LIVED.get(match["lived"], first["fra"])
    assert match["lived"] in LIVED or match["lived"] == f"fik flest {danish.lower_first(first['fra'])}"
    assert same(match["count"], first["antal"]) and same(match["share"], first["andel"])
    assert read(match["n"]) == sum(row["antal"] for row in rows)
    assert first["antal"] == max(row["antal"] for row in rows if row["fra"] != "Øvrige") or len(rows) == 1


@pattern(
    rf"Tilgangen er (?P<size>{NUMBER}) pct\. (?P<way>højere|lavere) blandt (?P<group>.+) end blandt (?P<other>.+), når de "
    rf"ellers ligner hinanden \(95 pct\.-interval (?P<low>{NUMBER}) til (?P<high>{NUMBER}) pct\.\)\."
)
def driver(match: re.Match[str], said: Said) -> None:
    table = said.after("personaar", "forhold", "resten")
    row, against = _group(table, match["group"]), _group(table, match["other"])
    assert TRAITS[row["gruppe"]] == TRAITS[against["gruppe"]] and (against["forhold"], against["lav"]) == (1, None)
    assert (match["way"] == "højere") == (row["forhold"] > 1)
    ends = sorted((abs(row["lav"] - 1), abs(row["hoej"] - 1)))
    for name, figure in (("size", abs(row["forhold"] - 1)), ("low", ends[0]), ("high", ends[1])):
        assert abs(read(match[name]) - 100 * figure) < 1e-9


@pattern(r"Ingen af grupperne har en tilgang, der adskiller sig mere, end tilfældigheder plejer at give\.")
def no_driver(_: re.Match[str], said: Said) -> None:
    rows = [
        row for row in said.after("personaar", "forhold").rows if row["lav"] is not None and row["forloeb"] is not None
    ]
    assert all(row["lav"] <= 1 <= row["hoej"] for row in rows)


@pattern(rf"(?P<share>{NUMBER}) pct\. af befolkningen står i registeret; resten er lagt til dem uden ydelse\.")
def told_of(match: re.Match[str], said: Said) -> None:
    assert {row["i_registeret"] for row in said.under.rows} == {read(match["share"])}


@pattern(
    rf"Der begyndte (?P<count>{NUMBER}) forløb\. Med de øvrige jobcentres tilgang for tilsvarende grupper ville det have "
    rf"været (?P<expected>{NUMBER})\."
)
def expected(match: re.Match[str], said: Said) -> None:
    row = _own(said)
    assert same(match["count"], row["faktisk"]) and same(match["expected"], row["forventet"])


@pattern(
    rf"Det er (?P<size>{NUMBER}) pct\. (?P<way>flere|færre), (?:(?P<chance>og ikke mere, end tilfældigheder kan give)|end "
    rf"sammensætningen giver grund til at vente \(95 pct\.-interval (?P<low>{NUMBER}) til (?P<high>{NUMBER}) pct\.\)\. Hvad "
    r"det skyldes, kan ikke ses her)\."
)
def against_expected(match: re.Match[str], said: Said) -> None:
    row = _own(said)
    assert abs(read(match["size"]) - abs(row["indeks"] - 100)) < 1e-9
    assert row["indeks"] == 100 or (match["way"] == "flere") == (row["indeks"] > 100)
    assert bool(match["chance"]) == (row["lav"] <= 100 <= row["hoej"]) or 100 in (row["lav"], row["hoej"])
    if not match["chance"]:
        ends = sorted((abs(row["lav"] - 100), abs(row["hoej"] - 100)))
        assert all(abs(read(match[name]) - end) < 1e-9 for name, end in zip(("low", "high"), ends, strict=True))


def _who(said: Said) -> tuple[Table, int]:
    """The table of who fell ill, and which of its spans is the latest."""
    table = said.after("gruppe", "antal_1", "andel_1", "lav_1")
    return table, 2 if "antal_2" in table.labels else 1


def _is_span(match: re.Match[str], shown: str) -> None:
    assert shown == "-".join(danish.short_month(period(match[name])) for name in ("first", "last"))


def _group(table: Table, name: str) -> dict[str, Any]:
    """The row of the drivers for a group as sentences call it."""
    return table.row(gruppe=GROUPS.get(name, name.replace("-årige", " år")))


def _own(said: Said) -> dict[str, Any]:
    """The row of the jobcenter in the table of actual and expected courses."""
    return said.after("faktisk", "forventet", "indeks").row(omraade=said.report.head["jobcenter"]["name"])
