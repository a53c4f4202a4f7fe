"""Sick leave as a feeder: how many of those who come to permanent support were on sickness benefit before."""

import numpy as np
import pandas as pd

from analysis import benefits, models, periods
from analysis.areas import COUNTRY
from analysis.catalogue import TOTAL
from analysis.data.records import Records
from analysis.data.tables import Panel
from analysis.disclosure.shares import hide_shares
from analysis.disclosure.steps import told_points
from analysis.measures.combine import combined
from analysis.measures.sickness.told import limits, of_people, settled
from analysis.measures.unavailable import unavailable
from analysis.registers.counted.feeders import BACK
from analysis.registers.counted.sickness import SICKNESS
from analysis.registers.numbers.weeks import Calendar
from analysis.registers.paths.courses import GAP
from analysis.registers.paths.unbroken import unbroken

NOBODY = "Registeret går ikke langt nok tilbage, eller ingen er kommet på varig ydelse i perioden."


@of_people
def feeding(people: Records, panel: Panel, *, months: int) -> pd.DataFrame:
    """Share of the new recipients of permanent support with sickness benefit in the 52, and 156, weeks before.

    Permanent support is ledighedsydelse, fleksjob and førtidspension taken as one: a change among them is no coming,
    nor is a return within four weeks. One week of sickness benefit is enough. The country beside it is the snapshot's
    own figures, quarter by quarter: sums over sums of the final quarters of the same months.

    Parameters
    ----------
    people : Records or Untold
        From ``tables.people``.
    panel : Panel
        With ``foedekaede_andel_*`` of the country, where it has them.
    months : int
        In how many months they came; the latest is three before the report's.

    Returns
    -------
    DataFrame
        One row per ``role`` (``own``, ``country``) and ``weeks``. Columns: ``role``, ``label``, ``weeks``, ``first``,
        ``last`` (months), ``n`` (came), ``events`` (of them ill before), ``share``, ``low``, ``high`` (0 to 1; 95 %
        Wilson), ``hidden``. Empty with a reason where nobody came.
    """
    last = settled(people.period)
    first = periods.shift(last, 1 - months)
    own = _own(people, first, last)
    if own is None:
        return unavailable(NOBODY)
    label = people.jobcenter.name if len(people.members) == 1 else " og ".join(area.name for area in people.members)
    parts = [own.assign(role="own", label=label, first=first, last=last)]
    parts += [one for one in [_country(panel, first, last)] if one is not None]
    table = pd.concat(parts, ignore_index=True)
    table[["low", "high"]] = models.wilson(table["events"].astype(float), table["n"].astype(float))
    smallest, base = limits(people)
    shown = hide_shares(
        table.assign(share=table["events"] / table["n"]),
        n="n",
        events="events",
        shares=["share", "low", "high"],
        smallest_count=smallest,
        smallest_base=base,
    )
    told = told_points(np.array([[0], *own[["events"]].to_numpy()]), smallest=smallest)[1:]
    close = (shown["role"] == "own").to_numpy() & (shown["hidden"] == "").to_numpy()
    close[: len(told)] &= ~told
    shown.loc[close, ["events", "share", "low", "high"]] = np.nan
    shown.loc[close, "hidden"] = "small"
    columns = ["role", "label", "weeks", "first", "last", "n", "events", "share", "low", "high", "hidden"]
    shown = shown[columns]
    shown.attrs["protected"] = people.protected
    return shown


def _own(people: Records, first: str, last: str) -> pd.DataFrame | None:
    """How many came to permanent support in the jobcenter, and how many of them had been ill, by weeks back."""
    register, calendar = people.register, Calendar(first, last)
    opens, closes = int(calendar.opens[0]), int(calendar.closes[-1])
    permanent = [name for name in benefits.permanent() if register.on(name).any()]
    if not permanent or opens - max(BACK) < register.first_week:
        return None
    came = unbroken(register, permanent, gap=GAP)
    here = np.isin(register.area[came.start], [at for at, one in enumerate(register.areas) if one in people.areas])
    came = came.where((came.first >= opens) & (came.first <= closes) & here)
    if not len(came):
        return None
    sick = unbroken(register, [SICKNESS])
    ill = [int((sick.between(came.person, came.first - weeks, came.first - 1) > 0).sum()) for weeks in BACK]
    return pd.DataFrame({"weeks": BACK, "n": float(len(came)), "events": np.array(ill, dtype=float)})


def _country(panel: Panel, first: str, last: str) -> pd.DataFrame | None:
    """The same of the country, from the quarters that lie in the months; None where the panel has none."""
    rows = []
    for weeks in BACK:
        measure = f"foedekaede_andel_{weeks}"
        quarters = [one for one in panel.spans_of([measure])["period"] if _within(one, first, last)]
        if not quarters:
            return None
        found = combined(panel, measure, TOTAL, of={"country": (COUNTRY.code,)}, months=sorted(quarters))
        if found.value["country"].isna().any():
            return None
        sums = {"n": found.base["country"].sum(), "events": found.count["country"].sum()}
        months = {"first": periods.first_month(min(quarters)), "last": periods.last_month(max(quarters))}
        rows.append({"role": "country", "label": COUNTRY.name, "weeks": weeks, **sums, **months})
    return pd.DataFrame(rows)


def _within(quarter: str, first: str, last: str) -> bool:
    return periods.first_month(quarter) >= first and periods.last_month(quarter) <= last
