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

from analysis.data import contracts, manifests
from analysis.errors import AnalysisError, did_you_mean


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
        if table not in self.tables():
            raise AnalysisError(
                f"Snapshot '{self.name}' has no '{table}'. {did_you_mean(table, self.tables())}"
            )
        file = f"{table}.parquet"
        again = "Make the snapshot again."
        try:
            content = (self.path / file).read_bytes()
        except OSError as error:
            raise AnalysisError(
                f"Snapshot '{self.name}': {file} cannot be read ({error.strerror}). {again}"
            ) from None
        if manifests.sha256(content) != self.manifest["files"][file]["sha256"]:
            raise AnalysisError(f"Snapshot '{self.name}': {file} was changed after it was written. {again}")
        frame: pd.DataFrame = pq.read_table(pa.BufferReader(content), columns=columns).to_pandas()
        return frame

    def latest_month(self) -> str:
        """The latest month that any measure of ``observations`` has a figure for."""
        latest = self.manifest["latest"].values()
        months = [period for period in latest if re.fullmatch(r"\d{4}-\d\d", period)]
        if not months:
            raise AnalysisError(f"Snapshot '{self.name}' has no monthly figures.")
        return str(max(months))


def to_parquet(frame: pd.DataFrame, table: str) -> bytes:
    """The frame as Parquet, sorted by the key of its table: the same bytes for the same rows."""
    texts = contracts.texts(table)
    ordered = frame[contracts.columns(table)].sort_values(contracts.key(table), kind="stable")
    schema = pa.schema([(name, pa.string() if name in texts else pa.float64()) for name in ordered.columns])
    plain = pa.Table.from_pandas(ordered, schema=schema, preserve_index=False).replace_schema_metadata(None)
    buffer = io.BytesIO()
    pq.write_table(plain, buffer, compression="zstd", compression_level=9, row_group_size=1_000_000)
    return buffer.getvalue()
