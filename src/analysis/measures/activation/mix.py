"""Which offers a jobcenter uses in a year: how many begin and take part, and how many hours a week they are."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import benefits, periods, rules
from analysis.data.records import Records
from analysis.data.tables import Panel
from analysis.measures.activation.told import told
from analysis.measures.offers import LAG
from analysis.measures.unavailable import unavailable
from analysis.registers.numbers.codes import WHOLE, Register
from analysis.registers.numbers.weeks import Calendar
from analysis.registers.paths.receiving import receiving
from analysis.registers.tables import beside, overlays
from analysis.registers.tables.beside import Offers

YEAR = 12  # months
OTHER = {True: "Øvrige virksomhedsrettede tilbud", False: "Øvrige tilbud"}
ALL, COMPANY = "Alle tilbud", "Virksomhedsrettede tilbud i alt"


class Taken(NamedTuple):
    """The offers of a year on a benefit: those that began, and the weeks in which somebody took part."""

    begun: pd.DataFrame  # instrument, person, hours
    weeks: pd.DataFrame  # instrument, person, full_time (mean of the year's months)


def mix(panel: Panel, *, benefit: str, firms: bool = False) -> pd.DataFrame:
    """The offers of the latest twelve months that are final, by instrument, for those on a benefit in the jobcenter.

    Instruments that too few take part in are put together, so that no row has fewer than the smallest count and none
    can be found by subtraction. Interviews and employment in a fleksjob are no offers.

    Parameters
    ----------
    panel : Panel
    benefit : str
    firms : bool
        Company-oriented offers alone, with their shares still of all offers.

    Returns
    -------
    DataFrame
        One row per instrument or group of them, those with firms first, each kind by its size; ``Alle tilbud`` is the
        last row, and the sum of those with firms the row after these. Columns: ``benefit``, ``label`` (Danish),
        ``company`` (true with firms), ``total`` (true of sums), ``started`` (offers that began), ``persons`` (who took
        part in some week; one person can be in several rows), ``full_time`` (persons on average), ``share`` (of the
        full-time activated, 0 to 1; missing of fewer than ``smallest_base_for_percentage`` persons), ``hours`` (a week,
        mean of the offers that began; missing where none did or none are known). ``attrs`` has ``first``, ``last``
        and ``protected``. Empty with a reason where there is no register, or too few take part.
    """
    found = told(panel, "activations")
    if isinstance(found, str):
        return unavailable(found)
    last = periods.shift(panel.period, -LAG)
    first = periods.shift(last, 1 - YEAR)
    taken = _taken(found, benefit, first, last)
    smallest = rules.value("smallest_count", panel.period) if found.protected else 1
    if taken is None or _few(taken, list(taken.weeks["instrument"].unique()), smallest):
        name = benefits.label(benefit).lower()
        return unavailable(
            f"Færre end {int(smallest)} på {name} har været i tilbud i perioden, og tallene vises derfor ikke."
        )
    grouped = _grouped(taken, smallest)
    rows = [_row(taken, names, *about) for about, names in grouped.items()]
    table = pd.DataFrame(rows).sort_values(["company", "full_time"], ascending=False, kind="stable")
    oriented = [name for (_, company), names in grouped.items() if company for name in names]
    sums = [_row(taken, oriented, COMPANY, True)] if 1 < table["company"].sum() < len(table) else []
    whole = _row(taken, list(taken.weeks["instrument"].unique()), ALL, False)
    table = pd.concat(
        [
            table[table["company"]].assign(total=False),
            pd.DataFrame(sums).assign(total=True),
            table[~table["company"]].assign(total=False),
            pd.DataFrame([whole]).assign(total=True),
        ],
        ignore_index=True,
    )
    enough = int(table["persons"].iloc[-1]) >= rules.value("smallest_base_for_percentage", panel.period)
    share = table["full_time"] / table["full_time"].iloc[-1]
    table = table.assign(benefit=benefit, share=share if enough or not found.protected else np.nan)
    if firms:
        table = table[table["company"]].reset_index(drop=True)
        if table.empty:
            return unavailable("For få har været i virksomhedsrettede tilbud i perioden, og tallene vises derfor ikke.")
    table.attrs.update({"first": first, "last": last, "protected": found.protected})
    return table


def _taken(records: Records, benefit: str, first: str, last: str) -> Taken | None:
    """What was begun and taken part in on a benefit in the jobcenter's municipalities; None where nothing was."""
    register = records.register
    if benefit not in register.benefits:
        return None
    offers = beside.offers(register, records.table("activations"))
    calendar = Calendar(first, last)
    low, high = calendar.opens[0], calendar.closes[-1]
    here = np.isin(register.area, [at for at, code in enumerate(register.areas) if code in records.areas])
    spell = receiving(register, offers.person, offers.first)
    begun = (offers.first >= low) & (offers.first <= high) & (spell >= 0) & here[spell]
    begun &= register.benefit[spell] == register.benefits.index(benefit)
    names = np.array(offers.names)
    starts = pd.DataFrame({"instrument": names[offers.instrument], "person": offers.person, "hours": offers.hours})[
        begun
    ]
    spells = register.where(
        np.flatnonzero(here & register.on(benefit) & (register.last >= low) & (register.first <= high))
    )
    parts = [_part(spells, offers.of(name), calendar).assign(instrument=name) for name in offers.names]
    weeks = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    return Taken(starts, weeks) if len(weeks) else None


