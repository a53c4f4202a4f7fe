"""How many firms the jobcentres work with, and how many recruitment orders end in a hiring."""

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.catalogue import TOTAL
from analysis.registers.counted.figures import Figure, Figures
from analysis.registers.counted.setting import Setting, quotient
from analysis.registers.numbers import coding
from analysis.registers.numbers.days import month_number, month_of
from analysis.registers.numbers.lookups import places
from analysis.registers.numbers.reported import Periods, Reported
from analysis.registers.paths.receiving import receiving

INSTRUMENTS = (  # what counted as co-operation in 2017
    *("loentilskud_privat", "loentilskud_offentlig", "virksomhedspraktik_privat", "virksomhedspraktik_offentlig"),
    *("jobrotation", "skaanejob", "fleksjob_ansaettelse", "mentor"),
)
HIRED = ("job", "kursus")


def cooperation(
    of: Setting, companies: pd.DataFrame, activations: pd.DataFrame, *, instruments: tuple[str, ...] = INSTRUMENTS
) -> Figures:
    """``samarbejdsgrad``, ``samarbejdsgrad_lokal`` and ``samarbejdsgrad_andre`` by quarter.

    Firms with at least one employee on average of the quarter's months, in the municipality of their last month.
    A firm works with a jobcenter that has somebody there in one of the instruments in the quarter: the local one, that
    serves the firm's municipality, or another, that serves the municipality that the person lived in when it began. A
    firm with both counts once among all, so all is at most the sum of the two. A jobcenter of several municipalities
    has the firms of them all. Firms that are not in ``companies`` are left out.

    Parameters
    ----------
    of : Setting
    companies : DataFrame
        Columns ``firm``, ``month``, ``area`` and ``employees``.
    activations : DataFrame
        Columns ``person``, ``instrument``, ``start``, ``end`` and ``firm``.
    instruments : tuple of str
        What counts as co-operation.

    References
    ----------
    The goal of co-operation with firms, 2013, and Jobindsats' measure of 2017, which lists the instruments.
    """
    base = _firms(companies, of.quarters)
    visits = _visits(of, activations[activations["instrument"].isin(instruments) & (activations["firm"] != "")])
    seen = base.merge(visits, on=["firm", "quarter"], how="left")
    hosts = _hosts(of, of.quarters)
    keys = pd.MultiIndex.from_arrays([seen["quarter"], seen["area"]])
    others = pd.MultiIndex.from_arrays([seen["quarter"], seen["visitor"].fillna("")])
    own = hosts.reindex(keys).fillna(seen["area"].set_axis(keys)).to_numpy()
    by = hosts.reindex(others).fillna(seen["visitor"].fillna("").set_axis(others)).to_numpy()
    visited = seen["visitor"].notna()
    marks = {"": visited, "_lokal": visited & (own == by) & (by != ""), "_andre": visited & ((own != by) | (by == ""))}
    found: Figures = {}
    for suffix, mark in marks.items():
        met = seen[["firm", "quarter"]].assign(met=mark).groupby(["firm", "quarter"])["met"].max()
        rows = base.join(met, on=["firm", "quarter"])
        found[f"samarbejdsgrad{suffix}", TOTAL] = share(
            of, of.quarters, rows["quarter"].to_numpy(), rows["area"], rows["met"].to_numpy(dtype=bool)
        )
    return found


def recruitment(of: Setting, orders: pd.DataFrame) -> Figures:
    """``rekruttering_match`` by month: of the orders closed in it, those that ended in a job or a course for one."""
    closed = orders[orders["closed"].notna()]
    day = coding.days(pa.array(closed["closed"], from_pandas=True)).astype(np.int64)
    month = month_of(day) - month_number(of.calendar.labels[0])
    at = np.where((month >= 0) & (month < len(of.months)), month, -1)
    return {
        ("rekruttering_match", TOTAL): share(
            of, of.months, at, closed["area"], closed["outcome"].isin(HIRED).to_numpy()
        )
    }


def share(of: Setting, within: Periods, at: np.ndarray, area: pd.Series, met: np.ndarray) -> Figure:
    """Of the rows in each period and area, the share that ``met`` says; 'at' is -1 for those outside the periods."""
    kept = at >= 0
    codes, names = pd.factorize(area[kept], sort=True)
    reported = Reported(tuple(names), of.reported.municipalities)
    key, size = at[kept] * len(names) + codes, len(within) * len(names)
    tables = [
        np.bincount(key[chosen], minlength=size).reshape(len(within), len(names))
        for chosen in (met[kept], np.ones(len(key), dtype=bool))
    ]
    over, base = (reported.added(table, within) for table in tables)
    return quotient(over, base, told=np.ones(len(within), dtype=bool))


def _firms(companies: pd.DataFrame, within: Periods) -> pd.DataFrame:
    """Firms with at least one employee, by quarter, with the area of their last month in it."""
    quarter = companies["month"].map({month: at for at in range(len(within)) for month in _months(within.months[at])})
    rows = companies.assign(quarter=quarter).dropna(subset=["quarter"]).sort_values(["firm", "month"])
    found = rows.groupby(["firm", "quarter"], as_index=False).agg(area=("area", "last"), employees=("employees", "sum"))
    return found[found["employees"] / 3 >= 1].astype({"quarter": int})[["firm", "quarter", "area"]]


def _months(last: str) -> list[str]:
    return [f"{last[:4]}-{int(last[5:]) - back:02d}" for back in (2, 1, 0)]


def _visits(of: Setting, offers: pd.DataFrame) -> pd.DataFrame:
    """Firms by quarter, with the municipality of each person who was there; the same may stand several times."""
    person = places(of.register.ids, offers)
    kept = person >= 0
    first = coding.days(pa.array(offers["start"][kept], from_pandas=True)).astype(np.int64) // 7
    ends = offers["end"][kept].fillna(pd.Timestamp("2060-01-01"))
    last = coding.days(pa.array(ends, from_pandas=True)).astype(np.int64) // 7
    spell = receiving(of.register, person[kept].astype(np.int64), first)
    names = np.array([*of.register.areas, ""], dtype=object)
    visitor = names[np.where(spell >= 0, of.register.area[spell], len(of.register.areas))]
    firm = offers["firm"][kept].to_numpy()
    parts = []
    for at, (opens, closes) in enumerate(zip(of.quarters.opens, of.quarters.closes, strict=True)):
        there = (first <= closes) & (last >= opens)
        parts.append(pd.DataFrame({"firm": firm[there], "quarter": at, "visitor": visitor[there]}))
    return pd.concat(parts, ignore_index=True).drop_duplicates()


def _hosts(of: Setting, within: Periods) -> pd.Series:
    """By quarter and municipality, the jobcenter of several that serves it; the others are their own."""
    rows = [
        (at, code, host)
        for at, month in enumerate(within.months)
        for host, served in of.reported.shared(month).items()
        for code in served
    ]
    index = pd.MultiIndex.from_tuples([row[:2] for row in rows] or [(-1, "")])
    return pd.Series([row[2] for row in rows] or [""], index=index, dtype=object)
