"""What changed between two states of a notebook, a mapping or some files, in few words."""

import json
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from analysis.runs.execute import INJECTED

MOST = 5  # that are named


def values(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """The values that changed, with what they were.

    >>> values({"weeks": 26, "mood": "well"}, {"weeks": 27, "mood": "well"})
    'weeks is 27 and was 26'
    """
    names = [name for name in dict.fromkeys([*before, *now]) if before.get(name) != now.get(name)]
    return _some([_value(name, before, now) for name in names])


def files(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """The files that changed, came or went, by their digests.

    >>> files({"a.py": "1", "b.py": "2"}, {"a.py": "3", "c.py": "4"})
    'a.py, b.py (gone), c.py (new)'
    """
    names = [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    states = {True: "", False: " (new)"}
    return _some([f"{name} (gone)" if name not in now else name + states[name in before] for name in names])


def cells(executed: str, text: str, *, kind: str) -> str:
    """The cells of a kind that changed since a notebook was run, as they are numbered now; empty where none did.

    Parameters
    ----------
    executed : str
        The notebook as it was kept when it had run, as JSON.
    text : str
        The notebook as its author left it, as JSON.
    kind : str
        ``code`` or ``markdown``.
    """
    before = [source for _, source in _cells(executed, kind)]
    now = _cells(text, kind)
    numbers = [
        f"cell {cell[0]}" if cell else "a cell that is gone"
        for source, cell in zip_longest(before, now)
        if cell is None or cell[1] != source
    ]
    return _some(list(dict.fromkeys(numbers)))


def _cells(text: str, kind: str) -> list[tuple[int, str]]:
    """The cells of a kind by their number among all but the one that papermill puts in."""
    every = [cell for cell in json.loads(text)["cells"] if INJECTED not in cell["metadata"].get("tags", ())]
    numbered = enumerate(every, start=1)
    return [(number, "".join(cell["source"])) for number, cell in numbered if cell["cell_type"] == kind]


def _value(name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    if name not in before:
        return f"{name} is new"
    return f"{name} is {now[name]} and was {before[name]}" if name in now else f"{name} is gone"


def _some(told: list[str]) -> str:
    more = f" and {len(told) - MOST} more" if len(told) > MOST else ""
    return ", ".join(told[:MOST]) + more
