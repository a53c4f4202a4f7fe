"""Figures of a register and published figures are different counts of the same: they never share a chart."""

from collections.abc import Sequence

from analysis import catalogue
from analysis.data.tables import Panel
from analysis.errors import AnalysisError
from analysis.measures.arrays import cells


def origin(panel: Panel, subjects: Sequence[str]) -> str:
    """Where the figures of some subjects are from, ``register`` or ``observations``; empty where there are none.

    Parameters
    ----------
    subjects : sequence of str
        Measures, or measure and benefit as ``ledige_fuldtid/a_dagpenge``.

    Raises
    ------
    AnalysisError
        If they are not all from the same: each is named with its own.
    """
    found: dict[str, str] = {}
    for subject in subjects:
        measure, benefit = catalogue.measured(subject)
        source = cells(panel, measure.id, benefit)
        if source is not None:
            found[f"{measure.id}/{benefit}"] = source.origin
    if len(set(found.values())) > 1 or "both" in found.values():
        lines = [f"  - {name}: {kind}" for name, kind in found.items()]
        raise AnalysisError(
            "\n".join(
                [
                    "Figures counted from a register and published figures do not belong in one chart: a register has "
                    "one benefit a week, and one day is enough for a week.",
                    *lines,
                    "Make one chart of each.",
                ]
            )
        )
    return next(iter(found.values()), "")
