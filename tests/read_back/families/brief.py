"""Headlines and short sentences of the page for politicians, as ``publish.brief`` makes them."""

import re
from typing import Any

from analysis import catalogue, danish, periods
from analysis.measures.brief import economy
from analysis.measures.brief.worked import NO_REGISTER
from analysis.publish import brief
from analysis.publish.layout import brief_table
from analysis.publish.offers import ALARM, REASONS
from analysis.publish.words import findings, plain, worked
from analysis.publish.words.indicator_words import STATUS
from read_back.patterns import fixed, pattern
from read_back.reading import MONTH, NAMES, NUMBER, listed, period, read, same
from read_back.reports import Said

COMPARABLE = "sammenlignelige kommuner"
SHARE = rf"(?:ca\. )?(?P<own>{NUMBER})(?: pct\.)?"
OTHER = rf"(?:ca\. )?(?P<group>{NUMBER})(?: pct\.)?"
LEVELS = rf"Den var {SHARE} i (?P<place>[A-ZÆØÅ].+) i (?P<month>{MONTH}|[1-4]\. kvartal \d{{4}})\. Den var {OTHER} i {COMPARABLE}\."
MOVED = rf"(?:(?:stort set )?uændret|(?:steget|faldet) med {NUMBER} (?:pct\.|procentpoint))"
WHATS = "|".join(sorted((re.escape(name) for name in worked.NAMES.values()), key=len, reverse=True))
OFFERS = rf"for (?:{WHATS})(?:, for (?:{WHATS}))*(?: og for (?:{WHATS}))?"

fixed(__name__, "Der er endnu ikke skrevet noget fra mødet.", worked.OTHERS, worked.SMALL_NUMBERS, worked.RANGE, worked.BEFORE, brief_table.FULL_TIME, brief_table.STATUS,
      brief_table.HIDDEN, brief_table.ABOUT, brief.INTERVAL, findings.NO_CHALLENGE, *worked.RESERVATIONS)  # fmt: skip


@pattern(r"Det går godt med (?P<good>[^.]+?)(?:, men (?P<bad>[^.]+) er en udfordring)?")
def headline(match: re.Match[str], said: Said) -> None:
    rest = _rest(said)
    assert rest[0].startswith(f"Det går godt med {match['good']}. ")
    challenges = [text for text in rest if text.startswith("Her er en udfordring: ")]
    assert bool(challenges) == bool(match["bad"])
    assert not challenges or challenges[0].startswith(f"Her er en udfordring: {plain.first_upper(match['bad'])} ")


@pattern(r"(?P<bad>[A-ZÆØÅ][^.]+) er en udfordring")
def only_challenges(match: re.Match[str], said: Said) -> None:
    assert all(text.startswith("Her er en udfordring: ") for text in _rest(said))
    assert _rest(said)[0].startswith(f"Her er en udfordring: {match['bad']} ")


@pattern(findings.NOTHING_SURE)
def nothing_stands_out(match: re.Match[str], said: Said) -> None:
    assert _rest(said) == []
    assert any(row["status"] for row in said.after("indikator", "status").rows)


@pattern(findings.NOTHING_JUDGED)
def nothing_judged(match: re.Match[str], said: Said) -> None:
    assert _rest(said) == []


@pattern(
    rf"(?:Det går godt med (?P<topic>[^.]+)\.|(?P<bad>Her er en udfordring:)) (?P<noun>[A-ZÆØÅ].+?) er (?P<side>højere|lavere) "
    rf"end i {COMPARABLE}(?P<both> og udvikler sig (?P<way>bedre|dårligere))?\. {LEVELS}"
)
def highlight_by_level(match: re.Match[str], said: Said) -> None:
    row = _levels(match, said)
    assert match["topic"] in (None, _topic(row, match["noun"] if match["noun"] != "Den" else match["topic"]))
    better = "God" if match["topic"] else "Udfordring"
    whole = "God og i fremgang" if match["topic"] else "Særlig udfordring"
    assert row["status"] == whole if match["both"] else row["status"] == f"{better}, udvikling som andre steder"
    assert (match["side"] == "højere") == (row["andel"] > row["sammenlignelige"])
    assert match["way"] in (None, "bedre" if match["topic"] else "dårligere")
    assert (match["bad"] is None) == (match["topic"] is not None)


