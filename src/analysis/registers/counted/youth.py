"""Young people: how many are on support, and how much of their year is education."""

import numpy as np

from analysis import rules
from analysis.catalogue import TOTAL
from analysis.registers.counted.figures import Figure, Figures, quotient
from analysis.registers.counted.ground import Ground
from analysis.registers.counted.volumes import groups
from analysis.registers.numbers.codes import BANDS, Register
from analysis.registers.numbers.weeks import Calendar
from analysis.registers.tables.unions import united

BENEFITS = ("a_dagpenge", "kontanthjaelp", "uddannelseshjaelp")
AFFECTED = (*BENEFITS, "starthjaelp")  # whose receivers the degree of education is about
UNQUALIFIED = ("ingen", "ukendt")
EDUCATION = "su"
ADULT, YOUNGEST = 18, 16


def figures(of: Ground) -> Figures:
    """``unge``, ``unge_pct_16_29`` and ``uddannelsesgrad``."""
    limit = int(rules.latest("youth_age"))
    adults = of.residents(YOUNGEST, limit - 1) if of.bases.population_known else None
    bands = [band for band in BANDS if int(band[-2:]) < limit]
    given: Figures = {}
    listed = [name for name in groups() if name in of.benefits]
    for benefit, names in {TOTAL: listed, **{name: [name] for name in BENEFITS if name in of.benefits}}.items():
        if names:
            persons = of.present(of.on(names), ages=bands)
            given["unge", benefit] = Figure(persons)
            if adults is not None:
                given["unge_pct_16_29", benefit] = quotient(persons, adults)
    if "education" in of.persons:
        over, below = _weeks(of, limit)
        given["uddannelsesgrad", TOTAL] = quotient(over, over + below)
    return given


def _weeks(of: Ground, limit: int) -> tuple[np.ndarray, np.ndarray]:
    """Weeks in education and weeks on benefits in the year so far, of those the degree of education is about.

    They are 18 or more and below the limit in that year, without an education that qualifies for work, and have had
    one of the benefits in the year so far. A week is counted where the person lived in it; of a week with several
    of the benefits one is counted.
    """
    register, calendar = of.register, of.calendar
    unqualified = of.trait("education", UNQUALIFIED)
    on = united(register.where(of.on([name for name in AFFECTED if name in register.benefits])))
    school = united(register.where(np.flatnonzero(register.on(EDUCATION))))
    shape = (len(calendar.labels), len(register.areas))
    education, support = np.zeros(shape), np.zeros(shape)
    years = np.array([int(month[:4]) for month in calendar.labels])
    for year in np.unique(years):
        opens, closes = _year(year)
        age = year - register.birth_year.astype(np.int64)
        asked = unqualified & (age >= ADULT) & (age < limit)
        since = np.full(len(asked), np.iinfo(np.int64).max)
        rows = np.flatnonzero(asked[on.person] & (on.first <= closes) & (on.last >= opens))
        np.minimum.at(since, on.person[rows], np.maximum(on.first[rows], opens).astype(np.int64))
        _fill(support, on, rows, since, year=int(year), calendar=calendar)
        rows = np.flatnonzero((since[school.person] <= closes) & (school.first <= closes) & (school.last >= opens))
        _fill(education, school, rows, since, year=int(year), calendar=calendar)
    told = np.array([_year(year)[0] >= register.first_week for year in years])
    told &= calendar.closes <= register.last_week
    return of.added(education, known=told), of.added(support, known=told)


def _fill(
    table: np.ndarray, of: Register, rows: np.ndarray, since: np.ndarray, *, year: int, calendar: Calendar
) -> None:
    """Write the weeks of some spells in the year so far, by months and areas: none before the person's ``since``."""
    opens, closes = _year(year)
    first = np.maximum(of.first[rows], opens).astype(np.int64)
    last = np.minimum(of.last[rows], closes).astype(np.int64)
    for month, label in enumerate(calendar.labels):
        if label.startswith(f"{year}-"):
            end = int(calendar.closes[month])
            weeks = np.clip(np.minimum(last, end) - first + 1, 0, None) * (since[of.person[rows]] <= end)
            table[month] = np.bincount(of.area[rows], weights=weeks, minlength=table.shape[1])


def _year(year: int) -> tuple[int, int]:
    """The first and the last week of a year."""
    months = Calendar(f"{year}-01", f"{year}-12")
    return int(months.opens[0]), int(months.closes[-1])
