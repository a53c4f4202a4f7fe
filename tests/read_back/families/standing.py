"""Where a jobcenter stands among others, as ``publish.sentences`` says it of ranks, funnels and expected shares."""

import re
from typing import Any

from analysis import areas, catalogue, danish
from analysis.measures.comparable import CLUSTER, NEIGHBOURS
from analysis.measures.control import FEW, HIDDEN
from analysis.measures.expected import NOBODY
from analysis.publish.words import official_sentences
from analysis.publish.words.control import NOTE, POSITIONS
from read_back.patterns import fixed, pattern
from read_back.reading import MONTH, NAMES, NUMBER, called, is_why_unranked, labelled, listed, period, read, same
from read_back.reports import Said, Table

SHARE = rf"(?:ca\. )?(?P<own>{NUMBER}) pct\."
WHO = r"(?P<noun>[A-ZÆØÅ].+?) i (?P<place>Jobcenter .+?)"
OUTSIDE = "|".join(re.escape(words) for name, words in POSITIONS.items() if name != "inside")
ROUNDED = 0.06  # the tables have one decimal

fixed(__name__, official_sentences.RULE, official_sentences.INTERVAL, official_sentences.NO_VERDICT)


@pattern(
    rf"Målt på (?P<noun>.+?)(?: \((?P<benefit>[^)]+)\))? var (?P<place>Jobcenter .+?) (?P<tied>delt )?nr\. (?P<rank>\d+) af "
    rf"(?P<of>\d+) (?P<field>jobcentre i .+?) i (?P<month>{MONTH}) \(95 pct\.-interval: nr\. (?P<low>\d+) til nr\. "
    r"(?P<high>\d+)\); nr\. 1 har den (?P<first>laveste|højeste) andel\."
)
def place(match: re.Match[str], said: Said) -> None:
    table = said.before("noegletal", "placering")
    row, measure = _key_row(table, match)
    assert match["place"] == said.report.jobcenter
    shown = f"{match['tied'] or ''}{match['rank']} af {match['of']} ({match['low']}-{match['high']})"
    written, _, own_month = str(row["placering"]).partition(" i ")
    assert written == shown
    assert (own_month or table.labels["placering"].removeprefix("Placering, ")) == danish.short_month(
        period(match["month"])
    )
    area = areas.jobcenter(said.report.head["jobcenter"]["code"], said.report.head["period"])
    assert match["field"] == f"jobcentre i {areas.group_of(area).name.lower()}"
    assert match["first"] == {"lower": "laveste", "higher": "højeste"}[measure.direction]


@pattern(
    r"Målt på (?P<noun>.+?)(?: \((?P<benefit>[^)]+)\))? har (?P<place>Jobcenter .+?) ingen placering(?:, fordi (?P<why>.+))?\."
)
def no_place(match: re.Match[str], said: Said) -> None:
    row, _ = _key_row(said.before("noegletal", "placering"), match)
    assert match["place"] == said.report.jobcenter and row["placering"] is None
    assert match["why"] is None or is_why_unranked(match["why"])


@pattern(
    rf"{WHO} var {SHARE} i (?P<month>{MONTH}); de øvrige jobcentre har (?P<others>{NUMBER}) pct\. tilsammen\. Jobcenteret "
    rf"ligger (?P<lies>inden for kontrolgrænserne|{OUTSIDE}) for et område af den størrelse(?P<differs> og afviger fra de "
    rf"øvrige)?\.(?P<note> {re.escape(NOTE)})?"
)
def in_the_funnel(match: re.Match[str], said: Said) -> None:
    row = _own(match, said, "De øvrige jobcentre")
    assert same(match["own"], row["Tal"]) and same(match["others"], row["De øvrige jobcentre"])
    position = within_limits(row, match["lies"])
    assert bool(match["differs"]) == position.endswith("998")
    assert bool(match["note"]) == (position != "inside")