@pattern(
    rf"(?:Det går godt med (?P<topic>[^.]+)\.|Her er en udfordring:) (?P<noun>[A-ZÆØÅ].+?) har udviklet sig "
    rf"(?P<way>bedre|dårligere) end i {COMPARABLE} det seneste år\. (?P<what>Antallet|Den) er (?P<own>{MOVED}) i "
    rf"(?P<place>.+) på et år\. (?:Det|Den) er (?P<group>{MOVED}) i {COMPARABLE}\."
)
def highlight_by_development(match: re.Match[str], said: Said) -> None:
    row = indicator(said, match["noun"])
    assert match["place"] == _place(said)
    assert row["status"] == ("På niveau, i fremgang" if match["topic"] else "På niveau, på vej ned")
    assert (match["way"] == "bedre") == (match["topic"] is not None)
    assert match["topic"] in (None, _topic(row, match["noun"] if match["noun"] != "Den" else match["topic"]))
    own = row["udvikling"]
    if match["what"] == "Antallet":
        own = 100 * own / (row["antal"] - own)
    assert _is_moved(match["own"], own, within=0.5 if match["what"] == "Antallet" else 0.051)
    assert _is_moved(match["group"], row["udvikling_sammenlignelige"], within=0.051)


@pattern(rf"De fleste tal er på niveau med {COMPARABLE}|Nogle tal er bedre og andre dårligere end i {COMPARABLE}"
         rf"|De tal, der skiller sig ud fra {COMPARABLE}, er oftest (?P<side>bedre|dårligere)")  # fmt: skip
def overview(match: re.Match[str], said: Said) -> None:
    rows = said.after("indikator", "status").rows
    words = [row["status"] for row in rows if row["status"] in {text for _, text, _ in STATUS.values()}]
    better = sum(text.startswith("God") for text in words)
    worse = sum(text.startswith(("Udfordring", "Særlig")) for text in words)
    same_ = len(words) - better - worse
    if match[0].startswith("De fleste tal"):
        assert same_ > better + worse
    elif match["side"]:
        assert same_ <= better + worse and (match["side"] == "bedre") == (better > worse) and better != worse
    else:
        assert same_ <= better + worse and better == worse


FINDING = (
    rf"(?P<noun>[A-ZÆØÅ][^.]+?) er (?:(?P<side>højere|lavere) end i|(?P<level>på niveau) med) {COMPARABLE}"
    r"(?: og er (?P<way>steget|faldet|(?:stort set )?uændret) det seneste år)?"
)


@pattern(FINDING)
def finding(match: re.Match[str], said: Said) -> None:
    months = said.after("period", "serie_1").rows if match["way"] else []
    is_found(match, said, {row["period"]: row["serie_1"] for row in months})


def is_found(match: re.Match[str], said: Said, months: dict[str, float]) -> None:
    """A finding's level is that of the table of indicators, and its way that of the months."""
    row = indicator(said, match["noun"])
    if match["side"]:
        assert (match["side"] == "højere") == (row["andel"] > row["sammenlignelige"])
        assert row["status"] is None or not row["status"].startswith("På niveau")
    if match["level"] and row["status"]:
        assert row["status"].startswith("På niveau")
    if match["way"]:
        now, before = (months[when] for when in (row["maaned"], periods.shift(row["maaned"], -12)))
        change = round(now - before, 1)
        assert {"steget": change >= 0, "faldet": change <= 0, "uændret": abs(change) <= 0.1}[
            match["way"].removeprefix("stort set ")
        ]


@pattern(LEVELS)
def levels(match: re.Match[str], said: Said) -> None:
    head = said.report.blocks[said.at]["sentences"][0]
    _levels(match, said, noun=re.split(" er | kan ikke ", head)[0])


@pattern(
    rf"Forskellen svarer til (?P<about>knap |godt )?(?P<by>{NUMBER}) (?P<way>flere|færre) (?P<unit>personer|fuldtidspersoner)\."
)
def how_many(match: re.Match[str], said: Said) -> None:
    row = _deep(said)
    assert f"{match['about'] or ''}{match['by']}" == plain.roughly(abs(row["forskel"]))
    assert (match["way"] == "flere") == (row["forskel"] > 0)
    assert match["unit"] == row["enhed"]


@pattern(
    rf"Den har været (?P<side>højere|lavere) i (?P<share>alle|de fleste af|de færreste af) de seneste (?P<known>{NUMBER}) "
    r"måneder, der kan sammenlignes\."
)
def how_long(match: re.Match[str], said: Said) -> None:
    row = _deep(said)
    assert same(match["known"], row["maaneder"])
    part = row["vaerre"] / row["maaneder"]
    assert {"alle": part == 1, "de fleste af": 0.5 < part < 1, "de færreste af": part <= 0.5}[match["share"]]
    assert (
        match["side"] in said.report.blocks[said.at]["sentences"][0]
        or "på niveau" in said.report.blocks[said.at]["sentences"][0]
    )


