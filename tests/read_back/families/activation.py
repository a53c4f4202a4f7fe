"""What is said of activation: a year beside the others, the best tenth, answers, first steps, sides and effects."""

import math
import re
from typing import Any

from analysis import areas, catalogue, danish, rules
from analysis.data.records import NEEDED
from analysis.measures.activation.told import TABLES
from analysis.publish import offers
from analysis.publish.layout import activation_tables, beside_tables
from analysis.publish.words import activation as words
from read_back.patterns import fixed, pattern
from read_back.reading import MONTH, NUMBER, are_places, called, labelled, listed, period, read, same
from read_back.reports import Said

CHANCE = ", og forskellen kan være tilfældig"
COMPARED = r"andre [a-zæøå ]+"
SIDES = {name: side for side, name in words.SIDES.items()}
HIDDEN = re.escape(danish.HIDDEN)

ASKED = (  # what a jobcenter's own words are asked for, in the place of them
    "Kvalitativ analyse: hvordan, for hvem, udfordringer",
    "Kvalitativ analyse: hvem, hvilke tilbud, udfordringer, god kontakt med virksomheder",
    "Kvalitativ analyse: for hvem, hvornår, udfordringer",
    "Kvalitativ analyse: for hvem, indhold, udfordringer",
    "Gode ideer: hvad, for hvem, til hvilken nytte",
)

fixed(
    __name__,
    *(
        words.TENTH,
        words.CURSE,
        words.NO_CAUSE,
        words.RAW,
        words.ANSWERERS,
        beside_tables.INTERVAL,
        beside_tables.HIDDEN,
    ),
    *(activation_tables.YEARLY, activation_tables.BEHIND, activation_tables.SUMMED, activation_tables.FEW_PERSONS),
    *(*offers.QUESTION, *offers.BIASES, beside_tables.WHOSE_ANSWER),
    "Tiden er timer i tilbud omregnet til fuld tid, i uger på ydelsen. Timer om ugen er gennemsnittet af de påbegyndte.",
    "Tilbud med under fire personer eller under fire påbegyndte er lagt sammen som øvrige.",
    "Hver person tæller én gang i et område, uanset hvor mange tilbud og forløb der var i året.",
    "Gode svar er 4 og 5 på en skala fra 1 til 5, hvor 5 er bedst.",
    "Intervallet er rettet for, at de svarende er en del af et endeligt antal.",
    "Af hvert træk er vist den kategori, der adskiller sig mest. En forskel over 0,1 er for stor.",
    *(f"{asked}. Jobcenteret har ikke skrevet noget til dette afsnit." for asked in ASKED),
    "I parentes står et 95 pct.-interval.",
    "Uden forskel er der kun den rå status, som ikke siger, hvad tilbuddet betød.",
    f"Andele af færre end 30, og andele, der viser et antal på en til tre, {danish.HIDDEN}.",
    "Der er for få, der begyndte, eller for få at sammenligne med, og derfor ingen virkning at efterprøve. Den rå status "
    "står ovenfor.",
    "For få har været i virksomhedsrettede tilbud i perioden, og tallene vises derfor ikke.",
)


@pattern(
    rf"(?P<noun>.+?)(?: \((?P<benefit>[^)]+)\))? i (?P<name>Jobcenter .+?) var (?P<value>{NUMBER})(?: pct\.)? i "
    rf"(?P<when>de 12 måneder til {MONTH}) \(95 pct\.-interval (?P<low>{NUMBER}) til (?P<high>{NUMBER})(?: pct\.)?\)"
    rf"(?:; i (?P<group>{COMPARED}) var det (?P<other>{NUMBER})(?: pct\.)?(?P<chance>{CHANCE})?)?\.?"
)
def year(match: re.Match[str], said: Said) -> None:
    assert match["name"] == said.report.jobcenter
    row = _year_row(match, said)
    assert same(match["value"], row["tal"])
    assert (same(match["low"], row["mindst"]), same(match["high"], row["hoejst"])) == (True, True)
    assert row["aar_til"] == period(match["when"])
    if match["other"]:
        assert same(match["other"], row["group"])
        low, other, high = (read(match[name]) for name in ("low", "other", "high"))
        inside = low <= other <= high
        assert bool(match["chance"]) == inside or math.isclose(low, other) or math.isclose(other, high)


@pattern(
    rf"(?P<noun>.+?)(?: \((?P<benefit>[^)]+)\))? i (?P<name>Jobcenter .+?) i (?P<when>de 12 måneder til {MONTH}) {HIDDEN}\."
)
def year_hidden(match: re.Match[str], said: Said) -> None:
    assert match["name"] == said.report.jobcenter
    row = _year_row(match, said)
    assert row["tal"] is None
    assert row["aar_til"] == period(match["when"])


