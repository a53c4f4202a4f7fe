"""What a process does that is refused memory: it ends, since others would wait for ever for what it may have lost.

Python itself can be caught in a loop where not even a number can be made while an error is on its way up, and so never
tells of it. The system's alarm then ends the process: whoever works for others says again and again that it is there.
"""

import asyncio
import errno
import os
import signal
from typing import Any

REFUSED = 4  # exit code of a process that was refused memory where it could not say so
ALARM = 14  # the signal by which the system kills who was silent for too long, where it has one
SECONDS_OF_SILENCE = 60
SECONDS_BETWEEN_SIGNS = 5  # of life, where there is nothing to do


def end_when_refused(loop: asyncio.AbstractEventLoop) -> None:
    """Have this process end as soon as a callback of a loop is refused memory.

    The loop would only log that, and go on; the callback is not called again, nor is whoever waits for it woken.
    """
    loop.set_exception_handler(_end)


def _end(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        os._exit(REFUSED)
    loop.default_exception_handler(context)


def end_when_silent(seconds: int = SECONDS_OF_SILENCE) -> None:
    """Have this process killed when it has not said that it is ``still_here`` after some seconds.

    Only where the system can do that. 0 seconds: let it be silent from now on.
    """
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def still_here(seconds: int = SECONDS_OF_SILENCE) -> None:
    """Give this process some seconds more, where it is to end when it is silent; nothing where it is not."""
    if hasattr(signal, "alarm") and signal.alarm(0):
        signal.alarm(seconds)


def while_it_runs(loop: asyncio.AbstractEventLoop) -> None:
    """Have this process say that it is still here for as long as a loop runs and calls back."""
    still_here()
    loop.call_later(SECONDS_BETWEEN_SIGNS, while_it_runs, loop)
