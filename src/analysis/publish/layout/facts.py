"""Facts: the rows of key figures, as the layout of their tables asks for them."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import catalogue

Fact = Mapping[str, Any]  # a row of ``measures.key_figures``, which is looked at more often than its table is large


def of_table(figures: pd.DataFrame) -> list[Fact]:
    """The facts of a table."""
    return [{str(name): value for name, value in row.items()} for row in figures.to_dict("records")]


def present(facts: Sequence[Fact]) -> list[Fact]:
    """The facts that there are figures of."""
    return [fact for fact in facts if not said_in(fact, "absent")]


def apart(facts: Sequence[Fact], *names: str) -> list[list[Fact]]:
    """The facts with the same values of some columns together, in the order they first stand in."""
    found: dict[Hashable, list[Fact]] = {}
    for fact in facts:
        found.setdefault(tuple(fact[name] for name in names), []).append(fact)
    return list(found.values())


def is_rate(fact: Fact) -> bool:
    """Whether a fact is of a quotient, and not of a count."""
    return catalogue.measure(fact["measure"]).is_rate


def holds(fact: Fact, name: str) -> bool:
    """Whether something is so; it is not where nothing is known of it."""
    return bool(pd.notna(fact.get(name)) and fact[name])


def said_in(fact: Fact, name: str) -> str:
    """The words in a column; empty where there are none."""
    words = fact.get(name)
    return words if isinstance(words, str) else ""
