"""How long sick leave lasts, for those who began before and after the reform of 1 July 2014."""

import numpy as np
import pandas as pd

from analysis import models, periods
from analysis.data.records import Records
from analysis.disclosure.shares import FEW, SMALL, hide_shares
from analysis.disclosure.steps import told_points
from analysis.measures.courses.begun import FEWEST_AT_RISK
from analysis.measures.sickness.followed import POINTS, WEEKS, Followed, followed
from analysis.measures.sickness.told import REFORM, SIDE, Cohort, cohorts, limits, of_people, stock
from analysis.measures.unavailable import unavailable
from analysis.registers.counted.sickness import SICKNESS, TOGETHER

NO_ENDS = "Ingen forløb er påbegyndt så tidligt, at alle kan følges et år."
NO_GROUP = "Der er færre end {} forløb i hver gruppe, og andele vises derfor ikke."


@of_people
def lengths(people: Records, *, benefit: str = SICKNESS) -> pd.DataFrame:
    """Kaplan-Meier curves of sick leave by cohort, over the first year.

    Only cohorts whose courses can all be followed a year, less the months in which a register still changes, have a
    curve; see ``told.cohorts``. The reform moved people from sygedagpenge to jobafklaring, so curves of sygedagpenge
    alone fall mechanically; ``sygdom`` takes both as one. The weeks shown are those of ``followed``, as in
    ``remaining``: the two tell the same of the same week.

    Parameters
    ----------
    people : Records or Untold
        From ``tables.people``.
    benefit : str
        ``sygedagpenge`` or ``sygdom``.

    Returns
    -------
    DataFrame
        One row per group (a cohort in Danish) and week. Columns: ``benefit``, ``group``, ``weeks``, ``at_risk`` (still
        on it after so many weeks), ``survival``, ``low``, ``high`` (0 to 1; 95 %, log-log), ``n`` (courses), ``p``
        (log-rank test of all groups; missing for one). Empty with a reason where no group is large enough.

    References
    ----------
    As ``models.kaplan_meier`` and ``models.logrank``.
    """
    found = followed(people)
    if found is None:
        return unavailable(NO_ENDS)
    _, base = limits(people)
    courses = found.courses[benefit]
    sizes = courses["cohort"].value_counts()
    courses = courses[courses["cohort"].map(sizes) >= base]
    if courses.empty:
        return unavailable(NO_GROUP.format(int(base)))
    curve: pd.DataFrame = models.kaplan_meier(courses, by="cohort")
    table = models.survival_at(curve, times=POINTS.tolist(), by="cohort").rename(columns={"time": "weeks"})
    parts = []
    for one in cohorts(people.period):
        rows = table[(table["cohort"] == one.label) & table["weeks"].isin(found.weeks.get((benefit, one.label), []))]
        weeks = np.sort(courses.loc[courses["cohort"] == one.label, "weeks"].to_numpy())
        still = len(weeks) - np.searchsorted(weeks, rows["weeks"].to_numpy(), side="right")
        parts.append(rows.assign(group=one.short, n=len(weeks), at_risk=still))
    shown = pd.concat(parts, ignore_index=True).assign(benefit=benefit)
    shown["p"] = models.logrank(courses, by="cohort")["p"].item() if courses["cohort"].nunique() > 1 else np.nan
    columns = ["benefit", "group", "weeks", "at_risk", "survival", "low", "high", "n", "p"]
    told: pd.DataFrame = shown[columns]
    told.attrs["protected"] = people.protected
    return told


@of_people
def remaining(people: Records) -> pd.DataFrame:
    """Share still on sick leave after 8, 22, 26 and 52 weeks, by cohort, and by weeks lived before and after the
    reform.

    Cohorts are followed a whole year, so their shares are counts over counts. The rows by weeks lived take all courses
    that went on in the two years on each side of the reform, also those that were long already: these count from
    where they came under observation (left truncation), or long ones would be too many. Cohorts show the weeks of
    ``followed``. Of weeks lived, shares that one, two or three stand behind are hidden, and so are those of
    sygedagpenge alone, and their count, where they differ by so few from those with jobafklaring.

    Returns
    -------
    DataFrame
        One row per ``benefit`` (``sygedagpenge``, ``sygdom``), ``kind`` (``cohort`` or ``stock``), ``group`` (Danish)
        and ``weeks``. Columns: ``n`` (courses), ``events`` (still on; missing for a stock), ``share``, ``low``,
        ``high`` (0 to 1; Wilson for a cohort, log-log for a stock; 95 %), ``hidden`` (``few``, ``small`` or empty).
        Empty with a reason where no course can be followed.
    """
    found = followed(people)
    lived = _lived(people)
    parts = []
    for benefit in (SICKNESS, TOGETHER):
        if found is not None:
            parts.append(_counted(people, found, benefit).assign(kind="cohort"))
        parts += [one.assign(kind="stock") for one in lived if one["benefit"].iloc[0] == benefit]
    if not parts:
        return unavailable(NO_ENDS)
    columns = ["benefit", "kind", "group", "weeks", "n", "events", "share", "low", "high", "hidden"]
    table = pd.concat(parts, ignore_index=True)[columns]
    table.attrs["protected"] = people.protected
    return table


