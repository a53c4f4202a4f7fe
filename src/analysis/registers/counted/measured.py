"""The measures of the catalogue, counted from a register: for every municipality, shared jobcenter, and the country."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis import catalogue
from analysis.areas import COUNTRY
from analysis.registers.counted import assistance, effort, origins, permanent, unemployed, volumes, youth
from analysis.registers.counted.figures import Figure, Figures, as_rows
from analysis.registers.counted.ground import Ground
from analysis.registers.numbers.bases import Bases
from analysis.registers.numbers.coding import register, traits
from analysis.registers.numbers.reported import Reported
from analysis.registers.numbers.weeks import Calendar

UNKNOWN = ""  # the municipality of those whose is not known: counted in the country only
TRAITS = ("origin", "education")  # of persons, where they are given

# A subject is a function from the ground to figures; another subject is one more line.
SUBJECTS: Sequence[Callable[[Ground], Figures]] = (
    assistance.figures,
    volumes.figures,
    unemployed.figures,
    permanent.figures,
    youth.figures,
    origins.figures,
    effort.figures,
)


def observations(
    spells: Any,
    persons: Any,
    *,
    first: str,
    last: str,
    activations: pd.DataFrame | None = None,
    jobs: pd.DataFrame | None = None,
    others: Mapping[str, pd.DataFrame] | None = None,
    population: pd.DataFrame | None = None,
    labour_force: pd.DataFrame | None = None,
    provisional_months: int = 3,
    source: str,
    retrieved: str,
) -> pd.DataFrame:
    """Every measure that the tables can give, unrounded, for the municipalities, shared jobcentres and the country.

    Persons are counted in the municipality of the week; a jobcenter of several municipalities, and the country, count
    each of theirs once, so they can be fewer than the sum of the municipalities. A benefit that nobody in the register
    is on has no figures, which is not to say that they are 0. An activation counts in the weeks on a benefit only.
    Where ``labour_force`` is not given, residents of 16 to 66 less those outside the labour force (``bases.OUTSIDE``)
    stand for it: too many, since those who neither work nor receive anything are among them.

    Parameters
    ----------
    spells, persons : DataFrame, Arrow table, or path
        As for ``coding.register``; ``persons`` also with ``origin`` and ``education``, without which there are no
        figures by them.
    first, last : str
        Months; both counted.
    activations : DataFrame, optional
        Columns ``person``, ``instrument``, ``start``, ``end`` and ``hours``; without it nothing about activation, nor
        net unemployment.
    jobs : DataFrame, optional
        Columns ``person``, ``month`` and ``hours``; without it no ordinary hours, nor unemployment in consecutive
        weeks.
    others : mapping of str to DataFrame, optional
        The other canonical tables that there are, by name: ``interviews``, ``companies``, ``orders``, ``job_logs`` and
        ``refugees``; without them nothing about what they tell (``effort.absent``).
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
        The columns of the canonical table ``observations``, in the order of its key, texts as categories. Quotients
        have their numerator and denominator. Missing where a base is, where nobody is in the base, and in months for
        which the register does not tell the weeks that the definition asks for. Full-time persons by sex and age
        group are means of whole years.
    """
    calendar = Calendar(first, last)
    whole = register(spells, persons)
    whole = replace(
        whole,
        first_week=min(whole.first_week, int(calendar.opens[0])),
        last_week=max(whole.last_week, int(calendar.closes[-1])),
    )
    bases = Bases(population, labour_force, calendar)
    municipalities = sorted({*whole.areas, *bases.areas} - {COUNTRY.code, UNKNOWN})
    reported = Reported(whole.areas, municipalities)
    ground = Ground(whole, calendar, reported, bases, traits(persons, TRAITS), activations, jobs, others or {})
    figures = _residents(ground)
    for subject in SUBJECTS:
        figures |= subject(ground)
    return as_rows(
        figures,
        codes=ground.codes,
        months=calendar.labels,
        provisional=provisional_months,
        source=source,
        retrieved=retrieved,
    )


def _residents(of: Ground) -> Figures:
    quarters, residents = of.bases.residents(of.reported.municipalities)
    if not len(quarters):
        return {}
    hosts = np.full((len(quarters), len(of.hosts)), np.nan)
    for row, quarter in enumerate(quarters):
        shared = of.reported.shared(f"{quarter[:4]}-{3 * int(quarter[-1]) - 2:02d}")
        for column, host in enumerate(of.hosts):
            at = [place for place, one in enumerate(of.reported.municipalities) if one in shared.get(host, ())]
            hosts[row, column] = residents[row, at].sum() if at else np.nan
    whole = np.column_stack([residents[:, :-1], hosts, residents[:, -1]])
    return {("befolkning", catalogue.TOTAL): Figure(whole, periods=quarters, settled=True)}
