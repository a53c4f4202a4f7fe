"""A delivery of a register as a snapshot: all of it checked first, then written in order, or nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from analysis import benefits
from analysis.data import contracts, register_figures, snapshots, whole_folders
from analysis.data.snapshots import Snapshot, Stream
from analysis.errors import AnalysisError
from analysis.sources.register import declared, files, narrow, spills
from analysis.sources.register.declared import Register
from analysis.sources.register.files import WIDE, Delivered
from analysis.sources.register.findings import Findings
from analysis.sources.register.narrow import Narrow
from analysis.sources.register.spills import Spill
from analysis.sources.register.wide import Wide

SPELLS = "spells"


def import_files(
    paths: Sequence[Path],
    *,
    name: str,
    retrieved: str,
    synthetic: bool = False,
    also: Snapshot | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> Snapshot:
    """A new snapshot with the tables of a register delivery.

    Wide weekly files become ``spells`` in a stream: neither they nor the spells are ever whole in memory. Nothing
    of a chunk is kept before it has been checked, and the snapshot is there when all of it has been.

    Parameters
    ----------
    paths : sequence of Path
        Files (CSV in UTF-8, Parquet, SAS), or folders of them. Each is known by its columns: a wide weekly file, or
        one of spells, persons, activations, interviews, jobs, answers, companies, orders, job_logs and
        refugees. Several may be of the same table.
    name : str
        The snapshot's name.
    retrieved : str
        When, as ``2026-08-22``.
    synthetic : bool
        Whether the persons are made up.
    also : Snapshot, optional
        Another whose tables the new one holds as well.
    say : callable
        Gets a line per file that was read.

    Returns
    -------
    Snapshot
        With ``observations`` counted from it (``data.register_figures``), unless the other snapshot has some. Its
        notices list the codes without a benefit and their weeks, and what was not read. Its manifest has
        ``weeks`` (the first and the last Monday of the spells) and ``unknown_codes``.

    Raises
    ------
    AnalysisError
        If the name is taken, a file cannot be read or told, anything looks like a CPR number, or any cell is not
        what its column should hold: every problem at once, with file, column and number of rows, never a value.
    """
    snapshots.check_free(name)
    known = declared.register()
    findings = Findings()
    delivered = files.recognise(paths, known, findings)
    if not delivered and not findings:
        raise AnalysisError("Nothing to import: name files or folders of a register delivery.")
    _check_kinds(delivered, findings)
    findings.refuse()
    with whole_folders.scratch(snapshots.folder()) as scratch:
        imported = _Import(scratch, known, findings)
        imported.read(delivered, say)
        findings.refuse()
        return snapshots.write(
            name,
            imported.streams(),
            source=known.title,
            asked=[one.name for one in delivered],
            retrieved=retrieved,
            synthetic=synthetic,
            notices=[*findings.notices, *imported.notices()],
            extra=imported.extra(),
            also=also,
            counted=partial(register_figures.counted, source=f"Register: {known.title}", retrieved=retrieved),
        )


def _check_kinds(delivered: Sequence[Delivered], findings: Findings) -> None:
    tables = {one.table for one in delivered}
    if {WIDE, SPELLS} <= tables:
        findings.file(
            next(one.name for one in delivered if one.table == SPELLS),
            "spells and a wide weekly file cannot come together, for both tell each person's weeks",
        )


class _Import:
    """The spills of a delivery, and what they become."""

    def __init__(self, scratch: Path, known: Register, findings: Findings) -> None:
        self._scratch, self._known, self._findings = scratch, known, findings
        self._hashes = Spill(scratch, "hashes", narrow.HASHES)
        self._wide = Wide(scratch, known, findings, self._hashes)
        self._narrow: dict[str, Narrow] = {}

    def read(self, delivered: Sequence[Delivered], say: Callable[[str], None]) -> None:
        """Read and check every file; what is wrong is in the findings afterwards."""
        for table in dict.fromkeys(one.table for one in delivered if one.table != WIDE):
            self._narrow[table] = Narrow(
                table,
                self._scratch,
                self._known,
                self._findings,
                hashes=self._hashes,
                areas=self._wide.municipality,
            )
        with ExitStack() as open_spills:
            for spill in (self._hashes, *(one.spill for one in self._narrow.values())):
                open_spills.enter_context(spill)
            for one in delivered:
                self._read(one)
                pa.default_memory_pool().release_unused()  # the sorting that follows needs its own
                say(f"{one.name} is read.")
        if not self._findings.personal:
            self._check_persons([one.name for one in delivered if one.table == WIDE])
        if not self._findings:
            self._check_keys(delivered)

    def _read(self, one: Delivered) -> None:
        if one.table == WIDE:
            self._wide.read(one)
            return
        found = self._narrow[one.table].read(one)
        if found is not None:
            before = self._wide.municipality.fixed
            self._wide.municipality.fixed = found if before is None else before.with_more(found)

    def _check_persons(self, files: list[str]) -> None:
        """Note persons who have more than one row in the wide files, and numbers that two pseudonyms share."""
        if self._hashes.rows and (same := spills.same_number(self._hashes.path, scratch=self._scratch)):
            self._findings.file(
                "the delivery", f"{same} number(s) stand for two pseudonyms each; use whole numbers as pseudonyms"
            )
        paths = [spill.path for spill in self._wide.persons if spill.rows]
        twice = spills.repeated(paths, ["person"], scratch=self._scratch) if paths else 0
        if twice:
            rows = spills.rows_repeated(paths, ["person"], scratch=self._scratch)
            places = ", ".join(f"row {row} of {file}" for file, row in rows)
            self._findings.file(", ".join(files), f"{twice} row(s) are of a person who has a row already: {places}")

    def _check_keys(self, delivered: Sequence[Delivered]) -> None:
        """Note rows that share their key, over all files of a table."""
        for table, one in self._narrow.items():
            if one.spill.rows:
                twice = spills.repeated([one.spill.path], contracts.key(table), scratch=self._scratch)
                if twice:
                    names = ", ".join(file.name for file in delivered if file.table == table)
                    key = ", ".join(contracts.key(table))
                    self._findings.file(names, f"{twice} row(s) share their key ({key}) with another row")

    def streams(self) -> dict[str, Any]:
        """The tables, in order."""
        found: dict[str, Any] = {table: Stream(self._sorted(table)) for table in self._narrow}
        if self._wide.spells:
            found[SPELLS] = Stream(self._spells())
        return found

    def _sorted(self, table: str) -> Iterator[Any]:
        return spills.in_order([self._narrow[table].spill.path], contracts.key(table), scratch=self._scratch)

    def _spells(self) -> Iterator[Any]:
        paths = [spill.path for spill in self._wide.spells]
        for batch in spills.in_order(paths, ["first", "person", "benefit"], scratch=self._scratch):
            yield self._wide.canonical(batch)

    def notices(self) -> list[str]:
        """What a reader of the spells should know."""
        counted, found = self._wide.counted, []
        if unknown := counted.unknown_codes():
            listed = ", ".join(f"{code} ({weeks} weeks)" for code, weeks in unknown.items())
            found.append(
                f"{len(unknown)} code(s) are no benefit of reference/benefits.csv in their weeks, and stay under ids "
                f"of their own such as {benefits.UNKNOWN}{next(iter(unknown))}: {listed}"
            )
        if self._wide.spells:
            found.append(
                "What the codes stand for is verified in no source for most benefits; see 'verified' in "
                "reference/benefits.csv"
            )
        if counted.after_death:
            found.append(f"{counted.after_death} person-spell(s) of the dead end before the last week")
        if counted.without_area:
            found.append(f"{counted.without_area} spell(s) have no known municipality")
        if self._wide.spells and "persons" in self._narrow:
            paths = [spill.path for spill in self._wide.persons]
            persons = self._narrow["persons"].spill.path
            if absent := spills.absent(paths, persons, "person", scratch=self._scratch):
                found.append(f"{absent} person(s) of the weekly files are not in the file of persons")
        return found

    def extra(self) -> dict[str, Any]:
        """What the manifest also has."""
        found: dict[str, Any] = {}
        if self._wide.spells:
            mondays = self._wide.mondays
            found["weeks"] = {"first": min(mondays).isoformat(), "last": max(mondays).isoformat()}
            found["unknown_codes"] = self._wide.counted.unknown_codes()
        elif SPELLS in self._narrow and self._narrow[SPELLS].spill.rows:
            first, last = spills.span(self._narrow[SPELLS].spill.path, "first_week", "last_week", scratch=self._scratch)
            found["weeks"] = {"first": first, "last": last}
        return found
