"""A table and a list of sentences, each put on the page in one call."""

from collections.abc import Sequence

from analysis.publish import blocks
from analysis.publish.blocks import Table
from analysis.publish.page import SYNTHETIC, current


def table(shown: Table) -> None:
    """Publish a table under its own id."""
    blocks.emit("table", html=shown.html(), plain=shown.plain(), **shown.payload())


def text(said: Sequence[str], *, mark: str = "jc-text", quoted: bool = False) -> None:
    """Publish sentences as a list, nothing where there is none; ``quoted`` ones stand, whatever a comment replaces."""
    if said:
        html = blocks.items(said, mark=mark)
        told = {"id": current().number("text"), "sentences": list(said), **({"quoted": True} if quoted else {})}
        blocks.emit("text", html=html, plain="\n".join(said), **told)


def synthetic() -> bool:
    """Whether the page's figures are made up."""
    return current().panel.snapshot.synthetic


def mark() -> str:
    """What stands behind the title of a figure with made-up figures."""
    return f" ({SYNTHETIC})" if synthetic() else ""