def within_limits(row: dict[str, Any], lies: str) -> str:
    """The position of an area, by its words; its figure lies within the limits that the position has."""
    position = next(name for name, words in POSITIONS.items() if words == lies)
    bounds = {
        "low_998": (-1e9, row["Nedre 99,8 pct.-kontrolgrænse"]),
        "low_95": (row["Nedre 99,8 pct.-kontrolgrænse"], row["Nedre 95 pct.-kontrolgrænse"]),
        "inside": (row["Nedre 95 pct.-kontrolgrænse"], row["Øvre 95 pct.-kontrolgrænse"]),
        "high_95": (row["Øvre 95 pct.-kontrolgrænse"], row["Øvre 99,8 pct.-kontrolgrænse"]),
        "high_998": (row["Øvre 99,8 pct.-kontrolgrænse"], 1e9),
    }
    low, high = bounds[position]
    assert low - ROUNDED <= row["Tal"] <= high + ROUNDED
    return position


@pattern(rf"{WHO} sammenlignes ikke med andre for (?P<month>{MONTH}), fordi (?P<why>{HIDDEN}|{FEW}|{NOBODY})\.")
def not_compared(match: re.Match[str], said: Said) -> None:
    row = _own(match, said)
    assert (row["Tal"] is None) == (match["why"] != NOBODY)
    assert match["why"] != NOBODY or row["Forventet"] is None


@pattern(
    rf"{WHO} var {SHARE} i (?P<month>{MONTH}); i (?P<count>\d+) sammenlignelige jobcentre \((?P<basis>[^:]+): "
    rf"(?P<names>[^)]+)\) var andelen tilsammen (?:ca\. )?(?P<expected>{NUMBER}) pct\. (?:(?P<alike>Det er det samme\.)|"
    rf"Forskellen er (?P<by>{NUMBER}) procentpoint \(95 pct\.-interval (?P<low>{NUMBER}) til (?P<high>{NUMBER})\) og "
    r"(?P<chance>kan skyldes tilfældigheder|er større, end tilfældigheder forklarer)\. Den siger ikke, hvad indsatsen har "
    r"betydet\.)"
)
def beside_expected(match: re.Match[str], said: Said) -> None:
    row = _own(match, said, "Forventet")
    names = listed(match["names"])
    assert int(match["count"]) == len(names) == len(set(names)) and match["basis"] in (CLUSTER, NEIGHBOURS)
    assert set(names) <= {one["label"] for one in said.before("label").rows} - {said.report.head["jobcenter"]["name"]}
    assert same(match["own"], row["Tal"]) and same(match["expected"], row["Forventet"])
    if match["alike"]:
        assert row["Forskel, procentpoint"] == 0
        return
    by, low, high = (read(match[name]) for name in ("by", "low", "high"))
    printed = [row[name] for name in ("Forskel, procentpoint", "Forskellens nedre grænse", "Forskellens øvre grænse")]
    assert all(abs(one - other) < ROUNDED for one, other in zip((by, low, high), printed, strict=True))
    (decimals,) = {len(match[name].partition(",")[2]) for name in ("by", "low", "high")}
    if decimals == 1:
        assert same(match["by"], printed[0])
    else:
        assert 0 in printed[1:] and not low <= 0 <= high, "one decimal tells on which side of 0 the limits are"
    assert (match["chance"] == "kan skyldes tilfældigheder") == (low <= 0 <= high)


@pattern(
    rf"De (?P<count>\d+) bedste er valgt efter tallene for (?P<month>{MONTH}): (?P<names>[^.]+)\. Fordi de er valgt efter, "
    r"hvor de endte, ser deres udvikling bedre ud, end den er: en del af den er tilfældig, og yderlige tal nærmer sig som "
    r"regel gennemsnittet igen af sig selv\."
)
def the_best(match: re.Match[str], said: Said) -> None:
    names = listed(match["names"])
    assert int(match["count"]) == len(set(names)) == 10
    assert period(match["month"]) == max(row["period"] for row in said.before("period").rows)
    assert said.report.head["jobcenter"]["name"] not in names
    assert set(names) <= {one.name for one in areas.jobcentres(said.report.head["period"])}