@pattern(r"Forskellen ligger især hos (?P<whom>.+)\.")
def among_whom(match: re.Match[str], said: Said) -> None:
    named = {words: catalogue.benefit_label(benefit) for benefit, words in findings.WHERE.items()}
    assert named.get(match["whom"], match["whom"]) == _deep(said)["mest"]


@pattern(r"Set over flere år (?P<way>stiger den|falder den|svinger den uden en klar retning)\.")
def long_run(match: re.Match[str], said: Said) -> None:
    words = {"stiger den": "stiger", "falder den": "falder", "svinger den uden en klar retning": "ingen klar retning"}
    assert _deep(said)["tendens"] == words[match["way"]]


@pattern(rf"(?P<names>{NAMES}) tæller personer og er ikke regnet om\.")
def persons(match: re.Match[str], said: Said) -> None:
    assert all(said.under.where(indikator=name) for name in listed(match["names"]))


@pattern(
    rf"{worked.NO_SURE_EFFECT}|{worked.NOT_KNOWN}|(?P<way>Flere|Færre) var i job eller uddannelse et år efter start i (?P<name>{WHATS})"
)
def effect_headline(match: re.Match[str], said: Said) -> None:
    rows = _offers(said)
    sure = [row for row in rows if _is_sure(row)]
    if match["way"]:
        assert worked.NAMES.get(sure[0]["tilbud"]) == match["name"]
        assert (match["way"] == "Flere") == (sure[0]["forskel"] > 0)
    else:
        known = [row for row in rows if row["forskel"] is not None and not row["bemaerkning"]]
        assert not sure and bool(known) == (match[0] == worked.NO_SURE_EFFECT)


@pattern(rf"F(?P<names>{OFFERS[1:]}): (?P<what>.+)")
def effects(match: re.Match[str], said: Said) -> None:
    names = re.findall(rf"for ({WHATS})(?=,| og for|$)", f"f{match['names']}")
    assert names
    for name in names:
        row = next(one for one in _offers(said) if worked.NAMES.get(one["tilbud"], one["tilbud"]) == name)
        _effect(match["what"], row)


def _effect(text: str, row: dict[str, Any]) -> None:
    if text == worked.NO_DIFFERENCE:
        assert row["forskel"] is not None and not _is_sure(row)
    elif found := re.fullmatch(r"Det vides ikke\. (.+)", text):
        reasons = {words: REASONS[name] for name, words in worked.WHY.items()}
        reasons["Deltagerne skilte sig ud fra de andre, allerede inden de begyndte."] = ALARM
        if found[1] == f"Tallet {danish.HIDDEN}.":
            assert row["forskel"] is None
        else:
            assert reasons[found[1]] == row["bemaerkning"]
    else:
        found = re.fullmatch(
            rf"(Flere|Færre) end blandt lignende ledige var i job eller uddannelse et år efter start\. Forskellen er ({NUMBER}) "
            rf"procentpoint\. Den er mindst ({NUMBER}) procentpoint\. Den er højst ({NUMBER}) procentpoint\.",
            text,
        )
        assert found and _is_sure(row)
        assert (found[1] == "Flere") == (row["forskel"] > 0) and same(found[2], abs(row["forskel"]))
        ends = sorted(abs(row[name]) for name in ("forskel_lav", "forskel_hoej"))
        assert same(found[3], ends[0]) and same(found[4], ends[1])


@pattern(r"Det vides ikke, for (?P<why>.+)\.")
def nothing_known(match: re.Match[str], said: Said) -> None:
    assert match["why"] == NO_REGISTER or re.fullmatch(r"ingen på .+ har påbegyndt et tilbud i perioden", match["why"])
    assert not said.report.with_columns("tilbud", "forskel")


@pattern(rf"{re.escape(worked.SAVING)}|{re.escape(worked.NO_SAVING)}|{re.escape(worked.NO_AMOUNT)}")
def saving_headline(match: re.Match[str], said: Said) -> None:
    tables = said.report.with_columns("ydelse", "flere", "lav", "hoej")
    over = tables[0].rows[0]["flere"] if tables else None
    right = worked.NO_AMOUNT if over is None else worked.SAVING if over >= 1 else worked.NO_SAVING
    assert match[0] == right


