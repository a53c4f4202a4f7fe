"""The effects that are written down are those that are in the country, and the selection too."""

import numpy as np
import pytest

from analysis.data.country import activation, hazards, places, rates, truth, weeks
from analysis.data.country.chance import Chance
from analysis.data.country.life import _CALENDARS, Lives
from analysis.data.country.states import State
from analysis.data.country.truth import EFFECTS
from analysis.data.demo import Country

SCALE = 0.03


@pytest.fixture(scope="module")
def country() -> Country:
    return Country(SCALE)


def test_a_draw_belongs_to_the_person_and_not_to_the_company():
    alone, together = Chance(1, np.array([7])), Chance(1, np.array([5, 6, 7]))
    assert alone.uniform(3, 2)[0] == together.uniform(3, 2)[2] == together.uniform(3, 2, of=np.array([2]))[0]
    assert alone.uniform(3, 2)[0] != alone.uniform(3, 3)[0] != alone.uniform(4, 3)[0]
    assert alone.uniform(3, 2)[0] != Chance(2, np.array([7])).uniform(3, 2)[0]


def test_draws_are_even_and_those_of_neighbours_have_nothing_in_common():
    drawn = Chance(20101, np.arange(100_000)).uniform(11, 4)
    assert drawn.mean() == pytest.approx(0.5, abs=4 * 0.2887 / 100_000**0.5)
    assert np.histogram(drawn, 10, (0, 1))[0] == pytest.approx(10_000, abs=4 * 95)
    assert abs(np.corrcoef(drawn[1:], drawn[:-1])[0, 1]) < 4 / 100_000**0.5


def test_a_waiting_time_is_over_in_the_week_that_the_summed_hazard_reaches_it():
    calendar = hazards.summed([np.ones(weeks.END + 1)])
    steps = ((0, 0.1), (4, 0.5))  # summed: 0.1 0.2 0.3 0.4 0.9 1.4
    start = np.array([10, 10, 10, 700])
    reached = hazards.week_reached(steps, calendar, start, np.array([0.25, 0.85, 0.95, 99.0]))
    assert reached.tolist() == [13, 15, 16, hazards.LATER]
    assert hazards.summed_hazard(steps, calendar, start[:1], np.array([16])).tolist() == pytest.approx([1.4])


def test_an_offer_slows_the_clock_in_the_lock_in_and_speeds_it_after():
    calendar = hazards.summed([np.ones(weeks.END + 1)])
    number = next(at for at, effect in enumerate(EFFECTS) if effect.instrument == "virksomhedspraktik_privat")
    offers = activation.Offers(np.array([110]), np.array([number]))  # lock-in 0.70 in weeks 110-115, then 1.35
    steps, start = ((0, 0.01),), np.array([100])

    def week(target: float) -> int:
        changed = activation.changed_target(np.array([target]), offers, steps, calendar, start)
        return int(hazards.week_reached(steps, calendar, start, changed)[0])

    assert week(0.0999) == 110  # ten weeks at 0.01, before the offer
    assert week(0.10 + 6 * 0.007 - 0.0001) == 116  # six weeks at 0.007
    assert week(0.10 + 6 * 0.007 + 2 * 0.0135 - 0.0001) == 118  # two more at 0.0135


def test_without_effects_the_lives_are_the_same_up_to_the_first_offer(country: Country):
    other = Country(SCALE, effects=False)
    one, two = country.lives, other.lives
    first = _first_offer(one, len(country.people))
    assert np.array_equal(first, _first_offer(two, len(country.people)))
    assert np.array_equal(_before(one, first), _before(two, first))
    assert len(one) != len(two)


@pytest.mark.parametrize("state", [State.INSURED, State.READY])
def test_jobs_are_found_at_the_hazard_that_the_truth_says(country: Country, state: State):
    """Jobs found in each phase beside those expected at the hazard without an offer, summed over the spells.

    What is found is Poisson around what is expected times the true factor, so the ratio lies within four standard
    errors of it.
    """
    expected, found, mean = _by_phase(country, state)
    for phase in ("lock_in", "after", "both"):
        error = found[phase] ** 0.5 / expected[phase]
        assert found[phase] > 100
        assert found[phase] / expected[phase] == pytest.approx(mean[phase], abs=4 * error), phase


def test_those_who_are_offered_something_are_not_like_the_others(country: Country):
    """Selection: the young, those without education and those of non-western origin are offered more."""
    lives, people = country.lives, country.people
    of = (lives.state == State.UNREADY) & (lives.until - lives.since > 52) & (lives.since > weeks.FIRST)
    early = of & (lives.offer >= 0) & (lives.offer - lives.since < 52)
    age = (lives.since - people.born[lives.person]) / weeks.YEAR_LENGTH

    def share(group: np.ndarray) -> float:
        return float(early[group & of].sum() / (group & of).sum())

    assert share(age < 25) > share((age >= 30) & (age < 50)) > share(age >= 60)
    assert share(people.origin[lives.person] == 2) > share(people.origin[lives.person] == 0)


def test_the_factor_in_a_week_is_what_the_table_of_effects_says():
    private = next(effect for effect in EFFECTS if effect.instrument == "loentilskud_privat")
    assert truth.hazard_factor("loentilskud_privat", private.weeks - 1) == private.lock_in == 0.60
    assert truth.hazard_factor("loentilskud_privat", private.weeks) == private.after == 1.50


