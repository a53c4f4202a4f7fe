"""What is settled about a life from the start: when studies end, when pension begins, and the first state."""

import numpy as np

from analysis.data.country import hazards, rates
from analysis.data.country.chance import Chance
from analysis.data.country.people import People
from analysis.data.country.places import Places
from analysis.data.country.states import State
from analysis.data.country.weeks import YEAR_LENGTH


def learned(people: People, chance: Chance) -> np.ndarray:
    """The week in which first studies end: in a summer, at an age that depends on the education."""
    low, high = np.array([17.5, 19.0, 22.5, 17.5]), np.array([19.0, 22.5, 27.0, 20.0])
    level = people.education
    age = low[level] + (high - low)[level] * chance.uniform(22)
    year = np.floor((people.born + age * YEAR_LENGTH) / YEAR_LENGTH)
    summer: np.ndarray = np.round((year + 0.50) * YEAR_LENGTH + (chance.uniform(23) - 0.4) * 10).astype(np.int64)
    return summer


def retirement(people: People, chance: Chance) -> tuple[np.ndarray, np.ndarray]:
    """The weeks in which efterløn and folkepension begin; efterløn ever later and for ever fewer."""
    birth = people.birth_year.astype(np.int64)
    points = [1942, 1948, 1953, 1954, 1955, 1956, 1959]
    age = np.interp(birth, points, [60.0, 60.0, 60.0, 60.5, 61.0, 62.0, 63.0])
    share = np.interp(birth, points, [0.66, 0.58, 0.45, 0.34, 0.26, 0.20, 0.15])
    late = np.where(chance.uniform(25) < 0.6, 0.0, 3.0 * chance.uniform(26))
    week = np.floor(people.born + (age + late) * YEAR_LENGTH).astype(np.int64)
    takes = (chance.uniform(24) < share) & (people.fund > 0)
    pension = np.floor(people.born + np.where(birth >= 1954, 65.5, 65.0) * YEAR_LENGTH).astype(np.int64)
    return np.where(takes & (week < pension), week, hazards.LATER), pension


def states(
    people: People,
    places: Places,
    chance: Chance,
    start: np.ndarray,
    learned: np.ndarray,
    early: np.ndarray,
    pension: np.ndarray,
) -> np.ndarray:
    """What everyone does in their first week: by age and education, or as one who just came to the country."""
    age = (start - people.born) / YEAR_LENGTH
    state = np.full(len(start), int(State.WORK))
    luck, place = chance.uniform(27), people.residence
    home = np.take_along_axis(place, (place >= 0).argmax(axis=1)[:, None], axis=1)[:, 0]
    weak = np.array([1.6, 1.0, 0.45, 1.2])[people.education]
    below = np.zeros(len(start))
    for one, points in rates.SHARES_AT_START.items():
        share = np.interp(age, [at for at, _ in points], [value for _, value in points])
        if one in (State.DISABILITY, State.FLEXJOB, State.AWAITING):
            share = share * weak * np.exp(places.effects["permanent"][home])
        if one in (State.READY, State.UNREADY):
            share = share * weak * np.array([0.75, 0.8, 4.0])[people.origin]
        state[(luck >= below) & (luck < below + share)] = int(one)
        below += share
    state[(state == State.WORK) & (start < learned)] = int(State.STUDY)
    came = people.enters > 0
    arrived = np.select(
        [people.origin < 2, luck < 0.25, luck < 0.65],
        [np.where(luck < 0.7, State.WORK, State.NEITHER), State.READY, State.NEITHER],
        State.WORK,
    )
    state[came] = arrived[came]
    state[age < 18] = int(State.SCHOOL)
    state[(start > early) & (start < pension) & (state == State.WORK)] = int(State.EARLY)
    state[start >= pension] = int(State.PENSION)
    return state
