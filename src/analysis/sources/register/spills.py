"""What a delivery has become so far, on the disk: unsorted rows, put in order when all of it has been checked."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import AnalysisError

MEMORY = "500MB"
BATCH = 1 << 19  # rows
_WAITING = 1 << 19  # rows that are gathered before they are written


class Spill:
    """Rows of one table on their way: gathered, and written to a file when there are many.

    Nothing is written once ``stop`` was called, for what is refused shall not be kept even for a moment.
    """

    def __init__(self, folder: Path, name: str, schema: Any) -> None:
        """Begin without rows."""
        self.path = folder / f"{name}.spill"
        self.rows = 0
        self._schema = schema
        self._waiting: list[Any] = []
        self._count = 0
        self._writer: Any = None
        self._stopped = False

    def add(self, table: Any) -> None:
        """Add rows with the spill's columns."""
        if self._stopped or not table.num_rows:
            return
        self._waiting.append(table.select(self._schema.names).cast(self._schema))
        self._count += table.num_rows
        if self._count >= _WAITING:
            self._write()

    def stop(self) -> None:
        """Keep nothing that has not been written, and write no more."""
        self._stopped, self._waiting = True, []

    def clear(self) -> None:
        """Forget every row, for a file that is read again."""
        self._close()
        self.path.unlink(missing_ok=True)
        self._waiting, self._count, self.rows = [], 0, 0

    def __enter__(self) -> "Spill":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what waits, and an empty file where there is nothing."""
        if kind is None and not self._stopped:
            self._write()
        self._close()

    def _write(self) -> None:
        try:
            if self._writer is None:
                self._writer = pq.ParquetWriter(self.path, self._schema, compression="lz4", use_dictionary=False)
            if self._waiting:
                self._writer.write_table(pa.concat_tables(self._waiting))
        except OSError:
            raise _no_room(self.path) from None
        self.rows += self._count
        self._waiting, self._count = [], 0

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def in_order(paths: Sequence[Path], by: Sequence[str], *, scratch: Path) -> Iterator[Any]:
    """The rows of spills in the order of some columns, in batches; sorted on the disk where they are many."""
    query = f"select * from {_files(paths)} order by {', '.join(_quoted(by))}"  # noqa: S608 - our own names
    try:
        with _connection(scratch) as connection:
            yield from connection.sql(query).to_arrow_reader(BATCH)
    except (duckdb.OutOfMemoryException, duckdb.IOException, OSError):
        raise _no_room(scratch) from None


def repeated(paths: Sequence[Path], key: Sequence[str], *, scratch: Path) -> int:
    """How many rows share their key with another, the first of each not counted."""
    columns = ", ".join(_quoted(key))
    query = f"select count(*) n from {_files(paths)} group by {columns} having count(*) > 1"  # noqa: S608
    return int(_one(f"select coalesce(sum(n - 1), 0)::bigint from ({query})", scratch)[0])  # noqa: S608


def rows_repeated(paths: Sequence[Path], key: Sequence[str], *, scratch: Path, most: int = 5) -> list[tuple[str, int]]:
    """File and row number of the first rows whose key stands in an earlier row of ``file`` and ``row``."""
    columns = ", ".join(_quoted(key))
    ranked = (
        f"select file, row, row_number() over (partition by {columns} order by file, row) place from {_files(paths)}"  # noqa: S608
    )
    found = _all(f"select file, row from ({ranked}) where place > 1 order by file, row limit {most}", scratch)  # noqa: S608
    return [(str(file), int(row)) for file, row in found]


def absent(paths: Sequence[Path], among: Path, column: str, *, scratch: Path) -> int:
    """How many rows of a spill have a value that the column of another has not."""
    query = f"select count(*) from {_files(paths)} anti join {_files([among])} using ({column})"  # noqa: S608
    return int(_one(query, scratch)[0])


def span(path: Path, first: str, last: str, *, scratch: Path) -> tuple[str, str]:
    """The first of one column of dates and the last of another."""
    lowest, highest = _one(f"select min({first}), max({last}) from {_files([path])}", scratch)  # noqa: S608
    return lowest.isoformat(), highest.isoformat()


def same_number(path: Path, *, scratch: Path) -> int:
    """How many numbers stand for two texts: pairs of ``number`` and ``other`` with equal numbers only."""
    pairs = f"select distinct number, other from {_files([path])}"  # noqa: S608
    query = f"select count(*) from (select number from ({pairs}) group by number having count(*) > 1)"  # noqa: S608
    return int(_one(query, scratch)[0])


def _one(query: str, scratch: Path) -> tuple[Any, ...]:
    return _all(query, scratch)[0]


def _all(query: str, scratch: Path) -> list[tuple[Any, ...]]:
    try:
        with _connection(scratch) as connection:
            found: list[tuple[Any, ...]] = connection.sql(query).fetchall()
    except (duckdb.OutOfMemoryException, duckdb.IOException, OSError):
        raise _no_room(scratch) from None
    return found


def _no_room(path: Path) -> AnalysisError:
    return AnalysisError(f"The delivery could not be put in order in {path.parent}. Make room there and try again.")


def _connection(scratch: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(scratch / "sorting"),
            "preserve_insertion_order": False,
            "threads": 2,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )


def _files(paths: Sequence[Path]) -> str:
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{listed}])"


def _quoted(names: Sequence[str]) -> list[str]:
    return [f'"{name}"' for name in names]
