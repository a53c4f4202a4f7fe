"""papermill's engine for kernels that are forked: all of papermill and nbclient, over a pipe instead of sockets."""

import asyncio
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.session import Session
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.log import logger

from analysis.runs.memory import end_when_refused, still_here
from analysis.runs.warm.forks import KERNEL, Asker
from analysis.runs.warm.kernel import SHELL, STACK

NAME = "warm"
SECONDS_FOR_STACK = 0.2
SECONDS_BETWEEN_LOOKS = 1  # at a kernel that says nothing: its children may keep its pipe open
_here: list[Asker] = []  # the one whom this process asks for kernels


def ask(asker: Asker) -> None:
    """Take kernels from a server, in this process, from now on."""
    _here[:] = [asker]
    end_when_refused(ensure_event_loop())
    papermill_engines.register(NAME, WarmEngine)


class WarmEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, with kernels that are forked."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, execution_timeout: int | None = None, **options: Any
    ) -> Any:
        """Run a notebook's cells and leave their outputs in it."""
        passed = {name: value for name, value in options.items() if name not in ("input_path", "start_timeout")}
        return WarmClient(nb_man, timeout=execution_timeout, kernel_name=kernel_name, log=logger, **passed).execute()


class WarmClient(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's own client, which gets its kernel from a server."""

    @contextmanager
    def setup_kernel(self, **options: Any) -> Iterator[None]:
        """A kernel for the length of a ``with``; it is killed afterwards."""
        kernel = self.km = self.kc = Pipe(_here[0])
        try:
            yield
        finally:
            kernel.close()

    def output(self, outs: Any, msg: dict[str, Any], display_id: str | None, cell_index: int) -> Any:
        """papermill's own; what is displayed, once and for all, is taken as it came.

        Each figure and table would be copied value by value and held against a schema, a quarter of what it costs
        to run a notebook. What is published is looked at when the notebook has come to its end.
        """
        hooks = self.output_hook_stack[msg["parent_header"].get("msg_id")]
        if msg["msg_type"] != "display_data" or display_id or hooks or self.clear_before_next_output:
            return super().output(outs, msg, display_id, cell_index)
        content = msg["content"]
        outs.append(NotebookNode(output_type="display_data", data=content["data"], metadata=content["metadata"]))
        return outs[-1]

    async def _async_poll_kernel_alive(self) -> None:
        """Wait until the kernel is dead, and then end the wait for its answer."""
        while await self.kc.is_alive():
            still_here()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.kc.dead.wait(), SECONDS_BETWEEN_LOOKS)
        if self.task_poll_for_reply is not None:
            self.task_poll_for_reply.cancel()

    async def _async_handle_timeout(self, timeout: int, cell: Any = None) -> Any:
        """papermill's own, with what the kernel was doing as a note of the error."""
        stack = await self.kc.stack()
        try:
            return await super()._async_handle_timeout(timeout, cell)
        except CellTimeoutError as error:
            error.__notes__ = [stack]
            raise


class Pipe:
    """A kernel at the other end of a pipe, as nbclient's manager and client of a kernel in one.

    Parameters
    ----------
    asker : Asker
        Who is asked for the process.
    """

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self.pid, channel = asker.start(KERNEL)
        self._pipe = Connection(channel.detach())
        self._session = Session(key=b"")
        self._loop = ensure_event_loop()
        self._loop.add_reader(self._pipe.fileno(), self._arrived)
        self.shell_channel, self.iopub_channel = Channel(), Channel()
        self.dead = asyncio.Event()
        self._send(json.dumps({"folder": str(Path.cwd()), "environment": dict(os.environ)}).encode())

    def execute(self, code: str, store_history: bool = True, stop_on_error: bool = True) -> str:
        """Ask for code to be run; the number of the request."""
        content = {
            "code": code,
            "silent": False,
            "store_history": store_history,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": stop_on_error,
        }
        return self._request("execute_request", content)

    def kernel_info(self) -> str:
        """Ask what kernel it is; the number of the request."""
        return self._request("kernel_info_request", {})

    async def is_alive(self) -> bool:
        """Whether the process runs and can be heard."""
        return not self.dead.is_set() and self._asker.end_of(self.pid) is None

    async def stack(self) -> str:
        """The lines of Python that the kernel is at, the innermost first; empty where it does not say."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGUSR1)
        await asyncio.sleep(SECONDS_FOR_STACK)
        with suppress(OSError):
            return (Path.cwd().parent / STACK).read_text(encoding="utf-8", errors="replace")
        return ""

    def close(self) -> None:
        """End the process."""
        self._loop.remove_reader(self._pipe.fileno())
        self._asker.kill(self.pid)
        self._asker.end_of(self.pid, wait=True)
        self._pipe.close()

    def _arrived(self) -> None:
        """Take what has come over the pipe; its end, or half a message, is the kernel's death.

        So is whatever else keeps a message from being taken: the loop would go on without it, and wait for ever.
        """
        try:
            while self._pipe.poll():
                posted = json.loads(self._pipe.recv_bytes())
                channel = self.shell_channel if posted["channel"] == SHELL else self.iopub_channel
                channel.messages.put_nowait({"buffers": [], **posted["message"]})
        except MemoryError:
            raise  # which is the end of this process
        except Exception:  # noqa: BLE001 - nobody above this sees it
            self._loop.remove_reader(self._pipe.fileno())
            self.dead.set()

    def _request(self, type_: str, content: dict[str, Any]) -> str:
        message = self._session.msg(type_, content)
        self._send(self._session.pack(message))
        return str(message["header"]["msg_id"])

    def _send(self, content: bytes) -> None:
        try:
            self._pipe.send_bytes(content)
        except OSError:
            raise DeadKernelError("Kernel died") from None


class Channel:
    """The messages of one channel, in the order they came over the pipe."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """The next message; :class:`Empty` where none came in ``timeout`` seconds."""
        try:
            return await asyncio.wait_for(self.messages.get(), timeout)
        except TimeoutError:
            raise Empty from None
