"""Tables as Parquet and back: the same bytes for the same rows."""

import io
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.data import categories, contracts

GROUP = 1 << 13  # rows of a row group: a reader of one measure reads few of them


def read(content: bytes, *, columns: list[str] | None = None) -> pd.DataFrame:
    """The table in a Parquet file, or some of its columns."""
    return to_frame(pq.read_table(pa.BufferReader(content), columns=columns, use_threads=False, pre_buffer=False))


def to_frame(table: pa.Table) -> pd.DataFrame:
    """A table of a snapshot as a frame: dates as ``datetime64[s]``. No threads are begun: who asks may fork."""
    frame: pd.DataFrame = table.to_pandas(date_as_object=False, use_threads=False)
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
