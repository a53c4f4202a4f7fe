"""Results that rest on more of a snapshot than can be said cell by cell: what a report has read of it is the result.

A measure that asks whole tables of a register, or figures before anything is hidden, is ``known_by_its_result``: a
report that called it is made again when the same call gives another result. What is kept of a result is a digest of the
table as it may be shown, so that nothing can be found out from it that the table does not show.
"""

import hashlib
import inspect
import json
from collections.abc import Callable, Mapping
from functools import wraps
from importlib import import_module
from typing import Any, TypeVar, cast

import pandas as pd

from analysis import danish
from analysis.data import reads
from analysis.data.tables import Panel

RESULTS = "results"  # of a measure, for a jobcenter, with what it was asked
SHORT = 12  # characters of a digest: one change in 10^14 would be missed
PACKAGE = "analysis."
_MARK = "known_by_its_result"

F = TypeVar("F", bound=Callable[..., pd.DataFrame])


def known_by_its_result(measure: F) -> F:
    """The same measure; of what it reads of a panel's snapshot a report notes the result alone.

    A panel without protection notes what the measure reads, since its results may not be told of.

    Parameters
    ----------
    measure : callable
        A function of a panel and plain values (texts, numbers, lists of them) that returns a table which may be shown.
    """
    signature = inspect.signature(measure)

    @wraps(measure)
    def asked(panel: Panel, *given: Any, **named: Any) -> pd.DataFrame:
        if not panel.protected:
            return measure(panel, *given, **named)
        bound = signature.bind(panel, *given, **named)
        bound.apply_defaults()
        about = dict(list(bound.arguments.items())[1:])
        with reads.silent():
            result = measure(panel, *given, **named)
        reads.note_answer(panel.snapshot, (RESULTS, spelt(measure, panel.jobcenter.code, about)), digest_of(result))
        return result

    setattr(asked, _MARK, True)
    return cast(F, asked)


def as_shown(table: pd.DataFrame, *, decimals: Mapping[str, int]) -> pd.DataFrame:
    """The table with some figures rounded half up, to the decimals in which a report shows them.

    For figures that rest on the whole country: one person elsewhere moves them where nobody can see it, and no report
    is to be made again for that. Whatever is made of the table is made of what is shown.

    Parameters
    ----------
    table : DataFrame
        What a measure gives; ``attrs`` is kept.
    decimals : mapping
        By column, how many; of a share that is shown in per cent two more than of the per cent.
    """
    seen = {
        name: table[name].map(lambda value, to=to: float(danish.rounded(value, to)), na_action="ignore")
        for name, to in decimals.items()
    }
    return table.assign(**seen)


def spelt(measure: Callable[..., Any], jobcenter: str, about: dict[str, Any]) -> str:
    """A call as a text: the measure, the jobcenter, and what it was asked."""
    name = f"{measure.__module__.removeprefix(PACKAGE)}.{measure.__name__}"
    return f"{name} {jobcenter} {json.dumps(about, ensure_ascii=False, separators=(',', ':'), sort_keys=True)}"


def parts(text: str) -> tuple[str, str, dict[str, Any]]:
    """The measure, the jobcenter and what it was asked, of a call as a text."""
    name, jobcenter, about = text.split(" ", 2)
    return name, jobcenter, json.loads(about)


def asked_again(text: str, panel: Panel) -> str:
    """The digest of what a call gives of a panel; empty where there is no such measure any more.

    The panel is of the call's jobcenter.
    """
    name, _, about = parts(text)
    module, _, function = name.rpartition(".")
    try:
        measure = getattr(import_module(PACKAGE + module), function)
    except (ImportError, AttributeError):
        return ""
    if not getattr(measure, _MARK, False):
        return ""
    with reads.silent():
        return digest_of(measure(panel, **about))


def digest_of(table: pd.DataFrame) -> str:
    """A short digest of a table: its columns, its rows in their order, and what it says of itself."""
    told = json.dumps(table.attrs, default=str, sort_keys=True)
    return hashlib.sha256(f"{table.to_json(orient='split', double_precision=15)}{told}".encode()).hexdigest()[:SHORT]
