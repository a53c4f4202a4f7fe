"""Where sick leave leads, in eight destinations, and how many are ill again."""

import pandas as pd

from analysis import models
from analysis.data.records import Records
from analysis.disclosure.shares import hide_shares
from analysis.disclosure.steps import told_points
from analysis.measures.courses import OTHER, incidences
from analysis.measures.sickness.told import Cohort, before_and_since, cohorts, courses, limits, of_people
from analysis.measures.unavailable import unavailable
from analysis.registers.counted.sickness import SICKNESS, TO, WORK
from analysis.registers.numbers.codes import SELF_SUPPORT

LONGEST = 52
WITHIN = (13, 26, 52)  # weeks: 3, 6 and 12 months
POINTS = 7  # weeks of the figure, for which small destinations are put together
GONE = ("doed", "udvandret", "folkepension")  # those who cannot come back
LABELS = {
    "job": "Job",
    "a_dagpenge": "A-dagpenge",
    "kontanthjaelp": "Kontanthjælp mv.",
    "jobafklaring": "Jobafklaringsforløb",
    "ressourceforloeb": "Ressourceforløb",
    "fleksjob": "Fleksjob eller ledighedsydelse",
    "foertidspension": "Førtidspension",
    "selvforsoergelse": "Selvforsørgelse uden oplyst job",
}
ELSEWHERE = "Uddannelse, barsel, revalidering, pension mv."
ORDER = (*LABELS.values(), ELSEWHERE, OTHER)
NO_COURSES = "Ingen sygedagpengeforløb er påbegyndt så tidligt, at alle kan følges et år."


def destination(name: str) -> str:
    """The Danish name of where sick leave led: one of eight, or elsewhere.

    >>> destination("job"), destination("ledighedsydelse"), destination("su")
    ('Job', 'Fleksjob eller ledighedsydelse', 'Uddannelse, barsel, revalidering, pension mv.')
    """
    if name == SELF_SUPPORT:
        return LABELS["selvforsoergelse"]
    if name == WORK:
        return LABELS[WORK]
    return next((LABELS[group] for group, parts in TO.items() if name in parts), ELSEWHERE)


@of_people
def exits(people: Records) -> pd.DataFrame:
    """Cumulative incidence of the destinations over the first year, for all since the reform that can be followed so
    long.

    Columns as for ``courses.exits``, and ``group`` (the cohort in Danish). Destinations that fewer than four went to
    are one with others, and so are further small ones, or the figure would have too few weeks: between two weeks that
    are shown nobody went to a destination, or at least four. With ``survival``, the share still on sick leave, the
    shares of a week add up to 1.
    """
    known = before_and_since(people.period)
    return _exits(people, known[-1], points=POINTS) if known else unavailable(NO_COURSES)


@of_people
def exits_compared(people: Records) -> pd.DataFrame:
    """The share that had gone to each destination after a year, before the reform and since: the last week of
    ``exits``.

    Cohorts that are too small are left out, and named in ``attrs["left_out"]``.
    """
    parts, left_out, reason = [], [], NO_COURSES
    for one in before_and_since(people.period):
        found = _exits(people, one)
        if len(found) and (found["weeks"] == LONGEST).any():
            parts.append(found[found["weeks"] == LONGEST])
        else:
            left_out.append(one.label)
            reason = str(found.attrs.get("absent", NO_COURSES))
    if not parts:
        return unavailable(reason)
    table = pd.concat(parts, ignore_index=True)
    table.attrs.update(protected=people.protected, left_out=left_out)
    return table


@of_people
def again(people: Records) -> pd.DataFrame:
    """Share that was ill again within 3, 6 and 12 months, by cohort, of those who left and are followed so long.

    All three shares of a cohort are of the same courses: those that ended a year before the register does, or more.
    Those who died, emigrated or went on pension are left out.

    Returns
    -------
    DataFrame
        As ``courses.recurrence``, with the cohorts in ``group``.
    """
    parts = []
    smallest, base = limits(people)
    for one in cohorts(people.period):
        found = courses(people, SICKNESS, one.first, one.last)
        left = None if found is None else found[found["ended"] & ~found["destination"].isin(GONE)]
        followed = None if left is None else left[left["told_after"] >= max(WITHIN)]
        if left is None or followed is None or followed.empty:
            continue
        rows: pd.DataFrame = models.returned_within(followed, within=WITHIN)
        shown = hide_shares(
            rows, n="n", events="events", shares=["share", "low", "high"], smallest_count=smallest, smallest_base=base
        )
        told = told_points(pd.Series([0, *rows["events"]]).to_numpy()[:, None], smallest=smallest)[1:]
        close = ~told & (shown["hidden"] == "").to_numpy()
        shown.loc[close, ["events", "share", "low", "high"]] = float("nan")
        shown.loc[close, "hidden"] = "small"
        parts.append(shown.assign(group=one.label, not_told=len(left) - len(followed)))
    if not parts:
        return unavailable(NO_COURSES)
    columns = ["benefit", "group", "within", "n", "events", "share", "low", "high", "not_told", "hidden"]
    table = pd.concat(parts, ignore_index=True).assign(benefit=SICKNESS)[columns]
    table.attrs["protected"] = people.protected
    return table


def _exits(people: Records, one: Cohort, *, points: int = 2) -> pd.DataFrame:
    found = incidences(
        people,
        courses(people, SICKNESS, one.first, one.last),
        benefit=SICKNESS,
        longest=LONGEST,
        label=destination,
        order=ORDER,
        points=points,
    )
    if found.empty:
        return found
    table = found.assign(group=one.label)
    table.attrs.update(found.attrs)
    return table
