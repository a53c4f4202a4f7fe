"""Ctrl-C: once to begin no more reports, twice to end at once."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Stop:
    """Whether the batch was asked to stop."""

    def __init__(self) -> None:
        self.asked = False

    def wanted(self) -> bool:
        """Whether reports are still to be begun."""
        return not self.asked


@contextmanager
def gently(say: Any) -> Iterator[Stop]:
    """For the length of a ``with``, the first Ctrl-C is noted, and the next one is ``KeyboardInterrupt``.

    Being asked to terminate is ``KeyboardInterrupt`` at once. Outside the main thread nothing changes.

    Parameters
    ----------
    say : callable
        Told in words what the first Ctrl-C did.
    """
    stop = Stop()

    def first(number: int, frame: FrameType | None) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True
        say("No more reports are begun; those under way are finished. Ctrl-C again ends them, too.")

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, first),
        signal.SIGTERM: signal.signal(signal.SIGTERM, signal.default_int_handler),
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
