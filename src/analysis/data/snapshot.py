"""One snapshot: a folder of Parquet files with a manifest, never changed after it was written."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.data import manifests, reads
from analysis.errors import AnalysisError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

_AGAIN = "Make the snapshot again."


@dataclass(frozen=True)
class Snapshot:
    """A written snapshot: its name, its folder, and what its manifest says."""

    name: str
    path: Path
    manifest: dict[str, Any]

    @property
    def synthetic(self) -> bool:
        """Whether the figures are made up."""
        return bool(self.manifest["synthetic"])

    @property
    def retrieved(self) -> str:
        """When the figures were retrieved, as the manifest has it."""
        return str(self.manifest["retrieved"])

    @property
    def notices(self) -> list[str]:
        """What the reader should know about the retrieval."""
        return list(self.manifest["notices"])

    @property
    def digest(self) -> str:
        """SHA-256 over the names and hashes of the files: equal where the figures are equal."""
        lines = [f"{file} {about['sha256']}\n" for file, about in sorted(self.manifest["files"].items())]
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def tables(self) -> list[str]:
        """The names of the tables, sorted."""
        return sorted(file.removesuffix(".parquet") for file in self.manifest["files"])

    def read(self, table: str, columns: list[str] | None = None) -> "pd.DataFrame":
        """One table as it was written, or some of its columns.

        Raises
        ------
        AnalysisError
            If there is no such table, or its file is gone or is not the one that was written.
        """
        from analysis.data import parquet  # what finds out that nothing is to be done needs no tables

        reads.note(self, reads.TABLE, table)
        content = self._content(table)
        if manifests.sha256(content) != self._file(table)["sha256"]:
            raise self._changed(table)
        return parquet.read(content, columns=columns)

    def path_of(self, table: str) -> Path:
        """The Parquet file of a table, for what is too large to read whole; checked to be the one written.

        A report that asks for it is made again when anything in the table changes.

        Raises
        ------
        AnalysisError
            As ``checked``.
        """
        reads.note(self, reads.TABLE, table)
        return self.checked(table)

    def checked(self, table: str) -> Path:
        """As ``path_of``, for who notes in ``reads`` what is read of it.

        Raises
        ------
        AnalysisError
            If there is no such table, or its file is gone or is not the one that was written.
        """
        about = self._file(table)
        path = self.path / f"{table}.parquet"
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise self._unreadable(table, error) from None
        if found != about["sha256"]:
            raise self._changed(table)
        return path

    def months(self) -> list[str]:
        """The months that ``observations`` has rows of, sorted; as the manifest says, where it does.

        Of a snapshot in a bucket the file itself is then not fetched, and so not checked.

        Raises
        ------
        AnalysisError
            If there is no such table, or its file is gone or is not the one that was written.
        """
        told = self._file("observations").get("months")
        place: object = self.path
        if told is not None and not isinstance(place, Path):
            return [str(month) for month in told]
        path = self.path_of("observations")
        if told is None:  # the snapshot is of an earlier version
            import pyarrow.parquet as pq

            with path.open("rb") as file:
                column = pq.read_table(file, columns=["period"]).column("period")
            told = manifests.months(column.unique().to_pylist())
        return [str(month) for month in told]

    def latest_month(self) -> str:
        """The latest month of a figure of any measure of ``observations``; the end of twelve months where all are."""
        ends = self._months() or self._ends_of_years()
        if not ends:
            raise AnalysisError(f"Snapshot '{self.name}' has no monthly figures.")
        return max(ends)

    @property
    def has_months(self) -> bool:
        """Whether any measure of ``observations`` has a monthly figure."""
        return bool(self._months())

    def _months(self) -> list[str]:
        latest = self.manifest["latest"].values()
        return [str(period) for period in latest if manifests.MONTH.fullmatch(period)]

    def _ends_of_years(self) -> list[str]:
        latest = self.manifest["latest"].values()
        return [str(period)[:7] for period in latest if manifests.TWELVE_MONTHS.fullmatch(period)]

    def _file(self, table: str) -> dict[str, Any]:
        """What the manifest says of a table's file."""
        if table not in self.tables():
            raise AnalysisError(f"Snapshot '{self.name}' has no '{table}'. {did_you_mean(table, self.tables())}")
        about: dict[str, Any] = self.manifest["files"][f"{table}.parquet"]
        return about

    def _content(self, table: str) -> bytes:
        self._file(table)
        try:
            return (self.path / f"{table}.parquet").read_bytes()
        except OSError as error:
            raise self._unreadable(table, error) from None

    def _unreadable(self, table: str, error: OSError) -> AnalysisError:
        return AnalysisError(f"Snapshot '{self.name}': {table}.parquet cannot be read ({error.strerror}). {_AGAIN}")

    def _changed(self, table: str) -> AnalysisError:
        return AnalysisError(f"Snapshot '{self.name}': {table}.parquet was changed after it was written. {_AGAIN}")
