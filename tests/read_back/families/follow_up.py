"""The summary of a follow-up to a jobcenter and the goals that it quotes, as ``publish.summary`` makes them."""

import re
from typing import Any

from analysis import catalogue, goals, rules
from analysis.measures.axes import BETTER, SAME, WORSE
from analysis.publish.words.follow_up import NOTHING_OUT
from analysis.publish.words.indicator_words import STATUS
from read_back.families.indicators import NONE_SET, _named, _none, _unique
from read_back.patterns import fixed, pattern
from read_back.reading import MOVED, NAMES, NUMBER, PERIOD, listed, moved_agrees, period, read, same
from read_back.reports import Said

COLUMNS = ("indikator", "antal", "andel", "udvikling_pct", "udvikling_sammenlignelige")
MARKS = {text: mark for _, text, mark in STATUS.values()}
GOOD = {STATUS[BETTER, BETTER][1], STATUS[BETTER, SAME][1], STATUS[SAME, BETTER][1]}
BAD = {STATUS[WORSE, WORSE][1], STATUS[WORSE, SAME][1], STATUS[SAME, WORSE][1]}
FEW = rf"(?:steget|faldet) fra {NUMBER} til {NUMBER} \({NUMBER} (?:flere|færre)\)"
ALIKE = "i sammenlignelige kommuner"
LEVEL = (
    rf"Niveauet var (?:(?P<count>{NUMBER}) (?:fuldtidspersoner|personer) i (?P<place>[^.]+?) i (?P<when>{PERIOD})"
    rf"(?:, (?:ca\. )?(?P<share>{NUMBER})(?: pct\.)? (?P<of>[^;]+?))?"
    rf"|(?:ca\. )?(?P<only>{NUMBER})(?: pct\.)? i (?P<there>[^.]+?) i (?P<then>{PERIOD}))"
    rf"(?: mod (?:ca\. )?(?P<group>{NUMBER})(?: pct\.)? {ALIKE})?\."
)
GREW = rf"(?: (?P<what>Antallet|Andelen) er (?P<moved>{MOVED}|{FEW}) på 12 måneder(?:; {ALIKE} er (?:det|den) (?P<theirs>{MOVED}))?\.?)?"
BESIDE = rf"(?: Samtidig var »(?P<beside>[^«]+)« (?P<here>{NUMBER})(?: pct\.)? mod (?P<elsewhere>{NUMBER})(?: pct\.)? {ALIKE}\.)?"

fixed(__name__, NOTHING_OUT, "Jobcenteret har ikke skrevet kommentarer til denne måned.")


@pattern(
    rf"(?:{NONE_SET}|Ministerens mål for (?P<unknown>\d{{4}}) kendes ikke her); rapporten følger derfor (?P<what>.+)\."
)
def basis(match: re.Match[str], said: Said) -> None:
    if match["unknown"]:
        assert goals.of(match["unknown"]).known == goals.UNKNOWN
        assert match["unknown"] == said.report.head["period"][:4]
    else:
        _none(match, said)
    local = any(row["gruppe"] == "Områdets egne mål" for row in said.before(*COLUMNS).rows)
    assert match["what"] == ("områdets egne mål" if local else "nogle af de vigtigste resultater")


@pattern(r"Ministerens mål: (?P<wording>.+)\.")
def wording(match: re.Match[str], said: Said) -> None:
    assert match["wording"] in {goal.wording for goal in goals.of(said.report.head["period"][:4]).goals}


