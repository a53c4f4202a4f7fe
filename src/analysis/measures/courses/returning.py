"""Who comes back to a benefit: the share within some weeks of those who left it."""

from collections.abc import Sequence

import pandas as pd

from analysis import models, rules
from analysis.data.records import Records
from analysis.disclosure.shares import hide_shares
from analysis.measures.courses.begun import begun, benefit_name, check_group
from analysis.measures.unavailable import unavailable


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
    if by is not None:
        check_group(by)
    courses = begun(records, benefit, first, last)
    if courses is None or not courses["ended"].any():
        return unavailable(f"Ingen har forladt {benefit_name(benefit)} i perioden.")
    left = courses[courses["ended"] & ~courses["destination"].isin(["doed", "udvandret", "folkepension"])]
    if not len(left):
        return unavailable(f"Ingen har forladt {benefit_name(benefit)} i perioden.")
    found: pd.DataFrame = models.returned_within(left, within=within, by=by)
    found = found.rename(columns={by: "group"}) if by else found.assign(group="")
    shown = _hidden(found, records) if records.protected else found.assign(hidden="")
    columns = ["benefit", "group", "within", "n", "events", "share", "low", "high", "not_told", "hidden"]
    shown = shown.assign(benefit=benefit)[columns]
    shown.attrs["protected"] = records.protected
    return shown


def _hidden(table: pd.DataFrame, records: Records) -> pd.DataFrame:
    return hide_shares(
        table,
        n="n",
        events="events",
        shares=["share", "low", "high"],
        smallest_count=rules.value("smallest_count", records.period),
        smallest_base=rules.value("smallest_base_for_percentage", records.period),
    )
