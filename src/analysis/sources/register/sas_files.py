"""SAS files: data sets and transport files. No data set that SAS itself wrote was at hand; ReadStat's were tried."""

from collections.abc import Collection, Iterator
from typing import Any

import pyarrow as pa
import pyreadstat

from analysis.sources.register.chunks import BrokenFileError, Chunk, File, in_memory
from analysis.sources.register.findings import Findings

CELLS = 4 << 20  # at a time


class Sas(File):
    """A SAS file: a data set (``sas7bdat``) or a transport file (``xpt``)."""

    def _names(self) -> list[str]:
        try:
            _, about = self._reader(str(self.path), metadataonly=True)
        except (pyreadstat.ReadstatError, OSError, ValueError):
            raise BrokenFileError("is not a whole SAS file; it may have been cut") from None
        return list(about.column_names)

    @property
    def _reader(self) -> Any:
        return pyreadstat.read_xport if self.path.suffix.lower() == ".xpt" else pyreadstat.read_sas7bdat

    def chunks(self, numbers: Collection[str], findings: Findings) -> Iterator[Chunk]:
        """Some rows at a time, all their columns."""
        rows = max(1000, CELLS // max(1, len(self.names)))
        first = 1
        try:
            for frame, _ in pyreadstat.read_file_in_chunks(self._reader, str(self.path), chunksize=rows):
                if len(frame):
                    arrays = [pa.Array.from_pandas(frame[name]) for name in self.names]
                    yield in_memory(pa.table(arrays, names=self.names), first)
                    first += len(frame)
        except (pyreadstat.ReadstatError, OSError, pa.ArrowException):
            raise BrokenFileError("is not a whole SAS file; a part of it cannot be read") from None
