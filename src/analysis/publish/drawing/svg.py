"""A figure as SVG: small, the same on every machine, with text that is text."""

import io
import re
from collections import Counter
from functools import lru_cache
from string import ascii_letters
from typing import Any, Literal
from xml.sax.saxutils import escape

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from analysis.publish.drawing.sheet import Word, alt
from analysis.publish.drawing.style import MEASURED, POINTS, SHOWN, TINY, house

ABOUT = dict.fromkeys(("Date", "Creator", "Format", "Type"))  # what matplotlib would say of itself
_PREAMBLE = re.compile(r"\A.*?(?=<svg)", re.DOTALL)  # names an outside address, and no browser reads it
_TAG = re.compile(r"<[a-zA-Z][^>]*>")
_STYLE = re.compile(r' style="([^"]*)"')
_PATH = re.compile(r' d="([^"]*)"')
_UNTURNED = re.compile(r' transform="rotate\(-?0 [^"]*\)"')
_NAMED = re.compile(r' id="(\w+)"')
_POINTED = re.compile(r"#(\w+)(?=[)\"])")
_LONG = re.compile(r"-?\d+\.\d{3,}")
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_INDENT = re.compile(r">\s+<")
MOST = 8192  # texts whose size is remembered


def to_svg(figure: Figure) -> str:
    """The figure as SVG: its text is text, and the same figure gives the same characters on every machine.

    Letters are those of the reader's system. Figures are measured with wider ones, so nothing collides.
    The element stands alone: without XML declaration, date or the names of programs.
    """
    buffer = io.StringIO()
    figure.set_dpi(POINTS)
    wide, tall = figure.get_size_inches() * POINTS
    with house():
        pen: Any = _Pen(wide, tall, buffer, metadata=ABOUT)  # type: ignore[no-untyped-call]
        figure.draw(pen)
        pen.finalize()
    svg = _PREAMBLE.sub("", buffer.getvalue(), count=1).replace(f"; font-family: '{MEASURED}'", "")
    svg = _brief(_INDENT.sub(">\n<", svg).strip())
    svg = svg.replace("<svg ", f'<svg role="img" font-family="{SHOWN}" ', 1)
    return svg.replace("<defs>", f"<title>{escape(alt(figure))}</title>\n<defs>", 1)


class _Pen(RendererSVG):  # type: ignore[misc, unused-ignore]
    """Matplotlib's own, which names no groups and measures a text once for all figures."""

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Nothing: nobody asks for the parts of a figure by name."""

    def close_group(self, s: str) -> None:
        """Nothing, as there was no group."""

    def write(self, word: Word, x: float, y: float) -> None:
        """Write a word at a place, counted in points from the lower left."""
        heavy = "font-weight: 700; " if word.bold else ""
        anchor = "end" if word.side == "right" else "start"
        style = f"{heavy}font-size: {TINY:g}px; text-anchor: {anchor}; fill: {word.colour}"
        place = {"x": f"{x:f}", "y": f"{self.height - y:f}"}
        self.writer.element("text", word.text, attrib={"style": style, **place})  # type: ignore[no-untyped-call]

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | Literal["TeX"]
    ) -> tuple[float, float, float]:
        """The size of a line of text in points."""
        return _size(s, prop.copy(), ismath)


@lru_cache(MOST)
def _size(text: str, letters: FontProperties, is_math: bool | Literal["TeX"]) -> tuple[float, float, float]:
    wide, tall, below = text_to_path.get_text_width_height_descent(text, letters, is_math)
    return wide, tall, below


def _brief(svg: str) -> str:
    """The same picture in fewer characters: styles that recur are classes, places are hundredths of a point."""
    styles = Counter(_STYLE.findall(svg))
    classes = {style: _short(at) for at, style in enumerate(style for style in styles if styles[style] > 1)}
    names = {name: _short(at) for at, name in enumerate(dict.fromkeys(_NAMED.findall(svg)))}

    def plain(text: str) -> str:
        text = _POINTED.sub(lambda name: f"#{names.get(name[1], name[1])}", text) if "#" in text else text
        return _LONG.sub(_hundredths, text) if "." in text else text

    def styled(style: re.Match[str]) -> str:
        return f' class="{classes[style[1]]}"' if style[1] in classes else f' style="{_tight(style[1])}"'

    def tag(found: re.Match[str]) -> str:
        text = _STYLE.sub(styled, found[0])
        text = _PATH.sub(lambda path: f' d="{_line(path[1])}"', text) if ' d="' in text else text
        text = _UNTURNED.sub("", text) if "transform=" in text else text
        text = _NAMED.sub(lambda name: f' id="{names[name[1]]}"', text) if " id=" in text else text
        return plain(text)

    svg = _TAG.sub(tag, svg)
    rules = "".join(f".{name}{{{plain(_tight(style))}}}" for style, name in classes.items())
    return svg.replace("</style>", f"{rules}</style>", 1)


def _tight(style: str) -> str:
    return style.replace("; ", ";").replace(": ", ":").replace("stroke-dashoffset:0;", "")


def _line(path: str) -> str:
    """A path without what its reader can tell by itself: line ends, and that a line goes on."""
    steps, before = [], ""
    for way, places in _STEP.findall(path):
        goes_on = way == before and way in "LC"
        steps.append((" " if goes_on else way) + " ".join(places.split()))
        before = "L" if way == "M" else way  # what follows a move is a line unless it says otherwise
    return "".join(steps)


def _short(at: int) -> str:
    """The short name with a number from 0: a, b, …, Z, a1, b1, …"""
    further, first = divmod(at, len(ascii_letters))
    return ascii_letters[first] + (str(further) if further else "")


def _hundredths(number: re.Match[str]) -> str:
    """A place on the sheet to a hundredth of a point, which nobody sees."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
