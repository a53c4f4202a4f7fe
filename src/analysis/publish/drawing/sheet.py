"""What every figure shares: the paper it is drawn on, the words across synthetic data, what it shows in words."""

from collections.abc import Collection, Sequence
from typing import Any, Literal, NamedTuple, Protocol, runtime_checkable

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from analysis.publish.drawing import labels
from analysis.publish.drawing.scale import Scale
from analysis.publish.drawing.style import INK, MEASURED, POINTS, SYNTHETIC, TINY, WATERMARK


class Sheet:
    """A figure measured in points from its lower left corner, for words and lines that stand side by side."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / POINTS, height / POINTS))

    def axes(self, left: float, bottom: float, width: float, height: float) -> Axes:
        """Axes whose frame has this corner and size."""
        return self.figure.add_axes((left / self.width, bottom / self.height, width / self.width, height / self.height))

    def whole(self) -> Axes:
        """Axes over the whole sheet, without a frame, measured in its points."""
        axes = self.axes(0, 0, self.width, self.height)
        axes.set_axis_off()
        axes.set_xlim(0, self.width)
        axes.set_ylim(0, self.height)
        return axes

    def upright(self, up: Scale, *, left: float, bottom: float, width: float, height: float, heading: str) -> Axes:
        """Axes with a scale upwards, its lines, and its heading in the upper left corner of the sheet."""
        axes = self.axes(left, bottom, width, height)
        axes.set_ylim(up.low, up.high)
        axes.set_yticks(up.ticks, up.words)
        axes.grid(axis="y")
        self.write(0, self.height - 1, up.heading(heading), va="top")
        return axes

    def write(self, x: float, y: float, text: str, **how: Any) -> None:
        """Words at a point; ``how`` as matplotlib's ``Text`` takes it."""
        self.figure.text(x / self.width, y / self.height, text, **how)

    def rule(self, xs: list[float], ys: list[float], **how: Any) -> None:
        """A line through points; ``how`` as matplotlib's ``Line2D`` takes it."""
        across = [x / self.width for x in xs]
        up = [y / self.height for y in ys]
        self.figure.add_artist(Line2D(across, up, transform=self.figure.transFigure, **how))


class Words(Artist):
    """Many short texts in the units of their axes, as one artist.

    Matplotlib lays every ``Text`` out anew each time it is drawn, which takes half a second for the cells of
    a large table. These need no layout: each is one line, without turning, on its baseline.
    """

    def __init__(self, texts: Sequence["Word"]) -> None:
        super().__init__()
        self.texts = texts

    def draw(self, renderer: RendererBase) -> None:
        """Draw the texts, each anchored at its side, so that narrower letters keep their columns."""
        places = self.get_transform().transform([(word.x, word.y) for word in self.texts])
        if isinstance(renderer, Writer):
            for word, (x, y) in zip(self.texts, places.tolist(), strict=True):
                renderer.write(word, x, y)
            return
        _, tall = renderer.get_canvas_width_height()
        anchors = {side: Text(ha=side, transform=IdentityTransform()) for side in ("left", "right")}
        letters = {
            bold: FontProperties(family=MEASURED, size=TINY, weight="bold" if bold else "normal")
            for bold in (False, True)
        }
        pen = renderer.new_gc()
        for word, (x, y) in zip(self.texts, places, strict=True):
            anchor = anchors[word.side]
            anchor.set_position((x, y))
            if word.side == "right":
                x -= renderer.points_to_pixels(labels.width(word.text, TINY, bold=word.bold))
            pen.set_foreground(word.colour)
            height = tall - y if renderer.flipy() else y
            renderer.draw_text(pen, x, height, word.text, letters[word.bold], 0.0, mtext=anchor)
        pen.restore()


class Word(NamedTuple):
    """A short text of ``style.TINY`` letters on its baseline, starting or ending at a point."""

    x: float
    y: float
    text: str
    side: Literal["left", "right"] = "left"
    bold: bool = False
    colour: str = INK


@runtime_checkable
class Writer(Protocol):
    """A renderer that writes a word as it is, without laying it out."""

    def write(self, word: Word, x: float, y: float) -> None:
        """Write a word at a place, counted in points from the lower left."""


def check(table: pd.DataFrame, columns: Collection[str], *, chart: str) -> None:
    """Make sure that a table can be drawn at all.

    Raises
    ------
    ValueError
        If columns are missing, all of them named, or there is no row.
    """
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(f"{chart}: the table lacks {', '.join(missing)}; it needs {', '.join(columns)}")
    if table.empty:
        raise ValueError(f"{chart}: the table has no rows to draw")


def stamp(axes: Axes, *, wide: float, tall: float) -> None:
    """Write across axes of so many points, behind what is drawn, that the data are synthetic."""
    size = min(0.8 * wide / labels.width(SYNTHETIC, 1.0, bold=True), 0.5 * tall)
    how: dict[str, Any] = {"size": size, "weight": "bold", "color": WATERMARK, "zorder": 0.1}
    axes.text(0.5, 0.5, SYNTHETIC, transform=axes.transAxes, ha="center", va="center_baseline", **how)


def described(figure: Figure, text: str, *, synthetic: bool) -> Figure:
    """The figure, with what it shows in words for those who cannot see it."""
    said = text.replace("pct..", "pct.")  # the full stop of an abbreviation ends the sentence
    figure.set_label(f"{SYNTHETIC.capitalize()}. {said}" if synthetic else said)
    return figure


def alt(figure: Figure) -> str:
    """What a figure shows, in a sentence of Danish: its alternative text on a page."""
    return str(figure.get_label())
