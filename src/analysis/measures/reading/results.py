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
AROUND = ("region", "country")  # roles of which a page shows a figure without what is behind it
_SEEN = "seen"

F = TypeVar("F", bound=Callable[..., pd.DataFrame])
Seen = Callable[[pd.DataFrame], pd.DataFrame]  # from a result to what a report shows of it


def known_by_its_result(measure: F) -> F:
    """The same measure; of what it reads of a panel's snapshot a report notes the result alone.

    A panel without protection notes what the measure reads, since its results may not be told of.

    Parameters
    ----------
    measure : callable
        A function of a panel and plain values (texts, numbers, lists of them) that returns a table which may be shown.
    """
    return known_by(_whole)(measure)


def known_by(seen: Seen) -> Callable[[F], F]:
    """As ``known_by_its_result``, for a measure that tells more than reports show.

    Parameters
    ----------
    seen : callable
        What a report shows of a result: a page of it is the same as of the result.
    """

    def known(measure: F) -> F:
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
            call = spelt(measure, panel.jobcenter.code, about)
            reads.note_answer(panel.snapshot, (RESULTS, call), digest_of(seen(result)))
            return result

        setattr(asked, _SEEN, seen)
        return cast(F, asked)

    return known


def seen_of(measure: Callable[..., pd.DataFrame]) -> Seen | None:
    """What a report shows of the results of a measure that is known by them; None where it is not."""
    found: Seen | None = getattr(measure, _SEEN, None)
    return found


def of_lines(*shown: str, decimals: int = 1) -> Seen:
    """What a page shows of a table of lines: of the region and of the country some figures alone, rounded half up.

    Parameters
    ----------
    shown : str
        The columns of those figures.
    decimals : int
        With how many they are shown.

    Returns
    -------
    callable
        For ``known_by``. Of a table it gives the same rows, with the other figures of those two missing.
    """

    def seen(table: pd.DataFrame) -> pd.DataFrame:
        if "role" not in table:
            return table
        around = table["role"].isin(AROUND)
        rounded = as_shown(table[around], decimals=dict.fromkeys(shown, decimals))
        figures = list(table.select_dtypes("number").columns)
        found = table.astype(dict.fromkeys(figures, float))
        found.loc[around, figures] = rounded[list(shown)].reindex(columns=figures).astype(float)
        return found

    return seen


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
    seen = seen_of(measure)
    if seen is None:
        return ""
    with reads.silent():
        return digest_of(seen(measure(panel, **about)))


def _whole(table: pd.DataFrame) -> pd.DataFrame:
    return table


def digest_of(table: pd.DataFrame) -> str:
    """A short digest of a table: its columns, its rows in their order, and what it says of itself."""
    told = json.dumps(table.attrs, default=str, sort_keys=True)
    return hashlib.sha256(f"{table.to_json(orient='split', double_precision=15)}{told}".encode()).hexdigest()[:SHORT]
