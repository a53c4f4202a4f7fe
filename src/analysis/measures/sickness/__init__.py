"""Sick leave of a jobcenter's own persons: who comes, how long it lasts, where it leads, and what it feeds."""

from analysis.measures.sickness.against import against_expected
from analysis.measures.sickness.arrivals import came_from, who
from analysis.measures.sickness.driving import drivers
from analysis.measures.sickness.fed import feeding
from analysis.measures.sickness.leaving import again, exits, exits_compared
from analysis.measures.sickness.lengths import lengths, remaining
from analysis.measures.sickness.moving import moves
from analysis.measures.sickness.union import together

__all__ = [
    "again",
    "against_expected",
    "came_from",
    "drivers",
    "exits",
    "exits_compared",
    "feeding",
    "lengths",
    "moves",
    "remaining",
    "together",
    "who",
]
