"""Registers for tests: written by hand, or drawn at random with everything that makes counting hard."""

from random import Random
from typing import Any

import numpy as np
import pandas as pd

from analysis import registers
from analysis.registers.numbers.weeks import number
from written import table

BENEFITS = ["a_dagpenge", "kontanthjaelp", "sygedagpenge", "foertidspension", "su", "doed"]
AREAS = ["101", "461", "561", "563"]


def spells(text: str) -> pd.DataFrame:
    """Spells with bars; what is left out is kontanthjælp in 561, job-ready and full time. Weeks are Mondays."""
    rows = table(text)
    filled: dict[str, Any] = {"benefit": "kontanthjaelp", "area": "561", "visitation": "jobparat", "share": 1.0}
    for name, value in filled.items():
        if name not in rows:
            rows[name] = value
    rows["share"] = rows["share"].astype(float)
    for name in ("first_week", "last_week"):
        rows[name] = pd.to_datetime(rows[name]).astype("datetime64[s]")
    return rows[["person", "benefit", "area", "first_week", "last_week", "visitation", "share"]]


def persons(of: pd.DataFrame, **born: int) -> pd.DataFrame:
    """Women born in 1980, but for those whose year is given."""
    names = of["person"].drop_duplicates()
    years = [born.get(name, 1980) for name in names]
    return pd.DataFrame({"person": names, "birth_year": years, "sex": "kvinder"})


def register(text: str, *, first_week: str = "", last_week: str = "", **born: int) -> registers.Register:
    written = spells(text)
    bounds = {name: number(day) for name, day in [("first_week", first_week), ("last_week", last_week)] if day}
    return registers.register(written, persons(written, **born), **bounds)


def one(rows: pd.DataFrame, column: str, **key: Any) -> float:
    """The figure of the one row with this key; what is left out of the key is the total."""
    full = {"sex": "alle", "age": "alle"} | key if "sex" in rows else key
    kept = np.logical_and.reduce([rows[name] == value for name, value in full.items()])
    found = rows.loc[kept, column]
    assert len(found) == 1, f"{len(found)} rows"
    return float(found.iloc[0])


def drawn(
    persons_: int, *, seed: int, start: str = "2019-01-07", weeks: int = 170
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A random register: gaps of all lengths, moves, visitations, overlaps of two benefits, and states."""
    random = Random(seed)
    rows = []
    for person in range(persons_):
        week = random.randrange(60) if random.random() < 0.7 else 0
        area = random.choice(AREAS)
        ends: dict[str, int] = {}  # one spell of a benefit at a time
        while week < weeks:
            benefit = random.choices(BENEFITS, [34, 34, 20, 5, 6, 1])[0]
            length = random.choice([1, 2, 4, 9, 30, 55, 80])
            last = weeks - 1 if benefit == "doed" else min(week + length, weeks) - 1
            share = random.choice([1.0, 1.0, 0.5, 0.37])
            while week <= last:
                until = min(week + random.randrange(1, 40), last) if random.random() < 0.3 else last
                visitation = random.choice(["jobparat", "aktivitetsparat"]) if benefit == "kontanthjaelp" else ""
                if week > ends.get(benefit, -1):
                    rows.append((person, benefit, area, week, until, visitation, share))
                    ends[benefit] = until
                if random.random() < 0.08 and week > ends.get("sygedagpenge", -1):
                    ends["sygedagpenge"] = max(min(until + random.randrange(-3, 12), weeks - 1), week)
                    rows.append((person, "sygedagpenge", area, week, ends["sygedagpenge"], "", 0.5))
                week = until + 1
                area = random.choice(AREAS) if random.random() < 0.4 else area
            week += random.choice([0, 0, 1, 2, 3, 4, 5, 8, 20])
    columns = ["person", "benefit", "area", "first_week", "last_week", "visitation", "share"]
    found = pd.DataFrame(rows, columns=columns)
    for name in ("first_week", "last_week"):
        found[name] = (pd.Timestamp(start) + pd.to_timedelta(found[name] * 7, unit="D")).astype("datetime64[s]")
    described = pd.DataFrame(
        {
            "person": np.arange(persons_),
            "birth_year": [random.randrange(1950, 2006) for _ in range(persons_)],
            "sex": random.choices(["kvinder", "maend"], k=persons_),
        }
    )
    return found.sort_values(["first_week", "person", "benefit"], ignore_index=True), described
