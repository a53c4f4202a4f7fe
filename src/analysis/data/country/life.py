"""The lives: every person goes from state to state, in rounds, until the register ends or the person leaves.

In a state each way out has a waiting time; the earliest is taken. All persons who have not come to the end are
moved on in one round, so the work is in arrays over persons and never a loop over persons or weeks.
"""

from dataclasses import dataclass

import numpy as np

from analysis.data.country import activation, beginnings, hazards, rates, truth
from analysis.data.country.calendar_factors import CALENDAR
from analysis.data.country.chance import Chance
from analysis.data.country.people import People
from analysis.data.country.places import Places
from analysis.data.country.rates import CAUSES
from analysis.data.country.states import BACK, UNEMPLOYED, State
from analysis.data.country.weeks import END, YEAR_LENGTH, year_index

NO_OFFER = -1
CHUNK = 250_000  # persons at a time; the result does not depend on it

_ASK_AGAIN = 156  # weeks after which age and place are looked at anew, where a state can last for decades
_LASTING = (State.WORK, State.NEITHER, State.FLEXJOB)
_EARLY_FROM = (State.WORK, State.NEITHER, State.INSURED, State.READY, State.FLEXJOB, State.AWAITING, State.TEMPORARY)
_RETURNS = (State.SICK, State.MOTHER, State.FATHER)
_ROUNDS = 400
_OUT = 1000  # purposes of the draws for the ways out, 20 to a state
_CALENDARS = {
    cause: hazards.summed([CALENDAR[name] for name in cause])
    for cause in {one.over for causes in CAUSES.values() for one in causes}
}


@dataclass(frozen=True)
class Lives:
    """Stretches of time in one state, as arrays of one length, sorted by person and week.

    ``person`` is the position in the people, ``until`` the week after the last; ``offer`` is the week in which the
    first offer of the stretch began, -1 if none did, and ``instrument`` its number in ``truth.EFFECTS``.
    """

    person: np.ndarray
    state: np.ndarray
    since: np.ndarray
    until: np.ndarray
    offer: np.ndarray
    instrument: np.ndarray

    def __len__(self) -> int:
        return len(self.person)


