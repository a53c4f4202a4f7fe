"""The legend of the five shades, from the lowest fifth to the highest, and of what has none."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis import danish
from analysis.publish.drawing import labels
from analysis.publish.drawing.grid import NOTHING, hatched
from analysis.publish.drawing.style import QUIET, SHADES, SMALL

LOW, HIGH = "laveste femtedel", "højeste femtedel"
SIDE = 18.0  # points across a shade


def legend(axes: Axes, *, tall: float, hidden: bool, nothing: bool) -> None:
    """The shades in the lower left corner of axes in points, ``tall`` each; hatch and dash where there are any."""
    how: dict[str, Any] = {"size": SMALL, "va": "baseline"}
    left = labels.width(LOW, SMALL) + 6
    axes.text(1, 6, LOW, **how)
    for shade, colour in enumerate(SHADES):
        corner = (left + shade * SIDE, 4)
        axes.add_artist(Rectangle(corner, SIDE, tall, facecolor=colour, edgecolor=QUIET, linewidth=0.4))
    left += len(SHADES) * SIDE + 5
    axes.text(left, 6, HIGH, **how)
    left += labels.width(HIGH, SMALL) + 24
    if hidden:
        axes.add_artist(hatched([(left, 4.0, SIDE, tall)]))
        axes.text(left + SIDE + 5, 6, danish.HIDDEN_CELL, **how)
        left += SIDE + labels.width(danish.HIDDEN_CELL, SMALL) + 29
    if nothing:
        axes.text(left, 6, f"{NOTHING} {danish.MISSING_CELL}", **how)
