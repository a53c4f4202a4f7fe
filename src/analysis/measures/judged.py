"""Level and development of many indicators, all judged at once, and why some of them are not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis import rules
from analysis.catalogue import Measure
from analysis.measures.axes import UNKNOWN, Axis, Case, Side, count_axes, level_axes, share_axes, target_group

NO_WAY = "hverken et højt eller et lavt tal er bedst"
NOT_SHOWN = "jobcenterets tal ikke vises"
NO_SHARE = "der ikke er en andel at sammenligne niveauet efter"
NO_GROUP = "de sammenlignelige kommuners tal ikke vises"
NO_LEVEL = "niveauet ikke kan sammenlignes"
NO_DEVELOPMENT = "udviklingen ikke kan sammenlignes"
TOO_SMALL = "målgruppen er for lille"
BESIDE = "beside"  # the key of a row that is to be judged, for what it is judged by


@dataclass(frozen=True)
class Beside:
    """What an indicator is judged by: its figures by role, those of its count where it has one, measures and month.

    ``placed`` is the measure that areas are compared by, and ``measure`` the one that was asked for.
    """

    sides: Mapping[str, Side]
    counts: Mapping[str, Side]
    placed: Measure
    measure: Measure
    period: str

    @property
    def why(self) -> str:
        """Why it is not judged at all: no way is better, the target group is too small, or no figure; or empty."""
        own, group = self.sides["own"], self.sides["group"]
        if self.placed.direction == "neutral":
            return NO_WAY
        if not (np.isfinite(own["value"]) and np.isfinite(own["shown"])):
            return NOT_SHOWN
        if self.persons < rules.value("smallest_base_for_rank", self.period):
            return TOO_SMALL
        if not self.placed.is_rate:
            return NO_SHARE
        return "" if np.isfinite(group["value"]) else NO_GROUP

    @property
    def persons(self) -> float:
        """How many the figure is about."""
        return target_group(self.sides["own"], self.placed)

    @property
    def level(self) -> Case:
        """The level beside that of comparable areas."""
        return Case(self.sides["own"], self.sides["group"], self.placed, self.period)

    @property
    def growth(self) -> Case:
        """The count beside that of comparable areas."""
        return Case(self.counts["own"], self.counts["group"], self.measure, self.period)


def judged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with ``level``, ``development``, their scores, ``n``, ``small`` and ``why``.

    Those without ``BESIDE`` are as they were.
    """
    whys = {at: row[BESIDE].why for at, row in enumerate(rows) if BESIDE in row}
    beside = {at: rows[at][BESIDE] for at, why in whys.items() if not why}
    levels = level_axes([one.level for one in beside.values()])
    axes = dict(zip(beside, zip(levels, _developments(list(beside.values())), strict=True), strict=True))
    made = []
    for at, row in enumerate(rows):
        told = {name: value for name, value in row.items() if name != BESIDE}
        if at in axes:
            level, development = axes[at]
            why = NO_LEVEL if level.way == UNKNOWN else NO_DEVELOPMENT if development.way == UNKNOWN else ""
            told |= {"level": level.way, "development": development.way, "why": why, "n": row[BESIDE].persons}
            told |= {"level_score": level.score, "development_score": development.score}
        elif at in whys:
            told |= {"why": whys[at], "small": whys[at] == TOO_SMALL}
        made.append(told)
    return made


def _developments(beside: list[Beside]) -> list[Axis]:
    """How each has developed: a count by its growth, another figure by its change."""
    counts = iter(count_axes([one.growth for one in beside if one.counts]))
    shares = iter(share_axes([one.level for one in beside if not one.counts]))
    return [next(counts) if one.counts else next(shares) for one in beside]
