"""What a warm process is to know before its first fork: modules, and figures that all reports of a batch share."""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Warmth:
    """What the notebooks of a batch import and speak of.

    ``modules`` are written ``module`` or ``module:name``. ``words`` are the texts in their code; those that are
    subjects are prepared from the snapshot ``data`` for the month ``period``, by way of any ``jobcenter``, where these
    are given.
    """

    modules: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    data: str = ""
    jobcenter: str = ""
    period: str = ""

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
