"""The lives as a register would hold them: spells with the names, dates and municipalities of the benefits."""

from dataclasses import dataclass

import numpy as np

from analysis.data.country import weeks
from analysis.data.country.calendar_factors import REFORM_2013, REFORM_2014
from analysis.data.country.chance import Chance
from analysis.data.country.life import Lives
from analysis.data.country.people import DEAD, EMIGRATED, LONG_AGO, People
from analysis.data.country.states import State
from analysis.data.country.weeks import END, FIRST, week_of

BENEFITS = (
    *("a_dagpenge", "feriedagpenge", "kontanthjaelp", "starthjaelp", "introduktionsydelse", "uddannelseshjaelp"),
    *("integrationsydelse", "saerlig_uddannelsesydelse", "arbejdsmarkedsydelse", "kontantydelse", "revalidering"),
    *("forrevalidering", "sygedagpenge", "jobafklaring", "ressourceforloeb", "ledighedsydelse", "fleksjob"),
    *("foertidspension", "efterloen", "barselsdagpenge", "su", "folkepension", "udvandret", "doed"),
)
VISITATIONS = (
    *("", "match1", "match2", "match3", "jobparat", "aktivitetsparat", "aabenlyst_uddannelsesparat"),
    "uddannelsesparat",
)
CODE = {name: number for number, name in enumerate(BENEFITS)}
RANK = {name: number for number, name in enumerate(VISITATIONS)}

START_ENDS = week_of(2012)  # starthjælp and introduktionsydelse: to the end of 2011
INTEGRATION = week_of(2015, 9)
INTEGRATION_ALL = week_of(2016, 7)
TEMPORARY_ENDS = week_of(2018)
SPECIAL_ENDS = week_of(2015) - 1  # the week whose Thursday is 1 January 2015
_CASH = (State.READY, State.UNREADY)
_PLAIN = {
    State.STUDY: "su",
    State.INSURED: "a_dagpenge",
    State.SICK: "sygedagpenge",
    State.CLARIFICATION: "jobafklaring",
    State.RESOURCE: "ressourceforloeb",
    State.REHABILITATION: "revalidering",
    State.AWAITING: "ledighedsydelse",
    State.FLEXJOB: "fleksjob",
    State.DISABILITY: "foertidspension",
    State.EARLY: "efterloen",
    State.MOTHER: "barselsdagpenge",
    State.FATHER: "barselsdagpenge",
    State.PENSION: "folkepension",
}
_INTRODUCTION, _NEW = 156, 364  # weeks after arrival


@dataclass
class Spells:
    """Spells as arrays of one length: positions of persons, numbers of benefits, visitations and places."""

    person: np.ndarray
    benefit: np.ndarray
    visitation: np.ndarray
    place: np.ndarray
    since: np.ndarray
    until: np.ndarray  # the week after the last
    share: np.ndarray

    def __len__(self) -> int:
        return len(self.person)


def spells(lives: Lives, people: People, *, seed: int) -> Spells:
    """The spells from 2007-W01 to 2019-W52, in the order of week, person and benefit.

    Those that were open when the register begins begin with it. A spell is cut where its benefit or visitation takes
    another name, where the person moves, and where a holiday interrupts it.
    """
    chance = Chance(seed, people.number)
    cut = _Pieces(lives, people, chance)
    found = cut.named()
    order = np.lexsort((found.benefit, found.person, found.since))
    return Spells(*(getattr(found, name)[order] for name in found.__dataclass_fields__))


