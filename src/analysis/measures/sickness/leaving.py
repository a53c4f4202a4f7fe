"""Where sick leave leads, in eight destinations, and how many are ill again."""

import pandas as pd

from analysis import models, periods
from analysis.data.records import Records
from analysis.disclosure.shares import hide_shares
from analysis.disclosure.steps import told_points
from analysis.measures.courses.destinations import OTHER
from analysis.measures.courses.leading import incidences
from analysis.measures.sickness.followed import LONGEST, weeks_of_exits
from analysis.measures.sickness.told import Cohort, before_and_since, cohorts, courses, limits, of_people, weeks_of
from analysis.measures.unavailable import unavailable
from analysis.registers.counted.sickness import SICKNESS, TO, WORK
from analysis.registers.numbers.codes import SELF_SUPPORT
from analysis.registers.numbers.weeks import Calendar

WITHIN = (13, 26, 52)  # weeks: 3, 6 and 12 months
SHOWN = 7  # weeks of the figure, for which small destinations are put together
BEFORE = 60  # months before a cohort in which a course that ended in it may have begun
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
TOLD_OF = "Afgangen oplyses ikke af hensyn til diskretion: for få er gået til hver vej mellem ugerne."
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
    are shown nobody went to a destination, or at least four. The weeks are among those of ``followed``. With
    ``survival``, the share still on sick leave, the shares of a week add up to 1.
    """
    known = before_and_since(people.period)
    return _exits(people, known[-1], points=SHOWN) if known else unavailable(NO_COURSES)


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
    """Share that was ill again within 3, 6 and 12 months, of the courses that ended in the months of each cohort.

    They are counted by when they ended, as the measures ``syg_genindtraeden_3`` and the others are: beside the courses
    that began they would tell of the few that did not end. All three shares are of the same courses, and all of these
    are followed a year. Those who died, emigrated or went on pension are left out.

    Returns
    -------
    DataFrame
        As ``courses.recurrence``, with the cohorts in ``group``.
    """
    parts = []
    smallest, base = limits(people)
    for one in cohorts(people.period):
        left = _left(people, one)
        followed = left[left["told_after"] >= max(WITHIN)]
        if followed.empty:
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


def _left(people: Records, one: Cohort) -> pd.DataFrame:
    """The courses that ended in the months of a cohort, of those who can come back; none where there are none."""
    found = courses(people, SICKNESS, periods.shift(one.first, -BEFORE), one.last)
    if found is None:
        return pd.DataFrame({"told_after": []})
    months = Calendar(one.first, one.last)
    ends = weeks_of(found) + found["weeks"].to_numpy() - 1
    inside = (ends >= months.opens[0]) & (ends <= months.closes[-1])
    left: pd.DataFrame = found[found["ended"] & inside & ~found["destination"].isin(GONE)]
    return left


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
    table = found[found["weeks"].isin(weeks_of_exits(people, one))].reset_index(drop=True).assign(group=one.label)
    table.attrs.update(found.attrs)
    return table if table["weeks"].nunique() > 1 else unavailable(TOLD_OF)
