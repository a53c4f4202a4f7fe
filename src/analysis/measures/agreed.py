"""Agreed targets beside the figures: what a plan promised for an area, how far it is, and the straight way there."""

import re
from typing import Any

import numpy as np
import pandas as pd

from analysis import areas, periods
from analysis.data import known_targets
from analysis.data.tables import Panel
from analysis.errors import AnalysisError
from analysis.measures.held_against import ADDED, final_figures, latest, straight
from analysis.measures.lines import Line, members, own

_NUMBERS = ("change", "change_pct", "path", "value", "value_path", "distance", "distance_pct")
_FURTHER = ("label", "plan", "note", "role", "place", "awaits", "path_period", "subject", "value_period", "reached",
            "why", "past", *_NUMBERS)  # fmt: skip

_NAMED = ("goal", "target_period", "label", "unit", "operator", "place", "decimals")  # of a way


def agreed(panel: Panel, *, year: str = "") -> pd.DataFrame:
    """The agreed targets of the jobcenter, its municipalities and its region, beside what the snapshot knows.

    Targets are inputs: neither is a jobcenter's target added up from its municipalities', nor the other way. A figure
    is compared with a target only where both are in the same unit, and only final figures are; of a target for a
    whole year, the mean over its months weighted by their days.

    Parameters
    ----------
    year : str, optional
        The year of the targets; every year that there are targets of where left out.

    Returns
    -------
    DataFrame
        One row per target, the latest year first, goals in the order of their plan, and of each goal the
        municipalities, the jobcenter, the region. Columns: those of ``contracts.Targets``; ``label`` (Danish),
        ``plan`` and ``note`` (the two parts of ``source``), ``role`` (``member``, ``own``, ``region``, ``country``),
        ``place`` (Danish), ``decimals`` (of what is agreed), ``awaits`` (no target yet), ``past`` (its period ended
        before the report's), ``change`` (target less base), ``change_pct`` (per cent of the base; counts only),
        ``path_period`` and ``path`` (where the straight line from base to target stands at the
        report's month, at most the target's; missing without a base), ``subject`` (the measure; empty where there is
        none), ``value_period`` and ``value`` (the latest final figure up to the target), ``value_path`` (the line
        then), ``distance`` (target less value), ``distance_pct`` (per cent of a value of at least
        ``smallest_base_for_percentage``), ``reached``, ``why`` (Danish; why there is no figure). Empty where no
        target is known, with the years that have targets in ``attrs``.

    Raises
    ------
    AnalysisError
        If the year is not one.

    References
    ----------
    The targets are those of the snapshot or of ``params/targets``, each with its source.
    """
    if year and not re.fullmatch(r"[0-9]{4}", year):
        raise AnalysisError(f"'{year}' is not a year. Write the year of the targets, as 2014, or leave it empty.")
    lines = _lines(panel)
    places = [(line.area.kind, line.area.code) for line in lines]
    found = known_targets.of_places(panel.snapshot, places, year=year)
    years = found.attrs["years"]
    if found.empty:
        columns = [*found.columns.drop("order"), *_FURTHER]
        nothing = pd.DataFrame(columns=columns).astype(dict.fromkeys(_NUMBERS, float))
        nothing.attrs.update(years=years, year=year)
        return nothing
    by_area = {(line.area.kind, line.area.code): line for line in lines}
    labels, measured = known_targets.labels(), known_targets.subjects()
    rows = []
    for target in found.to_dict("records"):
        line = by_area[target["area_type"], target["area"]]
        subject = measured.get(target["goal"], "")
        plan, _, note = str(target["source"]).partition("; ")
        row: dict[Any, Any] = {
            **target,
            "label": labels.get(target["goal"], target["goal"]),
            "plan": plan,
            "note": note,
            "role": line.role,
            "place": line.label,
            **_way(target, panel.period),
            **latest(panel, target, line, subject),
        }
        rows.append(row)
    made = pd.DataFrame(rows)
    made["order"] = [(-int(row["target_period"][:4]), row["order"]) for row in rows]
    return made.sort_values("order", kind="stable").drop(columns="order").reset_index(drop=True)


