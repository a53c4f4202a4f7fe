"""What every measure is counted from: one register, its months and areas, and what lies beside it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import cast

import numpy as np
import pandas as pd

from analysis import measure_lists
from analysis.areas import COUNTRY
from analysis.catalogue import TOTAL
from analysis.registers.numbers.bases import Bases
from analysis.registers.numbers.codes import BANDS, Register
from analysis.registers.numbers.reported import Periods, Reported, by_month
from analysis.registers.numbers.weeks import Calendar
from analysis.registers.tables.stocks import affected_table, full_time_table, told
from analysis.registers.tables.unions import present_table, united

Visited = Mapping[str, Collection[str] | None]  # benefit -> the visitations that count; None for all


@dataclass(frozen=True, eq=False)
class Ground:
    """One register with its calendar, areas and denominators.

    Attributes
    ----------
    persons : DataFrame
        ``persons`` as delivered, in the order of ``register.ids``.
    activations, jobs : DataFrame or None
        As delivered; None where there are none.
    others : mapping of str to DataFrame
        The other tables that were delivered, by name: ``interviews``, ``companies``, ``orders``, ``job_logs``,
        ``refugees``.
    """

    register: Register
    calendar: Calendar
    reported: Reported
    bases: Bases
    persons: pd.DataFrame
    activations: pd.DataFrame | None = None
    jobs: pd.DataFrame | None = None
    others: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table that lies beside the register, by its name."""
        given = {"activations": self.activations, "jobs": self.jobs, **self.others}
        return {name: table for name, table in given.items() if table is not None}

    @cached_property
    def months(self) -> Periods:
        """The months that are counted."""
        return by_month(self.calendar)

    @cached_property
    def codes(self) -> list[tuple[str, str]]:
        """The kind and code of the areas that figures are given for, in the order of the columns of every table."""
        return self.reported.codes(self.months)

    @cached_property
    def hosts(self) -> list[str]:
        """The jobcentres of several municipalities in any of the months."""
        return [code for kind, code in self.codes if kind == "jobcenter"]

    @cached_property
    def benefits(self) -> tuple[str, ...]:
        """The benefits that anybody is on in the months; what a register never has is not counted as 0."""
        inside = (self.register.last >= self.calendar.opens[0]) & (self.register.first <= self.calendar.closes[-1])
        used = np.bincount(self.register.benefit[inside], minlength=len(self.register.benefits))
        paid = {*measure_lists.paid()}
        return tuple(name for name, times in zip(self.register.benefits, used, strict=True) if times and name in paid)

    @cached_property
    def full(self) -> np.ndarray:
        """Full-time persons in the shape of ``shapes.margins``."""
        return full_time_table(self.register, self.calendar)

    @cached_property
    def affected(self) -> dict[str, np.ndarray]:
        """By benefit, persons with at least one week in the month; each once in an area. Months by areas."""
        return self.distinct(self.register, lambda of: affected_table(of, self.calendar)[..., 0, 0])

    def full_time(self, benefit: str) -> np.ndarray:
        """Full-time persons on a benefit, months by areas; 0 where nobody is."""
        if benefit not in self.register.benefits:
            return self.nobody()
        return self.added(self.full[:, :, self.register.benefits.index(benefit), 0, 0])

    def nobody(self) -> np.ndarray:
        """0 by months and areas, missing in months that the register does not tell."""
        return self.added(np.zeros((len(self.months), len(self.register.areas))))

    def added(self, table: np.ndarray, *, known: np.ndarray | None = None) -> np.ndarray:
        """A table of months by the register's areas, added up to the areas that figures are given for.

        Missing in months in which the table is, or by default in those that the register does not tell.
        """
        gone = ~told(self.register, self.calendar) if known is None else ~known
        gone = gone | np.isnan(table).all(axis=1)
        found = self.reported.added(np.nan_to_num(table), self.months)
        found[gone] = np.nan
        return found

    def distinct(self, of: Register, make: Callable[[Register], np.ndarray]) -> dict[str, np.ndarray]:
        """By benefit, a table in which each person counts once in an area, months by areas.

        A jobcenter of several municipalities is counted on its own, and so is the country.

        Parameters
        ----------
        of : Register
            What is counted, of the areas of ``register``.
        make : callable
            From a register to its months by areas by benefits.
        """
        names = of.benefits[: of.counted]
        found = {name: self.nobody() for name in names}
        if not len(of):
            return found
        own = make(of)
        country = make(of.joined(dict.fromkeys(of.areas, COUNTRY.code)))[:, 0]
        for at, name in enumerate(names):
            found[name] = self.added(own[:, :, at], known=~np.isnan(own[:, :, at]).all(axis=1))
            found[name][:, -1] = country[:, at]
        for column, host, served, months in self._served:
            here = of.where(
                np.flatnonzero(np.isin(of.area, [of.areas.index(code) for code in served if code in of.areas]))
            )
            table = make(here.joined(dict.fromkeys(here.areas, host)))[:, 0] if len(here) else None
            for at, name in enumerate(names):
                values = found[name][:, 0] * 0 if table is None else table[:, at]
                found[name][months, column] = values[months]
        return found

    def widened(self, table: np.ndarray) -> np.ndarray:
        """A table of months by municipalities and the country, with the jobcentres of several added up."""
        return self.reported.widened(table, self.months)

    def present(
        self, rows: np.ndarray, *, since: np.ndarray | None = None, ages: Sequence[str] | None = None
    ) -> np.ndarray:
        """Persons in some spells in the last week of the month, each once in an area; months by areas.

        Parameters
        ----------
        rows : ndarray of int
            Places of spells.
        since : ndarray of int, optional
            The week from which each counts; its first by default.
        ages : sequence of str, optional
            The age groups (``codes.BANDS``) that count; everybody by default.
        """
        kept = self.register.where(rows)
        if since is not None:
            kept = replace(kept, first=since.astype(np.int16))
        groups = [0] if ages is None else [1 + BANDS.index(age) for age in ages]
        return self.distinct(united(kept), lambda of: present_table(of, self.calendar)[..., 0, groups].sum(axis=-1))[
            TOTAL
        ]

    def on(self, benefits: Visited | Collection[str]) -> np.ndarray:
        """The places of the spells on some benefits, with some visitations where those are given."""
        chosen = benefits if isinstance(benefits, Mapping) else dict.fromkeys(benefits)
        kept = np.zeros(len(self.register), dtype=bool)
        for benefit, visitations in chosen.items():
            kept |= self.register.on(benefit, visitations)
        return np.flatnonzero(kept)

    def trait(self, name: str, values: Collection[str]) -> np.ndarray:
        """A mask by person: whether a column of ``persons`` has one of some values."""
        return cast(np.ndarray, self.persons[name].isin(list(values)).to_numpy(dtype=bool))

    def labour_force(self) -> np.ndarray:
        """The labour force by months and areas."""
        wide = len(self.reported.municipalities)
        whole = self.bases.labour_force(
            self.reported.municipalities, lambda name: self.full_time(name)[:, [*range(wide), -1]]
        )
        return self.widened(whole)

    def residents(self, low: int, high: int, *, origin: str | None = None) -> np.ndarray:
        """Residents of some ages by months and areas, of one origin where it is given."""
        return self.widened(self.bases.of_ages(self.reported.municipalities, low, high, origin=origin))

    @cached_property
    def _served(self) -> list[tuple[int, str, tuple[str, ...], np.ndarray]]:
        """For each jobcenter of several and each set it serves: its column, host, municipalities and months."""
        found = []
        shared = [self.reported.shared(month) for month in self.months.labels]
        for column, host in enumerate(self.hosts, start=len(self.reported.municipalities)):
            served = [one.get(host, ()) for one in shared]
            for codes in dict.fromkeys(filter(None, served)):
                found.append((column, host, codes, np.flatnonzero([one == codes for one in served])))
        return found
