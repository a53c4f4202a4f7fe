"""Everything that is wrong with a request, said at once and before anything is started."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from analysis.errors import AnalysisError

T = TypeVar("T")


def refuse(problems: Sequence[str]) -> None:
    """Nothing where there is no problem; otherwise one error that has them all.

    Parameters
    ----------
    problems : sequence of str
        One text per problem, of one or more lines, in the order they are to be read.

    Raises
    ------
    AnalysisError
        If there is a problem.
    """
    if not problems:
        return
    listed = "\n".join("  - " + problem.replace("\n", "\n    ") for problem in problems)
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    raise AnalysisError(f"{count}; nothing was started.\n{listed}")


def answer(ask: Callable[[], T], problems: list[str]) -> list[T]:
    """What ``ask`` returns, in a list of one; an empty list where it found a problem, which goes to ``problems``."""
    try:
        return [ask()]
    except AnalysisError as error:
        problems.append(str(error))
        return []
