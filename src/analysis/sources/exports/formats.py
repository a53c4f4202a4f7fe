"""What a workbook says of its cells besides their values: which are percentages, and which hold no value at all.

Excel keeps 4.9 % as 0.049 and only its format says so; an error, or a formula that was never computed, would pass
for a blank cell. In .xlsx both are read here; in .xls and .ods it is only told whether it is known.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree

PERCENT_BUILT_IN = {"9", "10"}
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_PERCENTAGE = re.compile(rb"""value-type=["']percentage["']""")
_LARGEST = 500_000_000  # bytes of one part, unpacked

_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError, ValueError, OSError, EOFError),
    RuntimeError,  # a part that is encrypted, or, as one kind of it, packed in some other way
)

Position = tuple[int, int]


class UnreadableError(Exception):
    """The workbook's parts cannot be read."""


@dataclass
class Formats:
    """Cells by sheet, as (row, column) counted from 0; ``known`` is whether percentages are told apart."""

    known: bool
    percent: dict[str, list[Position]] = field(default_factory=dict)
    broken: dict[str, dict[Position, str]] = field(default_factory=dict)


def read(content: bytes) -> Formats:
    """What the workbook says of its cells.

    Raises
    ------
    UnreadableError
        If its parts are not there or cannot be read.
    """
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return Formats(known=False)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
            if "xl/workbook.xml" in names:
                return _xlsx(parts, names)
            if "content.xml" in names:
                return Formats(known=not _PERCENTAGE.search(_part(parts, "content.xml")))
    except _UNREADABLE as error:
        raise UnreadableError from error
    return Formats(known=False)


def _part(parts: zipfile.ZipFile, name: str) -> bytes:
    if parts.getinfo(name).file_size > _LARGEST:
        raise ValueError("too large")
    return parts.read(name)


def _xlsx(parts: zipfile.ZipFile, names: set[str]) -> Formats:
    found = Formats(known=True)
    percent = _percent_styles(_part(parts, "xl/styles.xml")) if "xl/styles.xml" in names else set()
    targets = {
        one.get("Id"): one.get("Target", "")
        for one in ElementTree.fromstring(_part(parts, "xl/_rels/workbook.xml.rels"))  # noqa: S314 - expat limits entities
    }
    for sheet in ElementTree.fromstring(_part(parts, "xl/workbook.xml")).iter(f"{_MAIN}sheet"):  # noqa: S314
        target = targets[sheet.get(_RELATION)]
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        name = sheet.get("name", "")
        found.percent[name], found.broken[name] = _cells(io.BytesIO(_part(parts, path)), percent)
    return found


def _percent_styles(styles: bytes) -> set[str]:
    """The numbers of the styles that show a percentage."""
    root = ElementTree.fromstring(styles)  # noqa: S314
    formats = set(PERCENT_BUILT_IN)
    for one in root.iter(f"{_MAIN}numFmt"):
        if "%" in _LITERAL.sub("", one.get("formatCode", "")):
            formats.add(one.get("numFmtId", ""))
    cells = root.find(f"{_MAIN}cellXfs")
    return {str(at) for at, one in enumerate(cells if cells is not None else []) if one.get("numFmtId") in formats}


def _cells(file: IO[bytes], percent: set[str]) -> tuple[list[Position], dict[Position, str]]:
    shown: list[Position] = []
    broken: dict[Position, str] = {}
    row, column = -1, -1
    for event, element in ElementTree.iterparse(file, events=("start", "end")):  # noqa: S314
        if event == "start":
            if element.tag == f"{_MAIN}row":
                row, column = int(element.get("r", row + 2)) - 1, -1
            continue
        if element.tag == f"{_MAIN}c":
            column = _column(element.get("r", ""), column + 1)
            value = element.find(f"{_MAIN}v")
            empty = value is None or not value.text
            if element.get("t") == "e":
                broken[row, column] = "an error of the workbook"
            elif element.find(f"{_MAIN}f") is not None and empty and element.get("t") != "str":
                broken[row, column] = "a formula that was never computed"
            elif element.get("s") in percent and not empty:
                shown.append((row, column))
        elif element.tag == f"{_MAIN}row":
            element.clear()
    return shown, broken


def _column(reference: str, otherwise: int) -> int:
    named = re.match(r"[A-Z]+", reference)
    if not named:
        return otherwise
    number = 0
    for letter in named[0]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
