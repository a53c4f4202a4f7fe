"""How long to keep asking a server that fails, and how long to wait in between."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime


@dataclass(frozen=True)
class Patience:
    """How long to keep asking. Seconds, but for the number of attempts."""

    attempts: int = 5
    first_wait: float = 0.5  # doubles from attempt to attempt
    jitter: float = 0.25
    longest_wait: float = 60.0  # also of a wait that the server asks for
    timeout: float = 30.0  # without a sign of life
    deadline: float = 120.0  # for one whole answer


class AttemptError(Exception):
    """An answer that may be better next time; ``wait`` is what the server asked for, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """The seconds in ``Retry-After``, which holds seconds or a date; none where it holds neither.

    A date is counted from the server's own ``Date``, so that a wrong clock here does no harm.

    >>> asked_wait({"retry-after": "2"})
    2.0
    """
    asked = headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked)
    until, now = _date(asked), _date(headers.get("date", "")) or dt.datetime.now(dt.UTC)
    return max(0.0, (until - now).total_seconds()) if until else None


def _date(text: str) -> dt.datetime | None:
    """A date as HTTP writes it; none where it is no date."""
    try:
        read = parsedate_to_datetime(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)


def again(error: Exception) -> bool | float:
    """Whether to ask again, and after how long where the server said so."""
    if not isinstance(error, AttemptError):
        return False
    return True if error.wait is None else error.wait
