"""Good exports spoiled in every way that files are: the same figures come out, or an error with file and place."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import good_files
import pytest
from good_files import BENCHMARK, COLUMNS, NAMES, Rows, as_text, as_workbook, typed

from analysis import areas
from analysis.errors import AnalysisError

LONG, WIDE, BENCH = good_files.long_rows(), good_files.wide_rows(), good_files.benchmark_rows()
TRUTH, BENCH_TRUTH = good_files.truth(), good_files.benchmark_truth()
CODES = {"Hele landet": "000", **{one.name: one.code for one in areas.municipalities()}}
MONTHS = {"2026M07": "jul 2026", "2026M06": "juni 2026", "2026M05": "maj-26"}


def each(change: Callable[[str, int], str], *, columns: tuple[int, ...] = (0, 1, 2, 3, 4)) -> Rows:
    """The long file with a change to the cells of some columns, the header apart."""
    below = [[change(cell, at) if at in columns else cell for at, cell in enumerate(row)] for row in LONG[1:]]
    return [LONG[0], *below]


def with_cell(rows: Rows, row: int, column: int, cell: Any) -> Rows:
    """The rows with one cell changed; the first row is 0."""
    changed = [list(one) for one in rows]
    changed[row][column] = cell
    return changed


def in_order(rows: Rows, columns: list[int]) -> Rows:
    """The rows with their columns in another order."""
    return [[row[column] for column in columns] for row in rows]


def before(cells: Callable[[list[Any]], str], head: str) -> Rows:
    """The long file with a column more at its left."""
    return [[head, *LONG[0]], *([cells(row), *row] for row in LONG[1:])]


SAME: dict[str, bytes | str | Rows] = {
    "as it is": LONG,
    "with a byte order mark": as_text(LONG).encode("utf-8-sig"),
    "in Windows-1252": as_text(LONG).encode("cp1252"),
    "in ISO-8859-1": as_text(LONG).encode("iso-8859-1"),
    "in UTF-16 as Excel's Unicode text": as_text(LONG, "\t").encode("utf-16"),
    "in decomposed letters": unicodedata.normalize("NFD", as_text(LONG)),
    "parted by commas": as_text(LONG, ","),
    "parted by tabs": as_text(LONG, "\t"),
    "with sep= in its first line": "sep=;\r\n" + as_text(LONG),
    "with Unix line breaks": as_text(LONG, ending="\n"),
    "with old Mac line breaks": as_text(LONG, ending="\r"),
    "without a last line break": as_text(LONG).rstrip(),
    "with thousands dots": good_files.long_rows("."),
    "with no-break spaces": good_files.long_rows("\u00a0"),
    "with English decimals throughout": each(lambda cell, at: cell.replace(",", "."), columns=(4,)),
    "with percentages as text": each(lambda cell, at: f"{cell} %", columns=(4,)),
    "with titles above": [["Kontanthjælp: antal personer"], ["Udtrukket 22. august 2026"], [], *LONG],
    "with notes beneath": [*LONG, [], ["Kilde: Jobindsats.dk"], ["Tal under 3 er udeladt"]],
    "with rows shuffled": [LONG[0], *Random(1).sample(LONG[1:], len(LONG) - 1)],
    "with columns shuffled": in_order(LONG, [3, 0, 4, 1, 2]),
    "with area and period last": in_order(LONG, [2, 3, 4, 0, 1]),
    "with the area's heading renamed": with_cell(LONG, 0, 0, "Sted"),
    "with the period's heading renamed": with_cell(LONG, 0, 1, "Hvornår"),
    "doubled": [*LONG, *LONG],
    "with one row doubled": [*LONG, LONG[5]],
    "with a column doubled": [[*row, row[2]] for row in LONG],
    "with a label only where it is new": [
        LONG[0],
        *([row[0] if row[0] != above[0] else "", *row[1:]] for above, row in pairwise(LONG)),
    ],
    "with months in Danish": each(lambda cell, at: MONTHS.get(cell, cell), columns=(1,)),
    "with months as first days": each(lambda cell, at: f"01-{cell[5:]}-{cell[:4]}", columns=(1,)),
    "with ISO days": each(lambda cell, at: f"{cell[:4]}-{cell[5:]}-01", columns=(1,)),
    "with aliases": each(lambda cell, at: {"Aarhus": "Århus Kommune", "Morsø": "MORS"}.get(cell, cell), columns=(0,)),
    "with codes beside the names": before(lambda row: CODES[row[0]], "Kommunekode"),
    "with codes alone": [["Kommunekode", *LONG[0][1:]], *([CODES[row[0]], *row[1:]] for row in LONG[1:])],
    "with a column of its own benefit": before(lambda row: "Kontanthjælp", "Ydelse"),
    "with a column of remarks": before(lambda row: "som før", "Hvad nu"),
    "with a total for the country": [["I alt" if cell == "Hele landet" else cell for cell in row] for row in LONG],
    "with a total besides the country": [*LONG, *(["I alt", *row[1:]] for row in LONG[1:4])],
    "with an average": [*LONG, *(["Gennemsnit", *row[1:]] for row in LONG[1:4])],
    "with Christiansø": [*LONG, ["Christiansø", "2026M07", "", "", ""]],
    "with a name split over two rows": [
        ["", "", "", "Antal", "Fuldtidspersoner i pct. af"],
        ["Område", "Periode", "Antal personer", "fuldtidspersoner", "arbejdsstyrken 16-66 år"],
        *LONG[1:],
    ],
    "wide": WIDE,
    "wide, with months under measures": [
        WIDE[0],
        [],
        ["", *(cell for name in COLUMNS for cell in (name, "", ""))],
        ["Område", *["2026M07", "2026M06", "2026M05"] * 3],
        *([row[0], *(row[1 + 3 * month + at] for at in range(3) for month in range(3))] for row in WIDE[4:]),
    ],
    "wide, with year above month": [
        WIDE[0],
        [],
        ["", "2026", *[""] * 8],
        ["", "jul", "", "", "jun", "", "", "maj", "", ""],
        *WIDE[3:],
    ],
    "wide, with measure and month in one cell": [
        ["Område", *(f"{name}, {month}" for month in MONTHS for name in COLUMNS)],
        *WIDE[4:],
    ],
    "wide, with areas across": [
        WIDE[0],
        [],
        *map(list, zip(*[WIDE[2], ["", *COLUMNS, *COLUMNS, *COLUMNS], *WIDE[4:]], strict=True)),
    ],
}


@pytest.mark.parametrize("spoiled", SAME)
def test_the_same_figures_come_out_of_the_file(spoiled: str, tmp_path: Path):
    content = SAME[spoiled]
    read = good_files.read(tmp_path, as_text(content) if isinstance(content, list) else content)
    assert good_files.figures(read.observations) == pytest.approx(TRUTH)


REFUSED: dict[str, tuple[bytes | str | Rows, str]] = {
    "in a DOS code page": (as_text(LONG).encode("cp850"), "row 1: letters that were lost"),
    "in a Mac's letters": (as_text(LONG).encode("mac_roman"), "row 1: letters that were lost"),
    "converted twice": (as_text(LONG).encode().decode("cp1252", "replace").encode(), "row 1: letters that were lost"),
    "half in another encoding": (
        as_text(LONG[:9]).encode() + as_text(LONG[9:]).encode("cp1252"),
        "row 1: letters that were lost",
    ),
    "with question marks for letters": (as_text(LONG).encode("ascii", "replace"), "expected a municipality"),
    "without its Danish letters": (as_text(LONG).encode("ascii", "ignore"), "expected a municipality"),
    "in UTF-16 without a mark": (as_text(LONG).encode("utf-16-le"), "row 1: signs that no text file has"),
    "empty": (b" \r\n", "it is empty"),
    "JSON": ('[["Område"]]', "it is JSON; expected CSV or a workbook"),
    "a web page": ("<html>" + as_text(LONG), "it is a web page"),
    "cut in the middle": (as_text(LONG)[: len(as_text(LONG)) // 2], "Was it cut off?"),
    "cut in its last row": (as_text(LONG)[:-10], "row 298: 4 cells; expected 5"),
    "cut in its last figure": (as_text(LONG)[:-4], "fewer decimals than all others"),
    "cut between two rows": (LONG[:-2], "Was it cut off?"),
    "cut after the header": (LONG[:1], "no row has an area or a period"),
    "cut before the data": (LONG[1:], "no column that params/sources.yml declares"),
    "with all rows shuffled": (Random(2).sample(LONG, len(LONG)), "expected a declared column's name above it"),
    "with the headings of area and period swapped": (
        [["Periode", "Område", *LONG[0][2:]], *LONG[1:]],
        "column 1 'Periode': text that is not known; expected a period",
    ),
    "with the headings of two counts swapped": (
        [[LONG[0][at] for at in (0, 1, 3, 2, 4)], *LONG[1:]],
        "'kontanthjaelp_fuldtid' is above 'kontanthjaelp_personer' in 297 of 297",
    ),
    "with the headings of count and percentage swapped": (
        [[LONG[0][at] for at in (0, 1, 2, 4, 3)], *LONG[1:]],
        "column 4 'Fuldtidspersoner i pct. af arbejdsstyrken 16-66 år': a percentage above 100",
    ),
    "with a measure's heading renamed": (with_cell(LONG, 0, 3, "Fuldtid"), "column 4 'Fuldtid'"),
    "with a measure's heading blank": (with_cell(LONG, 0, 3, ""), "column 4 without a name"),
    "with a row doubled and changed": ([*LONG, [*LONG[5][:2], "1", "1", "1,0"]], "rows 6, 299"),
    "with a column doubled and changed": ([[*row, row[3 if at else 2]] for at, row in enumerate(LONG)], "not the same"),
    "with a cell of text": (with_cell(LONG, 7, 3, "ukendt"), "row 8, column 4 'Antal fuldtidspersoner': text;"),
    "with a cell of a formula": (with_cell(LONG, 7, 3, "=1+1"), "column 4 'Antal fuldtidspersoner': a formula;"),
    "with a cell of a date": (with_cell(LONG, 7, 3, "04-09-2026"), "row 8, column 4"),
    "with a cell in scientific notation": (with_cell(LONG, 7, 3, "1,2E+05"), "row 8, column 4"),
    "with a count below 0": (with_cell(LONG, 7, 3, "-5"), "a number below 0; expected"),
    "with a percentage among counts": (with_cell(LONG, 7, 3, "5 %"), "a percentage; expected"),
    "with a percentage above 100": (with_cell(LONG, 7, 4, "101,5"), "a percentage above 100"),
    "with two marks in a number": (with_cell(LONG, 7, 4, "1,2,3"), "digits that make no number"),
    "with another decimal mark in one row": (with_cell(LONG, 7, 4, "9.5"), "row 8, column 5"),
    "with an area that is none": (
        with_cell(LONG, 7, 0, "Ukendtby"),
        "row 8, column 1 'Område': text that is not known",
    ),
    "with a blank area": (with_cell(LONG, 7, 0, ""), "row 8, column 1 'Område': blank"),
    "with a blank period": (with_cell(LONG, 8, 1, ""), "rows 8, 9"),
    "with a period that is none": (with_cell(LONG, 7, 1, "sommeren"), "row 8, column 2 'Periode'"),
    "with American days": (each(lambda cell, at: f"{cell[5:]}/01/{cell[:4]}", columns=(1,)), "column 2 'Periode'"),
    "with a row too long": (as_text(LONG).rstrip() + ";x\r\n", "row 298: 6 cells; expected 5"),
    "with a row too short": ([*LONG[:9], LONG[9][:3], *LONG[10:]], "row 10: 3 cells; expected 5"),
    "with commas within and between figures": ("\r\n".join(",".join(row) for row in LONG), "6 cells; expected 5"),
    "with a quotation mark open": (as_text(LONG).replace("Periode", '"Periode'), "row 1: a quotation mark"),
    "with bars between": (as_text(LONG, "|"), "between ; or , or tabs"),
    "with the codes of others": (
        before(lambda row: CODES[row[0]] if row[0] != "Fanø" else "561", "Kommunekode"),
        "column 1 'Kommunekode': an area that is not that of the cell beside it",
    ),
    "with a total of something": ([*LONG, ["Storkøbenhavn", *LONG[1][1:]]], "row 299, column 1"),
    "with a column of another benefit": (before(lambda row: "Sygedagpenge", "Ydelse"), "of another benefit"),
    "with the title of another benefit": ([["A-dagpenge: antal personer"], [], *LONG], "of another benefit"),
    "with a count of more persons than there are": (with_cell(LONG, 7, 3, "10000001"), "more persons than the country"),
    "with a CPR number for an area": (with_cell(LONG, 7, 0, "010190-1234"), "row 8, column 1: looks like a CPR number"),
    "with a CPR number for a figure": (with_cell(LONG, 7, 3, "3112991234"), "row 8, column 4: looks like a CPR number"),
    "with a CPR number for a heading": (
        with_cell(LONG, 0, 4, "0101901234"),
        "row 1, column 5: looks like a CPR number",
    ),
    "with a CPR number in parts in a title": ([["Sag 01.01.90 1234"], *LONG], "row 1, column 1: looks like a CPR"),
    "wide, with a group that is not known": (with_cell(WIDE, 2, 1, "Unge"), "column 2 'Unge Antal personer'"),
    "wide, without its months": ([WIDE[0], *WIDE[3:]], "a figure without a period"),
    "wide, without its last columns": ([row[:-2] for row in WIDE], "Was it cut off?"),
}


def country_summed(rows: Rows, factor: int = 1) -> Rows:
    """The long file with the country's persons as the sum of the municipalities', times a factor."""
    sums = {month: sum(int(row[2]) for row in rows[4:] if row[1] == month) for month in MONTHS}
    return [[*row[:2], str(factor * sums[row[1]]), *row[3:]] if row[0] == "Hele landet" else row for row in rows]


@pytest.mark.parametrize(("factor", "told"), [(1, False), (10, True)])
def test_a_country_far_from_its_municipalities_is_told(factor: int, told: bool, tmp_path: Path):
    read = good_files.read(tmp_path, as_text(country_summed(LONG, factor)))
    assert any("rows 2, 3, 4, column 3 'Antal personer'" in notice for notice in read.notices) == told


def test_a_last_line_without_an_end_is_told(tmp_path: Path):
    for content, told in ((as_text(LONG), False), (as_text(LONG).rstrip(), True)):
        read = good_files.read(tmp_path, content)
        assert any("its last line has no end" in notice for notice in read.notices) == told


def test_a_benefit_whose_column_was_renamed_is_missed(tmp_path: Path):
    columns = ["langtidsledige_i_alt", "langtidsledige_dagpenge", "langtidsledige_kontanthjaelp"]
    figures = [["100", "70", "30"] for _ in LONG[1:]]
    rows = [[*row[:2], *three] for row, three in zip(LONG, [columns, *figures], strict=True)]
    assert len(good_files.read(tmp_path, as_text(rows), "a.csv").observations) == 3 * (len(LONG) - 1)
    with pytest.raises(AnalysisError) as error:
        good_files.read(tmp_path, as_text(with_cell(rows, 0, 2, "Noget")), "a.csv")
    assert "column 3 'Noget': figures under a name that is not declared" in str(error.value)
    assert "the columns of langtidsledige_fuldtid (alle) are not there" in str(error.value)
    without = good_files.read(tmp_path, as_text([row[:2] + row[3:] for row in rows]), "a.csv")
    assert "a.csv: no column of langtidsledige_fuldtid (alle), which y25i09 has" in without.notices


@pytest.mark.parametrize("spoiled", REFUSED)
def test_the_file_is_refused_with_the_place(spoiled: str, tmp_path: Path):
    content, place = REFUSED[spoiled]
    with pytest.raises(AnalysisError) as error:
        good_files.read(tmp_path, as_text(content) if isinstance(content, list) else content)
    assert str(error.value).splitlines()[0].endswith("1 file(s), so nothing is imported")
    assert "y60a02.csv" in str(error.value)
    assert place in str(error.value)
    assert not re.search("1234(?!5)|9901", str(error.value))  # nothing of a CPR number


BENCHMARKS: dict[str, tuple[Rows, str]] = {
    "as it is": (BENCH, ""),
    "with its groups above": (
        [
            ["", "", "", good_files.GROUP_OF_COUNTS, "", "", good_files.GROUP_OF_SHARES, "", "", ""],
            ["Område", "Periode", "Ydelsesgrupper", *(name.rsplit(": ")[-1] for name in BENCHMARK)],
            *BENCH[1:],
        ],
        "",
    ),
    "with the heading of benefits renamed": (with_cell(BENCH, 0, 2, "Gruppe"), ""),
    "with words among the ranks": (with_cell(BENCH, 5, 9, "sidst"), "row 6, column 10"),
    "with a rank of no order": (with_cell(BENCH, 5, 9, "0"), "a rank that is no whole number from 1"),
    "with expected and actual swapped": (
        [[BENCH[0][at] for at in (0, 1, 2, 4, 3, 5, 6, 7, 8, 9)], *BENCH[1:]],
        "is not the difference of two others",
    ),
    "with one figure changed": (with_cell(BENCH, 5, 3, "5000"), "row 6, column 6"),
    "without the column of benefits": ([row[:2] + row[3:] for row in BENCH], "not the same"),
    "with a benefit that is not declared": (
        [[*row[:2], row[2].replace("Kontanthjælp mv.", "Fleksjob"), *row[3:]] for row in BENCH],
        "column 3 'Ydelsesgrupper': text that is not known",
    ),
    "without its last half": (BENCH[: len(BENCH) // 2 + 60], "Was it cut off?"),
}


@pytest.mark.parametrize("spoiled", BENCHMARKS)
def test_the_benchmark_comes_out_the_same_or_is_refused(spoiled: str, tmp_path: Path):
    rows, place = BENCHMARKS[spoiled]
    if place:
        with pytest.raises(AnalysisError, match=r"eksport\.csv") as error:
            good_files.read(tmp_path, as_text(rows), "eksport.csv")
        assert place in str(error.value)
    else:
        read = good_files.read(tmp_path, as_text(rows), "eksport.csv")
        assert good_files.figures(read.observations) == pytest.approx(BENCH_TRUTH)


@pytest.mark.parametrize("at", range(1, 10))
def test_a_file_cut_anywhere_is_refused(at: int, tmp_path: Path):
    text = as_text(BENCH)
    with pytest.raises(AnalysisError):
        good_files.read(tmp_path, text[: len(text) * at // 10], "eksport.csv")


def as_dates(rows: Rows) -> Rows:
    days = {"2026M07": dt.date(2026, 7, 1), "jul 2026": dt.date(2026, 7, 1)}
    days |= {"2026M06": dt.date(2026, 6, 1), "jun 2026": dt.date(2026, 6, 1)}
    days |= {"2026M05": dt.date(2026, 5, 1), "maj 2026": dt.date(2026, 5, 1)}
    return [[days.get(cell, cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def in_format(sheet: Any, written: str, factor: float) -> None:
    for row in sheet.iter_rows(min_row=2, min_col=5, max_col=5):
        row[0].value, row[0].number_format = row[0].value * factor, written


def merge_names(sheet: Any) -> None:
    for row in range(2, 3 * len(NAMES), 3):
        sheet.merge_cells(f"A{row}:A{row + 2}")


NUMBERS, WIDE_NUMBERS = typed(LONG), typed(WIDE)
WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "with numbers": lambda: as_workbook({"Ark1": NUMBERS}),
    "with text": lambda: as_workbook({"Ark1": LONG}),
    "with months as dates": lambda: as_workbook({"Ark1": as_dates(NUMBERS)}),
    "with a percentage format": lambda: as_workbook(
        {"Ark1": NUMBERS}, (), lambda sheet: in_format(sheet, "0.0%", 0.01)
    ),
    "with a sign that is only text": lambda: as_workbook({"A": NUMBERS}, (), lambda s: in_format(s, '0.0" %"', 1)),
    "with names merged": lambda: as_workbook({"Ark1": NUMBERS}, (), merge_names),
    "wide, with months merged": lambda: as_workbook({"A": WIDE_NUMBERS}, good_files.months_merged()),
    "wide, with its title merged": lambda: as_workbook({"A": WIDE_NUMBERS}, ("A1:J1",)),
    "wide, with months as dates": lambda: as_workbook({"A": as_dates(WIDE_NUMBERS)}, good_files.months_merged()),
    "in the middle of the sheet": lambda: as_workbook({"A": [[], [], *([None, *row] for row in NUMBERS)]}),
    "with a sheet of notes": lambda: as_workbook({"A": NUMBERS, "Om": [["Om tallene"], ["Kilde: Jobindsats"]]}),
    "with the same sheet twice": lambda: as_workbook({"A": NUMBERS, "B": NUMBERS}),
}


@pytest.mark.parametrize("spoiled", WORKBOOKS)
def test_the_same_figures_come_out_of_the_workbook(spoiled: str, tmp_path: Path):
    read = good_files.read(tmp_path, WORKBOOKS[spoiled](), "y60a02.xlsx")
    assert good_files.figures(read.observations) == pytest.approx(TRUTH)


@pytest.mark.parametrize("name", ["y60a02.csv", "y60a02.xls", "y60a02"])
def test_a_file_is_what_it_holds_whatever_its_name(name: str, tmp_path: Path):
    for content in (WHOLE, as_text(LONG).encode()):
        assert good_files.figures(good_files.read(tmp_path, content, name).observations) == pytest.approx(TRUTH)


def changed(cell: Any, written: str = "") -> bytes:
    def change(sheet: Any) -> None:
        sheet["D5"] = cell
        sheet["D5"].number_format = written or sheet["D5"].number_format

    return as_workbook({"Ark1": NUMBERS}, (), change)


WHOLE = as_workbook({"Ark1": NUMBERS})
BROKEN: dict[str, tuple[bytes, str]] = {
    "with text in a cell": (changed("ukendt"), "row 5, column D 'Antal fuldtidspersoner': text;"),
    "with a date for a number": (changed(dt.date(2026, 9, 4)), "column D 'Antal fuldtidspersoner': a date;"),
    "with a time for a number": (changed(dt.time(4, 9)), "a time;"),
    "with true for a number": (changed(True), "true or false;"),
    "with an error": (changed("#N/A"), "an error of the workbook;"),
    "with a formula never computed": (changed("=1+1"), "a formula that was never computed;"),
    "with a percentage among counts": (changed(0.5, "0%"), "a percentage;"),
    "with shares that may be percentages": (
        as_workbook({"Ark1": NUMBERS}, (), lambda sheet: in_format(sheet, "General", 0.01)),
        "column E 'Fuldtidspersoner i pct. af arbejdsstyrken 16-66 år': figures of at most 1",
    ),
    "with a date within a month": (
        as_workbook(
            {"Ark1": [[dt.date(2026, 7, 12) if cell == "2026M07" else cell for cell in row] for row in NUMBERS]}
        ),
        "column B 'Periode': a date that is not known",
    ),
    "with a CPR number that is a number": (changed(3112991234), "row 5, column D: looks like a CPR number"),
    "with a CPR number for a sheet's name": (
        as_workbook({"A": NUMBERS, "010190-1234": [["hej"]]}),
        "y60a02.xlsx: the name of sheet 2 looks like a CPR number",
    ),
    "with two sheets that differ": (
        as_workbook({"A": NUMBERS, "B": with_cell(NUMBERS, 5, 3, 1.0)}),
        "row 6 in y60a02.xlsx, sheet 'A' and y60a02.xlsx, sheet 'B'",
    ),
    "with a sheet of unknown figures": (
        as_workbook({"A": NUMBERS, "Graf": [["Esbjerg", 1], ["Fanø", 2]]}),
        "sheet 'Graf': figures by area or period, and no column",
    ),
    "with nothing in it": (as_workbook({"Ark1": [["hej"]]}), "sheet 'Ark1': no row has an area or a period"),
    "of another benefit by its sheet's name": (as_workbook({"Sygedagpenge": NUMBERS}), "of another benefit"),
    "cut in the middle": (WHOLE[: len(WHOLE) // 2], "the workbook is cut off or is none"),
    "with a byte changed": (
        WHOLE[: len(WHOLE) // 2] + bytes([WHOLE[len(WHOLE) // 2] ^ 255]) + WHOLE[len(WHOLE) // 2 + 1 :],
        "the workbook is cut off or is none",
    ),
    "an old workbook in name only": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 2000,
        "the workbook is cut off or is none",
    ),
}


@pytest.mark.parametrize("spoiled", BROKEN)
def test_the_workbook_is_refused_with_sheet_row_and_column(spoiled: str, tmp_path: Path):
    content, place = BROKEN[spoiled]
    with pytest.raises(AnalysisError, match=r"y60a02\.xlsx") as error:
        good_files.read(tmp_path, content, "y60a02.xlsx")
    assert place in str(error.value)


def test_a_row_that_lost_its_separators_among_the_figures_is_refused_and_no_note(tmp_path: Path):
    lines = as_text(BENCH).splitlines(keepends=True)
    lines[5] = lines[5].replace(";", " ")
    with pytest.raises(AnalysisError, match="row 6: words and figures in one cell; expected a cell for each figure"):
        good_files.read(tmp_path, "".join(lines), "eksport.csv")
