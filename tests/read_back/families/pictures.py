"""What stands in the place of a picture for those who cannot see it, held against the figures behind the picture."""

import re
from collections.abc import Callable
from statistics import median
from typing import Any

from analysis import catalogue, danish, periods
from analysis.data import targets
from analysis.publish.drawing.likeness import HEADING, LIKELY
from analysis.publish.drawing.lines import LATEST, NO_LATER, place
from analysis.publish.words.control import NO_VERDICT, NOTE, POSITIONS
from read_back.families.standing import within_limits
from read_back.patterns import Check, pattern
from read_back.reading import MONTH, NUMBER, read, same
from read_back.reports import PICTURE, Said

SYNTHETIC = r"(?P<made>Syntetiske data\. )?"
UNITS = {one.axis or one.unit for one in catalogue.measures().values()} | {
    *("pct.", "pct. (▲ bedste tiendedel)", "pct. af årets ledige", "pct. af tiden i tilbud"),
    *("pct. af de påbegyndte forløb", "pct. af de påbegyndte sygedagpengeforløb"),
}
UNIT = rf"(?P<unit>{'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))}|indeks, {MONTH} = 100)"
VALUE = rf"(?:ca\. )?{NUMBER}"
ENDS = {"linjen nu": "den lige linje nu"}  # what a point is called in a picture and in the table
HIDDEN = (danish.HIDDEN_CELL, danish.MISSING_CELL)


def picture(written: str) -> Callable[[Check], Check]:
    """Register the check of what stands in the place of a picture; whether its data are made up is checked of all."""
    return pattern(SYNTHETIC + written, kind=PICTURE)