def _year_row(match: re.Match[str], said: Said) -> dict[str, Any]:
    """The row of a measure under its benefit in the nearest table of a year before the sentence."""
    labels = {measure.label for measure in called(match["noun"])}
    heading = match["benefit"] or catalogue.benefit_label(catalogue.TOTAL)
    for table in reversed(said.report.with_columns("noegletal", "tal", "antal_bag")):
        found = [row for row in table.rows if row["noegletal"] in labels and row["gruppe"].lower() == heading.lower()]
        if found:
            return found[0]
    raise LookupError(f"no table of a year has {labels} for {heading}")


@pattern(
    rf"Af (?P<known>\d+) (?P<field>jobcentre i [a-zæøå ]+) med tal er den bedste tiendedel på »(?P<what>[^«]+)« (?P<best>.+?), "
    rf"med en forsigtig andel på (?P<shares>{NUMBER} pct\.(?:(?:, | og ){NUMBER} pct\.)*)"
    rf"(?:; (?:for (?P<name>Jobcenter .+?) er den (?P<own>{NUMBER}) pct|(?P<self>Jobcenter .+?) hører selv til den))?\.?"
)
def best_tenth(match: re.Match[str], said: Said) -> None:
    table = said.before("jobcenter", "forsigtig", "bedste")
    best = [row for row in table.rows if row["bedste"]]
    assert listed(match["best"]) == [row["jobcenter"] for row in best]
    shares = re.findall(NUMBER, match["shares"])
    assert len(shares) == len(best)
    assert all(same(share, row["forsigtig"]) for share, row in zip(shares, best, strict=True))
    known = [row for row in table.rows if row["andel"] is not None]
    assert int(match["known"]) == len(known)
    assert len(best) >= max(1, int(danish.rounded(len(known) / 10)))
    rest = [row["forsigtig"] for row in known if not row["bedste"]]
    ends = [row["forsigtig"] for row in best]
    assert max(rest) < min(ends) or min(rest) > max(ends)
    assert len({*ends}) <= max(1, int(danish.rounded(len(known) / 10)))  # more than a tenth only where they are alike
    assert table.title.startswith(match["what"]) or match["what"].split(",")[0] in table.title
    host = said.report.jobcenter.removeprefix("Jobcenter ")
    if match["own"]:
        assert match["name"] == said.report.jobcenter
        assert same(match["own"], table.row(jobcenter=host)["forsigtig"])
    if match["self"]:
        assert match["self"] == said.report.jobcenter
        assert table.row(jobcenter=host)["bedste"]


@pattern(
    r"Jobcentrene kan ikke skelnes på »(?P<what>[^«]+)«: forskellene mellem dem er ikke større, end tilfældigheder kan give\. "
    r"Der udpeges derfor ingen bedste tiendedel\."
)
def no_best_tenth(match: re.Match[str], said: Said) -> None:
    rows = said.before("jobcenter", "forsigtig", "bedste").rows
    shares = [row["forsigtig"] for row in rows if row["forsigtig"] is not None]
    assert not any(row["bedste"] for row in rows)
    assert max(shares) - min(shares) <= rules.latest("smallest_difference_points") + 0.1


@pattern(r"For »(?P<what>[^«]+)« er hverken en høj eller en lav andel bedst i sig selv, og der er derfor ingen bedste "
         r"tiendedel\. Andelen kan ses ved siden af de andre jobcentres\.")  # fmt: skip
def neither(match: re.Match[str], said: Said) -> None:
    assert labelled(match["what"]).direction == "neutral"


@pattern(r"Den bedste tiendedel kan ikke udpeges: for få af de (?P<all>\d+) (?P<field>jobcentre i [a-zæøå ]+) har et "
         r"tal for »[^«]+«, der kan vises\. En andel tæt på 0 eller 100 pct\. må oftest skjules, så de bedste kan være blandt de "
         r"øvrige\.")  # fmt: skip
def too_few_for_a_tenth(match: re.Match[str], said: Said) -> None:
    area = areas.jobcenter(said.report.head["jobcenter"]["code"], said.report.head["period"])
    assert match["field"] == f"jobcentre i {areas.group_of(area).name.lower()}"
    assert int(match["all"]) == 1 + len(areas.comparators(area, said.report.head["period"])["group"])


