"""What is measured: the plain scan, each table, all of them, and the same in pandas; one task per process."""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from analysis import registers
from analysis.registers.numbers.codes import STATES

FIRST, LAST = "2010-12", "2020-11"  # 120 months, and a year before them
MONTHS: dict[str, str] = {"first": FIRST, "last": LAST}
TABLES: dict[str, Callable[..., pd.DataFrame]] = {
    "full_time_persons": registers.full_time_persons,
    "affected": registers.affected,
    "inflow": registers.inflow,
    "exits": registers.exits,
    "stock_flow": registers.stock_flow,
    "long_term": registers.long_term,
    "transitions": registers.transitions,
}
SCAN = """SELECT sum(person), count(*) FILTER (benefit = ''), count(*) FILTER (area = ''), max(first_week),
max(last_week), count(*) FILTER (visitation = '-'), sum(share) FROM read_parquet(?)"""


class Clock:
    """CPU seconds of this process since it was made or last read."""

    def __init__(self) -> None:
        self.at = self.now()

    @staticmethod
    def now() -> float:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_utime + used.ru_stime

    def read(self) -> float:
        before, self.at = self.at, self.now()
        return round(self.at - before, 3)


def scan(folder: Path) -> dict[str, Any]:
    """Every column that the tables need, read by DuckDB and hardly looked at; the least of three readings."""
    found = []
    for _ in range(3):
        with duckdb.connect() as connection:
            connection.execute("SET threads = 2")
            clock = Clock()
            connection.execute(SCAN, [str(folder / "spells.parquet")]).fetchall()
            found.append(clock.read())
    return {"cpu_seconds": min(found)}


