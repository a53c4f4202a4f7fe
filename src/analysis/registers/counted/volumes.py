"""How many are on each benefit: full-time persons, persons affected, who comes, who leaves, and for how long."""

from collections.abc import Iterator

import numpy as np

from analysis import catalogue
from analysis.catalogue import TOTAL
from analysis.registers.counted.figures import Figure, Figures, quotient
from analysis.registers.counted.ground import Ground
from analysis.registers.numbers.codes import BANDS
from analysis.registers.paths.courses import GAP, courses
from analysis.registers.tables.flows import began, ended

ALL_GROUPS = "ydelsesgrupper_i_alt"
MONTHS = 12


def figures(of: Ground) -> Figures:
    """``fuldtidspersoner``, ``beroerte``, ``tilgang``, ``afgang``, ``varighed``, ``andel_16_66`` and
    ``ydelsesgrupper_*``."""
    register = of.register
    found = courses(register, gap=GAP)
    came, left = began(register, of.calendar, found, GAP), ended(register, of.calendar, found, GAP)
    weeks = of.calendar.weeks[:, None]
    adults = of.residents(16, 66) if of.bases.population_known else None
    given: Figures = {}
    for benefit in of.benefits:
        at = register.benefits.index(benefit)
        full, persons = of.full_time(benefit), of.affected[benefit]
        given["fuldtidspersoner", benefit] = Figure(full)
        given["beroerte", benefit] = Figure(persons)
        given["varighed", benefit] = quotient(full * weeks, persons, scale=1)
        for name, table in (("tilgang", came), ("afgang", left)):
            own = table[:, :, at, 0, 0]
            given[name, benefit] = Figure(of.added(own, known=~np.isnan(own).all(axis=1)))
        if adults is not None:
            given["andel_16_66", benefit] = quotient(full, adults)
    listed = [name for name in groups() if name in of.benefits]
    if listed:
        whole = np.sum([of.full_time(name) for name in listed], axis=0)
        given[ALL_GROUPS, TOTAL] = Figure(whole)
        if adults is not None:
            given["ydelsesgrupper_andel_16_66", TOTAL] = quotient(whole, adults)
    return given | dict(_by_group(of, listed))


def groups() -> tuple[str, ...]:
    """The benefits of ``ydelsesgrupper_i_alt``, as the catalogue lists them."""
    parts = catalogue.measure(ALL_GROUPS).parts[TOTAL]
    return tuple(part.rpartition("/")[2] for part in parts)


def _by_group(of: Ground, listed: list[str]) -> Iterator[tuple[tuple[str, ...], Figure]]:
    """Full-time persons by sex and age group, as means of whole calendar years: what a standardisation needs."""
    register = of.register
    years = np.array([month[:4] for month in of.months.labels])
    whole = [str(year) for year in np.unique(years) if (years == year).sum() == MONTHS]
    if not whole:
        return
    for sex_at, sex in enumerate((TOTAL, *register.sexes)):
        for age_at, age in enumerate((TOTAL, *BANDS)):
            if sex == age == TOTAL:
                continue
            cell = of.full[:, :, :, sex_at, age_at]
            tables = {name: of.added(cell[:, :, register.benefits.index(name)]) for name in of.benefits}
            yearly = {name: _means(table, years, of.calendar.weeks, whole) for name, table in tables.items()}
            for benefit, table in yearly.items():
                yield ("fuldtidspersoner", benefit, sex, age), Figure(table, periods=whole, sex=sex, age=age)
            if listed:
                total = np.sum([yearly[name] for name in listed], axis=0)
                yield (ALL_GROUPS, TOTAL, sex, age), Figure(total, periods=whole, sex=sex, age=age)


def _means(table: np.ndarray, years: np.ndarray, weeks: np.ndarray, whole: list[str]) -> np.ndarray:
    """The mean of each year, its months weighted by their weeks; missing where a month is."""
    return np.array([np.average(table[years == year], axis=0, weights=weeks[years == year]) for year in whole])