@pattern(r"Uden for tabellen, fordi tallet ikke kan vises: (?P<names>.+)\.")
def outside_the_table(match: re.Match[str], said: Said) -> None:
    assert are_places(match["names"])
    assert not set(listed(match["names"])) & {row["jobcenter"] for row in said.under.rows}


@pattern(
    rf"»(?P<question>[^«]+)«: (?P<share>{NUMBER}) pct\. af (?P<n>{NUMBER}) svar i (?P<name>Jobcenter .+?) er gode \(95 "
    rf"pct\.-interval (?P<low>{NUMBER}) til (?P<high>{NUMBER}) pct\.\)(?:; i (?P<group>andre .+?) er det (?P<other>{NUMBER}) "
    rf"pct\.?(?P<chance>{CHANCE})?)?\.?"
)
def answers(match: re.Match[str], said: Said) -> None:
    table = said.before("spoergsmaal", "gode", "svar")
    own = table.row(spoergsmaal=match["question"], omraade=match["name"])
    for name, column in (("share", "gode"), ("n", "svar"), ("low", "mindst"), ("high", "hoejst")):
        assert same(match[name], own[column])
    if match["other"]:
        group = match["group"][:1].upper() + match["group"][1:]
        assert same(match["other"], table.row(spoergsmaal=match["question"], omraade=group)["gode"])
        inside = own["mindst"] <= read(match["other"]) <= own["hoejst"]
        assert bool(match["chance"]) == inside


@pattern(rf"»(?P<question>[^«]+)«: svarene i (?P<name>Jobcenter .+?) er for få, og andelen {HIDDEN}\.")
def answers_hidden(match: re.Match[str], said: Said) -> None:
    table = said.before("spoergsmaal", "gode", "svar")
    assert table.row(spoergsmaal=match["question"], omraade=match["name"])["gode"] is None


@pattern(
    rf"(?P<step>Første samtale|Første tilbud): efter (?P<weeks>\d+) uger havde (?P<share>{NUMBER}) pct\. af (?P<n>{NUMBER}) nye "
    rf"forløb (?P<had>haft en samtale|fået et tilbud), og (?P<left>{NUMBER}) pct\. var afsluttet forinden\."
)
def first_steps(match: re.Match[str], said: Said) -> None:
    table = said.before("uger", "andel_1", "andel_2", "ingen")
    assert table.labels["andel_1"].startswith(match["step"])
    assert match["had"].endswith(match["step"].split()[1])
    last = table.rows[-1]
    assert int(match["weeks"]) == last["uger"] == max(row["uger"] for row in table.rows)
    assert same(match["share"], last["andel_1"])
    assert same(match["left"], last["andel_2"])
    assert same(match["n"], last["forloeb"])
    assert read(match["n"]) >= rules.latest("smallest_base_for_percentage")


@pattern(
    r"(?P<name>Jobcenter .+?) ligger (?P<parts>(?:(?:over|under|så tæt på) (?:de sammenlignelige jobcentre|dem),.+?)+)\."
)
def sides(match: re.Match[str], said: Said) -> None:
    assert match["name"] == said.report.jobcenter
    table = said.before("jobcenter", "activity") if _has_side(said, "activity") else said.before("jobcenter", "outcome")
    own = table.row(jobcenter=said.report.jobcenter.removeprefix("Jobcenter "))
    others = table.row(jobcenter="De andre sammenlignelige i alt")
    found = re.findall(
        r"(over|under|så tæt på) (?:de sammenlignelige jobcentre|dem),(?: at forskellen kan være tilfældig,)? når det gælder "
        r"((?:aktivitet|resultat|oplevelse)(?:(?:, | og )(?:aktivitet|resultat|oplevelse))*)", match["parts"],
    )  # fmt: skip
    assert found
    for way, names in found:
        for name in listed(names):
            side = SIDES[name]
            low, high, other = own[f"{side}_mindst"], own[f"{side}_hoejst"], others[side]
            place = "over" if low > other else "under" if high < other else "så tæt på"
            assert way == place or math.isclose(low, other) or math.isclose(high, other)


def _has_side(said: Said, side: str) -> bool:
    return any(side in table.labels for table in said.report.tables)


@pattern(rf"Jobcenterets (?P<names>.+) {HIDDEN}\.")
def side_hidden(match: re.Match[str], said: Said) -> None:
    table = next(table for table in said.report.with_columns("jobcenter") if set(SIDES.values()) & set(table.labels))
    own = table.row(jobcenter=said.report.jobcenter.removeprefix("Jobcenter "))
    assert all(own[SIDES[name]] is None for name in listed(match["names"]))


