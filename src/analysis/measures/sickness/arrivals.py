"""Who falls ill: what they lived on in the week before their sick leave began, and how they stood at work."""

from functools import cache

import numpy as np
import pandas as pd

from analysis import benefits, models, periods
from analysis.data.records import Records
from analysis.disclosure.sums import hidden_parts
from analysis.measures.courses.destinations import OTHER
from analysis.measures.sickness.told import courses, limits, of_people, settled, standing, weeks_of
from analysis.measures.unavailable import unavailable
from analysis.registers.counted.sickness import SICKNESS
from analysis.registers.paths.standing import NOTHING

CASES = {  # as ``visitation`` of the sickness benefit has it, where a register tells the kind of case
    "loenmodtager": "employee",
    "ledig": "unemployed",
    "a_dagpenge": "unemployed",
    "selvstaendig": "self_employed",
    "fleksjob": "flexjob",
}
WHO = {
    "employee": "Lønmodtagere",
    "unemployed": "Ledige",
    "self_employed": "Selvstændige",
    "flexjob": "Ansatte i fleksjob",
    "no_pay_told": "Uden ydelse og uden oplyst løn",
    "other": "På en anden ydelse",
}
JOB, NO_PAY = "Job", "Hverken ydelse eller oplyst løn"
UNKNOWN_WORK = "Ingen ydelse (løn er ikke oplyst)"
NOBODY = "Ingen sygedagpengeforløb er påbegyndt i perioden."


@of_people
def who(people: Records, *, months: int) -> pd.DataFrame:
    """New sick leave by how people stood: employees, unemployed, self-employed, in a flexjob; and the years before.

    Where the register tells the kind of case (``visitation`` of the sickness benefit), that is taken. Elsewhere it
    follows from the week before: a benefit, or paid hours in its month. Those with neither may be self-employed, or
    employees whose pay is not told: they stand apart, and nobody is taken for self-employed.

    Parameters
    ----------
    people : Records or Untold
        From ``tables.people``.
    months : int
        How many months each span has; the latest ends three months before the report's.

    Returns
    -------
    DataFrame
        One row per span (the earlier first) and ``who``. Columns: ``first``, ``last`` (months), ``who``, ``label``
        (Danish), ``n`` (courses of the span), ``count``, ``share``, ``low``, ``high`` (0 to 1; 95 % Wilson),
        ``hidden`` (bool), ``told`` (whether the register can tell such persons at all). Hidden counts are 1, 2 and 3
        and those that would tell of them; shares of spans with too few are missing. Empty with a reason where nobody
        fell ill.
    """
    parts = []
    for first, last in _spans(people, months):
        found = _begun(people, first, last)
        if found is not None:
            told = set(WHO) - (set() if (found["case"] != "").any() else {"self_employed"})
            rows = _counted(people, found["who"], list(WHO)).assign(first=first, last=last)
            parts.append(rows.assign(label=rows["group"].map(WHO), told=rows["group"].isin(told)))
    if not parts:
        return unavailable(NOBODY)
    table = pd.concat(parts, ignore_index=True).rename(columns={"group": "who"})
    columns = ["first", "last", "who", "label", "n", "count", "share", "low", "high", "hidden", "told"]
    table = table[columns]
    table.attrs["protected"] = people.protected
    return table


