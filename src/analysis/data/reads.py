"""What a report asks of its snapshots, noted while it runs: it is made again when an answer changes, not otherwise.

A question is a kind and what it is about, such as ``("last_final", "ledige_fuldtid/alle")``; ``measures.reading`` knows
the kinds and answers them. Who reads more than can be said so asks for the whole table.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.data.snapshot import Snapshot

TABLE = "table"  # of a name, whole
Question = tuple[Any, ...]

_asked: dict[Path, tuple["Snapshot", set[Question]]] = {}  # of this process: a kernel runs one report


def note(snapshot: "Snapshot", *question: Any) -> None:
    """Note a question to a snapshot."""
    known = _asked.get(snapshot.path)
    if known is None:
        known = _asked[snapshot.path] = (snapshot, set())
    known[1].add(question)


def noted() -> list[tuple["Snapshot", set[Question]]]:
    """The snapshots that were asked so far, in the order of their paths, with the questions."""
    return [(snapshot, set(questions)) for _, (snapshot, questions) in sorted(_asked.items())]


def forget() -> None:
    """Begin anew, as before a process that has prepared something is forked to run reports."""
    _asked.clear()
