"""Tables that come in batches: written to Parquet one batch at a time, never whole in memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import AnalysisError

if TYPE_CHECKING:
    import pyarrow as pa

GROUP = 1 << 19  # rows of a row group, and of what is checked at a time


@dataclass(frozen=True)
class Stream:
    """Rows of a table in batches, in the order of its key; texts may be dictionaries.

    Each batch is checked against the contract. That no key comes again in another batch is held by the order:
    a batch must begin after the end of the one before.
    """

    batches: Iterable[Any]  # RecordBatch or Table


def write(path: Path, table: str, stream: Stream) -> int:
    """Write a table from a stream; returns the number of rows.

    Equal rows make equal files, however they are cut into batches.

    Raises
    ------
    AnalysisError
        If a batch breaks the contract, or does not come after the batch before.
    """
    import pyarrow.parquet as pq

    from analysis.data import contracts
    from analysis.data.parquet import to_frame

    schema = contracts.arrow_schema(table)
    rows, last = 0, None
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        for group in _groups(stream.batches, schema):
            frame = to_frame(group)
            contracts.check(table, frame, where=f"rows from {rows + 1} on")
            key = frame[contracts.key(table)]
            first = tuple(key.iloc[0])
            if not key.equals(key.sort_values(list(key.columns))) or (last is not None and first <= last):
                raise AnalysisError(f"{table}: the rows do not come in the order of {', '.join(key.columns)}.")
            last = tuple(key.iloc[-1])
            writer.write_table(group, row_group_size=GROUP)
            rows += len(frame)
    return rows


def _groups(batches: Iterable[Any], schema: "pa.Schema") -> "Iterable[pa.Table]":
    """The same rows in tables of ``GROUP`` rows, the last one smaller; columns as the contract has them."""
    import pyarrow as pa

    waiting: list[pa.Table] = []
    count = 0
    for batch in batches:
        table = pa.table(batch).select(schema.names).cast(schema)
        while count + len(table) >= GROUP:
            room = GROUP - count
            yield pa.concat_tables([*waiting, table.slice(0, room)]).combine_chunks()
            table, waiting, count = table.slice(room), [], 0
        if len(table):
            waiting.append(table)
            count += len(table)
    if count:
        yield pa.concat_tables(waiting).combine_chunks()
