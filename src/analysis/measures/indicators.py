"""The indicators of a jobcenter on one page: the goals of the year and the effort, each by level and development."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis import catalogue, danish, goals, periods, rules
from analysis.data import known_targets
from analysis.data.tables import Panel
from analysis.measures.agreed import agreed
from analysis.measures.arrays import cells
from analysis.measures.combine import combined, with_figures, without_small
from analysis.measures.compare import YEAR, final_period, lacking
from analysis.measures.grids import STATUSES
from analysis.measures.judged import BESIDE, Beside, judged
from analysis.measures.key_figures import label
from analysis.measures.lines import GROUPS, comparators, own
from analysis.measures.ranking import placings

EFFORT = (
    "rettidighed_samtale",
    "rettidighed_tilbud",
    "aktiveringsgrad",
    "virksomhedsrettet_andel_fuldtid",
    "virksomhedsrettet_andel_ledige",
    "tidlig_samtale",
    "tidlig_aktivering",
    "intensitet_samtaler",
)
_RANK = ("rank", "low", "high", "of", "tied", "field", "first")
_MISSING: dict[str, Any] = dict.fromkeys(
    ("value", "share", "group", "region", "country", "change", "change_pct", "points", "group_change_pct",
     "group_points", "target", "distance", "rank", "low", "high", "n", "level_score", "development_score"), np.nan,
) | dict.fromkeys(("measure", "benefit", "unit", "period", "status", "operator", "target_period", "field", "first",
                   "rank_reason", "level", "development", "why"), "") | {
    "estimated": False, "reached": False, "small": False, "tied": False, "of": 0, "decimals": 0,
}  # fmt: skip


def indicators(
    panel: Panel, *, results: Sequence[str] = (), effort: Sequence[str] = EFFORT, with_goals: bool = True
) -> pd.DataFrame:
    """The year's goals, further results, and the effort of a jobcenter, each by level and development.

    Everything is of the measure's latest final month, so that nothing is judged by figures that will be revised.
    In a year that is known to have no goals, the area's own targets that are still to be reached stand in their place.

    Parameters
    ----------
    results : sequence of str
        Further measures of results, as ``ledige_fuldtid`` or ``ledige_fuldtid/a_dagpenge``; what a goal is about is
        told once, as the goal.
    effort : sequence of str
        Measures of the effort.
    with_goals : bool
        Whether the year's goals, or the area's own, stand before the rest.

    Returns
    -------
    DataFrame
        One row per indicator, in this order. Columns: ``section`` (``goals``, ``local``, ``results``, ``effort``),
        ``goal``, ``indicator`` (Danish), ``subject``, ``measure`` (of the level that areas are compared by),
        ``benefit``, ``unit``, ``period``, ``status``, ``estimated``; ``value`` (the count), ``share`` (per cent, or
        the quotient), ``group``, ``region``, ``country`` (theirs); ``change`` and ``change_pct`` (of the count over 12
        months, in per cent only of ``smallest_base_for_percentage`` or more), ``points`` (of the share, likewise),
        of comparable areas ``group_change_pct`` and ``group_points``; ``target``, ``decimals`` (of the target),
        ``operator``, ``target_period``, ``distance`` (target less figure), ``reached``; ``rank``, ``low``, ``high``,
        ``of``, ``tied``, ``field``, ``first``, ``rank_reason``; ``level`` and ``development`` (``better``, ``same``,
        ``worse``, empty where not judged), ``level_score`` and ``development_score`` (how far it lies from comparable
        areas in standard errors, above 0 where it is better; missing where there is no interval), ``n`` (persons or
        full-time persons it is about), ``small`` (fewer than ``smallest_base_for_rank``), ``why`` (Danish; why it is
        not judged), ``absent`` (Danish; why there is no figure). ``attrs`` has ``on`` (the report's month), and
        ``year``, ``known``, ``source`` and ``verified`` (of ``goals.Year``).

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    The goals are those of ``reference/goals.csv``; the definitions are those of the catalogue, ``docs/measures.md``.
    """
    known = goals.of(panel.period[:4])
    targets = agreed(panel)
    ours = targets[targets["role"] == "own"]
    current = ours[ours["target_period"].map(periods.last_month) >= panel.period] if len(ours) else ours
    asked = [("goals", goal.id, goal.label, goal.subject) for goal in known.goals]
    if known.known == goals.NONE:
        subjects = known_targets.subjects()
        local = current.drop_duplicates("goal")
        asked = [("local", row["goal"], row["label"], subjects.get(row["goal"], "")) for row in _records(local)]
    asked = asked if with_goals else []
    told = {_named(one[-1]) for one in asked}
    asked += [("results", "", "", subject) for subject in results if _named(subject) not in told]
    asked += [("effort", "", "", subject) for subject in effort]
    rows = [_row(panel, *one, current) for one in asked]
    made = pd.DataFrame(judged(rows), columns=["section", "goal", "indicator", "subject", *_MISSING, "absent"])
    made.attrs.update(on=panel.period, year=known.year, known=known.known, source=known.source, verified=known.verified)
    return made


def _named(subject: str) -> object:
    """The measure and benefit of a subject; the subject itself where the catalogue does not have it."""
    return catalogue.measured(subject) if subject.partition("/")[0] in catalogue.measures() else subject


def _row(panel: Panel, section: str, goal: str, name: str, subject: str, targets: pd.DataFrame) -> dict[str, Any]:
    """One indicator; without a measure or figures, the reason instead."""
    empty = {"section": section, "goal": goal, "indicator": name or subject, "subject": subject, **_MISSING}
    if not subject:
        return {**empty, "absent": "der ikke findes et måltal for målet"}
    if subject.partition("/")[0] not in catalogue.measures():
        return {**empty, "absent": "måltallet ikke findes"}
    measure, benefit = catalogue.measured(subject)
    shown = {**empty, "indicator": name or label(measure.id, benefit)}
    placed = catalogue.measure(measure.rate) if measure.rate else measure
    period = final_period(panel, placed.id, benefit)
    if period is None:
        what = "kun har foreløbige tal" if cells(panel, placed.id, benefit) else "ikke har tallene"
        why = lacking(panel, placed.id).rstrip(".")
        return {**shown, "absent": f"datasættet {what}{f': {danish.lower_first(why)}' if why else ''}"}
    sides = _sides(panel, placed.id, benefit, period)
    counts = _sides(panel, measure.id, benefit, period) if not measure.is_rate else {}
    ours, group = sides["own"], sides["group"]
    row = {
        **shown,
        "measure": placed.id,
        "benefit": benefit,
        "unit": measure.unit,
        "period": period,
        "status": STATUSES[int(counts.get("own", ours)["status"])],
        "estimated": bool(ours["estimated"]),
        "absent": "",
    }
    if placed.is_rate:
        few = min(ours["base"], ours["base_before"]) < rules.value("smallest_base_for_percentage", period)
        row |= {"share": ours["shown"], "points": np.nan if few else ours["value"] - ours["before"]}
        row |= {"group_points": group["value"] - group["before"]}
        row |= {role: sides[role]["shown"] for role in ("group", "region", "country")}
    if counts:
        row |= _count(counts, period)
    row |= _target(counts.get("own", ours)["value"], {goal, subject}, measure.unit, targets)
    ranked = _rank(panel, subject, shown=not placed.is_rate or np.isfinite(ours["shown"]))
    return row | ranked | {BESIDE: Beside(sides, counts, placed, measure, period)}


def _sides(panel: Panel, measure: str, benefit: str, period: str) -> dict[str, dict[str, float]]:
    """The figures of a measure by role, now and 12 months before."""
    source = cells(panel, measure, benefit)
    before = periods.shift(period, -YEAR)
    lines = [own(panel), *comparators(panel)]
    if source is None:
        nothing = dict.fromkeys(("value", "shown", "count", "base", "before", "count_before", "base_before"), np.nan)
        return {line.role: {**nothing, "status": len(STATUSES) - 1, "estimated": False} for line in lines}
    least = rules.value("smallest_coverage", panel.period)
    rows = source.rows([before, period])
    of = {
        line.role: with_figures(source, line.codes, rows, least=least) if line.role in GROUPS else line.codes
        for line in lines
    }
    found = combined(panel, measure, benefit, of=of, months=[before, period])
    large = without_small(found, measure, on=panel.period)
    at = {month: place for place, month in enumerate(found.value.index)}

    def figures(table: pd.DataFrame, month: str, *, missing: float = np.nan) -> list[float]:
        return [float(one) for one in table.to_numpy()[at[month]]] if month in at else [missing] * len(of)

    columns = {
        "value": figures(found.value, period),
        "shown": figures(large.value, period),
        "count": figures(found.count, period),
        "base": figures(found.base, period),
        "before": figures(found.value, before),
        "count_before": figures(found.count, before),
        "base_before": figures(found.base, before),
        "status": figures(large.status, period, missing=len(STATUSES) - 1),
    }
    return {
        role: {name: column[place] for name, column in columns.items()} | {"estimated": bool(found.estimated[role])}
        for place, role in enumerate(of)
    }


def _count(counts: dict[str, dict[str, float]], period: str) -> dict[str, float]:
    """A count's level and development, and the development of comparable areas in per cent."""
    least = rules.value("smallest_base_for_percentage", period)

    def grown(side: dict[str, float]) -> float:
        return 100 * (side["value"] / side["before"] - 1) if side["before"] >= least else np.nan

    ours = counts["own"]
    return {
        "value": ours["value"],
        "change": ours["value"] - ours["before"],
        "change_pct": grown(ours),
        "group_change_pct": grown(counts["group"]),
    }


def _target(value: float, ids: set[str], unit: str, targets: pd.DataFrame) -> dict[str, Any]:
    """The next target of a goal in the unit of its figures; none where it is in another unit."""
    own_ = targets[targets["goal"].isin(ids) & (targets["unit"] == unit) & targets["target"].notna()]
    if own_.empty:
        return {}
    row = own_.sort_values("target_period").iloc[0]
    distance = row["target"] - value
    return {
        "target": row["target"],
        "decimals": row["decimals"],
        "operator": row["operator"],
        "target_period": row["target_period"],
        "distance": distance,
        "reached": bool(distance >= 0 if row["operator"] == "<=" else distance <= 0),
    }


def _rank(panel: Panel, subject: str, *, shown: bool) -> dict[str, Any]:
    """Where the jobcenter stands; nowhere where its figure is not shown, since the place would tell it."""
    row = next((row for row in placings(panel, subject) if row["area_type"] == "jobcenter"), None)
    if row is None:
        return {}
    if not shown:
        return {"rank_reason": row["reason"] or "tallet ikke vises"}
    return {name: row[name] for name in _RANK} | {"rank_reason": row["reason"]}


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
