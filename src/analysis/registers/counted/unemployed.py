"""The unemployed of a register: gross and net, the labour reserve, and the long-term unemployed in both senses."""

from collections.abc import Mapping

import numpy as np

from analysis import measure_lists, rules
from analysis.catalogue import TOTAL
from analysis.registers.counted.figures import Figure, Figures, quotient
from analysis.registers.counted.ground import Ground, Visited
from analysis.registers.paths.consecutive import since_consecutive
from analysis.registers.paths.unbroken import unbroken
from analysis.registers.tables import overlays
from analysis.registers.tables.seniority import OF, WEEKS, long_term_from
from analysis.registers.tables.stocks import full_time_table

# Who is ready for a job, by benefit: the visitations that say so; None where all are.
READY: Visited = {
    "a_dagpenge": None,
    "kontanthjaelp": ("jobparat", "match1"),
    "starthjaelp": ("jobparat", "match1"),
    "uddannelseshjaelp": ("aabenlyst_uddannelsesparat",),
    "integrationsydelse": ("jobparat",),
    "sho": ("jobparat",),
}
RESERVE = ("a_dagpenge", "kontanthjaelp", "starthjaelp")  # of the goals of 2011 and 2014


def figures(of: Ground) -> Figures:
    """``bruttoledige``, ``nettoledige``, ``bruttoledighedsprocent``, ``arbejdskraftreserve``, ``langtidsledige`` and
    ``langtidsledige_dst``."""
    all_ready = gross(of)
    given: Figures = _with_total("bruttoledige", all_ready)
    if of.activations is not None:
        net = {name: count - _active(of, name) for name, count in all_ready.items()}
        given |= _with_total("nettoledige", net)
    force = of.labour_force() if of.bases.labour_force_known else None
    if force is not None:
        given |= {
            ("bruttoledighedsprocent", benefit): quotient(figure.value, force)
            for (measure, benefit), figure in list(given.items())
            if measure == "bruttoledige"
        }
    long = {"arbejdskraftreserve": _reserve(of), "langtidsledige": _long_term(of)}
    if of.jobs is not None:
        long["langtidsledige_dst"] = _consecutive(of)
    for measure, (rows, since, told) in long.items():
        counts = _persons(of, rows, since, told)
        given |= {(measure, benefit): Figure(count) for benefit, count in counts.items()}
        if force is not None:
            given |= {(f"{measure}_pct", benefit): quotient(count, force) for benefit, count in counts.items()}
    return given


def gross(of: Ground) -> dict[str, np.ndarray]:
    """By benefit, full-time persons who are ready for a job, also in activation; months by areas."""
    return {name: _full_time(of, {name: READY[name]}) for name in READY if name in of.benefits}


def _full_time(of: Ground, benefits: Visited) -> np.ndarray:
    rows = of.on(benefits)
    if not len(rows):
        return of.nobody()
    ready = of.register.where(rows)
    return of.added(full_time_table(ready, of.calendar)[..., 0, 0].sum(axis=2))


def _active(of: Ground, benefit: str) -> np.ndarray:
    """Full-time persons in activation among those on a benefit who are ready for a job."""
    ready = of.register.where(of.on({benefit: READY[benefit]}))
    if not len(ready) or of.activations is None:
        return of.nobody()
    active = overlays.activation(ready, of.activations, norm=rules.latest("activation_norm"))
    return of.added(full_time_table(active, of.calendar)[..., 0, 0].sum(axis=2)) if len(active) else of.nobody()


def _with_total(measure: str, tables: Mapping[str, np.ndarray]) -> Figures:
    found: Figures = {(measure, benefit): Figure(table) for benefit, table in tables.items()}
    if tables:
        found[measure, TOTAL] = Figure(np.sum(list(tables.values()), axis=0))
    return found


Counted = tuple[np.ndarray, np.ndarray, np.ndarray]  # places of spells, the weeks from which they count, months told


def _reserve(of: Ground) -> Counted:
    """The unemployed whose support has been unbroken for so many weeks; any benefit that is paid keeps it so."""
    register, weeks = of.register, int(rules.latest("reserve_weeks"))
    rows = of.on({name: READY[name] for name in RESERVE})
    whole = unbroken(register, [name for name in measure_lists.paid() if name in register.benefits])
    at = whole.holding(register.person[rows].astype(np.int64), register.first[rows].astype(np.int64))
    since = np.maximum(register.first[rows], whole.first[at] + weeks - 1)
    return _met(of, rows, since, before=weeks - 1)


def _long_term(of: Ground) -> Counted:
    rows, since = long_term_from(of.register, weeks=WEEKS, of=OF, benefits={name: READY[name] for name in RESERVE})
    return _met(of, rows, since, before=OF - 1)


def _consecutive(of: Ground) -> Counted:
    rows = of.on(READY)
    weeks = int(rules.latest("consecutive_weeks"))
    since = since_consecutive(of.register, rows, of.jobs, weeks=weeks)
    return _met(of, rows, since, before=weeks - 1)


def _met(of: Ground, rows: np.ndarray, since: np.ndarray, *, before: int) -> Counted:
    """The spells in which the rule is met, and the months whose last week has so many weeks told before it."""
    met = since <= of.register.last[rows]
    closes = of.calendar.closes
    told = (closes - before >= of.register.first_week) & (closes <= of.register.last_week)
    return rows[met], since[met], told


def _persons(of: Ground, rows: np.ndarray, since: np.ndarray, told: np.ndarray) -> dict[str, np.ndarray]:
    """Persons by benefit and in all: kontanthjælp and what else is not dagpenge stand together."""
    insured = of.register.on("a_dagpenge")[rows]
    found = {}
    for benefit, kept in ((TOTAL, insured | True), ("a_dagpenge", insured), ("kontanthjaelp", ~insured)):
        table = of.present(rows[kept], since=since[kept])
        table[~told] = np.nan
        found[benefit] = table
    return found