def _part(spells: Register, offers: Offers, calendar: Calendar) -> pd.DataFrame:
    """The persons in some offers and their full-time share of each month, averaged over the months."""
    laid = overlays.overlaid(spells, offers.person, offers.first, offers.last, offers.hours, norm=overlays.NORM)
    there = overlays.overlaid(
        spells, offers.person, offers.first, offers.last, np.ones(len(offers)), norm=overlays.NORM
    )
    total = np.zeros(len(laid))
    for opens, closes, long in zip(calendar.opens, calendar.closes, calendar.weeks, strict=True):
        inside = np.minimum(laid.last, closes).astype(int) - np.maximum(laid.first, opens) + 1
        total += np.maximum(inside, 0) * laid.share / WHOLE / long
    time = pd.Series(total / len(calendar.opens)).groupby(laid.person).sum()
    present = (there.first <= calendar.closes[-1]) & (there.last >= calendar.opens[0])
    persons = np.unique(there.person[present])
    return pd.DataFrame({"person": persons, "full_time": time.reindex(persons, fill_value=0.0).to_numpy()})


def _grouped(taken: Taken, smallest: float) -> dict[tuple[str, bool], list[str]]:
    """Label and kind to instruments, in which those of too few are one together with the next smallest."""
    known = benefits.instruments()
    oriented = {name: name in known and known[name].company_oriented for name in taken.weeks["instrument"].unique()}
    kinds = {kind: [name for name, company in oriented.items() if company == kind] for kind in (True, False)}
    few = [kind for kind, names in kinds.items() if names and _few(taken, names, smallest)]
    for kind in few[:1]:  # so few with firms, or without, that they are told by the others: one list
        kinds[not kind] += kinds.pop(kind)
    found: dict[tuple[str, bool], list[str]] = {}
    for names in kinds.values():
        order = sorted(names, key=lambda name: (_persons(taken, [name]), name))
        small = [name for name in order if _few(taken, [name], smallest)]
        rest = [name for name in order if name not in small]
        while small and rest and (len(small) < 2 or _few(taken, small, smallest)):
            small.append(rest.pop(0))
        for name in rest:
            found[known[name].label if name in known else name, oriented[name]] = [name]
        if small:
            firms = all(oriented[name] for name in small)
            found[OTHER[firms], firms] = small
    return found


def _few(taken: Taken, names: list[str], smallest: float) -> bool:
    """Whether so few took part in some offers, or so few began, that they may not be shown."""
    begun = int(taken.begun["instrument"].isin(names).sum())
    return _persons(taken, names) < smallest or 0 < begun < smallest


def _persons(taken: Taken, names: list[str]) -> int:
    return int(taken.weeks.loc[taken.weeks["instrument"].isin(names), "person"].nunique())


def _row(taken: Taken, names: list[str], label: str, company: bool) -> dict[str, object]:
    begun = taken.begun[taken.begun["instrument"].isin(names)]
    weeks = taken.weeks[taken.weeks["instrument"].isin(names)]
    return {
        "label": label,
        "company": company,
        "started": len(begun),
        "persons": weeks["person"].nunique(),
        "full_time": weeks["full_time"].sum(),
        "hours": begun["hours"].mean(),
    }
