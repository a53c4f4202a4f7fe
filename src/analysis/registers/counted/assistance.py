"""The measures that the first sources print: unemployed, kontanthjælp, activation and ordinary hours."""

import numpy as np

from analysis.catalogue import TOTAL
from analysis.registers.counted.figures import Figure, Figures, quotient
from analysis.registers.counted.ground import Ground
from analysis.registers.numbers.codes import Register
from analysis.registers.tables import overlays
from analysis.registers.tables.seniority import OF, UNEMPLOYED, long_term_tables
from analysis.registers.tables.stocks import affected_table, full_time_table

KONTANTHJAELP = "kontanthjaelp"
PARTS = tuple(UNEMPLOYED)


def figures(of: Ground) -> Figures:
    """``ledige_*``, ``langtidsledige_fuldtid``, ``kontanthjaelp_*``, ``aktiveringsgrad``,
    ``andel_aktiveringsberoerte`` and ``ordinaere_timer_*``."""
    assisted = of.register.where(of.register.on(KONTANTHJAELP))
    persons = _distinct(of, assisted)
    given = _unemployed(of) | _assistance(of, persons)
    if of.activations is not None:
        active = overlays.activation(assisted, of.activations)
        given["aktiveringsgrad", KONTANTHJAELP] = quotient(_full(of, active), of.full_time(KONTANTHJAELP))
        given["andel_aktiveringsberoerte", KONTANTHJAELP] = quotient(_distinct(of, active), persons)
    if of.jobs is not None:
        working = _distinct(of, overlays.work(assisted, of.jobs, of.calendar))
        given["ordinaere_timer_personer", KONTANTHJAELP] = Figure(working)
        given["ordinaere_timer_andel", KONTANTHJAELP] = quotient(working, persons)
    return given


def _unemployed(of: Ground) -> Figures:
    """Those on a-dagpenge, and the job-ready on kontanthjælp."""
    ready = of.register.where(of.on(UNEMPLOYED))
    now, long = {}, {}
    if len(ready):
        full, since = full_time_table(ready, of.calendar), long_term_tables(ready, of.calendar)["full_time"]
    for part in PARTS:
        if len(ready) and part in ready.benefits:
            at = ready.benefits.index(part)
            now[part] = of.added(full[:, :, at, 0, 0])
            own = since[:, :, at, 0, 0]
            long[part] = of.added(own, known=~np.isnan(own).all(axis=1))
        else:
            now[part], long[part] = of.nobody(), of.nobody()
            long[part][of.calendar.closes - (OF - 1) < of.register.first_week] = np.nan
    found: Figures = {}
    for benefit in (TOTAL, *PARTS):
        parts = PARTS if benefit == TOTAL else (benefit,)
        count = np.sum([now[part] for part in parts], axis=0)
        found["ledige_fuldtid", benefit] = Figure(count)
        found["langtidsledige_fuldtid", benefit] = Figure(np.sum([long[part] for part in parts], axis=0))
        if of.bases.labour_force_known:
            found["ledige_pct_arbejdsstyrken", benefit] = quotient(count, of.labour_force())
    return found


def _assistance(of: Ground, persons: np.ndarray) -> Figures:
    full = of.full_time(KONTANTHJAELP)
    found: Figures = {
        ("kontanthjaelp_personer", KONTANTHJAELP): Figure(persons),
        ("kontanthjaelp_fuldtid", KONTANTHJAELP): Figure(full),
    }
    if of.bases.labour_force_known:
        found["kontanthjaelp_pct_arbejdsstyrken", KONTANTHJAELP] = quotient(full, of.labour_force())
    if of.bases.population_known:
        found["kontanthjaelp_pct_befolkning", KONTANTHJAELP] = quotient(full, of.residents(16, 66))
    return found


def _full(of: Ground, some: Register) -> np.ndarray:
    """Full-time persons of all benefits of a register, months by areas."""
    return of.added(full_time_table(some, of.calendar)[..., 0, 0].sum(axis=2)) if len(some) else of.nobody()


def _distinct(of: Ground, some: Register) -> np.ndarray:
    if not len(some):
        return of.nobody()
    return of.distinct(some, lambda one: affected_table(one, of.calendar)[..., 0, 0])[KONTANTHJAELP]
