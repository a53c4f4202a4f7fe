"""A register of invented spells at national scale: seeded, sorted, on disk as Parquet."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

START, WEEKS = np.datetime64("2009-01-05"), 626  # Mondays to the end of 2020
# benefit: how common among spells, and half of its spells are shorter than so many weeks
BENEFITS = {
    "a_dagpenge": (0.27, 13),
    "kontanthjaelp": (0.17, 22),
    "sygedagpenge": (0.24, 7),
    "uddannelseshjaelp": (0.05, 20),
    "barselsdagpenge": (0.06, 26),
    "ressourceforloeb": (0.01, 80),
    "jobafklaring": (0.01, 40),
    "revalidering": (0.01, 45),
    "ledighedsydelse": (0.01, 20),
    "fleksjob": (0.01, 120),
    "foertidspension": (0.01, 400),
    "efterloen": (0.01, 200),
    "integrationsydelse": (0.01, 60),
    "forrevalidering": (0.01, 20),
    "feriedagpenge": (0.03, 2),
    "kontantydelse": (0.005, 20),
    "arbejdsmarkedsydelse": (0.005, 18),
    "su": (0.07, 40),
    "folkepension": (0.005, 900),
    "udvandret": (0.005, 100),
}
AREAS = [f"{100 + 7 * place}" for place in range(98)]
VISITATIONS = ["", "aktivitetsparat", "jobparat"]


def write(folder: Path, *, persons: int, spells: int, seed: int = 20101) -> None:
    """``spells.parquet`` (sorted by first week and person) and ``persons.parquet``."""
    random = np.random.default_rng(seed)
    ids = np.sort(random.choice(2**40, size=int(persons * 1.001) + 10, replace=False))[:persons]
    columns = _spells(random, persons, spells)
    order = np.lexsort((columns["person"], columns["first"]))
    columns = {name: column[order] for name, column in columns.items()}
    days = (START - np.datetime64("1970-01-01")).astype(int)
    table = pa.table(
        {
            "person": ids[columns["person"]],
            "benefit": _text(columns["benefit"], list(BENEFITS)),
            "area": _text(columns["area"], AREAS),
            "first_week": pa.array((days + 7 * columns["first"]).astype(np.int32)).cast(pa.date32()),
            "last_week": pa.array((days + 7 * columns["last"]).astype(np.int32)).cast(pa.date32()),
            "visitation": _text(columns["visitation"], VISITATIONS),
            "share": columns["share"],
        }
    )
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, folder / "spells.parquet", compression="zstd")
    described = pa.table(
        {
            "person": ids[random.permutation(persons)],
            "birth_year": random.integers(1945, 2003, size=persons),
            "sex": _text(random.integers(0, 2, size=persons), ["kvinder", "maend"]),
            "origin": _text(random.integers(0, 3, size=persons), ["dansk", "ikke_vestlig", "vestlig"]),
        }
    )
    pq.write_table(described, folder / "persons.parquet", compression="zstd")


def _spells(random: np.random.Generator, persons: int, spells: int) -> dict[str, np.ndarray]:
    """Spells person by person, one benefit a week; drawn too many, cut at the last week, and thinned to the number."""
    each = 1 + random.poisson(1.45 * spells / persons, size=persons)
    person = np.repeat(np.arange(persons), each)
    count = len(person)
    new = np.concatenate([[True], person[1:] != person[:-1]])
    benefit = random.choice(len(BENEFITS), p=_common(), size=count).astype(np.int8)
    again = ~new & (random.random(count) < 0.3)
    benefit = benefit[np.maximum.accumulate(np.where(again, 0, np.arange(count)))]
    middle = np.array([weeks for _, weeks in BENEFITS.values()])[benefit]
    length = np.clip(np.rint(middle * np.exp(random.normal(0, 0.9, size=count))), 1, WEEKS).astype(np.int64)
    short = random.random(count)
    gap = np.where(short < 0.35, 0, np.where(short < 0.5, random.integers(1, 6, size=count), 0))
    gap = np.where(short >= 0.5, np.rint(random.exponential(45, size=count)), gap).astype(np.int64)
    gap[new] = random.integers(-60, 300, size=int(new.sum()))
    end = np.cumsum(gap + length)
    before = np.maximum.accumulate(np.where(new, end - gap - length, 0))
    last = end - before - 1
    first = np.maximum(last - length + 1, 0)
    moved = new | (random.random(count) < 0.06)
    home = np.maximum.accumulate(np.where(moved, np.arange(count), 0))
    area = random.choice(len(AREAS), p=_size(), size=count)[home].astype(np.int8)
    ready = np.where(benefit == 1, random.integers(1, 3, size=count), 0).astype(np.int8)
    share = np.where(random.random(count) < 0.9, 1.0, random.integers(1, 10, size=count) / 10)
    last = np.minimum(last, WEEKS - 1)
    kept = np.flatnonzero((first < WEEKS) & (last >= first))
    if len(kept) < spells:
        raise ValueError(f"only {len(kept)} of {spells} spells were drawn")
    kept = np.sort(random.choice(kept, size=spells, replace=False, shuffle=False))
    found = {"person": person, "benefit": benefit, "area": area, "first": first, "last": last}
    return {name: column[kept] for name, column in {**found, "visitation": ready, "share": share}.items()}


def _common() -> np.ndarray:
    weights = np.array([often for often, _ in BENEFITS.values()])
    found: np.ndarray = weights / weights.sum()
    return found


def _size() -> np.ndarray:
    weights = 1 / np.arange(2, len(AREAS) + 2)
    found: np.ndarray = weights / weights.sum()
    return found


def _text(codes: np.ndarray, labels: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8)), pa.array(labels)).cast(pa.string())
