"""Where an area lies beside the control limits of a funnel, in Danish, and what must not be read into it."""

from collections.abc import Sequence

import pandas as pd

from analysis import catalogue, danish

NO_VERDICT = "En forskel er ikke det samme som god eller dårlig indsats: områderne har forskellige vilkår."
NOTE = "Uden for kontrolgrænserne er ikke det samme som dårlig indsats."
POSITIONS = {
    "low_998": "under den nedre 99,8 pct.-kontrolgrænse",
    "low_95": "mellem de to nedre kontrolgrænser",
    "inside": "inden for kontrolgrænserne",
    "high_95": "mellem de to øvre kontrolgrænser",
    "high_998": "over den øvre 99,8 pct.-kontrolgrænse",
}


def control_position(table: pd.DataFrame) -> str:
    """Where the jobcenter lies among all, in a sentence, with what a reader must not conclude.

    Between the limits of 95 and 99.8 per cent lies one in twenty by chance alone, and there are many jobcentres and
    many measures: only beyond the outer limits is an area said to differ.

    Parameters
    ----------
    table : DataFrame
        As ``measures.funnel`` gives it.

    Returns
    -------
    str
        Danish; the reason where there are no figures.
    """
    if table.empty:
        return str(table.attrs["absent"])
    own = table[table["role"] == "own"].iloc[0]
    name, about, month = _opening(own)
    if pd.isna(own["position"]):
        return _not_compared(name, month, str(own["why"]))
    beside = f"de øvrige jobcentre har {danish.percent(own['target'])} tilsammen"
    lies = f"{POSITIONS[own['position']]} for et område af den størrelse"
    differs = " og afviger fra de øvrige" if own["position"] in ("low_998", "high_998") else ""
    said = f"{name} var {about}{danish.percent(own['value'])} i {month}; {beside}. Jobcenteret ligger {lies}{differs}."
    return said if own["position"] == "inside" else f"{said} {NOTE}"


def places(tables: Sequence[pd.DataFrame], subjects: Sequence[str]) -> list[str]:
    """Which number the jobcenter is among comparable ones on each measure, with the interval of the number.

    Parameters
    ----------
    tables : sequence of DataFrame
        As ``measures.ranking`` gives them; one without figures is passed over.
    subjects : sequence of str
        What each is of: a measure, or measure and benefit.

    Returns
    -------
    list of str
        Danish, a sentence for each; why where there is no rank.
    """
    return [_place(table, subject) for table, subject in zip(tables, subjects, strict=True) if len(table)]


def _place(table: pd.DataFrame, subject: str) -> str:
    measure, benefit = catalogue.measured(subject)
    share = catalogue.measure(measure.rate) if measure.rate else measure
    of = f" ({catalogue.benefit_label(benefit)})" if benefit != catalogue.TOTAL and len(share.benefits) > 1 else ""
    own = table[table["area_type"] == "jobcenter"].iloc[0]
    name = f"Jobcenter {own['label']}"
    if pd.isna(own["rank"]):
        why = f", fordi {own['reason']}" if own["reason"] else ""
        return f"Målt på {share.noun}{of} har {name} ingen placering{why}."
    number = f"{'delt nr.' if own['tied'] else 'nr.'} {int(own['rank'])} af {int(own['of'])} {own['field']}"
    within = f"(95 pct.-interval: nr. {int(own['low'])} til nr. {int(own['high'])})"
    month = danish.month(str(own["period"]))
    return f"Målt på {share.noun}{of} var {name} {number} i {month} {within}; nr. 1 har den {own['first']}e andel."


def against_expected(table: pd.DataFrame) -> str:
    """What the jobcenter has beside what those it is like would lead one to expect, in sentences, never with a cause.

    Parameters
    ----------
    table : DataFrame
        As ``measures.expected`` gives it.

    Returns
    -------
    str
        Danish; the reason where there are no figures.
    """
    if table.empty:
        return str(table.attrs["absent"])
    own = table[table["role"] == "own"].iloc[0]
    name, about, month = _opening(own)
    if pd.isna(own["share_difference"]):
        return _not_compared(name, month, str(own["why"]))
    count = f"{len(own['among'])} sammenlignelige jobcentre ({own['basis']}: {danish.listed(own['among'])})"
    by_chance = own["difference_low"] <= 0 <= own["difference_high"]
    chance = "kan skyldes tilfældigheder" if by_chance else "er større, end tilfældigheder forklarer"
    said = f"{name} var {about}{danish.percent(own['value'])} i {month}; i {count} var andelen tilsammen "
    said += f"{about}{danish.percent(own['expected_value'])} "  # it ends with the dot of "pct."
    if danish.rounded(own["share_difference"], 1) == 0:
        return f"{said}Det er det samme."
    limits = ("share_difference", "difference_low", "difference_high")
    points, low, high = (danish.number(own[name], _decimals(own)) for name in limits)
    said += f"Forskellen er {points} procentpoint (95 pct.-interval {low} til {high}) "
    return f"{said}og {chance}. Den siger ikke, hvad indsatsen har betydet."


def _decimals(own: pd.Series) -> int:
    """Decimals of a difference and its limits: one, or as many as show on which side of 0 the limits are."""
    ends = (float(own["difference_low"]), float(own["difference_high"]))
    around = ends[0] <= 0 <= ends[1]
    return next(
        (
            many
            for many in range(1, 6)
            if (danish.rounded(ends[0], many) <= 0 <= danish.rounded(ends[1], many)) is around
        ),
        6,
    )


def _opening(own: pd.Series) -> tuple[str, str, str]:
    """What a sentence begins with: the measure in its place, whether it is estimated, and the month."""
    noun = catalogue.measure(str(own["measure"])).noun
    about = "ca. " if own["estimated"] else ""
    return f"{noun[:1].upper()}{noun[1:]} i Jobcenter {own['label']}", about, danish.month(str(own["period"]))


def _not_compared(name: str, month: str, why: str) -> str:
    return f"{name} sammenlignes ikke med andre for {month}, fordi {why}."


def best_ten_note(table: pd.DataFrame) -> str:
    """Who the ten best are, and why their way there flatters them.

    Parameters
    ----------
    table : DataFrame
        As ``measures.best_ten`` gives it.

    Returns
    -------
    str
        Danish; the reason where there are no figures.
    """
    if table.empty:
        return str(table.attrs["absent"])
    month = danish.month(str(table["period"].max()))
    names = list(table["names"].iloc[0])
    return (
        f"De {len(names)} bedste er valgt efter tallene for {month}: {danish.listed(names)}. Fordi de er valgt efter, "
        "hvor de endte, ser deres udvikling bedre ud, end den er: en del af den er tilfældig, og yderlige tal nærmer "
        "sig som regel gennemsnittet igen af sig selv."
    )
