"""Sentences on expected and actual support, and on the official rank: what is printed, never a verdict."""

import math

import pandas as pd

from analysis import danish

RULE = (
    "Nr. 1 har den laveste faktiske andel i forhold til den forventede. Den officielle placering er trykt af "
    "Jobindsats uden interval. Vores er regnet af de trykte andele med to decimaler; lige forskelle deler placering, "
    "og den officielle ligger inden for de numre, som de deler."
)
INTERVAL = (
    "I parentes ved forskellen står et 95 pct.-interval, når det forventede antal tages som kendt og fuldtidspersoner "
    "som personer."
)
NO_VERDICT = (
    "En forskel er ikke et mål for indsatsen: modellen kender ikke alt, der er forskelligt fra kommune til kommune."
)


def official(rows: pd.DataFrame) -> list[str]:
    """For each municipality how many there were and how many were expected, and the rank that the source printed.

    Parameters
    ----------
    rows : DataFrame
        As ``measures.official`` gives it, of one period and all benefits together.

    Returns
    -------
    list of str
        Danish, one sentence or two for each municipality.
    """
    return [_of_municipality(row) for _, row in rows.iterrows()]


def _of_municipality(row: pd.Series) -> str:
    span = f"de {danish.month(str(row['period']))}"
    if not math.isfinite(row["count"]):
        return f"For {row['label']} har kilden ingen tal for {span}."
    persons = f"{danish.number(row['count'])} fuldtidspersoner på offentlig forsørgelse"
    beside = danish.difference(row["count"], row["expected"])
    told = "lige så mange" if danish.rounded(row["difference"]) == 0 else f"{danish.number(row['expected'])}"
    said = f"{row['label']} havde i gennemsnit {persons} i {span}; Jobindsats forventede {told}"
    said += "." if danish.rounded(row["difference"]) == 0 else f", så det er {beside}."
    if pd.isna(row["official"]):
        return f"{said} Kilden har ingen officiel placering."
    return f"{said} Det er officielt nr. {row['official']} af {row['of']} kommuner."