@pattern(r"Beløbet er ikke regnet ud, for (?P<why>.+)\.")
def no_amount(match: re.Match[str], said: Said) -> None:
    assert match["why"] in (economy.NO_RATES, economy.NO_FIGURES, economy.TOO_EARLY) or re.fullmatch(
        rf"{economy.NO_YEAR} {said.report.head['period'][:4]}(?: og \d{{4}})?", match["why"]
    )
    assert not said.report.with_columns("ydelse", "flere", "lav", "hoej")


@pattern(
    rf"Der er (?P<about>knap |godt )?(?P<over>{NUMBER}) flere (?P<noun>.+) end med andelen fra {COMPARABLE}\.|"
    rf"Der er ikke flere (?P<none>.+) end i {COMPARABLE}\. Derfor er der ikke regnet et beløb ud\."
)
def how_many_more(match: re.Match[str], said: Said) -> None:
    row = said.after("ydelse", "flere", "lav", "hoej").rows[0]
    assert plain.first_upper(match["noun"] or match["none"]) == row["ydelse"]
    if match["none"]:
        assert row["flere"] < 1
    else:
        assert f"{match['about'] or ''}{match['over']}" == plain.roughly(row["flere"])


@pattern(r"Kommunen ville spare mindst (?P<low>.+) om året uden dem\. Den ville højst spare (?P<high>.+) om året\.")
def amounts(match: re.Match[str], said: Said) -> None:
    row = said.after("ydelse", "flere", "lav", "hoej").rows[0]
    assert (match["low"], match["high"]) == (plain.amount(row["lav"]), plain.amount(row["hoej"]))


fixed(__name__, f"Forudsætningen er, at andelen kommer ned på niveau med {COMPARABLE}.", worked.UNVERIFIED)


def _rest(said: Said) -> list[str]:
    """The sentences of the block after its headline."""
    sentences: list[str] = said.report.blocks[said.at]["sentences"]
    return sentences[1:]


def _place(said: Said) -> str:
    return danish.listed([one["name"] for one in said.report.head["municipalities"]])


def indicator(said: Said, noun: str) -> dict[str, Any]:
    """The row of an indicator in the overview; of another month than most, its name ends in the month."""
    told = re.search(r"Det går godt med ([^.]+)\. Den ", said.text)
    noun = plain.first_upper(told[1]) if told and noun == "Den" else noun
    table = said.report.with_columns("indikator", "status")[0]
    found = [row for row in table.rows if re.fullmatch(rf"{re.escape(noun)}(?: \([^)]+\))?", row["indikator"])]
    if len(found) != 1:
        raise LookupError(f"{len(found)} indicators are called '{noun}'")
    return found[0]


def _levels(match: re.Match[str], said: Said, *, noun: str = "") -> dict[str, Any]:
    row = indicator(said, noun or match["noun"])
    assert match["place"] == _place(said) and period(match["month"]) == row["maaned"]
    assert same(match["own"], row["andel"]) and same(match["group"], row["sammenlignelige"])
    return row


def _topic(row: dict[str, Any], noun: str) -> str:
    """What a good thing is called, by what its share is called."""
    names = {plain.NOUNS.get(one.id, one.noun): one.id for one in catalogue.measures().values()}
    first = noun[:1].lower() + noun[1:]
    bare = next((name for name in names if first == name), re.sub(r" for ledige på .+$", "", first))
    return plain.TOPICS.get(names.get(bare, ""), first)


def _deep(said: Said) -> dict[str, Any]:
    """The row of the challenge that a block is about."""
    head = said.report.blocks[said.at]["sentences"][0]
    table = said.after("emne", "vaerre", "maaneder")
    return next(row for row in table.rows if head.startswith(f"{row['emne']} "))


def _offers(said: Said) -> list[dict[str, Any]]:
    tables = said.report.with_columns("tilbud", "forskel", "bemaerkning")
    return tables[0].rows if tables else []


def _is_sure(row: dict[str, Any]) -> bool:
    return row["forskel"] is not None and not row["bemaerkning"] and row["forskel_lav"] * row["forskel_hoej"] > 0


def _is_moved(text: str, change: float, *, within: float) -> bool:
    if text.removeprefix("stort set ") == "uændret":
        return abs(change) < within
    size = read(re.findall(NUMBER, text)[0])
    return abs(size - abs(change)) < within and text.startswith("steget" if change > 0 else "faldet")
