"""A table of durations: one row per course on a benefit, how long it has lasted, and where it led."""

from collections.abc import Collection

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.registers.numbers.codes import BANDS, SELF_SUPPORT, Register, band
from analysis.registers.numbers.coding import places
from analysis.registers.numbers.weeks import ORIGIN, YEARS, Calendar
from analysis.registers.paths.chained import Chains, NoCoursesError, chains
from analysis.registers.paths.courses import GAP
from analysis.registers.paths.first_offers import NEVER, first_offers
from analysis.registers.paths.standing import Standing

JOB = "job"
OUTSIDE = "andre"  # ages outside the bands


def durations(
    register: Register,
    *,
    benefit: str,
    first: str,
    last: str,
    stock: bool = False,
    areas: Collection[str] | None = None,
    censored: Collection[str] = (),
    persons: pd.DataFrame | None = None,
    jobs: pd.DataFrame | None = None,
    activations: pd.DataFrame | None = None,
    gap: int = GAP,
) -> pd.DataFrame:
    """The courses that began in some months, or, of a stock, all that went on in them.

    Spells are put together over moves and over gaps of less than ``gap`` weeks. A course that the register's first
    weeks do not show the beginning of is left out, since nobody knows how long it has lasted. One whose gap has not
    passed when the register ends is open: it is censored at its last week. Death, emigration and pension are
    destinations like any other, and thereby compete, unless they are ``censored``.

    Parameters
    ----------
    register : Register
    benefit : str
    first, last : str
        Months; both counted.
    stock : bool
        False: courses that began in the months, followed to the end of the register. True: those that went on in some
        week of the months, under observation in them only; ``entry`` is how long a course had lasted before.
    areas : collection of str, optional
        Municipalities in which the courses began; None: all.
    censored : collection of str
        Destinations that end the observation without being an exit.
    persons : DataFrame, optional
        With ``origin`` and ``education`` by ``person``; without it the table has neither.
    jobs : DataFrame, optional
        As for ``standing.Standing``; without it nobody's destination is a job.
    activations : DataFrame, optional
        As ``contracts`` has them; without it the table has no offers.
    gap : int
        Weeks without the benefit that end a course.

    Returns
    -------
    DataFrame
        One row per course, by person and week. Columns: ``person`` (place in the register, no identification),
        ``first_week`` (Monday), ``area`` (where it began), ``cohort`` (year of the first week), ``age`` (band then),
        ``sex``, ``origin`` and ``education`` (where ``persons`` is given), ``entry`` and ``weeks`` (so far),
        ``ended``, ``destination`` (benefit, state, ``job`` or ``selvforsoergende`` when the gap is over; empty while
        open), ``told`` (weeks from the first whose end, if they had one, is told), ``away`` (weeks until the next
        course, missing for none) and ``told_after`` (weeks after the last that the register tells of, missing while
        open). With ``activations`` also ``offer`` (weeks before the first offer began, as ``models.split_episodes``
        takes them: 0 in the first week, missing for none, below 0 where it lasts from before the course) and
        ``instrument`` (of that offer; empty for none).

    Raises
    ------
    NoCoursesError
        If the register has no spell on the benefit, or none such began in the months and areas.
    """
    whole = chains(register, benefit, gap=gap)
    calendar = Calendar(first, last)
    opens, closes = int(calendar.opens[0]), min(int(calendar.closes[-1]), register.last_week)
    kept = whole.first - gap >= register.first_week
    kept &= (whole.first <= closes) & ((whole.last >= opens) if stock else (whole.first >= opens))
    if areas is not None:
        kept &= np.isin(register.area[whole.opening], [at for at, one in enumerate(register.areas) if one in areas])
    if not kept.any():
        raise NoCoursesError(f"No course on '{benefit}' {'went on' if stock else 'began'} in {first} to {last}.")
    found = Chains(*(getattr(whole, name)[kept] for name in Chains.__dataclass_fields__))
    rows = described(register, found, persons)
    if activations is not None:
        offers = first_offers(register, activations, whole)
        week, which = offers.week[kept], offers.which[kept]
        begun = week < NEVER
        rows["offer"] = np.where(begun, week - found.first, np.nan)
        rows["instrument"] = np.append(activations["instrument"].astype(str).to_numpy(), "")[which]
    known = found.last + gap <= register.last_week
    to = _destinations(register, found, known, jobs, gap)
    ended = known & ~np.isin(to, list(censored))
    until = np.minimum(found.last, closes) if stock else found.last
    ended &= until == found.last
    entry = np.maximum(opens - found.first, 0) if stock else np.zeros(len(until), dtype=np.int64)
    again = np.where(found.following > register.last_week, np.nan, found.following - found.last - 1.0)
    return rows.assign(
        entry=entry,
        weeks=until - found.first + 1,
        ended=ended,
        destination=np.where(ended, to, ""),
        told=register.last_week - gap - found.first + 1,
        away=np.where(ended, again, np.nan),
        told_after=np.where(ended, register.last_week - found.last, np.nan),
    )


def described(register: Register, found: Chains, persons: pd.DataFrame | None) -> pd.DataFrame:
    """Who the courses are of, and when and where they began: the first columns of ``durations``."""
    year = YEARS[found.first]
    ages = np.array([OUTSIDE, *BANDS])[band(year, register.birth_year[found.person])]
    rows = pd.DataFrame(
        {
            "person": found.person,
            "first_week": (ORIGIN + found.first * 7).astype("datetime64[s]"),
            "area": np.array(register.areas)[register.area[found.opening]],
            "cohort": year.astype(str),
            "age": ages,
            "sex": np.array(register.sexes)[register.sex[found.person]],
        }
    )
    if persons is not None:
        at = places(register, pa.array(persons["person"]))
        known = at >= 0
        for name in ("origin", "education"):
            by_place = np.full(len(register.birth_year), "", dtype=object)
            by_place[at[known]] = persons[name].astype(str).to_numpy()[known]
            rows[name] = by_place[found.person]
    return rows


def _destinations(
    register: Register, found: Chains, known: np.ndarray, jobs: pd.DataFrame | None, gap: int
) -> np.ndarray:
    standing = Standing(register, jobs)
    person, week = found.person[known], found.last[known] + gap
    code = standing.benefit(person, week)
    named = np.array([*register.benefits, SELF_SUPPORT], dtype=object)[code]
    if jobs is not None:
        named[(named == SELF_SUPPORT) & standing.at_work(person, week)] = JOB
    to = np.full(len(known), "", dtype=object)
    to[known] = named
    return to
