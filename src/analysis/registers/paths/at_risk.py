"""Risk sets: in each week, those who begin an offer beside those who are open too and have begun none."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from analysis.errors import AnalysisError
from analysis.registers.numbers.codes import STATES, Register
from analysis.registers.numbers.weeks import LAST, YEARS, Calendar, monday
from analysis.registers.paths.chained import Chains, NoCoursesError, chains
from analysis.registers.paths.courses import GAP
from analysis.registers.paths.first_offers import first_offers
from analysis.registers.paths.lasting import described
from analysis.registers.paths.standing import NOTHING, Standing

MONTHS = 12  # of follow-up
MOST_CONTROLS, MOST_ROWS = 10, 40_000
YEAR, BEFORE = 52, 104  # weeks; BEFORE of the time before a course
EDUCATION = "su"
_MONTH = np.array([(monday(week) + 3).astype("datetime64[M]").astype(int) % 12 + 1 for week in range(LAST + 1)])


def weeks_after(months: int) -> int:
    """So many months in whole weeks.

    >>> [weeks_after(months) for months in (1, 3, 6, 12)]
    [4, 13, 26, 52]
    """
    return round(months * YEAR / 12)


def risk_sets(
    register: Register,
    activations: pd.DataFrame,
    persons: pd.DataFrame,
    jobs: pd.DataFrame,
    *,
    benefit: str,
    first: str,
    last: str,
    instruments: Collection[str] | None = None,
    areas: Collection[str] | None = None,
    months: int = MONTHS,
    longest: int = YEAR,
    most_controls: int = MOST_CONTROLS,
    most_rows: int = MOST_ROWS,
    seed: int = 20101,
    gap: int = GAP,
) -> pd.DataFrame:
    """Those who begin their first offer in a week, and those who are open in it without one, week by week.

    A row is a course in one week: open since equally many weeks, without an offer before. It is ``started`` where the
    course's first offer begins in that week and is of the ``instruments``; where that is of others, or one lasts from
    before the course, the week and those after it are in neither group. Nobody is a control because of what came
    later, so controls may begin an offer the next week: what is compared is to begin now and not to begin now.
    Of the controls some are drawn in each elapsed month, as many for each that started; a comparison within the
    elapsed month needs no weights for that.

    Parameters
    ----------
    register : Register
        Of all spells of the persons that are meant, on any benefit.
    activations, persons, jobs : DataFrame
        As ``contracts`` has them.
    benefit : str
    first, last : str
        Months in which somebody may start; both counted.
    instruments : collection of str, optional
        None: all.
    areas : collection of str, optional
        Municipalities in which the courses began; None: all.
    months : int
        Follow-up. Weeks for which the register does not tell all of it are left out, for those who started and the
        others alike.
    longest : int
        Weeks of a course in which somebody may start.
    most_controls, most_rows : int
        Controls for each that started; rows in all, beyond which there are fewer controls for each.
    seed : int
        Of the drawing of controls.
    gap : int
        Weeks without the benefit that end a course.

    Returns
    -------
    DataFrame
        One row per course and week. Columns: ``person`` (place in the register, no identification), ``week`` (as
        ``weeks.number`` counts), ``started``, ``elapsed`` (whole months since the first week), ``area``, ``age``,
        ``sex``, ``origin``, ``education`` (at the beginning of the course), ``visitation`` (that week), ``year`` and
        ``season`` (month of the year, as text), ``before`` (share of the two years before the course on a benefit,
        looked at every fourth week), and for each month of follow-up ``job_1`` … (1 in work or education, without any
        other benefit, else 0) and ``off_1`` … (1 without any benefit, or in education; 0 for those who died, left the
        country or are pensioned). ``attrs`` has ``at_risk`` (weeks before controls were drawn), ``starters`` and the
        months that ``first`` and ``last`` came to.

    Raises
    ------
    AnalysisError
        If no week can be followed so long; ``NoCoursesError`` if nobody is at risk or begins.
    """
    opens, closes = _window(register, first, last, months)
    whole = chains(register, benefit, gap=gap)
    offers = first_offers(register, activations, whole)
    kept = (whole.first - BEFORE >= register.first_week) & (whole.first <= closes) & (whole.last >= opens)
    if areas is not None:
        kept &= np.isin(register.area[whole.opening], [at for at, one in enumerate(register.areas) if one in areas])
    found = Chains(*(getattr(whole, name)[kept] for name in Chains.__dataclass_fields__))
    offer, which = offers.week[kept], offers.which[kept]
    since = np.maximum(found.first, opens)
    until = np.minimum(np.minimum(found.last, closes), found.first + longest - 1)
    wanted = np.ones(len(activations) + 1, dtype=bool)
    if instruments is not None:
        wanted[:-1] = activations["instrument"].isin(instruments).to_numpy()
    wanted[-1] = False
    starter = np.flatnonzero((offer >= since) & (offer <= until) & wanted[which])
    course, week = _controls(found, since, np.minimum(until, offer - 1))
    if not len(course) or not len(starter):
        what = "is at risk of" if not len(course) else "begins"
        raise NoCoursesError(f"Nobody on '{benefit}' {what} such an offer in {first} to {last}.")
    elapsed = (week - found.first[course]) * 12 // YEAR
    starts = (offer[starter] - found.first[starter]) * 12 // YEAR
    chosen = _drawn(elapsed, starts, most_controls, most_rows, seed)
    at_risk = len(course)
    course, week = np.concatenate([starter, course[chosen]]), np.concatenate([offer[starter], week[chosen]])
    started = np.arange(len(course)) < len(starter)
    rows = _covariates(register, found, persons, course, week)
    rows.insert(2, "started", started)
    rows = rows.assign(**status_after(Standing(register, jobs), found.person[course], week, months))
    rows.attrs.update({"at_risk": at_risk, "starters": len(starter), "first": first, "last": last})
    return rows


def status_after(standing: Standing, person: np.ndarray, week: np.ndarray, months: int) -> dict[str, np.ndarray]:
    """What has become of persons 1, 2, … months after a week each: the columns ``job_1`` … and ``off_1`` ….

    Parameters
    ----------
    standing : Standing
        With jobs.
    person : ndarray of int
        Places in the register.
    week : ndarray of int
        As ``weeks.number`` counts; the register tells so many months after them.
    months : int
    """
    education = standing.coded([EDUCATION])
    work, off = {}, {}
    for month in range(1, months + 1):
        then = week + weeks_after(month)
        benefit = standing.benefit(person, then)
        learning, free = np.isin(benefit, education), benefit == NOTHING
        work[f"job_{month}"] = (learning | (free & standing.at_work(person, then))).astype(float)
        off[f"off_{month}"] = (learning | free).astype(float)
    return work | off


def _window(register: Register, first: str, last: str, months: int) -> tuple[int, int]:
    """The weeks in which somebody may start."""
    calendar = Calendar(first, last)
    opens, closes = int(calendar.opens[0]), int(calendar.closes[-1])
    told = register.last_week - weeks_after(months)
    if opens > told:
        raise AnalysisError(
            f"Nobody who starts in {first} can be followed {months} months: the register ends with the week of "
            f"{monday(register.last_week)}. Choose earlier months, or a shorter follow-up."
        )
    return opens, min(closes, told)


def _controls(found: Chains, since: np.ndarray, until: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every week at risk without an offer: courses and weeks."""
    count = np.maximum(until - since + 1, 0)
    course = np.repeat(np.arange(len(count), dtype=np.int32), count)
    step = np.arange(len(course), dtype=np.int64) - np.repeat(np.cumsum(count) - count, count)
    return course, since[course] + step


