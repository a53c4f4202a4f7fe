"""Permanent support: how many are on it, and who is granted førtidspension for the first time."""

import numpy as np

from analysis import benefits, periods
from analysis.catalogue import TOTAL
from analysis.registers.counted.figures import Figure, Figures, quotient
from analysis.registers.counted.ground import Ground
from analysis.registers.numbers.weeks import Calendar

PENSION = "foertidspension"
YEAR = 12


def figures(of: Ground) -> Figures:
    """``permanent_forsoergelse`` and ``tilgang_foertidspension``, with their rates."""
    three = [name for name in benefits.permanent() if name in of.benefits]
    adults = of.residents(16, 66) if of.bases.population_known else None
    given: Figures = {}
    for benefit, names in {TOTAL: three, **{name: [name] for name in three}}.items():
        if names:
            persons = of.present(of.on(names))
            given["permanent_forsoergelse", benefit] = Figure(persons)
            if adults is not None:
                given["permanent_andel_16_66", benefit] = quotient(persons, adults)
    if PENSION in of.register.benefits:
        labels = [f"{month}R12" for month in of.months.labels]
        granted = first_granted(of)
        given["tilgang_foertidspension", PENSION] = Figure(granted, periods=labels)
        if adults is not None:
            rate = quotient(granted, adults, scale=1000, periods=labels)
            given["tilgang_foertidspension_pr_1000", PENSION] = rate
    return given


def first_granted(of: Ground) -> np.ndarray:
    """Persons whose first spell of førtidspension began in the 12 months to each month, by months and areas.

    They are counted where they lived in its first week. Who has it in the register's first week is no inflow: when it
    was granted is not known. Missing where the register does not tell the 12 months.
    """
    register = of.register
    rows = np.flatnonzero(register.on(PENSION))
    _, earliest = np.unique(register.person[rows], return_index=True)  # the register is in the order of first weeks
    rows = rows[earliest]
    rows = rows[register.first[rows] > register.first_week]
    calendar = Calendar(periods.shift(of.calendar.first, 1 - YEAR), of.calendar.last)
    month = calendar.by_month.of_week[register.first[rows]].astype(np.int64)
    inside = (month >= 0) & (month < len(calendar.labels))
    wide = len(register.areas)
    key = month[inside] * wide + register.area[rows[inside]]
    monthly = np.bincount(key, minlength=len(calendar.labels) * wide).reshape(-1, wide)
    summed = np.concatenate([np.zeros((1, wide)), np.cumsum(monthly, axis=0)])
    yearly = summed[YEAR:] - summed[:-YEAR]
    told = (calendar.opens[: len(yearly)] > register.first_week) & (of.calendar.closes <= register.last_week)
    return of.added(yearly, known=told)
