"""A notebook's kernel without sockets of its own: the IPython kernel as it is, in a process that was just forked.

Messages are those that any kernel sends, in the same order; they go over a pipe. What cells print by way of the
system, and not of Python, is caught in files.
"""

import asyncio
import faulthandler
import io
import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ipykernel import compiler, ipkernel
from ipykernel.ipkernel import IPythonKernel
from IPython.core.inputtransformer2 import TransformerManager
from jupyter_client.session import Session
from traitlets.config import Config

from analysis.runs.memory import SECONDS_OF_SILENCE, end_when_refused, end_when_silent

SHELL, IOPUB = "shell", "iopub"
STACK = "stack"  # a file beside the working folder: what a kernel that was asked for it was doing
_SETTINGS = Config(
    HistoryManager={"enabled": False},  # nobody comes back to this kernel to ask what was run
    Kernel={"_execute_sleep": 0.0},  # what was printed is flushed before the reply: it needs no time to come
)
_KEEP = 256 * 1024  # bytes read at once of what was printed


class Posted(Session):  # type: ignore[misc, unused-ignore]
    """A session whose messages go over a pipe, through the same JSON as anywhere else."""

    pipe: Connection
    turn: Any  # a lock: threads of a notebook may send, too

    def send(  # type: ignore[override]
        self, stream: Any, msg_or_type: Any, content: Any = None, parent: Any = None, ident: Any = None, **more: Any
    ) -> Any:
        """Send a message to the one at the other end; ``stream`` is the name of its channel."""
        message = msg_or_type
        if not isinstance(message, dict):
            message = self.msg(msg_or_type, content=content, parent=parent, metadata=more.get("metadata"))
        packed = self.pack({"channel": stream, "message": message})
        with self.turn:
            try:
                self.pipe.send_bytes(packed)
            except BaseException:  # noqa: BLE001 - half of it may be sent, and the rest would be taken from the next
                os._exit(1)
        return message


class Printed(io.TextIOBase):
    """What cells print, by way of Python or of the system, kept until it is flushed."""

    encoding = "UTF-8"

    def __init__(self, kernel: Any, name: str, descriptor: int) -> None:
        self.kernel = kernel
        self.name = name
        self._lock = threading.RLock()
        self._kept: list[str] = []
        self._read = 0
        self._before = os.dup(descriptor)
        self._file = os.open(f".{name}", os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        Path(f".{name}").unlink()
        os.dup2(self._file, descriptor)

    def fileno(self) -> int:
        """The descriptor that the system's own output went to before."""
        return self._before

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, text: str) -> int:
        """Keep a text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        with self._lock:
            self._take()
            self._kept.append(text)
        return len(text)

    def flush(self) -> None:
        """Send what was kept."""
        with self._lock:
            self._take()
            text, self._kept = "".join(self._kept), []
        if text:
            content = {"name": self.name, "text": text}
            self.kernel.session.send(IOPUB, "stream", content, parent=self.kernel.get_parent("shell"))

    def _take(self) -> None:
        """Take over what the system has printed since."""
        while (size := os.fstat(self._file).st_size) > self._read:
            part = os.pread(self._file, min(size - self._read, _KEEP), self._read)
            self._read += len(part)
            self._kept.append(part.decode(errors="replace"))


class Transformer(TransformerManager):
    """What makes Python of a cell: IPython's own, once for each cell, as long as nobody has added to what it does."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call, unused-ignore]
        self._own, self._known = self._steps(), dict[str, str]()

    def transform_cell(self, cell: str) -> str:
        """A cell as Python."""
        if self._steps() != self._own:
            return super().transform_cell(cell)
        if cell not in self._known:
            self._known[cell] = super().transform_cell(cell)
        return self._known[cell]

    def _steps(self) -> list[Any]:
        return [*self.cleanup_transforms, *self.line_transforms, *self.token_transformers]


class _NoModules:
    """Python's ``sys``, with no modules to list: see ``Kernel``."""

    modules: dict[str, Any] = {}  # noqa: RUF012 - nobody writes to it

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


ipkernel.sys = _NoModules()  # type: ignore[attr-defined, assignment, unused-ignore]
compiler.murmur2_x86 = cache(compiler.murmur2_x86)  # type: ignore[assignment, unused-ignore]  # of a cell, for its name


