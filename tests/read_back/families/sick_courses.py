"""How long sick leave lasts, where it leads, who is ill again, and whether it leads to permanent support."""

import re

from analysis import danish, periods, rules
from analysis.measures.sickness.fed import NOBODY
from analysis.measures.sickness.leaving import NO_COURSES, TOLD_OF
from analysis.measures.sickness.lengths import NO_ENDS
from analysis.measures.sickness.moving import NO_SHARES
from analysis.publish import courses, sickness
from analysis.publish.layout import sickness_tables
from analysis.publish.words import sickness_sentences as words
from read_back.patterns import fixed, pattern
from read_back.reading import MONTH, MOVED, NUMBER, moved_agrees, period, read, same
from read_back.reports import Said

COHORT = rf"(?P<cohort>[a-zæøå]+ \d{{4}}-{MONTH} \([^)]+\))"
STILL = rf"{NUMBER} pct\. i gang efter \d+ uger(?: og {NUMBER} pct\. i gang efter \d+ uger)?"
LAG = 3  # months in which a register still changes
TOGETHER = "Sygedagpenge eller jobafklaringsforløb"

fixed(
    __name__,
    *(words.NO_CAUSE, words.MECHANICAL, sickness.JOINED, courses.FOLLOWED, *courses.TOLD, NO_ENDS),
    *(NOBODY, NO_COURSES, NO_SHARES, TOLD_OF, *sickness_tables.REMAINING, *sickness_tables.DESTINATIONS),
    *(sickness_tables.MADE_UP, *sickness_tables.AGAIN),
)


@pattern(
    r"Grupperne varer ikke lige længe, og forskellen er større, end tilfældigheder plejer at give\."
    r"|Forskellen mellem grupperne er ikke større, end tilfældigheder kan give\."
)
def differ(_: re.Match[str], said: Said) -> None:
    table = said.before("uger", "serie_1")
    assert "serie_2" in table.labels and "Stadig på ydelsen" not in table.labels.values()


@pattern(
    rf"Af (?P<n>{NUMBER}) forløb, der begyndte {COHORT}, var (?P<alone>{STILL})\.(?: Regnet sammen med jobafklaringsforløb var "
    rf"(?P<both>{STILL})\.)?"
)
def remaining(match: re.Match[str], said: Said) -> None:
    table = said.before("forloeb", "antal", "uge_22")
    for name, benefit in (("alone", "Sygedagpenge"), ("both", TOGETHER)):
        if match[name]:
            row = table.row(gruppe=benefit, forloeb=sickness_tables.first_upper(match["cohort"]))
            told = re.findall(rf"({NUMBER}) pct\. i gang efter (\d+) uger", match[name])
            assert same(match["n"], row["antal"])
            assert [int(weeks) for _, weeks in told] == [one for one in (22, 52) if row[f"uge_{one}"] is not None]
            assert all(same(share, row[f"uge_{weeks}"]) for share, weeks in told)


@pattern(
    rf"Et år efter starten var flest gået (?P<went>til .+? \({NUMBER} pct\.\)(?: og til .+? \({NUMBER} pct\.\))?); "
    rf"(?P<still>{NUMBER}) pct\. var stadig på (?P<benefit>[^;.]+)\."
)
def exits(match: re.Match[str], said: Said) -> None:
    table = said.before("uger", "serie_1")
    last = {danish.lower_first(table.labels[name]): share for name, share in table.row(uger=52).items()}
    assert same(match["still"], last.pop("stadig på ydelsen")) and match["benefit"] in table.title.lower()
    told = re.findall(rf"til (.+?) \(({NUMBER}) pct\.\)", match["went"])
    assert all(same(share, last[name]) for name, share in told)
    largest = sorted((share for name, share in last.items() if name != "uger siden start"), reverse=True)
    assert [read(share) for _, share in told] == largest[: len(told)]


@pattern(rf"{NUMBER} forløb .+ \([^)]+\)(?: og {NUMBER} forløb .+ \([^)]+\))?\.")
def how_many(match: re.Match[str], said: Said) -> None:
    told = re.findall(rf"({NUMBER}) forløb ([^()]+ \([^)]+\))", match[0])
    heads = [label for name, label in said.under.labels.items() if name.startswith("andel_")]
    assert [f"{sickness_tables.first_upper(cohort)}, pct." for _, cohort in told] == heads
    for at, (count, _) in enumerate(told, 1):
        assert {row[f"forloeb_{at}"] for row in said.under.rows} == {read(count)}


@pattern(rf"Begyndt {COHORT}: efter et år var (?P<went>.+), og (?P<still>{NUMBER}) pct\. var stadig på sygedagpenge\.")
def exits_compared(match: re.Match[str], said: Said) -> None:
    table = said.before("afgang", "andel_1")
    at = _column(said, match["cohort"])
    rows = {danish.lower_first(row["afgang"]): row[at] for row in table.rows if row[at] is not None}
    assert same(match["still"], rows.pop("stadig på sygedagpenge"))
    told = re.findall(rf"({NUMBER}) pct\. (?:gået )?til (.+?)(?=, {NUMBER} pct\.| og {NUMBER} pct\.|$)", match["went"])
    assert all(same(share, rows[name]) for share, name in told)
    assert [read(share) for share, _ in told] == sorted(rows.values(), reverse=True)[: len(told)]