def _drawn(elapsed: np.ndarray, starts: np.ndarray, most: int, rows: int, seed: int) -> np.ndarray:
    """Places of the controls that are kept: in each elapsed month so many for each that started."""
    most = max(2, min(most, rows // max(len(starts), 1) - 1))
    luck = np.random.default_rng(seed).random(len(elapsed))
    there = np.bincount(elapsed)
    wanted = most * np.bincount(starts, minlength=len(there))[: len(there)]
    kept: np.ndarray = np.flatnonzero(luck < (wanted / np.maximum(there, 1))[elapsed])
    return kept


def _covariates(
    register: Register, found: Chains, persons: pd.DataFrame, course: np.ndarray, week: np.ndarray
) -> pd.DataFrame:
    of = described(register, found, persons)
    standing = Standing(register)
    rows = of.loc[course, ["person"]].reset_index(drop=True)
    rows["week"] = week
    rows["elapsed"] = (week - found.first[course]) * 12 // YEAR
    for name in ("area", "age", "sex", "origin", "education"):
        rows[name] = of[name].to_numpy()[course]
    spell = standing.spell(found.person[course], week)
    opening = found.opening[course]
    own = (spell >= 0) & (register.benefit[spell] == register.benefit[opening])  # else a short gap within the course
    rows["visitation"] = np.array(register.visitations)[register.visitation[np.where(own, spell, opening)]]
    rows["year"] = YEARS[week].astype(str)
    rows["season"] = np.char.zfill(_MONTH[week].astype(str), 2)
    on = np.zeros(len(found.person))
    outside = [NOTHING, *standing.coded((*STATES, EDUCATION))]
    looked = range(4, BEFORE + 1, 4)
    for back in looked:
        on += ~np.isin(standing.benefit(found.person, found.first - back), outside)
    rows["before"] = (on / len(looked))[course]
    return rows