class Kernel(IPythonKernel):
    """The IPython kernel; its loop is this process' main thread, and its channels are one pipe.

    ipykernel lists the files of all modules for a debugger, which nobody attaches here. In a process that was just
    forked each module that is looked at has its memory copied, half of what the kernel costs to start: it finds none.
    """

    def _abort_queues(self, subshell_id: Any = ...) -> None:
        """Nothing waits in a queue: the next request comes when the last one is answered."""


def unused(sources: Iterable[str] = ()) -> Any:
    """A kernel that was asked nothing yet: made once, and taken over by each process that is forked to serve.

    It holds no loop, no thread and no connection. What it need not find out again of some cells is known to it.
    """
    main = sys.modules["__main__"]
    kernel: Any = Kernel(  # type: ignore[no-untyped-call]
        session=Posted(key=b""), iopub_socket=IOPUB, log=logging.getLogger("ipykernel"), config=_SETTINGS
    )
    kernel.shell_channel_thread = _Main()
    kernel.shell.input_transformer_manager = Transformer()
    for source in sources:
        with suppress(SyntaxError):
            kernel.shell.input_transformer_manager.transform_cell(source)
        compiler.get_file_name(source)  # type: ignore[no-untyped-call, unused-ignore]
    sys.modules["__main__"] = main
    return kernel


def serve(pipe: Connection, kernel: Any) -> None:
    """Answer requests until the other end is closed.

    The first thing that comes over the pipe says where to run and in which environment.

    Parameters
    ----------
    pipe : Connection
    kernel : Kernel
        One that is unused; what it knows of a folder and an environment becomes that of this process.
    """
    place = json.loads(pipe.recv_bytes())
    os.environ.clear()
    os.environ.update(place["environment"])
    time.tzset()
    os.chdir(place["folder"])
    stack = (Path(place["folder"]).parent / STACK).open("w", encoding="utf-8")
    faulthandler.register(signal.SIGUSR1, file=stack, all_threads=False)  # where it is, asked from outside
    if "" not in sys.path:
        sys.path.insert(next((at for at, path in enumerate(sys.path) if "site-packages" in path), 0), "")
    _settle(kernel.shell)
    kernel.session.pipe, kernel.session.turn = pipe, threading.RLock()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    end_when_refused(loop)
    loop.run_until_complete(_answer(kernel, pipe))  # nothing is put in order afterwards: that might wait for ever


def _settle(shell: Any) -> None:
    """Do again what a shell does with the folder and the environment of its process when it is made."""
    shell.init_ipython_dir(None)
    shell.init_profile_dir(None)
    shell.init_environment()
    shell.init_sys_modules()
    shell.starting_dir = str(Path.cwd())
    shell.history_manager.dir_hist[:] = [shell.starting_dir]


async def _answer(kernel: Any, pipe: Connection) -> None:
    sys.stdout, sys.stderr = Printed(kernel, "stdout", 1), Printed(kernel, "stderr", 2)
    try:
        await _requests(kernel, pipe)
    finally:
        for descriptor, printed in ((1, sys.stdout), (2, sys.stderr)):
            if isinstance(printed, Printed):
                os.dup2(printed.fileno(), descriptor)  # what goes wrong here is for the warm process' log
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__


async def _requests(kernel: Any, pipe: Connection) -> None:
    end_when_silent(0)  # a cell may be silent, for as long as it is given time
    while not kernel.shell.exit_now:
        if not pipe.poll(SECONDS_OF_SILENCE):
            return  # whoever asks has lost what it waited for
        try:
            request = kernel.session.unpack(pipe.recv_bytes())
        except EOFError:
            return
        kernel.set_parent([], request)
        kernel._publish_status("busy", "shell")
        if request["msg_type"] == "execute_request":
            await kernel.execute_request(SHELL, [], request)
        else:
            await kernel.kernel_info_request(SHELL, [], request)
        for printed in (sys.stdout, sys.stderr):
            if printed is not None:
                printed.flush()
        kernel._publish_status("idle", "shell")
        await asyncio.sleep(0)


class _Main:
    """What the kernel asks to know whether it runs in the main thread: it does."""

    parent_thread = threading.main_thread()
