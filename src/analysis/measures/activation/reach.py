"""How many of the unemployed an offer reaches in a year, in every jobcenter: persons, each counted once."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import areas, periods, rules
from analysis.data.tables import Panel
from analysis.disclosure.shares import hide_shares
from analysis.errors import AnalysisError
from analysis.measures.activation.taking_part import ALL, took_part, unemployed
from analysis.measures.activation.told import told
from analysis.measures.lines import all_lines
from analysis.measures.offers import LAG
from analysis.measures.ranking import field_of
from analysis.measures.reading.results import known_by, known_by_its_result, of_lines
from analysis.measures.unavailable import unavailable
from analysis.models.comparison.intervals import wilson
from analysis.registers.tables.beside import COMPANY, COURSES, SPECIAL

YEAR = 12  # months
KINDS = {
    ALL: "Et tilbud af enhver slags",
    COMPANY: "Et virksomhedsrettet tilbud",
    COURSES: "Et jobsøgningskursus",
    SPECIAL: "Et særligt tilrettelagt forløb",
}


@known_by(of_lines("value", "low", "high"))
def reach(panel: Panel, *, kinds: Sequence[str] = tuple(KINDS)) -> pd.DataFrame:
    """Share of a year's unemployed who took part in some kinds of offers, here and in the areas compared with.

    Unemployed are those with a week on a-dagpenge, or job-ready on cash benefits, in the latest twelve months that are
    final; taking part is a week in such an offer while unemployed. Each person counts once in an area. It is more than
    the share of a single month, which ``virksomhedsrettet_andel_ledige`` gives.

    Parameters
    ----------
    panel : Panel
    kinds : sequence of str
        Of ``KINDS``.

    Returns
    -------
    DataFrame
        One row per kind and line (``lines.Line``; a municipality of several only where all can be shown). Columns:
        ``kind``, ``kind_label`` (Danish), ``role``, ``label``, ``area``, ``period``, ``persons`` (who took part),
        ``n`` (unemployed), ``value``, ``low``, ``high`` (per cent; 95 % Wilson), ``hidden``. Empty with a reason where
        there is no register.

    Raises
    ------
    AnalysisError
        If there is no such kind.
    """
    _known(kinds)
    rows = _persons(panel)
    if isinstance(rows, str):
        return unavailable(rows)
    parts = []
    for kind in kinds:
        found = pd.DataFrame(
            [
                {"role": line.role, "label": line.label, "area": line.area.code, **_counted(rows, line.codes, kind)}
                for line in all_lines(panel)
            ]
        )
        found = _shown(found, panel)
        members = found["role"] == "member"
        if found.loc[members | (found["role"] == "own"), "value"].isna().any():
            found = found[~members]
        parts.append(found.assign(kind=kind, kind_label=KINDS[kind]))
    return pd.concat(parts, ignore_index=True).assign(period=_year(panel)[2])


@known_by_its_result
def reach_field(panel: Panel, *, kind: str) -> pd.DataFrame:
    """The same of one kind for each jobcenter that the report's own is compared with, itself included.

    Returns
    -------
    DataFrame
        One row per jobcenter in Danish order. Columns: ``area``, ``label``, ``role`` (``own`` or ``group``),
        ``period``, ``persons``, ``n``, ``value``, ``low``, ``high``, ``hidden``, ``status``, ``unit``. Empty with a
        reason where there is no register.
    """
    _known([kind])
    rows = _persons(panel)
    if isinstance(rows, str):
        return unavailable(rows)
    table = pd.DataFrame(
        [
            {
                "area": area.code,
                "label": area.name,
                "role": "own" if area.code == panel.jobcenter.code else "group",
                **_counted(rows, [one.code for one in areas.members(area, panel.period)], kind),
            }
            for area in field_of(panel.jobcenter, panel.period).areas
        ]
    )
    table = _shown(table, panel)
    status = np.where(table["value"].notna(), "final", "suppressed")
    return table.assign(period=_year(panel)[2], status=status, unit="pct.")


def _known(kinds: Sequence[str]) -> None:
    wrong = [kind for kind in kinds if kind not in KINDS]
    if wrong:
        raise AnalysisError(f"There is no kind of offers '{wrong[0]}'. Choose among {', '.join(KINDS)}.")


def _counted(rows: pd.DataFrame, codes: Sequence[str], kind: str) -> dict[str, int]:
    own = rows if set(codes) == {areas.COUNTRY.code} else rows[rows["area"].isin(list(codes))]
    return {"persons": own.loc[own[kind], "person"].nunique(), "n": own["person"].nunique()}


def _shown(table: pd.DataFrame, panel: Panel) -> pd.DataFrame:
    bounds = 100 * wilson(table["persons"], table["n"])
    share = 100 * table["persons"] / table["n"].where(table["n"] > 0)
    table = table.assign(value=share, low=bounds["low"], high=bounds["high"])
    if not panel.protected:
        return table.assign(hidden="")
    return hide_shares(
        table,
        n="n",
        events="persons",
        shares=["value", "low", "high"],
        smallest_count=rules.value("smallest_count", panel.period),
        smallest_base=rules.value("smallest_base_for_percentage", panel.period),
    )


def _year(panel: Panel) -> tuple[str, str, str]:
    """The first and the last month, and the year as a period."""
    last = periods.shift(panel.period, -LAG)
    return periods.shift(last, 1 - YEAR), last, f"{last}R12"


def _persons(panel: Panel) -> pd.DataFrame | str:
    """Per unemployed person and municipality of the year, which kinds of offers they took part in."""
    why = told(panel, "activations")
    if isinstance(why, str):
        return why
    first, last, _ = _year(panel)
    return took_part(panel, first, last, unemployed())
