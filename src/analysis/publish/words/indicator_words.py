"""What is said of the indicators of a jobcenter: the status of each, which goals they are, and how to read them."""

from typing import Any

import pandas as pd

from analysis import danish, goals
from analysis.measures.axes import BETTER, SAME, WORSE

SMALL = "(små tal)"
STATUS = {  # by level and development: a symbol, words, and a class of the page's styles
    (BETTER, BETTER): ("▲", "God og i fremgang", "jc-good"),
    (BETTER, SAME): ("▲", "God, udvikling som andre steder", "jc-good"),
    (BETTER, WORSE): ("△", "God, men på vej ned", "jc-mixed"),
    (SAME, BETTER): ("●", "På niveau, i fremgang", "jc-even"),
    (SAME, SAME): ("●", "På niveau", "jc-even"),
    (SAME, WORSE): ("●", "På niveau, på vej ned", "jc-even"),
    (WORSE, BETTER): ("▽", "Udfordring, men i bedring", "jc-mixed"),
    (WORSE, SAME): ("▼", "Udfordring, udvikling som andre steder", "jc-bad"),
    (WORSE, WORSE): ("▼", "Særlig udfordring", "jc-bad"),
}
LEGEND = (
    "Alle tal er fra den seneste måned med endelige tal. Status sammenligner niveau og udvikling med sammenlignelige "
    "kommuner: ▲ bedre, ● på niveau, ▼ dårligere; △ og ▽ står, hvor de to peger hver sin vej. På niveau er forskelle, "
    "der kan være tilfældige, og forskelle under 0,2 procentpoint eller 2 pct. Status er en beskrivelse og ikke en "
    "karakter."
)


def status(row: pd.Series) -> tuple[str, str, str]:
    """Symbol, words and style of an indicator's status; no words where it is not judged."""
    if row["small"]:
        return "", SMALL, "jc-hidden"
    return STATUS.get((row["level"], row["development"]), ("", "", ""))


def statuses(rows: pd.DataFrame) -> list[str]:
    """Which indicators have which status, the good ones first; that none can be judged where that is so."""
    judged = rows[[bool(status(row)[0]) for _, row in rows.iterrows()]]
    if judged.empty:
        return ["Ingen af indikatorerne kan bedømmes; hvorfor, står i tabellen."]
    words = pd.Series([status(row)[1] for _, row in judged.iterrows()], index=judged.index)
    said = []
    for _, text, _ in STATUS.values():
        of_status = judged[words == text]
        if len(of_status):
            said.append(f"{text}: {_named(of_status)} ({len(of_status)} af {len(judged)}).")
    return said


def of_goals(rows: pd.DataFrame) -> str:
    """Which goals stand in the table: the year's, the area's own because there are none, or none that are known.

    That a year has none is said as what the law says, where it has not been verified for that year.
    """
    year, known = rows.attrs["year"], rows.attrs["known"]
    if known == goals.GOALS:
        return f"Ministerens mål for {year} står øverst."
    if known == goals.UNKNOWN:
        return f"Ministerens mål for {year} kendes ikke her og står derfor ikke i tabellen."
    none = none_set(year, verified=rows.attrs["verified"])
    if (rows["section"] == "local").any():
        return f"{none}; i stedet står områdets egne mål øverst."
    return f"{none}, og der kendes heller ingen mål, som området selv har sat."


def none_set(year: str, *, verified: bool) -> str:
    """That the minister set no goals for a year, and whether that has been verified."""
    if verified:
        return f"Ministeren har ikke sat mål for {year}"
    return (
        f"Ministeren har efter loven ikke sat mål for {year} (om loven også gælder for {year}, er ikke efterprøvet i "
        "kilden)"
    )


def without(rows: pd.DataFrame) -> list[str]:
    """Which of these indicators have no figures, a sentence for each reason."""
    absent = rows[rows["absent"] != ""]
    return [f"Ingen tal for {_named(of_why)}, fordi {why}." for why, of_why in absent.groupby("absent", sort=False)]


def notes(rows: pd.DataFrame) -> list[str]:
    """How the table is read: its signs, what is hidden or estimated, and what a rank is."""
    there = rows[rows["absent"] == ""]
    if there.empty:
        return []
    said = [LEGEND]
    if there["small"].any():
        said.append(f"»{SMALL}«: færre end 10 i målgruppen, og derfor ingen status.")
    if there["estimated"].any():
        said.append("»ca.«: andelen er beregnet med en skønnet nævner, se Data og metode.")
    if (there["status"] == "suppressed").any():
        said.append(f"»{danish.HIDDEN_CELL}«: tallet {danish.HIDDEN}, eller det kunne regnes ud af andre tal.")
    fields = dict.fromkeys(there.loc[there["rank"].notna(), "field"])
    if fields:
        said.append(
            f"Placering: blandt {danish.listed(list(fields))}. Nr. 1 er {_firsts(there)}; i parentes står et 95 "
            "pct.-interval."
        )
    unranked = there[there["rank"].isna() & (there["rank_reason"] != "")]
    if reasons := list(dict.fromkeys(unranked["rank_reason"])):
        said.append(f"»–« under placering: ingen placering, fordi {', eller fordi '.join(reasons)}.")
    return said


def _firsts(there: pd.DataFrame) -> str:
    """What rank 1 is: one way for all, or the way of the fewest by name and the other for the rest."""
    ranked = there[there["rank"].notna()]
    ways: dict[str, list[Any]] = {}
    for way, name in dict.fromkeys(zip(ranked["first"], ranked["indicator"], strict=True)):
        ways.setdefault(way, []).append(name)
    *few, most = sorted(ways, key=lambda way: (len(ways[way]), way))
    if not few:
        return f"det {most}e tal"
    named = danish.listed([f"»{name}«" for name in ways[few[0]]])
    return f"det {few[0]}e tal for {named} og det {most}e for de andre"


def _named(rows: pd.DataFrame) -> str:
    return danish.listed([f"»{name}«" for name in dict.fromkeys(rows["indicator"])])
