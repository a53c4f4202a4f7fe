"""The charts that notebooks draw with: a tidy table first, the rest by keyword, a matplotlib figure back.

Each kind of chart has its own module; ``alt`` and ``to_svg`` are what a page needs of any of them.
"""

from analysis.publish.drawing.curves import survival
from analysis.publish.drawing.decomposition import decomposed
from analysis.publish.drawing.development import development
from analysis.publish.drawing.fan import fan
from analysis.publish.drawing.funnel import funnel
from analysis.publish.drawing.heatmap import heatmap
from analysis.publish.drawing.levels import levels
from analysis.publish.drawing.likeness import balance, overlap
from analysis.publish.drawing.matrix import matrix
from analysis.publish.drawing.parts import parts
from analysis.publish.drawing.paths import effect_path
from analysis.publish.drawing.ranking import ranked
from analysis.publish.drawing.scatter import expected, quadrant
from analysis.publish.drawing.shares import shares
from analysis.publish.drawing.sheet import alt
from analysis.publish.drawing.side_by_side import side_by_side
from analysis.publish.drawing.smalls import smalls
from analysis.publish.drawing.stack import incidence
from analysis.publish.drawing.svg import to_svg
from analysis.publish.drawing.tilemap import tiles
from analysis.publish.drawing.towards import towards

__all__ = [
    "alt",
    "balance",
    "decomposed",
    "development",
    "effect_path",
    "expected",
    "fan",
    "funnel",
    "heatmap",
    "incidence",
    "levels",
    "matrix",
    "overlap",
    "parts",
    "quadrant",
    "ranked",
    "shares",
    "side_by_side",
    "smalls",
    "survival",
    "tiles",
    "to_svg",
    "towards",
]


def __dir__() -> list[str]:
    return __all__
