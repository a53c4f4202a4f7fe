"""The ten best jobcentres of today, and the way they came: a comparison that must say how it was chosen."""

import numpy as np
import pandas as pd

from analysis import areas, catalogue, danish, periods, rules
from analysis.data.tables import Panel
from analysis.measures.combine import combined
from analysis.measures.compare import absent, final_period
from analysis.measures.control import everyone
from analysis.measures.grids import STATUSES
from analysis.measures.lines import own
from analysis.measures.unavailable import unavailable
from analysis.models.comparison.rank import printed

TEN = 10
THREE_YEARS = 36  # months: a single year shows little but the way back to the mean


def best_ten(panel: Panel, subject: str, *, months: int = THREE_YEARS) -> pd.DataFrame:
    """The jobcenter and the ten best others, month by month up to the latest final month.

    The ten are those with the best printed shares in that month, ties in Danish order; the report's own jobcenter is
    not among them. Their figure is the sum of counts over the sum of bases. They are chosen by where they ended, so
    their way there flatters: the label says so, and ``publish.sentences.best_ten_note`` says what follows from it.

    Parameters
    ----------
    panel : Panel
    subject : str
        A measure, or measure and benefit; counts are compared by their share.
    months : int
        How many months are shown, the last included.

    Returns
    -------
    DataFrame
        As ``series``: ``measure``, ``benefit``, ``role`` (``own``, ``group``), ``area_type``, ``area``, ``label``,
        ``period``, ``value`` (per cent), ``status``, ``estimated``; and ``names`` (of the ten, the best first). Empty
        with a reason where there are no figures, neither high nor low is better, or fewer than ten others have figures.

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    The path of today's ten best back in time is one of a chosen few, and said to be.
    """
    measure, benefit = catalogue.measured(subject)
    share = catalogue.measure(measure.rate) if measure.rate else measure
    last = final_period(panel, share.id, benefit) if share.is_rate else None
    if last is None:
        return absent(panel, f"{share.id}/{benefit}")
    if share.direction == "neutral":
        return unavailable(f"For »{share.label}« er hverken høj eller lav bedre, og der er derfor ingen bedste.")
    figures = everyone(panel, share.id, benefit, last)
    others = figures[figures["value"].notna() & (figures["area"] != panel.jobcenter.code)]
    if len(others) < TEN:
        return unavailable(f"Færre end {TEN} andre jobcentre har tal for »{share.label}« i {danish.month(last)}.")
    order = (1 if share.direction == "lower" else -1) * printed(others["value"].to_numpy())
    ten = others.iloc[np.argsort(order, kind="stable")[:TEN]]  # they stand in Danish order already
    of = {"own": list(own(panel).codes), "group": _members(panel, list(ten["area"]))}
    span = periods.months(periods.shift(last, 1 - months), last)
    found = combined(
        panel, share.id, benefit, of=of, months=span, least={"group": rules.value("smallest_coverage", panel.period)}
    )
    labels = {"own": own(panel).label, "group": f"De {TEN} bedste i dag"}
    parts = [
        pd.DataFrame(
            {
                "measure": share.id,
                "benefit": benefit,
                "role": role,
                "area_type": "jobcenter" if role == "own" else "group",
                "area": panel.jobcenter.code if role == "own" else "best",
                "label": labels[role],
                "period": found.value.index,
                "value": found.value[role].to_numpy(),
                "status": [STATUSES[state] for state in found.status[role]],
                "estimated": found.estimated[role],
                "names": [list(ten["label"])] * len(found.value),
            }
        )
        for role in of
    ]
    return pd.concat(parts, ignore_index=True)


def _members(panel: Panel, jobcentres: list[str]) -> list[str]:
    on = panel.period
    return [one.code for code in jobcentres for one in areas.members(areas.jobcenter(code, on), on)]
