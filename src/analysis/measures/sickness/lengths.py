"""How long sick leave lasts, for those who began before and after the reform of 1 July 2014."""

import numpy as np
import pandas as pd

from analysis import models, periods
from analysis.data.records import Records
from analysis.disclosure.shares import hide_shares
from analysis.disclosure.steps import told_points
from analysis.measures.courses import FEWEST_AT_RISK, curves
from analysis.measures.sickness.told import REFORM, SIDE, Cohort, cohorts, courses, limits, of_people, stock
from analysis.measures.unavailable import unavailable
from analysis.registers.counted.sickness import SICKNESS, TOGETHER

WEEKS = (8, 22, 26, 52)
LONGEST = 52
NO_ENDS = "Ingen forløb er påbegyndt så tidligt, at alle kan følges et år."


@of_people
def lengths(people: Records, *, benefit: str = SICKNESS) -> pd.DataFrame:
    """Kaplan-Meier curves of sick leave by cohort, over the first year; see ``courses.survival`` for the columns.

    Only cohorts whose courses can all be followed a year, less the months in which a register still changes, have a
    curve; see ``told.cohorts``. The reform moved people from sygedagpenge to jobafklaring, so curves of sygedagpenge
    alone fall mechanically; ``sygdom`` takes both as one.

    Parameters
    ----------
    people : Records or Untold
        From ``tables.people``.
    benefit : str
        ``sygedagpenge`` or ``sygdom``.
    """
    found = _by_cohort(people, benefit)
    if found is None:
        return unavailable(NO_ENDS)
    names = {one.label: one.short for one in cohorts(people.period)}
    found["cohort"] = found["cohort"].map(names)
    table = curves(people, found, by="cohort", benefit=benefit, longest=LONGEST)
    if len(table):
        order = {name: at for at, name in enumerate(names.values())}
        table = table.sort_values(["group", "weeks"], key=lambda of: of.map(order) if of.name == "group" else of)
    return table


@of_people
def remaining(people: Records) -> pd.DataFrame:
    """Share still on sick leave after 8, 22, 26 and 52 weeks, by cohort, and by weeks lived before and after the
    reform.

    Cohorts are followed a whole year, so their shares are counts over counts. The rows by weeks lived take all courses
    that went on in the two years on each side of the reform, also those that were long already: these count from
    where they came under observation (left truncation), or long ones would be too many.

    Returns
    -------
    DataFrame
        One row per ``benefit`` (``sygedagpenge``, ``sygdom``), ``kind`` (``cohort`` or ``stock``), ``group`` (Danish)
        and ``weeks``. Columns: ``n`` (courses), ``events`` (still on; missing for a stock), ``share``, ``low``,
        ``high`` (0 to 1; Wilson for a cohort, log-log for a stock; 95 %), ``hidden`` (``few``, ``small`` or empty).
        Empty with a reason where no course can be followed.
    """
    parts = []
    for benefit in (SICKNESS, TOGETHER):
        found = _by_cohort(people, benefit)
        if found is not None:
            parts.append(_counted(people, found).assign(benefit=benefit, kind="cohort"))
        parts += [one.assign(benefit=benefit, kind="stock") for one in _lived(people, benefit)]
    if not parts:
        return unavailable(NO_ENDS)
    columns = ["benefit", "kind", "group", "weeks", "n", "events", "share", "low", "high", "hidden"]
    table = pd.concat(parts, ignore_index=True)[columns]
    table.attrs["protected"] = people.protected
    return table


def _by_cohort(people: Records, benefit: str) -> pd.DataFrame | None:
    """The courses of all cohorts, with the label of theirs."""
    parts = []
    for one in cohorts(people.period):
        found = courses(people, benefit, one.first, one.last)
        if found is not None:
            parts.append(found.assign(cohort=one.label))
    return pd.concat(parts, ignore_index=True) if parts else None


def _counted(people: Records, found: pd.DataFrame) -> pd.DataFrame:
    left: pd.DataFrame = models.left_within(found, within=WEEKS, by="cohort")
    order = {one.label: at for at, one in enumerate(cohorts(people.period))}
    table = left.rename(columns={"cohort": "group", "within": "weeks"}).assign(
        events=left["n"] - left["events"], share=1 - left["share"], low=1 - left["high"], high=1 - left["low"]
    )
    table = table.sort_values(["group", "weeks"], key=lambda of: of.map(order) if of.name == "group" else of)
    smallest, base = limits(people)
    shown = hide_shares(
        table, n="n", events="events", shares=["share", "low", "high"], smallest_count=smallest, smallest_base=base
    )
    for _, at in shown.groupby("group", sort=False).indices.items():
        rows = shown.index[at]
        gone = (table["n"] - table["events"]).loc[rows].to_numpy()
        told = told_points(np.concatenate([[0], gone])[:, None], smallest=smallest)[1:]
        close = rows[~told & (shown.loc[rows, "hidden"] == "").to_numpy()]
        shown.loc[close, ["events", "share", "low", "high"]] = np.nan
        shown.loc[close, "hidden"] = "small"
    return shown


def _lived(people: Records, benefit: str) -> list[pd.DataFrame]:
    """Kaplan-Meier of the weeks lived in two years before, and in two years after the reform, all courses counted."""
    _, base = limits(people)
    sides = [
        Cohort(periods.shift(REFORM, -SIDE), periods.shift(REFORM, -1), "før reformen"),
        Cohort(REFORM, periods.shift(REFORM, SIDE - 1), "efter reformen"),
    ]
    parts = []
    for one in sides:
        if one.last > people.period:
            continue
        found = stock(people, benefit, one.first, one.last)
        if found is None or len(found) < base:
            continue
        found = found[found["weeks"] > found["entry"]]
        curve = models.kaplan_meier(found, entry="entry")
        at = models.survival_at(curve, times=WEEKS).rename(columns={"time": "weeks", "survival": "share"})
        followed = [int(((found["entry"] < week) & (found["weeks"] >= week)).sum()) for week in WEEKS]
        few = (np.array(followed) < FEWEST_AT_RISK) & people.protected
        label = f"uger i {one.label}"
        rows = at.assign(group=label, n=len(found), events=np.nan, hidden=np.where(few, "few", ""))
        rows.loc[few, ["share", "low", "high"]] = np.nan
        parts.append(rows)
    return parts
