"""Checks the tables of residents and of the labour force: their areas, and that what adds up does."""

import pandas as pd

from analysis.areas import COUNTRY
from analysis.catalogue import TOTAL
from analysis.data.known_areas import codes
from analysis.data.problem import ERROR, NOTE, listed

SEXES = ("maend", "kvinder")
OLD = 110  # years; few are older

_ANY_MONTH = "2007-01"  # municipalities have not changed since


def problems(table: str, rows: pd.DataFrame) -> list[tuple[str, str]]:
    """What is wrong with a table that keeps its contract, as severity and text.

    A sum of municipalities that is not the country is a note: Christiansø lies in none of them.
    """
    known = codes("municipality", _ANY_MONTH) | {COUNTRY.code}
    strange = sorted(set(rows["area"]) - known)
    found = [(ERROR, f"{len(strange)} unknown area(s): {listed(strange)}")] if strange else []
    span = "year" if table == "labour_force" else "period"
    found += [(NOTE, text) for text in _country(rows, span)]
    if table == "population":
        found += [(NOTE, text) for text in [*_sexes(rows), *_ages(rows)]]
    return found


def _country(rows: pd.DataFrame, span: str) -> list[str]:
    by = [name for name in rows.columns if name not in ("area", "count")]
    whole = rows["area"] == COUNTRY.code
    own, parts = (part.groupby(by)["count"].sum() for part in (rows[whole], rows[~whole]))
    there = rows[~whole].groupby(span)["area"].nunique()
    complete = set(there[there == len(codes("municipality", _ANY_MONTH))].index)
    apart = (own - parts).dropna()
    apart = apart[apart != 0]
    apart = apart[apart.index.get_level_values(span).isin(complete)]
    if apart.empty:
        return []
    by_span = apart.groupby(level=span).sum()
    worst = str(by_span.abs().idxmax())
    return [
        f"in {apart.index.get_level_values(span).nunique()} of {own.index.get_level_values(span).nunique()} "
        f"{span}s the municipalities do not add up to the country; furthest apart in {worst}, by {by_span[worst]:+,.0f}"
    ]


def _sexes(rows: pd.DataFrame) -> list[str]:
    by = [name for name in rows.columns if name not in ("sex", "count")]
    wide = rows.pivot(index=by, columns="sex", values="count")
    if not {TOTAL, *SEXES} <= set(wide.columns):
        return []
    complete = wide.dropna()
    wrong = int((complete[list(SEXES)].sum(axis="columns") != complete[TOTAL]).sum())
    return [f"in {wrong} cell(s) men and women do not add up to all"] if wrong else []


def _ages(rows: pd.DataFrame) -> list[str]:
    old = rows[(rows["age"] > OLD) & (rows["count"] > 0)]
    cells = rows.groupby(["area", "period", "sex", "origin"])["age"]
    gaps = int((cells.max() - cells.min() + 1 != cells.nunique()).sum())
    found = [f"{len(old)} row(s) have residents above {OLD} years"] if len(old) else []
    return [*found, f"{gaps} series skip an age"] if gaps else found
