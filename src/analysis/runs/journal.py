"""What a batch has begun and done, on disk line by line while it runs: one batch at a time may write to a folder."""

import contextlib
import json
import os
import sys
from pathlib import Path
from types import TracebackType

from analysis.errors import AnalysisError

if sys.platform != "win32":  # where a second batch is not noticed
    import fcntl

NAME = ".journal"
RESERVE = ".reserve"
RESERVED = 1 << 19  # bytes, enough for the front page and the list of failures
BEGUN, DONE, FAILED = "begun", "done", "failed"


class Journal:
    """The journal of a period's folder, for the length of a ``with``; it is gone when the batch has ended by itself.

    A line is on the disk when its method returns. A report is done when its files lie in their places under the
    hashes of its record; a report that was begun and neither done nor failed was under way when the batch was killed.

    Parameters
    ----------
    folder : Path
        The period's folder, which must exist.

    Raises
    ------
    AnalysisError
        On entering, if another batch is writing to the folder.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self.reserve = folder / RESERVE
        self.left_over: list[str] = []  # under way when an earlier batch was killed
        self.locked = sys.platform != "win32"  # against other batches of this machine
        self._file = -1

    def __enter__(self) -> "Journal":
        self._file = self._locked()
        self.left_over = under_way(_lines(self.path))
        os.ftruncate(self._file, 0)
        self._write({"batch": os.getpid()})
        with contextlib.suppress(OSError):  # a full disk is told by the first report
            self.reserve.write_bytes(bytes(RESERVED))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.make_room()
        with contextlib.suppress(OSError):
            self.path.unlink()
        os.close(self._file)

    def begun(self, report: str) -> None:
        """A report is under way."""
        self._write({BEGUN: report})

    def done(self, report: str, *, record: str) -> None:
        """A report lies in its place; ``record`` is the SHA-256 of its record."""
        self._write({DONE: report, "record": record})

    def failed(self, report: str) -> None:
        """A report could not be made, and its page says so."""
        self._write({FAILED: report})

    def make_room(self) -> None:
        """Give back the room that was kept for saying what happened on a full disk."""
        with contextlib.suppress(OSError):
            self.reserve.unlink(missing_ok=True)

    def _write(self, line: dict[str, object]) -> None:
        with contextlib.suppress(OSError):  # a full disk: the reports themselves say so
            os.write(self._file, (json.dumps(line) + "\n").encode())
            os.fsync(self._file)

    def _locked(self) -> int:
        while True:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
            if sys.platform == "win32":
                return file
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(file)
                who = next((line["batch"] for line in _lines(self.path) if "batch" in line), "unknown")
                raise AnalysisError(
                    f"Another batch is writing to {self.path.parent} (process {who}). "
                    "Wait for it to end, or choose another --out."
                ) from None
            with contextlib.suppress(OSError):
                if os.path.samestat(os.fstat(file), self.path.stat()):
                    return file
            os.close(file)  # the one who held it has removed it since


def under_way(lines: list[dict[str, object]]) -> list[str]:
    """The reports that were begun and neither done nor failed, in the order they were begun."""
    begun = {str(line[BEGUN]): None for line in lines if BEGUN in line}
    ended = {str(line[kind]) for line in lines for kind in (DONE, FAILED) if kind in line}
    return [report for report in begun if report not in ended]


def _lines(path: Path) -> list[dict[str, object]]:
    """The lines of a journal; the last may be half written and is then left out."""
    found = []
    for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
        with contextlib.suppress(ValueError):
            found.append(json.loads(text))
    return [line for line in found if isinstance(line, dict)]
