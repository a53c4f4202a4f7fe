"""What stands out and how deep it goes: headlines that state it, and short sentences with one number each."""

import math

import pandas as pd

from analysis import catalogue, danish
from analysis.measures.axes import BETTER, SAME, WORSE
from analysis.measures.brief.highlights import BOTH, CHALLENGE, DEVELOPMENT, GOOD
from analysis.publish.words.plain import COMPARABLE, WHOM, figure, first_upper, noun, roughly, side, topic

NOTHING_SURE = f"Ingen af tallene skiller sig sikkert ud fra {COMPARABLE}"
NOTHING_JUDGED = "Tallene er for små eller for få til en sikker sammenligning"
NO_CHALLENGE = "Ingen udfordring er sikker nok til at gå i dybden med. Her er i stedet et af de vigtigste tal."
WHERE = {  # parts of a measure, as they end a sentence
    **WHOM,
    "ledighedsydelse": "borgere på ledighedsydelse",
    "fleksjob": "borgere i fleksjob",
    "foertidspension": "borgere på førtidspension",
    "uddannelseshjaelp": "unge på uddannelseshjælp",
}


def headline(chosen: pd.DataFrame, *, judged: bool) -> str:
    """What the page says in one line: what goes well, and what is a challenge."""
    good, challenge = (chosen[chosen["side"] == name].head(1) for name in (GOOD, CHALLENGE))
    well = [f"Det går godt med {topic(row)}" for _, row in good.iterrows()]
    less = [f"{noun(row)} er en udfordring" for _, row in challenge.iterrows()]
    if well or less:
        return ", men ".join([*well, *less]) if well else first_upper(less[0])
    return NOTHING_SURE if judged else NOTHING_JUDGED


def highlight(row: pd.Series, *, place: str) -> str:
    """One thing that goes well, or one challenge, with its figure and that of comparable areas."""
    good = row["side"] == GOOD
    name = first_upper(noun(row))
    again = "Den" if topic(row) == noun(row) else name
    said = f"Det går godt med {topic(row)}. {again} " if good else f"Her er en udfordring: {name} "
    if row["by"] == DEVELOPMENT:
        word = "bedre" if good else "dårligere"
        return f"{said}har udviklet sig {word} end i {COMPARABLE} det seneste år. {_moves(row, place)}"
    also = f" og udvikler sig {'bedre' if good else 'dårligere'}" if row["by"] == BOTH else ""
    return f"{said}er {side(row, better=good)} end i {COMPARABLE}{also}. {levels(row, place)}"


def levels(row: pd.Series, place: str) -> str:
    """The share here, with its month, and in comparable areas."""
    when = danish.month(str(row["period"]))
    return (
        f"Den var {figure(row, row['share'])} i {place} i {when}. Den var {figure(row, row['group'])} i {COMPARABLE}."
    )


def finding(row: pd.Series) -> str:
    """A headline of one indicator: where it lies beside comparable areas, and which way it has gone."""
    name = first_upper(noun(row))
    lies = {
        BETTER: f"er {side(row, better=True)} end i {COMPARABLE}",
        WORSE: f"er {side(row, better=False)} end i {COMPARABLE}",
        SAME: f"er på niveau med {COMPARABLE}",
    }.get(str(row["level"]), "")
    way = _way(row["points"])
    if lies and way:
        return f"{name} {lies} og {way}"
    return f"{name} {lies or way or 'kan ikke sammenlignes med andre'}"


def overview(rows: pd.DataFrame) -> str:
    """The headline over the indicators shown: whether most lie where comparable areas do, or more on one side."""
    judged = (rows["level"] != "") & (rows["development"] != "") & rows["share"].notna()
    counts = rows.loc[judged, "level"].value_counts()
    better, same, worse = (int(counts.get(name, 0)) for name in (BETTER, SAME, WORSE))
    if better + same + worse == 0:
        return NOTHING_JUDGED
    if same > better + worse:
        return f"De fleste tal er på niveau med {COMPARABLE}"
    if better == worse:
        return f"Nogle tal er bedre og andre dårligere end i {COMPARABLE}"
    return f"De tal, der skiller sig ud fra {COMPARABLE}, er oftest {'bedre' if better > worse else 'dårligere'}"


def depth(row: pd.Series) -> list[str]:
    """What more the figures tell of one challenge: how many it is, how long, among whom, and the long run."""
    said = []
    measure = catalogue.measured(str(row["subject"]))[0]
    if math.isfinite(row["over"]) and abs(danish.rounded(row["over"])) >= 1 and not measure.is_rate:
        more = "flere" if row["over"] > 0 else "færre"
        said.append(f"Forskellen svarer til {roughly(abs(row['over']))} {more} {measure.unit}.")
    if row["side"] == CHALLENGE and row["known"] >= 12:
        said.append(_how_long(row))
    if row["part"]:
        said.append(f"Forskellen ligger især hos {WHERE.get(row['part'], catalogue.benefit_label(row['part']))}.")
    long = {
        "rising": "Set over flere år stiger den.",
        "falling": "Set over flere år falder den.",
        "no_trend": "Set over flere år svinger den uden en klar retning.",
    }
    return [*said, *([long[row["trend"]]] if row["trend"] in long else [])]


def _how_long(row: pd.Series) -> str:
    word = side(row, better=False)
    if row["months"] == row["known"]:
        return f"Den har været {word} i alle de seneste {int(row['known'])} måneder, der kan sammenlignes."
    share = "de fleste" if row["months"] > row["known"] / 2 else "de færreste"
    return f"Den har været {word} i {share} af de seneste {int(row['known'])} måneder, der kan sammenlignes."


def _moves(row: pd.Series, place: str) -> str:
    """The development here and in comparable areas: of a count in per cent, of a share in percentage points."""
    if math.isfinite(row["change_pct"]):
        own, group = (_moved(row[name], "pct.") for name in ("change_pct", "group_change_pct"))
        return f"Antallet er {own} i {place} på et år. Det er {group} i {COMPARABLE}."
    own, group = (_moved(row[name], "procentpoint") for name in ("points", "group_points"))
    return f"Den er {own} i {place} på et år. Den er {group} i {COMPARABLE}."


def _moved(change: float, unit: str) -> str:
    if danish.rounded(change, 1) == 0:
        return _still(change)
    return f"{'steget' if change > 0 else 'faldet'} med {danish.number(abs(change), 1)} {unit}"


def _way(points: float) -> str:
    """Which way a share has gone in a year."""
    if not math.isfinite(points):
        return ""
    if danish.rounded(points, 1) == 0:
        return f"er {_still(points)} det seneste år"
    return f"er {'steget' if points > 0 else 'faldet'} det seneste år"


def _still(change: float) -> str:
    """Unchanged; almost, where it has moved by less than can be shown."""
    return danish.UNCHANGED if change == 0 else f"stort set {danish.UNCHANGED}"