class _Pieces:
    """Stretches of a benefit, cut piece by piece until each has one name and one place."""

    def __init__(self, lives: Lives, people: People, chance: Chance) -> None:
        self.people, self.chance = people, chance
        silent = np.isin(lives.state, [State.SCHOOL, State.WORK, State.NEITHER])
        kept = np.flatnonzero(~silent & (lives.until > FIRST))
        self.person = lives.person[kept].astype(np.int64)
        self.state = lives.state[kept].astype(np.int64)
        self.start = lives.since[kept].astype(np.int64)  # of the whole stretch
        self.since = np.maximum(self.start, FIRST)
        self.until = np.minimum(lives.until[kept].astype(np.int64), END)
        self.holiday = np.zeros(len(kept), dtype=bool)

    def named(self) -> Spells:
        cash = np.isin(self.state, _CASH)
        for week in (START_ENDS, REFORM_2014, INTEGRATION, INTEGRATION_ALL):
            cash = self._cut(cash, np.full(len(self.person), week))
        arrived = self.people.arrived[self.person].astype(np.int64)
        for after in (_INTRODUCTION, _NEW):
            arrived = self.people.arrived[self.person].astype(np.int64)
            cash = self._cut(cash & (arrived > LONG_AGO), arrived + after) | np.isin(self.state, _CASH)
        self._cut(np.isin(self.state, _CASH), self._thirtieth())
        rehabilitated = (self.state == State.REHABILITATION) & (self.chance.uniform(500, of=self.person) < 0.35)
        self._cut(rehabilitated, self.start + 13)
        self._cut(self.state == State.TEMPORARY, np.full(len(self.person), TEMPORARY_ENDS))
        self._cut(self.state == State.TEMPORARY, np.full(len(self.person), SPECIAL_ENDS))
        self._holidays()
        self._moves()
        benefit, visitation = self._benefits()
        place = self.people.place_at(self.since, self.chance, self.person)
        share = np.ones(len(self.person))
        part = self.chance.uniform(501, self.start, of=self.person)
        share[(benefit == CODE["sygedagpenge"]) & (part < 0.12)] = 0.5
        share[(benefit == CODE["a_dagpenge"]) & (part < 0.05)] = 0.5
        known = benefit >= 0
        columns = (self.person, benefit, visitation, place, self.since, self.until, share)
        return _joined(_with_exits(Spells(*(column[known] for column in columns)), self.people))

    def _cut(self, which: np.ndarray, week: np.ndarray) -> np.ndarray:
        """Cut some stretches in two at a week each; returns which of the new list they were."""
        inside = np.flatnonzero(which & (self.since < week) & (week < self.until))
        for name in ("person", "state", "start", "holiday"):
            column = getattr(self, name)
            setattr(self, name, np.concatenate([column, column[inside]]))
        self.since = np.concatenate([self.since, week[inside]])
        self.until = np.concatenate([self.until, self.until[inside]])
        self.until[inside] = week[inside]
        return np.concatenate([which, which[inside]])

    def _thirtieth(self) -> np.ndarray:
        thirty: np.ndarray = np.ceil(self.people.born[self.person] + 30 * weeks.YEAR_LENGTH).astype(np.int64)
        return thirty

    def _holidays(self) -> None:
        """Two weeks of feriedagpenge in July for some of those on a-dagpenge since a month or more."""
        for year in range(weeks.FIRST_YEAR, weeks.LAST_YEAR + 1):
            week = week_of(year, 7, 14)
            away = (self.state == State.INSURED) & (self.since <= week - 4) & (self.until >= week + 6)
            away &= self.chance.uniform(510 + year - weeks.FIRST_YEAR, of=self.person) < 0.25
            again = self._cut(away, np.full(len(self.person), week))
            self._cut(again & (self.since == week), np.full(len(self.person), week + 2))
            self.holiday |= (self.since == week) & (self.until == week + 2) & (self.state == State.INSURED)

    def _moves(self) -> None:
        for year in range(weeks.LAST_YEAR + 1 - weeks.FIRST_YEAR):
            before, after = self.people.residence[self.person, year], self.people.residence[self.person, year + 1]
            moves = (before >= 0) & (after >= 0) & (before != after)
            week = np.full(len(self.person), -1)
            at = np.flatnonzero(moves)
            week[at] = self.people.moving_week(year, self.chance, self.person[at])
            self._cut(moves, week)

    def _benefits(self) -> tuple[np.ndarray, np.ndarray]:
        benefit = np.full(len(self.person), -1)
        visitation = np.zeros(len(self.person), dtype=np.int64)
        for state, name in _PLAIN.items():
            benefit[self.state == state] = CODE[name]
        early = (self.since < self.start + 13) & (self.chance.uniform(500, of=self.person) < 0.35)
        benefit[(self.state == State.REHABILITATION) & early] = CODE["forrevalidering"]
        benefit[self.holiday] = CODE["feriedagpenge"]
        self._temporary(benefit)
        self._cash(benefit, visitation)
        return benefit, visitation

    def _temporary(self, benefit: np.ndarray) -> None:
        here = np.flatnonzero((self.state == State.TEMPORARY) & (self.since < TEMPORARY_ENDS))
        since, start = self.since[here], self.start[here]
        special = (start >= REFORM_2013) & (start < week_of(2014)) & (since < SPECIAL_ENDS)
        cash = start >= week_of(2016)
        benefit[here] = np.select(
            [special, cash], [CODE["saerlig_uddannelsesydelse"], CODE["kontantydelse"]], CODE["arbejdsmarkedsydelse"]
        )

    def _cash(self, benefit: np.ndarray, visitation: np.ndarray) -> None:
        here = np.flatnonzero(np.isin(self.state, _CASH))
        person, since = self.person[here], self.since[here]
        stay = since - self.people.arrived[person]
        newcomer = self.people.origin[person] > 0
        introduced = newcomer & (since < START_ENDS) & (stay < _INTRODUCTION)
        started = newcomer & (since < START_ENDS) & (stay < _NEW)
        late = self.people.arrived[person] >= week_of(2014, 9)
        integrated = newcomer & (since >= INTEGRATION) & (stay < _NEW) & (late | (since >= INTEGRATION_ALL))
        unskilled = np.isin(self.people.education[person], [0, 3]) & (since < self._thirtieth()[here])
        learning = (since >= REFORM_2014) & unskilled & ~integrated
        names = ("introduktionsydelse", "starthjaelp", "integrationsydelse", "uddannelseshjaelp")
        benefit[here] = np.select(
            [introduced, started, integrated, learning], [CODE[name] for name in names], CODE["kontanthjaelp"]
        )
        ready = self.state[here] == State.READY
        luck = self.chance.uniform(530, of=person)
        obvious = np.where(luck < 0.35, RANK["aabenlyst_uddannelsesparat"], RANK["uddannelsesparat"])
        matched = np.where(luck < 0.65, RANK["match2"], RANK["match3"])
        visitation[here] = np.select(
            [(since < REFORM_2014) & ready, since < REFORM_2014, ready & learning, ready],
            [RANK["match1"], matched, obvious, RANK["jobparat"]],
            RANK["aktivitetsparat"],
        )


