"""How early after a course begins the first interview is held and the first offer starts, and how many interviews."""

import numpy as np

from analysis import deadlines
from analysis.registers.counted.activity import BENEFITS
from analysis.registers.counted.figures import Figures
from analysis.registers.counted.setting import Setting
from analysis.registers.numbers.weeks import YEARS
from analysis.registers.paths.courses import GAP
from analysis.registers.paths.unbroken import Unbroken, unbroken
from analysis.registers.tables.beside import Offers

HALF_YEAR = 26  # weeks


def early(of: Setting) -> Figures:
    """``tidlig_samtale``, ``afgang_foer_samtalefrist``, ``tidlig_aktivering`` and ``intensitet_samtaler`` by quarter.

    Courses that began in the quarter, in the municipality of their first week. The deadline follows age and benefit
    (``reference/deadlines.csv``); the week in which it falls counts. ``tidlig_samtale`` is a share of the courses that
    still went on at the deadline. ``tidlig_aktivering`` is a share of all courses: the cumulative incidence of a first
    offer with leaving as the competing event, which is a plain share because a quarter is given only when the register
    tells every deadline of its courses. ``intensitet_samtaler`` is interviews in the first 26 weeks per course that
    lasted so long.
    """
    found: Figures = {}
    for benefit in filter(of.has, BENEFITS):
        courses = unbroken(of.register, [benefit], gap=GAP)
        at = of.quarters.of(courses.first)
        courses, at = courses.where(at >= 0), at[at >= 0]
        if of.interviews is not None:
            found |= _interviews(of, benefit, courses, at)
        if of.offers is not None:
            due, longest, ruled = _due(of, "offer", benefit, courses, at)
            some, at_some = courses.where(ruled), at[ruled]
            begun = _starts_by(of.offers, some, np.minimum(due[ruled], some.last))
            found["tidlig_aktivering", benefit] = of.share(
                of.quarters, at_some, some.start, begun, told=_told(of, longest)
            )
    return found


def _interviews(of: Setting, benefit: str, courses: Unbroken, at: np.ndarray) -> Figures:
    assert of.interviews is not None  # noqa: S101 - asked before
    due, longest, ruled = _due(of, "interview", benefit, courses, at)
    courses, at, due = courses.where(ruled), at[ruled], due[ruled]
    told = _told(of, longest)
    lasting = courses.last >= due
    held = of.interviews.between(courses.person, courses.first, due) > 0
    half = courses.last >= courses.first + HALF_YEAR - 1
    number = of.interviews.between(courses.person, courses.first, courses.first + HALF_YEAR - 1)
    within, start = of.quarters, courses.start
    return {
        ("tidlig_samtale", benefit): of.share(within, at[lasting], start[lasting], held[lasting], told=told),
        ("afgang_foer_samtalefrist", benefit): of.share(within, at, start, ~lasting, told=told),
        ("intensitet_samtaler", benefit): of.share(
            within, at[half], start[half], number[half], told=_told(of, HALF_YEAR), scale=1
        ),
    }


def _starts_by(offers: Offers, courses: Unbroken, until: np.ndarray) -> np.ndarray:
    """Whether an offer starts in each course up to a week."""
    keys = (offers.person << 13) + offers.first  # in order, see ``beside.offers``
    who = courses.person << 13
    low = np.searchsorted(keys, who + courses.first, side="left")
    high = np.searchsorted(keys, who + until, side="right")
    found: np.ndarray = high > low
    return found


def _due(of: Setting, what: str, benefit: str, courses: Unbroken, at: np.ndarray) -> tuple[np.ndarray, int, np.ndarray]:
    """The week in which each course meets its first deadline, the longest deadline, and which courses have one."""
    age = YEARS[courses.first] - of.register.born[courses.start]
    first = np.array([deadlines.weeks(what, benefit, month)[0] for month in of.quarters.months], dtype=np.int64)
    first = first.reshape(-1, 121)
    weeks = first[at, np.clip(age, 0, 120)]
    return courses.first + weeks, int(first.max(initial=0)), weeks > 0


def _told(of: Setting, weeks: int) -> np.ndarray:
    """Which quarters the register tells with the gap before them and so many weeks, and a gap, after."""
    return of.told(of.quarters, before=GAP, after=weeks + GAP)
