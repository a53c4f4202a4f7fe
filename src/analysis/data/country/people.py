"""The persons of the synthetic country: who they are, when they are there, and where they live each 1 January."""

from dataclasses import dataclass

import numpy as np

from analysis.data.country import weeks
from analysis.data.country.chance import Chance
from analysis.data.country.places import NOWHERE, UNKNOWN, YOUNGEST, Places

ORIGINS = ("dansk", "vestlig", "ikke_vestlig")
EDUCATIONS = ("ingen", "erhvervsfaglig", "videregaaende", "ukendt")
FUNDS = ("", "3F", "HK", "FOA", "Metal", "BUPL", "FTF-A", "Akademikernes", "Krifa", "Ase", "Din Faglige")
STAYS, EMIGRATED, DEAD, TOO_OLD = range(4)
LONG_AGO = -10_000

_YEARS = weeks.LAST_YEAR + 2 - weeks.FIRST_YEAR  # 1 January of 2007 to 2020
_EXCHANGED = 0.003  # of those under 40 leave the country in a year, and as many come: assumed
_WESTERN = {"Hovedstadskommuner": 0.050, "Storbykommuner": 0.040, "Landkommuner": 0.032}  # assumed
_NON_WESTERN = {
    "Hovedstadskommuner": 0.105,
    "Storbykommuner": 0.081,
    "Provinsbykommuner": 0.057,
    "Oplandskommuner": 0.043,
    "Landkommuner": 0.038,
}


@dataclass(frozen=True)
class People:
    """Persons as arrays of one length, in the order of their numbers.

    ``residence`` is the place on 1 January of 2007 to 2020, shape (n, 14), -1 where the person is not there;
    ``enters`` and ``leaves`` are the first week in the register and the first one after it.
    """

    number: np.ndarray
    birth_year: np.ndarray
    born: np.ndarray  # week of birth
    sex: np.ndarray
    origin: np.ndarray
    education: np.ndarray
    fund: np.ndarray
    arrived: np.ndarray  # week in which they came to the country, where that was after 1997; else LONG_AGO
    residence: np.ndarray
    enters: np.ndarray
    leaves: np.ndarray
    why: np.ndarray

    def __len__(self) -> int:
        return len(self.number)

    def part(self, first: int, last: int) -> "People":
        """The persons from one position up to another."""
        return People(*(getattr(self, name)[first:last] for name in self.__dataclass_fields__))

    def chosen(self, kept: np.ndarray) -> "People":
        """Some of the persons, by a mask or by their positions."""
        return People(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))

    def moving_week(self, year: int, chance: Chance, of: np.ndarray) -> np.ndarray:
        """The week in which persons at some positions move in a year (0 is 2007), if they do."""
        first, after = weeks.YEAR_STARTS[year], weeks.YEAR_STARTS[year + 1]
        week: np.ndarray = first + 1 + (chance.uniform(100 + year, of=of) * (after - first - 1)).astype(np.int64)
        return week

    def place_at(self, week: np.ndarray, chance: Chance, of: np.ndarray) -> np.ndarray:
        """Where persons at some positions live in a week each."""
        year = weeks.year_index(week)
        before, after = self.residence[of, year], self.residence[of, year + 1]
        luck = np.zeros(len(of))
        for one in np.unique(year):
            here = year == one
            luck[here] = self.moving_week(int(one), chance, of[here])
        place = np.where(((week >= luck) & (after >= 0)) | (before < 0), after, before)
        for near in (np.maximum(year - 1, 0), np.minimum(year + 2, _YEARS - 1)):  # within a week of the turn of a year
            place = np.where(place < 0, self.residence[of, near], place)
        found: np.ndarray = place.astype(np.int8)
        return found


def people(places: Places, *, scale: float, seed: int) -> People:
    """Everyone who is 15 to 69 years old and lives in the country at some time from 2007 to 2019.

    Parameters
    ----------
    places : Places
        Where they live, and how many there are.
    scale : float
        Above 0, up to 1: the share of the residents that is made. Counts are rounded place by place so that
        sums over places and ages stay right.
    seed : int
        Where chance begins.
    """
    parts = []
    start = 1
    for sex in range(2):
        for position, birth in enumerate(places.births):
            counts = _rounded(places.residents[sex, position] * scale)
            part = _generation(counts, birth=birth, sex=sex, start=start, seed=seed)
            start += len(part["number"])
            parts.append(part)
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return _described(whole, places, Chance(seed, whole["number"]))