@of_people
def came_from(people: Records, *, months: int) -> pd.DataFrame:
    """New sick leave by the benefit, or the job, of the week before; those of fewer than four together.

    Parameters
    ----------
    people : Records or Untold
    months : int
        As for ``who``; the latest span alone.

    Returns
    -------
    DataFrame
        One row per origin, the largest first and ``Øvrige`` last. Columns: ``first``, ``last``, ``label`` (Danish),
        ``n``, ``count``, ``share``, ``low``, ``high``. Empty with a reason where there are too few for shares.
    """
    first, last = _spans(people, months)[-1]
    found = _begun(people, first, last)
    _, base = limits(people)
    if found is None:
        return unavailable(NOBODY)
    if len(found) < base:
        return unavailable(f"Der er færre end {int(base)} påbegyndte sygeforløb, og andele vises derfor ikke.")
    named = _joined(people, found["from"])
    rows = _counted(people, named, list(named.value_counts().index)).rename(columns={"group": "label"})
    rows = rows.sort_values(["count"], ascending=False, kind="stable")
    rows = pd.concat([rows[rows["label"] != OTHER], rows[rows["label"] == OTHER]], ignore_index=True)
    table = rows.assign(first=first, last=last)[["first", "last", "label", "n", "count", "share", "low", "high"]]
    table.attrs["protected"] = people.protected
    return table


def _spans(people: Records, months: int) -> list[tuple[str, str]]:
    last = settled(people.period)
    middle = periods.shift(last, -months)
    return [(periods.shift(middle, 1 - months), middle), (periods.shift(last, 1 - months), last)]


def _begun(people: Records, first: str, last: str) -> pd.DataFrame | None:
    """The courses that began, with ``case``, ``who`` and ``from``."""
    found = courses(people, SICKNESS, first, last)
    if found is None:
        return None
    register = people.register
    stood = standing(people)
    person = found["person"].to_numpy()
    opened = weeks_of(found)
    code = stood.benefit(person, opened - 1)
    named = np.array([*register.benefits, ""], dtype=object)[code]
    paid = stood.at_work(person, opened - 1) if stood.paid is not None else np.zeros(len(found), dtype=bool)
    case = np.array([*register.visitations, ""], dtype=object)[
        np.where((spell := stood.spell(person, opened)) == NOTHING, -1, register.visitation[spell].astype(int))
    ]
    return found.assign(
        case=np.where(np.isin(case, list(CASES)), case, ""),
        who=[_who(*one) for one in zip(case, named, paid, strict=True)],
        **{"from": [_from(*one, known=stood.paid is not None) for one in zip(named, paid, strict=True)]},
    )


@cache
def _who(case: str, benefit: str, paid: bool) -> str:
    if case in CASES:
        return CASES[case]
    if benefit == "fleksjob":
        return "flexjob"
    if benefit:
        return "unemployed" if benefits.benefit(benefit).family == "ledighed" else "other"
    return "employee" if paid else "no_pay_told"


@cache
def _from(benefit: str, paid: bool, *, known: bool) -> str:
    if benefit:
        return benefits.label(benefit)
    return JOB if paid else NO_PAY if known else UNKNOWN_WORK


def _joined(people: Records, named: pd.Series) -> pd.Series:
    """The origins, those of too few together, and with the next smallest while that too is too few."""
    smallest, _ = limits(people)
    counts = named.value_counts()[::-1]
    small = list(counts.index[counts < smallest])
    while small and counts[small].sum() < smallest and len(small) < len(counts):
        small.append(counts.index[len(small)])
    joined: pd.Series = named.where(~named.isin(small), OTHER)
    return joined


def _counted(people: Records, groups: pd.Series, order: list[str]) -> pd.DataFrame:
    """Counts and shares of the groups of a span, in an order, as they may be shown."""
    smallest, base = limits(people)
    counts = groups.value_counts().reindex(order, fill_value=0)
    n = int(counts.sum())
    hidden = hidden_parts(counts, smallest=smallest)
    rows = pd.DataFrame(
        {"group": order, "n": float(n), "count": counts.to_numpy(dtype=float), "share": counts.to_numpy() / n}
    ).assign(hidden=hidden.to_numpy())
    rows[["low", "high"]] = models.wilson(rows["count"], rows["n"])
    rows.loc[rows["hidden"], ["count", "share", "low", "high"]] = np.nan
    if n < base:
        rows[["share", "low", "high"]] = np.nan
    if n < smallest:
        rows[["n", "count"]] = np.nan
    return rows
