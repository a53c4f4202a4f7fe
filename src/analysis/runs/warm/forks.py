"""A process that forks others when it is asked to, and says how they ended; and the one who asks.

Requests and answers are short frames over a pair of sockets. Who asks gives a socket along, on which it then talks
to the new process. When who asked is gone, so are the processes that it asked for.
"""

import contextlib
import ctypes
import os
import random
import selectors
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from analysis.runs.memory import REFUSED, SECONDS_BETWEEN_SIGNS, end_when_silent, still_here

WORKER, KERNEL = b"w", b"k"
KILL = b"x"
STARTED, ENDED = b"s", b"e"
UNSAFE = 3  # exit code of a process that has threads which a fork would lose
AWARE_OF_FORKS = ("jemalloc_bg_thd",)  # of pyarrow's allocator, which begins it anew in a child
_REQUEST, _ANSWER = struct.Struct("!cq"), struct.Struct("!cqqd")
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux' prctl
_NO_HUGE_PAGES = 41  # PR_SET_THP_DISABLE
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

Work = Callable[[socket.socket, "Asker"], None]


class End(NamedTuple):
    """How a process ended: the signal that killed it or 0, its exit code, and the CPU seconds it took."""

    signal: int
    code: int
    cpu: float


class Asker:
    """Asks a server for processes. Only the process that holds it may use it.

    Parameters
    ----------
    control : socket
        One end of a pair whose other end the server has.
    """

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self._ends: dict[int, End] = {}

    def start(self, kind: bytes) -> tuple[int, socket.socket]:
        """The number of a new process, and the socket on which it is talked to.

        Raises
        ------
        EOFError
            If the server is gone.
        """
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self.control, [_REQUEST.pack(kind, 0)], [theirs.fileno()])
            while (pid := self._next()) is None:
                pass
        except OSError as error:
            ours.close()
            raise EOFError("the server of processes is gone") from error
        return pid, ours

    def kill(self, pid: int) -> None:
        """Have a process and all that it started killed; nothing where it has ended or the server is gone."""
        with contextlib.suppress(OSError):
            self.control.sendall(_REQUEST.pack(KILL, pid))

    def end_of(self, pid: int, *, wait: bool = False) -> End | None:
        """How a process ended; None where it has not, unless it is waited for.

        Who waits is told, and it is forgotten: another process may have the same number later.

        Raises
        ------
        EOFError
            If the server is gone.
        """
        while pid not in self._ends:
            if not wait and not _readable(self.control):
                return None
            self._next()
        return self._ends.pop(pid) if wait else self._ends[pid]

    def is_gone(self) -> bool:
        """Whether it is known that nothing more comes of the server."""
        return self.control.fileno() < 0

    def _next(self) -> int | None:
        """Take one answer: the number of a process that was started, or None for one that ended.

        What is half taken when memory is refused, or at Ctrl-C, leaves no way to make out the next: no more is asked.
        """
        try:
            kind, pid, status, cpu = _ANSWER.unpack(_exactly(self.control, _ANSWER.size))
            if kind == STARTED:
                return int(pid)
            code = os.waitstatus_to_exitcode(status)
            self._ends[pid] = End(max(-code, 0), max(code, 0), cpu)
        except BaseException:
            self.control.close()
            raise
        return None


@dataclass
class _Child:
    """A process that was forked, and the socket of who asked for it."""

    control: socket.socket


