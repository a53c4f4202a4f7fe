"""What is wrong with a file, and what a reader of its figures should know: every place, and no values."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_SHOWN = 5
_LONGEST = 90


@dataclass
class Findings:
    """The problems and notices of one sheet of one file; ``where`` begins each of them."""

    where: str
    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def problem(self, text: str) -> None:
        """Note what the file is refused for."""
        self.problems.append(f"{self.where}: {text}")

    def notice(self, text: str) -> None:
        """Note what a reader should know."""
        self.notices.append(f"{self.where}: {text}")

    def cells(self, column: str, kind: str, lines: Sequence[int], expected: str) -> None:
        """Note cells of one column that hold the wrong kind of thing."""
        self.problem(f"{rows(lines)}{', ' if column else ''}{column}: {kind}; expected {expected}")


class Strange:
    """The rows of cells that hold the wrong kind of thing: by column, the kind, and what was expected."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, str, str], list[int]] = defaultdict(list)

    def add(self, column: int, kind: str, expected: str, row: int) -> None:
        """Note one cell, or a whole row."""
        self.found[column, kind, expected].append(row)


def rows(lines: Iterable[int]) -> str:
    """The first row numbers, and how many more there are.

    >>> rows([4]), rows([2, 3, 5, 7, 11, 13, 17])
    ('row 4', 'rows 2, 3, 5, 7, 11 and 2 more')
    """
    every = sorted(set(lines))
    more = f" and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
    return ("row " if len(every) == 1 else "rows ") + ", ".join(map(str, every[:_SHOWN])) + more


def name_of(heading: str) -> str:
    """A column's name in quotation marks; hidden where it holds digits as a person's number does.

    >>> name_of("Antal personer"), name_of("010203-1234")
    ("'Antal personer'", 'with digits for a name')
    """
    if re.search(r"\d{5,}", heading):
        return "with digits for a name"
    if not heading:
        return "without a name"
    return f"'{heading}'" if len(heading) <= _LONGEST else f"'{heading[:40]}…{heading[-40:]}'"


def letters(column: int) -> str:
    """The letters by which a workbook names a column, counted from 0.

    >>> letters(0), letters(26)
    ('A', 'AA')
    """
    named = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        named = chr(ord("A") + rest) + named
    return named
