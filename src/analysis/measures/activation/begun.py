"""What became of those who began an offer, and how alike they and the others are: for a report's panel."""

from functools import cache

import pandas as pd

from analysis import rules
from analysis.data.tables import Panel
from analysis.errors import AnalysisError
from analysis.measures import offers
from analysis.measures.activation.told import told
from analysis.measures.offers import DRAWS, Diagnostics
from analysis.measures.unavailable import unavailable

COVARIATES = {
    "elapsed": "Forløbets længde",
    "age": "Alder",
    "sex": "Køn",
    "origin": "Herkomst",
    "education": "Uddannelse",
    "visitation": "Visitation",
    "year": "År",
    "season": "Årstid",
    "area": "Kommune",
}


def begun(panel: Panel, *, benefit: str, by: str = "category", draws: int = DRAWS) -> pd.DataFrame:
    """``measures.effects`` of the panel's jobcenter; empty with the Danish reason where the register cannot tell.

    Parameters
    ----------
    panel : Panel
    benefit : str
    by : str
        ``category`` or ``instrument``; of instruments all offers together are left out.
    draws : int
        Of the bootstrap.
    """
    found = told(panel, *offers.NEEDED)
    if isinstance(found, str):
        return unavailable(found)
    return offers.effects(found, benefit=benefit, by=by, draws=draws, together=by == "category")


def balance(panel: Panel, *, benefit: str) -> pd.DataFrame:
    """How unlike those who began an offer and the others were, before and after weighting, by what is known of them.

    Of each covariate the level with the largest standardised difference is told, before and after, so that no level
    tells of few.

    Returns
    -------
    DataFrame
        One row per covariate. Columns: ``covariate``, ``label`` (Danish), ``before``, ``after`` (largest standardised
        difference of any level, without its sign), ``flagged`` (true where the one after is above 0.1). Empty with a
        reason where there is no register, or too few began.
    """
    found = _diagnostics(panel, benefit)
    if isinstance(found, str):
        return unavailable(found)
    rows = found.balance.assign(before=found.balance["before"].abs(), after=found.balance["after"].abs())
    largest = rows.groupby("covariate", sort=False)[["before", "after"]].max()
    flagged = rows.groupby("covariate", sort=False)["flagged"].any()
    table = largest.assign(flagged=flagged).reset_index()
    return table.assign(label=table["covariate"].map(COVARIATES))


def overlap(panel: Panel, *, benefit: str) -> pd.DataFrame:
    """How the probabilities of beginning are spread among those who began and the others.

    Bins in which too few of a kind stand are put together with the next.

    Returns
    -------
    DataFrame
        One row per bin. Columns: ``low``, ``high`` (probability within the risk sets), ``started_share`` and
        ``weighted_share`` (0 to 1: of those who began, and of the weighted others). Empty with a reason as ``balance``.
    """
    found = _diagnostics(panel, benefit)
    if isinstance(found, str):
        return unavailable(found)
    smallest = rules.value("smallest_count", panel.period) if panel.protected else 1
    rows: list[dict[str, float]] = []
    for _, bin_ in found.overlap.iterrows():
        if rows and _few(rows[-1], smallest):
            rows[-1] = _joined(rows[-1], bin_)
        else:
            rows.append(dict(bin_))
    while len(rows) > 1 and _few(rows[-1], smallest):
        last = rows.pop()
        rows[-1] = _joined(rows[-1], last)
    return pd.DataFrame(rows)[["low", "high", "started_share", "weighted_share"]]


def _diagnostics(panel: Panel, benefit: str) -> Diagnostics | str:
    found = told(panel, *offers.NEEDED)
    return found if isinstance(found, str) else _asked(panel, benefit)


@cache
def _asked(panel: Panel, benefit: str) -> Diagnostics | str:
    records = told(panel, *offers.NEEDED)
    assert not isinstance(records, str)  # noqa: S101 - asked before
    try:
        return offers.diagnostics(records, benefit=benefit)
    except AnalysisError:  # too few began, or the score has no solution: there is no effect either
        return (
            "Der er for få, der begyndte, eller for få at sammenligne med, og derfor ingen virkning at efterprøve. Den "
            "rå status står ovenfor."
        )


def _few(row: dict[str, float], smallest: float) -> bool:
    return any(0 < row[kind] < smallest for kind in ("started", "others"))


def _joined(one: dict[str, float], other: pd.Series | dict[str, float]) -> dict[str, float]:
    sums = {name: one[name] + other[name] for name in one if name not in ("low", "high")}
    return {"low": one["low"], "high": other["high"], **sums}
