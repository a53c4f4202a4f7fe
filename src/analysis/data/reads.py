"""What a report asks of its snapshots, noted while it runs: it is made again when an answer changes, not otherwise.

A question is a kind and what it is about, such as ``("last_final", "ledige_fuldtid/alle")``; ``measures.reading`` knows
the kinds and answers them. Who reads more than can be said so asks for the whole table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.data.snapshot import Snapshot

TABLE = "table"  # of a name, whole
Question = tuple[Any, ...]

_asked: dict[Path, tuple["Snapshot", set[Question]]] = {}  # of this process: a kernel runs one report
_answered: dict[Path, dict[Question, str]] = {}
_silent = [0]  # how many have asked that nothing is noted


def note(snapshot: "Snapshot", *question: Any) -> None:
    """Note a question to a snapshot."""
    if _silent[0]:
        return
    known = _asked.get(snapshot.path)
    if known is None:
        known = _asked[snapshot.path] = (snapshot, set())
    known[1].add(question)


def note_answer(snapshot: "Snapshot", question: Question, digest: str) -> None:
    """Note a question of which the answer is known already, with the digest of that."""
    if not _silent[0]:
        _asked.setdefault(snapshot.path, (snapshot, set()))
        _answered.setdefault(snapshot.path, {})[question] = digest


def answered(snapshot: "Snapshot") -> dict[Question, str]:
    """The questions that were noted with their answers."""
    return dict(_answered.get(snapshot.path, {}))


@contextmanager
def silent() -> Iterator[None]:
    """Note nothing for the length of a ``with``: who asks notes what comes of it."""
    _silent[0] += 1
    try:
        yield
    finally:
        _silent[0] -= 1


def noted() -> list[tuple["Snapshot", set[Question]]]:
    """The snapshots that were asked so far, in the order of their paths, with the questions."""
    return [(snapshot, set(questions)) for _, (snapshot, questions) in sorted(_asked.items())]


def forget() -> None:
    """Begin anew, as before a process that has prepared something is forked to run reports."""
    _asked.clear()
    _answered.clear()
