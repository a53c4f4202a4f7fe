"""Sentences on agreed targets and the minister's goals, as ``publish.agreed_text`` and ``minister_goals`` make them."""

import re
from functools import cache
from typing import Any

from analysis import danish, goals, periods
from analysis.data import known_targets, targets
from analysis.publish.words import target_sentences
from analysis.publish.words.target_words import AWAITS
from read_back.patterns import fixed, pattern
from read_back.reading import NAMES, NUMBER, PERIOD, listed, period, read, same
from read_back.reports import Said

UNIT = r"(?:pct\.|personer|fuldtidspersoner|[a-zæøå ]+?)"
BOUND = rf"(?P<operator>højst|mindst) (?P<target>{NUMBER}) (?P<unit>{UNIT})"
SIZE = (
    rf"(?P<by>{NUMBER}) (?P<way>procentpoint mere|procentpoint mindre|flere|færre)(?: \((?P<share>{NUMBER}) pct\.\))?"
)

fixed(__name__, target_sentences.INVENTED, "Målgrupperne overlapper hinanden og kan ikke lægges sammen.",
      "Ingen linje kan tegnes: der er ingen aftalte mål.",
      "Ingen linje kan tegnes: der er hverken en dateret basis eller endelige tal.")  # fmt: skip


@pattern(rf"(?P<goal>.+?): {AWAITS}\.")
def awaited(match: re.Match[str], said: Said) -> None:
    assert any(row["aftalt"] == AWAITS for row in _rows(said, match["goal"]))


@pattern(rf"(?P<goal>.+?): I (?P<place>.+?) (?P<must>skal|skulle) tallet i (?P<when>{PERIOD}) være {BOUND}\.?")
def target_without_base(match: re.Match[str], said: Said) -> None:
    row = _row(said, match)
    assert row["basis"] is None or same(match["target"], row["basis"])


@pattern(
    rf"(?P<goal>.+?): I (?P<place>.+?) (?P<must>skal|skulle) tallet i (?P<when>{PERIOD}) være {BOUND}, uændret fra basis"
    rf"(?: i (?P<since>{PERIOD}))?\.?"
)
def unchanged_target(match: re.Match[str], said: Said) -> None:
    row = _row(said, match)
    assert row["udvikling"] == 0 and same(match["target"], row["basis"])
    _since(match, row)


@pattern(
    rf"(?P<goal>.+?): I (?P<place>.+?) (?P<must>skal|skulle) tallet (?P<direction>op|ned) fra (?P<base>{NUMBER})(?: pct\.)?"
    rf"(?: i (?P<since>{PERIOD}))? til {BOUND} i (?P<when>{PERIOD}), {SIZE}(?:, heraf (?P<parts>[^.]+))?\."
)
def target(match: re.Match[str], said: Said) -> None:
    row = _row(said, match)
    change = row["aftalt"] - row["basis"]
    assert (
        same(match["base"], row["basis"])
        and same(match["by"], abs(change))
        and same(match["by"], abs(row["udvikling"]))
    )
    assert (match["direction"] == "op") == (change > 0) == (match["way"].split()[-1] in ("mere", "flere"))
    if match["share"]:
        assert same(match["share"], 100 * abs(change) / row["basis"])
    _since(match, row)
    for by, way, place in re.findall(
        rf"({NUMBER}) (flere|færre) i (.+?)(?:, (?=\d)| og (?=\d)|$)", match["parts"] or ""
    ):
        part = next(one for one in _rows(said, match["goal"]) if one.get("omraade") == place)
        assert same(by, abs(part["udvikling"])) and (way == "flere") == (part["udvikling"] > 0)


