"""One snapshot: a folder of Parquet files with a manifest, never changed after it was written."""

import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.data import categories, contracts, manifests
from analysis.errors import AnalysisError, did_you_mean

GROUP = 1 << 13  # rows of a row group: a reader of one measure reads few of them
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

    def read(self, table: str, columns: list[str] | None = None) -> pd.DataFrame:
        """One table as it was written, or some of its columns.

        Raises
        ------
        AnalysisError
            If there is no such table, or its file is gone or is not the one that was written.
        """
        content = self._content(table)
        if manifests.sha256(content) != self._file(table)["sha256"]:
            raise self._changed(table)
        return to_frame(pq.read_table(pa.BufferReader(content), columns=columns))

    def path_of(self, table: str) -> Path:
        """The Parquet file of a table, for what is too large to read whole; checked to be the one written.

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

    def latest_month(self) -> str:
        """The latest month that any measure of ``observations`` has a figure for; the end of twelve, where those are all."""
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
        return [str(period) for period in latest if re.fullmatch(r"\d{4}-\d\d", period)]

    def _ends_of_years(self) -> list[str]:
        latest = self.manifest["latest"].values()
        return [str(period)[:7] for period in latest if re.fullmatch(r"\d{4}-\d\dR12", period)]

    def _file(self, table: str) -> dict[str, Any]:
        """What the manifest says of a table's file."""
        if table not in self.tables():
            raise AnalysisError(
                f"Snapshot '{self.name}' has no '{table}'. {did_you_mean(table, self.tables())}"
            )
        about: dict[str, Any] = self.manifest["files"][f"{table}.parquet"]
        return about

    def _content(self, table: str) -> bytes:
        self._file(table)
        try:
            return (self.path / f"{table}.parquet").read_bytes()
        except OSError as error:
            raise self._unreadable(table, error) from None

    def _unreadable(self, table: str, error: OSError) -> AnalysisError:
        return AnalysisError(
            f"Snapshot '{self.name}': {table}.parquet cannot be read ({error.strerror}). {_AGAIN}"
        )

    def _changed(self, table: str) -> AnalysisError:
        return AnalysisError(
            f"Snapshot '{self.name}': {table}.parquet was changed after it was written. {_AGAIN}"
        )


def to_frame(table: pa.Table) -> pd.DataFrame:
    """A table of a snapshot as a frame: dates as ``datetime64[s]``."""
    frame: pd.DataFrame = table.to_pandas(date_as_object=False)
    dates = [field.name for field in table.schema if pa.types.is_date(field.type)]
    return frame.astype(dict.fromkeys(dates, "datetime64[s]"))


def to_parquet(frame: pd.DataFrame, table: str) -> bytes:
    """The frame as Parquet, sorted by the key of its table: the same bytes for the same rows."""
    frame = frame[contracts.columns(table)]
    if not categories.in_order(frame, contracts.key(table)):
        frame = frame.sort_values(contracts.key(table), kind="stable")
    schema = contracts.arrow_schema(table)
    plain = pa.table([_column(frame[field.name], field.type) for field in schema], schema=schema)
    buffer = io.BytesIO()
    pq.write_table(plain, buffer, compression="zstd", compression_level=9, row_group_size=GROUP)
    return buffer.getvalue()


def _column(values: pd.Series, kind: pa.DataType) -> Any:
    """A column for Parquet; categories are written out as the texts they stand for."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        texts = pa.array(values.cat.categories.to_numpy(dtype=object), type=kind)
        return texts.take(pa.array(values.cat.codes.to_numpy()))
    return pa.array(values, type=kind, from_pandas=True)
