"""What would have become of those who began an offer, had they not begun it then: a truth to hold estimates against."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.data.country import weeks as grid
from analysis.data.demo import Country
from analysis.data.parquet import to_frame
from analysis.registers import Register, register, risk_sets
from analysis.registers.numbers.weeks import number
from analysis.registers.paths.at_risk import MONTHS, status_after
from analysis.registers.paths.standing import Standing

SHIFT = number(date.fromisoformat(str(grid.ORIGIN)))  # a register's weeks are counted from another Monday


@dataclass(frozen=True)
class World:
    """A country as a register holds it."""

    country: Country
    register: Register
    persons: pd.DataFrame
    activations: pd.DataFrame
    jobs: pd.DataFrame


def world(country: Country) -> World:
    """The register of a country, or of a part of one."""
    streams = {name: to_frame(pa.concat_tables(country.stream(name).batches)) for name in ("activations", "jobs")}
    return World(country, register(country.spells, country.persons), to_frame(country.persons), **streams)


def sets(of: World, **options: object) -> pd.DataFrame:
    """The risk sets of a world; ``options`` as for ``registers.risk_sets``."""
    return risk_sets(of.register, of.activations, of.persons, of.jobs, **options)  # type: ignore[arg-type]


def numbers(of: World, rows: pd.DataFrame) -> np.ndarray:
    """The persons of some rows by the country's own numbers."""
    found: np.ndarray = np.asarray(of.register.ids)[rows["person"].to_numpy()]
    return found


def without(of: World, began: pd.DataFrame, *, months: int = MONTHS) -> pd.DataFrame:
    """The outcomes of those who began, in the country where that very offer does not begin, all else alike.

    A person who began several offers, each in a course of its own, is looked at once for each: one is withheld at a
    time, and those before it are as they were.

    Returns
    -------
    DataFrame
        Indexed as ``began``; columns ``job_1`` … and ``off_1`` ….
    """
    turn = began.groupby("person").cumcount().to_numpy()
    parts = []
    for nth in range(turn.max() + 1):
        rows = began[turn == nth]
        people = np.searchsorted(of.country.people.number, numbers(of, rows))
        order = np.argsort(people)
        rows, people = rows.iloc[order], people[order]
        week = rows["week"].to_numpy()
        other = world(of.country.part(people).withholding(week - SHIFT))
        place = np.searchsorted(np.asarray(other.register.ids), other.country.people.number)
        outcomes = status_after(Standing(other.register, other.jobs), place, week, months)
        parts.append(pd.DataFrame(outcomes, index=rows.index))
    return pd.concat(parts).loc[began.index]
