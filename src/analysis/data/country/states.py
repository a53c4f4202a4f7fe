"""What a person can be doing in a week, in the simulation's own words; ``spells`` gives them the names of benefits."""

from enum import IntEnum


class State(IntEnum):
    """The states of the process. Job-ready and not are two, since they leave cash benefits at different rates."""

    SCHOOL = 0  # before 18, without a benefit
    WORK = 1
    NEITHER = 2  # self-supporting without a job
    STUDY = 3  # su
    INSURED = 4  # a-dagpenge
    READY = 5  # cash benefits, job-ready
    UNREADY = 6  # cash benefits, not job-ready
    SICK = 7
    CLARIFICATION = 8  # jobafklaring
    RESOURCE = 9  # ressourceforløb
    REHABILITATION = 10  # revalidering and forrevalidering
    AWAITING = 11  # ledighedsydelse
    FLEXJOB = 12
    DISABILITY = 13  # førtidspension
    EARLY = 14  # efterløn
    MOTHER = 15  # barselsdagpenge, women
    FATHER = 16  # barselsdagpenge, men
    TEMPORARY = 17  # what followed when the right to dagpenge ran out, 2013-2017
    PENSION = 18  # folkepension


BACK = -2  # as a destination: back to what the person did before
UNEMPLOYED = (State.INSURED, State.READY, State.UNREADY)  # those whom activation can reach
