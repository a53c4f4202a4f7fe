"""The house style of the figures: colours, pens, letters and sizes, in force only while a figure is made."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any, NamedTuple, ParamSpec

from matplotlib import rc_context, rcParams
from matplotlib.figure import Figure
from matplotlib.style import context

Arguments = ParamSpec("Arguments")

POINTS = 72.0  # in an inch
WIDTH, WIDE = 7.6, 9.5  # inches: a figure in the text, and one that fills the page
SIZE, SMALL, TINY = 9.0, 8.0, 7.0  # points: words; axes and notes; cells of a dense table
LINE = 1.25  # the height of a line of text, in its own size

MEASURED = "DejaVu Sans"  # comes with matplotlib, and is wider than what readers see: nothing collides
SHOWN = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

INK, QUIET, FAINT, PAPER = "#1a1a1a", "#595959", "#d9d9d9", "#ffffff"
OWN, OURS = "#0b3c5d", "#2d7ba3"  # the jobcenter, and its municipalities: dark and middle also in grey
REST = "#6b6b6b"  # areas beside the own
WATERMARK, BAND = "#dfdfdf", "#f3f3f3"
SHADES = ("#f5f8fa", "#d8e3eb", "#b3cad9", "#82a8c0", "#2a5f82")  # one lightness after another, no judgement
SYNTHETIC = "SYNTETISKE DATA"
PROVISIONAL = "foreløbige tal"
NOT_SHOWN = ("suppressed", "missing")  # statuses whose value, should there be one, is never drawn

ROLES = ("own", "member", "group", "region", "country")

HOUSE: dict[str, Any] = {
    "font.family": [MEASURED],
    "font.size": SIZE,
    "text.color": INK,
    "text.parse_math": False,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "svg.fonttype": "none",
    "svg.hashsalt": "jobcenter",
    "lines.solid_capstyle": "round",
    "lines.dash_capstyle": "butt",
    "axes.linewidth": 0.8,
    "axes.edgecolor": QUIET,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.major.size": 3.0,
    "ytick.major.size": 0.0,
    "hatch.linewidth": 0.6,
    "image.composite_image": False,
}


class Pen(NamedTuple):
    """How an area is drawn: no two roles share both a lightness and a dash, so that grey is enough."""

    colour: str
    width: float  # points
    dashes: tuple[float, ...]  # in line widths; empty for an unbroken line
    ink: str  # of its words, dark enough to read


_PENS = {
    "own": Pen(OWN, 2.6, (), OWN),
    "member": Pen(OURS, 1.3, (), "#1f6284"),
    "group": Pen("#3d3d3d", 1.3, (5.0, 1.8), "#3d3d3d"),
    "region": Pen(REST, 1.3, (7.0, 1.8, 1.4, 1.8), "#595959"),
    "country": Pen("#858585", 1.6, (1.2, 1.3), "#666666"),
}
_FURTHER = ((2.6, 1.2), (9.0, 2.0), (4.0, 1.2, 1.0, 1.2, 1.0, 1.2), (1.0, 2.4))


def rank(role: str) -> int:
    """The place of a role in ``ROLES``, which is the order that areas are named in.

    Raises
    ------
    ValueError
        If ``role`` is none of ``ROLES``.
    """
    if role not in ROLES:
        raise ValueError(f"no role is called '{role}'; there are {', '.join(ROLES)}")
    return ROLES.index(role)


def pen(role: str, nth: int = 0) -> Pen:
    """The pen of the ``nth`` (from 0) area with a role; each further area of a role gets another dash."""
    first = _PENS[role]
    return first if nth == 0 else first._replace(dashes=_FURTHER[(nth - 1) % len(_FURTHER)])


@contextmanager
def house() -> Iterator[None]:
    """The house style and nothing else for the length of a ``with``; what was set before comes back."""
    with rc_context():
        dict.update(rcParams, _settings())  # type: ignore[misc]  # all of them were checked when they were set the first time
        yield


@cache
def _settings() -> dict[str, Any]:
    """What is in force in the house, as matplotlib keeps it; where figures are shown stays as it is."""
    with context(["default", HOUSE]):
        return {name: value for name, value in dict.items(rcParams) if name != "backend"}


def in_house(draw: Callable[Arguments, Figure]) -> Callable[Arguments, Figure]:
    """A chart that is always drawn in the house style, whatever the notebook has set."""

    @wraps(draw)
    def drawn(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Figure:
        with house():
            return draw(*args, **kwargs)

    return drawn
