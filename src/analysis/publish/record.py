"""The key figures as the run record keeps them: one row per figure, area and month, as they were shown."""

import math
from typing import Any

import pandas as pd

from analysis import catalogue, danish
from analysis.measures import label


def key_figure_rows(figures: pd.DataFrame) -> list[dict[str, Any]]:
    """Level and 12-month change of every measure, for the jobcenter and each of its municipalities.

    Returns
    -------
    list of dict
        ``id`` (the measure; changes end in ``_aendring_12m``, in per cent ``_aendring_12m_pct``),
        ``label``, ``benefit``, ``area_type``, ``area``, ``period``, ``value`` (as shown, rounded half
        up; None where not shown), ``unit``, ``status``, ``estimated``. A jobcenter of one municipality
        has that municipality's row too.
    """
    ours = figures[figures["role"].isin(["own", "member"])]
    if "absent" in ours:
        ours = ours[ours["absent"].fillna("") == ""]
    rows: list[dict[str, Any]] = []
    for _, row in ours.iterrows():
        rows += _rows(row, str(row["area_type"]))
        if row["role"] == "own" and not (ours["role"] == "member").any():
            rows += _rows(row, "municipality")
    return sorted(rows, key=lambda row: row["area_type"] != "jobcenter")


def _rows(row: pd.Series, area_type: str) -> list[dict[str, Any]]:
    measure = catalogue.measure(row["measure"])
    name = label(measure.id, row["benefit"])
    decimals = 1 if measure.is_rate else 0
    change_unit = "procentpoint" if measure.is_share else measure.unit
    changed = row["status"] if row["before_status"] in ("final", "provisional") else row["before_status"]
    shown = [
        (measure.id, name, row["value"], measure.unit, row["status"], decimals),
        (
            f"{measure.id}_aendring_12m",
            f"{name}, ændring 12 mdr.",
            row["change"],
            change_unit,
            changed,
            decimals,
        ),
    ]
    if not measure.is_rate:
        shown.append(
            (
                f"{measure.id}_aendring_12m_pct",
                f"{name}, ændring 12 mdr.",
                row["change_pct"],
                "pct.",
                changed,
                1,
            )
        )
    return [
        {
            "id": figure_id,
            "label": figure_label,
            "benefit": row["benefit"],
            "area_type": area_type,
            "area": row["area"],
            "period": row["period"],
            "value": float(danish.rounded(value, places)) if math.isfinite(value) else None,
            "unit": unit,
            "status": status,
            "estimated": bool(row["estimated"]),
        }
        for figure_id, figure_label, value, unit, status, places in shown
    ]
