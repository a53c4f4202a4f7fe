"""Storage by its address: a shared folder, or a bucket such as ``s3://…`` by way of fsspec, in the shape of a path."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from analysis.data import manifests, snapshots, whole_folders
from analysis.data.snapshot import Snapshot
from analysis.errors import AnalysisError

CHUNK = 1 << 20  # bytes that are read at once
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_INSTALL = "Install the extra 'cluster': python -m pip install 'jobcenter-analysis[cluster]'."


def is_address(text: object) -> bool:
    """Whether a text is the address of a store and no path or name.

    >>> is_address("s3://reports/2026"), is_address("reports/2026")
    (True, False)
    """
    return isinstance(text, str) and _ADDRESS.match(text) is not None


def is_remote(path: object) -> bool:
    """Whether a path leads to a store that is reached over a network, and not to a folder of this machine."""
    return not isinstance(path, Path)


def place(text: str | Path) -> Path:
    """The path at an address; ``file://`` and plain paths lead to folders of this machine.

    A path into a bucket has the methods of ``pathlib`` that reading and writing need, but is none. Who may read and
    write is taken from the environment, as with ``AWS_ACCESS_KEY_ID`` and ``AWS_ENDPOINT_URL``, never from the address.

    Raises
    ------
    AnalysisError
        If the address holds a password or a query, is of a kind that is not known, or what it needs is not installed.
    """
    if isinstance(text, Path) or not is_address(text):
        return Path(text)
    parts = urlsplit(text)
    shown = f"{parts.scheme}://…{parts.path}"
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise AnalysisError(
            f"The address {shown} holds more than a place. Leave out users, passwords and '?': "
            "who may read and write is taken from the environment."
        )
    if parts.scheme == "file":
        return Path(parts.netloc + parts.path)
    try:
        from upath import UPath

        return cast("Path", UPath(text, use_listings_cache=False))
    except ImportError:
        raise AnalysisError(f"{shown} cannot be reached without more packages. {_INSTALL}") from None
    except (ValueError, TypeError) as error:
        raise AnalysisError(f"'{parts.scheme}' is no kind of storage that is known here: {error}") from None


def reached(path: Path, asked: Callable[[], Any]) -> Any:
    """What is asked of a store.

    Raises
    ------
    AnalysisError
        If the store does not answer, with its reason.
    """
    try:
        return asked()
    except Exception as error:
        if not is_remote(path) and not isinstance(error, OSError):
            raise
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise AnalysisError(
            f"{path} cannot be used ({reason.splitlines()[0]}). See that the address is right, and that the "
            "environment says who you are."
        ) from None


def claim(path: Path) -> None:
    """See that a store can be written to, and leave nothing there.

    Raises
    ------
    AnalysisError
        If it cannot, with the store's reason.
    """
    trial = path / ".trial"

    def try_it() -> None:
        trial.write_bytes(b"")
        trial.unlink()

    reached(path, try_it)


def create(path: Path, content: bytes) -> bool:
    """Make a file that is not there yet; False where it is there. Of several who try at once, one succeeds.

    Where a kind of storage has no such condition, it is looked first; who must be sure reads what is there afterwards.
    """
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return False
    except (ValueError, NotImplementedError):  # it does not know this way of opening
        if path.exists():
            return False
        path.write_bytes(content)
    return True


def open_snapshot(address: str) -> Snapshot:
    """The snapshot in a store; nothing of it is copied.

    Raises
    ------
    AnalysisError
        If there is none, or the store cannot be reached.
    """
    path = place(address.rstrip("/"))
    snapshots.check_free(path.name, replace=True)
    content = reached(path / manifests.FILE, lambda: (path / manifests.FILE).read_bytes())
    try:
        return Snapshot(path.name, path, manifests.from_text(content.decode("utf-8"), name=path.name))
    except ValueError as error:
        raise AnalysisError(f"{path} is not a whole snapshot: {manifests.FILE} {error}.") from None


def bring(snapshot: Snapshot, folder: Path) -> Snapshot:
    """The same snapshot in a folder of snapshots on this machine, copied there whole or not at all.

    Raises
    ------
    AnalysisError
        If a file is not the one that its manifest says, another snapshot has the name, or the disk refuses.
    """
    there = folder / snapshot.name
    if not there.exists():
        files: dict[str, bytes | Callable[[Path], None]] = {
            name: partial(_copy, snapshot, name) for name in snapshot.manifest["files"]
        }
        manifest = reached(snapshot.path, lambda: (snapshot.path / manifests.FILE).read_bytes())
        try:
            whole_folders.write(there, {**files, manifests.FILE: manifest})
        except AnalysisError:
            if not there.exists():  # nobody else brought it in the meantime
                raise
    found = _opened(there)
    if found.digest != snapshot.digest:
        raise AnalysisError(
            f"There is a snapshot '{snapshot.name}' already, with other figures than {snapshot.path}. "
            "Snapshots are not changed: give one of them another name."
        )
    return found


def brought(snapshot: Snapshot, folder: Path) -> Snapshot | None:
    """What ``bring`` left in a folder earlier; None where nothing with the same figures is there."""
    there = folder / snapshot.name
    found = _opened(there) if (there / manifests.FILE).exists() else None
    return found if found is not None and found.digest == snapshot.digest else None


def _opened(path: Path) -> Snapshot:
    text = (path / manifests.FILE).read_text(encoding="utf-8")
    return Snapshot(path.name, path, manifests.from_text(text, name=path.name))


@dataclass(frozen=True)
class Lent(Snapshot):
    """A snapshot in a store whose files are fetched to a folder of this machine one by one, when they are read."""

    source: Snapshot

    @classmethod
    def of(cls, snapshot: Snapshot, folder: Path) -> "Lent":
        """The same snapshot, with what is read of it in an empty folder."""
        return cls(snapshot.name, folder, snapshot.manifest, snapshot)

    def checked(self, table: str) -> Path:
        """As of any snapshot; the file is fetched where it is not there yet."""
        self._fetch(table)
        return super().checked(table)

    def _content(self, table: str) -> bytes:
        self._fetch(table)
        return super()._content(table)

    def _fetch(self, table: str) -> None:
        path = self.path / f"{table}.parquet"
        if path.name in self.manifest["files"] and not path.exists():
            draft = path.with_suffix(".new")
            _copy(self.source, path.name, draft)
            draft.rename(path)


def _copy(snapshot: Snapshot, name: str, path: Path) -> None:
    """Copy one file of a snapshot, and see that it is the one that was written."""
    source, found = snapshot.path / name, hashlib.sha256()

    def pour() -> None:
        with source.open("rb") as given, path.open("wb") as taken:
            while chunk := given.read(CHUNK):
                found.update(chunk)
                taken.write(chunk)

    reached(source, pour)
    if found.hexdigest() != snapshot.manifest["files"][name]["sha256"]:
        raise AnalysisError(f"{source} was changed after it was written. Make the snapshot again.")
