"""Files in chunks of rows, one chunk in memory at a time, whatever kind of file it is."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from analysis.sources.register.findings import Findings


class BrokenFileError(Exception):
    """A file that cannot be read; the message says why, and holds nothing from its rows."""


class NotPlainError(Exception):
    """A CSV file has something else than a whole number in a column that was read as numbers, or is not UTF-8."""


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file. ``first`` is the number of the first, from 1; ``read`` gives columns in any order."""

    rows: int
    first: int
    read: Callable[[Sequence[str]], Iterator[Any]]

    def column(self, name: str) -> Any:
        """One column, as an Arrow array."""
        return next(self.read([name]))


class File(ABC):
    """A file of a delivery: the names of its columns, and its chunks."""

    def __init__(self, path: Path) -> None:
        """Read the names of the columns.

        Raises
        ------
        BrokenFileError
            If the file cannot be read at all; the message says why, without anything from its rows.
        """
        self.path = path
        self.name = path.name
        self.notices: list[str] = []
        self.names = self._names()

    @abstractmethod
    def chunks(self, numbers: Collection[str], findings: Findings) -> Iterator[Chunk]:
        """The rows in chunks.

        Parameters
        ----------
        numbers : collection of str
            Columns of whole numbers below 32768, which a CSV file is read faster with.
        findings : Findings
            Where rows that do not fit the header are noted.

        Raises
        ------
        NotPlainError
            Of a CSV file: read again without ``numbers``.
        BrokenFileError
            If the file is broken.
        """

    @abstractmethod
    def _names(self) -> list[str]:
        """The names of the columns, as the file has them."""


def in_memory(table: Any, first: int) -> Chunk:
    """A chunk of a table that is in memory."""
    return Chunk(len(table), first, lambda names: (one_array(table.column(name)) for name in names))


def one_array(column: Any) -> Any:
    """A column as one array."""
    if column.num_chunks == 1:
        return column.chunk(0)
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    return column.combine_chunks()
