"""What is known here of what works: the effects of offers, as they are estimated for those who are fit for work."""

import pandas as pd

from analysis.data.records import NEEDED, records
from analysis.data.tables import Panel
from analysis.measures import offers
from analysis.measures.unavailable import unavailable

BENEFIT = "a_dagpenge"  # of the insured unemployed: all of them are fit for work
NO_REGISTER = "datasættet har ingen oplysninger om den enkelte borgers forløb, tilbud og job"


def what_works(panel: Panel, *, benefit: str = BENEFIT) -> pd.DataFrame:
    """The effects of offers on being in work or education, or why nothing is known of them.

    The figures are those of ``effects`` with its defaults, so that all reports of a jobcenter tell the same.

    Parameters
    ----------
    panel : Panel
    benefit : str
        Id in ``reference/benefits.csv``.

    Returns
    -------
    DataFrame
        As ``effects`` gives it, of the outcome ``job``; empty with a Danish reason in ``attrs["absent"]`` where the
        snapshot has no register of offers and jobs, or nobody began an offer.

    Raises
    ------
    AnalysisError
        If there is no such benefit.

    References
    ----------
    As ``effects``.
    """
    tables = panel.snapshot.tables()
    if not {*NEEDED, *offers.NEEDED} <= set(tables):
        return unavailable(NO_REGISTER)
    found = offers.effects(
        records(panel.snapshot.name, panel.jobcenter.code, panel.period, protect=panel.protected), benefit=benefit
    )
    if found.empty:
        return unavailable(str(found.attrs["absent"]).removesuffix(".").replace("Ingen", "ingen", 1))
    own = found[found["outcome"] == "job"]
    own.attrs.update(found.attrs)
    return own
