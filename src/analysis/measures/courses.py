"""How long courses on a benefit last, where they lead, and who comes back: of a jobcenter's own persons."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from analysis import benefits, models, periods, rules
from analysis.data.records import Records
from analysis.disclosure.shares import hide_shares
from analysis.disclosure.steps import told_points
from analysis.errors import AnalysisError
from analysis.measures.unavailable import unavailable
from analysis.registers import durations
from analysis.registers.paths.chained import NoCoursesError
from analysis.registers.paths.lasting import JOB

GRID = 4  # weeks between the points of a curve that is shown: single exits are not to be read off it
LONGEST = 104
FEWEST_AT_RISK = 10
FEWEST_KINDS = 3  # destinations that are left apart when others are put together for the sake of more weeks
OTHER = "Øvrige"
GROUPS = {
    "cohort": "Påbegyndt i",
    "sex": "Køn",
    "age": "Alder",
    "origin": "Herkomst",
    "education": "Uddannelse",
    "area": "Kommune",
}
_FAMILIES = {
    "uddannelse": "Uddannelse",
    "sygdom": "Sygedagpenge eller jobafklaring",
    "orlov": "Barsel",
    "permanent": "Varig ydelse",
    "tilbagetraekning": "Pension og efterløn",
}
_OWN = {
    JOB: "Job",
    "selvforsoergende": "Selvforsørgelse uden oplyst job",
    "folkepension": "Pension og efterløn",
    "doed": "Død eller udvandret",
    "udvandret": "Død eller udvandret",
}
_ANOTHER = "Anden midlertidig ydelse"
DESTINATIONS = tuple(dict.fromkeys([_OWN[JOB], "Uddannelse", *_OWN.values(), *_FAMILIES.values(), _ANOTHER, OTHER]))


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
    if by not in GROUPS:
        raise AnalysisError(f"Courses are not grouped by '{by}'. Choose one of {', '.join(GROUPS)}.")
    courses = _courses(records, benefit, first, last)
    if courses is None:
        return unavailable(f"Ingen forløb på {_name(benefit)} er påbegyndt i perioden.")
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
    table["at_risk"] = _at_risk(kept, by, table)
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
    courses = _courses(records, benefit, first, last)
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
        return unavailable(f"Der er færre end {int(base)} forløb på {_name(benefit)}, og andele vises derfor ikke.")
    cut = courses["weeks"] > longest
    within = courses.assign(
        ended=courses["ended"] & ~cut,
        weeks=courses["weeks"].clip(upper=longest),
        destination=courses["destination"].map(label or destination_label),
    )
    if not within["ended"].any():
        return unavailable(f"Ingen har forladt {_name(benefit)} i perioden.")
    smallest = rules.value("smallest_count", records.period) if records.protected else 1
    within["destination"] = _joined(within, smallest)
    weeks = np.arange(0, longest + 1, GRID)
    if records.protected:
        weeks = _weeks(within, weeks, smallest=smallest, points=points)
    found: pd.DataFrame = models.cumulative_incidence(within)
    table: pd.DataFrame = models.incidence_at(found, times=weeks).rename(columns={"time": "weeks"})
    table["at_risk"] = _at_risk(courses.assign(whole=""), "whole", table.assign(group=""))
    followed = bool((courses["ended"] | cut).all())
    fewest = (smallest if followed else FEWEST_AT_RISK) if records.protected else 1
    table = table[(table["at_risk"] >= fewest) | (followed & (table["at_risk"] == 0))]
    places = {name: at for at, name in enumerate(order)}
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


def recurrence(
    records: Records,
    *,
    benefit: str,
    first: str,
    last: str,
    by: str | None = None,
    within: Sequence[int] = (13, 26, 52),
) -> pd.DataFrame:
    """Share of those who left a benefit that is back on it within 3, 6 and 12 months, of courses begun in some months.

    Only those count whom the register tells of for so long after they left. Parameters as for ``survival``.

    Parameters
    ----------
    records : Records
    benefit : str
        Id in ``reference/benefits.csv``.
    first, last, by
        As for ``survival``; ``by`` may be left out.
    within : list of int
        Weeks after the last week.

    Returns
    -------
    DataFrame
        One row per group and length. Columns: ``benefit``, ``group`` (empty for all), ``within`` (weeks), ``n``
        (followed so long), ``events`` (back), ``share``, ``low``, ``high`` (0 to 1; 95 % Wilson), ``not_told`` (left
        too late to be followed), ``hidden`` (``few``, ``small`` or empty; see ``disclosure.shares``). Empty where
        nobody has left; ``attrs["absent"]`` says so in Danish.

    Raises
    ------
    AnalysisError
        If there is no such benefit or no such grouping.

    References
    ----------
    As ``models.returned_within``.
    """
    if by is not None and by not in GROUPS:
        raise AnalysisError(f"Courses are not grouped by '{by}'. Choose one of {', '.join(GROUPS)}.")
    courses = _courses(records, benefit, first, last)
    if courses is None or not courses["ended"].any():
        return unavailable(f"Ingen har forladt {_name(benefit)} i perioden.")
    left = courses[courses["ended"] & ~courses["destination"].isin(["doed", "udvandret", "folkepension"])]
    if not len(left):
        return unavailable(f"Ingen har forladt {_name(benefit)} i perioden.")
    found: pd.DataFrame = models.returned_within(left, within=within, by=by)
    found = found.rename(columns={by: "group"}) if by else found.assign(group="")
    shown = _hidden(found, records) if records.protected else found.assign(hidden="")
    columns = ["benefit", "group", "within", "n", "events", "share", "low", "high", "not_told", "hidden"]
    shown = shown.assign(benefit=benefit)[columns]
    shown.attrs["protected"] = records.protected
    return shown


def destination_label(destination: str) -> str:
    """The Danish name of where a course led, in groups.

    >>> destination_label("job"), destination_label("foertidspension"), destination_label("dream_412")
    ('Job', 'Varig ydelse', 'Anden midlertidig ydelse')
    """
    if destination in _OWN:
        return _OWN[destination]
    known = benefits.benefits()
    family = known[destination].family if destination in known else ""
    return _FAMILIES.get(family, _ANOTHER)


def _courses(records: Records, benefit: str, first: str, last: str) -> pd.DataFrame | None:
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


def _at_risk(courses: pd.DataFrame, by: str, table: pd.DataFrame) -> np.ndarray:
    """How many of a group are still under observation after so many weeks, by row of a table."""
    found = np.zeros(len(table), dtype=int)
    for group, rows in courses.groupby(by, observed=True):
        weeks = np.sort(rows["weeks"].to_numpy())
        here = (table["group"] == group).to_numpy()
        found[here] = len(weeks) - np.searchsorted(weeks, table["weeks"].to_numpy()[here], side="right")
    return found


def _joined(courses: pd.DataFrame, smallest: float) -> pd.Series:
    """Destinations in which those of too few are one, together with the next smallest while that too is too few."""
    counts = courses.loc[courses["ended"], "destination"].value_counts()[::-1]
    small = list(counts.index[counts < smallest])
    while small and counts[small].sum() < smallest and len(small) < len(counts):
        small.append(counts.index[len(small)])
    named: pd.Series = courses["destination"].where(~courses["destination"].isin(small), OTHER)
    return named


def _hidden(table: pd.DataFrame, records: Records) -> pd.DataFrame:
    return hide_shares(
        table,
        n="n",
        events="events",
        shares=["share", "low", "high"],
        smallest_count=rules.value("smallest_count", records.period),
        smallest_base=rules.value("smallest_base_for_percentage", records.period),
    )


def _name(benefit: str) -> str:
    return benefits.label(benefit).lower()