def agreed_path(panel: Panel, rows: pd.DataFrame) -> pd.DataFrame:
    """The way of each goal of the jobcenter (else of its region): base, target, the line now, and final figures.

    A goal without a target is left out, and so is one with neither a base in time nor a figure: there is no way to
    draw. Figures from before the base, or from more than a year before the target where there is no base, are left
    out.

    Parameters
    ----------
    rows : DataFrame
        As ``agreed`` gives them.

    Returns
    -------
    DataFrame
        One row per goal and point, in the order of ``rows``. Columns: ``goal``, ``target_period``, ``label`` (Danish),
        ``unit``, ``operator``, ``place`` (Danish), ``decimals`` (of base and target), ``point`` (``base``,
        ``target``, ``now``, ``figure``), ``period``, ``value``.
        Empty, with the Danish reason in ``attrs["absent"]``, where there is no way to draw.

    Raises
    ------
    AnalysisError
        If a target has no measure in the catalogue.

    References
    ----------
    As ``agreed``.
    """
    lines = {(line.area.kind, line.area.code): line for line in _lines(panel)}
    parts = []
    for _, of_goal in rows.groupby(["target_period", "goal"], sort=False) if len(rows) else ():
        target = foremost(of_goal).to_dict()
        figures = final_figures(panel, target, lines[target["area_type"], target["area"]], target["subject"])
        monthly = figures[[period for period in figures.index if period != target["target_period"] or len(period) > 4]]
        points = [("figure", str(period), float(value)) for period, value in monthly.items()]
        if target["base_period"]:
            points.append(("base", target["base_period"], target["base"]))
        if not points or target["awaits"]:
            continue
        points.append(("target", target["target_period"], target["target"]))
        if target["base_period"] and target["path_period"] < periods.last_month(target["target_period"]):
            points.append(("now", target["path_period"], target["path"]))
        named = {name: target[name] for name in _NAMED}
        parts.append(pd.DataFrame([{**named, "point": kind, "period": when, "value": at} for kind, when, at in points]))
    made = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if made.empty:
        why = "der er hverken en dateret basis eller endelige tal" if len(rows) else "der er ingen aftalte mål"
        made.attrs["absent"] = f"Ingen linje kan tegnes: {why}."
    return made.dropna(subset="value") if len(made) else made


def foremost(of_goal: pd.DataFrame) -> pd.Series:
    """Whose target a goal is told by: the jobcenter's, else its municipality's, else its region's or the country's."""
    for role in ("own", "region", "country"):
        rows = of_goal[of_goal["role"] == role]
        if len(rows):
            return rows.iloc[-1]
    return of_goal.iloc[-1]


def _lines(panel: Panel) -> list[Line]:
    """The municipalities, the jobcenter, and the whole of its region and country."""
    region = areas.region_of(panel.jobcenter)
    whole = tuple(area.code for area in areas.municipalities() if areas.region_of(area) == region)
    parts = members(panel) or [Line("own", area, area.name, (area.code,)) for area in panel.members]
    ours = own(panel)
    return [
        *parts,
        Line("own", ours.area, f"Jobcenter {ours.area.name}", ours.codes),
        Line("region", region, region.name, whole),
        Line("country", areas.COUNTRY, areas.COUNTRY.name, (areas.COUNTRY.code,)),
    ]


def _way(target: dict[Any, Any], period: str) -> dict[str, object]:
    """What is agreed, worked out from base and target alone."""
    change = target["target"] - target["base"]
    counted = target["unit"] in ADDED and target["base"] > 0
    due = periods.last_month(target["target_period"])
    here = min(period, due)
    if target["goal"] in known_targets.same_month() and here[5:] != due[5:]:
        here = f"{int(here[:4]) - (here[5:] < due[5:])}-{due[5:]}"
    path = (
        straight(target["base_period"], target["base"], target["target_period"], target["target"], at=here)
        if target["base_period"]
        else float("nan")
    )
    return {
        "awaits": bool(np.isnan(target["target"])),
        "past": due < period,
        "change": change,
        "change_pct": 100 * change / target["base"] if counted else float("nan"),
        "path_period": here,
        "path": path,
    }
