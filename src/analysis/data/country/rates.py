"""How fast persons go from one state to another: weekly hazards by duration, time, person and place.

A hazard is the product of a rate by duration, factors by calendar week (season, cycle, reforms), factors by the
person's age, education, origin and sex, a hidden proneness where there is one, and the municipality's factor.
None is estimated: they are round numbers by which the stocks come out at the right size.
"""

from dataclasses import dataclass, field

import numpy as np

from analysis.data.country.states import BACK, State

AGES = (25, 30, 40, 50, 60)  # where age bands begin: six of them
NEVER = 0.0

Six = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Cause:
    """One way out of a state."""

    to: int
    rate: tuple[tuple[int, float], ...]  # from week of the spell, hazard
    over: tuple[str, ...] = ()  # calendar factors
    age: Six = (1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
    education: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    origin: tuple[float, float, float] = (1.0, 1.0, 1.0)
    sex: tuple[float, float] = (1.0, 1.0)
    prone: str = ""  # hidden proneness: work or health
    place: str = ""
    insured: int = 0  # 1: only those in a fund; -1: only the others
    spread: np.ndarray = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        table = np.multiply.outer(np.multiply.outer(np.multiply.outer(self.age, self.education), self.origin), self.sex)
        object.__setattr__(self, "spread", table.ravel())

    @property
    def to_job(self) -> bool:
        """Whether this is the way out that activation changes."""
        return self.to == State.WORK


def steps(*pairs: tuple[int, float]) -> tuple[tuple[int, float], ...]:
    """Rates by duration; the first begins at 0."""
    return pairs


def flat(rate: float) -> tuple[tuple[int, float], ...]:
    """The same rate at every duration."""
    return ((0, rate),)


S = State
_YOUNG: Six = (1.0, 0.45, 0.10, 0.03, 0.0, 0.0)
_JOB_AGE: Six = (1.10, 1.10, 1.00, 0.95, 0.80, 0.45)
_JOB_EDUCATION = (0.85, 1.00, 1.12, 0.85)
_JOB_ORIGIN = (1.00, 0.95, 0.78)
_WEAK_EDUCATION = (2.2, 0.75, 0.35, 1.5)
_WEAK_ORIGIN = (0.80, 0.90, 4.5)
_ILL_AGE: Six = (0.5, 0.8, 1.0, 1.1, 1.25, 1.1)
_END_AGE: Six = (0.45, 0.55, 0.75, 1.05, 1.45, 1.5)
_END_ORIGIN = (1.0, 0.8, 1.1)
_BIRTH_MOTHER: Six = (0.55, 1.9, 1.0, 0.06, 0.0, 0.0)
_BIRTH_FATHER: Six = (0.20, 1.1, 1.1, 0.22, 0.03, 0.0)


def _births() -> list[Cause]:
    return [
        Cause(S.MOTHER, flat(0.0019), age=_BIRTH_MOTHER, sex=(0.0, 1.0)),
        Cause(S.FATHER, flat(0.0014), age=_BIRTH_FATHER, sex=(1.0, 0.0)),
    ]


def _out_of_insured(right: int, over: str, *, to: State, share: float, extra: tuple[str, ...] = ()) -> Cause:
    return Cause(to, steps((0, NEVER), (right, 2.0 * share)), (over, *extra))


CAUSES: dict[State, list[Cause]] = {
    S.WORK: [
        Cause(
            S.INSURED,
            flat(0.00215),
            ("cycle_in", "season_in"),
            age=(1.75, 1.6, 0.95, 0.85, 0.85, 0.8),
            education=(1.35, 1.05, 0.75, 1.3),
            origin=(1.0, 1.1, 1.75),
            prone="work",
            place="ledighed",
            insured=1,
        ),
        Cause(
            S.READY,
            flat(0.00135),
            ("cash_in", "cycle_in", "season_in"),
            age=(2.1, 1.7, 0.9, 0.7, 0.4, 0.15),
            education=_WEAK_EDUCATION,
            origin=(0.8, 0.6, 2.6),
            prone="work",
            place="kontanthjaelp",
            insured=-1,
        ),
        Cause(
            S.UNREADY,
            flat(0.00013),
            ("cash_in",),
            age=(4.2, 2.2, 1.0, 0.9, 0.6, 0.3),
            education=_WEAK_EDUCATION,
            origin=_WEAK_ORIGIN,
            prone="health",
            place="kontanthjaelp",
        ),
        Cause(S.NEITHER, flat(0.0011), age=(1.8, 1.2, 0.8, 0.7, 0.9, 1.8), origin=(0.95, 1.4, 1.5)),
        Cause(
            S.SICK,
            flat(0.0025),
            ("season_sick", "sick_level"),
            age=_ILL_AGE,
            education=(1.25, 1.1, 0.7, 1.0),
            sex=(0.85, 1.15),
            prone="health",
            place="sygdom",
        ),
        Cause(S.STUDY, flat(0.0012), ("season_study",), age=_YOUNG, education=(1.6, 0.9, 0.7, 0.6)),
        *_births(),
    ],
    S.NEITHER: [
        Cause(S.WORK, flat(0.013), ("cycle_out",), age=(1.6, 1.4, 1.0, 0.8, 0.5, 0.2), origin=(1.0, 0.9, 0.7)),
        Cause(
            S.READY,
            flat(0.0016),
            ("cash_in",),
            age=(4.6, 3.0, 0.9, 0.6, 0.3, 0.08),
            education=_WEAK_EDUCATION,
            origin=_WEAK_ORIGIN,
            place="kontanthjaelp",
        ),
        Cause(
            S.UNREADY,
            flat(0.0019),
            ("cash_in",),
            age=(6.0, 3.2, 0.9, 0.7, 0.4, 0.1),
            education=_WEAK_EDUCATION,
            origin=_WEAK_ORIGIN,
            prone="health",
            place="kontanthjaelp",
        ),
        Cause(S.INSURED, flat(0.0008), ("cycle_in",), prone="work", place="ledighed", insured=1),
        Cause(S.STUDY, flat(0.0020), ("season_study",), age=_YOUNG, education=(1.6, 0.9, 0.7, 0.6)),
        Cause(
            S.DISABILITY,
            flat(0.00012),
            ("disability",),
            age=_END_AGE,
            education=(1.6, 0.9, 0.4, 1.2),
            prone="health",
            place="permanent",
        ),
        *_births(),
    ],
    S.STUDY: [
        Cause(S.WORK, steps((0, 0.0012), (52, 0.004), (156, 0.02))),
        Cause(S.NEITHER, flat(0.0004)),
        Cause(
            S.READY,
            steps((0, 0.0007), (156, 0.002)),
            ("cash_in",),
            education=_WEAK_EDUCATION,
            origin=(0.9, 0.6, 1.8),
            place="kontanthjaelp",
        ),
        Cause(S.UNREADY, flat(0.0003), ("cash_in",), education=_WEAK_EDUCATION, prone="health", place="kontanthjaelp"),
        Cause(S.MOTHER, flat(0.0006), age=_BIRTH_MOTHER, sex=(0.0, 1.0)),
    ],
    S.INSURED: [
        Cause(
            S.WORK,
            steps((0, 0.062), (4, 0.052), (13, 0.041), (26, 0.031), (52, 0.022)),
            ("cycle_out", "season_out"),
            age=_JOB_AGE,
            education=_JOB_EDUCATION,
            origin=_JOB_ORIGIN,
            sex=(1.02, 0.98),
            place="job",
        ),
        Cause(S.NEITHER, flat(0.0022)),
        Cause(S.SICK, flat(0.0035), ("season_sick", "sick_level"), age=_ILL_AGE, prone="health", place="sygdom"),
        Cause(S.STUDY, flat(0.0035), ("season_study",), age=_YOUNG),
        *_births(),
        _out_of_insured(208, "right_old", to=S.READY, share=0.4),
        _out_of_insured(208, "right_old", to=S.NEITHER, share=0.6),
        _out_of_insured(104, "right_new", to=S.TEMPORARY, share=0.8, extra=("temporary",)),
        _out_of_insured(104, "right_new", to=S.READY, share=0.4, extra=("after_temporary",)),
        _out_of_insured(104, "right_new", to=S.NEITHER, share=0.6, extra=("after_temporary",)),
    ],
    S.READY: [
        Cause(
            S.WORK,
            steps((0, 0.034), (13, 0.026), (26, 0.019), (52, 0.012)),
            ("cycle_out", "cash_out", "season_out"),
            age=_JOB_AGE,
            education=_JOB_EDUCATION,
            origin=(1.0, 1.0, 0.70),
            place="job",
        ),
        Cause(S.NEITHER, flat(0.0060)),
        Cause(S.UNREADY, steps((0, 0.005), (13, 0.011), (52, 0.014)), prone="health"),
        Cause(S.STUDY, flat(0.0095), ("season_study", "study_2014"), age=_YOUNG, education=(1.0, 0.8, 1.4, 0.8)),
        *_births(),
    ],
    S.UNREADY: [
        Cause(
            S.WORK,
            steps((0, 0.007), (26, 0.0045), (104, 0.0018)),
            ("cycle_out", "cash_out"),
            age=(1.3, 1.2, 1.0, 0.8, 0.5, 0.3),
            education=_JOB_EDUCATION,
            origin=(1.0, 1.0, 0.65),
            place="job",
        ),
        Cause(S.READY, steps((0, 0.0050), (52, 0.0040), (104, 0.0025)), age=(1.4, 1.2, 1.0, 0.9, 0.7, 0.4)),
        Cause(S.NEITHER, flat(0.0030), ("cash_out",)),
        Cause(S.STUDY, flat(0.0042), ("season_study", "study_2014"), age=_YOUNG, education=(1.0, 0.8, 1.2, 0.8)),
        Cause(S.REHABILITATION, flat(0.0010), ("rehabilitation",), age=(0.8, 1.2, 1.2, 1.0, 0.6, 0.1)),
        Cause(S.AWAITING, flat(0.0010), ("flex",), age=(0.3, 0.6, 1.0, 1.2, 1.2, 0.8), origin=(1.1, 1.0, 0.6)),
        Cause(
            S.RESOURCE,
            steps((0, 0.0002), (26, 0.0014), (104, 0.0028)),
            ("resource",),
            age=(0.9, 1.0, 1.1, 1.1, 0.9, 0.3),
        ),
        Cause(
            S.DISABILITY,
            steps((0, 0.0006), (52, 0.0022), (104, 0.0038)),
            ("disability",),
            age=_END_AGE,
            origin=_END_ORIGIN,
            place="permanent",
        ),
        Cause(S.MOTHER, flat(0.0006), age=_BIRTH_MOTHER, sex=(0.0, 1.0)),
    ],
    S.SICK: [
        Cause(
            BACK,
            steps((0, 0.09), (4, 0.10), (8, 0.085), (14, 0.070), (22, 0.045), (52, 0.03)),
            age=(1.2, 1.1, 1.0, 0.95, 0.88, 0.8),
        ),
        Cause(S.NEITHER, steps((0, 0.0005), (20, 0.003), (52, 0.03)), ("sick_limit",)),
        Cause(S.UNREADY, steps((0, 0.0004), (13, 0.0015), (52, 0.010)), education=(1.8, 0.8, 0.4, 1.2)),
        Cause(S.CLARIFICATION, steps((0, NEVER), (22, 0.060), (32, 0.040)), ("reassessed",)),
        Cause(S.REHABILITATION, steps((0, NEVER), (13, 0.0030)), ("rehabilitation",), age=(1, 1, 1, 0.8, 0.4, 0.1)),
        Cause(
            S.AWAITING,
            steps((0, NEVER), (13, 0.0020), (39, 0.0045)),
            ("flex",),
            age=(0.3, 0.6, 1, 1.2, 1.2, 0.8),
            place="permanent",
        ),
        Cause(S.RESOURCE, steps((0, NEVER), (22, 0.0040)), ("resource",)),
        Cause(
            S.DISABILITY, steps((0, NEVER), (26, 0.0038), (52, 0.010)), ("disability",), age=_END_AGE, place="permanent"
        ),
    ],
    S.CLARIFICATION: [
        Cause(S.WORK, steps((0, 0.004), (13, 0.007), (104, 0.005)), ("cycle_out",)),
        Cause(S.INSURED, flat(0.0022), insured=1),
        Cause(S.UNREADY, flat(0.0016), education=_WEAK_EDUCATION),
        Cause(S.NEITHER, flat(0.0015)),
        Cause(S.AWAITING, steps((0, 0.001), (26, 0.0045)), place="permanent"),
        Cause(S.RESOURCE, steps((0, 0.0003), (52, 0.002))),
        Cause(S.DISABILITY, steps((0, NEVER), (52, 0.0015)), ("disability",), age=_END_AGE, place="permanent"),
    ],
    S.RESOURCE: [
        Cause(
            S.DISABILITY,
            steps((0, 0.0005), (52, 0.0025), (156, 0.009)),
            age=(0.4, 0.7, 1.0, 1.2, 1.4, 1.4),
            place="permanent",
        ),
        Cause(S.AWAITING, steps((0, 0.0004), (52, 0.0022), (156, 0.004)), place="permanent"),
        Cause(S.UNREADY, steps((0, 0.0004), (104, 0.003))),
        Cause(S.WORK, flat(0.0008)),
    ],
    S.REHABILITATION: [
        Cause(S.WORK, steps((0, 0.003), (26, 0.009))),
        Cause(S.STUDY, flat(0.0015), age=_YOUNG),
        Cause(S.UNREADY, flat(0.0025)),
        Cause(S.NEITHER, flat(0.0012)),
        Cause(S.AWAITING, flat(0.0022), place="permanent"),
    ],
    S.AWAITING: [
        Cause(
            S.FLEXJOB, steps((0, 0.020), (13, 0.014), (52, 0.008)), ("cycle_out",), age=(1.1, 1.1, 1.0, 1.0, 0.9, 0.6)
        ),
        Cause(S.DISABILITY, flat(0.0017), ("disability",), age=_END_AGE, place="permanent"),
        Cause(S.NEITHER, flat(0.0005)),
    ],
    S.FLEXJOB: [
        Cause(S.AWAITING, flat(0.0014), ("cycle_in",)),
        Cause(S.DISABILITY, flat(0.0007), ("disability",), age=_END_AGE, place="permanent"),
        Cause(S.WORK, flat(0.0002)),
    ],
    S.MOTHER: [Cause(BACK, steps((0, 0.004), (26, 0.01), (40, 0.10), (46, 0.35)))],
    S.FATHER: [Cause(BACK, steps((0, 0.10), (2, 0.30), (6, 0.15)))],
    S.TEMPORARY: [
        Cause(S.WORK, flat(0.020), ("cycle_out",), age=_JOB_AGE, place="job"),
        Cause(S.READY, steps((0, NEVER), (26, 0.06))),
        Cause(S.NEITHER, steps((0, NEVER), (26, 0.10))),
    ],
    S.SCHOOL: [],
    S.DISABILITY: [],
    S.EARLY: [],
    S.PENSION: [],
}

# Share of an age group in a state when the run-in begins; by age from 15 to 64. The rest work or study.
SHARES_AT_START: dict[State, tuple[tuple[int, float], ...]] = {
    S.DISABILITY: ((15, 0), (18, 0.011), (30, 0.018), (40, 0.042), (50, 0.088), (57, 0.142), (61, 0.190), (65, 0.195)),
    S.FLEXJOB: ((15, 0), (25, 0.003), (35, 0.013), (45, 0.023), (55, 0.029), (62, 0.018), (65, 0.01)),
    S.AWAITING: ((15, 0), (25, 0.0015), (40, 0.0040), (55, 0.0050), (65, 0.002)),
    S.UNREADY: ((15, 0), (18, 0.042), (25, 0.052), (40, 0.034), (50, 0.024), (60, 0.012), (65, 0)),
    S.READY: ((15, 0), (18, 0.012), (25, 0.014), (40, 0.010), (55, 0.006), (65, 0)),
    S.NEITHER: ((15, 0), (18, 0.08), (25, 0.07), (40, 0.055), (55, 0.075), (65, 0.16)),
    S.REHABILITATION: ((15, 0), (20, 0.004), (30, 0.012), (45, 0.009), (55, 0.003), (65, 0)),
    S.INSURED: ((15, 0), (20, 0.010), (28, 0.040), (45, 0.030), (60, 0.030), (65, 0)),
}
