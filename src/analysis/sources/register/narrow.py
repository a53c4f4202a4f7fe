"""Tables that come as the canonical tables have them: one row per person and something, in chunks."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from analysis.data import contracts
from analysis.sources import identifiers
from analysis.sources.register import pseudonyms, traits, values
from analysis.sources.register.chunks import BrokenFileError, Chunk, File, NotPlainError
from analysis.sources.register.csv_files import Csv
from analysis.sources.register.declared import Register
from analysis.sources.register.files import Delivered, shown
from analysis.sources.register.findings import Findings
from analysis.sources.register.spills import Spill
from analysis.sources.register.tables import TABLES, Column
from analysis.sources.register.traits import Fixed, Trait

HASHES = pa.schema([("number", pa.int64()), ("other", pa.int64())])

PROBLEMS = {
    "person": "is no pseudonym (a whole number from 0 up, or a text; not a text where most are numbers)",
    "whole": "is no whole number",
    "number": "is no number",
    "date": "is no date such as 2014-03-31",
    "monday": "is no date of a Monday such as 2014-03-31",
    "month": "is no month such as 2014-03",
    "flag": "is neither true nor false",
    "benefit": "is no id of reference/benefits.csv",
    "instrument": "is no id of reference/instruments.csv",
    "area": "is no municipality code in use since 2007",
    "text": "is blank",
}


class Narrow:
    """Reads the files of one canonical table into a spill."""

    def __init__(
        self, table: str, folder: Path, declared: Register, findings: Findings, *, hashes: Spill, areas: Trait
    ) -> None:
        """Begin without rows; ``areas`` reads the municipalities of persons."""
        self.table = table
        self.spill = Spill(folder, table, contracts.arrow_schema(table))
        self._declared = declared
        self._findings = findings
        self._hashes, self._areas = hashes, areas

    def read(self, delivered: Delivered) -> Fixed | None:
        """Read a file; of persons also their municipalities, where the file has them."""
        file = delivered.file
        found: list[tuple[np.ndarray, dict[int, np.ndarray]]] = []
        kept = set(delivered.columns.values())
        by_year = self._municipality_columns(file) if self.table == "persons" else {}
        if others := [name for name in file.names if name not in {*kept, *by_year.values()}]:
            self._findings.notices.append(f"{file.name}: columns that are not read: {shown(others)}")

        if absent := [name for name in TABLES[self.table] if name not in delivered.columns]:
            self._findings.notices.append(f"{file.name}: no column {shown(absent)}; the rows are read without")
        rows = 0

        def read(chunk: Chunk) -> None:
            nonlocal rows
            rows += chunk.rows
            check_identifiers(chunk, file.name, file.names, self._declared, self._findings)
            table = self._canonical(chunk, delivered)
            places = {year: self._places(chunk, file.name, name, self._areas) for year, name in by_year.items()}
            if self._findings:
                self.spill.stop()
            self.spill.add(table)
            if by_year:
                found.append((table.column("person").to_numpy(), places))

        for_each_chunk(file, self._findings, read)
        if not rows and not self._findings:
            self._findings.file(file.name, "has no rows")
        if not found:
            return None
        return traits.sorted_by_person(
            np.concatenate([persons for persons, _ in found]),
            {year: np.concatenate([places[year] for _, places in found]) for year in by_year},
        )

    def _municipality_columns(self, file: File) -> dict[int, str]:
        """Columns of a file of persons with their municipality: by year, or under 0 the one for all years."""
        found = traits.dated_columns(file.names, self._declared.names("area"))
        whole = [name for name in file.names if "area" in self._declared.canonical(name)]
        if found:
            return {int(year): name for year, name in found.items()}
        return {0: whole[0]} if whole else {}

    def _places(self, chunk: Chunk, file: str, column: str, municipality: Trait) -> np.ndarray:
        places, bad = municipality.places(chunk.column(column))
        first = chunk.first + int(bad.argmax())
        self._findings.cells(file, column, municipality.problem, rows=int(bad.sum()), first=first)
        return places

    def _canonical(self, chunk: Chunk, delivered: Delivered) -> Any:
        """A chunk as the contract has it; rows that cannot be read are noted, and blank here."""
        schema = contracts.arrow_schema(self.table)
        arrays = []
        for name, column in TABLES[self.table].items():
            own = delivered.columns.get(name)
            kind = schema.field(name).type
            if own is None:
                arrays.append(pa.repeat(pa.scalar(column.default, kind), chunk.rows))
                continue
            given = chunk.column(own)
            if column.kind == "person":
                found, bad = persons(given, self._hashes)
                arrays.append(pa.array(found))
            else:
                array, bad = values.read(given, column, self._declared.values.get(name, {}))
                arrays.append(array.cast(kind))
            self._note(delivered.name, own, column, chunk, bad)
        return pa.table(arrays, schema=schema)

    def _note(self, file: str, name: str, column: Column, chunk: Chunk, bad: np.ndarray) -> None:
        choices = ", ".join(filter(None, column.choices))
        problem = PROBLEMS.get(column.kind) or f"is none of {choices}, or what params/sources.yml declares for them"
        first = chunk.first + int(bad.argmax()) if len(bad) else 0
        self._findings.cells(file, name, problem, rows=int(bad.sum()), first=first)


def persons(given: Any, hashes: Spill) -> tuple[np.ndarray, np.ndarray]:
    """The persons' numbers, and which rows have none; hashes that were made are kept to be compared."""
    found, bad, made = pseudonyms.numbers(given)
    if len(made):
        hashes.add(pa.table([made[:, 0].copy(), made[:, 1].copy()], schema=HASHES))
    return found, bad


def for_each_chunk(
    file: File, findings: Findings, read: Callable[[Chunk], None], *, numbers: Sequence[str] = ()
) -> None:
    """Read a file chunk by chunk; where it is broken that is noted, and nothing of its rows gets into a message.

    Raises
    ------
    NotPlainError
        If ``numbers`` are given and the file has something else in them.
    """
    try:
        for chunk in file.chunks(numbers, findings):
            read(chunk)
    except NotPlainError:
        if numbers:
            raise
        count, first = file.lines_not_utf8() if isinstance(file, Csv) else (0, 0)
        what = f"{count} line(s) are not UTF-8, first in row {first}" if count else "its lines are not those of a table"
        findings.file(file.name, f"{what}; save it as CSV in UTF-8")
    except BrokenFileError as error:
        findings.file(file.name, str(error))
    except pa.ArrowException:  # its message may hold a value
        findings.file(file.name, "has something in its cells that cannot be read")
    findings.close(file.name)


def check_identifiers(chunk: Chunk, file: str, names: Sequence[str], declared: Register, findings: Findings) -> None:
    """Note every column of a chunk that holds what looks like a CPR number."""
    for name, array in zip(names, chunk.read(names), strict=True):
        findings.identifiers(file, name, identifiers.look(array, firms=declared.is_firm(name)))
