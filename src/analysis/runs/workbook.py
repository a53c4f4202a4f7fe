"""The figures of a report as an Excel file: a sheet that says what they are, then one for each table."""

import datetime as dt
import io
import re
from typing import Any

from analysis.runs.blocks import Blocks

LONGEST = 31  # characters of a sheet's name in Excel
CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed date, so that equal reports are equal files
SYNTHETIC = "SYNTETISKE TAL: opdigtet eksempel, ikke oplysninger om virkelige kommuner"
_ILLEGAL = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def workbook(blocks: Blocks, *, title: str, period: str, data: str) -> bytes:
    """The Excel file of a report.

    Parameters
    ----------
    blocks : Blocks
        What the notebook published.
    title, period : str
        The analysis' title and the month, in Danish.
    data : str
        The digest of the figures that the report was made of.

    Returns
    -------
    bytes
        First the sheet ``Om``; then a sheet per table and per figure, with its title, where the figures come
        from, and the table from row 4. Text is never read as a formula; a cell that is not shown is empty.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": title, "created": CREATED})
    style = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "header": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "warning": book.add_format({"bold": True, "font_color": "#8a1c00"}),
    }
    names = sheet_names([table["title"] for table in blocks.data])
    _about(book.add_worksheet("Om"), blocks, names, style, title=title, period=period, data=data)
    for name, table in zip(names, blocks.data, strict=True):
        _table(book.add_worksheet(name), table, blocks.head["snapshot"], style)
    book.close()
    return buffer.getvalue()


def sheet_names(titles: list[str]) -> list[str]:
    """Names that Excel takes, one per title in the same order: legal, at most 31 characters, no two alike.

    >>> sheet_names(["Ledige: mænd/kvinder", "Ledige? mænd kvinder", "Om"])
    ['Ledige mænd kvinder', 'Ledige mænd kvinder 2', 'Om 2']
    """
    taken = {"om", "history"}
    names = []
    for title in titles:
        plain = " ".join(_ILLEGAL.sub(" ", title).split()).strip("'")[:LONGEST].strip(" '") or "Tabel"
        name, count = plain, 1
        while name.casefold() in taken:
            count += 1
            name = plain[: LONGEST - len(f" {count}")].rstrip() + f" {count}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _about(
    sheet: Any, blocks: Blocks, names: list[str], style: dict[str, Any], *, title: str, period: str, data: str
) -> None:
    head, snapshot = blocks.head, blocks.head["snapshot"]
    rows = [
        ("Jobcenter", f"{head['jobcenter']['name']} ({head['jobcenter']['code']})"),
        ("Kommuner", ", ".join(area["name"] for area in head["municipalities"])),
        ("Periode", period),
        ("Kilde", str(snapshot["source"])),
        ("Datasæt", f"{snapshot['name']}, hentet {snapshot['retrieved'][:10]}"),
        ("Kontrolsum", data),
        ("Tomme celler", "tallet findes ikke eller må ikke oplyses"),
    ]
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, title, style["title"])
    if snapshot["synthetic"]:
        sheet.write_string(1, 0, SYNTHETIC, style["warning"])
    for row, (label, value) in enumerate(rows, start=3):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, value)
    start = 4 + len(rows)
    sheet.write_string(start, 0, "Ark", style["header"])
    sheet.write_string(start, 1, "Indhold", style["header"])
    for row, (name, table) in enumerate(zip(names, blocks.data, strict=True), start=start + 1):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, table["title"] + (" (tallene bag figuren)" if table["kind"] == "figure" else ""))
    for row, absent in enumerate(blocks.absent, start=start + 2 + len(names)):
        sheet.write_string(row, 0, "Ikke med")
        sheet.write_string(row, 1, str(absent["reason"]))


def _table(sheet: Any, table: dict[str, Any], snapshot: dict[str, Any], style: dict[str, Any]) -> None:
    sheet.write_string(0, 0, table["title"], style["title"])
    source = f"Kilde: {snapshot['source']}, hentet {snapshot['retrieved'][:10]}"
    sheet.write_string(
        1,
        0,
        SYNTHETIC if snapshot["synthetic"] else source,
        style["warning"] if snapshot["synthetic"] else None,
    )
    columns = table["columns"]
    for row, note in enumerate(table.get("notes", []), start=5 + len(table["rows"])):
        sheet.write_string(row, 0, note)
    for column, about in enumerate(columns):
        unit = about.get("unit") or ""
        label = about["label"] + (f" ({unit})" if unit and unit not in about["label"] else "")
        sheet.write_string(3, column, label, style["header"])
        longest = max([len(str(row[column] or "")) for row in table["rows"]], default=0)
        sheet.set_column(column, column, min(max(longest, min(len(label), 18), 8) + 2, 60))
    for row, values in enumerate(table["rows"], start=4):
        for column, value in enumerate(values):
            if isinstance(value, bool) or (value is not None and not isinstance(value, int | float)):
                sheet.write_string(row, column, str(value))
            elif value is not None:
                sheet.write_number(row, column, value)
    sheet.freeze_panes(4, 1)
