"""The measures of the catalogue, counted from a register: for every municipality and the country."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis import catalogue
from analysis.areas import COUNTRY
from analysis.registers import overlays
from analysis.registers.bases import Bases
from analysis.registers.codes import Register
from analysis.registers.coding import register
from analysis.registers.figures import Figure, Figures, as_rows, rate
from analysis.registers.seniority import UNEMPLOYED, long_term_tables
from analysis.registers.stocks import affected_table, full_time_table
from analysis.registers.weeks import Calendar

DAGPENGE, KONTANTHJAELP = "a_dagpenge", "kontanthjaelp"
PARTS = (DAGPENGE, KONTANTHJAELP)
UNKNOWN = ""  # the municipality of those whose is not known: counted in the country only


def observations(
    spells: pd.DataFrame,
    persons: pd.DataFrame,
    *,
    first: str,
    last: str,
    activations: pd.DataFrame | None = None,
    jobs: pd.DataFrame | None = None,
    population: pd.DataFrame | None = None,
    labour_force: pd.DataFrame | None = None,
    provisional_months: int = 3,
    source: str,
    retrieved: str,
) -> pd.DataFrame:
    """Every measure that the tables can give, unrounded, for the municipalities and the country.

    Unemployed are those on a-dagpenge or job-ready on kontanthjælp. Persons are counted in the municipality of the
    week; the country's persons are counted once each, so they are fewer than the sum of the municipalities. An
    activation counts in the weeks on kontanthjælp only; 37 hours a week are full time. Where ``labour_force`` is not
    given, residents of 16 to 66 less those outside the labour force (``bases.OUTSIDE``) stand for it: too many, since
    those who neither work nor receive anything are among them.

    Parameters
    ----------
    spells, persons : DataFrame
        As for ``coding.register``.
    first, last : str
        Months; both counted.
    activations : DataFrame, optional
        Columns ``person``, ``start``, ``end`` and ``hours``; without it no rates of activation.
    jobs : DataFrame, optional
        Columns ``person``, ``month`` and ``hours``; without it no ordinary hours.
    population : DataFrame, optional
        Columns ``area``, ``period`` (quarters), ``age``, ``sex``, ``origin`` and ``count``; without it no
        ``befolkning`` and no rates of the population. A month takes the first day of its quarter.
    labour_force : DataFrame, optional
        Columns ``area``, ``year`` and ``count``. A month takes its own year, or else the latest before.
    provisional_months : int
        How many of the last months are provisional.
    source, retrieved : str
        Written in each row.

    Returns
    -------
    DataFrame
        The columns of the canonical table ``observations``, sorted by measure, benefit, period and area. Rates are in
        per cent and have their numerator and denominator. Missing where a base is, where nobody is in the base, and,
        for the long-term unemployed, in months before the spells go back 52 weeks.
    """
    calendar = Calendar(first, last)
    whole = register(spells, persons)
    whole = replace(
        whole,
        first_week=min(whole.first_week, int(calendar.opens[0])),
        last_week=max(whole.last_week, int(calendar.closes[-1])),
    )
    bases = Bases(population, labour_force, calendar)
    counted = _Counted(whole, calendar, sorted({*whole.areas, *bases.areas} - {COUNTRY.code, UNKNOWN}))
    figures = {**counted.unemployed(bases), **counted.assistance(bases)}
    if activations is not None:
        figures |= counted.activation(activations)
    if jobs is not None:
        figures |= counted.hours(jobs)
    parts = [
        as_rows(measure, benefit, figure, counted.areas, calendar.labels, provisional_months)
        for (measure, benefit), figure in sorted(figures.items(), key=lambda item: item[0])
    ]
    quarters, residents = bases.residents(counted.areas)
    if len(quarters):
        parts.insert(0, as_rows("befolkning", catalogue.TOTAL, Figure(residents), counted.areas, quarters, 0))
    table = pd.concat(parts, ignore_index=True)
    table["source"], table["retrieved"] = source, retrieved[:10]
    return table


class _Counted:
    """Counts one register; each method gives the measures of one subject."""

    def __init__(self, whole: Register, calendar: Calendar, areas: list[str]) -> None:
        self.calendar, self.areas = calendar, areas
        self.assisted = whole.where(whole.on(KONTANTHJAELP))
        self.ready = whole.where(np.logical_or.reduce([whole.on(name, kept) for name, kept in UNEMPLOYED.items()]))
        self.full = self._adding(whole, full_time_table(whole, calendar))
        self.persons = self._distinct(self.assisted)

    def unemployed(self, bases: Bases) -> Figures:
        """``ledige_*`` and ``langtidsledige_fuldtid``."""
        now = self._adding(self.ready, full_time_table(self.ready, self.calendar))
        long = self._adding(self.ready, long_term_tables(self.ready, self.calendar)["full_time"])
        found: Figures = {}
        for benefit in (catalogue.TOTAL, *PARTS):
            parts = PARTS if benefit == catalogue.TOTAL else (benefit,)
            count = np.sum([now(part) for part in parts], axis=0)
            found["ledige_fuldtid", benefit] = Figure(count)
            found["langtidsledige_fuldtid", benefit] = Figure(np.sum([long(part) for part in parts], axis=0))
            if bases.labour_force_known:
                force = bases.labour_force(self.areas, self.full)
                found["ledige_pct_arbejdsstyrken", benefit] = rate(count, force)
        return found

    def assistance(self, bases: Bases) -> Figures:
        """``kontanthjaelp_*``."""
        full = self.full(KONTANTHJAELP)
        found = {"kontanthjaelp_personer": Figure(self.persons), "kontanthjaelp_fuldtid": Figure(full)}
        if bases.labour_force_known:
            force = bases.labour_force(self.areas, self.full)
            found["kontanthjaelp_pct_arbejdsstyrken"] = rate(full, force)
        if bases.population_known:
            found["kontanthjaelp_pct_befolkning"] = rate(full, bases.of_working_age(self.areas))
        return _named(found)

    def activation(self, activations: pd.DataFrame) -> Figures:
        """``aktiveringsgrad`` and ``andel_aktiveringsberoerte``."""
        active = overlays.activation(self.assisted, activations)
        full = self._adding(active, full_time_table(active, self.calendar))(KONTANTHJAELP)
        return _named(
            {
                "aktiveringsgrad": rate(full, self.full(KONTANTHJAELP)),
                "andel_aktiveringsberoerte": rate(self._distinct(active), self.persons),
            }
        )

    def hours(self, jobs: pd.DataFrame) -> Figures:
        """``ordinaere_timer_*``."""
        working = self._distinct(overlays.work(self.assisted, jobs, self.calendar))
        return _named(
            {"ordinaere_timer_personer": Figure(working), "ordinaere_timer_andel": rate(working, self.persons)}
        )

    def _adding(self, of: Register, table: np.ndarray) -> Callable[[str], np.ndarray]:
        """By benefit, its months by areas with the country, which is their sum."""

        def by_benefit(benefit: str) -> np.ndarray:
            found = self._placed(of, table, benefit)
            if benefit not in of.benefits:
                return np.column_stack([found, found.sum(axis=1)])
            return np.column_stack([found, table[:, :, of.benefits.index(benefit), 0, 0].sum(axis=1)])

        return by_benefit

    def _distinct(self, of: Register) -> np.ndarray:
        """Persons on kontanthjælp by months and areas; the country's are counted on their own."""
        if not len(of):
            return np.zeros((len(self.calendar.labels), len(self.areas) + 1))
        own = self._placed(of, affected_table(of, self.calendar), KONTANTHJAELP)
        country = affected_table(of.joined(dict.fromkeys(of.areas, COUNTRY.code)), self.calendar)
        return np.column_stack([own, country[:, 0, of.benefits.index(KONTANTHJAELP), 0, 0]])

    def _placed(self, of: Register, table: np.ndarray, benefit: str) -> np.ndarray:
        untold = np.isnan(table).all(axis=(1, 2, 3, 4))
        found = np.where(untold[:, None], np.nan, np.zeros((len(table), len(self.areas))))
        if benefit in of.benefits:
            for at, area in enumerate(of.areas):
                if area in self.areas:
                    found[:, self.areas.index(area)] = table[:, at, of.benefits.index(benefit), 0, 0]
        return found


def _named(found: dict[str, Figure]) -> Figures:
    return {(measure, KONTANTHJAELP): figure for measure, figure in found.items()}