@pattern(
    rf"(?P<goal>.+?): I (?P<place>.+?) var tallet (?P<figure>{NUMBER}) (?P<unit>{UNIT}) i (?P<when>{PERIOD})"
    rf"(?:; på den lige linje skulle det (?P<operator>højst|mindst) være (?P<line>{NUMBER}))?; "
    rf"(?P<end>målet blev nået|det (?:opfylder|opfyldte) målet|der (?P<verb>mangler|manglede) (?P<missing>{NUMBER}) {UNIT}"
    rf"(?: \((?P<share>{NUMBER}) pct\.\))? i at nå målet)\."
)
def standing(match: re.Match[str], said: Said) -> None:
    row = next(one for one in _rows(said, match["goal"]) if one.get("omraade", match["place"]) == match["place"])
    assert same(match["figure"], row["tal"])
    distance = row["afstand"]
    lower = _operator(match["goal"]) == "<="
    reached = distance >= 0 if lower else distance <= 0
    assert reached == (match["missing"] is None)
    if match["missing"]:
        assert same(match["missing"], abs(distance))
    if match["share"]:
        assert abs(read(match["share"]) - 100 * abs(distance) / row["tal"]) < 1
    if match["line"]:
        assert match["operator"] == ("højst" if lower else "mindst")
        base, at = row["basis"], _share_of_way(row, match["when"])
        assert abs(read(match["line"]) - (base + (row["aftalt"] - base) * at)) < 0.6


@pattern(
    rf"(?:Fristen|Fristerne)(?: for (?P<goals>{NAMES}))? er udløbet, men hvor (?P<what>tallet|tallene) endte, vides ikke her; "
    r"grunden står under tabellen\."
)
def end_not_known(match: re.Match[str], said: Said) -> None:
    names = listed(match["goals"]) if match["goals"] else None
    rows = [
        row for table in said.report.with_columns("basis", "aftalt") for row in table.rows if row["aftalt"] != AWAITS
    ]
    assert all(any(_is_of(row, name) for row in rows) for name in names or ())
    ended = [row for row in rows if names is None or any(_is_of(row, name) for name in names)]
    assert ended and all(row["tal"] is None for row in ended)
    assert any(
        "De faktiske tal" in note for table in said.report.with_columns("basis", "aftalt") for note in table.notes
    )


@pattern(
    r"Der er ingen aftalte mål(?: for (?P<year>\d{4}))? for (?P<place>.+) i de planer, der kendes her"
    r"(?:; der kendes mål for andre områder for (?P<years>[^.]+))?\."
)
def no_targets(match: re.Match[str], said: Said) -> None:
    assert match["place"] == said.report.jobcenter
    assert not said.report.with_columns("aftalt")
    known = {goal["target_period"][:4] for goal in _known()}
    assert set(listed(match["years"] or "")) - {""} == known


@pattern(r"Mål (?P<number>\d) for (?P<year>\d{4}): (?P<wording>.+?)(?P<announced> \(varslet\))?\.")
def minister_goal(match: re.Match[str], said: Said) -> None:
    goal = next(one for one in goals.of(match["year"]).goals if one.number == int(match["number"]))
    assert match["wording"] == goal.wording and bool(match["announced"]) == (not goal.verified)


@pattern(r"Målene for (?P<year>\d{4}) er gengivet efter: (?P<source>.+)\.")
def minister_source(match: re.Match[str], said: Said) -> None:
    assert match["source"] == goals.of(match["year"]).source


@pattern(r"Ministerens mål for (?P<year>\d{4}) kendes ikke her; om der var nogen, siger oversigten ikke noget om\.")
def minister_unknown(match: re.Match[str], said: Said) -> None:
    assert goals.of(match["year"]).known == goals.UNKNOWN


@pattern(r"Ministeren har ikke sat mål for (?P<year>\d{4}), og derfor er kun lokale mål vist\. (?P<source>.+)\.")
def minister_none(match: re.Match[str], said: Said) -> None:
    known = goals.of(match["year"])
    assert known.known == goals.NONE and match["source"] == known.source


@pattern(r"Mål og basis er aftalt i: (?P<plans>.+)\. De er gengivet, som de er aftalt, og ikke regnet om\.")
def plans(match: re.Match[str], said: Said) -> None:
    known = {str(row["source"]).partition("; ")[0] for row in _known()}
    assert set(match["plans"].split("; ")) <= known


