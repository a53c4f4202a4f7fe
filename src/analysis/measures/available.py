"""Which figures a snapshot has: what to look for before one asks for it."""

import pandas as pd

from analysis import catalogue
from analysis.data.tables import Panel


def available(panel: Panel) -> pd.DataFrame:
    """The measures that the panel's snapshot has figures of, with what each is and the periods it is there for.

    Parameters
    ----------
    panel : Panel

    Returns
    -------
    DataFrame
        One row per measure, in the order of the catalogue. Columns: ``measure`` (the id that other functions take),
        ``label`` and ``unit`` (Danish), ``benefits`` (those that figures may be asked for as ``measure/benefit``),
        ``first`` and ``last`` (periods), ``provisional`` (how many of its periods are provisional).

    Raises
    ------
    Nothing: a snapshot without figures has no row.

    References
    ----------
    The definitions are those of the catalogue, ``docs/measures.md``.
    """
    spans = panel.spans.groupby("measure")
    first, last, late = spans["period"].min(), spans["period"].max(), spans["provisional"].sum()
    rows = [
        {
            "measure": measure.id,
            "label": measure.label,
            "unit": measure.unit,
            "benefits": ", ".join(measure.benefits),
            "first": first[measure.id],
            "last": last[measure.id],
            "provisional": int(late[measure.id]),
        }
        for measure in catalogue.measures().values()
        if measure.id in first.index
    ]
    return pd.DataFrame(rows, columns=["measure", "label", "unit", "benefits", "first", "last", "provisional"])
