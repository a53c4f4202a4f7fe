"""How long it takes until the first interview and the first offer, with leaving as the other way out."""

import numpy as np
import pandas as pd

from analysis import benefits, models, periods, rules
from analysis.data.records import Records
from analysis.data.tables import Panel
from analysis.disclosure.steps import told_points
from analysis.measures.activation.told import told
from analysis.measures.offers import LAG
from analysis.measures.unavailable import unavailable
from analysis.registers import durations
from analysis.registers.numbers.weeks import number
from analysis.registers.paths.chained import NoCoursesError
from analysis.registers.tables import beside

STEPS = {"interview": "Første samtale", "offer": "Første tilbud"}
LEFT = {"interview": "Afgang uden samtale", "offer": "Afgang uden tilbud"}
COHORT = 12  # months in which the courses began
GRID, LONGEST = {"interview": 1, "offer": 4}, {"interview": 26, "offer": 52}  # weeks between points, and in all
_TABLE = {"interview": "interviews", "offer": "activations"}


def first_steps(panel: Panel, *, benefit: str, step: str) -> pd.DataFrame:
    """Share of new courses that have had their first interview, or offer, so many weeks after they began.

    Courses that began in the twelve months before the latest half-year that is final, so that each is followed half a
    year at least; those still going on count as long as they are followed. Who leaves first can no longer have an
    interview: leaving is a way out of its own (Aalen-Johansen), and the shares of a week add up to all. Courses in
    which an offer lasts from before are left out of the time to the first offer. Points between which fewer than the
    smallest count moved are not shown.

    Parameters
    ----------
    panel : Panel
    benefit : str
    step : str
        ``interview`` or ``offer``.

    Returns
    -------
    DataFrame
        One row per way (the step first, then leaving) and point. Columns: ``benefit``, ``destination`` (Danish),
        ``weeks``, ``incidence``, ``low``, ``high`` (0 to 1; 95 %), ``survival`` (neither yet), ``n`` (courses).
        ``attrs`` has ``first``, ``last`` and ``protected``. Empty with a reason where there is no register, or there
        are fewer than ``smallest_base_for_percentage`` courses.
    """
    found = told(panel, _TABLE[step])
    if isinstance(found, str):
        return unavailable(found)
    last = periods.shift(panel.period, -LAG - 6)
    first = periods.shift(last, 1 - COHORT)
    courses = _courses(found, benefit, step, first, last)
    base = rules.value("smallest_base_for_percentage", panel.period) if found.protected else 1
    name = benefits.label(benefit).lower()
    if courses is None or len(courses) < base:
        return unavailable(
            f"Færre end {int(base)} forløb på {name} er påbegyndt i perioden, og andele vises derfor ikke."
        )
    if set(courses["destination"]) - {""} != {STEPS[step], LEFT[step]}:
        return unavailable(f"Af de nye forløb på {name} er alle, eller ingen, nået til »{STEPS[step].lower()}«.")
    curve = models.cumulative_incidence(courses)
    smallest = rules.value("smallest_count", panel.period) if found.protected else 1
    table = _at_points(curve, courses, np.arange(0, LONGEST[step] + 1, GRID[step]), smallest)
    order = {STEPS[step]: 0, LEFT[step]: 1}
    table = table.sort_values(
        ["destination", "weeks"], key=lambda of: of.map(order) if of.name == "destination" else of
    )
    table = table.assign(benefit=benefit, n=len(courses)).reset_index(drop=True)
    table.attrs.update({"first": first, "last": last, "protected": found.protected})
    return table


def _courses(records: Records, benefit: str, step: str, first: str, last: str) -> pd.DataFrame | None:
    """New courses: the week of the step or of leaving, whichever came first, and which it was (empty while neither)."""
    if not records.register.on(benefit).any():
        return None
    activations = records.table("activations") if step == "offer" else None
    try:
        rows = durations(
            records.register, benefit=benefit, first=first, last=last, areas=records.areas, activations=activations
        )
    except NoCoursesError:
        return None
    since = rows["offer"].to_numpy() if activations is not None else _interviewed(records, rows)
    rows, since = rows[~(since < 0)], since[~(since < 0)]
    reached = since < rows["weeks"].to_numpy()
    weeks = np.where(reached, since + 1, rows["weeks"])
    to = np.where(reached, STEPS[step], np.where(rows["ended"], LEFT[step], ""))
    late = weeks > LONGEST[step]
    return pd.DataFrame(
        {
            "weeks": np.minimum(weeks, LONGEST[step]),
            "ended": (to != "") & ~late,
            "destination": np.where(late, "", to),
        }
    )


def _interviewed(records: Records, rows: pd.DataFrame) -> np.ndarray:
    """The weeks from the beginning of each course to the first interview that was held; missing for none."""
    held = beside.interviews(records.register, records.table("interviews"))
    keys = (held.person.astype(np.int64) << 13) + held.week
    begin = np.array([number(str(day.date())) for day in rows["first_week"]], dtype=np.int64)
    who = rows["person"].to_numpy().astype(np.int64)
    at = np.searchsorted(keys, (who << 13) + begin)
    there = np.minimum(at, len(keys) - 1)
    same = (at < len(keys)) & (keys[there] >> 13 == who)
    return np.where(same, (keys[there] & ((1 << 13) - 1)) - begin, np.nan)


def _at_points(curve: pd.DataFrame, courses: pd.DataFrame, weeks: np.ndarray, smallest: float) -> pd.DataFrame:
    """The curves at some weeks, without the points that would tell of few, and to where nobody is left."""
    ways = list(dict.fromkeys(curve["destination"]))
    counts = np.array(
        [[((courses["destination"] == way) & (courses["weeks"] <= week)).sum() for way in ways] for week in weeks]
    )
    left = len(courses) - counts.sum(axis=1)
    there = (left == 0) | (left >= smallest)
    there[np.flatnonzero(left == 0)[1:]] = False
    weeks, counts = weeks[there], counts[there]
    weeks = weeks[told_points(counts, smallest=smallest)]
    parts = []
    for way, rows in curve.groupby("destination", sort=False):
        place = np.searchsorted(rows["time"].to_numpy(), weeks, side="right") - 1
        part = rows.iloc[place][["incidence", "low", "high", "survival"]].reset_index(drop=True)
        parts.append(part.assign(destination=way, weeks=weeks))
    return pd.concat(parts, ignore_index=True)
