"""Pages that nobody sees: what is published is worked out and goes nowhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from analysis.publish import blocks, page


@contextmanager
def unseen() -> Iterator[None]:
    """Show nothing of what is published for the length of a ``with``, and leave no page begun after it."""
    shown = blocks.display  # type: ignore[attr-defined]
    blocks.display = _to_nobody  # type: ignore[attr-defined]
    try:
        yield
    finally:
        blocks.display = shown  # type: ignore[attr-defined]
        page.forget()


def _to_nobody(*_: object, **__: object) -> None:
    """In the place of IPython's display."""
