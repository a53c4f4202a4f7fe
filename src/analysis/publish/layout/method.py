"""The page on data and method: what is counted, by whom, and what was decided on the reader's behalf."""

from collections.abc import Iterable, Sequence

from analysis import areas, catalogue, danish, rules
from analysis.data.tables import Panel
from analysis.publish.blocks import Cell, Column, Row, Table

DIRECTIONS = {"lower": "lavest", "higher": "højest", "neutral": "–"}


def definitions(subjects: Sequence[str], *, table_id: str, brief: bool = False) -> Table:
    """Every measure of the report: name, what it counts, unit, what rank 1 is, source; in ``brief``, no rates."""
    columns = [
        Column(name, label, numeric=False)
        for name, label in [
            ("maaling", "Måltal"),
            ("forklaring", "Forklaring"),
            ("enhed", "Enhed"),
            ("foerst", "Nr. 1 er"),
            ("kilde", "Kilde"),
        ]
    ]
    named = [catalogue.measured(subject)[0] for subject in subjects]
    both = dict.fromkeys(one for measure in named for one in (measure.id, "" if brief else measure.rate) if one)
    rows = []
    for measure in map(catalogue.measure, both):
        texts = (
            measure.label,
            explained(measure.id),
            measure.unit,
            DIRECTIONS[measure.direction],
            measure.source,
        )
        rows.append(Row([Cell(text, text) for text in texts]))
    return Table(table_id, "Måltal og definitioner", columns, rows, mark="jc-definitions")


def explained(measure: str) -> str:
    """What a measure counts, with the agreed values in their places, and which of them no source confirms.

    >>> explained("arbejdskraftreserve")[-110:]
    'Ikke verificeret: 13 ugers uafbrudt offentlig forsørgelse, fra hvilke en ledig hører til arbejdskraftreserven.'
    """
    text = catalogue.defined(catalogue.measure(measure).explanation)
    told = [
        f"{danish.number(rule.value, 0 if rule.value.is_integer() else 2)} {rule.danish}"
        for rule in catalogue.unverified(measure)
    ]
    return f"{text} {rules.NOT_VERIFIED.capitalize()}: {'; '.join(told)}." if told else text


def sentences(panel: Panel, subjects: Sequence[str], *, brief: bool = False) -> list[str]:
    """How the figures were treated, in plain Danish, as they apply to this jobcenter and snapshot.

    In ``brief`` reforms are named in one sentence, without what they changed.
    """
    snapshot, period = panel.snapshot, panel.period
    benefits = dict.fromkeys(catalogue.measured(subject)[1] for subject in subjects)
    smallest = int(rules.value("smallest_count", period))
    base = int(rules.value("smallest_base_for_percentage", period))
    target = int(rules.value("smallest_base_for_rank", period))
    field = int(rules.value("smallest_field", period))
    covered = rules.value("smallest_coverage", period) * 100
    group = areas.group_of(panel.jobcenter)
    said = [
        f"Datasættet er »{snapshot.name}«, hentet {danish.day(snapshot.retrieved)}; kilden står nederst på siden.",
        f"Sammenlignelige områder er de øvrige jobcentres kommuner i Danmarks Statistiks kommunegruppe "
        f"»{group.name}«. Jobcenteret indgår aldrig i sin egen sammenligning; tallet for hele landet er kildens eget "
        "og omfatter alle kommuner. Et jobcenters kommuner følger værtskommunens gruppe.",
        "Fuldtidspersoner lægges sammen på tværs af kommuner. Andele for flere kommuner beregnes som tællere i alt "
        "delt med nævnere i alt og aldrig som gennemsnit af andele.",
        "Arbejdsstyrken og befolkningen 16-66 år oplyses ikke sammen med tallene. Hvor de skal bruges, er de skønnet "
        "ud fra antal og oplyste procenter inden for kalenderåret. Skønnet over arbejdsstyrken rammer inden for "
        "2 pct.; skønnet over befolkningen kan i de mindste kommuner være op til 8 pct. ved siden af. Andele og "
        "ændringer, der bygger på skønnet, er mærket »ca.«.",
        f"Antal under {smallest} vises ikke, heller ikke andele af dem eller tal, som de kunne regnes ud af. Tal, som "
        "kilden selv udelader, dækker 0, 1 eller 2 og vises heller ikke; for små kommuner udelader den også hele "
        "rækker. En andel på 0,0 pct., som kilden oplyser, er et rigtigt nul.",
        f"Ændringer i procent vises kun, når der var mindst {base} året før. Ændringer i andele vises i procentpoint.",
        f"Andele af færre end {base}, som er beregnet her (af registeret, eller for flere kommuner tilsammen), vises "
        f"ikke. Andele af færre end {base}, som kilden selv oplyser, vises, som de er oplyst, men uden ændring og ikke "
        "i sammenligninger af jobcentre.",
        f"Placeringer gives blandt mindst {field} områder af samme slags, for den seneste måned med endelige tal, og "
        f"kun for områder med mindst {target} personer i målgruppen; et område med få modtagere er derfor ikke med. "
        "De bygger på andele med én decimal; lige andele deler placering. Intervallet regner kun tilfældig variation "
        "med, også for andele på 0 og 100 pct., og er derfor det mindste, som usikkerheden kan være.",
        f"En sammenligningsgruppe vises, når kommuner med mindst {danish.number(covered)} pct. af nævneren har tal.",
        "Afrunding kan medføre, at tallene ikke stemmer med summen. Kommunernes tal giver ikke "
        "nødvendigvis tilsammen tallet for hele landet, "
        "fordi nogle personer ikke kan henføres til en kommune.",
    ]
    reforms = _reforms(panel, benefits)
    if brief and reforms:
        said.append(f"Reformer i perioden: {danish.listed([_dated(reform) for reform in reforms])}.")
    else:
        said += [f"Reform i {danish.month(one.month)}, »{one.label}«: {one.event}." for one in reforms]
    if period >= "2026-02":
        said.append(
            "Siden 1. februar 2026 skal kommunerne ikke længere have et jobcenter. Jobcenteret er her et "
            "opgørelsesområde: de kommuner, som det sidst omfattede."
        )
    return said


def _reforms(panel: Panel, benefits: Iterable[str]) -> list[rules.Reform]:
    """What changed a benefit in the months that the snapshot has figures of, up to the report's, the oldest first."""
    first, last = panel.first_month, panel.period
    found = {one for benefit in benefits for one in rules.reforms(benefit) if first <= one.month <= last}
    return sorted(found, key=lambda one: (one.month, one.label))


def _dated(reform: rules.Reform) -> str:
    return f"»{reform.label}« ({danish.month(reform.month)})"