def _with_exits(found: Spells, people: People) -> Spells:
    """With the rows of those who died or left the country, to the register's end."""
    gone = np.flatnonzero(np.isin(people.why, [EMIGRATED, DEAD]) & (people.leaves >= FIRST) & (people.leaves < END))
    size = len(gone)
    last = people.residence.shape[1] - 1 - (people.residence[gone, ::-1] >= 0).argmax(axis=1)
    benefit = np.where(people.why[gone] == DEAD, CODE["doed"], CODE["udvandret"])
    columns = (
        gone,
        benefit,
        np.zeros(size, dtype=np.int64),
        people.residence[gone, last],
        people.leaves[gone],
        np.full(size, END),
        np.ones(size),
    )
    return Spells(
        *(
            np.concatenate([getattr(found, name), new])
            for name, new in zip(found.__dataclass_fields__, columns, strict=True)
        )
    )


def _joined(found: Spells) -> Spells:
    """What was cut without need becomes one again; in small numbers."""
    order = np.lexsort((found.since, found.person))
    person, benefit, visitation, place, since, until, share = (
        getattr(found, name)[order] for name in found.__dataclass_fields__
    )
    same = (person[1:] == person[:-1]) & (benefit[1:] == benefit[:-1]) & (since[1:] == until[:-1])
    same &= (visitation[1:] == visitation[:-1]) & (place[1:] == place[:-1]) & (share[1:] == share[:-1])
    begins = np.flatnonzero(np.concatenate([[True], ~same]))
    ends = np.append(begins[1:], len(person)) - 1
    return Spells(
        person[begins].astype(np.int32),
        benefit[begins].astype(np.int8),
        visitation[begins].astype(np.int8),
        place[begins].astype(np.int8),
        since[begins].astype(np.int16),
        until[ends].astype(np.int16),
        share[begins].astype(np.float32),
    )
