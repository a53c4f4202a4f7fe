"""Where courses on a benefit lead: the share that has left for each destination, week by week."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from analysis import models, rules
from analysis.data.records import Records
from analysis.disclosure.steps import told_points
from analysis.measures.courses.begun import FEWEST_AT_RISK, GRID, LONGEST, begun, benefit_name, left_on
from analysis.measures.courses.destinations import DESTINATIONS, OTHER, destination_label, joined
from analysis.measures.unavailable import unavailable

FEWEST_KINDS = 3  # destinations that are left apart when others are put together for the sake of more weeks


def exits(records: Records, *, benefit: str, first: str, last: str, longest: int = LONGEST) -> pd.DataFrame:
    """Share that has left a benefit for each destination, week by week, for courses that began in some months.

    Destinations that fewer than four went to are put together with others. Parameters as for ``survival``.

    Parameters
    ----------
    records : Records
    benefit : str
        Id in ``reference/benefits.csv``.
    first, last, longest
        As for ``survival``.

    Returns
    -------
    DataFrame
        One row per destination (Danish, in ``destination``) and fourth week. Columns: ``benefit``, ``destination``,
        ``weeks``, ``incidence``, ``low``, ``high`` (0 to 1; 95 %, missing where nobody has gone there), ``survival``
        (share still on the benefit: with it the shares of a week add up to 1), ``at_risk``, ``n`` (courses). Empty
        where there are too few; ``attrs["absent"]`` says so in Danish.

    Raises
    ------
    AnalysisError
        If there is no such benefit.

    References
    ----------
    As ``models.cumulative_incidence``.
    """
    courses = begun(records, benefit, first, last)
    return incidences(records, courses, benefit=benefit, longest=longest)


def incidences(
    records: Records,
    courses: pd.DataFrame | None,
    *,
    benefit: str,
    longest: int = LONGEST,
    label: Callable[[str], str] | None = None,
    order: Sequence[str] = DESTINATIONS,
    points: int = 2,
) -> pd.DataFrame:
    """``exits`` of a table of durations that is at hand, with destinations of one's own.

    Parameters
    ----------
    records : Records
        Whose courses they are.
    courses : DataFrame or None
        As ``registers.durations`` gives it; None where there are none.
    benefit : str
        What the courses are called.
    longest : int
        Weeks.
    label : callable, optional
        The Danish name of a destination; ``destination_label`` by default.
    order : sequence of str
        The names in the order of the table.
    points : int
        How many weeks there are to be: more destinations are put together until so many can be shown, or three are
        left.
    """
    base = rules.value("smallest_base_for_percentage", records.period) if records.protected else 1
    if courses is None or len(courses) < base:
        return unavailable(
            f"Der er færre end {int(base)} forløb på {benefit_name(benefit)}, og andele vises derfor ikke."
        )
    cut = courses["weeks"] > longest
    within = courses.assign(
        ended=courses["ended"] & ~cut,
        weeks=courses["weeks"].clip(upper=longest),
        destination=courses["destination"].map(label or destination_label),
    )
    if not within["ended"].any():
        return unavailable(f"Ingen har forladt {benefit_name(benefit)} i perioden.")
    smallest = rules.value("smallest_count", records.period) if records.protected else 1
    within["destination"] = joined(within, smallest)
    weeks = np.arange(0, longest + 1, GRID)
    if records.protected:
        weeks = _weeks(within, weeks, smallest=smallest, points=points)
    found: pd.DataFrame = models.cumulative_incidence(within)
    table: pd.DataFrame = models.incidence_at(found, times=weeks).rename(columns={"time": "weeks"})
    table["at_risk"] = left_on(courses.assign(whole=""), "whole", table.assign(group=""))
    followed = bool((courses["ended"] | cut).all())
    fewest = (smallest if followed else FEWEST_AT_RISK) if records.protected else 1
    table = table[(table["at_risk"] >= fewest) | (followed & (table["at_risk"] == 0))]
    places = {one: at for at, one in enumerate(order)}
    table = table.sort_values(
        ["destination", "weeks"], key=lambda of: of.map(places) if of.name == "destination" else of
    )
    columns = ["benefit", "destination", "weeks", "incidence", "low", "high", "survival", "at_risk", "n"]
    shown = table.assign(benefit=benefit, n=len(courses))[columns].reset_index(drop=True)
    shown.attrs["protected"] = records.protected
    return shown


def _weeks(within: pd.DataFrame, weeks: np.ndarray, *, smallest: float, points: int) -> np.ndarray:
    """The weeks that can be shown of the destinations, of which the smallest are joined until there are enough."""
    while True:
        told = told_points(_gone(within, weeks), smallest=smallest)
        sizes = within.loc[within["ended"], "destination"].value_counts()
        rest = sizes.drop(OTHER, errors="ignore")
        if int(told.sum()) >= points or len(sizes) <= FEWEST_KINDS or rest.empty:
            shown: np.ndarray = weeks[told]
            return shown
        within["destination"] = within["destination"].where(within["destination"] != rest.index[-1], OTHER)


def _gone(courses: pd.DataFrame, weeks: np.ndarray) -> np.ndarray:
    """How many have gone to each destination after so many weeks: a row per week, a column per destination."""
    left = courses[courses["ended"]]
    columns = [
        np.searchsorted(np.sort(rows.to_numpy()), weeks, side="right")
        for _, rows in left.groupby("destination")["weeks"]
    ]
    found: np.ndarray = np.column_stack(columns)
    return found
