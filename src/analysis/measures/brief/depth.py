"""One or two challenges in depth: how long it has been so, how many it is about, and among whom it lies."""

from typing import Any

import numpy as np
import pandas as pd

from analysis import catalogue
from analysis.data.tables import Panel
from analysis.measures.arrays import cells
from analysis.measures.brief.highlights import CHALLENGE
from analysis.measures.compare import compare, series
from analysis.measures.over_time import trend

MOST = 2
YEARS = 3  # within which months are counted
NO_CHALLENGE = "none"


def depth(panel: Panel, rows: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """The one or two foremost challenges, each with what more the figures tell of it.

    Where nothing is a challenge, the first result with a share stands alone, so that a reader still sees one thing in
    depth.

    Parameters
    ----------
    rows : DataFrame
        As ``indicators`` gives them.
    chosen : DataFrame
        As ``highlights`` gives them.

    Returns
    -------
    DataFrame
        One row per challenge. Columns: those of ``rows``; ``side`` (``challenge``, or ``none``); ``over`` (of a count,
        how many more there are than at the share of comparable areas; below 0 where fewer), ``months`` (of the latest
        36 final ones, those in which the share was further from good than in comparable areas), ``known`` (those in
        which both are known), ``part`` (the benefit that most of the difference lies in; empty where none has half of
        it), ``trend`` (``rising``, ``falling``, ``no_trend``; empty where it cannot be tested).

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    The definitions are those of the catalogue, ``docs/measures.md``.
    """
    found = chosen[chosen["side"] == CHALLENGE].head(MOST)
    if found.empty:
        there = rows[
            rows["section"].isin(["goals", "local", "results"]) & rows["share"].notna() & rows["group"].notna()
        ]
        found = there.head(1).assign(side=NO_CHALLENGE)
    more = [_more(panel, row) for _, row in found.iterrows()]
    further = pd.DataFrame(more, index=found.index, columns=["over", "months", "known", "part", "trend"])
    made = pd.concat([found, further], axis=1).reset_index(drop=True)
    made.attrs.update(rows.attrs)
    return made


def subject_series(panel: Panel, rows: pd.DataFrame, *, months: int) -> pd.DataFrame:
    """The share of each row's subject month by month: the jobcenter, comparable areas and the country.

    Parameters
    ----------
    panel : Panel
    rows : DataFrame
        As ``indicators`` gives them.
    months : int
        How many, the latest last.

    Returns
    -------
    DataFrame
        Columns of ``series``, and ``subject``. Empty where there is no row.

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    The definitions are those of the catalogue, ``docs/measures.md``.
    """
    parts = []
    for _, row in rows.iterrows():
        found = series(panel, f"{row['measure']}/{row['benefit']}", months=months)
        parts.append(found[found["role"] != "region"].assign(subject=row["subject"]))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["subject"])


def _more(panel: Panel, row: pd.Series) -> dict[str, Any]:
    subject = f"{row['measure']}/{row['benefit']}"
    worse, known = _worse_months(panel, row, subject)
    tested = trend(panel, subject)
    return {
        "over": row["value"] * (1 - row["group"] / row["share"]) if row["share"] else np.nan,
        "months": worse,
        "known": known,
        "part": _part(panel, row),
        "trend": "" if tested.empty else str(tested["verdict"].iloc[0]),
    }


def _worse_months(panel: Panel, row: pd.Series, subject: str) -> tuple[int, int]:
    """In how many of the latest final months the jobcenter was worse off, and of how many both are known."""
    months = series(panel, subject, months=12 * YEARS + 6)
    final = months[months["status"] == "final"]
    by_role = {role: final[final["role"] == role].set_index("period")["value"] for role in ("own", "group")}
    gap = (by_role["own"] - by_role["group"]).sort_index()
    latest = gap[gap.index <= row["period"]].tail(12 * YEARS)
    lower = catalogue.measure(row["measure"]).direction == "lower"
    return int((latest > 0).sum() if lower else (latest < 0).sum()), int(latest.notna().sum())


def _part(panel: Panel, row: pd.Series) -> str:
    """The benefit that more than half of the difference lies in, where a measure is told for several."""
    measure = catalogue.measure(row["measure"])
    parts = [name for name in measure.benefits if name != catalogue.TOTAL and cells(panel, measure.id, name)]
    if row["benefit"] != catalogue.TOTAL or len(parts) < 2 or row["side"] != CHALLENGE:
        return ""
    gaps = {name: gap for name in parts if (gap := _gap(panel, f"{measure.id}/{name}")) is not None}
    sign = 1 if measure.direction == "lower" else -1
    whole = sum(max(sign * gap, 0) for gap in gaps.values())
    first = max(gaps, key=lambda name: sign * gaps[name], default="")
    if len(gaps) < len(parts) or whole <= 0 or sign * gaps[first] <= whole / 2:
        return ""
    return first


def _gap(panel: Panel, subject: str) -> float | None:
    """The jobcenter's share less that of comparable areas, in percentage points; None where one is not shown."""
    rows = compare(panel, subject).set_index("role")
    if rows.empty or not {"own", "group"} <= set(rows.index):
        return None
    own, group = (float(rows["value"].to_dict()[role]) for role in ("own", "group"))
    return own - group if np.isfinite(own - group) else None
