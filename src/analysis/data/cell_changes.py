"""Two tables of the same figures side by side, cell by cell: what was added, lost and revised, counted and listed."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import periods
from analysis.data import contracts

PROVISIONAL_MONTHS = 3  # where nothing says how many
KEY = contracts.key("observations")

_COMPARED = ["value", "numerator", "denominator", "unit", "status"]
_NOISE = 1e-9  # figures nearer than this are the same figure, computed in another order


def compare(before: pd.DataFrame, after: pd.DataFrame, *, provisional_months: int = PROVISIONAL_MONTHS) -> pd.DataFrame:
    """Two vintages of observations, cell by cell.

    A figure is revised where both vintages have it, in the same unit, and it differs. Whether it became final, was
    suppressed or went missing is its status and another matter: a figure can be revised and change its status,
    and counts as both.

    Parameters
    ----------
    before, after : DataFrame
        See ``contracts.Observations``.
    provisional_months : int
        How many of the latest months of each measure were provisional in ``before``, besides those whose status
        says so.

    Returns
    -------
    DataFrame
        One row per cell that either has, by its key. ``value``, ``numerator``, ``denominator``, ``unit`` and
        ``status`` each as ``_before`` and ``_after``, missing where there was no row; ``presence`` (``added``,
        ``lost``, ``both``); ``change`` in the unit of the figure and ``change_pct`` in per cent of a count, both
        missing where the figure was not revised; and as truths ``revised``, ``status_changed``,
        ``unit_changed``, ``base_changed`` (only numerator or denominator differ), ``unchanged`` and
        ``was_provisional``.
    """
    joined = before[[*KEY, *_COMPARED]].merge(
        after[[*KEY, *_COMPARED]], on=KEY, how="outer", suffixes=("_before", "_after"), validate="one_to_one",
        indicator="presence",
    )  # fmt: skip
    names = {"left_only": "lost", "right_only": "added", "both": "both"}
    joined["presence"] = joined["presence"].astype(str).map(names)
    both = joined["presence"] == "both"
    same_unit = joined["unit_before"] == joined["unit_after"]
    difference = (joined["value_after"] - joined["value_before"]).where(both & same_unit)
    revised = difference.abs() > _NOISE
    joined["revised"] = revised
    joined["change"] = difference.where(revised)
    is_count = joined["unit_before"].isin(contracts.COUNTS) & (joined["value_before"] > 0)
    joined["change_pct"] = (100 * joined["change"] / joined["value_before"]).where(is_count)
    joined["status_changed"] = both & (joined["status_before"] != joined["status_after"])
    joined["unit_changed"] = both & ~same_unit
    moved = _differ(joined, "numerator") | _differ(joined, "denominator")
    quiet = both & ~revised & ~joined["unit_changed"]
    joined["base_changed"] = quiet & moved
    joined["unchanged"] = quiet & ~joined["status_changed"] & ~moved
    joined["was_provisional"] = both & (
        (joined["status_before"] == "provisional") | _among_latest(joined, before, provisional_months)
    )
    return joined


def counts(compared: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """How many cells were added, lost and revised, exactly.

    Returns
    -------
    DataFrame
        One row per group, or one row. ``before`` = ``lost`` + the cells in both; ``after`` = ``added`` + those.
        ``*_figures`` are the cells among them that had a figure; ``revised_final`` are the revised figures
        of months that were final; ``revised_and_status`` changed their status too. ``unchanged`` are alike in
        everything.
    """
    added, lost = compared["presence"] == "added", compared["presence"] == "lost"
    cells = pd.DataFrame(
        {
            "before": ~added,
            "after": ~lost,
            "added": added,
            "added_figures": added & compared["value_after"].notna(),
            "lost": lost,
            "lost_figures": lost & compared["value_before"].notna(),
            "compared_figures": compared["value_before"].notna() & compared["value_after"].notna(),
            "revised": compared["revised"],
            "revised_final": compared["revised"] & ~compared["was_provisional"],
            "status_changed": compared["status_changed"],
            "revised_and_status": compared["revised"] & compared["status_changed"],
            "base_changed": compared["base_changed"],
            "unit_changed": compared["unit_changed"],
            "unchanged": compared["unchanged"],
        }
    ).astype(int)
    if not by:
        return cells.sum().to_frame().T
    return cells.groupby([compared[name] for name in by]).sum().reset_index()


def transitions(compared: pd.DataFrame) -> pd.DataFrame:
    """How many cells went from one status to another, the most first, and how many of them were also revised."""
    moved = compared[compared["status_changed"]]
    table = moved.groupby(["status_before", "status_after"]).agg(cells=("revised", "size"), revised=("revised", "sum"))
    return table.reset_index().sort_values(["cells", "status_before", "status_after"], ascending=[False, True, True])


def changes(compared: pd.DataFrame) -> pd.DataFrame:
    """The cells that are not alike, the biggest first.

    Counts stand before rates: their sizes cannot be compared. Within them the largest change comes first, then the
    largest in per cent, then the order of the key; what was added, lost or changed its status alone follows, by
    the size of its figure.

    Returns
    -------
    DataFrame
        The columns of ``compare`` and ``kind``: ``revised``, ``added``, ``lost``, ``status``, ``unit`` or ``base``.
    """
    found = compared[~compared["unchanged"]]
    kind = np.select(
        [found["revised"], found["presence"] != "both", found["unit_changed"], found["status_changed"]],
        ["revised", found["presence"], "unit", "status"],
        "base",
    )
    kinds = ["revised", "lost", "added", "status", "unit", "base"]
    unit = found["unit_after"].fillna(found["unit_before"])
    size = found["change"].fillna(found["value_after"]).fillna(found["value_before"]).abs().round(9)
    sorted_by = {
        "_kind": pd.Series(kind, index=found.index).map(kinds.index),
        "_rate": ~unit.isin(contracts.COUNTS),
        "_size": -size,
        "_percent": -found["change_pct"].abs().round(9),
    }
    ordered = found.assign(kind=kind, **sorted_by).sort_values([*sorted_by, *KEY], kind="stable")
    return ordered.drop(columns=list(sorted_by)).reset_index(drop=True)


def _differ(joined: pd.DataFrame, column: str) -> pd.Series:
    before, after = joined[f"{column}_before"], joined[f"{column}_after"]
    return ((before - after).abs() > _NOISE) | (before.isna() != after.isna())


def _among_latest(joined: pd.DataFrame, before: pd.DataFrame, months: int) -> pd.Series:
    """Whether a month was among the latest of its measure for which the earlier vintage had a figure."""
    monthly = before[before["value"].notna() & before["period"].str.fullmatch(r"\d{4}-\d{2}")]
    latest = monthly.groupby("measure")["period"].max()
    final_until = joined["measure"].map({name: periods.shift(month, -months) for name, month in latest.items()})
    is_month = joined["period"].str.fullmatch(r"\d{4}-\d{2}")
    return is_month & final_until.notna() & (joined["period"] > final_until.fillna(""))
