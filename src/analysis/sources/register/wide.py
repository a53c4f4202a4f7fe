"""Wide weekly files, a row per person and a column per week: read in chunks, and kept as spells."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from analysis.sources.register import codes, narrow, spells_from_weeks, traits
from analysis.sources.register.chunks import Chunk, NotPlainError
from analysis.sources.register.counted import Counted
from analysis.sources.register.declared import Register
from analysis.sources.register.files import Delivered, shown
from analysis.sources.register.findings import IDENTIFIER, Findings
from analysis.sources.register.spells_from_weeks import Calendar, Runs
from analysis.sources.register.spills import Spill
from analysis.sources.register.weeks import ORIGIN

SPELLS = pa.schema(
    [
        ("person", pa.int64()),
        ("first", pa.int16()),
        ("last", pa.int16()),
        ("benefit", pa.uint16()),
        ("area", pa.uint8()),
        ("visitation", pa.uint8()),
    ]
)
PERSONS = pa.schema([("person", pa.int64()), ("file", pa.string()), ("row", pa.int64())])

_GATHERED = 1 << 18  # spells of a chunk that are put together at a time
_DAYS_TO_ORIGIN = ORIGIN.toordinal() - dt.date(1970, 1, 1).toordinal()


class Wide:
    """Reads wide files into spills: one of spells per file, and one of persons for all."""

    def __init__(self, folder: Path, declared: Register, findings: Findings, hashes: Spill) -> None:
        """Begin without rows."""
        self.persons: list[Spill] = []
        self.spells: list[Spill] = []
        self.counted = Counted()
        self.mondays: set[dt.date] = set()
        self.municipality, self.visitation = traits.municipality(), traits.visitation()
        self._folder = folder
        self._declared = declared
        self._findings = findings
        self._hashes = hashes

    def read(self, delivered: Delivered) -> None:
        """Read a file. A CSV file is read as numbers first; where that fails, again as text, cell by cell."""
        if not self._find_traits(delivered):
            return
        calendar = spells_from_weeks.calendar(delivered.weeks.mondays)
        self.mondays |= set(delivered.weeks.mondays)
        traits_and_person = {delivered.columns["person"], *self.municipality.columns, *self.visitation.columns}
        others = [name for name in delivered.file.names if name not in {*traits_and_person, *delivered.weeks.names}]
        if others:
            self._findings.notices.append(f"{delivered.name}: columns that are not read: {shown(others)}")
        checked = [delivered.columns["person"], *others]
        before = self.counted
        for numbers in (delivered.weeks.names, []):
            self.counted = before.copy()
            spill = Spill(self._folder, f"wide-{len(self.spells)}", SPELLS)
            persons = Spill(self._folder, f"wide-persons-{len(self.spells)}", PERSONS)
            try:
                with spill, persons:
                    read = partial(
                        self._read_chunk,
                        delivered=delivered,
                        calendar=calendar,
                        checked=checked,
                        spilled=(spill, persons),
                    )
                    narrow.for_each_chunk(delivered.file, self._findings, read, numbers=numbers)
            except NotPlainError:
                spill.clear()
                persons.clear()
                self._findings.forget(delivered.name)
                continue
            self.spells.append(spill)
            self.persons.append(persons)
            if self.counted.persons == before.persons and not self._findings:
                self._findings.file(delivered.name, "has no rows")
            return

    def _find_traits(self, delivered: Delivered) -> bool:
        problems = []
        for trait in (self.municipality, self.visitation):
            problems.append(
                traits.find_columns(
                    trait,
                    delivered.file.names,
                    whole=delivered.columns.get(trait.name, ""),
                    weeks=delivered.weeks,
                    called=self._declared.names(trait.name),
                )
            )
        if self.municipality.fixed is not None:
            self.municipality.fixed.years = [monday.isocalendar().year for monday in delivered.weeks.mondays]
        elif not self.municipality.columns:
            problems.append("no municipality: neither this file nor a file of persons has a column kommune or kom_YYYY")
        for problem in filter(None, problems):
            self._findings.file(delivered.name, problem)
        return not any(problems)

    def _read_chunk(
        self,
        chunk: Chunk,
        delivered: Delivered,
        calendar: Calendar,
        checked: list[str],
        spilled: tuple[Spill, Spill],
    ) -> None:
        """Check a chunk, and then spill its spells, and its persons with their rows."""
        file, findings = delivered.name, self._findings
        narrow.check_identifiers(chunk, file, checked, self._declared, findings)
        own = delivered.columns["person"]
        persons, bad = narrow.persons(chunk.column(own), self._hashes)
        first = chunk.first + int(bad.argmax()) if len(bad) else 0
        findings.cells(file, own, narrow.PROBLEMS["person"], rows=int(bad.sum()), first=first)
        found = spells_from_weeks.runs(
            self._codes(chunk, delivered),
            calendar,
            rows=chunk.rows,
            areas=self.municipality.reader(chunk, file, persons, findings),
            visitations=self.visitation.reader(chunk, file, persons, findings),
            traits_change=lambda week: self.municipality.changes(week) or self.visitation.changes(week),
        )
        tables = list(self._tables(found, persons, calendar))
        if findings:
            spilled[0].stop()
        if findings.personal:
            spilled[1].stop()
        for table in tables:
            spilled[0].add(table)
        rows = np.arange(chunk.first, chunk.first + chunk.rows)
        names = pa.DictionaryArray.from_arrays(np.zeros(chunk.rows, np.int8), [file]).cast(pa.string())
        spilled[1].add(pa.table([pa.array(persons), names, pa.array(rows)], schema=PERSONS))
        self.counted.persons += chunk.rows

    def _codes(self, chunk: Chunk, delivered: Delivered) -> Iterator[np.ndarray]:
        """The codes of each week; what is none is noted."""
        names = delivered.weeks.names
        for name, array in zip(names, chunk.read(names), strict=True):
            found = codes.read(array)
            if found.bad is not None:
                first = chunk.first + int(found.bad.argmax())
                self._findings.cells(delivered.name, name, IDENTIFIER, rows=found.identifiers)
                others = int(found.bad.sum()) - found.identifiers
                self._findings.cells(delivered.name, name, codes.NOT_A_CODE, rows=others, first=first)
            yield found.values

    def _tables(self, found: Iterator[Runs], persons: np.ndarray, calendar: Calendar) -> Iterator[Any]:
        gathered: list[Runs] = []
        count = 0
        for runs in found:
            gathered.append(runs)
            count += len(runs.row)
            if count >= _GATHERED:
                yield self._table(gathered, persons, calendar)
                gathered, count = [], 0
        if gathered:
            yield self._table(gathered, persons, calendar)

    def _table(self, gathered: list[Runs], persons: np.ndarray, calendar: Calendar) -> Any:
        whole = Runs(*(np.concatenate(parts) for parts in zip(*gathered, strict=True)))
        self.counted.add(whole, calendar)
        columns = [persons[whole.row], whole.first, whole.last, whole.benefit, whole.area, whole.visitation]
        return pa.table([pa.array(column) for column in columns], schema=SPELLS)

    def canonical(self, batch: Any) -> Any:
        """A batch of the spill as the contract has it, its texts as dictionaries."""
        return pa.table(
            {
                "person": batch.column("person"),
                "benefit": _words(batch.column("benefit"), spells_from_weeks.benefit_ids()),
                "area": _words(batch.column("area"), self.municipality.words.all),
                "first_week": _monday(batch.column("first")),
                "last_week": _monday(batch.column("last")),
                "visitation": _words(batch.column("visitation"), self.visitation.words.all),
                "share": pa.array(np.ones(batch.num_rows)),
            }
        )


def _words(places: Any, words: list[str]) -> Any:
    return pa.DictionaryArray.from_arrays(places.cast(pa.int32()), pa.array(words))


def _monday(numbers: Any) -> Any:
    days = numbers.to_numpy(zero_copy_only=False).astype(np.int32) * 7 + _DAYS_TO_ORIGIN
    return pa.array(days, pa.int32()).cast(pa.date32())