@pattern(rf"»(?P<name>[^«]+)«: {LEVEL}{GREW}{BESIDE}")
def goal(match: re.Match[str], said: Said) -> None:
    (row,) = _named(said.before(*COLUMNS), match["name"])
    assert said.report.jobcenter == (match["place"] or match["there"])
    assert period(match["when"] or match["then"]) == row["maaned"]
    shown: dict[str, str | None] = {
        "antal": match["count"],
        "andel": match["share"] or match["only"],
        "sammenlignelige": match["group"],
    }
    for column, text in shown.items():
        assert text is None or same(text, _figure(row, column)), column
    if match["of"]:
        assert match["of"] in {one.axis.removeprefix("pct. ") for one in catalogue.measures().values()}
    if match["moved"]:
        _moved(match, row)
    if match["beside"]:
        (effort,) = _named(_block(match["name"], said), match["beside"])
        assert same(match["here"], _figure(effort, "andel"))
        assert same(match["elsewhere"], _figure(effort, "sammenlignelige"))


def _figure(row: dict[str, Any], column: str) -> float | None:
    found: float | None = row[column]
    return found


def _moved(match: re.Match[str], row: dict[str, Any]) -> None:
    counted = match["what"] == "Antallet"
    if re.fullmatch(FEW, match["moved"]):
        before, now, apart = (read(text) for text in re.findall(NUMBER, match["moved"]))
        assert (before, now) == (row["antal"] - row["udvikling"], row["antal"]) and apart == abs(now - before)
        assert ("steget" in match["moved"]) == ("flere" in match["moved"]) == (now > before)
    else:
        change = row["udvikling_pct"] if counted else row["udvikling"]
        assert moved_agrees(match["moved"], change, rounded_change=row["udvikling"] if counted else None)
    if match["theirs"]:
        assert moved_agrees(match["theirs"], row["udvikling_sammenlignelige"])


@pattern(
    r"»(?P<name>[^«]+)«: Tallet for (?P<place>[^.]+?) (?P<why>oplyses ikke af hensyn til diskretion|findes ikke i kilden)\."
)
def no_figure(match: re.Match[str], said: Said) -> None:
    (row,) = _named(said.before(*COLUMNS), match["name"])
    assert said.report.jobcenter == match["place"] and row["antal"] is None and row["andel"] is None


@pattern(
    rf"Indsatsens niveau er (?:bedre end {ALIKE} for (?P<better>{NAMES}))?(?:, | og )?(?:som {ALIKE} for (?P<same>{NAMES}))?"
    rf"(?:, | og )?(?:dårligere end {ALIKE} for (?P<worse>{NAMES}))?\."
)
def effort(match: re.Match[str], said: Said) -> None:
    rows = [row for row in said.before(*COLUMNS).rows if row["gruppe"] == "Indsats" and row["status"] in MARKS]
    levels = {"better": ("God",), "same": ("På niveau",), "worse": ("Udfordring", "Særlig")}
    for name, start in levels.items():
        found = _unique([row for row in rows if str(row["status"]).startswith(start)])
        assert found == (listed(match[name]) if match[name] else []), name


@pattern(rf"(?P<lead>Gode resultater|Særlige udfordringer): (?P<names>{NAMES})\.")
def standing_out(match: re.Match[str], said: Said) -> None:
    start, most = {"Gode resultater": (GOOD, 2), "Særlige udfordringer": (BAD, 3)}[match["lead"]]
    table = said.before(*COLUMNS)
    for name in listed(match["names"]):
        assert any(str(row["status"]) in start for row in _named(table, name)), name
    assert len(listed(match["names"])) <= most


@pattern(r"Reformer i perioden: (?P<reforms>»[^«]+« \([^)]+\)(?:(?:, | og )»[^«]+« \([^)]+\))*)\.")
def reforms(match: re.Match[str], said: Said) -> None:
    known = {(one.label, one.month) for one in rules.all_reforms()}
    told = [(label, period(month)) for label, month in re.findall(r"»([^«]+)« \(([^)]+)\)", match["reforms"])]
    assert set(told) <= known and told == sorted(told, key=lambda one: (one[1], one[0]))
    assert all(month <= said.report.head["period"] for _, month in told)


def _block(name: str, said: Said) -> Any:
    return next(table for table in said.report.tables if table.title.startswith(f"{name}: resultat og indsats"))
