"""The synthetic country as canonical tables: Arrow tables, or batches where a table is long."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.areas import COUNTRY
from analysis.data.country import offers, work
from analysis.data.country.chance import Chance
from analysis.data.country.columns import mondays, texts
from analysis.data.country.life import Lives
from analysis.data.country.people import EDUCATIONS, FUNDS, ORIGINS, People
from analysis.data.country.places import SEXES, UNKNOWN, Places
from analysis.data.country.register import BENEFITS, VISITATIONS, Spells
from analysis.data.country.weeks import FIRST_YEAR, LAST_YEAR, MONDAYS, YEAR_LENGTH

PIECE = 100_000  # persons
SPELLS_PIECE = 1 << 20

Maker = Callable[[Lives, People], pa.Table]

_AGES = range(15, 70)


def persons(people: People) -> pa.Table:
    """The rows of ``persons``."""
    return pa.table(
        {
            "person": people.number.astype(np.int64),
            "birth_year": people.birth_year.astype(np.int64),
            "sex": texts(people.sex, SEXES),
            "origin": texts(people.origin, ORIGINS),
            "education": texts(people.education, EDUCATIONS),
            "fund": texts(people.fund, FUNDS),
        }
    )


def spells(found: Spells, people: People, places: Places) -> pa.Table:
    """The rows of ``spells``; the municipality is empty where it is not known."""
    return pa.table(
        {
            "person": people.number[found.person].astype(np.int64),
            "benefit": texts(found.benefit, BENEFITS),
            "area": texts(found.place, [*places.codes, ""]),
            "first_week": mondays(found.since),
            "last_week": mondays(found.until - 1),
            "visitation": texts(found.visitation, VISITATIONS),
            "share": found.share.astype(np.float64),
        }
    )


def by_person(make: Maker, lives: Lives, people: People) -> Iterator[pa.Table]:
    """A table made for some persons at a time, in their order."""
    limits = np.searchsorted(lives.person, np.arange(0, len(people) + PIECE, PIECE))
    for number, first in enumerate(range(0, len(people), PIECE)):
        rows = slice(limits[number], limits[number + 1])
        columns = {name: getattr(lives, name)[rows] for name in lives.__dataclass_fields__}
        columns["person"] = columns["person"] - first
        yield make(Lives(**columns), people.part(first, first + PIECE))


def _activations(seed: int) -> Maker:
    return lambda lives, people: offers.activations(offers.uses(lives, people, seed=seed), people, seed=seed)


def _answers(seed: int) -> Maker:
    return lambda lives, people: offers.answers(offers.uses(lives, people, seed=seed), people, seed=seed)


def _interviews(seed: int) -> Maker:
    return lambda lives, people: offers.interviews(lives, people, seed=seed)


def _jobs(seed: int) -> Maker:
    return lambda lives, people: work.jobs(lives, people, seed=seed)


MAKERS: dict[str, Callable[[int], Maker]] = {
    "activations": _activations,
    "answers": _answers,
    "interviews": _interviews,
    "jobs": _jobs,
}


def counted(batches: Iterable[pa.Table], *, first: str) -> pd.DataFrame:
    """The rows from a month on, as a frame."""
    parts = []
    for batch in batches:
        if "month" in batch.column_names:
            months = batch["month"].combine_chunks()
            kept = months.indices.to_numpy() >= work.MONTHS.index(first)
        else:
            day = batch["end" if "end" in batch.column_names else "date"].to_numpy()
            kept = day >= np.datetime64(f"{first}-01") - np.timedelta64(7, "D")
        parts.append(batch.filter(pa.array(kept)))
    found: pd.DataFrame = pa.concat_tables(parts).to_pandas(date_as_object=False)
    return found


def population(people: People, places: Places, *, seed: int) -> pd.DataFrame:
    """The rows of ``population``: residents of 15 to 69 by area, quarter, age, sex and origin.

    Every quarter of 2015-2019, and the first of the years before. The country has those of unknown municipality too;
    ages without a person are rows of 0.
    """
    chance = Chance(seed, people.number)
    parts = []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for quarter in range(1, 5 if year >= 2015 else 2):
            parts.append(_residents(people, places, chance, year, quarter))
    return pd.concat(parts, ignore_index=True)


def _residents(people: People, places: Places, chance: Chance, year: int, quarter: int) -> pd.DataFrame:
    day = np.datetime64(f"{year}-{3 * quarter - 2:02d}-01")
    week = int((day - MONDAYS[0].astype("datetime64[D]")).astype(int)) // 7
    age = np.floor((week - people.born) / YEAR_LENGTH).astype(np.int64)
    there = (people.enters <= week) & (people.leaves > week) & (age >= _AGES[0]) & (age <= _AGES[-1])
    of = np.flatnonzero(there)
    place = people.place_at(np.full(len(of), week), chance, of).astype(np.int64)
    shape = (UNKNOWN + 1, len(_AGES), len(SEXES), len(ORIGINS))
    cell = np.ravel_multi_index((place, age[of] - _AGES[0], people.sex[of], people.origin[of]), shape)
    count = np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape)
    count[UNKNOWN] = count.sum(axis=0)  # now the country
    index = pd.MultiIndex.from_product(
        [[*places.codes, COUNTRY.code], [f"{year}-Q{quarter}"], _AGES, SEXES, ORIGINS],
        names=["area", "period", "age", "sex", "origin"],
    )
    return index.to_frame(index=False).assign(count=count.ravel())
