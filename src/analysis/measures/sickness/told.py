"""What a register tells of sick leave: whether there is one, the months that can be followed, and the courses."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, NamedTuple, ParamSpec

import numpy as np
import pandas as pd

from analysis import areas, danish, periods, rules
from analysis.catalogue import TOTAL
from analysis.data.records import Records, Untold
from analysis.measures.unavailable import unavailable
from analysis.registers import Register, durations
from analysis.registers.counted.sickness import PARTS, SICKNESS, TOGETHER
from analysis.registers.numbers.weeks import ORIGIN, Calendar
from analysis.registers.paths.chained import NoCoursesError, chains
from analysis.registers.paths.courses import GAP
from analysis.registers.paths.standing import Standing
from analysis.registers.tables.unions import united

REFORM = "2014-07"  # reassessment after 22 weeks, where it was 52; see ``reference/breaks.csv``
LAG = 3  # months in which a register still changes
FOLLOWED = 12  # months that every course of a cohort is followed
SIDE = 24  # months of a cohort

Rest = ParamSpec("Rest")


class Cohort(NamedTuple):
    """Courses that began in some months, both counted, and how the reform stands to them."""

    first: str
    last: str
    name: str

    @property
    def label(self) -> str:
        """The months in Danish, and what the reform is to them."""
        return f"{danish.month(self.first)}-{danish.month(self.last)} ({self.name})"

    @property
    def short(self) -> str:
        """The label where there is little room."""
        return f"{danish.short_month(self.first)}-{danish.short_month(self.last)} ({self.name})"


def of_people(
    measure: Callable[Concatenate[Records, Rest], pd.DataFrame],
) -> Callable[Concatenate[Records | Untold, Rest], pd.DataFrame]:
    """A measure of a register that is an empty table with the Danish reason where there is no register."""

    @wraps(measure)
    def told(people: Records | Untold, /, *args: Rest.args, **named: Rest.kwargs) -> pd.DataFrame:
        if isinstance(people, Untold):
            return unavailable(people.reason)
        return measure(people, *args, **named)

    return told


def settled(period: str) -> str:
    """The latest month before ``period`` that a register no longer changes.

    >>> settled("2019-12")
    '2019-09'
    """
    return periods.shift(period, -LAG)


def cohorts(period: str) -> list[Cohort]:
    """The cohorts whose courses can all be followed a year by a month: before the reform, around it, after it, latest.

    A course that began in the year before the reform met it on its way, and stands between. The latest cohort is of
    two years, and of those that began since the one before it, where these are less than a year more: so few months
    left out would be told by all since the reform.

    >>> [(one.first, one.last) for one in cohorts("2019-12")]
    [('2011-07', '2013-06'), ('2013-07', '2014-06'), ('2014-07', '2016-06'), ('2016-07', '2018-08')]
    >>> cohorts("2020-12")[-1].label
    'september 2017-august 2019 (seneste)'
    >>> [one.label for one in cohorts("2015-10")]
    ['juli 2011-juni 2013 (før reformen)', 'juli 2013-juni 2014 (reform undervejs)']
    """
    latest = periods.shift(settled(period), -FOLLOWED - 1)
    known = [
        Cohort(*_months(-3 * FOLLOWED, SIDE), "før reformen"),
        Cohort(*_months(-FOLLOWED, FOLLOWED), "reform undervejs"),
        Cohort(*_months(0, SIDE), "efter reformen"),
    ]
    begins = periods.shift(latest, 1 - SIDE)
    if begins > known[-1].last:
        after = periods.shift(known[-1].last, 1)
        known.append(Cohort(begins if begins > periods.shift(after, FOLLOWED - 1) else after, latest, "seneste"))
    return [one for one in known if one.last <= latest]


def before_and_since(period: str) -> list[Cohort]:
    """Two cohorts that can be followed a year: two years before the reform met anybody, and all since it came.

    The second ends with the last of ``cohorts``, where one of these is wholly since the reform.

    >>> [(one.first, one.last) for one in before_and_since("2019-12")]
    [('2011-07', '2013-06'), ('2014-07', '2018-08')]
    """
    since = [one.last for one in cohorts(period) if one.first >= REFORM]
    latest = periods.shift(settled(period), -FOLLOWED - 1)
    ends = since[-1] if since else latest
    known = [(*_months(-3 * FOLLOWED, SIDE), "før reformen"), (REFORM, ends, "efter reformen")]
    return [Cohort(first, last, name) for first, last, name in known if first <= last <= latest]


def courses(people: Records, benefit: str, first: str, last: str) -> pd.DataFrame | None:
    """The courses of sygedagpenge of a jobcenter that began in some months; None where there are none.

    With ``sygdom`` as the benefit they are the same courses, each followed on as long as its person receives
    sygedagpenge or jobafklaring, whichever.
    """
    found = _begun(people, first, last)
    return found if found is None or benefit == SICKNESS else _followed_on(people, found)


def _begun(people: Records, first: str, last: str) -> pd.DataFrame | None:
    """The courses of sygedagpenge that began in some months, from all there are, which are followed once."""
    earliest = min(first, areas.FIRST_MONTH)
    every: pd.DataFrame | None = people.register.kept(
        f"sick leave since {earliest}",
        lambda: _durations(people, people.register, SICKNESS, earliest, people.period, stock=False),
    )
    if every is None:
        return None
    calendar, week = Calendar(first, min(last, people.period)), weeks_of(every)
    found = every[(week >= calendar.opens[0]) & (week <= calendar.closes[-1])].reset_index(drop=True)
    return found if len(found) else None


def stock(people: Records, benefit: str, first: str, last: str) -> pd.DataFrame | None:
    """The courses that went on in some months, with the weeks before in ``entry``; None where there are none."""
    if benefit == SICKNESS:
        return _durations(people, people.register, SICKNESS, first, last, stock=True)
    return _durations(people, taken_as_one(people), TOTAL, first, last, stock=True)


def _durations(
    people: Records, register: Register, benefit: str, first: str, last: str, *, stock: bool
) -> pd.DataFrame | None:
    jobs = people.table("jobs") if benefit == SICKNESS and "jobs" in people.snapshot.tables() else None
    who = people.table("persons")
    try:
        return durations(
            register,
            benefit=benefit,
            first=first,
            last=min(last, people.period),
            stock=stock,
            areas=people.areas,
            persons=who,
            jobs=jobs,
        )
    except NoCoursesError:
        return None


def _followed_on(people: Records, found: pd.DataFrame) -> pd.DataFrame:
    """Courses that go on over into jobafklaring, each from its own first week."""
    register = taken_as_one(people)
    whole = chains(register, TOTAL)
    begun = weeks_of(found)
    keys = (whole.person.astype(np.int64) << 13) + whole.first
    place = np.searchsorted(keys, (found["person"].to_numpy().astype(np.int64) << 13) + begun, side="right") - 1
    last = whole.last[place]
    return found.assign(weeks=last - begun + 1, ended=last + GAP <= register.last_week)


def weeks_of(found: pd.DataFrame) -> np.ndarray:
    """The first week of each course, as the register numbers weeks."""
    days = (found["first_week"].to_numpy().astype("datetime64[D]") - ORIGIN).astype(np.int64)
    return days // 7


def taken_as_one(people: Records) -> Register:
    """The register of sygedagpenge and jobafklaring as one benefit, each week of a person once."""
    made: Register = people.register.kept("sick leave as one", lambda: _as_one(people.register))
    return made


def standing(people: Records) -> Standing:
    """Where the jobcenter's persons stand in a week; at work only where the snapshot has jobs."""
    jobs = people.table("jobs") if "jobs" in people.snapshot.tables() else None
    made: Standing = people.register.kept("standing", lambda: Standing(people.register, jobs))
    return made


def _as_one(register: Register) -> Register:
    kept = np.logical_or.reduce([register.on(name) for name in PARTS[TOGETHER]])
    return united(register.where(np.flatnonzero(kept)))


def limits(people: Records) -> tuple[float, float]:
    """The smallest count that may be shown, and the fewest for a percentage; 1 and 1 on an analyst's own machine."""
    if not people.protected:
        return 1, 1
    on = people.period
    return rules.value("smallest_count", on), rules.value("smallest_base_for_percentage", on)


def _months(start: int, count: int) -> tuple[str, str]:
    return periods.shift(REFORM, start), periods.shift(REFORM, start + count - 1)
