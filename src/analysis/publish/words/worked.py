"""What works, and what it would save, in short sentences with one number each, with what must not be read into them."""

import math

import pandas as pd

from analysis import danish
from analysis.publish.words.plain import COMPARABLE, amount, roughly

YEAR = 12  # months after the start
NAMES = {
    "Alle tilbud": "alle tilbud under ét",
    "Virksomhedsrettede tilbud": "tilbud på virksomheder",
    "Vejledning og opkvalificering": "kurser og vejledning",
    "Mentor og anden støtte": "mentor og anden støtte",
}
WHY = {
    "few_started": "Færre end 50 begyndte, og det er for få at måle på.",
    "few_effective": "Der er for få lignende ledige at måle op imod.",
    "no_overlap": "Der er ingen lignende ledige at måle op imod.",
}
RESERVATIONS = (
    "Tallene gælder ledige på a-dagpenge. De er målt op mod lignende ledige, der ikke begyndte i samme uge, men måske "
    "senere.",
    "Mens et tilbud varer, søger deltagerne mindre. Derfor måler vi et år efter start og ikke før.",
    "Der kan være forskelle på de to grupper, som ikke står i noget register. Sagsbehandleren kan vide mere.",
    "Vi kan ikke se, om en plads gik fra en anden. Vi kan heller ikke se, om firmaet havde ansat alligevel.",
    "Kommuner er forskellige på mange måder. Sammenlign derfor ikke tallene med et andet jobcenters.",
)
OTHERS = (
    "Andre har peget på, at løntilskud i private firmaer giver flest job (Beskæftigelsesregion Syddanmark, debatoplæg, "
    "februar 2011)."
)
NO_SURE_EFFECT = "Vi kan ikke se en sikker virkning af tilbuddene"
NOT_KNOWN = "Det vides ikke her, hvad der virker"
NO_DIFFERENCE = "Der er ingen sikker forskel til lignende ledige et år efter start."
SMALL_NUMBERS = "At vi ikke kan se en forskel, betyder ikke, at der ingen er. Der kan være for få at måle på."
SAVING = f"Kommunen kan spare penge, hvis den når niveauet i {COMPARABLE}"
NO_SAVING = "Der er ingen besparelse at regne på"
NO_AMOUNT = "Økonomien er ikke regnet ud"
BEFORE = "Beløbet er før tilskud og udligning. Hvad indsatsen ville koste, er ikke trukket fra."
RANGE = "Spændet er stort, fordi kommunen betaler mere, jo længere borgeren har fået hjælp."
UNVERIFIED = "Kommunens del af udgiften er ikke verificeret."


def effect_headline(table: pd.DataFrame) -> str:
    """Whether anything has an effect that chance does not explain."""
    if table.empty:
        return NOT_KNOWN
    rows = _foremost(table)
    sure = [(name, row) for name, row in rows if _is_sure(row)]
    if sure:
        name, row = sure[0]
        return f"{'Flere' if row['effect'] > 0 else 'Færre'} var i job eller uddannelse et år efter start i {name}"
    return NO_SURE_EFFECT if any(_is_known(row) for _, row in rows) else NOT_KNOWN


def effects(table: pd.DataFrame) -> list[str]:
    """What is known of each kind of offer a year after its start; where nothing is, that and why."""
    if table.empty:
        return [f"Det vides ikke, for {table.attrs['absent']}.", OTHERS]
    rows = _foremost(table)
    alike: dict[str, list[str]] = {}
    for name, row in rows:
        alike.setdefault(_effect(row), []).append(name)
    said = [f"For {danish.listed([f'for {name}' for name in names])[4:]}: {text}" for text, names in alike.items()]
    doubt = any(_is_known(row) and not _is_sure(row) for _, row in rows)
    return [*said, *([SMALL_NUMBERS] if doubt else []), OTHERS]


def saving_headline(table: pd.DataFrame) -> str:
    """Whether there is an amount, and what it would take."""
    if table.empty:
        return NO_AMOUNT
    return SAVING if _saves(table) else NO_SAVING


def saving(table: pd.DataFrame) -> list[str]:
    """One range with its one assumption; or why there is none."""
    if table.empty:
        return [f"Beløbet er ikke regnet ud, for {table.attrs['absent']}."]
    row = table.iloc[0]
    if not _saves(table):
        return [f"Der er ikke flere {row['noun']} end i {COMPARABLE}. Derfor er der ikke regnet et beløb ud."]
    said = [
        f"Der er {roughly(row['over'])} flere {row['noun']} end med andelen fra {COMPARABLE}.",
        f"Kommunen ville spare mindst {amount(row['low'])} om året uden dem. Den ville højst spare "
        f"{amount(row['high'])} om året.",
        f"Forudsætningen er, at andelen kommer ned på niveau med {COMPARABLE}.",
        RANGE,
        BEFORE,
    ]
    return said if row["verified"] else [*said, UNVERIFIED]


def _foremost(table: pd.DataFrame) -> list[tuple[str, pd.Series]]:
    """The best known row of each kind of offer a year after its start."""
    found = []
    for label, rows in table[table["months"] == YEAR].groupby("label", sort=False):
        best = rows[rows["method"] == "aipw"]
        found.append((NAMES.get(str(label), str(label)), (best if len(best) else rows).iloc[0]))
    return found


def _is_known(row: pd.Series) -> bool:
    return math.isfinite(row["effect"]) and not row["alarm"]


def _is_sure(row: pd.Series) -> bool:
    return _is_known(row) and row["low"] * row["high"] > 0


def _effect(row: pd.Series) -> str:
    if row["alarm"]:
        return "Det vides ikke. Deltagerne skilte sig ud fra de andre, allerede inden de begyndte."
    if not math.isfinite(row["effect"]):
        return f"Det vides ikke. {WHY.get(row['reason'], f'Tallet {danish.HIDDEN}.')}"
    if not _is_sure(row):
        return NO_DIFFERENCE
    ends = sorted(abs(100 * row[name]) for name in ("low", "high"))
    more = "Flere" if row["effect"] > 0 else "Færre"
    return (
        f"{more} end blandt lignende ledige var i job eller uddannelse et år efter start. Forskellen er "
        f"{danish.points(100 * row['effect'])}. Den er mindst {danish.points(ends[0])}. Den er højst "
        f"{danish.points(ends[1])}."
    )


def _saves(table: pd.DataFrame) -> bool:
    return bool(danish.rounded(table.iloc[0]["over"]) >= 1)
