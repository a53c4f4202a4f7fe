"""Activity, outcome and experience of comparable jobcentres side by side: where one stands, and what goes with what."""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import pearsonr, rankdata

from analysis import rules
from analysis.data.tables import Panel
from analysis.measures.activation.experience import experience, experience_field
from analysis.measures.activation.reach import reach, reach_field
from analysis.measures.activation.year import field_year, year
from analysis.registers.tables.beside import COMPANY

SIDES = {"activity": "Aktivitet", "outcome": "Resultat", "experience": "Oplevelse"}
MEANS = {
    "activity": "ledige i et virksomhedsrettet tilbud",
    "outcome": "i job eller uddannelse et halvt år efter tilbuddets start",
    "experience": "svar, der er gode (4 eller 5 af 5)",
}
OUTCOME = "effekt_job_udd_6_fra_start"
COLUMNS = ("side", "area", "label", "role", "value", "low", "high", "period", "status")


def together(panel: Panel, *, benefit: str) -> pd.DataFrame:
    """Each comparable jobcenter's activity, outcome and experience, with intervals, and the others' figure beside them.

    Activity is the share of a year's unemployed in a company-oriented offer (``reach``), outcome the raw status half a
    year after the start of an offer (it is no effect), experience the share of good answers to the first question.
    They are of different persons and times.

    Parameters
    ----------
    panel : Panel
    benefit : str
        Of the outcome.

    Returns
    -------
    DataFrame
        One row per side and jobcenter in Danish order, and per side one with ``role`` ``others``: the others together.
        Columns: ``side`` (``activity``, ``outcome``, ``experience``), ``area``, ``label``, ``role`` (``own``,
        ``group``, ``others``), ``value``, ``low``, ``high`` (per cent; 95 %), ``period``, ``status``. A side without
        figures has no rows; its Danish reason is in ``attrs["reasons"]`` by side. Empty with a reason where no side has
        any.
    """
    subject = f"{OUTCOME}/{benefit}"
    found = {
        "activity": (reach_field(panel, kind=COMPANY), reach(panel, kinds=[COMPANY])),
        "outcome": (field_year(panel, subject), year(panel, [subject])),
        "experience": (_per_cent(experience_field(panel)), _per_cent(experience(panel))),
    }
    parts, reasons = [], {}
    for side, (field, lines) in found.items():
        if field.empty:
            reasons[side] = str(field.attrs["absent"])
            continue
        others = lines[lines["role"] == "group"].head(1).assign(role="others", area="")
        both = pd.concat([field, others]).assign(side=side)
        both["period"] = both["period"].ffill() if "period" in both else ""
        both["status"] = np.where(both["value"].notna(), "final", "suppressed")
        parts.append(both[list(COLUMNS)])
    if not parts:
        nothing = pd.DataFrame()
        nothing.attrs.update({"absent": next(iter(reasons.values())), "reasons": reasons})
        return nothing
    table = pd.concat(parts, ignore_index=True)
    table.attrs.update({"reasons": reasons, "protected": panel.protected})
    return table


def related(table: pd.DataFrame, *, on: str) -> pd.DataFrame:
    """How the order of jobcentres on one side goes with their order on another; parameters: ``together`` and the month.

    Returns
    -------
    DataFrame
        One row per pair of sides that at least ``smallest_field`` jobcentres have figures on. Columns: ``one``,
        ``other``, ``n`` (jobcentres), ``rho`` (rank correlation, −1 to 1), ``low``, ``high`` (95 %, Fisher).
    """
    columns = ["one", "other", "n", "rho", "low", "high"]
    if table.empty:
        return pd.DataFrame(columns=columns)
    wide = table[table["role"] != "others"].pivot(index="area", columns="side", values="value")
    rows = []
    for one, other in combinations([side for side in SIDES if side in wide], 2):
        both = wide[[one, other]].dropna()
        if len(both) < rules.value("smallest_field", on) or both.nunique().min() < 2:
            continue
        found = pearsonr(rankdata(both[one]), rankdata(both[other]))
        bounds = found.confidence_interval()
        rows.append([one, other, len(both), found.statistic, bounds.low, bounds.high])
    return pd.DataFrame(rows, columns=columns)


def _per_cent(table: pd.DataFrame) -> pd.DataFrame:
    if table.empty:
        return table
    return table.assign(value=100 * table["share"], low=100 * table["low"], high=100 * table["high"])