def test_an_offer_withheld_leaves_the_person_as_they_were_and_comes_later_as_to_anybody(country: Country):
    """The offers of one year are withheld: nothing before them changes, and others come after them."""
    country = country.part(np.arange(len(country.people)) % 10 == 0)
    lives, size = country.lives, len(country.people)
    of = np.flatnonzero((lives.offer >= 400) & (lives.offer < 452) & np.isin(lives.state, [4, 5, 6]))
    of = of[np.unique(lives.person[of], return_index=True)[1]]
    withheld = np.full(size, -1)
    withheld[lives.person[of]] = lives.offer[of]
    other = country.withholding(withheld).lives
    began = {(int(a), int(b)): (int(c), int(d)) for a, b, c, d in _stretches(lives)}
    begins = {(int(a), int(b)): (int(c), int(d)) for a, b, c, d in _stretches(other)}
    untouched = lives.since < np.where(withheld < 0, weeks.END, withheld)[lives.person]
    for person, since in zip(lives.person[untouched], lives.since[untouched], strict=True):
        offer, _ = began[int(person), int(since)]
        if withheld[person] != offer or offer < 0:
            assert begins[int(person), int(since)] == began[int(person), int(since)]
        else:
            later, until = begins[int(person), int(since)]
            assert later == -1 or offer < later < until
    again = [begins[int(lives.person[at]), int(lives.since[at])][0] >= 0 for at in of]
    assert 0.1 < np.mean(again) < 0.9


def test_a_part_of_the_country_lives_as_in_the_whole(country: Country):
    kept = np.arange(len(country.people)) % 40 == 7
    part = country.part(kept)
    of = kept[country.lives.person]
    assert np.array_equal(part.people.number[part.lives.person], country.people.number[country.lives.person[of]])
    for name in ("state", "since", "until", "offer", "instrument"):
        assert np.array_equal(getattr(part.lives, name), getattr(country.lives, name)[of])


def test_the_hidden_confounder_gives_more_offers_and_fewer_jobs_to_the_same_persons():
    country = Country(0.01, hidden=True)
    lives = country.lives
    slow = Chance(country.seed, country.people.number).uniform(40) < 0.5
    of = (lives.state == State.INSURED) & (lives.since > weeks.FIRST) & (lives.since < weeks.END - 60)
    length, offered = (lives.until - lives.since)[of], lives.offer[of] >= 0
    whose = slow[lives.person[of]]
    assert length[whose].mean() > 1.3 * length[~whose].mean()
    assert offered[whose].mean() > 1.5 * offered[~whose].mean()
    assert whose.mean() > 0.55  # and they come back more often


def test_instruments_are_used_in_their_years_only(country: Country):
    lives = country.lives
    year = weeks.YEAR[np.maximum(lives.offer, 0)]
    for number, effect in enumerate(EFFECTS):
        used = year[(lives.offer >= 0) & (lives.instrument == number)]
        assert used.min() >= effect.first
        assert used.max() <= effect.last


def test_the_municipalities_effects_are_even_around_their_region():
    found = places.places(seed=3)
    assert set(found.effects) == set(places.KINDS)
    assert abs(found.effects["ledighed"]).max() < 1
    assert found.effects["ledighed"][places.UNKNOWN] == 0


def _stretches(lives: Lives) -> np.ndarray:
    return np.stack([lives.person, lives.since, lives.offer, lives.until], axis=1).astype(np.int64)


def _first_offer(lives: Lives, size: int) -> np.ndarray:
    first = np.full(size, weeks.END)
    got = lives.offer >= 0
    np.minimum.at(first, lives.person[got], lives.offer[got])
    return first


def _before(lives: Lives, first: np.ndarray) -> np.ndarray:
    """Starts and states of what began before the first offer of the person."""
    kept = lives.since < first[lives.person]
    return np.stack([lives.person[kept], lives.since[kept], lives.state[kept]])


def _by_phase(country: Country, state: State) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    lives, people = country.lives, country.people
    cause = next(cause for cause in rates.CAUSES[state] if cause.to == State.WORK)
    calendar = _CALENDARS[cause.over]
    at = np.flatnonzero((lives.state == state) & (lives.offer >= 0))
    person, since, until = lives.person[at], lives.since[at].astype(np.int64), lives.until[at].astype(np.int64)
    offer, instrument = lives.offer[at].astype(np.int64), lives.instrument[at]
    year = weeks.year_index(since)
    place = people.residence[person, year]
    place = np.where(place < 0, people.residence[person, year + 1], place)
    band = np.searchsorted(rates.AGES, (since - people.born[person]) / weeks.YEAR_LENGTH, side="right")
    cell = ((band * 4 + people.education[person]) * 3 + people.origin[person]) * 2 + people.sex[person]
    factor = cause.spread[cell] * np.exp(country.places.effects["job"][place])
    ends = np.minimum(offer + activation.WEEKS[instrument], until)

    def hazard(week: np.ndarray) -> np.ndarray:
        summed: np.ndarray = factor * hazards.summed_hazard(cause.rate, calendar, since, week)
        return summed

    nearest = np.minimum(at + 1, len(lives) - 1)
    worked = (lives.person[nearest] == person) & (lives.state[nearest] == State.WORK) & (until < weeks.END)
    during, later = hazard(ends) - hazard(offer), hazard(until) - hazard(ends)
    low, high = activation.LOCK_IN[instrument], activation.AFTER[instrument]
    inside = worked & (until <= offer + activation.WEEKS[instrument])
    expected = {"lock_in": during.sum(), "after": later.sum(), "both": during.sum() + later.sum()}
    found = {"lock_in": inside.sum(), "after": (worked & ~inside).sum(), "both": worked.sum()}
    mean = {
        "lock_in": (low * during).sum() / during.sum(),
        "after": (high * later).sum() / later.sum(),
        "both": ((low * during).sum() + (high * later).sum()) / (during.sum() + later.sum()),
    }
    return expected, found, mean
