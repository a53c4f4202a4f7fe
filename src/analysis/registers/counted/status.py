"""What persons live on some months after something ended or began: work, education, a benefit, themselves, or other."""

import numpy as np
import pandas as pd

from analysis.registers.numbers.codes import Register
from analysis.registers.numbers.days import month_of, months_later
from analysis.registers.paths.receiving import receiving
from analysis.registers.tables.beside import Work

BENEFIT, EDUCATION, JOB, OTHER, SELF = "ydelse", "uddannelse", "job", "andet", "selvforsoergelse"
STATUSES = (JOB, EDUCATION, BENEFIT, SELF, OTHER)
MONTHS = (1, 3, 6, 12)
LAG = 3  # months in which what is reported late still comes in


def status(register: Register, work: Work, *, person: np.ndarray, day: np.ndarray) -> np.ndarray:
    """The place in ``STATUSES`` of persons on some days.

    A benefit in the week of the day comes first, whatever else there is; then SU; then death, emigration and old-age
    pension, which are other; then paid hours in the day's calendar month; and at last self-support.

    Parameters
    ----------
    register : Register
    work : Work
    person : ndarray of int
        Places of persons.
    day : ndarray of int
        Days since 1 January 1990.
    """
    kinds = [BENEFIT] * register.counted
    kinds += [{"su": EDUCATION, "selvforsoergende": SELF}.get(name, OTHER) for name in register.benefits[len(kinds) :]]
    by_benefit = np.array([*(STATUSES.index(kind) for kind in kinds), STATUSES.index(SELF)])
    spell = receiving(register, person, day // 7)
    code = np.where(spell >= 0, register.benefit[spell].astype(np.int64), len(register.benefits))
    found: np.ndarray = by_benefit[code]
    alone = found == STATUSES.index(SELF)
    found[alone & work.in_month(person, month_of(day))] = STATUSES.index(JOB)
    return found


def statuses(
    register: Register, work: Work, *, person: np.ndarray, day: np.ndarray, by: pd.DataFrame, lag: int = LAG
) -> pd.DataFrame:
    """How many have each status after 1, 3, 6 and 12 months, by group.

    Parameters
    ----------
    register : Register
    work : Work
    person : ndarray of int
        Places of persons in the register, one for each spell or offer.
    day : ndarray of int
        The day from which the months are counted, in days since 1 January 1990.
    by : DataFrame
        One row for each; all its columns name the group.
    lag : int
        Months more that must be told.

    Returns
    -------
    DataFrame
        One row per group, ``months`` and ``status`` (``STATUSES``), sorted. ``count``, ``n`` and ``share`` (0 to 1):
        all three missing where the register does not tell the whole of the group so far and ``lag`` months more.
    """
    parts = []
    for months in MONTHS:
        due = months_later(day, months)
        followed = followed_up(register, work, day=day, months=months, lag=lag)
        rows = by.assign(months=months, status=status(register, work, person=person, day=due), followed=followed)
        parts.append(rows)
    columns = [*by.columns, "months"]
    every = pd.concat(parts, ignore_index=True)
    groups = every.groupby(columns, observed=True, sort=True)
    whole = groups.agg(n=("status", "size"), followed=("followed", "all"))
    wide = every.groupby([*columns, "status"], observed=True).size().unstack("status", fill_value=0)
    wide = wide.reindex(columns=range(len(STATUSES)), fill_value=0).set_axis(STATUSES, axis="columns")
    found = wide.reset_index().melt(columns, value_vars=list(STATUSES), var_name="status", value_name="count")
    found["status"] = pd.Categorical(found["status"], categories=STATUSES)
    found = found.merge(whole.reset_index(), on=columns).sort_values([*columns, "status"], ignore_index=True)
    known = found.pop("followed")
    found[["count", "n"]] = found[["count", "n"]].where(known, axis=0)
    found["share"] = found["count"] / found["n"]
    return found


def followed_up(register: Register, work: Work, *, day: np.ndarray, months: int, lag: int = LAG) -> np.ndarray:
    """Of each day, whether the register and the months of work tell so many months after it, and ``lag`` more."""
    end = months_later(day, months + lag)
    told: np.ndarray = (end <= register.last_week * 7 + 6) & (month_of(months_later(day, months)) <= work.last)
    return told & (month_of(day) >= work.first)