@pattern(
    rf"Blandt (?P<n>\d+) jobcentre med begge tal (?P<how>er der ingen sikker sammenhæng mellem|følges|går) (?P<one>\w+) og "
    rf"(?P<other>\w+)(?: ad| hver sin vej)? \(rangkorrelation (?P<rho>{NUMBER}); 95 pct\.-interval (?P<low>{NUMBER}) til "
    rf"(?P<high>{NUMBER})\)\."
)
def related(match: re.Match[str], said: Said) -> None:
    one, other = SIDES[match["one"]], SIDES[match["other"]]
    rows = [row for row in said.before("jobcenter", one, other).rows if not row["jobcenter"].startswith("De andre")]
    both = [(row[one], row[other]) for row in rows if row[one] is not None and row[other] is not None]
    assert int(match["n"]) == len(both)
    rho, low, high = (read(match[name]) for name in ("rho", "low", "high"))
    assert low <= rho <= high
    assert abs(rho - _rank_correlation(both)) < 0.06  # the shares are rounded, and some of them are then alike
    wide = math.tanh(math.atanh(min(rho, 0.99)) + 1.96 / math.sqrt(len(both) - 3))
    narrow = math.tanh(math.atanh(max(rho, -0.99)) - 1.96 / math.sqrt(len(both) - 3))
    assert abs(wide - high) < 0.02 and abs(narrow - low) < 0.02
    how = "følges" if low > 0 else "går" if high < 0 else "er der ingen sikker sammenhæng mellem"
    assert match["how"] == how or 0 in (low, high)


def _rank_correlation(pairs: list[tuple[float, float]]) -> float:
    def ranked(values: list[float]) -> list[float]:
        return [sum(one < value for one in values) + (sum(one == value for one in values) + 1) / 2 for value in values]

    x, y = (ranked([pair[at] for pair in pairs]) for at in (0, 1))
    middle = (len(pairs) + 1) / 2
    top = sum((a - middle) * (b - middle) for a, b in zip(x, y, strict=True))
    return top / math.sqrt(sum((a - middle) ** 2 for a in x) * sum((b - middle) ** 2 for b in y))


@pattern(r"Efter vægtningen er (?P<which>ingen af de kendte træk mere forskellige, end der kan accepteres \(0,1\)|(?P<names>.+?) "
         r"stadig mere forskellige, end der kan accepteres \(0,1\), og forskellene skal læses med det forbehold)\.")  # fmt: skip
def likeness(match: re.Match[str], said: Said) -> None:
    flagged = [row["traek"].lower() for row in said.before("traek", "efter").rows if row["over"] == "ja"]
    assert flagged == ([name.lower() for name in listed(match["names"])] if match["names"] else [])


def _effects(said: Said, label: str) -> dict[int, tuple[float, float, float]]:
    """The differences of a kind of offer by month, with their limits, from the path before the sentence."""
    for table in reversed(said.report.with_columns("tilbud", "maaneder", "forskel", "forskel_lav")):
        rows = [] if "begyndte" in table.labels else table.where(tilbud=label)
        if rows:
            return {row["maaneder"]: (row["forskel"], row["forskel_lav"], row["forskel_hoej"]) for row in rows}
    raise LookupError(f"no path of '{label}'")


@pattern(
    rf"(?P<label>.+?): et år efter starten er der ingen sikker forskel mellem dem, der begyndte, og lignende, der ikke gjorde "
    rf"\(95 pct\.-interval mellem (?P<low>{NUMBER}) og (?P<high>{NUMBER}) procentpoint\)\."
)
def no_difference(match: re.Match[str], said: Said) -> None:
    _, low, high = _effects(said, match["label"])[12]
    assert same(match["low"], low)
    assert same(match["high"], high)
    assert low <= 0 <= high


@pattern(
    rf"(?P<label>.+?): et år efter starten er (?P<size>{NUMBER}) procentpoint (?P<way>flere|færre) i job eller uddannelse blandt "
    rf"dem, der begyndte, end blandt lignende, der ikke gjorde \(95 pct\.-interval mellem (?P<low>{NUMBER}) og "
    rf"(?P<high>{NUMBER}) procentpoint\)\."
)
def difference(match: re.Match[str], said: Said) -> None:
    effect, low, high = _effects(said, match["label"])[12]
    assert same(match["size"], abs(effect))
    assert (match["way"] == "flere") == (effect > 0)
    assert same(match["low"], low)
    assert same(match["high"], high)
    assert low >= 0 or high <= 0


