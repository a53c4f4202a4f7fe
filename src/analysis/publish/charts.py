"""The charts that notebooks draw with: a tidy table first, the rest by keyword, a matplotlib figure back.

Each kind of chart has its own module; ``alt`` and ``to_svg`` are what a page needs of any of them.
"""

from analysis.publish.curves import survival
from analysis.publish.decomposition import decomposed
from analysis.publish.development import development
from analysis.publish.fan import fan
from analysis.publish.funnel import funnel
from analysis.publish.heatmap import heatmap
from analysis.publish.levels import levels
from analysis.publish.paths import effect_path
from analysis.publish.ranking import ranked
from analysis.publish.sheet import alt, to_svg
from analysis.publish.stack import incidence
from analysis.publish.towards import towards

__all__ = [
    "alt",
    "decomposed",
    "development",
    "effect_path",
    "fan",
    "funnel",
    "heatmap",
    "incidence",
    "levels",
    "ranked",
    "survival",
    "to_svg",
    "towards",
]
