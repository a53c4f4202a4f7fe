"""Numbers for texts, and the places of persons."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


class Codes:
    """Gives each text a number, in the order in which they turn up."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def __call__(self, column: pa.Array) -> np.ndarray:
        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        own = [self.known.setdefault(text, len(self.known)) for text in coded.dictionary.to_pylist()]
        indices = coded.indices.to_numpy(zero_copy_only=False)
        found: np.ndarray = np.array(own, dtype=np.uint16)[indices]
        return found

    def sorted(self, last: Sequence[str] = ()) -> tuple[tuple[str, ...], np.ndarray]:
        """The texts in order, those of ``last`` last, and the place there of each number."""
        names = sorted(self.known, key=lambda name: (name in last, name))
        places = np.empty(len(names), dtype=np.uint8 if len(names) < 256 else np.uint16)
        for place, name in enumerate(names):
            places[self.known[name]] = place
        return tuple(names), places


class Lookup:
    """Finds persons by their identification; by a table where they are whole numbers close together."""

    def __init__(self, ids: pa.Array) -> None:
        self.ids = ids
        self.table: np.ndarray | None = None
        if pa.types.is_integer(ids.type) and len(ids):
            numbers = ids.to_numpy()
            self.low, high = int(numbers.min()), int(numbers.max())
            if high - self.low < 8 * len(ids):
                self.table = np.full(high - self.low + 1, -1, dtype=np.int32)
                self.table[numbers - self.low] = np.arange(len(ids), dtype=np.int32)

    def __call__(self, column: pa.Array | pa.ChunkedArray) -> np.ndarray:
        if self.table is not None and pa.types.is_integer(column.type):
            place = column.to_numpy() - self.low
            inside = (place >= 0) & (place < len(self.table))
            if inside.all():
                found: np.ndarray = self.table[place]
                return found
            return np.where(inside, self.table[np.where(inside, place, 0)], np.int32(-1))
        places = pc.fill_null(pc.index_in(column.cast(self.ids.type), value_set=self.ids), -1)
        looked_up: np.ndarray = np.asarray(places)
        return looked_up


def places(ids: pa.Array, table: pd.DataFrame) -> np.ndarray:
    """The place of each row's person among the ids of a register; -1 for those who are not in it."""
    return Lookup(ids)(pa.array(table["person"], from_pandas=True))