@pattern(
    rf"(?P<label>.+?): efter vægtningen svarer de lignende til (?P<n>{NUMBER}) personer\. I de to år før forløbet var "
    rf"forskellen mellem grupperne (?P<size>{NUMBER}) procentpoint af tiden på ydelser; den kan være tilfældig\."
)
def trials(match: re.Match[str], said: Said) -> None:
    row = said.before("tilbud", "effektivt_antal").row(tilbud=match["label"], maaneder=12)
    assert same(match["n"], row["effektivt_antal"]) and same(match["size"], abs(row["foer_forloebet"]))
    assert not row["bemaerkning"]


@pattern(
    rf"(?P<label>.+?): i måned (?P<months>[\d, og]+) efter starten er færre i job eller uddannelse blandt dem, der begyndte, end "
    rf"blandt lignende\. Forskellen er størst i måned (?P<worst>\d+) med (?P<size>{NUMBER}) procentpoint\. En sådan "
    r"fastlåsning er ventelig, mens tilbuddet varer\."
)
def lock_in(match: re.Match[str], said: Said) -> None:
    path = _effects(said, match["label"])
    months = [int(month) for month in listed(match["months"])]
    below = [month for month, (_, _, high) in path.items() if high < 0]
    assert set(below) <= set(months)
    assert all(path[month][2] <= 0 for month in months)
    worst = int(match["worst"])
    assert path[worst][0] == min(path[month][0] for month in months)
    assert same(match["size"], abs(path[worst][0]))


@pattern(
    r"(?P<labels>.+): der ses ingen sikker fastlåsning i (?P<some>dem af )?de første (?P<months>\d+) måneder(?(some), der kan "
    r"vises)\."
)
def no_lock_in(match: re.Match[str], said: Said) -> None:
    for label in match["labels"].split("; "):
        path = _effects(said, label)
        assert int(match["months"]) == 12
        assert bool(match["some"]) == (len(path) < 12)
        assert all(high >= 0 for _, _, high in path.values())


@pattern(r"(?P<labels>.+): der vises kun den rå status, fordi (?P<why>færre end 50 begyndte i perioden|der er for få at "
         r"sammenligne med|der ikke er lignende at sammenligne med)\.")  # fmt: skip
def refused(match: re.Match[str], said: Said) -> None:
    for label in match["labels"].split("; "):
        rows = [row for table in said.report.with_columns("tilbud", "bemaerkning") for row in table.where(tilbud=label)]
        assert rows
        named = {reason: offers.REASONS[reason] for reason in offers.REASONS}
        wanted = {offers.because(reason): text for reason, text in named.items()}[match["why"]]
        assert all(row["bemaerkning"] == wanted for row in rows)
        assert "50" not in match["why"] or all((row["begyndte"] or 0) < 50 for row in rows)


@pattern(r"(?P<label>.+?): forskellen kan ikke tages for en virkning\. De, der begyndte, adskilte sig allerede i de to år før "
         r"forløbet fra dem, de sammenlignes med\.")  # fmt: skip
def alarm(match: re.Match[str], said: Said) -> None:
    rows = [
        row for table in said.report.with_columns("tilbud", "bemaerkning") for row in table.where(tilbud=match["label"])
    ]
    assert rows
    assert all(offers.ALARM in row["bemaerkning"] for row in rows)


@pattern(
    r"Afsnittet kan ikke vises: datasættet »(?P<name>[^«]+)« har ingen oplysninger om (?P<what>.+), fordi der ikke er leveret et "
    r"register med (?P<kind>tabellen|tabellerne) (?P<tables>.+)\."
)
def no_register(match: re.Match[str], said: Said) -> None:
    assert match["name"] == said.report.head["snapshot"]["name"]
    tables = listed(match["tables"])
    assert [TABLES[name] for name in tables] == listed(match["what"])
    assert (match["kind"] == "tabellen") == (len(tables) == 1)
    assert set(tables) <= {*NEEDED, *TABLES}


@pattern(
    r"Færre end (?P<few>\d+) (?:på (?P<benefit>.+?) har været i tilbud i perioden, og tallene|forløb på (?P<of>.+?) er påbegyndt i "
    r"perioden, og andele) vises derfor ikke\."
)
def too_few(match: re.Match[str], said: Said) -> None:
    rule = "smallest_count" if match["benefit"] else "smallest_base_for_percentage"
    assert float(match["few"]) == rules.latest(rule)


@pattern(r"Ingen på (?P<benefit>.+) har påbegyndt et tilbud i perioden\.|Af de nye forløb på .+ er alle, eller ingen, nået til "
         r"».+«\.")  # fmt: skip
def nobody(match: re.Match[str], said: Said) -> None:
    assert said.text
