"""The page of definitions, ``docs/measures.md``: every measure of the catalogue, in Danish, from the lists alone."""

from collections.abc import Iterable

from analysis import benefits, catalogue, danish, measure_lists, rules
from analysis.catalogue import Measure

DIRECTIONS = {"lower": "lavest er bedst", "higher": "højest er bedst", "neutral": "hverken høj eller lav er bedst"}
SOURCES = {"register": "registeret (personer og forløb)", "observations": "offentliggjorte tal"}
MANY = 12  # breaks beyond these are told of in the list at the end only

INTRODUCTION = """\
# Måltal

Alle måltal, som rapporterne kan vise, med deres definition. Siden er skrevet ud fra `reference/measures/`; ret dér, og
kør `make docs`. `jobcenter list measures --json` giver det samme til maskiner.

**Sådan regnes der.** En andel for flere kommuner er summen af tællere over summen af nævnere, aldrig et gennemsnit af
andele. Fuldtidspersoner lægges sammen over kommuner og ydelser; over måneder tages gennemsnit. Personer, der kan
tælle med flere steder, lægges aldrig sammen: et jobcenter med flere kommuner har sit eget tal, hvor hver person tæller
én gang. Ændringer i andele er procentpoint. En måned uden personer i nævneren har ingen andel; den er ikke 0. En uge
hører til den måned, dens torsdag ligger i; optællingsugen er månedens sidste uge.

**Register og offentliggjorte tal** er forskellige opgørelser af det samme og vises aldrig i samme figur: et register
holder én ydelse pr. uge, og én dag er nok til en uge.

**Ikke verificeret** betyder, at ingen kilde er fundet for netop den værdi. Den kan rettes i `reference/rules.yml`."""


def text() -> str:
    """The page, in Markdown: one section per subject, one part per measure, then agreed values, groups and breaks."""
    listed = list(catalogue.measures().values())
    parts = [INTRODUCTION, _overview(listed)]
    for subject in dict.fromkeys(measure.subject for measure in listed):
        parts.append(f"## {subject}")
        parts += [_measure(measure) for measure in listed if measure.subject == subject]
    return "\n\n".join([*parts, _parameters(listed), _populations(), _breaks()]) + "\n"


def _overview(listed: list[Measure]) -> str:
    rows = [
        (f"[{one.label}](#{one.id})", f"`{one.id}`", one.unit, DIRECTIONS[one.direction].removesuffix(" er bedst"),
         " og ".join(sorted(one.computed_from)).replace("observations", "tal"))
        for one in listed
    ]  # fmt: skip
    return "## Oversigt\n\n" + _table(("Måltal", "Id", "Enhed", "Bedst", "Regnes af"), rows)


def _measure(of: Measure) -> str:
    rows = [
        ("Enhed", f"{of.unit}; {DIRECTIONS[of.direction]}"),
        ("Hvem", of.population),
        ("Formel", of.formula),
        *_quotient(of),
        ("Ydelser", _benefits(of)),
        ("Lægges sammen", _adding(of)),
        ("Regnes af", " eller ".join(SOURCES[one] for one in of.computed_from)),
        ("Kilde", of.source),
        ("Første måned", danish.month(of.first_month)),
        ("Brud", _own_breaks(of)),
        ("Mindste antal", f"{rules.latest(of.smallest_count):g}; antal under det vises ikke, men 0 vises"),
        *(("Aftalt værdi", _rule(rule)) for rule in of.rules),
    ]
    body = _table(("", ""), [(f"**{name}**", catalogue.defined(said)) for name, said in rows if said])
    return f'<a id="{of.id}"></a>\n\n### {of.label}\n\n`{of.id}`\n\n{catalogue.defined(of.explanation)}\n\n{body}'


def _quotient(of: Measure) -> list[tuple[str, str]]:
    if not of.is_rate:
        return [("Sammenlignes som", _link(of.rate))] if of.rate else []
    population = catalogue.populations().get(of.denominator)
    below = f"{population.label} (alder {population.ages})" if population else _link(of.denominator)
    return [("Tæller", _link(of.numerator) if of.numerator else of.counts), ("Nævner", below)]


def _benefits(of: Measure) -> str:
    paid = measure_lists.paid()
    if set(paid) <= set(of.benefits):
        others = [catalogue.benefit_label(one) for one in of.benefits if one not in paid]
        return ", ".join([*others, f"hver af de {len(paid)} ydelser i `reference/benefits.csv`"])
    names = ", ".join(catalogue.benefit_label(one) for one in of.benefits)
    sums = [
        f"{catalogue.benefit_label(total)} = {' + '.join(_part(part) for part in parts)}"
        for total, parts in of.parts.items()
    ]
    return "; ".join([names, *sums])


def _part(part: str) -> str:
    return catalogue.benefit_label(part.rpartition("/")[2])


def _adding(of: Measure) -> str:
    if of.is_rate:
        return "nej: summen af tællere over summen af nævnere"
    if of.may_count_twice:
        return "nej: samme person kan tælle med i flere kommuner"
    return "ja, over kommuner"


def _own_breaks(of: Measure) -> str:
    if not of.breaks and len(of.benefits) > 1:
        return "ydelsens egne, se [listen](#brud)"
    found = catalogue.breaks(of, of.benefits[0])
    if len(found) > MANY:
        return f"{len(found)}, se [listen](#brud)"
    return ", ".join(f"{one.label} ({danish.month(one.month)})" for one in found)


def _rule(name: str) -> str:
    rule = rules.agreed(name)
    return f"{_value(rule)} {rule.danish}{'' if rule.verified else ' (**ikke verificeret**)'}"


def _value(rule: rules.Agreed) -> str:
    return danish.number(rule.value, 0 if rule.value.is_integer() else 2)


def _parameters(listed: list[Measure]) -> str:
    used = dict.fromkeys(rule for measure in listed for rule in (measure.smallest_count, *measure.rules))
    rows = []
    for rule in map(rules.agreed, used):
        by = ", ".join(_link(one.id) for one in listed if rule.id in one.rules) or "alle"
        rows.append(
            (f"`{rule.id}`", f"{_value(rule)} {rule.danish}", "ja" if rule.verified else "**nej**", rule.source, by)
        )
    head = ("Regel", "Værdi", "Verificeret", "Kilde", "Bruges af")
    return "## Aftalte værdier\n\nFra `reference/rules.yml`, den seneste.\n\n" + _table(head, rows)


def _populations() -> str:
    rows = [(f"`{one.id}`", one.label, one.ages) for one in catalogue.populations().values()]
    return "## Befolkninger, der deles med\n\n" + _table(("Id", "Navn", "Alder"), rows)


def _breaks() -> str:
    rows = [
        (one.month, one.label, one.event, ", ".join(sorted(_named(one.benefits))), "ja" if one.verified else "**nej**")
        for one in rules.all_reforms()
    ]
    said = "Måneder, hvor en reform eller en ny opgørelse ændrer, hvad der tælles. Fra `reference/breaks.csv`."
    return f"## Brud\n\n{said}\n\n" + _table(("Måned", "Brud", "Hvad skete der", "Ydelser", "Verificeret"), rows)


def _named(ids: Iterable[str]) -> list[str]:
    return [catalogue.benefit_label(one) if one == catalogue.TOTAL else benefits.label(one) for one in ids]


def _link(measure_id: str) -> str:
    return f"[{catalogue.measure(measure_id).label}](#{measure_id})"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)
