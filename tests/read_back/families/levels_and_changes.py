"""Sentences on where a jobcenter stands and how it has developed, as ``publish.sentences`` makes them."""

import re
from typing import Any

from analysis import catalogue, danish, periods, rules
from analysis.catalogue import Measure
from analysis.measures import label
from read_back.patterns import pattern
from read_back.reading import (
    MONTH,
    MOVED,
    NAMED,
    NUMBER,
    WHEN,
    called,
    consecutive,
    listed,
    months,
    moved_agrees,
    read,
    same,
    when_agrees,
)
from read_back.reports import Report, Said

MONTHS = r"[a-zæøå, ]+ \d{4}(?: samt [a-zæøå, ]+ \d{4})*"
OTHERS = rf"(?:ca\. )?{NUMBER}(?: pct\.)? i [^,;]+?"
FEW = rf"(?P<noun>[^;]+) i (?P<name>Jobcenter [^;]+?) bygger på kun (?P<base>{NUMBER}) (?P<of>[^;]+) i (?P<when>{WHEN}) og omtales derfor ikke\.?"
HIDDEN = (
    rf"(?P<count>Antallet af )?(?P<noun>[^;]+?) i (?P<name>Jobcenter [^;]+?) (?P<why>{danish.HIDDEN}|findes ikke i kilden)"
    rf"(?:; i (?P<member>[^;]+) Kommune var (?P<it>den|det) (?P<about>ca\. )?(?P<figure>{NUMBER})(?: pct\.)? i (?P<when>{WHEN}))?\.?"
)
SHARE = rf"(?P<noun>[^;]+) var (?P<about>ca\. )?(?P<figure>{NUMBER})(?: pct\.)? i (?P<when>{WHEN})(?: og er (?P<moved>{MOVED}) på 12 måneder)?\.?"


@pattern(
    rf"(?P<noun>[^;]+) i (?P<name>Jobcenter .+?) var (?P<about>ca\. )?(?P<figure>{NUMBER})(?: pct\.)? (?P<of>[^;]+) i "
    rf"(?P<when>{WHEN})(?:; det var (?P<others>{OTHERS}(?: og {OTHERS})?))?\."
)
def level(match: re.Match[str], said: Said) -> None:
    measure, row = _own(match, said)
    assert match["of"] == measure.axis.removeprefix("pct. ")
    assert same(match["figure"], row["value"]) and when_agrees(match["when"], row)
    assert bool(match["about"]) == row["estimated"]
    for about, figure, place in re.findall(
        rf"(ca\. )?({NUMBER})(?: pct\.)? i (.+?)(?: og (?=[c\d])|$)", match["others"] or ""
    ):
        _beside(said.report, measure, place, figure, about=bool(about))


@pattern(
    rf"Antallet af (?P<noun>[^;]+) i (?P<name>Jobcenter .+?) er (?P<moved>{MOVED}) på 12 måneder og var "
    rf"(?P<figure>{NUMBER}) i (?P<when>{WHEN})(?:; i hele landet er antallet (?P<country>{MOVED}))?\.?"
)
def change(match: re.Match[str], said: Said) -> None:
    measure, row = _own(match, said)
    assert same(match["figure"], row["value"]) and when_agrees(match["when"], row)
    assert "svagt" not in match["moved"] or row["status"] == "final", "a provisional change has no word for its size"
    by = said.report.key(f"{measure.id}_aendring_12m", row["benefit"])["value"]
    share = said.report.key(f"{measure.id}_aendring_12m_pct", row["benefit"])["value"]
    assert moved_agrees(match["moved"], share, rounded_change=by)
    if match["country"]:
        of_country = _compared(said.report, measure, row["benefit"], "hele landet")
        assert any(
            moved_agrees(match["country"], one["antal_aendring_pct"], rounded_change=one["antal_aendring"])
            for one in of_country
        )


@pattern(
    rf"Antallet af (?P<noun>[^;]+) i (?P<name>Jobcenter .+?) er (?P<way>steget|faldet) fra (?P<before>{NUMBER}) til "
    rf"(?P<now>{NUMBER}) \((?P<by>{NUMBER}) (?P<more>flere|færre)\) på 12 måneder til (?P<when>{WHEN})\.?"
)
def small_change(match: re.Match[str], said: Said) -> None:
    measure, row = _own(match, said)
    by = said.report.key(f"{measure.id}_aendring_12m", row["benefit"])["value"]
    assert same(match["now"], row["value"]) and when_agrees(match["when"], row)
    assert same(match["by"], abs(by)) and same(match["before"], row["value"] - by)
    assert (match["way"], match["more"]) == (("steget", "flere") if by > 0 else ("faldet", "færre"))
    assert read(match["before"]) < rules.value("smallest_base_for_percentage", row["period"])


@pattern(
    rf"Antallet af (?P<noun>[^;]+) i (?P<name>Jobcenter .+?) var (?P<figure>{NUMBER}) i (?P<when>{WHEN}); udviklingen "
    rf"(?P<why>{danish.HIDDEN}|kan ikke gøres op, da tallet for året før mangler)\.?"
)
def level_alone(match: re.Match[str], said: Said) -> None:
    measure, row = _own(match, said)
    assert same(match["figure"], row["value"]) and when_agrees(match["when"], row)
    changed = said.report.key(f"{measure.id}_aendring_12m", row["benefit"])
    assert changed["value"] is None
    assert (changed["status"] == "suppressed") == (match["why"] == danish.HIDDEN)