@pattern(rf"Begyndt {COHORT}: andelene efter et år {danish.HIDDEN}, eller der er for få forløb\.")
def exits_left_out(match: re.Match[str], said: Said) -> None:
    labels = said.before("afgang", "andel_1").labels.values()
    assert f"{sickness_tables.first_upper(match['cohort'])}, pct." not in labels
    first, last = _months(match["cohort"])
    assert first in ("2011-07", "2014-07") and last < periods.shift(said.report.head["period"], -12 - LAG)


@pattern(
    rf"Af (?P<n>{NUMBER}) forløb, der sluttede {COHORT}, var (?P<share>{NUMBER}) pct\. fulgt af et nyt inden 12 "
    r"måneder\."
)
def again(match: re.Match[str], said: Said) -> None:
    row = said.before("inden_for", "fulgt").row(gruppe=match["cohort"], inden_for="12 måneder")
    assert same(match["n"], row["fulgt"]) and same(match["share"], row["andel"])


@pattern(rf"I (?P<month>{MONTH}) fik (?P<count>{NUMBER}) personer sygedagpenge eller var i jobafklaringsforløb, hver person "
         r"talt én gang\.")  # fmt: skip
def together(match: re.Match[str], said: Said) -> None:
    known = _together(said)
    assert period(match["month"]) == max(known) and same(match["count"], known[max(known)])


@pattern(
    rf"På et år er antallet (?:(?P<moved>{MOVED})|(?P<way>steget|faldet) fra (?P<before>{NUMBER}) til (?P<now>{NUMBER}) "
    rf"\((?P<by>{NUMBER}) (?P<more>flere|færre)\))\.?"
)
def together_moved(match: re.Match[str], said: Said) -> None:
    known = _together(said)
    now, before = known[max(known)], known[periods.shift(max(known), -12)]
    few = before < rules.value("smallest_base_for_percentage", max(known))
    if match["moved"]:
        assert not few or now == before
        assert moved_agrees(match["moved"], 100 * (now - before) / before, rounded_change=now - before)
        return
    assert few and same(match["before"], before) and same(match["now"], now) and same(match["by"], abs(now - before))
    assert (match["way"], match["more"]) == (("steget", "flere") if now > before else ("faldet", "færre"))


@pattern(
    rf"Af (?P<n>{NUMBER}) på sygedagpenge i (?P<first>{MONTH}) stod flest i (?P<last>{MONTH}) som (?P<each>»[^«]+« "
    rf"\({NUMBER} pct\.\)(?:(?:, | og )»[^«]+« \({NUMBER} pct\.\))*)\."
)
def moves(match: re.Match[str], said: Said) -> None:
    table = said.before("fra", "personer", "til_1")
    row = table.row(fra="Sygedagpenge")
    shares = {danish.lower_first(table.labels[name]): share for name, share in row.items() if name.startswith("til_")}
    last = periods.shift(said.report.head["period"], -LAG)
    assert (period(match["first"]), period(match["last"])) == (periods.shift(last, -12), last)
    assert same(match["n"], row["personer"])
    told = re.findall(rf"»([^«]+)« \(({NUMBER}) pct\.\)", match["each"])
    assert all(same(share, shares[name]) for name, share in told)
    largest = sorted((share for share in shares.values() if share is not None), reverse=True)
    assert [read(share) for _, share in told] == largest[: len(told)]


@pattern(
    rf"(?P<where>I hele landet: a|A)f (?P<n>{NUMBER}), der kom på varig ydelse fra (?P<first>{MONTH}) til (?P<last>{MONTH}), "
    rf"havde (?P<each>{NUMBER} pct\. i de \d+ uger før(?: og {NUMBER} pct\. i de \d+ uger før)?) fået sygedagpenge\."
)
def feeding(match: re.Match[str], said: Said) -> None:
    table = said.after("omraade", "uger", "kom", "syge")
    own = [row for row in table.rows if (row["omraade"] == "Hele landet") == (match["where"] != "A")]
    told = re.findall(rf"({NUMBER}) pct\. i de (\d+) uger før", match["each"])
    assert len(told) == sum(row["andel"] is not None for row in own)
    for share, weeks in told:
        row = next(one for one in own if one["uger"] == int(weeks))
        assert same(share, row["andel"]) and same(match["n"], row["kom"])
        assert row["periode"] == "-".join(danish.short_month(period(match[name])) for name in ("first", "last"))


def _together(said: Said) -> dict[str, float]:
    """Persons by final month, in the nearest figure of both benefits as one."""
    table = said.before("period", "serie_1")
    name = next(name for name, label in table.labels.items() if label == TOGETHER)
    final = periods.shift(said.report.head["period"], -LAG)
    return {row["period"]: row[name] for row in table.rows if row[name] is not None and row["period"] <= final}


def _column(said: Said, cohort: str) -> str:
    head = f"{sickness_tables.first_upper(cohort)}, pct."
    return next(name for name, label in said.before("afgang", "andel_1").labels.items() if label == head)


def _months(cohort: str) -> list[str]:
    return [period(one) for one in cohort.partition(" (")[0].split("-")]
