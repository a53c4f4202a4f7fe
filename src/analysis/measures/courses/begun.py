"""The courses that began in some months, and what every table of them asks: their groups, and who is left."""

import numpy as np
import pandas as pd

from analysis import benefits, periods
from analysis.data.records import Records
from analysis.errors import AnalysisError
from analysis.registers import durations
from analysis.registers.paths.chained import NoCoursesError

GRID = 4  # weeks between the points of a curve that is shown: single exits are not to be read off it
LONGEST = 104
FEWEST_AT_RISK = 10
GROUPS = {
    "cohort": "Påbegyndt i",
    "sex": "Køn",
    "age": "Alder",
    "origin": "Herkomst",
    "education": "Uddannelse",
    "area": "Kommune",
}


def check_group(by: str) -> None:
    """Refuse a grouping that there is not.

    Raises
    ------
    AnalysisError
        With the groupings that there are.
    """
    if by not in GROUPS:
        raise AnalysisError(f"Courses are not grouped by '{by}'. Choose one of {', '.join(GROUPS)}.")


def begun(records: Records, benefit: str, first: str, last: str) -> pd.DataFrame | None:
    """The durations of a jobcenter; None where no course began."""
    benefits.benefit(benefit)
    of = records.register
    if not of.on(benefit).any() or periods.parse(first) > records.period:
        return None
    jobs = records.table("jobs") if "jobs" in records.snapshot.tables() else None
    try:
        return durations(
            of,
            benefit=benefit,
            first=first,
            last=min(last, records.period),
            areas=records.areas,
            persons=records.table("persons"),
            jobs=jobs,
        )
    except NoCoursesError:
        return None


def left_on(courses: pd.DataFrame, by: str, table: pd.DataFrame) -> np.ndarray:
    """How many of a group are still under observation after so many weeks, by row of a table."""
    found = np.zeros(len(table), dtype=int)
    for group, rows in courses.groupby(by, observed=True):
        weeks = np.sort(rows["weeks"].to_numpy())
        here = (table["group"] == group).to_numpy()
        found[here] = len(weeks) - np.searchsorted(weeks, table["weeks"].to_numpy()[here], side="right")
    return found


def benefit_name(benefit: str) -> str:
    """What a benefit is called within a sentence."""
    return benefits.label(benefit).lower()
