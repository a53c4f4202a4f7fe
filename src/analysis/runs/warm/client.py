"""papermill's engine for kernels that are forked: its own client, which hears them over a pipe and without a loop."""

import asyncio
import json
import os
import signal
import socket
import struct
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.log import logger

from analysis.runs.executed import node
from analysis.runs.memory import end_when_refused, still_here
from analysis.runs.warm.forks import KERNEL, Asker
from analysis.runs.warm.kernel import IOPUB, SHELL, STACK

NAME = "warm"
SECONDS_FOR_STACK = 0.2
SECONDS_FOR_INFO = 60
SECONDS_BETWEEN_LOOKS = 1.0  # at a kernel that says nothing: its children may keep its pipe open
SECONDS_FOR_THE_REST = 30  # of a message that has begun to come
_here: list[Asker] = []  # the one whom this process asks for kernels

Message = dict[str, Any]


def ask(asker: Asker) -> None:
    """Take kernels from a server, in this process, from now on."""
    _here[:] = [asker]
    end_when_refused(ensure_event_loop())  # in which nbclient is told what a cell said
    papermill_engines.register(NAME, WarmEngine)


class WarmEngine(Engine):  # type: ignore[misc]
    """papermill's engine, with kernels that are forked."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, execution_timeout: int | None = None, **options: Any
    ) -> Any:
        """Run a notebook's cells and leave their outputs in it."""
        passed = {name: value for name, value in options.items() if name not in ("input_path", "start_timeout")}
        return WarmClient(nb_man, timeout=execution_timeout, kernel_name=kernel_name, log=logger, **passed).execute()