@pattern(FEW)
def few(match: re.Match[str], said: Said) -> None:
    measure, _ = _own(match, said)
    of = catalogue.measures().get(measure.denominator)
    assert match["of"] == (of.noun if of else measure.axis.removeprefix("pct. af "))
    assert read(match["base"]) < 30
    if of:
        recorded = [row for row in said.report.key_figures if row["id"] == of.id and row["area_type"] == "jobcenter"]
        assert all(same(match["base"], row["value"]) and when_agrees(match["when"], row) for row in recorded)


@pattern(HIDDEN)
def hidden(match: re.Match[str], said: Said) -> None:
    measure, row = _own(match, said)
    assert row["value"] is None
    assert (row["status"] == "suppressed") == (match["why"] == danish.HIDDEN)
    assert (match["count"] is None) == measure.is_rate
    if match["member"]:
        assert match["it"] == ("den" if measure.is_rate else "det")
        area = next(one["code"] for one in said.report.head["municipalities"] if one["name"] == match["member"])
        of_member = said.report.key(measure.id, row["benefit"], "municipality", area)
        assert same(match["figure"], of_member["value"]) and when_agrees(match["when"], of_member)
        assert bool(match["about"]) == of_member["estimated"]


@pattern(r".+; .+")
def effort(match: re.Match[str], said: Said) -> None:
    """Two shares of the effort in one sentence: each half is one of the forms for a share."""
    text = match[0]
    for at in (found.start() for found in re.finditer("; ", text)):
        halves = [text[:at], text[at + 2].upper() + text[at + 3 :]]
        forms = [_half(half) for half in halves]
        if all(forms):
            for check, half in filter(None, forms):
                check(half, said)
            return
    raise LookupError("neither half is a sentence on a share")


@pattern(r"Datasættet har ingen tal for (?P<noun>[^;.]+)\.")
def no_figures(match: re.Match[str], said: Said) -> None:
    ids = {measure.id for measure in called(match["noun"])}
    assert not [row for row in said.report.key_figures if row["id"] in ids and row["value"] is not None]


@pattern(
    rf"Tallene for (?P<months>{MONTHS}) er foreløbige og bliver normalt opjusteret, når der efterregistreres"
    rf"(?P<others>(?:; for {NAMED}.*? gælder det {MONTHS})*)\. Placeringer gives kun for måneder med endelige tal\."
)
def provisional(match: re.Match[str], said: Said) -> None:
    usual, told = months(match["months"]), set(months(match["months"]))
    assert consecutive(usual)
    for names, when in re.findall(rf"; for (.+?) gælder det ({MONTHS})", match["others"]):
        assert all(name in {one.label for one in catalogue.measures().values()} for name in listed(names))
        assert consecutive(months(when))
        told |= set(months(when))
    shown = {periods.last_month(row["period"]) for row in said.report.key_figures if row["status"] == "provisional"}
    assert shown <= told
    assert not shown or max(shown) == max(told)


def share(match: re.Match[str], said: Said) -> None:
    """Half of a sentence on the effort: where a share is, and its own development."""
    measure, row = _own(match, said)
    assert same(match["figure"], row["value"]) and when_agrees(match["when"], row)
    assert bool(match["about"]) == row["estimated"]
    by = said.report.key(f"{measure.id}_aendring_12m", row["benefit"])["value"]
    assert moved_agrees(match["moved"], by) if match["moved"] else by is None


def _half(text: str) -> tuple[Any, re.Match[str]] | None:
    for check, written in ((few, FEW), (hidden, HIDDEN), (share, SHARE)):
        if found := re.fullmatch(written, text):
            return check, found
    return None


def _own(match: re.Match[str], said: Said) -> tuple[Measure, dict[str, Any]]:
    """The measure that a sentence is about, and its key figure of the jobcenter, which the sentence must name."""
    if "name" in match.re.groupindex:
        assert match["name"] == said.report.jobcenter
    recorded = {row["id"] for row in said.report.key_figures}
    for measure in called(match["noun"]):
        if measure.id in recorded:
            return measure, said.report.key(measure.id, measure.benefits[0])
    raise LookupError(f"no key figure of '{match['noun']}'")


def _beside(report: Report, measure: Measure, place: str, figure: str, *, about: bool) -> None:
    """That a figure of comparable areas, the region or the country stands so in a table."""
    benefit = measure.benefits[0]
    role = "country" if place == "hele landet" else "region" if place.startswith("resten") else "group"
    names = _labels(measure, benefit)
    first = [
        row[role] for table in report.with_columns("noegletal", role) for row in table.rows if row["noegletal"] in names
    ]
    compared = _compared(report, measure, benefit, place)
    assert first or compared, f"no table has the figure of {place}"
    assert all(same(figure, value) for value in first), f"{place}: {first}"
    for row in compared:
        assert same(figure, row["andel"]) and about == (row["skoennet"] == "ja")


def _compared(report: Report, measure: Measure, benefit: str, place: str) -> list[dict[str, Any]]:
    """The rows of a place in the tables that set areas side by side, for one measure."""
    found = []
    for table in report.with_columns("omraade", "skoennet", "status"):
        for row in table.rows:
            about = str(row.get("gruppe", table.title))
            if danish.lower_first(row["omraade"]) != place:
                continue
            if any(re.match(rf"{re.escape(name)}(?:, {MONTH}|, \d\. |$)", about) for name in _labels(measure, benefit)):
                found.append(row)
    return found


def _labels(measure: Measure, benefit: str) -> list[str]:
    """The labels of a measure, and of the counts that are compared by it."""
    of = [
        one.id for one in catalogue.measures().values() if measure.id in (one.id, one.rate) and benefit in one.benefits
    ]
    return [label(name, benefit) for name in of]