@picture(
    rf"(?P<count>\d+) områder ordnet efter {UNIT}\.? Højest: (?P<first>[^;]+?) (?P<most>{NUMBER})(?:; (?P<own>[^;]+?) (?P<value>{NUMBER}))?\."
)
def ranked(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    name, column = ("jobcenter", "andel") if "andel" in said.under.labels else ("label", "serie_1")
    known = [row for row in said.under.rows if row[column] is not None]
    assert int(match["count"]) == len(known)
    first = match["first"].removesuffix(" ▲")
    assert same(match["most"], said.under.row(**{name: first})[column])
    assert same(match["most"], max(row[column] for row in known))
    if first == said.report.head["jobcenter"]["name"]:
        assert match["own"] is None
    elif match["own"]:
        assert _own(match["own"].removesuffix(" ▲"), said)
        assert same(match["value"], said.under.row(**{name: match["own"].removesuffix(" ▲")})[column])


@picture(
    rf"Tragtdiagram over (?P<count>\d+) områder, {UNIT}: (?P<told>[^.:]+(?:99,8 pct\.-[^.]+)*)\.(?: (?P<own>[^.]+?) ligger (?P<lies>[^.]+(?:pct\.[^.]+)*)\.)? {re.escape(NOTE)}"
)
def funnel(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    rows = [_headed(row, said) for row in said.under.rows if row["serie_1"] is not None]
    assert int(match["count"]) == len(rows)
    counts = {
        words: int(number)
        for number, words in re.findall(
            r"(\d+) ((?:under|mellem|inden|over)\D+(?:99,8 \D+)?)(?=, | og \d|$)", match["told"]
        )
    }
    assert set(counts) <= set(POSITIONS.values()) and sum(counts.values()) == len(rows)
    if match["own"]:
        assert _own(match["own"], said)
        within_limits(next(one for one in rows if one["Område"] == match["own"]), match["lies"])


@picture(
    rf"(?P<count>\d+) områder efter forventet og faktisk andel, {UNIT}; (?P<above>\d+) ligger over det forventede\.(?: (?P<own>[^:.]+): faktisk (?P<value>{NUMBER}), forventet (?P<expected>{NUMBER})\.)? {re.escape(NO_VERDICT)}"
)
def expected(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    rows = [_headed(row, said) for row in said.under.rows]
    both = [row for row in rows if None not in (row["Tal"], row["Forventet"])]
    assert int(match["count"]) == len(both)
    assert int(match["above"]) == sum(row["Tal"] > row["Forventet"] for row in both)
    if match["own"]:
        own = next(row for row in rows if row["Område"] == match["own"])
        assert (
            _own(match["own"], said) and same(match["value"], own["Tal"]) and same(match["expected"], own["Forventet"])
        )


@picture(
    rf"(?P<count>\d+) områder efter niveau, {UNIT}, og ændring over 12 måneder i procentpoint\.(?: (?P<own>[^:.]+): (?P<value>{NUMBER}), (?P<change>\+?{NUMBER}) på 12 måneder\.)? Linjerne er de øvrige jobcentre tilsammen: (?P<level>{NUMBER}) og (?P<moved>\+?{NUMBER})\. {re.escape(NO_VERDICT)}"
)
def quadrant(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    rows = [row for row in (_headed(row, said) for row in said.under.rows) if row["Tal"] is not None]
    assert int(match["count"]) == len(rows)
    of = [row for row in rows if row["Område"] == match["own"]] or rows
    if match["own"]:
        assert _own(match["own"], said) and same(match["value"], of[0]["Tal"])
        assert _signed(match["change"], of[0]["Ændring 12 mdr., procentpoint"])
    for text, column in (("level", "De øvrige jobcentre"), ("moved", "De øvriges ændring, procentpoint")):
        line = median(row[column] for row in of)  # of the own area alone, where it has a figure
        assert abs(read(match[text].removeprefix("+")) - line) < 0.06
        assert not match[text].startswith("+") or line > 0


@picture(
    rf"Kort med et felt for hvert af (?P<count>\d+) områder, {UNIT}, mørkere jo højere\.(?: (?P<own>[^.]+?) (?P<value>{NUMBER})\.)?"
)
def tiles(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    assert int(match["count"]) == len(said.under.rows)
    if match["own"]:
        assert _own(match["own"], said) and same(match["value"], said.under.row(label=match["own"])["serie_1"])


@picture(r"(?P<count>\d+) områder i alfabetisk orden, mørkere jo højere: (?P<names>.+)\.")
def heatmap(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    assert int(match["count"]) == len(said.under.rows)
    assert match["names"] == ", ".join(label for name, label in said.under.labels.items() if name != "label")


@picture(
    rf"Linjer for (?P<first>{MONTH}|[1-4]\. kvartal \d{{4}}) til (?P<last>{MONTH}|[1-4]\. kvartal \d{{4}}), {UNIT}\.? Senest: (?P<told>.+)\."
)
def lines(match: re.Match[str], said: Said) -> None:
    """Each line with its latest figure, or why it has none; the lines begin and end where a figure is shown."""
    assert is_made_up(match, said)
    at = "periode" if "periode" in said.under.labels else "period"
    rows = _from_first_to_last(said.under.rows, but=at)
    ends = [danish.month(_last(rows[end][at])) for end in (0, -1)]
    index = re.fullmatch(rf"indeks, ({MONTH}) = 100", match["unit"])
    if index:
        assert ends[0] == index[1]
    assert [match["first"], match["last"]] == ends
    of_label = {label: name for name, label in said.under.labels.items()}
    for one in match["told"].split("; "):
        found = re.fullmatch(
            rf"(?P<name>.+?)(?:: (?P<why>{NO_LATER}|{'|'.join(HIDDEN)})| (?P<value>{VALUE})(?: \((?P<month>\w+ \d\d)\))?)",
            one,
        )
        assert found, one
        column = [row[of_label[found["name"]]] for row in rows]
        known = [(row[at], value) for row, value in zip(rows, column, strict=True) if value is not None]
        if found["why"]:
            assert not known or place(rows[-1][at]) - place(known[-1][0]) > LATEST, one
            assert known or found["why"] != NO_LATER, one
            continue
        month, value = known[-1]
        assert danish.short_month(_last(month)) == (found["month"] or danish.short_month(_last(rows[-1][at]))), one
        assert same(found["value"].removeprefix("ca. "), 100 * value / known[0][1] if index else value), one


@picture(rf"Niveau, {UNIT}\.? (?P<told>[A-ZÆØÅ0-9].+)\.")
def levels(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    rows = [_headed(row, said) for row in said.under.rows]
    measures = [label for name, label in said.under.labels.items() if name != "label"]
    written = []
    for measure in measures:
        found = re.search(rf"(?:^|; ){re.escape(measure)}: (.+?)(?=; |$)", match["told"])
        assert found, measure
        bars = re.findall(rf"(?:^|, )(.+?) ({VALUE}|{'|'.join(HIDDEN)})(?=, |$)", found[1])
        assert [name for name, _ in bars] == [row["Område"] for row in rows]
        for (_, words), row in zip(bars, rows, strict=True):
            assert row[measure] is None if words in HIDDEN else same(words.removeprefix("ca. "), row[measure]), (
                measure,
                words,
            )
        written.append(f"{measure}: {found[1]}")
    assert "; ".join(written) == match["told"]


@picture(rf"Flader for (?P<weeks>\d+) uger, {UNIT}\. Sidst: (?P<told>.+)\.")
def areas_over_time(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    last = said.under.rows[-1]
    assert int(match["weeks"]) == last["uger"]
    shares = [(label.removesuffix(", pct."), last[name]) for name, label in said.under.labels.items()
              if re.fullmatch(r"andel_\d+|ingen|serie_\d+", name)]  # fmt: skip
    told = re.findall(rf"(?:^|; )(.+?) ({NUMBER}) %(?=; |$)", match["told"])
    assert "; ".join(f"{name} {share} %" for name, share in told) == match["told"]
    assert [name for name, _ in told][:-1] == [name for name, _ in shares][:-1]
    assert all(same(share, figure) for (_, share), (_, figure) in zip(told, shares, strict=True))


@picture(rf"(?:Bjælker|Søjler), {UNIT}[.:] (?P<told>.+)\.")
def bars(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    name = next(iter(said.under.labels))
    told = re.findall(rf"(?:^|; )(.+?) ({NUMBER}) %(?: \(({NUMBER})\))?(?=; |$)", match["told"])
    assert told and len(told) == match["told"].count("; ") + 1
    for label, share, count in told:
        row = said.under.row(**{name: label})
        assert same(share, row["andel"]), label
        assert not count or same(count, row["antal"]), label


@picture(
    r"Prikker med intervaller, forskel i procentpoint mellem dem, der begyndte, og lignende, der ikke gjorde\. (?P<told>.+)\."
)
def effects(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    for one in match["told"].split("; "):
        found = re.fullmatch(
            rf"(.+): (\+?{NUMBER}) procentpoint efter (\d+) måneder \(fra (\+?{NUMBER}) til (\+?{NUMBER})\)", one
        )
        assert found, one
        row = said.under.row(tilbud=found[1], maaneder=int(found[3]))
        assert int(found[3]) == max(each["maaneder"] for each in said.under.where(tilbud=found[1]))
        for text, column in zip(found.group(2, 4, 5), ("forskel", "forskel_lav", "forskel_hoej"), strict=True):
            assert _signed(text, row[column]), one


@picture(rf"{HEADING[:1].upper()}{re.escape(HEADING[1:])}\. Størst efter vægtning: (?P<name>.+) (?P<most>{NUMBER})\.")
def balance(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    assert same(match["most"], said.under.row(traek=match["name"])["efter"])
    assert same(match["most"], max(row["efter"] for row in said.under.rows))


@picture(rf"To fordelinger ryg mod ryg, {re.escape(LIKELY)}\. De dækker hinanden med (?P<common>{NUMBER}) pct\.")
def overlap(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    common = sum(min(row["begyndte"] or 0, row["lignende"] or 0) for row in said.under.rows)
    assert abs(read(match["common"]) - common) <= 0.05 * len(said.under.rows)
    assert read(match["common"]) <= 100


@picture(r"(?P<count>\d+) områder side om side\. (?P<own>[^:.]+): (?P<told>.+)\.")
def side_by_side(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    assert _own(match["own"], said)
    rows = [row for row in said.under.rows if row["jobcenter"] != "De andre sammenlignelige i alt"]
    assert int(match["count"]) == len(rows)
    own = said.under.row(jobcenter=match["own"])
    of_label = {label: name for name, label in said.under.labels.items()}
    for one in (match["told"] + ".").replace("pct..", "pct.").split("; "):
        heading, _, value = one.rpartition(": ")
        figure = own[of_label[heading]]
        assert figure is None if danish.HIDDEN_CELL in value else same(value.removesuffix(" pct."), figure), one


@picture(r"Vejen til målene\. (?P<told>.+)\.")
def towards(match: re.Match[str], said: Said) -> None:
    """Each goal with its ends: base, target, the straight line now, and the latest figure."""
    rows = said.under.rows
    assert bool(match["made"]) == bool(said.report.head["snapshot"]["synthetic"] and said.under.where(punkt="tal"))
    told = match["told"].split("; ")
    for one, goal in zip(told, dict.fromkeys(row["maal"] for row in rows), strict=True):
        name, _, ends = one.rpartition(": ")
        assert name == goal
        for end in ends.split(", "):
            found = re.fullmatch(
                rf"(?P<word>[a-zæøå ]+?)(?P<way> mindst| højst)? (?P<value>{NUMBER})(?: \((?P<month>\w+ \d\d)\))?", end
            )
            assert found, end
            point = said.under.where(maal=goal, punkt=ENDS.get(found["word"], found["word"]))[-1]
            assert same(found["value"], point["vaerdi"]), end
            assert not found["month"] or found["month"] == danish.short_month(point["periode"]), end
            if found["way"]:
                asked = {"mindst": ">=", "højst": "<="}[found["way"].strip()]
                assert asked in _operators(point["vaerdi"]), end


def _operators(target: float) -> set[str]:
    """Which way targets of this figure are: of the files, at least or at most."""
    known = targets.read_all()
    return set(known.loc[known["target"].round(1) == target, "operator"])


def is_made_up(match: re.Match[str], said: Said) -> bool:
    """Whether a picture says of its data that they are made up, where they are and nowhere else."""
    return bool(match["made"]) == bool(said.report.head["snapshot"]["synthetic"])


def _from_first_to_last(rows: list[dict[str, Any]], *, but: str) -> list[dict[str, Any]]:
    """The rows from the first to the last that has a figure in any column but one."""
    shown = [at for at, row in enumerate(rows) if any(row[name] is not None for name in row.keys() - {but})]
    return rows[shown[0] : shown[-1] + 1]


def _headed(row: dict[str, Any], said: Said) -> dict[str, Any]:
    return {heading: row[name] for name, heading in said.under.labels.items()}


def _own(name: str, said: Said) -> bool:
    return bool(name == said.report.head["jobcenter"]["name"])


def _signed(text: str, value: float | None) -> bool:
    return same(text.removeprefix("+"), value) and text.startswith("+") == (value is not None and value > 0)


def _last(period_: str) -> str:
    return periods.last_month(period_)
