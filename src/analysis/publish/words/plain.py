"""Words for politicians: what an indicator is called in short sentences, whom it is about, and numbers said roughly."""

import math

import pandas as pd

from analysis import catalogue, danish

COMPARABLE = "sammenlignelige kommuner"
NOUNS = {  # where the name that analysts use says nothing to others
    "aktiveringsgrad": "tiden i aktivering",
    "rettidighed_samtale": "andelen med samtaler til tiden",
    "rettidighed_tilbud": "andelen med tilbud til tiden",
    "virksomhedsrettet_andel_fuldtid": "tiden i tilbud på virksomheder",
    "virksomhedsrettet_andel_ledige": "andelen af ledige i tilbud på virksomheder",
    "tidlig_samtale": "andelen med en tidlig samtale",
    "tidlig_aktivering": "andelen med et tidligt tilbud",
    "unge_pct_16_29": "andelen af unge på ydelser",
    "permanent_andel_16_66": "andelen på varige ydelser",
    "ydelsesgrupper_andel_16_66": "andelen på ydelser",
}
TOPICS = {  # what it goes well with, as people say it
    "kontanthjaelp_pct_befolkning": "kontanthjælpen",
    "unge_pct_16_29": "de unge",
    "permanent_andel_16_66": "de varige ydelser",
    "ydelsesgrupper_andel_16_66": "ydelserne",
    "rettidighed_samtale": "samtaler til tiden",
    "rettidighed_tilbud": "tilbud til tiden",
    "virksomhedsrettet_andel_fuldtid": "tilbud på virksomheder",
    "virksomhedsrettet_andel_ledige": "tilbud på virksomheder",
    "tidlig_samtale": "tidlige samtaler",
    "tidlig_aktivering": "tidlige tilbud",
    "aktiveringsgrad": "aktiveringen",
}
WHOM = {"a_dagpenge": "ledige på a-dagpenge", "kontanthjaelp": "ledige på kontanthjælp"}
_ROUND_FROM = 100


def noun(row: pd.Series) -> str:
    """What an indicator's share is called, in the definite form and with a small first letter; always common gender."""
    measure = catalogue.measure(str(row["measure"]))
    name = NOUNS.get(measure.id, measure.noun)
    benefit = str(row["benefit"])
    if benefit == catalogue.TOTAL or len(measure.benefits) == 1 or benefit not in WHOM:
        return name
    return f"{name} for {WHOM[benefit]}"


def topic(row: pd.Series) -> str:
    """What an indicator is about, as it goes well with it."""
    return TOPICS.get(str(row["measure"]), noun(row))


def first_upper(text: str) -> str:
    """``text`` with a capital."""
    return text[:1].upper() + text[1:]


def roughly(value: float) -> str:
    """A count as it is said: two figures of it are kept, with ``knap`` or ``godt`` where it was below or above.

    >>> roughly(687), roughly(703), roughly(700), roughly(37), roughly(1353)
    ('knap 690', 'godt 700', '700', '37', 'knap 1.400')
    """
    exact = float(danish.rounded(value))
    if abs(exact) < _ROUND_FROM:
        return danish.number(exact)
    step = 10.0 ** (int(math.log10(abs(exact))) - 1)
    near = float(danish.rounded(exact / step)) * step
    word = "" if near == exact else "knap " if exact < near else "godt "
    return word + danish.number(near)


def amount(kroner: float) -> str:
    """An amount as it is said.

    >>> amount(1_284_000), amount(312_400), amount(12_000_000)
    ('1,3 mio. kr.', '310.000 kr.', '12 mio. kr.')
    """
    if kroner >= 10_000_000:
        return f"{danish.number(kroner / 1_000_000)} mio. kr."
    if kroner >= 1_000_000:
        return f"{danish.number(kroner / 1_000_000, 1)} mio. kr."
    return f"{danish.number(float(danish.rounded(kroner / 10_000)) * 10_000)} kr."


def figure(row: pd.Series, value: float) -> str:
    """A share with its per cent; one on an estimated denominator is said to be about that."""
    measure = catalogue.measure(str(row["measure"]))
    about = "ca. " if row["estimated"] else ""
    return about + (danish.percent(value) if measure.is_share else danish.number(value, 1))


def side(row: pd.Series, *, better: bool) -> str:
    """The word for lying on the better, or worse, side of others: ``lavere`` where less is better."""
    lower = catalogue.measure(str(row["measure"])).direction == "lower"
    return "lavere" if lower == better else "højere"
