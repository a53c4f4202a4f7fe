"""Saved exports of StatBank spoiled in every way that files are: the same figures, or a refusal with the place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.areas import municipalities
from analysis.errors import AnalysisError
from analysis.sources.statbank import files as statbank_files
from statbank_source import source

CPR = "010190-1234"
NAMES = ["Hele landet", *(one.name for one in municipalities())]
QUARTERS = ["2014K1", "2014K2"]
Rows = list[list[str]]


def good() -> Rows:
    """Everybody by area and quarter: 1,000 for the first municipality, 1,010 for the next; the country is their sum."""
    residents = {name: 1000 + 10 * at for at, name in enumerate(NAMES[1:])}
    residents["Hele landet"] = sum(residents.values())
    rows = [[name, "I alt", quarter, str(residents[name])] for name in NAMES for quarter in QUARTERS]
    return [["OMRÅDE", "CIVILSTAND", "TID", "INDHOLD"], *rows]


def text(rows: Rows, ending: str = "\r\n") -> str:
    return "".join(";".join(row) + ending for row in rows)


def figures(content: str | bytes) -> dict[tuple[str, str], float]:
    """Area and period to the figure that is read."""
    coded = content.encode() if isinstance(content, str) else content
    made = statbank_files.read(coded, file="folk1a.csv", retrieved="2026-08-22", source=source())
    return dict(made.tables["observations"].set_index(["area", "period"])["value"])


def refused(content: str | bytes) -> str:
    with pytest.raises(AnalysisError) as error:
        figures(content)
    assert "folk1a.csv" in str(error.value)
    assert "0101901234" not in str(error.value).replace("-", "")
    return str(error.value)


def cell(row: int, column: int, value: str) -> str:
    """The file with one cell changed; the row as an editor numbers it."""
    rows = good()
    rows[row - 1][column] = value
    return text(rows)


def each(column: int, change: Callable[[str], str]) -> str:
    head, *rows = good()
    return text([head, *([change(one) if at == column else one for at, one in enumerate(row)] for row in rows)])


SAME: dict[str, str | bytes] = {
    "with old Mac line breaks": text(good(), "\r"),
    "with line breaks converted twice": text(good(), "\r\r\n"),
    "with blank lines between": text(good(), "\r\n\r\n"),
    "in ISO-8859-1": text(good()).encode("iso-8859-1"),
    "with quarters in words": each(2, lambda one: f"{one[-1]}. kvartal {one[:4]}"),
    "with quarters shortened": each(2, lambda one: f"{one[-1]}. kvt. {one[:4]}"),
    "with a row of text that is no total": text([*good(), ["ukendt", "Gift", "i går", "mange"]]),
}


@pytest.mark.parametrize("spoiled", SAME)
def test_the_same_figures_come_out_of_the_file(spoiled: str):
    whole = figures(text(good()))
    assert (whole["000", "2014-Q1"], whole[municipalities()[0].code, "2014-Q2"]) == (98 * 1000 + 10 * 97 * 98 / 2, 1000)
    assert figures(SAME[spoiled]) == whole


REFUSED: dict[str, tuple[str | bytes, str]] = {
    "text for a figure": (cell(7, 3, "mange"), "in 1 row(s), first in row 7: text"),
    "a date for a figure": (cell(7, 3, "04-09-2014"), "in 1 row(s), first in row 7: text"),
    "a formula for a figure": (cell(7, 3, "=1+1"), "in 1 row(s), first in row 7: a formula"),
    "a code for a figure": (cell(7, 3, "0070"), "in 1 row(s), first in row 7: digits"),
    "more persons than there are": (cell(7, 3, "10000001"), "in 1 row(s), first in row 7: digits"),
    "below 0": (cell(7, 3, "-5"), "from 0 to 10,000,000, nor .. for none, in 1 row(s), first in row 7"),
    "nobody": (cell(7, 3, "0"), "1 of 198 area-periods have nobody at all"),
    "an area that is none": (
        cell(7, 0, "Ukendtby"),
        "1 row(s) have no area in 'OMRÅDE' that can be read, first in row 7: 'Ukendtby'; expected a municipality",
    ),
    "a blank area": (cell(7, 0, ""), "in 'OMRÅDE' that can be read, first in row 7: ''"),
    "a period that is none": (
        cell(7, 2, "sommer"),
        "1 row(s) have no period in 'TID' that can be read, first in row 7",
    ),
    "a year among quarters": (cell(7, 2, "2014"), "its periods are of 2 kinds (quarter, year); expected one"),
    "another figure for the same": (text([*good(), [*good()[6][:3], "9"]]), "another figure, first in row 200"),
    "a second header": (
        text([*good(), ["OMRÅDE", "I alt", "TID", "INDHOLD"]]),
        "in 'OMRÅDE' that can be read, first in row 200: 'OMRÅDE'",
    ),
    "a row too long": (text([*good()[:9], [*good()[9], "x"], *good()[10:]]), "row 10: 1 row(s) do not fit"),
    "a note beneath": (text([*good(), [""], ["Kilde"]]), "row 201: 1 row(s) do not fit its 4 columns"),
    "a sign that no text has": (cell(7, 1, "I\x01alt"), "row 7: a sign that no text has"),
    "a CPR number for an area": (cell(7, 0, CPR), "row 7: it looks like a CPR number"),
    "a CPR number for a figure": (cell(7, 3, CPR.replace("-", "")), "row 7: it looks like a CPR number"),
    "a CPR number for a heading": (cell(1, 1, CPR), "row 1: it looks like a CPR number"),
    "a web page": ("<html><table>" + text(good()), "it is a web page"),
    "a workbook": (b"PK\x03\x04rest", "is a workbook"),
    "converted twice": (text(good()).encode().decode("cp1252", "replace").encode(), "row 1: letters that were lost"),
    "cut into a head": (text(good()[:1]), "a head and no rows. It is not kept; save or export it again"),
}


@pytest.mark.parametrize("spoiled", REFUSED)
def test_the_file_is_refused_with_the_place(spoiled: str):
    content, told = REFUSED[spoiled]
    assert told in refused(content)


def test_an_old_age_between_many_is_not_taken_for_nobody():
    ages = {age: 20 if age < 90 else 9 for age in range(93)}
    head = ["OMRÅDE", "ALDER", "TID", "INDHOLD"]

    def content(without: set[int]) -> str:
        return text([head, *([name, str(age), "2014K1", str(count)] for name in NAMES[1:] for age, count in ages.items()
                             if age not in without or name != "Esbjerg")])  # fmt: skip

    assert figures(content(set()))["561", "2014-Q1"] == 20 * 90 + 9 * 3
    assert figures(content({92}))["561", "2014-Q1"] == 20 * 90 + 9 * 2  # the oldest may be nobody
    made = statbank_files.read(content({91}).encode(), file="folk1a.csv", retrieved="2026-08-22", source=source())
    esbjerg = made.tables["observations"].set_index("area").loc["561"]
    assert (esbjerg["status"], str(esbjerg["value"])) == ("missing", "nan")
    assert set(made.tables["population"]["area"]) == {one.code for one in municipalities()} - {"561"}


def test_a_file_is_refused_by_its_name_alone_where_that_is_a_cpr_number(tmp_path: Path):
    from datetime import UTC, datetime

    from analysis.sources import importing

    path = tmp_path / f"folk1a {CPR}.csv"
    path.write_text(text(good()), encoding="utf-8")
    with pytest.raises(AnalysisError, match="The name of file 1 of 1 looks like a CPR number") as error:
        importing.import_files([path], kind="statbank", now=datetime(2026, 8, 22, tzinfo=UTC), say=lambda line: None)
    assert "1234" not in str(error.value)
