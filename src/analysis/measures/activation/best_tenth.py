"""The best tenth of comparable jobcentres: chosen with care, since the best of many are partly the luckiest."""

import pandas as pd

from analysis import catalogue, danish, models, rules
from analysis.data.tables import Panel
from analysis.measures.activation.reach import reach_field
from analysis.measures.activation.year import field_year
from analysis.measures.key_figures import label
from analysis.measures.ranking import field_of
from analysis.measures.unavailable import unavailable
from analysis.models.comparison.pooling import FEWEST_AREAS
from analysis.models.comparison.rank import printed
from analysis.registers.tables.beside import COMPANY

TENTH = 10
HALF = 0.5  # of the jobcentres, and more, must have figures: those near all or none are the ones that are hidden


def best_tenth(panel: Panel, subject: str) -> pd.DataFrame:
    """Each comparable jobcenter over a year, beside a share drawn towards all of them, and which are the best tenth.

    The best of many are partly those that chance favoured (the winner's curse). They are therefore chosen by shares
    that are pooled (``models.pooled_shares``), which stand beside the jobcentres' own. The tenth is rounded up, so that
    there is always one; but there is none where the pooled shares differ by less than ``smallest_difference_points``.

    Parameters
    ----------
    panel : Panel
    subject : str
        A share, or share and benefit as ``tidlig_samtale/a_dagpenge``.

    Returns
    -------
    DataFrame
        One row per jobcenter, the best first, those not shown last. Columns: those of ``year.field_year``,
        ``pooled`` (per cent), ``best`` (true of the tenth), ``common`` (what all are drawn towards), ``told`` (whether
        the jobcentres can be told apart; else none is best), ``what`` and ``field`` (Danish). Empty with a reason where
        there are no figures, neither high nor low is better, or too few jobcentres have figures.
    """
    measure, benefit = catalogue.measured(subject)
    figures = field_year(panel, f"{measure.id}/{benefit}")
    if figures.empty:
        return figures
    if measure.direction == "neutral":
        return unavailable(neither(measure.label))
    return _tenth(panel, figures, label(measure.id, benefit), lowest=measure.direction == "lower")


def best_tenth_reached(panel: Panel) -> pd.DataFrame:
    """The same of the share of a year's unemployed who took part in a company-oriented offer; see ``reach``."""
    figures = reach_field(panel, kind=COMPANY)
    if figures.empty:
        return figures
    figures = figures.rename(columns={"persons": "count", "n": "base"})
    return _tenth(panel, figures, "Ledige, der i løbet af året var i et virksomhedsrettet tilbud", lowest=False)


def neither(what: str) -> str:
    """Why a share has no best tenth, in Danish."""
    return (
        f"For »{what}« er hverken en høj eller en lav andel bedst i sig selv, og der er derfor ingen bedste tiendedel. "
        "Andelen kan ses ved siden af de andre jobcentres."
    )


def _tenth(panel: Panel, figures: pd.DataFrame, what: str, *, lowest: bool) -> pd.DataFrame:
    name = field_of(panel.jobcenter, panel.period).label
    known = figures[figures["value"].notna()]
    fewest = max(FEWEST_AREAS, rules.value("smallest_field", panel.period))
    if len(known) < fewest or len(known) <= HALF * len(figures):
        return unavailable(
            f"Den bedste tiendedel kan ikke udpeges: for få af de {len(figures)} {name} har et tal for "
            f"»{what}«, der kan vises. En andel tæt på 0 eller 100 pct. må oftest skjules, så de bedste kan være "
            "blandt de øvrige."
        )
    pooled = models.pooled_shares(known)
    shares = 100 * pooled["value"]
    apart = bool(shares.max() - shares.min() >= rules.value("smallest_difference_points", panel.period))
    order = shares.sort_values(ascending=lowest, kind="stable").index
    steps = pd.Series(printed(shares.to_numpy()), index=shares.index)
    last = steps[order[max(1, int(danish.rounded(len(known) / TENTH))) - 1]]
    tenth = set(steps.index[(steps <= last) if lowest else (steps >= last)]) if apart else set()
    rows = figures.loc[[*order, *figures.index[figures["value"].isna()]]]
    found = rows.assign(
        pooled=shares.reindex(rows.index),
        best=[at in tenth for at in rows.index],
        common=100 * float(pooled["common"].iloc[0]),
        told=apart,
        what=what,
        field=name,
    )
    return found.reset_index(drop=True)
