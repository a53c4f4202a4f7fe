"""Parquet files, of whose columns some are in memory at a time."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.sources.register.chunks import BrokenFileError, Chunk, File, one_array
from analysis.sources.register.findings import Findings

ROWS = 100_000  # at least, where the row groups are smaller
CELLS = 8 << 20  # at a time


class Parquet(File):
    """A Parquet file; of its columns some are in memory at a time."""

    def _names(self) -> list[str]:
        try:
            with pq.ParquetFile(self.path) as file:
                schema = file.schema_arrow
        except (pa.ArrowException, OSError):
            raise BrokenFileError("is not a whole Parquet file; it may have been cut") from None
        if nested := [field.name for field in schema if pa.types.is_nested(field.type)]:
            raise BrokenFileError(f"has {len(nested)} column(s) of lists or structures, which cannot be checked")
        self._texts = [
            field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        ]
        return list(schema.names)

    def chunks(self, numbers: Collection[str], findings: Findings) -> Iterator[Chunk]:
        """Row groups, the small ones joined; texts as dictionaries."""
        try:
            with pq.ParquetFile(self.path, read_dictionary=self._texts, page_checksum_verification=True) as file:
                first = 1
                for groups, rows in self._joined(file):
                    yield Chunk(rows, first, partial(self._read, file, groups, rows))
                    first += rows
        except (pa.ArrowException, OSError):
            raise BrokenFileError("is not a whole Parquet file; a part of it cannot be read") from None

    @staticmethod
    def _joined(file: Any) -> Iterator[tuple[list[int], int]]:
        groups: list[int] = []
        rows = 0
        for group in range(file.num_row_groups):
            groups.append(group)
            rows += file.metadata.row_group(group).num_rows
            if rows >= ROWS:
                yield groups, rows
                groups, rows = [], 0
        if rows:
            yield groups, rows

    @staticmethod
    def _read(file: Any, groups: list[int], rows: int, names: Sequence[str]) -> Iterator[Any]:
        wide = max(1, CELLS // rows)
        for start in range(0, len(names), wide):
            wanted = list(names[start : start + wide])
            try:
                table = file.read_row_groups(groups, columns=wanted)
            except (pa.ArrowException, OSError):
                raise BrokenFileError("is not a whole Parquet file; a part of it cannot be read") from None
            for name in wanted:
                yield one_array(table.column(name))
