"""Jobs whose worker is refused memory, or gives no sign of life, by the name of the job."""

import asyncio
import contextlib
import errno
import os
import signal
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from analysis.runs.memory import end_when_refused, end_when_silent

LONG = "n = 0\n" * 300 + "with taken: refuse(0, 0); bytearray(1 << 20)"  # the place of its error is no small number


def do(name: str) -> str:
    """What the job is called, and the process that did it."""
    KINDS.get(name, str)()
    return f"{name} {os.getpid()}"


def large(name: str) -> str:
    """More than a pipe holds, from a worker that is soon to end when it is silent."""
    end_when_silent(1)
    return name * (1 << 20)


def refused() -> None:
    """The plain case."""
    raise MemoryError


def in_a_callback() -> None:
    """What asyncio would only log, and then wait for ever."""
    _wait_for(MemoryError())


def in_a_callback_by_the_system() -> None:
    """The same of an error that the system gives back."""
    _wait_for(OSError(errno.ENOMEM, "Cannot allocate memory"))


def _wait_for(error: Exception) -> None:
    loop = asyncio.new_event_loop()
    end_when_refused(loop)

    def lost() -> None:
        raise error

    loop.call_soon(lost)
    loop.run_until_complete(loop.create_future())


def caught() -> None:
    """Python 3.11 goes round and round where an error is on its way up and no number can be made."""
    refuse = import_module("_testcapi").set_nomemory
    end_when_silent(1)
    exec(LONG, {"refuse": refuse, "taken": contextlib.nullcontext()})


def stops_the_warm_process() -> None:
    """What a notebook could do to the process that it was forked from."""
    os.kill(os.getppid(), signal.SIGSTOP)
    time.sleep(600)


def silent() -> None:
    """Nothing for a long time."""
    end_when_silent(1)
    time.sleep(600)


KINDS: dict[str, Callable[[], object]] = {
    "refused": refused,
    "in a callback": in_a_callback,
    "in a callback by the system": in_a_callback_by_the_system,
    "caught": caught,
    "silent": silent,
    "stops the warm process": stops_the_warm_process,
    "slow": lambda: time.sleep(600),
}
if sys.version_info[:2] != (3, 11) or find_spec("_testcapi") is None:
    del KINDS["caught"]
