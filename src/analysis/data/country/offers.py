"""The tables of activations, interviews and survey answers, for some persons at a time."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from analysis.data.country import activation, truth, weeks
from analysis.data.country.chance import Chance
from analysis.data.country.columns import dates, mondays, texts
from analysis.data.country.life import Lives
from analysis.data.country.people import People
from analysis.data.country.states import UNEMPLOYED, State
from analysis.data.country.truth import EFFECTS
from analysis.data.country.weeks import FIRST, week_of

QUESTIONS = ("tilfreds_med_tilbud", "taettere_paa_job")
INSTRUMENTS = tuple(effect.instrument for effect in EFFECTS)
MONTHLY = week_of(2015)  # from then six interviews in the first half year

_MOST = 12  # offers in a spell
_SECTORS = ("", "privat", "offentlig")
_SECTOR = np.array([_SECTORS.index(effect.sector) for effect in EFFECTS])
_HOURS = np.array([effect.hours for effect in EFFECTS], dtype=float)
_QUARTERLY = tuple(range(13, 677, 13))
_OFTEN = (4, 9, 13, 17, 22, 26, *range(39, 677, 13))
_LATE, _MISSED = 0.07, 0.05


@dataclass(frozen=True)
class Uses:
    """Activations as arrays of one length: positions of persons, numbers of instruments, weeks, in key order."""

    person: np.ndarray
    instrument: np.ndarray
    since: np.ndarray
    until: np.ndarray  # the week after the last


def uses(lives: Lives, people: People, *, seed: int) -> Uses:
    """All offers that began in the register's time: the first of each spell, and those that followed."""
    chance = Chance(seed, people.number)
    here = np.flatnonzero(lives.offer >= 0)
    person, until = lives.person[here].astype(np.int64), lives.until[here].astype(np.int64)
    state, since = lives.state[here], lives.offer[here].astype(np.int64)
    instrument, spell = lives.instrument[here].astype(np.int64), lives.since[here].astype(np.int64)
    parts = []
    for turn in range(_MOST):
        end = np.minimum(since + activation.WEEKS[instrument], until)
        parts.append((person, instrument, since, end))
        gap = 1 + np.floor(chance.waiting(3100 + turn, spell, of=person) / truth.LATER).astype(np.int64)
        since = end + gap
        on = since < until
        person, until, state, spell, since = person[on], until[on], state[on], spell[on], since[on]
        instrument = np.zeros(len(person), dtype=np.int64)
        luck = chance.uniform(3200 + turn, spell, of=person)
        for one in UNEMPLOYED:
            of = state == one
            instrument[of] = activation.instruments(State(one), since[of], luck[of])
    person, instrument, since, end = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    kept = np.flatnonzero(since >= FIRST)
    names = np.argsort(np.argsort(np.array(INSTRUMENTS)))
    order = kept[np.lexsort((since[kept], names[instrument[kept]], person[kept]))]
    return Uses(person[order], instrument[order], since[order], end[order])


def activations(found: Uses, people: People, *, seed: int) -> pa.Table:
    """The rows of the canonical table ``activations``."""
    chance = Chance(seed, people.number)
    sector = _SECTOR[found.instrument]
    place = np.maximum(people.place_at(found.since, chance, found.person), 0).astype(np.int64)
    firm = 1_000_000 + place * 10_000 + (chance.uniform(3300, found.since, of=found.person) * 200).astype(np.int64)
    named = pa.array(firm).cast(pa.string())
    return pa.table(
        {
            "person": people.number[found.person],
            "instrument": texts(found.instrument, INSTRUMENTS),
            "start": mondays(found.since),
            "end": dates(7 * (found.until - 1) + 4),
            "hours": _HOURS[found.instrument],
            "sector": texts(sector, _SECTORS),
            "firm": pa.compute.if_else(pa.array(sector > 0), named, pa.scalar("")),
        }
    )


def answers(found: Uses, people: People, *, seed: int) -> pa.Table:
    """The rows of ``answers``: some of those whose offer ended answer two questions in the week after."""
    chance = Chance(seed, people.number)
    asked = chance.uniform(3400, found.since, of=found.person) < truth.ASKED
    asked &= found.until < weeks.END
    person, since = found.person[asked], found.since[asked]
    chosen = np.array([truth.SATISFIED[effect.sector] for effect in EFFECTS])[found.instrument[asked]]
    parts = []
    for number in range(len(QUESTIONS)):
        luck = chance.uniform(3410 + number, since, of=person)
        good = np.where(luck < chosen * 0.4, 5, 4)
        low = 1 + np.floor((luck - chosen) / (1 - chosen) * 3)
        parts.append(
            (person, found.until[asked] * 7 + 2, np.full(len(person), number), np.where(luck < chosen, good, low))
        )
    whole, day, question, answer = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    names = np.argsort(np.argsort(np.array(QUESTIONS)))
    order = np.lexsort((names[question], day, whole))
    whole, day, question, answer = whole[order], day[order], question[order], answer[order]
    again = np.zeros(len(whole), dtype=bool)
    again[1:] = (whole[1:] == whole[:-1]) & (day[1:] == day[:-1]) & (question[1:] == question[:-1])
    kept = ~again
    return pa.table(
        {
            "person": people.number[whole[kept]],
            "date": dates(day[kept]),
            "question": texts(question[kept], QUESTIONS),
            "answer": answer[kept].astype(np.int64),
        }
    )


def interviews(lives: Lives, people: People, *, seed: int) -> pa.Table:
    """The rows of ``interviews``: every 13 weeks, and since 2015 six in the first half year; some late, some missed."""
    chance = Chance(seed, people.number)
    here = np.flatnonzero(np.isin(lives.state, UNEMPLOYED) & (lives.until > FIRST))
    parts = []
    for often in (False, True):
        of = here[(lives.since[here] >= MONTHLY) == often]
        for offset in _OFTEN if often else _QUARTERLY:
            of = of[lives.until[of] - lives.since[of] > offset]
            week = lives.since[of].astype(np.int64) + offset
            kept = week >= FIRST
            parts.append((lives.person[of[kept]].astype(np.int64), week[kept], lives.until[of[kept]].astype(np.int64)))
    person, week, until = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    luck, day = chance.uniform(3500, week, of=person), chance.uniform(3501, week, of=person)
    due = 7 * week + 4
    late = luck < _LATE
    later = due + 7 + (day * 12).astype(np.int64)
    late &= later < 7 * until
    missed = (luck >= _LATE) & (luck < _LATE + _MISSED)
    when = np.where(late, later, np.where(missed, due, due - (day * 5).astype(np.int64)))
    order = np.lexsort((when, person))
    return pa.table(
        {
            "person": people.number[person[order]],
            "date": dates(when[order]),
            "held": ~missed[order],
            "due": dates(due[order]),
        }
    )