def _counted(people: Records, found: Followed, benefit: str) -> pd.DataFrame:
    """The cohorts' counts over counts, in the weeks that may be shown."""
    left: pd.DataFrame = models.left_within(found.courses[benefit], within=WEEKS, by="cohort")
    order = {one.label: at for at, one in enumerate(cohorts(people.period))}
    table = left.rename(columns={"cohort": "group", "within": "weeks"}).assign(
        events=left["n"] - left["events"], share=1 - left["share"], low=1 - left["high"], high=1 - left["low"]
    )
    table = table.sort_values(["group", "weeks"], key=lambda of: of.map(order) if of.name == "group" else of)
    smallest, base = limits(people)
    shown = hide_shares(
        table, n="n", events="events", shares=["share", "low", "high"], smallest_count=smallest, smallest_base=base
    )
    kept = [week in found.weeks[benefit, group] for group, week in zip(shown["group"], shown["weeks"], strict=True)]
    close = ~np.array(kept) & (shown["hidden"] == "").to_numpy()
    shown.loc[close, ["events", "share", "low", "high"]] = np.nan
    shown.loc[close, "hidden"] = SMALL
    return shown.assign(benefit=benefit)


def _lived(people: Records) -> list[pd.DataFrame]:
    """Kaplan-Meier of the weeks lived in two years before, and in two years after the reform, all courses counted."""
    sides = [
        Cohort(periods.shift(REFORM, -SIDE), periods.shift(REFORM, -1), "før reformen"),
        Cohort(REFORM, periods.shift(REFORM, SIDE - 1), "efter reformen"),
    ]
    smallest, _ = limits(people)
    parts = []
    for one in sides:
        if one.last > people.period:
            continue
        both, alone = (_side(people, benefit, one) for benefit in (TOGETHER, SICKNESS))
        if both is not None and alone is not None:
            near = (both["still"] - alone["still"]).abs().between(1, smallest - 1)
            alone.loc[near & (alone["hidden"] == ""), "hidden"] = SMALL
            alone.loc[near, ["share", "low", "high"]] = np.nan
            if 0 < abs(both["n"].iloc[0] - alone["n"].iloc[0]) < smallest:
                alone["n"] = np.nan
        parts += [rows for rows in (alone, both) if rows is not None]
    return parts


def _side(people: Records, benefit: str, one: Cohort) -> pd.DataFrame | None:
    """The shares of one side of the reform on one benefit; None where there are too few courses.

    ``still`` is how many are seen on it after so many weeks. A share rests on ten that are followed so long and on
    none, or at least the smallest count, that are still on it; between two shown weeks none, or as many, left.
    """
    smallest, base = limits(people)
    found = stock(people, benefit, one.first, one.last)
    if found is None or len(found) < base:
        return None
    found = found[found["weeks"] > found["entry"]]
    curve = models.kaplan_meier(found, entry="entry")
    at = models.survival_at(curve, times=WEEKS).rename(columns={"time": "weeks", "survival": "share"})
    lived = {
        week: (
            ((found["entry"] < week) & (found["weeks"] >= week)).sum(),
            ((found["entry"] <= week) & (found["weeks"] > week)).sum(),
            (found["ended"] & (found["weeks"] <= week)).sum(),
        )
        for week in WEEKS
    }
    followed_so_long, still, left = (np.array(column) for column in zip(*lived.values(), strict=True))
    told = told_points(np.concatenate([[0], left])[:, None], smallest=smallest)[1:]
    few = (followed_so_long < FEWEST_AT_RISK) & people.protected
    small = ~told | ((still > 0) & (still < smallest))
    rows: pd.DataFrame = at.assign(
        benefit=benefit, group=f"uger i {one.label}", n=len(found), events=np.nan, still=still
    )
    rows["hidden"] = np.where(few, FEW, np.where(small, SMALL, ""))
    rows.loc[rows["hidden"] != "", ["share", "low", "high"]] = np.nan
    return rows
