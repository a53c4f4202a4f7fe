"""How long courses on a benefit last: curves of those who are still on it."""

import numpy as np
import pandas as pd

from analysis import models, rules
from analysis.data.records import Records
from analysis.disclosure.steps import told_points
from analysis.measures.courses.begun import FEWEST_AT_RISK, GRID, LONGEST, begun, benefit_name, check_group, left_on
from analysis.measures.unavailable import unavailable


def survival(
    records: Records, *, benefit: str, first: str, last: str, by: str = "cohort", longest: int = LONGEST
) -> pd.DataFrame:
    """Share still on a benefit, week by week from the first, for courses that began in some months.

    Groups of fewer than ``smallest_base_for_percentage`` courses are left out, and a curve ends where fewer than ten
    are left, or the register no longer tells of those who began last. It is shown every fourth week.

    Parameters
    ----------
    records : Records
        From ``tables.records``.
    benefit : str
    first, last : str
        Months in which the courses began; both counted.
    by : str
        ``cohort`` (year of the first week), ``sex``, ``age``, ``origin``, ``education`` or ``area``.
    longest : int
        Weeks.

    Returns
    -------
    DataFrame
        One row per group and fourth week. Columns: ``benefit``, ``group``, ``weeks``, ``at_risk``, ``survival``,
        ``low``, ``high`` (0 to 1; 95 %), and of the whole group ``n``, ``median``, ``median_low`` and ``median_high``
        (weeks, missing where half have not left), ``p`` (log-rank test of all groups; missing for one). Empty where no
        group is large enough; ``attrs["absent"]`` says so in Danish, and ``attrs["left_out"]`` has the groups that
        are left out.

    Raises
    ------
    AnalysisError
        If there is no such benefit or no such grouping.

    References
    ----------
    As ``models.kaplan_meier``, ``models.medians`` and ``models.logrank``.
    """
    check_group(by)
    courses = begun(records, benefit, first, last)
    if courses is None:
        return unavailable(f"Ingen forløb på {benefit_name(benefit)} er påbegyndt i perioden.")
    return curves(records, courses, by=by, benefit=benefit, longest=longest)


def curves(
    records: Records, courses: pd.DataFrame, *, by: str, benefit: str, longest: int = LONGEST, entry: str | None = None
) -> pd.DataFrame:
    """``survival`` of a table of durations that is at hand: of any benefit, in any groups.

    Parameters
    ----------
    records : Records
        Whose courses they are.
    courses : DataFrame
        As ``registers.durations`` gives it, and the column ``by``.
    by, benefit : str
        The column to group by; what the courses are called.
    longest : int
        Weeks.
    entry : str, optional
        The column with the weeks before a course came under observation, where some did late.
    """
    base = rules.value("smallest_base_for_percentage", records.period) if records.protected else 1
    sizes = courses[by].value_counts()
    kept = courses[courses[by].map(sizes) >= base]
    if not len(kept):
        return unavailable(f"Der er færre end {int(base)} forløb i hver gruppe, og andele vises derfor ikke.")
    found: pd.DataFrame = models.kaplan_meier(kept, by=by, entry=entry)
    medians: pd.DataFrame = models.medians(found, by=by).set_index(by)
    grid = models.survival_at(found, times=range(0, longest + 1, GRID), by=by)
    table = grid.rename(columns={by: "group", "time": "weeks"}).assign(benefit=benefit)
    table["at_risk"] = left_on(kept, by, table)
    if records.protected:
        table = table[_told(table, kept, by, records)]
    table = table[table["survival"].notna() & (table["at_risk"] >= (FEWEST_AT_RISK if records.protected else 1))]
    for name, column in (("n", None), ("median", "median"), ("median_low", "low"), ("median_high", "high")):
        table[name] = table["group"].map(sizes if column is None else medians[column])
    several = kept[by].nunique() > 1 and entry is None
    table["p"] = models.logrank(kept, by=by)["p"].item() if several else np.nan
    columns = ["benefit", "group", "weeks", "at_risk", "survival", "low", "high"]
    shown: pd.DataFrame = table[[*columns, "n", "median", "median_low", "median_high", "p"]].reset_index(drop=True)
    shown.attrs["protected"] = records.protected
    shown.attrs["left_out"] = sorted(str(name) for name in sizes.index[sizes < base])
    return shown


def _told(table: pd.DataFrame, courses: pd.DataFrame, by: str, records: Records) -> np.ndarray:
    """Which rows of curves can be shown: between two of a curve nobody left, or at least the smallest count."""
    smallest = rules.value("smallest_count", records.period)
    left = courses[courses["ended"]]
    mask = np.zeros(len(table), dtype=bool)
    for group, at in table.groupby("group", sort=False).indices.items():
        weeks = np.sort(left.loc[left[by] == group, "weeks"].to_numpy())
        counts = np.searchsorted(weeks, table["weeks"].to_numpy()[at], side="right")
        mask[at] = told_points(counts[:, None], smallest=smallest)
    return mask
