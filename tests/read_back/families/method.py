"""What stands of sources, rules and reforms under data and method, as ``publish.data_and_method`` makes it."""

import re

from analysis import areas, danish, rules
from read_back.patterns import fixed, pattern
from read_back.reading import MONTH, NUMBER, period, read
from read_back.reports import Said

fixed(
    __name__,
    "Fuldtidspersoner lægges sammen på tværs af kommuner. Andele for flere kommuner beregnes som tællere i alt delt med "
    "nævnere i alt og aldrig som gennemsnit af andele.",
    "Arbejdsstyrken og befolkningen 16-66 år oplyses ikke sammen med tallene. Hvor de skal bruges, er de skønnet ud fra "
    "antal og oplyste procenter inden for kalenderåret. Skønnet over arbejdsstyrken rammer inden for 2 pct.; skønnet over "
    "befolkningen kan i de mindste kommuner være op til 8 pct. ved siden af. Andele og ændringer, der bygger på skønnet, "
    "er mærket »ca.«.",
    "Afrunding kan medføre, at tallene ikke stemmer med summen. Kommunernes tal giver ikke nødvendigvis tilsammen tallet "
    "for hele landet, fordi nogle personer ikke kan henføres til en kommune.",
    "Siden 1. februar 2026 skal kommunerne ikke længere have et jobcenter. Jobcenteret er her et opgørelsesområde: de "
    "kommuner, som det sidst omfattede.",
)


@pattern(r"Datasættet er »(?P<name>[^«]+)«, hentet (?P<day>\d+\. [a-z]+ \d{4}); kilden står nederst på siden\.")
def source(match: re.Match[str], said: Said) -> None:
    snapshot = said.report.head["snapshot"]
    assert match["name"] == snapshot["name"]
    assert match["day"] == danish.day(snapshot["retrieved"])


@pattern(
    r"Sammenlignelige områder er de øvrige jobcentres kommuner i Danmarks Statistiks kommunegruppe »(?P<group>[^«]+)«\. "
    r"Jobcenteret indgår aldrig i sin egen sammenligning; tallet for hele landet er kildens eget og omfatter alle "
    r"kommuner\. Et jobcenters kommuner følger værtskommunens gruppe\."
)
def group(match: re.Match[str], said: Said) -> None:
    head = said.report.head
    assert match["group"] == areas.group_of(areas.jobcenter(head["jobcenter"]["code"], head["period"])).name


@pattern(
    rf"Antal under (?P<count>{NUMBER}) vises ikke, heller ikke andele af dem eller tal, som de kunne regnes ud af\. Tal, som "
    r"kilden selv udelader, dækker 0, 1 eller 2 og vises heller ikke; for små kommuner udelader den også hele rækker\. En "
    r"andel på 0,0 pct\., som kilden oplyser, er et rigtigt nul\."
)
def smallest_count(match: re.Match[str], said: Said) -> None:
    _is_rule(match["count"], "smallest_count", said)


@pattern(
    rf"Ændringer i procent vises kun, når der var mindst (?P<base>{NUMBER}) året før\. Ændringer i andele vises i "
    r"procentpoint\."
)
def smallest_change(match: re.Match[str], said: Said) -> None:
    _is_rule(match["base"], "smallest_base_for_percentage", said)


@pattern(
    rf"Andele af færre end (?P<base>{NUMBER}), som er beregnet her \(af registeret, eller for flere kommuner tilsammen\), "
    rf"vises ikke\. Andele af færre end (?P<other>{NUMBER}), som kilden selv oplyser, vises, som de er oplyst, men uden "
    r"ændring og ikke i sammenligninger af jobcentre\."
)
def smallest_share(match: re.Match[str], said: Said) -> None:
    _is_rule(match["base"], "smallest_base_for_percentage", said)
    _is_rule(match["other"], "smallest_base_for_percentage", said)


@pattern(
    rf"Placeringer gives blandt mindst (?P<field>{NUMBER}) områder af samme slags, for den seneste måned med endelige tal, "
    rf"og kun for områder med mindst (?P<base>{NUMBER}) personer i målgruppen; et område med få modtagere er derfor ikke "
    r"med\. De bygger på andele med én decimal; lige andele deler placering\. Intervallet regner kun tilfældig variation "
    r"med, også for andele på 0 og 100 pct\., og er derfor det mindste, som usikkerheden kan være\."
)
def smallest_field(match: re.Match[str], said: Said) -> None:
    _is_rule(match["field"], "smallest_field", said)
    _is_rule(match["base"], "smallest_base_for_rank", said)


@pattern(rf"En sammenligningsgruppe vises, når kommuner med mindst (?P<covered>{NUMBER}) pct\. af nævneren har tal\.")
def smallest_coverage(match: re.Match[str], said: Said) -> None:
    assert read(match["covered"]) == 100 * rules.value("smallest_coverage", said.report.head["period"])


@pattern(rf"Reform i (?P<month>{MONTH}), »(?P<label>[^«]+)«: (?P<event>.+)\.")
def reform(match: re.Match[str], said: Said) -> None:
    month = period(match["month"])
    known = {(one.month, one.label, one.event) for one in rules.all_reforms()}
    assert (month, match["label"], match["event"]) in known and month <= said.report.head["period"]


def _is_rule(text: str, name: str, said: Said) -> None:
    assert read(text) == rules.value(name, said.report.head["period"])
