"""Folders that are there in whole or not at all, whatever stops the program that writes them.

A folder is built under a name that starts with a full stop, is flushed to the disk, and then renamed. What a
program that died left behind is known by the process id in its name, and removed by the next.
"""

import contextlib
import errno
import os
import re
import secrets
import shutil
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from analysis.errors import AnalysisError

_LEFTOVER = re.compile(r"\.(?P<name>[^~]+)~(?P<kind>new|old)~(?P<host>[^~]+)~(?P<pid>\d+)~[0-9a-f]+")


def write(path: Path, files: Mapping[str, bytes | Callable[[Path], None]], *, replace: bool = False) -> None:
    """A new folder with these files, or an error and no trace of it.

    A file is its bytes, or a function that writes it to the path it is given, or nothing; they are made in their order.

    With ``replace``, an older folder of that name steps aside first; a program that is killed between the two
    renames leaves it aside, and ``tidy`` puts it back.

    Raises
    ------
    AnalysisError
        If the folder exists (another program may just have written it), or the disk refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        tidy(path.parent)
    except OSError as error:
        raise AnalysisError(f"{path.parent} cannot be written to: {error.strerror}.") from None
    new, old = _aside(path, "new"), _aside(path, "old")
    try:
        _fill(new, files)
        if replace:
            with contextlib.suppress(FileNotFoundError):  # nothing to replace
                path.rename(old)
        new.rename(path)
    except BaseException as error:
        if old.exists() and not path.exists():
            old.rename(path)
        shutil.rmtree(new, ignore_errors=True)
        if isinstance(error, OSError):
            raise AnalysisError(_why(path, error)) from None
        raise
    shutil.rmtree(old, ignore_errors=True)
    _flush(path.parent)


@contextlib.contextmanager
def scratch(parent: Path) -> Iterator[Path]:
    """A folder for what is only needed on the way; gone afterwards, and by ``tidy`` if the program is killed.

    Raises
    ------
    AnalysisError
        If the disk refuses.
    """
    folder = _aside(parent / "scratch", "new")
    try:
        parent.mkdir(parents=True, exist_ok=True)
        tidy(parent)
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise AnalysisError(f"{parent} cannot be written to: {error.strerror}.") from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tidy(parent: Path) -> None:
    """Remove what programs that died left half written, and put back what they had moved aside."""
    for path in parent.glob(".*~*"):
        found = _LEFTOVER.fullmatch(path.name)
        if not found or found["host"] != _host() or _lives(int(found["pid"])):
            continue
        if found["kind"] == "old" and not (parent / found["name"]).exists():
            with contextlib.suppress(OSError):  # another program puts it back too
                path.rename(parent / found["name"])
        else:
            shutil.rmtree(path, ignore_errors=True)


def _aside(path: Path, kind: str) -> Path:
    return path.with_name(f".{path.name}~{kind}~{_host()}~{os.getpid()}~{secrets.token_hex(4)}")


def _host() -> str:
    return re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname()) or "host"


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _fill(folder: Path, files: Mapping[str, bytes | Callable[[Path], None]]) -> None:
    """The files in a new folder, all of it on the disk before this returns."""
    folder.mkdir()
    for name, content in files.items():
        if callable(content):
            content(folder / name)
        else:
            (folder / name).write_bytes(content)
        if not (folder / name).exists():
            continue  # there was nothing to write
        _flush(folder / name)
        (folder / name).chmod(0o444)
    _flush(folder)


def _flush(path: Path) -> None:
    """Put a file, or the names in a folder, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _why(path: Path, error: OSError) -> str:
    if error.errno in (errno.EEXIST, errno.ENOTEMPTY):
        return f"Another program wrote {path.name} in the meantime. It stands; choose another name to keep both."
    return f"{path} could not be written ({error.strerror}), and nothing of it is kept. Make room and try again."
