"""Sentences on the indicators of a jobcenter and the notes below their table, as ``publish.indicators`` makes them."""

import re

from analysis import catalogue, goals
from analysis.publish.layout.indicator_table import STATUS
from read_back.patterns import fixed, pattern
from read_back.reading import NAMED, NAMES, is_why_unranked, labelled, listed
from read_back.reports import Said, Table

WORDS = "|".join(re.escape(words) for _, words, _ in STATUS.values())

fixed(
    __name__,
    "Ingen af indikatorerne kan bedømmes; hvorfor, står under tabellen.",
    "»ca.«: andelen er beregnet med en skønnet nævner, se Data og metode.",
    "Alle tal er fra den seneste måned med endelige tal. Status har to led: om niveauet er bedre end (▲), på niveau med "
    "(●) eller dårligere end (▼) i sammenlignelige kommuner, og om udviklingen er det; △ og ▽ står, hvor de to led peger "
    "hver sin vej. På niveau er, hvad der ikke afviger mere, end tilfældige udsving kan gøre, eller afviger mindre end "
    "0,2 procentpoint (andele) eller 2 pct. (andre tal). Status er en beskrivelse og ikke en karakter for indsatsen.",
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


@pattern(r"Ministeren har ikke sat mål for (?P<year>\d{4}); i stedet står områdets egne mål øverst\.")
def own_targets_first(match: re.Match[str], said: Said) -> None:
    assert goals.of(match["year"]).known == goals.NONE and match["year"] == said.report.head["period"][:4]
    assert said.under.rows[0]["gruppe"] == "Områdets egne mål"


@pattern(r"Ministeren har ikke sat mål for (?P<year>\d{4}), og der kendes heller ingen mål, som området selv har sat\.")
def no_goals(match: re.Match[str], said: Said) -> None:
    assert goals.of(match["year"]).known == goals.NONE and match["year"] == said.report.head["period"][:4]
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


@pattern(rf"Ingen status for (?P<names>{NAMES}), fordi (?P<why>.+)\.")
def no_status(match: re.Match[str], said: Said) -> None:
    for name in listed(match["names"]):
        rows = _named(said.under, name)
        assert rows and any(row["status"] is None for row in rows)
        if match["why"] == "jobcenterets tal ikke vises":
            assert any(row["andel"] is None for row in rows)
        if match["why"] == "de sammenlignelige kommuners tal ikke vises":
            assert any(row["sammenlignelige"] is None for row in rows)


@pattern(rf"Ingen placering for (?P<names>{NAMES}), fordi (?P<why>.+)\.")
def no_rank(match: re.Match[str], said: Said) -> None:
    assert is_why_unranked(match["why"])
    for name in listed(match["names"]):
        assert any(row["placering"] is None for row in _named(said.under, name))


@pattern(
    rf"Placering: blandt (?P<fields>[^.]+)\. Nr\. 1 er (?P<ways>(?:højest|lavest) for {NAMED}.*?)\. I parentes står et 95 "
    r"pct\.-interval\."
)
def ranks(match: re.Match[str], said: Said) -> None:
    for way, names in re.findall(rf"(højest|lavest) for ({NAMES})", match["ways"]):
        for name in listed(names):
            rows = _named(said.under, name)
            assert any(row["placering"] for row in rows)
            assert way == _way(name, said.report.head["period"][:4])


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
    return list(
        dict.fromkeys(re.sub(r" \((?:[a-z]{3}|[1-4]\. kvt\.) \d\d\)$", "", str(row["indikator"])) for row in rows)
    )