class WarmClient(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's own client, which gets its kernel from a server.

    A cell that shows what is published and nothing else has it put in its outputs as it came. What any other said is
    told again to nbclient, which knows what to do with it, when the cell has ended.
    """

    def __init__(self, nb_man: Any, *, on_cell_execute: Any = None, **options: Any) -> None:
        super().__init__(nb_man, **options)
        self._begun = on_cell_execute or (lambda **_: None)  # nbclient would call it when it is told

    def execute(self) -> Any:
        """Run all cells in a kernel, which is killed afterwards."""
        self.reset_execution_trackers()
        self._kernel = Kernel(_here[0])
        try:
            self.papermill_execute_cells()
            heard = self._kernel.answers("kernel_info_request", {}, seconds=SECONDS_FOR_INFO)
            self.nb.metadata["language_info"] = _reply(heard)["content"]["language_info"]
            self.set_widgets_metadata()
        finally:
            self._kernel.close()
        return self.nb

    def papermill_execute_cells(self) -> None:
        """papermill's own, without the time that each cell took, as none is kept."""
        for index, cell in enumerate(self.nb.cells):
            try:
                self.execute_cell(cell, index)
            except CellExecutionError as error:
                self.nb_man.cell_exception(cell, cell_index=index, exception=error)
                break

    def execute_cell(self, cell: Any, cell_index: int, **_: Any) -> Any:
        """Run a cell and leave its outputs in it.

        Raises
        ------
        CellExecutionError
            If it ends in an error.
        CellTimeoutError
            If it takes too long; what the kernel was doing is a note of the error.
        DeadKernelError
            If its kernel dies.
        """
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in _tags(cell):
            return cell
        self._begun(cell=cell, cell_index=cell_index)
        heard = self._heard(cell)
        if not all(_is_plain(message) for message in heard) or any(self.output_hook_stack.values()):
            self.kc = Told(heard)
            return super().execute_cell(cell, cell_index)
        cell.outputs = [_shown(message["content"]) for message in heard if message["msg_type"] == "display_data"]
        cell.execution_count = _reply(heard)["content"]["execution_count"]
        if self.on_cell_executed is not None:
            self.on_cell_executed(cell=cell, cell_index=cell_index, execute_reply=_reply(heard))
        return cell

    def _heard(self, cell: Any) -> list[Message]:
        """All that the kernel says to a cell."""
        content = {"code": cell.source, "silent": False, "store_history": True, "stop_on_error": True}
        content |= {"user_expressions": {}, "allow_stdin": False}
        seconds = self._get_timeout(cell)
        try:
            return self._kernel.answers("execute_request", content, seconds=seconds)
        except TimeoutError:
            late = CellTimeoutError.error_from_timeout_and_cell("Cell execution timed out", seconds, cell)
            late.__notes__ = [self._kernel.stack()]
            raise late from None


class Kernel:
    """A kernel at the other end of a pipe.

    Parameters
    ----------
    asker : Asker
        Who is asked for the process.
    """

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self.pid, channel = asker.start(KERNEL)
        channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", SECONDS_FOR_THE_REST, 0))
        self._pipe = Connection(channel.detach())
        self._asked = 0
        self._send({"folder": str(Path.cwd()), "environment": dict(os.environ)})

    def answers(self, type_: str, content: dict[str, Any], *, seconds: float | None) -> list[Message]:
        """All that the kernel says to a request, its reply and what it shows, until it is idle again.

        Raises
        ------
        TimeoutError
            If it is not in so many seconds.
        DeadKernelError
            If it dies, or cannot be understood.
        """
        self._asked += 1
        number, heard = str(self._asked), list[Message]()
        header = {"msg_id": number, "msg_type": type_, "username": "", "session": "", "version": "5.3"}
        self._send({"header": header, "msg_type": type_, "parent_header": {}, "metadata": {}, "content": content})
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            message = self._next(deadline)
            if message["parent_header"].get("msg_id") != number:
                continue  # of a thread that an earlier cell began
            heard.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return heard

    def stack(self) -> str:
        """The lines of Python that the kernel is at, the innermost first; empty where it does not say."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGUSR1)
        time.sleep(SECONDS_FOR_STACK)
        with suppress(OSError):
            return (Path.cwd().parent / STACK).read_text(encoding="utf-8", errors="replace")
        return ""

    def close(self) -> None:
        """End the process."""
        self._asker.kill(self.pid)
        self._asker.end_of(self.pid, wait=True)
        self._pipe.close()

    def _next(self, deadline: float | None) -> Message:
        """The next message; whatever keeps one that came from being taken is the kernel's death.

        But for memory that is refused: that is the end of this process.
        """
        still_here()
        while not self._pipe.poll(_patience(deadline)):
            still_here()
            if self._asker.end_of(self.pid) is not None:
                raise DeadKernelError("Kernel died")
            _in_time(deadline)
        _in_time(deadline)  # a cell that prints for ever is never silent
        try:
            posted = json.loads(self._pipe.recv_bytes())
            return {"buffers": [], "channel": posted["channel"], **posted["message"]}
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - see above
            raise DeadKernelError("Kernel died") from None

    def _send(self, content: Message) -> None:
        try:
            self._pipe.send_bytes(json.dumps(content).encode())
        except OSError:
            raise DeadKernelError("Kernel died") from None


class Told:
    """What a kernel has said to a cell, for nbclient to hear as if it were said now."""

    def __init__(self, heard: list[Message]) -> None:
        self.shell_channel, self.iopub_channel = (
            Channel([message for message in heard if message["channel"] == name]) for name in (SHELL, IOPUB)
        )

    def execute(self, *_: Any, **__: Any) -> str:
        """The number of the request that was made."""
        return str(self.shell_channel.messages[0]["parent_header"]["msg_id"])

    async def is_alive(self) -> bool:
        """Always: it has said all."""
        return True


class Channel:
    """The messages of one channel, in their order."""

    def __init__(self, messages: list[Message]) -> None:
        self.messages = messages
        self._rest = iter(messages)

    async def get_msg(self, timeout: float | None = None) -> Message:
        """The next message; when there is none, nobody asks but to be told to stop."""
        still_here()  # of hundreds of thousands, nbclient may take longer than a process may be silent
        for message in self._rest:
            return message
        return await asyncio.Event().wait()  # type: ignore[return-value]


def _patience(deadline: float | None) -> float:
    """Seconds until the next look at a kernel that says nothing."""
    left = SECONDS_BETWEEN_LOOKS if deadline is None else deadline - time.monotonic()
    return max(0.0, min(SECONDS_BETWEEN_LOOKS, left))


def _in_time(deadline: float | None) -> None:
    if deadline is not None and time.monotonic() >= deadline:
        raise TimeoutError


def _is_plain(message: Message) -> bool:
    """Whether a message says how a request is getting on, or shows something once and for all."""
    if message["msg_type"] == "execute_reply":
        return bool(message["content"]["status"] == "ok")
    if message["msg_type"] == "display_data":
        return not (message["content"].get("transient") or {}).get("display_id")
    return message["msg_type"] in ("status", "execute_input")


def _shown(content: dict[str, Any]) -> Any:
    """What is displayed, as an output, as it came: it is looked at when the notebook has come to its end."""
    return node({"output_type": "display_data", "data": content["data"], "metadata": content["metadata"]})


def _reply(heard: list[Message]) -> Message:
    return next(message for message in heard if message["channel"] == SHELL)


def _tags(cell: Any) -> list[str]:
    return list(cell.metadata.get("tags", ()))
