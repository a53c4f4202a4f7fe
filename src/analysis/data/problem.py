"""One problem of a snapshot: how bad it is, and what it is."""

from dataclasses import dataclass

ERROR, NOTE = "error", "note"

_SHOWN = 5


@dataclass(frozen=True)
class Problem:
    """One line of the list; an ``error`` must be mended, a ``note`` is to be known."""

    severity: str
    text: str


def listed(names: list[str]) -> str:
    """The first names, and how many more there are.

    >>> listed(["101", "147"]), listed(list("abcdefg"))
    ('101, 147', 'a, b, c, d, e and 2 more')
    """
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