def fetch(folder: Path) -> dict[str, Any]:
    """The same columns, handed over by DuckDB batch by batch and dropped."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        clock = Clock()
        query = "SELECT person, benefit, area, first_week, last_week, visitation, share FROM read_parquet(?)"
        batches = connection.sql(query, params=[str(folder / "spells.parquet")]).to_arrow_reader()
        rows = sum(batch.num_rows for batch in batches)
        return {"cpu_seconds": clock.read(), "rows": rows}


def coded(folder: Path) -> registers.Register:
    return registers.register(folder / "spells.parquet", folder / "persons.parquet")


def table(folder: Path, name: str) -> dict[str, Any]:
    """Reading and coding the register, and one table of it."""
    clock = Clock()
    register = coded(folder)
    coding = clock.read()
    found = TABLES[name](register, **MONTHS)
    own = clock.read()
    return {"cpu_seconds": round(coding + own, 3), "coding": coding, "table": own, "rows": len(found)}


def everything(folder: Path) -> dict[str, Any]:
    """Reading and coding the register, and all tables of it, one after the other."""
    clock = Clock()
    register = coded(folder)
    parts = {"coding": clock.read()}
    for name, make in TABLES.items():
        found = make(register, **MONTHS)
        parts[name] = clock.read()
        if name == "stock_flow":
            residual = registers.residual(found).dropna()
            if not len(residual) or (residual != 0).any():
                raise ValueError("the stock does not follow from the flows")
            clock.read()
        del found
    return {"cpu_seconds": round(sum(parts.values()), 3), "parts": parts, "spells": len(register)}


def in_pandas(folder: Path, persons: int) -> dict[str, Any]:
    """Full-time persons, inflow, exits by destination, the 42 of 52 weeks and transitions, the plain way in pandas.

    Of the spells of the first so many persons; the figures must be those of the package.
    """
    people = pq.read_table(folder / "persons.parquet").to_pandas().sort_values("person").head(persons)
    chosen = pq.read_table(
        folder / "spells.parquet",
        read_dictionary=["benefit", "area", "visitation"],
        filters=[("person", "<=", people["person"].max())],
    )
    spells = chosen.to_pandas(date_as_object=False)
    clock = Clock()
    theirs = _plain(spells, people)
    used = clock.read()
    peak = peak_gb()
    register = registers.register(spells, people)
    names = ("full_time_persons", "inflow", "exits", "long_term", "transitions")
    kept = {name: TABLES[name](register, **MONTHS) for name in names}
    total = {name: kept[name][(kept[name]["sex"] == "alle") & (kept[name]["age"] == "alle")] for name in names[:-1]}
    ours = {
        "full_time": total["full_time_persons"]["full_time"].sum(),
        "inflow": total["inflow"]["inflow"].sum(),
        "exits": total["exits"].loc[total["exits"]["destination"] != "alle", "exits"].sum(),
        "long_term": total["long_term"]["persons"].sum(),
        "transitions": kept["transitions"]["persons"].sum(),
    }
    agree = bool(np.allclose([ours[name] for name in ours], [theirs[name] for name in ours], rtol=1e-9))
    return {"cpu_seconds": used, "spells": len(spells), "peak_gb": peak, "agrees": agree}


def _plain(spells: pd.DataFrame, people: pd.DataFrame) -> dict[str, float]:
    """Totals of tables that are made in full, by exploding spells into weeks."""
    mondays = pd.date_range(spells["first_week"].min(), spells["last_week"].max(), freq="7D")
    weeks = pd.DataFrame({"monday": mondays, "number": np.arange(len(mondays))})
    weeks["month"] = (weeks["monday"] + pd.Timedelta(days=3)).dt.strftime("%Y-%m")
    weeks["year"] = (weeks["monday"] + pd.Timedelta(days=3)).dt.year
    months = weeks[weeks["month"].between(FIRST, LAST)].groupby("month")["number"].agg(["min", "max", "count"])
    spells = spells.merge(people[["person", "birth_year", "sex"]], on="person")
    number = weeks.set_index("monday")["number"]
    spells["first"], spells["last"] = spells["first_week"].map(number), spells["last_week"].map(number)
    states = list(STATES)
    counted = spells[~spells["benefit"].isin(states)]
    keys = ["month", "area", "benefit", "sex", "band"]

    def banded(rows: pd.DataFrame, week: pd.Series) -> pd.DataFrame:
        told = weeks.set_index("number").loc[week.to_numpy()]
        age = told["year"].to_numpy() - rows["birth_year"].to_numpy()
        return rows.assign(month=told["month"].to_numpy(), band=np.digitize(age, [16, 25, 30, 40, 50, 60, 67]))

    length = spells["last"] - spells["first"] + 1
    weekly = spells.loc[spells.index.repeat(length)]
    weekly = weekly.assign(week=weekly["first"] + weekly.groupby(level=0).cumcount())
    stays = weekly[~weekly["benefit"].isin(states)]
    stays = banded(stays, stays["week"])
    stays = stays[stays["month"].between(FIRST, LAST)]
    full = stays.assign(part=stays["share"] / stays["month"].map(months["count"]))
    result = {"full_time": full.groupby(keys, observed=True)["part"].sum().sum()}

    counted = counted.sort_values(["person", "benefit", "first"])
    by = counted.groupby(["person", "benefit"], observed=True)
    came = counted[~(counted["first"] - by["last"].shift() <= 4)]
    came = banded(came, came["first"])
    came = came[came["month"].between(FIRST, LAST)]
    result["inflow"] = float(came.groupby(keys, observed=True).size().sum())
    left = counted[~(by["first"].shift(-1) - counted["last"] <= 4)]
    left = banded(left, left["last"])
    left = left[left["month"].between(FIRST, LAST) & (left["last"] + 4 <= spells["last"].max())]
    left = left.assign(due=left["last"] + 4).sort_values("due")
    later = spells[["person", "first", "last", "benefit"]].sort_values("first")
    to = pd.merge_asof(left, later, left_on="due", right_on="first", by="person", suffixes=("", "_to"))
    to["to"] = to["benefit_to"].astype(object).where(to["last_to"] >= to["due"], "selvforsoergende")
    result["exits"] = float(to.groupby([*keys, "to"], observed=True).size().sum())

    ready = (weekly["benefit"] == "kontanthjaelp") & (weekly["visitation"] == "jobparat")
    ready |= weekly["benefit"] == "a_dagpenge"
    idle = banded(weekly[ready], weekly.loc[ready, "week"])
    found = 0.0
    for month, row in months.iterrows():
        window = idle.loc[idle["week"].between(row["max"] - 51, row["max"])].groupby("person").size()
        now = idle[(idle["week"] == row["max"]) & idle["person"].isin(window.index[window >= 42])]
        found += now.assign(month=month).groupby(keys, observed=True)["person"].nunique().sum()
    result["long_term"] = found

    closing = dict(zip(months["max"], range(len(months)), strict=True))
    state = weekly[weekly["week"].isin(closing)][["person", "week", "area", "benefit"]]
    state = state.assign(at=state["week"].map(closing))
    moves = 0
    for between in (1, 12):
        start = state[~state["benefit"].isin(states) & (state["at"] + between < len(months))]
        start = start.assign(then=start["at"] + between)
        later = state.rename(columns={"at": "then", "benefit": "benefit_to"})[["person", "then", "benefit_to"]]
        pairs = start.merge(later, on=["person", "then"], how="left")
        pairs["to"] = pairs["benefit_to"].astype(object).fillna("selvforsoergende")
        moves += pairs.groupby(["at", "area", "benefit", "to"], observed=True).size().sum()
    result["transitions"] = float(moves)
    return result


def peak_gb() -> float:
    """The most memory that this process has held; what its parent held before the start is not in it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return round(int(kilobytes) * 1024 / 1e9, 3)


def main(folder: str, task: str, size: str = "") -> None:
    """Print what one task took, as JSON."""
    started = time.perf_counter()
    where = Path(folder)
    if task in TABLES:
        found = table(where, task)
    elif task == "pandas":
        found = in_pandas(where, int(size))
    else:
        found = {"scan": scan, "fetch": fetch, "everything": everything}[task](where)
    found = {"seconds": round(time.perf_counter() - started, 3), "peak_gb": peak_gb(), **found}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
