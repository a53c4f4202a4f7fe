"""The Excel file of a report."""

import io
from typing import Any

import openpyxl
import pytest

from analysis.runs.blocks import Blocks
from analysis.runs.workbook import sheet_names, workbook


def blocks(*, rows: list[list[Any]], synthetic: bool = True, title: str = "Ledige") -> Blocks:
    columns = [
        {"name": "area", "label": "Område", "unit": ""},
        {"name": "value", "label": "Ledige", "unit": "personer"},
    ]
    head = {
        "jobcenter": {"code": "813", "name": "Frederikshavn"},
        "municipalities": [{"code": "813", "name": "Frederikshavn"}, {"code": "825", "name": "Læsø"}],
        "period": "2019-12",
        "snapshot": {
            "name": "demo",
            "retrieved": "2020-02-10",
            "synthetic": synthetic,
            "source": "Jobindsats",
        },
    }
    table = {"id": "t", "title": title, "kind": "table", "columns": columns, "rows": rows}
    return Blocks(head, data=[table], absent=[{"id": "a", "reason": "Der er ingen tal for job."}])


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_first_sheet_says_what_and_when_and_where_from() -> None:
    sheet = opened(workbook(blocks(rows=[]), title="Kommuneanalyse", period="december 2019", data="abc"))["Om"]
    text = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    for part in (
        "Kommuneanalyse",
        "Frederikshavn, Læsø",
        "december 2019",
        "Jobindsats",
        "SYNTETISKE",
        "Der er ingen tal",
        "abc",
    ):
        assert part in text


def test_a_table_begins_in_row_four_with_numbers_as_numbers_and_empty_where_not_shown() -> None:
    sheet = opened(
        workbook(blocks(rows=[["Læsø", 26.5], ["Esbjerg", None]]), title="X", period="december 2019", data="abc")
    )["Ledige"]
    assert [cell.value for cell in sheet[4]] == ["Område", "Ledige (personer)"]
    assert [cell.value for cell in sheet[5]] == ["Læsø", 26.5]
    assert [cell.value for cell in sheet[6]] == ["Esbjerg", None]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "http://a.dk", "007", "{=1}"])
def test_text_never_becomes_a_formula_a_link_or_a_number(text: str) -> None:
    cell = opened(workbook(blocks(rows=[[text, 1]]), title="X", period="december 2019", data="abc"))["Ledige"]["A5"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_every_sheet_says_when_the_figures_are_synthetic_and_only_then() -> None:
    for synthetic in (True, False):
        book = opened(
            workbook(blocks(rows=[["a", 1]], synthetic=synthetic), title="X", period="december 2019", data="abc")
        )
        assert all(("SYNTETISKE" in str(sheet["A2"].value)) is synthetic for sheet in book)


def test_equal_reports_are_equal_files() -> None:
    first, second = (workbook(blocks(rows=[["a", 1]]), title="X", period="december 2019", data="abc") for _ in range(2))
    assert first == second


def test_names_of_sheets_are_legal_and_no_two_are_alike() -> None:
    long = "Langtidsledige i procent af arbejdsstyrken"
    names = sheet_names([long, long, "Om", "History", "'quoted'", "[]:*?/\\", "", "LEDIGE", "ledige"])
    assert len({name.casefold() for name in names} | {"om", "history"}) == len(names) + 2
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert names[4] == "quoted"
