"""The error a reader can mend, and the nearest of the names that would have been right."""

from collections.abc import Iterable
from difflib import get_close_matches


class AnalysisError(Exception):
    """A problem that the reader can mend: the message says where, what, and what to do next.

    The command line prints it without a traceback; any other exception is a bug and keeps its own.
    """


def nearest(name: str, valid: Iterable[str], *, most: int = 3) -> list[str]:
    """Up to ``most`` of the valid names that look like ``name``, the likest first, whatever their case.

    >>> nearest("esbjreg", ["Esbjerg", "Herlev"])
    ['Esbjerg']
    """
    by_folded = {choice.casefold(): choice for choice in valid}
    return [by_folded[match] for match in get_close_matches(name.casefold(), by_folded, n=most, cutoff=0.6)]


def did_you_mean(name: str, valid: Iterable[str]) -> str:
    """A sentence with the nearest valid names, or all of them where none is near.

    >>> did_you_mean("witin", ["within", "period"])
    "Did you mean 'within'?"
    """
    choices = sorted(valid)
    near = nearest(name, choices)
    if near:
        return "Did you mean " + " or ".join(f"'{choice}'" for choice in near) + "?"
    return "Valid: " + ", ".join(choices) + "." if choices else "There is none to choose from."
