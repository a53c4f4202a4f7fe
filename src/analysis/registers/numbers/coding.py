"""From the tables of spells and persons to a register of whole numbers, in pieces that fit in memory."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis.errors import AnalysisError
from analysis.registers.numbers.codes import STATES, WHOLE, Register
from analysis.registers.numbers.lookups import Codes, Lookup
from analysis.registers.numbers.weeks import LAST, ORIGIN_DAY

Table: TypeAlias = pd.DataFrame | pa.Table | str | Path | Sequence[str | Path]

TEXTS = ["benefit", "area", "visitation"]
COLUMNS = ["person", "benefit", "area", "first_week", "last_week", "visitation", "share"]
_PIECE = 1 << 20  # rows


def register(spells: Table, persons: Table, *, first_week: int | None = None, last_week: int | None = None) -> Register:
    """Spells and persons as whole numbers.

    Parameters
    ----------
    spells : DataFrame, Arrow table, or one or several paths of Parquet files
        Columns ``person``, ``benefit``, ``area``, ``first_week`` and ``last_week`` (Mondays; the last counts),
        ``visitation`` and ``share`` (0 to 1). Fastest where sorted by first week and person.
    persons : likewise
        Columns ``person``, ``birth_year`` and ``sex``, one row per person. Others are not read.
    first_week, last_week : int, optional
        The weeks between which the register tells everything, as ``weeks.number`` counts; by default those of
        the spells. Earlier and later spells are kept.

    Raises
    ------
    AnalysisError
        If a column is missing or empty somewhere, a week is no Monday or lies before 1990, a share lies outside
        0 to 1, a spell ends before it begins, two spells of a person on one benefit overlap, or a person is
        described twice or not at all: every problem that was found, with counts of rows only.
    """
    ids, birth_year, sex, sexes = _persons(persons)
    who: list[pa.Array] = []
    parts: dict[str, list[np.ndarray]] = {name: [] for name in COLUMNS[1:]}
    codes = {name: Codes() for name in TEXTS}
    faults: dict[str, int] = {}
    for piece in _pieces(spells, COLUMNS, texts=TEXTS):
        who.append(piece.column("person"))
        for name, column in _numbers(piece, codes, faults).items():
            parts[name].append(column)
    if not sum(map(len, who)):
        raise AnalysisError("spells: a table of 0 rows.\nA register is counted from at least one spell.")
    _refuse(faults)
    person = Lookup(ids)(pa.chunked_array(who))
    _refuse({"are of a person who is not in 'persons'": int(np.count_nonzero(person < 0))})
    whole = {"person": person} | {name: np.concatenate(found) for name, found in parts.items()}
    del who, parts, person
    labels = {name: codes[name].sorted(last=STATES if name == "benefit" else ()) for name in TEXTS}
    for name, (_, places) in labels.items():
        whole[name] = places[whole[name]]
    first = whole["first_week"]
    if (first[1:] < first[:-1]).any():
        alphabet = np.argsort(np.argsort(labels["benefit"][0]))  # the states have the last codes, not the last place
        order = np.lexsort((alphabet[whole["benefit"]], whole["person"], first))
        whole = {name: column[order] for name, column in whole.items()}
    found = Register(
        person=whole["person"],
        first=whole["first_week"],
        last=whole["last_week"],
        area=whole["area"],
        benefit=whole["benefit"],
        visitation=whole["visitation"],
        share=whole["share"],
        ids=ids,
        birth_year=birth_year,
        sex=sex,
        areas=labels["area"][0],
        benefits=labels["benefit"][0],
        visitations=labels["visitation"][0],
        sexes=sexes,
        first_week=int(whole["first_week"][0]) if first_week is None else first_week,
        last_week=int(whole["last_week"].max()) if last_week is None else last_week,
    )
    _refuse({"overlap another spell of the same person on the same benefit": _overlaps(found)})
    return found


def places(of: Register, column: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """The place of each person in a register; -1 for those who are not in it."""
    return Lookup(of.ids)(column)


def traits(persons: Table, names: Sequence[str]) -> pd.DataFrame:
    """Some more columns of persons, in their order; those that are not there are left out."""
    if isinstance(persons, pd.DataFrame):
        return persons[[name for name in names if name in persons]].reset_index(drop=True)
    if not isinstance(persons, pa.Table):
        paths = [persons] if isinstance(persons, str | Path) else persons
        there = set(pq.read_schema(paths[0]).names)
        kept = [name for name in names if name in there]
        persons = pa.concat_tables([pq.read_table(path, columns=kept, read_dictionary=kept) for path in paths])
    found: pd.DataFrame = persons.select([name for name in names if name in persons.column_names]).to_pandas()
    return found


def days(column: Any) -> np.ndarray:
    """Dates, in any form that Arrow reads, as days since 1 January 1990, which was a Monday."""
    dates = pc.cast(column, pa.date32(), safe=False)
    since: np.ndarray = dates.cast(pa.int32()).to_numpy(zero_copy_only=False) - np.int32(ORIGIN_DAY)
    return since


def _pieces(table: Table, columns: list[str], *, texts: list[str]) -> Iterator[pa.RecordBatch]:
    """The wanted columns, some rows at a time."""
    if isinstance(table, pd.DataFrame):
        _present(table.columns, columns)
        for start in range(0, len(table), _PIECE):
            piece = pa.Table.from_pandas(table[columns].iloc[start : start + _PIECE], preserve_index=False)
            yield from piece.combine_chunks().to_batches()  # pandas keeps many texts in chunks of its own
    elif isinstance(table, pa.Table):
        _present(table.column_names, columns)
        yield from table.select(columns).to_batches(max_chunksize=_PIECE)
    else:
        for path in [table] if isinstance(table, str | Path) else table:
            with pq.ParquetFile(path, read_dictionary=texts) as file:
                _present(file.schema_arrow.names, columns)
                yield from file.iter_batches(_PIECE, columns=columns, use_threads=False)


def _present(names: Any, columns: list[str]) -> None:
    missing = [name for name in columns if name not in set(names)]
    if missing:
        raise AnalysisError(f"A register lacks the column(s) {', '.join(missing)}.")


def _numbers(piece: pa.RecordBatch, codes: dict[str, Codes], faults: dict[str, int]) -> dict[str, np.ndarray]:
    for name in COLUMNS:
        _count(faults, f"have no '{name}'", piece.column(name).null_count)
    if faults:
        return {}
    found = {}
    for name in ("first_week", "last_week"):
        since = days(piece.column(name))
        week = since // np.int32(7)
        _count(faults, f"have a '{name}' that is no Monday", np.count_nonzero(week * np.int32(7) != since))
        _count(faults, f"have a '{name}' before 1990 or after 2066", np.count_nonzero((week < 0) | (week >= LAST)))
        found[name] = week.astype(np.int16)
    _count(faults, "end before they begin", np.count_nonzero(found["last_week"] < found["first_week"]))
    share = piece.column("share").to_numpy(zero_copy_only=False)
    _count(faults, "have a 'share' outside 0 to 1", np.count_nonzero(~((share >= 0) & (share <= 1))))
    found["share"] = np.rint(np.nan_to_num(share) * WHOLE).astype(np.int32)
    return found | {name: codes[name](piece.column(name)) for name in TEXTS}


def _persons(table: Table) -> tuple[pa.Array, np.ndarray, np.ndarray, tuple[str, ...]]:
    pieces = list(_pieces(table, ["person", "birth_year", "sex"], texts=["sex"]))
    if not pieces:
        raise AnalysisError("persons: a table of 0 rows.")
    known = Codes()
    coded = np.concatenate([known(piece.column("sex")) for piece in pieces])
    sexes, order = known.sorted()
    whole = pa.concat_arrays([piece.column("person") for piece in pieces])
    if pa.types.is_dictionary(whole.type):
        whole = whole.dictionary_decode()
    born = np.concatenate([piece.column("birth_year").to_numpy(zero_copy_only=False) for piece in pieces])
    if pa.types.is_integer(whole.type):
        numbers = np.sort(whole.to_numpy(zero_copy_only=False))
        twice = int(np.count_nonzero(numbers[1:] == numbers[:-1]))
    else:
        twice = len(whole) - len(whole.unique())
    _refuse({"describe a person once more": twice}, table="persons")
    return whole, born.astype(np.int16), order[coded], sexes


def _overlaps(found: Register) -> int:
    """Spells that begin before the one before them, of the same person on the same benefit, has ended."""
    row, on = found.chains
    return int(np.count_nonzero(on[1:] & (found.first[row[1:]] <= found.last[row[:-1]])))


def _count(faults: dict[str, int], what: str, rows: Any) -> None:
    if rows:
        faults[what] = faults.get(what, 0) + int(rows)


def _refuse(faults: dict[str, int], *, table: str = "spells") -> None:
    found = [f"  - {rows} row(s) {what}" for what, rows in faults.items() if rows]
    if found:
        raise AnalysisError("\n".join([f"{table}: {len(found)} problem(s)", *found]))
