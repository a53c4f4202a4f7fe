"""What a warm process is to know before its first fork: modules, and figures that all reports of a batch share."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from analysis.runs.spoken import calls, composed, imported, sources, words

MALLOC = "GLIBC_TUNABLES"  # a variable that sets how the system's allocator works, read when a process begins
HUGE_PAGES = {MALLOC: "glibc.malloc.hugetlb=1"}  # fewer pages are sooner forked; a system without it passes it over
MANY = 8  # reports of a notebook, for fewer of which it does not pay to rehearse it


@dataclass(frozen=True)
class Example:
    """One report of a notebook, to be rehearsed: the code cells, and what the parameters are set to."""

    sources: tuple[str, ...]
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class Warmth:
    """What the notebooks of a batch import and speak of.

    ``modules`` are written ``module`` or ``module:name``. ``words`` are the texts in their code, ``composed`` those
    put together of them. Those that are subjects are prepared from the snapshot ``data`` for the month ``period``,
    where these are given, with what their ``calls`` (as ``measures.indicators``) will ask for and the fields that the
    ``jobcentres`` are in. The ``examples`` are rehearsed then.
    """

    modules: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    composed: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    data: str = ""
    jobcentres: tuple[str, ...] = ()
    period: str = ""
    examples: tuple[Example, ...] = ()

    @classmethod
    def of(cls, reports: Iterable[tuple[str, Mapping[str, Any]]], *, shared: bool = True) -> "Warmth":
        """What the notebooks of some reports of one snapshot and month speak of, and what they share.

        Parameters
        ----------
        reports : iterable of tuple
            Of each report the notebook as JSON, and its parameters.
        shared : bool
            Whether figures are to be prepared.
        """
        books: dict[str, list[Mapping[str, Any]]] = {}
        for text, parameters in reports:
            books.setdefault(text, []).append(parameters)
        modules = tuple(sorted({name for text in books for name in imported(text)}))
        asked = [parameters for each in books.values() for parameters in each]
        if not shared or not asked:
            return cls(modules)
        return cls(
            modules,
            words=tuple(sorted({word for text in books for word in words(text)})),
            composed=tuple(sorted({word for text in books for word in composed(text)})),
            calls=tuple(sorted({call for text in books for call in calls(text)})),
            data=str(asked[0]["data"]),
            jobcentres=tuple(dict.fromkeys(str(one["jobcenter"]) for one in asked)),
            period=str(asked[0]["period"]),
            examples=tuple(Example(tuple(sources(text)), each[0]) for text, each in books.items() if len(each) >= MANY),
        )

    def unrehearsed(self) -> "Warmth":
        """The same without examples."""
        return replace(self, examples=())

    def to_text(self) -> str:
        """As one line of text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> "Warmth":
        """From one line of text."""
        values: dict[str, Any] = json.loads(text)
        examples = tuple(Example(tuple(one["sources"]), one["parameters"]) for one in values.pop("examples"))
        told: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
        }
        return cls(**told, examples=examples)
