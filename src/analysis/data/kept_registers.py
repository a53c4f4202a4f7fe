"""Tables of a register that a process keeps whole, so that many jobcentres' persons are read from the files once.

Nothing is kept unless somebody asks for it: a report alone reads its own persons' rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.data import contracts
from analysis.data.snapshot import Snapshot

MOST = 25_000_000  # rows of a table that is kept; a larger one is read by each who asks

Stamp = tuple[str, str, str, int, int]  # of a file: its folder, the snapshot's digest, its table, when and how large


@dataclass(frozen=True)
class Kept:
    """A table with its rows in the order of the file, and how to find those of a person.

    ``person`` is sorted, and ``place`` has the row of each; texts are coded.
    """

    rows: pa.Table
    person: np.ndarray
    place: np.ndarray

    @classmethod
    def of(cls, rows: pa.Table) -> "Kept":
        """A table made ready to be asked for persons."""
        person = rows.column("person").to_numpy()
        place = np.argsort(person, kind="stable").astype(np.int32)  # MOST is less than such a number can be
        return cls(rows, person[place], place)

    def of_persons(self, wanted: np.ndarray) -> pa.Table:
        """The rows of some persons, each named once, in the order of the file."""
        low, high = (np.searchsorted(self.person, wanted, side=side) for side in ("left", "right"))
        count = high - low
        at = np.repeat(low - (np.cumsum(count) - count), count) + np.arange(count.sum())
        return self.rows.take(pa.array(np.sort(self.place[at])))

    def received_in(self, areas: Sequence[str], until: str) -> np.ndarray:
        """Of a table of spells, who has one in some areas that began by a day; sorted."""
        area = self.rows.column("area")
        here = np.isin(_codes(area), [at for at, code in enumerate(_names(area)) if code in areas])
        begun = self.rows.column("first_week").to_numpy() <= np.datetime64(until)
        return np.unique(self.rows.column("person").to_numpy()[here & begun])


_kept: dict[Stamp, Kept] = {}


def stamp(snapshot: Snapshot, table: str) -> Stamp | None:
    """What tells whether a file is still the one that was read; None where there is no file."""
    path = snapshot.path / f"{table}.parquet"
    if not path.exists():
        return None
    about = path.stat()
    return (str(path), snapshot.digest, table, about.st_mtime_ns, about.st_size)


def keep(snapshot: Snapshot, table: str) -> None:
    """Keep a table of a snapshot in this process, unless it is too long or is kept already.

    Raises
    ------
    AnalysisError
        If there is no such table, or its file is not the one that was written.
    """
    path, key = snapshot.checked(table), stamp(snapshot, table)
    if key is None or key in _kept or pq.read_metadata(path).num_rows > MOST:
        return
    texts = contracts.texts(table)
    with pq.ParquetFile(path, read_dictionary=texts, pre_buffer=False) as file:  # no threads: one may fork here
        rows = file.read(columns=contracts.columns(table), use_threads=False)
    _kept[key] = Kept.of(rows.unify_dictionaries().combine_chunks())
    del rows
    pa.default_memory_pool().release_unused()


def kept(snapshot: Snapshot, table: str) -> Kept | None:
    """A table that is kept; None where none is, or its file has been touched since."""
    key = stamp(snapshot, table) if _kept else None
    return None if key is None else _kept.get(key)


def forget() -> None:
    """Keep nothing any more."""
    _kept.clear()


def _codes(texts: pa.ChunkedArray) -> np.ndarray:
    codes: np.ndarray = texts.combine_chunks().indices.to_numpy(zero_copy_only=False)
    return codes


def _names(texts: pa.ChunkedArray) -> list[str]:
    names: list[str] = texts.combine_chunks().dictionary.to_pylist()
    return names
