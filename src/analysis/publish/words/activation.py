"""Sentences of activation: what a jobcenter's figures are beside the others', and what must not be read into them."""

import math

import pandas as pd

from analysis import catalogue, danish
from analysis.publish.words.sentences import quotient

SIDES = {"activity": "aktivitet", "outcome": "resultat", "experience": "oplevelse"}
CURSE = (
    "De bedste af mange er til dels dem, der var heldige i år. De er derfor udpeget efter en forsigtig andel, der er "
    "trukket mod det fælles, og mest for de små. Til næste år vil de bedste som regel ligge nærmere de andre."
)
TENTH = (
    "En tiendedel er afrundet til nærmeste hele antal jobcentre og er mindst ét; de, der har samme forsigtige andel "
    "med én decimal som det sidste af dem, hører også til den."
)
ALIKE = (
    "Jobcentrene kan ikke skelnes på »{what}«: forskellene mellem dem er ikke større, end tilfældigheder kan give. Der "
    "udpeges derfor ingen bedste tiendedel."
)
NO_CAUSE = (
    "De tre tal er af forskellige personer og perioder. At to af dem følges ad eller ikke gør det, siger ikke, at det "
    "ene følger af det andet."
)
RAW = "Resultatet er den rå status, som også afhænger af, hvem der får et tilbud. Den er ingen virkning."
ANSWERERS = "De, der svarer, kan være anderledes end de andre. Hvem der er blevet spurgt, står ikke i datasættet."


def year(rows: pd.DataFrame, subject: str, *, name: str) -> str:
    """A year's share of the jobcenter, its interval, and whether the others' lies within it.

    Parameters
    ----------
    rows : DataFrame
        As ``measures.year`` gives it.
    subject : str
    name : str
        Of the jobcenter.
    """
    measure, benefit = catalogue.measured(subject)
    of = rows[(rows["measure"] == measure.id) & (rows["benefit"] == benefit)]
    own = of[of["role"] == "own"].iloc[0]
    what = f"{_upper(measure.noun)}{_of_benefit(measure, benefit)}"
    if own["absent"]:
        return f"{what} er ikke i datasættet."
    when = f"de {danish.month(str(own['period']))}"
    if not math.isfinite(own["value"]):
        return danish.ended(f"{what} i {name} i {when} {danish.HIDDEN}")
    group = of[of["role"] == "group"].iloc[0]
    said = f"{what} i {name} var {quotient(measure, own['value'])} i {when} ({_interval(measure, own)})"
    return danish.ended(said + _beside(measure, own, group))


def best_tenth(rows: pd.DataFrame, *, name: str) -> list[str]:
    """Who the best tenth are, how the jobcenter's cautious share lies beside theirs; or why there is none."""
    what = str(rows["what"].iloc[0])
    if not rows["told"].iloc[0]:
        return [ALIKE.format(what=what)]
    best, known = rows[rows["best"]], rows[rows["value"].notna()]
    shares = danish.listed([danish.percent(share) for share in best["pooled"]])
    said = (
        f"Af {len(known)} {rows['field'].iloc[0]} med tal er den bedste tiendedel på »{what}« "
        f"{danish.listed(list(best['label']))}, med en forsigtig andel på {shares}"
    )
    own = rows[rows["role"] == "own"].iloc[0]
    if own["best"]:
        said += f"; {name} hører selv til den"
    elif math.isfinite(own["pooled"]):
        said += f"; for {name} er den {danish.percent(own['pooled'])}"
    return [danish.ended(said)]


def experience(rows: pd.DataFrame, *, name: str) -> list[str]:
    """The good answers of each question beside the others', and how many answered."""
    said = []
    for question, of in rows.groupby("question", sort=False):
        own, group = (of[of["role"] == role].iloc[0] for role in ("own", "group"))
        if not math.isfinite(own["share"]):
            said.append(danish.ended(f"»{question}«: svarene i {name} er for få, og andelen {danish.HIDDEN}"))
            continue
        low, high = (danish.number(100 * own[limit], 1) for limit in ("low", "high"))
        text = (
            f"»{question}«: {danish.percent(100 * own['share'])} af {danish.number(own['n'])} svar i {name} er gode "
            f"(95 pct.-interval {low} til {high} pct.)"
        )
        if math.isfinite(group["share"]):
            text += f"; i {danish.lower_first(str(group['label']))} er det {danish.percent(100 * group['share'])}"
            inside = own["low"] <= group["share"] <= own["high"]
            text += ", og forskellen kan være tilfældig" if inside else ""
        said.append(danish.ended(text))
    return said


