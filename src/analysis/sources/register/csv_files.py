"""CSV files in UTF-8."""

import csv
from collections.abc import Collection, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv

from analysis.sources.register.chunks import BrokenFileError, Chunk, File, NotPlainError, in_memory
from analysis.sources.register.findings import Findings

BLOCK = 16 << 20  # bytes that are read at a time
BLANKS = ["", ".", "NA", "NULL", "null"]

_SEPARATORS = ";,\t"


class Csv(File):
    """A CSV file in UTF-8, its columns parted by semicolons, commas or tabs."""

    def _names(self) -> list[str]:
        with self.path.open("rb") as file:
            head = file.readline(8 << 20)
            file.seek(0, 2)
            size = file.tell()
            file.seek(max(size - 1, 0))
            ended = file.read(1) == b"\n"
        if not head.strip():
            raise BrokenFileError("has no header")
        if b"\0" in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise BrokenFileError("is not UTF-8 but may be UTF-16: save it as CSV in UTF-8")
        try:
            text = head.decode("utf-8-sig").rstrip("\r\n")
        except UnicodeDecodeError:
            raise BrokenFileError("is not UTF-8 in its header: save it as CSV in UTF-8") from None
        if "\r" in text:
            raise BrokenFileError("has old line breaks (CR alone): save it as CSV again, with line breaks of today")
        if not ended:
            self.notices.append(f"{self.name} does not end with a line break; was it cut?")
        self._separator = max(_SEPARATORS, key=text.count)
        return [name.strip() for name in next(csv.reader([text], delimiter=self._separator))]

    def chunks(self, numbers: Collection[str], findings: Findings) -> Iterator[Chunk]:
        """Blocks of lines; columns that are not among ``numbers`` as text."""

        def uneven(row: Any) -> str:
            first = row.number - 1 if row.number else 0  # the header is a line of the file and no row
            findings.cells(self.name, "(all)", "a line with more or fewer cells than the header", rows=1, first=first)
            return "skip"

        types = {name: pa.int16() if name in numbers else pa.string() for name in self.names}
        try:
            reader = pacsv.open_csv(
                self.path,
                pacsv.ReadOptions(block_size=BLOCK, use_threads=False, column_names=self.names, skip_rows=1),
                pacsv.ParseOptions(delimiter=self._separator, invalid_row_handler=uneven),
                pacsv.ConvertOptions(column_types=types, null_values=BLANKS, strings_can_be_null=True),
            )
            first = 1
            for batch in reader:
                if batch.num_rows:
                    yield in_memory(pa.table(batch), first)
                    first += batch.num_rows
        except pa.ArrowInvalid as error:
            if "Empty CSV" in str(error):
                return
            raise NotPlainError from None

    def lines_not_utf8(self) -> tuple[int, int]:
        """How many lines are not UTF-8, and the number of the first row that is one."""
        count = first = 0
        with self.path.open("rb") as file:
            for at, line in enumerate(file):
                try:
                    line.decode("utf-8")
                except UnicodeDecodeError:
                    count += 1
                    first = first or at
        return count, first
