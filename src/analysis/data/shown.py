"""The figures of a snapshot as they may be shown: read, checked and protected a family of measures at a time.

A family is what protection has to see together: counts, their rates, and what adds up to what. One report needs few
of them, and many reports of one snapshot read each once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from analysis import catalogue, rules
from analysis.data import contracts
from analysis.data.snapshot import Snapshot
from analysis.disclosure.cells import protect

TABLE = "observations"
_CHECKED: set[tuple[str | int, ...]] = set()  # files whose hash was right, as they were then
GROUPS = ("sex", "age", "origin", "visitation")


class Read(Protocol):
    """Gives the rows of some measures, all where None; of everybody only where ``totals``; some columns where named."""

    def __call__(
        self, measures: Collection[str] | None, totals: bool, columns: list[str] | None = None
    ) -> pd.DataFrame: ...


@dataclass(frozen=True, eq=False)
class Wide:
    """One measure and benefit of everybody: periods by areas.

    ``areas`` are pairs of area_type and code; ``status`` has places in ``contracts.STATUSES``, the last where there is
    no row. ``sources`` says who published the figures.
    """

    periods: list[str]
    areas: list[tuple[str, str]]
    value: np.ndarray
    numerator: np.ndarray
    denominator: np.ndarray
    status: np.ndarray
    sources: tuple[str, ...]


class Shown:
    """Figures of all areas and months, with what may not be shown hidden; each family is read when it is asked for.

    Parameters
    ----------
    read : Read
        What it is read with.
    protected : bool
        False leaves small counts in.
    """

    def __init__(self, read: Read, *, protected: bool = True) -> None:
        self._read, self._protected = read, protected
        self._families: dict[tuple[str, ...], dict[tuple[str, str], pd.DataFrame]] = {}
        self._wide: dict[tuple[str, str], Wide | None] = {}

    @property
    def protected(self) -> bool:
        """Whether what may not be shown is hidden."""
        return self._protected

    @classmethod
    def of_rows(cls, rows: pd.DataFrame) -> "Shown":
        """Rows that are shown as they are."""

        def read(measures: Collection[str] | None, totals: bool, columns: list[str] | None = None) -> pd.DataFrame:
            kept = pd.Series(True, index=rows.index) if measures is None else rows["measure"].isin(list(measures))
            if totals:
                kept &= (rows[list(GROUPS)] == catalogue.TOTAL).all(axis="columns")
            return rows[kept] if columns is None else rows.loc[kept, columns]

        return cls(read, protected=False)

    def everything(self) -> pd.DataFrame:
        """All rows; of a large snapshot they are many."""
        return self._shown(self._read(None, False))

    def rows(self, measure: str, *, totals: bool = True) -> pd.DataFrame:
        """The rows of a measure: of everybody, or also by sex, age, origin and visitation."""
        found = self._shown(self._read(family(measure), False)) if not totals else None
        if found is not None:
            return found[found["measure"] == measure]
        parts = [part for (name, _), part in self._family(measure).items() if name == measure]
        return pd.concat(parts) if parts else self._read([], True)

    def wide(self, measure: str, benefit: str) -> Wide | None:
        """One measure and benefit of everybody; None where no figure of it can be shown."""
        key = (measure, benefit)
        if key not in self._wide:
            self._wide[key] = _wide(self._family(measure).get(key))
        return self._wide[key]

    @cached_property
    def periods(self) -> pd.DataFrame:
        """Which periods each measure has, and whether any figure of it is provisional in them.

        Columns: ``measure``, ``period``, ``provisional``.
        """
        rows = self._read(None, True, ["measure", "period", "status"])
        measure, names = pd.factorize(rows["measure"], sort=True)
        period, months = pd.factorize(rows["period"], sort=True)
        key, inverse = np.unique(measure * len(months) + period, return_inverse=True)
        late = np.bincount(inverse, weights=(rows["status"] == "provisional").to_numpy(), minlength=len(key)) > 0
        return pd.DataFrame(
            {
                "measure": np.asarray(names, dtype=str)[key // len(months)],
                "period": np.asarray(months, dtype=str)[key % len(months)],
                "provisional": late,
            }
        )

    def _family(self, measure: str) -> dict[tuple[str, str], pd.DataFrame]:
        names = family(measure)
        if names not in self._families:
            rows = self._shown(self._read(names, True))
            pairs = rows.groupby(["measure", "benefit"], observed=True, sort=False)
            self._families[names] = {(str(name), str(benefit)): part for (name, benefit), part in pairs}
        return self._families[names]

    def _shown(self, rows: pd.DataFrame) -> pd.DataFrame:
        if not self._protected:
            return rows
        return protect(
            rows,
            measures=catalogue.measures(),
            smallest_count=lambda when: rules.value("smallest_count", when),
        )


def of_snapshot(snapshot: Snapshot, *, protect: bool = True) -> Shown:
    """What may be shown of a snapshot's observations; the same object for the same file.

    Raises
    ------
    AnalysisError
        If the file is not the one that was written. What is read of it later keeps its contract, or is an error too.
    """
    path = snapshot.path / f"{TABLE}.parquet"
    seen = (str(path), snapshot.digest, *_when(path))
    if seen not in _CHECKED:
        snapshot.checked(TABLE)
        _CHECKED.add(seen)
    return _of_file(str(path), snapshot.digest, snapshot.name, protect)


def _when(path: Path) -> tuple[int, int]:
    """When a file was written and how long it is; a file that is not there has neither."""
    if not path.exists():
        return (0, 0)
    about = path.stat()
    return (about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=8)
def _of_file(path: str, digest: str, name: str, protect: bool) -> Shown:
    def read(measures: Collection[str] | None, totals: bool, columns: list[str] | None = None) -> pd.DataFrame:
        asked = None if columns is None else list(dict.fromkeys([*columns, *(GROUPS if totals else ())]))
        texts = [column for column in contracts.texts(TABLE) if asked is None or column in asked]
        with pq.ParquetFile(path, read_dictionary=texts, pre_buffer=False) as file:  # no threads: one may fork here
            groups = _groups(file, measures)
            table = file.read_row_groups(groups, columns=asked, use_threads=False)
            frame: pd.DataFrame = table.unify_dictionaries().to_pandas(use_threads=False)
        kept = np.ones(len(frame), dtype=bool)
        if measures is not None:
            kept &= frame["measure"].isin(list(measures)).to_numpy()
        for column in GROUPS if totals else ():
            kept &= (frame[column] == catalogue.TOTAL).to_numpy()
        frame = frame[kept]
        if columns is not None:
            return frame[columns]
        statuses = frame["status"].astype("category").cat.set_categories(list(contracts.STATUSES))
        return contracts.check(TABLE, frame.assign(status=statuses), where=f"snapshot '{name}'")

    return Shown(read, protected=protect)


def _groups(file: pq.ParquetFile, measures: Collection[str] | None) -> list[int]:
    """The row groups that can have rows of some measures: the file is in the order of its measures."""
    every = range(file.metadata.num_row_groups)
    if measures is None:
        return list(every)
    found = []
    for at in every:
        about = file.metadata.row_group(at).column(contracts.columns(TABLE).index("measure")).statistics
        if about is None or any(about.min <= measure <= about.max for measure in measures):
            found.append(at)
    return found


@cache
def family(measure: str) -> tuple[str, ...]:
    """The measures that protection has to see together with one, itself among them.

    >>> family("langtidsledige_fuldtid")
    ('langtidsledige_fuldtid', 'langtidsledighedsprocent')
    >>> [name for name in family("status_3_andet") if not name.startswith("status_3_")]
    ['effekt_job_udd_3']
    """
    beside: dict[str, set[str]] = {name: set() for name in catalogue.measures()}
    for one in catalogue.measures().values():
        if one.family:
            beside[one.id] |= {name for name, other in catalogue.measures().items() if other.family == one.family}
        parts = [part.rpartition("/")[0] for parts in one.parts.values() for part in parts]
        for other in {one.numerator, one.denominator, *parts} & beside.keys():
            beside[one.id].add(other)
            beside[other].add(one.id)
    found, waiting = {measure}, [measure]
    while waiting:
        new = beside.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return tuple(sorted(found))


def _wide(rows: pd.DataFrame | None) -> Wide | None:
    if rows is None or rows["value"].notna().sum() == 0:
        return None
    periods, period = _numbered(rows["period"])
    kinds, kind = _numbered(rows["area_type"])
    codes, code = _numbered(rows["area"])
    areas, area = np.unique(kind * len(codes) + code, return_inverse=True)
    shape = (len(periods), len(areas))
    tables = {}
    for name in ("value", "numerator", "denominator"):
        tables[name] = np.full(shape, np.nan)
        tables[name][period, area] = rows[name]
    names, said = _numbered(rows["status"])
    status = np.full(shape, contracts.STATUSES.index("missing"))
    status[period, area] = np.array([contracts.STATUSES.index(name) for name in names])[said]
    named = [(kinds[one // len(codes)], codes[one % len(codes)]) for one in areas]
    return Wide(periods, named, status=status, sources=tuple(_numbered(rows["source"])[0]), **tables)


def _numbered(texts: pd.Series) -> tuple[list[str], np.ndarray]:
    """The different texts in order, and for each row the place of its own among them."""
    codes, found = pd.factorize(texts)
    names = np.asarray(found, dtype=str)
    order = np.argsort(names)
    return [str(name) for name in names[order]], np.argsort(order)[codes]
