"""The sentences that are known: patterns, each with the function that holds it against its report, and fixed words.

Titles of tables and figures, and the words in the place of a picture, are sentences of kinds of their own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from read_back.reports import SENTENCE, Said

Check = Callable[[re.Match[str], Said], None]


@dataclass(frozen=True)
class Pattern:
    """One form of a sentence: its name, how it is written, and what must hold."""

    name: str
    written: re.Pattern[str]
    check: Check
    kind: str


PATTERNS: list[Pattern] = []
FIXED: dict[str, str] = {}  # a sentence without figures, word by word, to the name of its family


def pattern(written: str, *, kind: str = SENTENCE) -> Callable[[Check], Check]:
    """Register a function as the check of every sentence that is written so, from its first letter to its last."""

    def register(check: Check) -> Check:
        family = check.__module__.rpartition(".")[2]
        PATTERNS.append(Pattern(f"{family}.{check.__name__}", re.compile(written), check, kind))
        return check

    return register


def fixed(family: str, *sentences: str) -> None:
    """Register sentences without figures, word by word."""
    FIXED.update(dict.fromkeys(sentences, family.rpartition(".")[2]))


def known(said: Said) -> tuple[str, str]:
    """The name of a sentence's form, and what is wrong with it; nothing where one of its patterns agrees."""
    if said.text in FIXED:
        return f"{FIXED[said.text]}.fixed", ""
    name, wrong = "", ""
    for one in PATTERNS:
        match = one.written.fullmatch(said.text) if one.kind == said.kind else None
        if not match:
            continue
        try:
            one.check(match, said)
        except (AssertionError, LookupError, ValueError, TypeError, StopIteration) as contradiction:
            name, wrong = name or one.name, wrong or f"contradicts its report ({one.name}): {contradiction!r}"
        else:
            return one.name, ""
    return name or "unknown", wrong or "no pattern knows this sentence"
