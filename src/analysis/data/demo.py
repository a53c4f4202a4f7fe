"""The synthetic country as the snapshot ``demo``: invented persons, their register, and the figures counted from it.

Only the numbers of residents are real (``reference/population.csv`` and ``population_ages.csv``). How it is made and
what is true in it stands in ``docs/synthetic.md``; no figure in it says anything about a real municipality.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.data import snapshots
from analysis.data.country import life, people, places, published, register, tables
from analysis.data.snapshots import Snapshot, Stream
from analysis.errors import AnalysisError
from analysis.registers.counted import measured

NAME = "demo"
SEED = 20101
SCALE = 0.1
FIRST, LAST = "2015-01", "2019-12"
LOOKED_BACK = "2013-10"  # figures of the first month look back a year and the longest deadline
RETRIEVED = "2020-02-10T00:00:00"  # of a country that does not exist, so no clock is asked
PROVISIONAL_MONTHS = 3
SOURCE = "Syntetiske tal fra jobcenter-analysis; befolkning: Danmarks Statistik, FOLK1A"


@dataclass(frozen=True)
class Country:
    """The synthetic country of a seed, made when it is asked for.

    ``effects`` is false for the country where offers of activation change nothing, and ``hidden`` is true for one where
    something that no table shows decides both who is offered something and who finds a job. ``withheld`` is by person,
    in the order of ``people``, a week (counted as ``country.weeks`` does) in which no first offer begins; -1 for none.
    """

    scale: float = SCALE
    seed: int = SEED
    effects: bool = True
    hidden: bool = False
    withheld: np.ndarray | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not 0 < self.scale <= 1:
            raise AnalysisError(f"A country has a scale above 0 and at most 1; {self.scale:g} is not.")
        if self.seed < 0:
            raise AnalysisError("A seed is a whole number, 0 or more.")

    @cached_property
    def places(self) -> places.Places:
        """Where people live."""
        return places.places(seed=self.seed)

    @cached_property
    def people(self) -> people.People:
        """Who they are."""
        return people.people(self.places, scale=self.scale, seed=self.seed)

    @cached_property
    def lives(self) -> life.Lives:
        """How they live, from state to state."""
        return life.lives(
            self.people,
            self.places,
            seed=self.seed,
            effects=self.effects,
            hidden=self.hidden,
            withheld=self.withheld,
        )

    @cached_property
    def spells(self) -> pa.Table:
        """The rows of ``spells``."""
        return tables.spells(register.spells(self.lives, self.people, seed=self.seed), self.people, self.places)

    @cached_property
    def persons(self) -> pa.Table:
        """The rows of ``persons``."""
        return tables.persons(self.people)

    @cached_property
    def population(self) -> pd.DataFrame:
        """The rows of ``population``."""
        return tables.population(self.people, self.places, seed=self.seed)

    def part(self, kept: np.ndarray) -> "Country":
        """The country of some persons alone, by a mask or by their positions; each lives as in the whole."""
        other = replace(self)
        other.__dict__["places"], other.__dict__["people"] = self.places, self.people.chosen(kept)
        return other

    def withholding(self, weeks: np.ndarray) -> "Country":
        """The same persons with the same luck, where the offer of such a week does not begin; see ``withheld``."""
        other = replace(self, withheld=weeks)
        other.__dict__["places"], other.__dict__["people"] = self.places, self.people
        return other

    def stream(self, table: str) -> Stream:
        """``activations``, ``answers``, ``interviews`` or ``jobs`` in batches, which can be read once."""
        return Stream(tables.by_person(tables.MAKERS[table](self.seed), self.lives, self.people))

    def observations(self) -> pd.DataFrame:
        """The rows of ``observations``: counted from the register, and rounded and hidden as the source does."""
        counted = measured.observations(
            self.spells,
            self.persons,
            first=FIRST,
            last=LAST,
            activations=self._whole("activations"),
            jobs=self._whole("jobs"),
            others={"interviews": self._whole("interviews")},
            population=self.population,
            provisional_months=PROVISIONAL_MONTHS,
            source=SOURCE,
            retrieved=RETRIEVED,
        )
        return published.published(counted)

    def _whole(self, table: str) -> pd.DataFrame:
        """The rows of a table that a figure of the months that are counted can rest on."""
        return tables.counted(self.stream(table).batches, first=FIRST if table == "jobs" else LOOKED_BACK)


def build(*, scale: float = SCALE, seed: int = SEED) -> Snapshot:
    """The synthetic country as the snapshot ``demo``; one that is there already is replaced.

    Parameters
    ----------
    scale : float
        Share of the country's residents that is made, above 0 and at most 1. Counts are never multiplied up.
    seed : int
        Where chance begins. The same scale and seed give the same bytes.

    Returns
    -------
    Snapshot
        ``observations`` (60 months to 2019-12), the register of 2007-2019 (``spells``, ``persons``, ``activations``,
        ``interviews``, ``jobs``, ``answers``) and ``population``, marked as synthetic.

    Raises
    ------
    AnalysisError
        If the scale or the seed cannot be.
    """
    country = Country(scale, seed)
    return snapshots.write(
        NAME,
        {
            "observations": country.observations(),
            "population": country.population,
            "spells": Stream([country.spells]),
            "persons": Stream([country.persons]),
            **{table: country.stream(table) for table in tables.MAKERS},
        },
        source=SOURCE,
        asked=[f"seed {seed}", f"scale {scale:g}"],
        retrieved=RETRIEVED,
        synthetic=True,
        notices=[f"A synthetic country of {len(country.people):,} invented persons, at a scale of {scale:g}."],
        extra={"provisional_months": PROVISIONAL_MONTHS, "scale": scale, "seed": seed},
        replace=True,
    )
