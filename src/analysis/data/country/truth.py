"""What is true in the synthetic country: the effects that estimators should find, and how persons are selected.

The hazard of leaving to a job is, in a week after the first offer began, the hazard without an offer times
``lock_in`` for ``weeks`` weeks and times ``after`` from then on, to the end of the spell. Later offers in the same
spell have no effect of their own, interviews have none, and an offer that has not begun has none.

Who gets an offer depends on what the register shows (benefit, duration, age, education, origin, municipality,
month), never on anything hidden: given these, persons with and without an offer are alike. The hazard of finding a
job depends on the same and holds no hidden differences, so an estimator of the right form finds these numbers. Other
ways out hold some: who falls ill, and who is no longer job-ready, is more often one who is prone to illness.

A spell is here an unbroken time on a-dagpenge, or job-ready on cash benefits, or not job-ready on them. The register
cuts it further, at moves, in July and where a benefit takes another name; age and municipality are those of its start.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Effect:
    """An instrument and what its first use in a spell does to the weekly hazard of finding a job."""

    instrument: str
    weeks: int  # the lock-in, which is also how long the offer lasts if the spell does
    lock_in: float  # factor on the hazard in those weeks
    after: float  # factor on the hazard from then on
    hours: int  # per week
    sector: str  # privat, offentlig or none
    insured: float  # weight among the offers to those on a-dagpenge
    ready: float  # to those job-ready on cash benefits
    unready: float  # to the others on cash benefits
    first: int = 2005  # first and last year of use
    last: int = 2019


EFFECTS = (
    Effect("loentilskud_privat", 20, 0.60, 1.50, 37, "privat", 0.10, 0.06, 0.02),
    Effect("loentilskud_offentlig", 17, 0.45, 1.10, 37, "offentlig", 0.10, 0.05, 0.02),
    Effect("virksomhedspraktik_privat", 6, 0.70, 1.35, 30, "privat", 0.16, 0.20, 0.12),
    Effect("virksomhedspraktik_offentlig", 6, 0.70, 1.10, 30, "offentlig", 0.06, 0.10, 0.10),
    Effect("nytteindsats", 13, 0.65, 1.05, 25, "offentlig", 0.00, 0.12, 0.03, first=2014),
    Effect("jobsoegningskursus", 4, 0.80, 1.15, 15, "", 0.22, 0.15, 0.06),
    Effect("vejledning_afklaring", 5, 0.75, 1.00, 20, "", 0.12, 0.16, 0.30),
    Effect("saerligt_tilrettelagt_forloeb", 13, 0.50, 1.00, 25, "", 0.06, 0.10, 0.25),
    Effect("ordinaer_uddannelse", 16, 0.35, 1.25, 37, "", 0.08, 0.06, 0.05),
    Effect("seks_ugers_selvvalgt", 6, 0.45, 1.10, 37, "", 0.10, 0.00, 0.00, last=2014),
    Effect("seks_ugers_jobrettet", 6, 0.45, 1.15, 37, "", 0.10, 0.00, 0.00, first=2015),
    Effect("mentor", 26, 1.00, 1.00, 5, "", 0.00, 0.00, 0.05),
)

# Weekly hazard of a first offer by duration, before what is below; from week, value.
OFFER = {
    "INSURED": ((0, 0.008), (13, 0.018), (39, 0.026)),
    "READY": ((0, 0.024), (13, 0.036), (39, 0.040)),
    "UNREADY": ((0, 0.016), (13, 0.020), (39, 0.020)),
}
# Factors on that hazard: the selection. Those who find jobs more slowly get more offers, except the oldest.
OFFER_AGE = (1.60, 1.40, 1.00, 1.00, 0.85, 0.35)  # under 25, 25-29, 30-39, 40-49, 50-59, 60 and over
OFFER_EDUCATION = (1.25, 1.00, 0.85, 1.10)  # ingen, erhvervsfaglig, videregaaende, ukendt
OFFER_ORIGIN = (1.00, 1.00, 1.30)  # dansk, vestlig, ikke_vestlig
OFFER_PLACE = 0.25  # standard deviation of the municipalities' log factors
OFFER_JULY = 0.45  # factor in July
LATER = 0.060  # weekly hazard of another offer after one has ended

# The hidden confounder, in a country that has one: the share of persons who have it, and its factors.
HIDDEN_SHARE = 0.20
HIDDEN = {"find": 0.4, "lose": 4.0, "offer": 5.0}

# Survey answers, 1 to 5: one in twenty of those whose offer ended is asked.
ASKED = 0.05
SATISFIED = {"privat": 0.62, "offentlig": 0.52, "": 0.45}  # probability of 4 or 5, by sector


def hazard_factor(instrument: str, weeks_since_start: int) -> float:
    """The factor on the hazard of leaving to a job, in the week that lies so long after the first offer began.

    >>> [hazard_factor("virksomhedspraktik_privat", weeks) for weeks in (-1, 0, 5, 6)]
    [1.0, 0.7, 0.7, 1.35]
    """
    effect = next(one for one in EFFECTS if one.instrument == instrument)
    if weeks_since_start < 0:
        return 1.0
    return effect.lock_in if weeks_since_start < effect.weeks else effect.after
