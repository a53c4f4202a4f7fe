"""What a warm process is to know before its first fork: modules, and figures that all reports of a batch share."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from analysis.runs.spoken import calls, composed, imported, words


@dataclass(frozen=True)
class Warmth:
    """What the notebooks of a batch import and speak of.

    ``modules`` are written ``module`` or ``module:name``. ``words`` are the texts in their code, ``composed`` those
    put together of them. Those that are subjects are prepared from the snapshot ``data`` for the month ``period``,
    where these are given, with what their ``calls`` (as ``measures.indicators``) will ask for and the fields that the
    ``jobcentres`` are in.
    """

    modules: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    composed: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    data: str = ""
    jobcentres: tuple[str, ...] = ()
    period: str = ""

    @classmethod
    def of(cls, texts: Iterable[str], parameters: Iterable[Mapping[str, Any]] = ()) -> "Warmth":
        """What notebooks speak of, and what those of one snapshot and month share, where there are parameters of them.

        Parameters
        ----------
        texts : iterable of str
            The notebooks as JSON.
        parameters : iterable of mapping
            Of each report.
        """
        books = set(texts)
        modules = tuple(sorted({name for text in books for name in imported(text)}))
        asked = list(parameters)
        if not asked:
            return cls(modules)
        return cls(
            modules,
            words=tuple(sorted({word for text in books for word in words(text)})),
            composed=tuple(sorted({word for text in books for word in composed(text)})),
            calls=tuple(sorted({call for text in books for call in calls(text)})),
            data=str(asked[0]["data"]),
            jobcentres=tuple(dict.fromkeys(str(one["jobcenter"]) for one in asked)),
            period=str(asked[0]["period"]),
        )

    def to_text(self) -> str:
        """As one line of text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> "Warmth":
        """From one line of text."""
        values: dict[str, Any] = json.loads(text)
        told: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
        }
        return cls(**told)