def lives(
    people: People,
    places: Places,
    *,
    seed: int,
    effects: bool = True,
    hidden: bool = False,
    withheld: np.ndarray | None = None,
) -> Lives:
    """How everyone lives from the run-in to the end of 2019.

    Parameters
    ----------
    people, places : People, Places
        Who they are and where.
    seed : int
        Where chance begins.
    effects : bool
        False is the same country, with the same luck, where offers change nothing: what would have been. The
        first spell of a person that an offer reaches begins alike in both; after it the lives part.
    hidden : bool
        True is a country with a hidden confounder: some persons find jobs more slowly, lose them sooner and are
        offered more (``truth.HIDDEN``), and nothing in the register says who.
    withheld : ndarray of int, shape (persons,), optional
        The same country, with the same luck, where the first offer of a spell does not begin for a person in this
        week; -1 for none. What follows is as for anybody without an offer until then.
    """
    parts = []
    for first in range(0, len(people), CHUNK):
        kept = None if withheld is None else withheld[first : first + CHUNK]
        part = _Walk(people.part(first, first + CHUNK), places, seed, effects, hidden, kept).walked()
        parts.append((part[0] + first, *part[1:]))
    return Lives(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


class _Walk:
    """The rounds for some persons."""

    def __init__(
        self, people: People, places: Places, seed: int, effects: bool, hidden: bool, withheld: np.ndarray | None
    ) -> None:
        self.people, self.places, self.effects, self.withheld = people, places, effects, withheld
        self.chance = Chance(seed, people.number)
        self.slow = self.chance.uniform(40) < truth.HIDDEN_SHARE if hidden else None
        size = len(people)
        self.now = np.maximum(people.enters.astype(np.int64), 0)
        self.end = np.minimum(people.leaves.astype(np.int64), END)
        self.turn = np.zeros(size, dtype=np.int64)
        self.before = np.full(size, State.WORK, dtype=np.int64)
        self.adult = people.born + np.round(18 * YEAR_LENGTH).astype(np.int64)
        self.learned = beginnings.learned(people, self.chance)
        self.early, self.pension = beginnings.retirement(people, self.chance)
        pick = np.array([0.45, 1.2, 3.4])  # mean 1 with the shares below
        self.prone = {
            "work": pick[np.searchsorted([0.60, 0.88], self.chance.uniform(20))],
            "health": np.array([0.5, 1.3, 5.0])[np.searchsorted([0.70, 0.92], self.chance.uniform(21))],
        }
        self.state = beginnings.states(people, places, self.chance, self.now, self.learned, self.early, self.pension)

    def walked(self) -> tuple[np.ndarray, ...]:
        """The stretches, joined where a state goes on."""
        stretches: list[tuple[np.ndarray, ...]] = []
        active = np.flatnonzero(self.now < self.end)
        for _ in range(_ROUNDS):
            if not len(active):
                break
            state = self.state[active]
            for one in np.unique(state):
                here = active[state == one]
                stretches.append(self._step(State(one), here))
            active = active[self.now[active] < self.end[active]]
        else:
            raise RuntimeError("a life does not come to its end")
        return _joined(stretches)

    def _step(self, state: State, here: np.ndarray) -> tuple[np.ndarray, ...]:
        start, turn = self.now[here], self.turn[here]
        when, then = self._bound(state, here)
        year = year_index(start)
        place = self.people.residence[here, year]
        place = np.where(place < 0, self.people.residence[here, year + 1], place)
        cell = self._cell(here, start)
        reached = activation.Offers(np.full(len(here), hazards.LATER), np.zeros(len(here), dtype=np.int8))
        if state in UNEMPLOYED:
            reached = activation.first_offers(
                state,
                start,
                cell=cell,
                place=self._hidden(self.places.effects["tilbud"][place], "offer", here),
                chance=self.chance,
                occasion=turn,
                of=here,
                withheld=None if self.withheld is None else self.withheld[here],
            )
        for number, cause in enumerate(CAUSES[state]):
            factor = cause.spread[cell]
            if cause.insured:
                factor = factor * ((self.people.fund[here] > 0) == (cause.insured > 0))
            able = np.flatnonzero(factor > 0)
            if not len(able):
                continue
            factor = factor[able]
            if cause.prone:
                factor = factor * self.prone[cause.prone][here[able]]
            if cause.place:
                factor = factor * np.exp(self.places.effects[cause.place][place[able]])
            if self.slow is not None and (cause.prone == "work" or (cause.to_job and state in UNEMPLOYED)):
                way = "find" if cause.to_job else "lose"
                factor = factor * np.exp(self._hidden(np.zeros(len(able)), way, here[able]))
            calendar = _CALENDARS[cause.over]
            wait = self.chance.waiting(_OUT + 20 * int(state) + number, turn[able], of=here[able]) / factor
            if cause.to_job and state in UNEMPLOYED and self.effects:
                offers = activation.Offers(reached.start[able], reached.instrument[able])
                wait = activation.changed_target(wait, offers, cause.rate, calendar, start[able])
            week = hazards.week_reached(cause.rate, calendar, start[able], wait)
            sooner = week < when[able]
            when[able[sooner]] = week[sooner]
            then[able[sooner]] = cause.to
        offer = np.where(reached.start < when, reached.start, NO_OFFER)
        self._move(state, here, when, then)
        return here, np.full(len(here), int(state)), start, np.minimum(when, END), offer, reached.instrument

    def _hidden(self, log_factor: np.ndarray, what: str, here: np.ndarray) -> np.ndarray:
        """Log factors with those of the hidden confounder, where there is one."""
        if self.slow is None:
            return log_factor
        shifted: np.ndarray = log_factor + np.where(self.slow[here], np.log(truth.HIDDEN[what]), 0.0)
        return shifted

    def _move(self, state: State, here: np.ndarray, when: np.ndarray, then: np.ndarray) -> None:
        arrived = np.where(then == BACK, self.before[here], then)
        if state not in _RETURNS:
            self.before[here] = int(state)
        self.state[here], self.now[here] = arrived, when
        self.turn[here] += 1

    def _bound(self, state: State, here: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The latest week in which a state ends whatever else happens, and what comes then."""
        start = self.now[here]
        when, then = self.end[here].copy(), np.full(len(here), int(state))
        if state in _LASTING:
            again = start + _ASK_AGAIN
            when = np.minimum(when, again)
        if state is State.SCHOOL:
            _earlier(when, then, self.adult[here], self._after_school(here))
        if state is State.STUDY:
            ends = np.where(start < self.learned[here], self.learned[here], hazards.LATER)
            _earlier(when, then, ends, self._after_study(here))
        if state in _EARLY_FROM:
            early = np.where(start < self.pension[here], np.maximum(self.early[here], start + 1), hazards.LATER)
            _earlier(when, then, early, np.full(len(here), int(State.EARLY)))
        if state is not State.PENSION:
            _earlier(when, then, np.maximum(self.pension[here], start + 1), np.full(len(here), int(State.PENSION)))
        return when, then

    def _cell(self, here: np.ndarray, week: np.ndarray) -> np.ndarray:
        age = (week - self.people.born[here]) / YEAR_LENGTH
        band = np.searchsorted(rates.AGES, age, side="right")
        upper = (band * 4 + self.people.education[here]) * 3 + self.people.origin[here]
        cell: np.ndarray = upper * 2 + self.people.sex[here]
        return cell

    def _after_school(self, here: np.ndarray) -> np.ndarray:
        luck = self.chance.uniform(28, of=here)
        weak = (self.people.education[here] == 0) | (self.people.origin[here] == 2)
        left = np.select(
            [luck < 0.05 * (1 + weak), luck < 0.12 * (1 + weak), luck < 0.35],
            [State.READY, State.NEITHER, State.STUDY],
            State.WORK,
        )
        return np.where(self.now[here] + 4 < self.learned[here], int(State.STUDY), left)

    def _after_study(self, here: np.ndarray) -> np.ndarray:
        luck, insured = self.chance.uniform(29, of=here), self.people.fund[here] > 0
        jobless = np.where(insured, int(State.INSURED), int(State.READY))
        share = np.where(insured, 0.30, 0.08)
        return np.select([luck < share, luck < share + 0.05], [jobless, int(State.NEITHER)], int(State.WORK))


def _earlier(when: np.ndarray, then: np.ndarray, week: np.ndarray, state: np.ndarray) -> None:
    sooner = week < when
    when[sooner] = week[sooner]
    then[sooner] = state[sooner]


def _joined(stretches: list[tuple[np.ndarray, ...]]) -> tuple[np.ndarray, ...]:
    """All stretches sorted by person and week; what only was looked at anew becomes one again."""
    person, state, since, until, offer, instrument = (
        np.concatenate(columns) for columns in zip(*stretches, strict=True)
    )
    order = np.lexsort((since, person))
    person, state, since, until = person[order], state[order], since[order], until[order]
    goes_on = (person[1:] == person[:-1]) & (state[1:] == state[:-1]) & (since[1:] == until[:-1])
    begins = np.flatnonzero(np.concatenate([[True], ~goes_on]))
    ends = np.append(begins[1:], len(person)) - 1
    return (
        person[begins].astype(np.int32),
        state[begins].astype(np.int8),
        since[begins].astype(np.int16),
        until[ends].astype(np.int16),
        offer[order][begins].astype(np.int16),
        instrument[order][begins].astype(np.int8),
    )
