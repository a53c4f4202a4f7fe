"""Sentences on the indicators of a jobcenter and the notes below their table, as ``publish.indicators`` makes them."""

import re

from analysis import catalogue, goals, periods
from analysis.measures import label
from analysis.publish.words.indicator_words import LEGEND, STATUS
from read_back.patterns import fixed, pattern
from read_back.reading import NAMES, PERIOD, is_why_unranked, labelled, listed, period
from read_back.reports import Said, Table

MONTH = r" \((?:[a-z]{3}|[1-4]\. kvt\.) \d\d\)$"  # of a figure of another month than most, after its name
WORDS = "|".join(re.escape(words) for _, words, _ in STATUS.values())

fixed(
    __name__,
    "Ingen af indikatorerne kan bedømmes; hvorfor, står i tabellen.",
    "»ca.«: andelen er beregnet med en skønnet nævner, se Data og metode.",
    LEGEND,
    "»(små tal)«: færre end 10 i målgruppen, og derfor ingen status.",
    "»oplyses ikke«: tallet oplyses ikke af hensyn til diskretion, eller det kunne regnes ud af andre tal.",
)


@pattern(rf"(?P<words>{WORDS}): (?P<names>{NAMES}) \((?P<count>\d+) af (?P<all>\d+)\)\.")
def statuses(match: re.Match[str], said: Said) -> None:
    table = said.after("indikator", "status")
    judged = [row for row in table.rows if row["status"] in {words for _, words, _ in STATUS.values()}]
    of_status = [row for row in judged if row["status"] == match["words"]]
    assert (len(of_status), len(judged)) == (int(match["count"]), int(match["all"]))
    assert _unique(of_status) == listed(match["names"])


@pattern(r"Ministerens mål for (?P<year>\d{4}) står øverst\.")
def goals_first(match: re.Match[str], said: Said) -> None:
    assert match["year"] == said.report.head["period"][:4]
    assert said.under.rows[0]["gruppe"] == f"Ministerens mål for {match['year']}"


NONE_SET = (
    r"Ministeren har (?:efter loven )?ikke sat mål for (?P<year>\d{4})"
    r"(?: \(om loven også gælder for (?P<doubted>\d{4}), er ikke efterprøvet i kilden\))?"
)


def _none(match: re.Match[str], said: Said) -> None:
    known = goals.of(match["year"])
    assert known.known == goals.NONE and match["year"] == said.report.head["period"][:4]
    assert known.verified == ("efter loven" not in match[0]) and match["doubted"] in (None, match["year"])
    assert known.verified == (match["doubted"] is None)


@pattern(NONE_SET + r"; i stedet står områdets egne mål øverst\.")
def own_targets_first(match: re.Match[str], said: Said) -> None:
    _none(match, said)
    assert said.under.rows[0]["gruppe"] == "Områdets egne mål"


@pattern(NONE_SET + r", og der kendes heller ingen mål, som området selv har sat\.")
def no_goals(match: re.Match[str], said: Said) -> None:
    _none(match, said)
    assert not {"Områdets egne mål", f"Ministerens mål for {match['year']}"} & {
        row["gruppe"] for row in said.under.rows
    }


@pattern(r"Ministerens mål for (?P<year>\d{4}) kendes ikke her og står derfor ikke i tabellen\.")
def unknown_goals(match: re.Match[str], said: Said) -> None:
    assert goals.of(match["year"]).known == goals.UNKNOWN and match["year"] == said.report.head["period"][:4]


@pattern(rf"Ingen tal for (?P<names>{NAMES}), fordi (?P<why>.+)\.")
def no_figures(match: re.Match[str], said: Said) -> None:
    for name in listed(match["names"]):
        assert all(row["andel"] is None and row["antal"] is None for row in _named(said.under, name))


@pattern(r"»–« under placering: ingen placering, fordi (?P<whys>.+)\.")
def no_rank(match: re.Match[str], said: Said) -> None:
    assert all(is_why_unranked(why) for why in match["whys"].split(", eller fordi "))
    assert any(row["placering"] is None for row in said.under.rows)


@pattern(
    r"Placering: blandt (?P<fields>[^.]+)\. "
    rf"Nr\. 1 er det (?P<first>højest|lavest)e tal(?: for (?P<names>{NAMES}) og det "
    r"(?P<other>højest|lavest)e for de andre)?; i parentes står et 95 pct\.-interval\."
)
def ranks(match: re.Match[str], said: Said) -> None:
    ranked = [str(row["indikator"]) for row in said.under.rows if row["placering"]]
    ranked = [re.sub(MONTH, "", name) for name in ranked]
    year = said.report.head["period"][:4]
    named = listed(match["names"]) if match["names"] else ranked
    assert ranked and set(named) <= set(ranked)
    assert {_way(name, year) for name in named} == {match["first"]}
    assert {_way(name, year) for name in ranked if name not in named} == ({match["other"]} - {None})


@pattern(rf"(?P<names>{NAMES}) er fra (?P<when>{PERIOD}); nyere tal er ikke i datasættet\.")
def old(match: re.Match[str], said: Said) -> None:
    named = period(match["when"])
    assert periods.last_month(named) < periods.shift(said.report.head["period"], -12)
    assert any(row["maaned"] == named for row in said.under.rows)
    known = {label(one.id, benefit) for one in catalogue.measures().values() for benefit in one.benefits}
    assert set(listed(match["names"])) <= known


def _way(name: str, year: str) -> str:
    """Which end is first, by the measure that an indicator or its goal is of."""
    subjects = {goal.label: goal.subject for goal in goals.of(year).goals if goal.subject}
    if name in subjects:
        measure = catalogue.measured(subjects[name])[0]
    else:
        labels = {one.label for one in catalogue.measures().values()}
        measure = labelled(next(name[:at] for at in range(len(name), 0, -1) if name[:at] in labels))
    placed = catalogue.measure(measure.rate) if measure.rate else measure
    return {"lower": "lavest", "higher": "højest"}[placed.direction]


def _named(table: Table, name: str) -> list[dict[str, object]]:
    """The rows of an indicator; a row of another month than most has its month after its name."""
    found = [row for row in table.rows if re.fullmatch(rf"{re.escape(name)}(?: \([^)]+\))?", str(row["indikator"]))]
    if not found:
        raise LookupError(f"no indicator is called '{name}'")
    return found


def _unique(rows: list[dict[str, object]]) -> list[str]:
    return list(dict.fromkeys(re.sub(MONTH, "", str(row["indikator"])) for row in rows))
