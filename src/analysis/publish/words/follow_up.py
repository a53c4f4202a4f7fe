"""The summary of a follow-up: each goal by level, development and effort; then what stands out. Never a cause."""

import math
from collections.abc import Sequence

import pandas as pd

from analysis import catalogue, danish, goals, periods
from analysis.measures.axes import BETTER, SAME, WORSE
from analysis.measures.brief.highlights import CHALLENGE, GOOD
from analysis.measures.goal_blocks import APART, GoalBlock
from analysis.publish.words.indicator_words import none_set, status
from analysis.publish.words.sentences import development, points_change

MOST_CHALLENGES, MOST_GOOD = 3, 2  # that a summary names
NOTHING_OUT = "Ingen af tallene skiller sig sikkert ud fra sammenlignelige kommuner."
_LEVELS = {
    BETTER: "bedre end i sammenlignelige kommuner",
    SAME: "som i sammenlignelige kommuner",
    WORSE: "dårligere end i sammenlignelige kommuner",
}


def basis(rows: pd.DataFrame) -> list[str]:
    """What the report is built on where the year has no goals, or none that are known; nothing where it has some."""
    year, known = rows.attrs["year"], rows.attrs["known"]
    if known == goals.GOALS:
        return []
    local = (rows["section"] == "local").any()
    instead = "områdets egne mål" if local else "nogle af de vigtigste resultater"
    why = (
        none_set(year, verified=rows.attrs["verified"])
        if known == goals.NONE
        else f"Ministerens mål for {year} kendes ikke her"
    )
    return [f"{why}; rapporten følger derfor {instead}."]


def each_goal(blocks: Sequence[GoalBlock], *, place: str) -> list[str]:
    """A paragraph for each goal. What is the same beside several is told once."""
    said: list[str] = []
    told: set[str] = set()
    for block in blocks:
        beside = _beside(block)
        said.append(goal(block, place=place, beside="" if beside in told else beside))
        told.add(beside)
    return said


def goal(block: GoalBlock, *, place: str, beside: str | None = None) -> str:
    """The level of a goal's result, its development, and the effort beside it: three sentences at most."""
    result = block.indicators.iloc[0]
    if not _shown(result):
        why = danish.HIDDEN if result["status"] == "suppressed" else "findes ikke i kilden"
        return danish.ended(f"»{block.name}«: Tallet for {place} {why}")
    said = [
        f"»{block.name}«: {_level(result, place)}",
        _development(result),
        _beside(block) if beside is None else beside,
    ]
    return " ".join(sentence for sentence in said if sentence)


def effort(rows: pd.DataFrame) -> list[str]:
    """Which parts of the effort lie better, on a level and worse beside comparable areas; nothing where none is judged.

    Only indicators with a status are named, so that the table says the same.
    """
    found = rows[(rows["section"] == "effort") & (rows["absent"] == "")]
    judged = found[[bool(status(row)[0]) for _, row in found.iterrows()]]
    parts = []
    for level, words in _LEVELS.items():
        names = [f"»{name}«" for name in judged.loc[judged["level"] == level, "indicator"]]
        if names:
            parts.append(f"{words} for {danish.listed(names)}")
    return [f"Indsatsens niveau er {danish.listed(parts)}."] if parts else []


def standing_out(chosen: pd.DataFrame) -> list[str]:
    """Up to two good results and three challenges, and a sentence where there is none of either.

    ``chosen`` is as ``measures.highlights`` gives it: those that lie farthest from comparable areas first.
    """
    named = {}
    for lead, side, most in (
        ("Gode resultater", GOOD, MOST_GOOD),
        ("Særlige udfordringer", CHALLENGE, MOST_CHALLENGES),
    ):
        names = list(chosen.loc[chosen["side"] == side, "indicator"])[:most]
        if names:
            named[lead] = danish.listed([f"»{name}«" for name in names])
    return [f"{lead}: {names}." for lead, names in named.items()] or [NOTHING_OUT]


def _shown(row: pd.Series) -> bool:
    return math.isfinite(row["value"]) or math.isfinite(row["share"])


def _level(row: pd.Series, place: str) -> str:
    """The count and the share, beside that of comparable areas."""
    measure, placed = catalogue.measured(row["subject"])[0], catalogue.measure(row["measure"])
    about = "ca. " if row["estimated"] else ""
    share = f"{about}{_quotient(placed, row['share'])}" if math.isfinite(row["share"]) else ""
    beside = (
        f" mod {about}{_quotient(placed, row['group'])} i sammenlignelige kommuner"
        if share and math.isfinite(row["group"])
        else ""
    )
    these = "de " if periods.kind(row["period"]) == "rolling" else ""
    when = f"i {place} i {these}{danish.month(row['period'])}"
    if measure.is_rate or not math.isfinite(row["value"]):
        return danish.ended(f"Niveauet var {share} {when}{beside}")
    of = f", {share} {_of(placed)}" if share else ""
    return danish.ended(f"Niveauet var {danish.number(row['value'])} {row['unit']} {when}{of}{beside}")


def _of(placed: catalogue.Measure) -> str:
    """Of what a share is."""
    return placed.axis.removeprefix("pct. ")


def _quotient(placed: catalogue.Measure, value: float) -> str:
    return danish.percent(value) if placed.is_share else danish.number(value, 1)


def _development(row: pd.Series) -> str:
    """How the result has changed over 12 months, beside comparable areas."""
    if catalogue.measured(row["subject"])[0].is_rate:
        if not math.isfinite(row["points"]):
            return ""
        beside = (
            f"; i sammenlignelige kommuner {_turned(points_change(row['group_points']), 'den')}"
            if math.isfinite(row["group_points"])
            else ""
        )
        return danish.ended(f"Andelen {points_change(row['points'])} på 12 måneder{beside}")
    if not math.isfinite(row["change"]):
        return ""
    before = row["value"] - row["change"]
    moved = f"Antallet {development(row['value'], before, row['change_pct'])} på 12 måneder"
    if math.isfinite(row["change_pct"]) and math.isfinite(row["group_change_pct"]):
        other = development(1e6 + 1e4 * row["group_change_pct"], 1e6, row["group_change_pct"])
        moved += f"; i sammenlignelige kommuner {_turned(other, 'det')}"
    return danish.ended(moved)


def _turned(predicate: str, subject: str) -> str:
    """A predicate that begins with its verb, with its subject behind it."""
    return predicate.replace("er ", f"er {subject} ", 1)


def _beside(block: GoalBlock) -> str:
    """The effort at the same time: the foremost part of it that has a figure here and among comparable areas.

    None beside a result about other people than those whom the effort is for.
    """
    rows = block.indicators
    if catalogue.measured(rows["subject"].iloc[0])[0].id in APART:
        return ""
    found = rows[(rows["section"] == "effort") & rows["share"].notna() & rows["group"].notna()]
    if found.empty:
        return ""
    wanted = [name for name in ("aktiveringsgrad", "virksomhedsrettet_andel_fuldtid") if name in set(found["measure"])]
    row = found[found["measure"] == wanted[0]].iloc[0] if wanted else found.iloc[0]
    placed = catalogue.measure(row["measure"])
    return danish.ended(
        f"Samtidig var »{row['indicator']}« {_quotient(placed, row['share'])} mod "
        f"{_quotient(placed, row['group'])} i sammenlignelige kommuner"
    )
