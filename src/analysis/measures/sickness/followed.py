"""The cohorts of a page on sick leave, and the weeks in which they may be told of: one rule for all that is shown."""

from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import periods
from analysis.data.records import Records
from analysis.disclosure.steps import told_in_turn
from analysis.measures.sickness.told import REFORM, Cohort, cohorts, courses, limits
from analysis.registers.counted.sickness import SICKNESS, TOGETHER

WEEKS = (8, 22, 26, 52)  # of the table
LONGEST = 52
GRID, TICKS = 4, 13  # weeks between the points of a curve, and between the counts under it
POINTS = np.array(sorted({*range(0, LONGEST + 1, GRID), *range(0, LONGEST + 1, TICKS), *WEEKS}))


class Followed(NamedTuple):
    """The courses of all cohorts by benefit, and which of ``POINTS`` may be shown by benefit and label of a cohort."""

    courses: dict[str, pd.DataFrame]
    weeks: dict[tuple[str, str], np.ndarray]


@cache
def followed(people: Records) -> Followed | None:
    """The courses of the cohorts, each followed a year; None where there are none.

    In a week that is shown nobody is still ill, or at least the smallest count; between two of them nobody left, or at
    least as many. Cohorts since the reform show the same weeks, since the exits are of all of them together and the
    one would follow from the others. Sygedagpenge alone shows no other weeks than sygedagpenge with jobafklaring, and
    not those in which one, two or three have gone over from the one to the other.

    Parameters
    ----------
    people : Records

    Returns
    -------
    Followed or None
        ``courses`` has a table for ``sygedagpenge`` and one for ``sygdom``, with the column ``cohort``.
    """
    parts: dict[str, list[pd.DataFrame]] = {SICKNESS: [], TOGETHER: []}
    weeks: dict[tuple[str, str], np.ndarray] = {}
    for group in _groups(people.period):
        there = {}
        for one in group:
            both = {benefit: courses(people, benefit, one.first, one.last) for benefit in parts}
            if both[SICKNESS] is not None:
                there[one] = {benefit: found for benefit, found in both.items() if found is not None}
        weeks |= _shown(people, there)
        for one, tables in there.items():
            for benefit, found in tables.items():
                if one.name:
                    parts[benefit].append(found.assign(cohort=one.label))
    if not parts[SICKNESS]:
        return None
    return Followed({benefit: pd.concat(found, ignore_index=True) for benefit, found in parts.items()}, weeks)


def weeks_of_exits(people: Records, one: Cohort) -> np.ndarray:
    """The weeks in which the exits of one of ``told.before_and_since`` may be shown: those of the cohorts in it."""
    found = followed(people)
    within = [other.label for other in cohorts(people.period) if one.first <= other.first and other.last <= one.last]
    known = [] if found is None else [found.weeks[SICKNESS, name] for name in within if (SICKNESS, name) in found.weeks]
    return known[0] if known else POINTS


def _groups(period: str) -> list[list[Cohort]]:
    """The cohorts that show the same weeks; one without a name is of those that began between two of them."""
    known = cohorts(period)
    since = [one for one in known if one.first >= REFORM]
    for earlier, later in pairwise(tuple(since)):
        opens, closes = periods.shift(earlier.last, 1), periods.shift(later.first, -1)
        if opens <= closes:
            since.append(Cohort(opens, closes, ""))
    return [*([one] for one in known if one.first < REFORM), *([since] if since else [])]


def _shown(people: Records, there: dict[Cohort, dict[str, pd.DataFrame]]) -> dict[tuple[str, str], np.ndarray]:
    """The weeks that some cohorts show, all of them the same."""
    if not there:
        return {}
    smallest, _ = limits(people)
    both, alone = (
        np.column_stack([_gone(tables[benefit]) for tables in there.values()]) for benefit in (TOGETHER, SICKNESS)
    )
    weeks = np.flatnonzero(_told(both, np.arange(len(POINTS)), smallest))
    over = (alone - both)[weeks]
    apart = weeks[((over == 0) | (over >= smallest)).all(axis=1)]
    shown = {TOGETHER: weeks, SICKNESS: apart[_told(alone, apart, smallest)]}
    return {(benefit, one.label): POINTS[at] for benefit, at in shown.items() for one in there}


def _gone(found: pd.DataFrame) -> np.ndarray:
    """How many had left after each of ``POINTS``, and last all of them, so that those still ill count too."""
    left = np.sort(found.loc[found["ended"], "weeks"].to_numpy())
    return np.append(np.searchsorted(left, POINTS, side="right"), len(found))


def _told(gone: np.ndarray, points: np.ndarray, smallest: float) -> np.ndarray:
    """Which of some points may be shown: those of the table first, then the others."""
    last = len(gone) - 1
    wanted = np.append(~np.isin(POINTS[points], WEEKS), False).astype(int)
    kept: np.ndarray = told_in_turn(gone[[*points, last]], wanted=wanted, smallest=smallest)[:-1]
    return kept