def _rounded(wanted: np.ndarray) -> np.ndarray:
    """Whole numbers by year and place: sums over the first places are the rounded sums."""
    steps = np.floor(np.cumsum(wanted, axis=-1) + 0.5)
    return np.diff(steps, axis=-1, prepend=0).astype(np.int64)


def _generation(counts: np.ndarray, *, birth: int, sex: int, start: int, seed: int) -> dict[str, np.ndarray]:
    """Those born in a year, with their residence: as many leave a place, and come to one, as its numbers say."""
    years = np.flatnonzero(counts.sum(axis=1))
    now = np.repeat(np.arange(UNKNOWN + 1), counts[years[0]])
    homes = [np.full((len(now), years[0]), NOWHERE, dtype=np.int8), now.astype(np.int8)[:, None]]
    for year in years[1:]:
        change = counts[year] - counts[year - 1]
        chance = Chance(seed, start + np.arange(len(now)))
        luck = chance.uniform(200 + int(year))
        now = now.copy()
        now[_leaving(now, luck, change)] = UNKNOWN + 1  # on the way
        free = np.flatnonzero(now == UNKNOWN + 1)
        free = free[np.argsort(chance.uniform(240 + int(year), of=free), kind="stable")]
        wanted = np.repeat(np.arange(UNKNOWN + 1), np.maximum(change, 0))
        wanted = wanted[
            np.argsort(Chance(seed, 10**9 * sex + birth * 10**4 + np.arange(len(wanted))).uniform(int(year)))
        ]
        both = min(len(free), len(wanted))
        now[free[:both]] = wanted[:both]
        now[free[both:]] = NOWHERE
        swapped = (now >= 0) & (chance.uniform(270 + int(year)) < _EXCHANGED) & (year + weeks.FIRST_YEAR - birth < 40)
        added = np.concatenate([wanted[both:], now[swapped]])
        now[swapped] = NOWHERE
        if len(added):
            there = np.concatenate(homes, axis=1)
            homes = [np.concatenate([there, np.full((len(added), there.shape[1]), NOWHERE, dtype=np.int8)])]
            now = np.concatenate([now, added])
        homes.append(now.astype(np.int8)[:, None])
    there = np.concatenate(homes, axis=1)
    after = np.full((len(there), _YEARS - there.shape[1]), NOWHERE, dtype=np.int8)
    size = len(there)
    return {
        "number": np.arange(start, start + size),
        "birth_year": np.full(size, birth, dtype=np.int16),
        "sex": np.full(size, sex, dtype=np.int8),
        "residence": np.concatenate([there, after], axis=1),
    }


