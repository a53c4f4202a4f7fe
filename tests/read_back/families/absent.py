"""Why a section has no figures."""

import re

from analysis import catalogue
from analysis.data.records import NEEDED
from analysis.measures.activation.told import TABLES
from read_back.patterns import fixed, pattern
from read_back.reading import NAMES, labelled, listed
from read_back.reports import Said

fixed(__name__, "Ingen af tallene kan vises: de mangler i kilden eller oplyses ikke af hensyn til diskretion.")


@pattern(
    r"Afsnittet kan ikke vises: datasættet »(?P<name>[^«]+)« indeholder ikke tal for »(?P<label>[^«]+)«"
    r"(?: \((?P<benefit>[^)]+)\))?\. Kilde: (?P<source>.+)\."
)
def no_figures(match: re.Match[str], said: Said) -> None:
    assert match["name"] == said.report.head["snapshot"]["name"]
    measure = labelled(match["label"])
    assert match["source"] == measure.source
    if match["benefit"]:
        assert match["benefit"] in {catalogue.benefit_label(one) for one in measure.benefits}
    recorded = [row for row in said.report.key_figures if row["id"] == measure.id and not match["benefit"]]
    assert all(row["value"] is None for row in recorded)


@pattern(
    r"Afsnittet kan ikke vises: datasættet »(?P<name>[^«]+)« indeholder ikke tal for (?P<labels>»[^«]+«(?:(?:, | og )»[^«]+«)+)\."
    r"(?P<lacks>.*?) Kilden er (?P<sources>.+)\."
)
def no_figures_at_all(match: re.Match[str], said: Said) -> None:
    assert match["name"] == said.report.head["snapshot"]["name"]
    labels = re.findall(r"»([^«]+)«", match["labels"])
    known = {one.source for one in catalogue.measures().values()}
    assert set(match["sources"].split("; ")) <= known
    recorded = [row for row in said.report.key_figures if row["label"] in labels]
    assert all(row["value"] is None for row in recorded)


@pattern(
    r"Afsnittet kan ikke vises: datasættet »(?P<name>[^«]+)« indeholder ikke et register over de enkelte forløb \(der mangler "
    rf"(?P<word>tabellen|tabellerne) (?P<tables>{NAMES})\)\."
)
def no_register(match: re.Match[str], said: Said) -> None:
    assert match["name"] == said.report.head["snapshot"]["name"]
    tables = listed(match["tables"])
    assert (match["word"] == "tabellen") == (len(tables) == 1)
    assert set(tables) <= {*NEEDED, *TABLES}
