"""Titles of tables and figures: words of the notebooks, with the names and months of what stands below them.

A title that a notebook writes out says what is asked, and no figure; what is added to it, or made of the name of a
measure, a goal or an area, is held against the table and the report.
"""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache

from analysis import areas, benefits, catalogue, danish, periods, project
from analysis.data import targets
from analysis.measures.offers import LAG
from analysis.publish.layout.brief_table import BEHIND
from read_back.patterns import pattern
from read_back.reading import MONTH, PERIOD, period
from read_back.reports import TITLE, Said

OF_PACKAGE = {"Måltal og definitioner", "Regnestykket", BEHIND, "I job eller uddannelse et år efter start"}
COLUMNS = ("aar_til", "maaned", "periode")  # of tables, with months that their figures are of
GOAL = ("resultat og indsats", "udvikling", "niveau")
OUTCOMES = ("i job eller uddannelse", "i job", "i uddannelse", "selvforsørgende")


@pattern(r"(?P<name>.+)", kind=TITLE)
def as_written(match: re.Match[str], said: Said) -> None:
    """A title that a notebook writes out, or one of its frames around the name of a measure."""
    assert _is_written(match["name"]) or match["name"] in OF_PACKAGE, "no notebook has this title"


@pattern(rf"(?P<name>.+), (?P<when>{PERIOD})(?P<provisional> \(foreløbige tal\))?", kind=TITLE)
def of_a_period(match: re.Match[str], said: Said) -> None:
    """The same with the month, or the year to a month, that the figures are of."""
    assert _is_named(match["name"], said)
    when = period(match["when"])
    if "officiel_placering" in said.under.labels:
        texts = (text for block in said.report.blocks for text in block.get("sentences", ()))
        assert any(f" i de {match['when']}; Jobindsats" in text for text in texts), "no sentence is of that year"
        return
    assert when in _periods(said), f"nothing else in the report is of {when}"
    if match["provisional"]:
        assert any(row["status"] == "provisional" and row["period"] == when for row in said.report.key_figures)


@pattern(
    rf"(?P<name>.+), (?P<what>forløb påbegyndt |tilbud afsluttet |)(?P<first>{MONTH}) til (?P<last>{MONTH})(?P<parts>: fordeling)?",
    kind=TITLE,
)
def of_a_span(match: re.Match[str], said: Said) -> None:
    """The same with the first and the last month of whole years."""
    assert _is_written(match["name"])
    first, last = period(match["first"]), period(match["last"])
    assert len(periods.months(first, last)) in (12, 36)
    assert f"{last}R12" in _periods(said) or last == periods.shift(said.report.head["period"], -3 * LAG)
    assert not match["parts"] or said.report.blocks[said.at]["kind"] == "figure"


@pattern(rf"(?P<name>.+): (?P<part>{'|'.join(GOAL)})(?:, (?P<when>{PERIOD}))?", kind=TITLE)
def of_a_goal(match: re.Match[str], said: Said) -> None:
    """A goal's effort, development or level."""
    assert (match["part"] == "udvikling") == (match["when"] is None)
    assert match["when"] is None or period(match["when"]) in _periods(said)
    cells = (str(value) for table in said.report.tables for row in table.rows for value in row.values())
    assert match["name"] in cells, "no indicator of the report is called so"


@pattern(r"(?P<name>.+): (?P<outcome>[a-zæøå ]+)", kind=TITLE)
def of_an_outcome(match: re.Match[str], said: Said) -> None:
    assert _is_written(match["name"]) and match["outcome"] in OUTCOMES


@pattern(r"(?P<name>.+), måned for måned", kind=TITLE)
def by_month(match: re.Match[str], said: Said) -> None:
    assert {"period", "maaneder"} & set(said.under.labels)
    if not _is_written(match["name"]):
        cells = (str(value) for table in said.report.tables for row in table.rows for value in row.values())
        assert any(cell.startswith(match["name"]) for cell in cells), "no indicator of the report is called so"


@pattern(rf"(?P<place>.+) ved siden af sammenlignelige kommuner, (?P<when>{MONTH})", kind=TITLE)
def beside_others(match: re.Match[str], said: Said) -> None:
    assert match["place"] == _own(said)
    assert period(match["when"]) in _periods(said)


@pattern(r"(?P<place>.+) måned for måned, andele i pct\.", kind=TITLE)
def own_by_month(match: re.Match[str], said: Said) -> None:
    assert match["place"] == _own(said) and match["place"] in said.under.labels.values()


@pattern(r"Aftalte mål for (?P<year>\d{4})(?:, (?P<place>[A-ZÆØÅ].+))?", kind=TITLE)
def agreed(match: re.Match[str], said: Said) -> None:
    """Targets of a year, of the jobcenter, its municipalities or its region; the place where they are of one only."""
    head = said.report.head
    region = areas.region_of(areas.jobcenter(head["jobcenter"]["code"], head["period"]))
    places = {one["name"]: one["code"] for one in head["municipalities"]} | {region.name: region.code}
    ours = [places[match["place"]]] if match["place"] else [head["jobcenter"]["code"], *places.values()]
    known = targets.read_all()
    assert match["year"] in set(known.loc[known["area"].isin(ours), "target_period"].str[:4])


def _is_named(name: str, said: Said) -> bool:
    """Whether a title is written out, or is a measure's label or the noun of one."""
    labels = {one.label for one in catalogue.measures().values()}
    return _is_written(name) or name in OF_PACKAGE or name in labels


@cache
def _is_written(name: str) -> bool:
    return any(re.fullmatch(one, name) for one in _written())


@cache
def _written() -> tuple[str, ...]:
    """The titles that notebooks write out, as patterns: what they put into them is the label of a measure."""
    return tuple(dict.fromkeys(one for path in sorted((project.root() / "notebooks").glob("*.ipynb"))
                               for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
                               if cell["cell_type"] == "code" for one in _of_code("".join(cell["source"]))))  # fmt: skip


def _of_code(source: str) -> Iterator[str]:
    names = {one.label for one in catalogue.measures().values()} | {_benefit(one) for one in benefits.benefits()}
    labels = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg == "title":
            match node.value:
                case ast.Constant(value=str(text)):
                    yield re.escape(text)
                case ast.JoinedStr(values=parts):
                    yield "".join(
                        re.escape(str(part.value)) if isinstance(part, ast.Constant) else rf"(?:{labels})"
                        for part in parts
                    )


def _benefit(benefit: str) -> str:
    return danish.lower_first(catalogue.benefit_label(benefit))


def _periods(said: Said) -> set[str]:
    """The months and years that other words of the report, or its run record, say its figures are of."""
    head = said.report.head["period"]
    found = {row["period"] for row in said.report.key_figures} | {f"{periods.shift(head, -LAG)}R12"}
    for table in said.report.tables:
        found |= {str(row[name]) for row in table.rows for name in COLUMNS if name in row and len(table.rows) < 60}
        found |= {
            _long(short) for label in table.labels.values() for short in re.findall(r"\b([a-z]{3} \d\d)\b", label)
        }
        if "placering" in table.labels:
            cells = (str(row["placering"]) for row in table.rows)
            found |= {_long(short) for cell in cells for short in re.findall(r"\b([a-z]{3} \d\d)$", cell)}
    return found | {f"{one}R12" for one in found}


def _long(short: str) -> str:
    names = [danish.short_month(f"2019-{month:02d}").split()[0] for month in range(1, 13)]
    name, year = short.split()
    return f"20{year}-{names.index(name) + 1:02d}" if name in names else short


def _own(said: Said) -> str:
    return danish.listed([one["name"] for one in said.report.head["municipalities"]])
