"""Who writes to a period's folder: a file there that one batch alone can make, whatever machines see the folder.

The journal's lock is seen by this machine alone. In a bucket or a shared folder the file is made on the condition that
there is none, which the store itself holds (``If-None-Match`` of S3, ``O_EXCL`` of a folder). A batch touches it while
it runs. What a batch left behind that is known to have ended is taken over; anything else is left to the reader, who is
told how long nothing was heard, and what to remove.
"""

import json
import os
import secrets
import socket
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from analysis.data import stores
from analysis.errors import AnalysisError
from analysis.runs.record import SHORT, sha256

NAME = ".batch"
SECONDS_BETWEEN_BEATS = 15
SECONDS_SILENT = 300  # after which a reader is told that the batch may have ended
SECONDS_TO_SETTLE = 1
TRIES = 3  # to take over what was left behind: another may do so at the same time


@dataclass(frozen=True)
class Owner:
    """A process that runs a batch, and where: ``boot`` is of the running system, ``space`` of its process numbers."""

    host: str = field(default_factory=socket.gethostname)
    machine: str = field(default_factory=lambda: _digest("/etc/machine-id"))
    boot: str = field(default_factory=lambda: _digest("/proc/sys/kernel/random/boot_id") or socket.gethostname())
    space: str = field(default_factory=lambda: _space())
    process: int = field(default_factory=os.getpid)
    began: str = field(default_factory=lambda: _began(os.getpid()))
    since: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    token: str = field(default_factory=lambda: secrets.token_hex(8))

    def to_bytes(self) -> bytes:
        """As it stands in the file."""
        return (json.dumps(asdict(self)) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Owner | None":
        """From the file; None where it is not whole."""
        try:
            return cls(**json.loads(content))
        except (ValueError, TypeError):
            return None

    def has_ended(self, *, seen_by: "Owner", locked: bool, silent: float) -> bool:
        """Whether it is known that this batch runs no more.

        Parameters
        ----------
        seen_by : Owner
            Who asks.
        locked : bool
            Whether who asks holds the lock that all batches of its system on this folder take.
        silent : float
            Seconds since anything was heard.
        """
        if self.boot == seen_by.boot:
            same = (self.host, self.space) == (seen_by.host, seen_by.space)
            return locked or (same and not self._lives())
        restarted = self.machine != "" and (self.host, self.machine) == (seen_by.host, seen_by.machine)
        return restarted and silent > SECONDS_SILENT

    def _lives(self) -> bool:
        if sys.platform == "win32":
            return True  # nobody can tell
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return _began(self.process) == self.began


UNKNOWN = Owner("a machine", "", "nowhere", "", 0, "", "a time that is not known", "")


class Owned:
    """A period's folder as this batch's own, for the length of a ``with``.

    ``lost`` says so where another has it since: then nothing more is to be written.

    Parameters
    ----------
    folder : Path
        In a folder or a bucket.
    locked : bool
        Whether this process holds the lock that all batches of its system on this folder take.

    Raises
    ------
    AnalysisError
        On entering, if another batch has it, or the store does not answer.
    """

    def __init__(self, folder: Path, *, locked: bool) -> None:
        self.path, self.locked, self.owner = folder / NAME, locked, Owner()
        self.lost = False
        self._ended = threading.Event()
        self._beats = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> "Owned":
        for attempt in range(TRIES):
            if self._taken() and (not attempt or self._settled()):
                self._beats.start()
                return self
            self._clear()
        raise AnalysisError(f"Several batches begin on {self.path.parent} at once. Give the command again.")

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._ended.set()
        self._beats.join()
        with suppress(OSError, AnalysisError):  # what stays is seen to be of a process that has ended
            if self._there() == self.owner:
                stores.reached(self.path, self.path.unlink)

    def look(self) -> None:
        """See that the folder is still this batch's own, and say that the batch still runs."""
        there = self._there()
        if there is None:
            self.lost = not self._taken()
        elif there != self.owner:
            self.lost = True
        elif stores.is_remote(self.path):
            self.path.write_bytes(self.owner.to_bytes())
        else:
            os.utime(self.path)

    def _taken(self) -> bool:
        """Make the file, where there is none; whether it names this batch now.

        It is read before and after, since not every store keeps the condition.
        """
        if self._there() is not None:
            return False

        def make() -> bool:
            return stores.create(self.path, self.owner.to_bytes())

        if stores.is_remote(self.path):
            stores.reached(self.path, make)
        else:
            try:
                make()
            except OSError:  # a full disk: the reports themselves say so
                self.path.unlink(missing_ok=True)
                return True
        return self._there() == self.owner

    def _settled(self) -> bool:
        """Whether it still is, after a while in which others take over what this one took over."""
        time.sleep(SECONDS_TO_SETTLE)
        return self._there() == self.owner

    def _there(self) -> Owner | None:
        """Whom the file names; None where there is none."""

        def read() -> bytes | None:
            try:
                return self.path.read_bytes()
            except FileNotFoundError:
                return None

        content = stores.reached(self.path, read)
        return None if content is None else Owner.from_bytes(content) or UNKNOWN

    def _clear(self) -> None:
        """Remove the file of a batch that has ended, or refuse."""
        there = self._there()
        if there is None:
            return
        silent = self._silent()
        if not there.has_ended(seen_by=self.owner, locked=self.locked, silent=silent):
            raise AnalysisError(_refusal(self.path, there, silent))
        with suppress(FileNotFoundError):
            self.path.unlink()

    def _silent(self) -> float:
        def heard() -> Any:
            try:
                return self.path.stat().st_mtime
            except FileNotFoundError:
                return time.time()

        return max(0.0, time.time() - float(stores.reached(self.path, heard)))

    def _beat(self) -> None:
        while not self._ended.wait(SECONDS_BETWEEN_BEATS) and not self.lost:
            with suppress(OSError, AnalysisError):  # a store that does not answer now may do so the next time
                self.look()


def _refusal(path: Path, there: Owner, silent: float) -> str:
    """Who has the folder, and what to do."""
    ago = f"{silent:.0f} seconds" if silent < 120 else f"{silent / 60:.0f} minutes"
    told = (
        f"Another batch is writing to {path.parent}: process {there.process} on {there.host}, since {there.since}; "
        f"last heard of {ago} ago. Wait for it to end, or choose another --out."
    )
    if silent <= SECONDS_SILENT:
        return told
    how = f" (python -c \"from upath import UPath; UPath('{path}').unlink()\")" if stores.is_remote(path) else ""
    return f"{told} If you know that it is not running any more, remove {path}{how} and give the same command again."


def _digest(path: str) -> str:
    """What a file of the system says of it, as a short digest; empty where there is none."""
    try:
        return sha256(Path(path).read_text(encoding="ascii").strip())[:SHORT]
    except (OSError, ValueError):
        return ""


def _space() -> str:
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


def _began(process: int) -> str:
    """When a process began, as the system counts; empty where it does not tell, or there is none."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return ""