def _leaving(now: np.ndarray, luck: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Positions of those who leave: in each place that loses, the unluckiest."""
    fewer = np.maximum(-change, 0)
    here = np.flatnonzero((now >= 0) & (fewer[np.maximum(now, 0)] > 0))
    order = here[np.lexsort((luck[here], now[here]))]
    sorted_places = now[order]
    first = np.searchsorted(sorted_places, sorted_places, side="left")
    chosen: np.ndarray = order[np.arange(len(order)) - first < fewer[sorted_places]]
    return chosen


def _described(whole: dict[str, np.ndarray], places: Places, chance: Chance) -> People:
    birth, residence = whole["birth_year"].astype(np.int64), whole["residence"]
    there = residence >= 0
    first = there.argmax(axis=1)
    last = _YEARS - 1 - there[:, ::-1].argmax(axis=1)
    born = _week_in(birth, chance.uniform(1))
    fifteenth, seventieth = _week_in(birth + 15, chance.uniform(1)), _week_in(birth + 70, chance.uniform(1))
    came = first > np.maximum(birth + YOUNGEST + 1 - weeks.FIRST_YEAR, 0)  # after the first year its age group is there
    enters = np.where(came, _week_in(first - 1 + weeks.FIRST_YEAR, chance.uniform(2)), 0)
    enters = np.maximum(enters, fifteenth)
    gone = last < np.minimum(birth + 71 - weeks.FIRST_YEAR, _YEARS - 1)
    leaves = np.where(gone, _week_in(last + weeks.FIRST_YEAR, chance.uniform(3)), weeks.END)
    why = np.where(gone, np.where(2007 + last - birth > 40, DEAD, EMIGRATED), STAYS)
    why = np.where(seventieth <= leaves, TOO_OLD, why)
    leaves = np.minimum(leaves, seventieth)
    why = np.where(leaves >= weeks.END, STAYS, why)
    home = np.take_along_axis(residence, first[:, None], axis=1)[:, 0].astype(np.int64)
    origin = _origins(places, home, birth, came, chance)
    education = _educations(places, home, birth, whole["sex"], origin, chance)
    earlier = np.where((origin == 2) & (chance.uniform(7) < 0.25), weeks.FIRST - 400 * chance.uniform(8), LONG_AGO)
    arrived = np.where(came, enters, earlier)
    return People(
        number=whole["number"],
        birth_year=whole["birth_year"],
        born=born.astype(np.int32),
        sex=whole["sex"],
        origin=origin,
        education=education,
        fund=_funds(origin, education, birth, chance),
        arrived=arrived.astype(np.int32),
        residence=residence,
        enters=np.minimum(enters, weeks.END).astype(np.int32),
        leaves=np.maximum(leaves, 0).astype(np.int32),
        why=why.astype(np.int8),
    )


def _week_in(year: np.ndarray, when: np.ndarray) -> np.ndarray:
    """A week of a year, by a number from 0 to 1; also of years before the grid."""
    from_origin = (year - 2005) * 365.2425 / 7
    week: np.ndarray = np.floor(from_origin + when * 365.2425 / 7).astype(np.int64)
    return week


def _origins(places: Places, home: np.ndarray, birth: np.ndarray, came: np.ndarray, chance: Chance) -> np.ndarray:
    western = np.array([_WESTERN.get(group, 0.030) for group in places.groups] + [0.05])[home]
    non_western = np.array([_NON_WESTERN[group] for group in places.groups] + [0.2])[home]
    non_western = non_western * np.select([birth < 1950, birth < 1960, birth < 1975], [0.35, 0.60, 1.00], 1.30)
    western, non_western = np.where(came, 0.45, western), np.where(came, 0.45, non_western)
    luck = chance.uniform(4)
    origin: np.ndarray = np.select([luck < non_western, luck < non_western + western], [2, 1], 0).astype(np.int8)
    return origin


def _educations(
    places: Places, home: np.ndarray, birth: np.ndarray, sex: np.ndarray, origin: np.ndarray, chance: Chance
) -> np.ndarray:
    """Highest education reached by the end of the register, or that it will be."""
    city = np.array([group in ("Hovedstadskommuner", "Storbykommuner") for group in places.groups] + [True])[home]
    higher = 0.25 + 0.10 * city + 0.06 * (sex == 1) + np.select([birth < 1950, birth < 1970], [-0.08, 0.0], 0.08)
    none = np.select([birth < 1950, birth < 1970], [0.34, 0.24], 0.19) + np.where(city, -0.02, 0.01)
    none = np.where(origin == 2, 0.38, none)
    higher = np.where(origin == 2, 0.22, higher)
    unknown = np.choose(origin, [0.01, 0.25, 0.16])
    luck = chance.uniform(5)
    chosen = np.select([luck < none, luck < none + higher, luck < none + higher + unknown], [0, 2, 3], 1)
    return chosen.astype(np.int8)


def _funds(origin: np.ndarray, education: np.ndarray, birth: np.ndarray, chance: Chance) -> np.ndarray:
    """The unemployment insurance fund; 0 is none."""
    member = np.array([0.62, 0.80, 0.80, 0.35])[education] * np.where(origin == 2, 0.70, 1.0)
    member = member * np.where(birth >= 1980, 0.90, 1.0)
    luck = chance.uniform(6)
    by_education = {0: (1, 3, 8, 9), 1: (2, 4, 1, 3, 10, 8), 2: (7, 6, 5, 2, 9), 3: (1, 8, 9)}
    fund = np.zeros(len(luck), dtype=np.int8)
    for level, choices in by_education.items():
        of = education == level
        place = np.minimum(luck[of] / member[of] * len(choices), len(choices) - 1).astype(int)
        fund[of] = np.where(luck[of] < member[of], np.array(choices)[place], 0)
    return fund