def sides(rows: pd.DataFrame, *, name: str) -> list[str]:
    """On which sides the jobcenter lies over or under the others by more than chance."""
    found: dict[str, list[str]] = {"over": [], "under": [], "level": [], "hidden": []}
    for side, of in rows.groupby("side", sort=False):
        own = of[of["role"] == "own"].iloc[0]
        others = of.loc[of["role"] == "others", "value"]
        if not math.isfinite(own["value"]) or others.isna().all():
            found["hidden"].append(SIDES[str(side)])
        else:
            other = float(others.iloc[0])
            place = "over" if own["low"] > other else "under" if own["high"] < other else "level"
            found[place].append(SIDES[str(side)])
    parts = [
        f"{words}, når det gælder {danish.listed(found[place])}"
        for place, words in (
            ("over", "over {}"),
            ("under", "under {}"),
            ("level", "så tæt på {}, at forskellen kan være tilfældig"),
        )
        if found[place]
    ]
    whole = ", og ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    named = whole.replace("{}", "de sammenlignelige jobcentre", 1).replace("{}", "dem")
    said = [danish.ended(f"{name} ligger {named}")] if parts else []
    if found["hidden"]:
        said.append(danish.ended(f"Jobcenterets {danish.listed(found['hidden'])} {danish.HIDDEN}"))
    return said


def related(rows: pd.DataFrame) -> list[str]:
    """Whether the order on one side goes with that on another, for each pair of sides."""
    said = []
    for _, row in rows.iterrows():
        one, other = SIDES[row["one"]], SIDES[row["other"]]
        figures = (
            f"(rangkorrelation {danish.number(row['rho'], 2)}; 95 pct.-interval {danish.number(row['low'], 2)} til "
            f"{danish.number(row['high'], 2)})"
        )
        among = f"Blandt {int(row['n'])} jobcentre med begge tal"
        if row["low"] > 0:
            said.append(f"{among} følges {one} og {other} ad {figures}.")
        elif row["high"] < 0:
            said.append(f"{among} går {one} og {other} hver sin vej {figures}.")
        else:
            said.append(f"{among} er der ingen sikker sammenhæng mellem {one} og {other} {figures}.")
    return said


def steps(rows: pd.DataFrame) -> str:
    """How many had reached the first step by the last point shown, and how many had left without it."""
    step, left = dict.fromkeys(rows["destination"])
    last = rows[rows["weeks"] == rows["weeks"].max()].set_index("destination")
    had = "haft en samtale" if step.endswith("samtale") else "fået et tilbud"
    return (
        f"{step}: efter {int(rows['weeks'].max())} uger havde {danish.percent(100 * last.loc[step, 'incidence'])} af "
        f"{danish.number(float(rows['n'].iloc[0]))} nye forløb {had}, og "
        f"{danish.percent(100 * last.loc[left, 'incidence'])} var afsluttet forinden."
    )


def likeness(rows: pd.DataFrame) -> str:
    """Whether any trait is too unlike after weighting."""
    flagged = [danish.lower_first(name) for name in rows.loc[rows["flagged"], "label"]]
    if not flagged:
        return "Efter vægtningen er ingen af de kendte træk mere forskellige, end der kan accepteres (0,1)."
    return (
        f"Efter vægtningen er {danish.listed(flagged)} stadig mere forskellige, end der kan accepteres (0,1), og "
        "forskellene skal læses med det forbehold."
    )


def _of_benefit(measure: catalogue.Measure, benefit: str) -> str:
    if benefit == catalogue.TOTAL or len(measure.benefits) == 1:
        return ""
    return f" ({catalogue.benefit_label(benefit)})"


def _interval(measure: catalogue.Measure, own: pd.Series) -> str:
    unit = " pct." if measure.is_share else ""
    low, high = (danish.number(own[limit], 1) for limit in ("low", "high"))
    return f"95 pct.-interval {low} til {high}{unit}"


def _beside(measure: catalogue.Measure, own: pd.Series, group: pd.Series) -> str:
    if not math.isfinite(group["value"]):
        return ""
    inside = own["low"] <= group["value"] <= own["high"]
    said = f"; i {danish.lower_first(str(group['label']))} var det {quotient(measure, group['value'])}"
    return said + (", og forskellen kan være tilfældig" if inside else "")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