class Server:
    """Forks a process for each request, from a process without threads, loops or shells of any kind.

    Parameters
    ----------
    kinds : mapping
        What a process of each kind does, with the socket it was given and somebody to ask.
    """

    def __init__(self, kinds: Mapping[bytes, Work]) -> None:
        self.kinds = kinds
        self._children: dict[int, _Child] = {}
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()

    def serve(self, control: socket.socket) -> None:
        """Answer until whoever holds the other end of ``control`` is gone; then end every process."""
        self._wake.setblocking(False)
        self._woken.setblocking(False)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was started by hand
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._woken.fileno(), warn_on_full_buffer=False)
        self._selector.register(self._wake, selectors.EVENT_READ)
        self._selector.register(control, selectors.EVENT_READ)
        while control.fileno() >= 0:
            still_here()
            for key, _ in self._selector.select(SECONDS_BETWEEN_SIGNS):
                if key.fileobj is self._wake:
                    with contextlib.suppress(BlockingIOError):
                        self._wake.recv(4096)
                elif isinstance(key.fileobj, socket.socket):
                    self._answer(key.fileobj)
            self._reap()
        for pid in self._children:
            _kill(pid)
        while self._children:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
            self._reap()

    def _answer(self, control: socket.socket) -> None:
        try:
            frame, given, _, _ = socket.recv_fds(control, _REQUEST.size, 1)
        except OSError:
            frame, given = b"", []
        if len(frame) < _REQUEST.size:
            self._abandon(control)
            return
        kind, pid = _REQUEST.unpack(frame)
        if kind == KILL:
            if pid in self._children:
                _kill(pid)
            return
        self._fork(kind, given[0], control)

    def _fork(self, kind: bytes, given: int, control: socket.socket) -> None:
        ours, theirs = socket.socketpair()
        parent, pid = os.getpid(), os.fork()
        if pid == 0:
            code = 1
            try:
                end_when_silent()
                self._let_go()
                ours.close()
                become_private(parent)
                self.kinds[kind](socket.socket(fileno=given), Asker(theirs))
                code = 0
            except BaseException as error:  # noqa: BLE001 - this is the end of the process; its parent has a log
                code = REFUSED if isinstance(error, MemoryError) else 1
                traceback.print_exc()
            finally:
                os._exit(code)
        os.close(given)
        theirs.close()
        self._children[pid] = _Child(control)
        self._selector.register(ours, selectors.EVENT_READ)
        _tell(control, STARTED, pid)

    def _let_go(self) -> None:
        """In a new process: forget everything that is the server's own."""
        signal.set_wakeup_fd(-1)
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        self._selector.close()
        self._woken.close()

    def _abandon(self, control: socket.socket) -> None:
        """Who asked is gone: so are its processes, and nobody is told."""
        self._selector.unregister(control)
        control.close()
        for pid, child in self._children.items():
            if child.control is control:
                _kill(pid)

    def _reap(self) -> None:
        """Tell how processes ended, having killed whatever they left behind."""
        while True:
            try:
                found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if found is None:
                return
            _kill(found.si_pid)
            pid, status, usage = os.wait4(found.si_pid, 0)
            child = self._children.pop(pid, None)
            if child is not None:
                _tell(child.control, ENDED, pid, status, usage.ru_utime + usage.ru_stime)


def become_private(parent: int) -> None:
    """Make a new process one of its own: a group, its own chance, and an end with its parent."""
    os.setsid()
    end_with(parent)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def end_with(parent: int) -> None:
    """Have this process killed when its parent, of that number, ends; at once where it has ended already."""
    if _LIBC is not None:
        _LIBC.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def use_small_pages() -> None:
    """Take memory for this process piece by piece from now on: one that lives long would hold more than it needs."""
    if _LIBC is not None:
        _LIBC.prctl(_NO_HUGE_PAGES, 1, 0, 0, 0)


def unknown_threads() -> list[str]:
    """The threads that a fork of this process would lose, by name; empty where the system does not tell."""
    found = []
    for task in Path("/proc/self/task").glob("*"):
        with contextlib.suppress(OSError):
            name = (task / "comm").read_text(encoding="utf-8").strip()
            if int(task.name) != os.getpid() and name not in AWARE_OF_FORKS:
                found.append(name)
    return sorted(found)


def _kill(pid: int) -> None:
    """Kill a process and its group."""
    for end in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end(pid, signal.SIGKILL)


def _tell(control: socket.socket, kind: bytes, pid: int, status: int = 0, cpu: float = 0.0) -> None:
    with contextlib.suppress(OSError):
        control.sendall(_ANSWER.pack(kind, pid, status, cpu))


def _exactly(control: socket.socket, size: int) -> bytes:
    frame = b""
    while len(frame) < size:
        try:
            part = control.recv(size - len(frame))
        except OSError:  # also where it was closed here
            part = b""
        if not part:
            raise EOFError("the server of processes is gone")
        frame += part
    return frame


def _readable(control: socket.socket) -> bool:
    if control.fileno() < 0:
        return True  # its end can be read
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        return bool(selector.select(0))