@pattern(rf"(?P<goals>{NAMES}): (?P<note>[^:]+)\.")
def note(match: re.Match[str], said: Said) -> None:
    labels = known_targets.labels()
    for name in listed(match["goals"]):
        notes = {
            danish.lower_first(str(row["source"]).partition("; ")[2])
            for row in _known() if labels.get(row["goal"], row["goal"]) == name
        }  # fmt: skip
        assert match["note"] in notes


@pattern(rf"De faktiske tal(?: for (?P<goals>{NAMES}))? er ikke vist, fordi (?P<why>[^.]+)\.")
def no_figures(match: re.Match[str], said: Said) -> None:
    names = listed(match["goals"]) if match["goals"] else None
    rows = said.under.rows
    assert all(row["tal"] is None for row in rows if names is None or any(_is_of(row, name) for name in names))
    assert all(any(_is_of(row, name) for row in rows) for name in names or ())


@cache
def _known() -> list[dict[str, Any]]:
    """All targets that the project knows."""
    return [{str(name): value for name, value in row.items()} for row in targets.read_all().to_dict("records")]


def _rows(said: Said, goal: str) -> list[dict[str, Any]]:
    """The rows of a goal in the tables of targets."""
    found = []
    for table in said.report.with_columns("basis", "aftalt"):
        for row in table.rows:
            if _is_of(row, goal):
                place = table.title.rpartition(", ")[2] if "resultatmaal" in row else row["omraade"]
                found.append({**row, "place": place})
    if not found:
        raise LookupError(f"no table has the goal '{goal}'")
    return found


def _row(said: Said, match: re.Match[str]) -> dict[str, Any]:
    """The row of a goal and place, whose target, way and period the sentence must have."""
    of_place = [row for row in _rows(said, match["goal"]) if row["place"] == match["place"]]
    wanted = period(match["when"])
    row = next(one for one in of_place if _period(one, "til", wanted))
    assert (match["must"] == "skulle") == (periods.last_month(wanted) < said.report.head["period"])
    assert same(match["target"], row["aftalt"])
    assert match["operator"] == {"<=": "højst", ">=": "mindst"}[_operator(match["goal"])]
    assert match["unit"].rstrip(".") in str(row.get("enhed", row.get("gruppe"))) or not row.get("enhed")
    return row


def _period(row: dict[str, Any], which: str, wanted: str) -> bool:
    """Whether a row's first or last period is the one that a sentence tells."""
    if "gruppe" in row:
        ends = _ends(row)
        return ends is not None and ends[which] is not None and period(ends[which]) == wanted
    return bool(row[which] == (danish.short_month(wanted) if wanted else ""))


def _ends(row: dict[str, Any]) -> re.Match[str] | None:
    """The two periods of a goal's heading."""
    return re.search(rf": (?:fra (?P<fra>{PERIOD}) )?til (?P<til>{PERIOD})$", row["gruppe"])


def _is_of(row: dict[str, Any], goal: str) -> bool:
    """Whether a row is of a goal: its name, or its heading with unit and periods."""
    if "resultatmaal" in row:
        return bool(row["resultatmaal"] == goal)
    return re.fullmatch(rf"{re.escape(goal)}(?:, [^,]+: (?:fra {PERIOD} )?til {PERIOD})?", row["gruppe"]) is not None


def _since(match: re.Match[str], row: dict[str, Any]) -> None:
    assert _period(row, "fra", period(match["since"])) if match["since"] else not _stated(row)


def _stated(row: dict[str, Any]) -> bool:
    if "fra" in row:
        return bool(row["fra"])
    ends = _ends(row)
    return ends is not None and ends["fra"] is not None


def _operator(goal: str) -> str:
    labels = known_targets.labels()
    return next(str(row["operator"]) for row in _known() if labels.get(row["goal"], row["goal"]) == goal)


def _share_of_way(row: dict[str, Any], when: str) -> float:
    """How much of the way from base to target has gone by, 0 to 1."""
    ends = _ends(row)
    if ends is None:
        raise LookupError("the goal has no two periods")
    start, end = (periods.last_month(period(ends[name])) for name in ("fra", "til"))
    all_, gone = (len(periods.months(start, to)) - 1 for to in (end, periods.last_month(period(when))))
    return gone / all_
