"""The observations of a register's snapshot: every measure that its tables can give, counted when it is written."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis import areas, periods
from analysis.errors import AnalysisError
from analysis.registers.counted import measured
from analysis.registers.numbers.weeks import monday, number

MONTHS = 120  # at most; the latest
BESIDE = {  # other tables, and the columns that are counted
    "activations": ["person", "instrument", "start", "end", "hours", "firm"],
    "jobs": ["person", "month", "hours"],
    "population": ["area", "period", "age", "sex", "origin", "count"],
    "labour_force": ["area", "year", "count"],
}
OTHERS = {  # of effort and outcomes, and few of them in most registers
    "interviews": ["person", "date", "held"],
    "companies": ["firm", "month", "area", "employees"],
    "orders": ["area", "closed", "outcome"],
    "job_logs": ["month", "area", "benefit", "exempt", "used"],
    "refugees": ["person", "area", "first_month", "last_month"],
}


def counted(folder: Path, *, source: str, retrieved: str) -> tuple[pd.DataFrame | None, list[str]]:
    """The observations that a folder of canonical tables gives, and what a reader should know of them.

    The months are those that the spells tell wholly, at most the latest ``MONTHS``. An activation without an end goes
    on to the register's last week. None where spells or persons are absent, no month is whole, or the register cannot
    be counted: the notice says why.

    Parameters
    ----------
    folder : Path
        With ``spells.parquet``, ``persons.parquet`` and those of ``BESIDE`` and ``OTHERS`` that there are.
    source, retrieved : str
        Written in each row.
    """
    spells, persons = folder / "spells.parquet", folder / "persons.parquet"
    if not spells.exists() or not persons.exists():
        absent = " and ".join(path.stem for path in (spells, persons) if not path.exists())
        return None, [f"no figures are counted: the delivery has no {absent}"]
    first_week, last_week = _weeks(spells)
    months = whole_months(first_week, last_week)[-MONTHS:]
    if not months:
        return None, ["no figures are counted: the spells tell no whole month from 2007 on"]
    beside = {name: _table(folder, name, last_week) for name in BESIDE}
    others = {name: table for name in OTHERS if (table := _table(folder, name, last_week)) is not None}
    try:
        rows = measured.observations(
            spells,
            persons,
            first=months[0],
            last=months[-1],
            source=source,
            retrieved=retrieved,
            others=others,
            **beside,
        )
    except AnalysisError as error:  # the tables are whole all the same, and 'data check' lists every problem
        return None, [f"no figures are counted: {' '.join(str(error).split())}"]
    without = [*(name for name, table in beside.items() if table is None), *(OTHERS.keys() - others.keys())]
    said = [f"figures are counted from {months[0]} to {months[-1]}"]
    if without:
        said.append(f"figures that need {', '.join(sorted(without))} are not counted: the snapshot does not have them")
    return rows, said


def whole_months(first_week: int, last_week: int) -> list[str]:
    """The months from 2007 on whose weeks all lie between two weeks, both counted.

    >>> whole_months(number("2019-01-07"), number("2019-04-01"))
    ['2019-02', '2019-03']
    """
    begins, ends = f"{monday(first_week) + 3}"[:7], f"{monday(last_week) + 3}"[:7]
    found = periods.months(max(begins, areas.FIRST_MONTH), ends) if ends >= areas.FIRST_MONTH else []
    return [
        month for month in found if _opens(month) >= first_week and _opens(periods.shift(month, 1)) <= last_week + 1
    ]


def _opens(month: str) -> int:
    """The first week of a month: that of its first Thursday."""
    day = np.datetime64(f"{month}-01")
    return number(str(day + (3 - (int(day.astype(int)) + 3) % 7) % 7))


def _weeks(spells: Path) -> tuple[int, int]:
    table = pq.read_table(spells, columns=["first_week", "last_week"])
    bounds = (pc.min(table["first_week"]).as_py(), pc.max(table["last_week"]).as_py())
    if None in bounds:
        return 1, 0
    return number(bounds[0]), number(bounds[1])


def _table(folder: Path, name: str, last_week: int) -> Any:
    path = folder / f"{name}.parquet"
    if not path.exists():
        return None
    there = set(pq.read_schema(path).names)
    texts = [column for column in ("month", "instrument", "area", "period", "sex", "origin", "year") if column in there]
    wanted = [column for column in (BESIDE | OTHERS)[name] if column in there]
    table = pq.read_table(path, columns=wanted, read_dictionary=[text for text in texts if text in wanted])
    frame: pd.DataFrame = table.to_pandas(date_as_object=False)
    if "end" in frame:
        frame["end"] = frame["end"].fillna(pd.Timestamp(monday(last_week) + 6))
    for text in texts:
        if text in frame and name not in ("activations", "jobs"):
            frame[text] = frame[text].astype(str)
    return frame