@pattern(rf"Færre end 10 andre jobcentre har tal for »(?P<label>[^«]+)« i (?P<month>{MONTH})\.")
def too_few_for_the_best(match: re.Match[str], said: Said) -> None:
    assert labelled(match["label"]).is_rate and period(match["month"]) <= said.report.head["period"]


@pattern(r"For »(?P<label>[^«]+)« er hverken høj eller lav bedre, og der er derfor ingen bedste\.")
def no_best(match: re.Match[str], said: Said) -> None:
    assert labelled(match["label"]).direction == "neutral"


@pattern(rf"Afsnittet kan ikke vises: datasættet »(?P<name>[^«]+)« indeholder ikke tal for (?P<labels>{NAMES})\.")
def no_key_figures(match: re.Match[str], said: Said) -> None:
    assert match["name"] == said.report.head["snapshot"]["name"]
    known = {one.label for one in catalogue.measures().values()}
    assert all(one in known or one.rpartition(", ")[0] in known for one in listed(match["labels"]))
    assert said.report.key_figures == []


@pattern(
    rf"(?P<place>.+?) havde i gennemsnit (?P<count>{NUMBER}) fuldtidspersoner på offentlig forsørgelse i (?P<when>de 12 "
    rf"måneder til {MONTH}); Jobindsats forventede (?:(?P<alike>lige så mange)|(?P<expected>{NUMBER}), så det er "
    rf"(?P<by>{NUMBER}) (?P<way>flere|færre))\. (?:Det er officielt nr\. (?P<rank>\d+) af (?P<of>\d+) kommuner|Kilden har "
    r"(?P<none>ingen officiel placering))\."
)
def officially_expected(match: re.Match[str], said: Said) -> None:
    table = said.after("forventet_antal", "officiel_placering")
    rows = [row for row in table.where(ydelse="Alle ydelser") if row.get("gruppe", match["place"]) == match["place"]]
    row = rows[0]
    assert match["place"] in {area["name"] for area in said.report.head["municipalities"]} and len(rows) == 1
    assert table.title.endswith(match["when"].removeprefix("de "))
    assert same(match["count"], row["faktisk_antal"])
    if match["alike"]:
        assert row["forskel_antal"] == 0
    else:
        assert same(match["expected"], row["forventet_antal"]) and same(match["by"], abs(row["forskel_antal"]))
        assert (match["way"] == "flere") == (row["forskel_antal"] > 0)
    assert row["officiel_placering"] == (None if match["none"] else f"{match['rank']} af {match['of']}")


def _key_row(table: Table, match: re.Match[str]) -> tuple[dict[str, Any], catalogue.Measure]:
    """The row of the key figures that a noun is about, and the measure that areas are ranked by."""
    found = []
    for row in table.rows:
        name, _, benefit = str(row["noegletal"]).partition(", ")
        names = [one for one in catalogue.measures().values() if one.label in (name, row["noegletal"])]
        for measure in names:
            share = catalogue.measure(measure.rate) if measure.rate else measure
            if share.noun == match["noun"] and (measure.label == row["noegletal"] or benefit == match["benefit"]):
                found.append((row, share))
    if len(found) != 1:
        raise LookupError(f"{len(found)} key figures are called '{match['noun']}'")
    return found[0]


def _own(match: re.Match[str], said: Said, column: str = "Tal") -> dict[str, Any]:
    """The jobcenter's row behind the figure above, by the headings of its columns."""
    assert match["place"] == said.report.jobcenter and called(match["noun"])
    for table in reversed([one for one in _before(said) if column in one.labels.values()]):
        row = table.row(label=said.report.head["jobcenter"]["name"])
        assert table.title.endswith(match["month"])
        return {heading: row[name] for name, heading in table.labels.items()}
    raise LookupError(f"no figure before the sentence has '{column}' behind it")


def _before(said: Said) -> list[Table]:
    blocks = [block for block in said.report.blocks[: said.at] if block["kind"] == "figure"]
    return [Table.of(block["table"]) for block in blocks]
