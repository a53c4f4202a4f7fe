"""The table of jobs: paid hours by month, around spells and beside cash benefits."""

import numpy as np
import pyarrow as pa

from analysis.data.country.chance import Chance
from analysis.data.country.columns import texts
from analysis.data.country.life import Lives
from analysis.data.country.people import People
from analysis.data.country.states import State
from analysis.data.country.weeks import FIRST, FIRST_YEAR, LAST_YEAR, MONDAYS

MONTHS = [f"{year}-{month:02d}" for year in range(FIRST_YEAR, LAST_YEAR + 1) for month in range(1, 13)]
AFTER = 13  # months of work after a spell that the table holds
FULL_TIME = 160.33  # hours a month

_AROUND = (
    *(State.INSURED, State.READY, State.UNREADY, State.SICK, State.CLARIFICATION, State.RESOURCE),
    *(State.REHABILITATION, State.TEMPORARY),
)
_THURSDAY = MONDAYS.astype("datetime64[D]") + 3
_MONTH = _THURSDAY.astype("datetime64[M]").astype(int) - (FIRST_YEAR - 1970) * 12  # 0 is January 2007


def jobs(lives: Lives, people: People, *, seed: int) -> pa.Table:
    """The rows of ``jobs``: months with work in the 13 from the end of a spell on, and hours beside cash benefits.

    Work long before and long after a spell is not in it: a register of all jobs would be many times as large and
    tell no more about the unemployed.
    """
    chance = Chance(seed, people.number)
    person, month, hours = (
        np.concatenate(columns) for columns in zip(_afterwards(lives, chance), _beside(lives, chance), strict=True)
    )
    kept = (month >= 0) & (month < len(MONTHS))
    person, month, hours = person[kept], month[kept], hours[kept]
    order = np.argsort(person.astype(np.int64) * 256 + month, kind="stable")
    person, month, hours = person[order], month[order], hours[order]
    new = np.flatnonzero(
        np.concatenate([[True], (person[1:] != person[:-1]) | (month[1:] != month[:-1])])[: len(person)]
    )
    total = np.minimum(np.add.reduceat(hours, new), FULL_TIME) if len(new) else hours
    return pa.table(
        {
            "person": people.number[person[new]],
            "month": texts(month[new], MONTHS),
            "hours": np.round(total).astype(float),
        }
    )


def _afterwards(lives: Lives, chance: Chance) -> tuple[np.ndarray, ...]:
    left = np.isin(lives.state, _AROUND)
    after = (
        np.flatnonzero(
            (lives.state[1:] == State.WORK)
            & (lives.person[1:] == lives.person[:-1])
            & (lives.since[1:] == lives.until[:-1])
            & left[:-1]
            & (lives.until[1:] > FIRST)
        )
        + 1
    )
    since, until = _MONTH[lives.since[after]], _MONTH[lives.until[after].astype(int) - 1]
    count = np.minimum(until - since + 1, AFTER)
    which = np.repeat(after, count)
    month = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(since, count)
    person = lives.person[which].astype(np.int64)
    luck = chance.uniform(3600, lives.since[which].astype(np.int64), of=person)
    hours = np.select([luck < 0.74, luck < 0.90], [FULL_TIME, 120.0], 64.0)
    first = month == np.repeat(since, count)
    return person, month, np.where(first, hours / 2, hours)


def _beside(lives: Lives, chance: Chance) -> tuple[np.ndarray, ...]:
    on = np.flatnonzero(np.isin(lives.state, [State.READY, State.UNREADY]) & (lives.until > FIRST))
    able = chance.uniform(3601, of=lives.person[on].astype(np.int64))
    on = on[able < np.where(lives.state[on] == State.READY, 0.34, 0.16)]
    since = np.maximum(_MONTH[lives.since[on]], 0)
    until = _MONTH[lives.until[on].astype(int) - 1]
    count = np.maximum(until - since + 1, 0)
    which = np.repeat(on, count)
    month = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(since, count)
    person = lives.person[which].astype(np.int64)
    at_work = chance.uniform(3602, month // 5, of=person) < 0.5
    hours = 6 + np.floor(chance.uniform(3603, month, of=person) * 50)
    return person[at_work], month[at_work], hours[at_work]
