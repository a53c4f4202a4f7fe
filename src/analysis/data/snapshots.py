"""The snapshots there are: writing a new one, whole or not at all, and finding one by its name."""

import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import project
from analysis.data import joining, manifests, streams, whole_folders
from analysis.data.joining import Copy
from analysis.data.snapshot import Snapshot
from analysis.data.streams import Stream
from analysis.errors import AnalysisError, did_you_mean, nearest

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "DEMO",
    "Snapshot",
    "Stream",
    "all_snapshots",
    "check_free",
    "default",
    "folder",
    "free_name",
    "open_snapshot",
    "to_join",
    "write",
]

DEMO = "demo"
Counted = Callable[
    [Path], "tuple[pd.DataFrame | None, list[str]]"
]  # from a folder of tables to observations, and notices

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_HOW = "Make one with 'jobcenter data demo' or 'jobcenter data fetch jobindsats'."


def folder() -> Path:
    """Where the project keeps its snapshots."""
    return project.root() / "data" / "snapshots"


def write(
    name: str,
    tables: "Mapping[str, pd.DataFrame | Stream]",
    *,
    source: str,
    asked: list[str],
    retrieved: str,
    synthetic: bool,
    notices: Iterable[str] = (),
    extra: Mapping[str, Any] | None = None,
    replace: bool = False,
    also: Snapshot | None = None,
    counted: Counted | None = None,
) -> Snapshot:
    """A new snapshot, there in whole when this returns; after an error or a kill, nothing of it is there.

    The rows are sorted by the key of their table, so that equal tables make equal files.

    Parameters
    ----------
    name : str
        Small letters, digits, ``.``, ``_`` and ``-``; 1 to 64 of them. Never a path.
    tables : mapping
        Table name to a frame that keeps its contract, or to a stream of what is too large for memory.
    source, asked : str, list of str
        Of whom it was asked, and what: addresses or files, without any token.
    retrieved : str
        When, as ``2026-08-22`` or ``2026-08-22T09:30:00+02:00``.
    synthetic : bool
        Whether the figures are made up.
    notices : iterable of str
        What a reader should know, such as rows that were left out.
    extra : mapping, optional
        More for the manifest, such as ``provisional_months``.
    replace : bool
        Whether an older snapshot of that name may go.
    also : Snapshot, optional
        Another whose tables the new one holds as well; the manifest names it, its sources and its digest.
    counted : callable, optional
        Makes ``observations`` of the folder in which the other tables stand, or None, and says what a reader should
        know; not asked where there are observations already.

    Raises
    ------
    AnalysisError
        If the name is not allowed or taken, a table breaks its contract, the tables do not go with those of the
        other snapshot, or the disk does not take it.
    """
    check_free(name, replace=replace)
    manifests.moment(retrieved)
    if not tables:
        raise AnalysisError(f"Snapshot '{name}' would be empty: there are no tables to write.")
    if also:
        joining.check(also, synthetic=synthetic)
    whole = joining.together(tables, also, name=name) if also else tables
    about: dict[str, dict[str, Any]] = {}
    files: dict[str, bytes | Callable[[Path], None]] = {
        f"{table}.parquet": _writer(table, rows, about, where=source) for table, rows in whole.items()
    }
    observed = whole.get("observations")
    manifest = {
        "name": name,
        "source": source,
        "asked": list(asked),
        "retrieved": retrieved,
        "synthetic": synthetic,
        "notices": list(notices),
        "latest": manifests.latest(None if isinstance(observed, Stream | Copy) else observed),
        "files": about,
    }

    added = dict(extra or {})
    if also:
        manifest, added = joining.manifest(manifest, also), joining.extra(added, also)  # noqa: S610 - not Django's

    def finish(path: Path) -> None:
        path.write_text(manifests.to_text(manifest, added), encoding="utf-8")

    if counted is not None and "observations" not in whole:
        files["observations.parquet"] = _counting(counted, manifest, about, where=source)
    whole_folders.write(folder() / name, {**files, manifests.FILE: finish}, replace=replace)
    return open_snapshot(name)


def _counting(
    counted: Counted, manifest: dict[str, Any], about: dict[str, dict[str, Any]], *, where: str
) -> Callable[[Path], None]:
    """What makes the observations once the other tables are written; where there are none it writes nothing."""

    def write_to(path: Path) -> None:
        from analysis.data import contracts, parquet

        rows, notices = counted(path.parent)
        manifest["notices"] = [*manifest["notices"], *notices]
        if rows is not None:
            path.write_bytes(parquet.to_parquet(contracts.check("observations", rows, where=where), "observations"))
            months = manifests.months(rows["period"].unique())
            about[path.name] = manifests.describe_file(path, rows=len(rows), months=months)
            manifest["latest"] = {**manifest["latest"], **manifests.latest(rows)}

    return write_to


def _writer(
    table: str, rows: "pd.DataFrame | Stream | Copy", about: dict[str, dict[str, Any]], *, where: str
) -> Callable[[Path], None]:
    """What writes a table to a path and then describes the file in ``about``."""
    from analysis.data import contracts, parquet

    whole = None if isinstance(rows, Stream | Copy) else contracts.check(table, rows, where=where)
    content = b"" if whole is None else parquet.to_parquet(whole, table)

    def write_to(path: Path) -> None:
        months: Sequence[str] = ()
        if isinstance(rows, Stream):
            count = streams.write(path, table, rows)
        elif isinstance(rows, Copy):
            shutil.copyfile(rows.snapshot.path_of(table), path)
            count = rows.snapshot.manifest["files"][path.name]["rows"]
            months = rows.snapshot.manifest["files"][path.name].get("months", ())
        else:
            path.write_bytes(content)
            count = len(rows)
            months = manifests.months(rows["period"].unique()) if table == "observations" else ()
        about[path.name] = manifests.describe_file(path, rows=count, months=months)

    return write_to


def free_name(wanted: str) -> str:
    """A name for a new snapshot; numbered where that is taken."""
    taken = {snapshot.name for snapshot in all_snapshots()}
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (wanted, *numbered) if name not in taken)


def check_free(name: str, *, replace: bool = False) -> None:
    """Refuse a name that a new snapshot cannot have; ask before a long retrieval, not after it.

    Raises
    ------
    AnalysisError
        If it is not a plain name, or is taken and may not be replaced.
    """
    _check_name(name)
    if not replace and (folder() / name).exists():
        raise AnalysisError(
            f"There is a snapshot '{name}' already, and snapshots are not changed. Choose another --name."
        )


def to_join(name: str | None, *, synthetic: bool = False) -> Snapshot | None:
    """The snapshot that a new one is to hold as well, where one is named.

    Raises
    ------
    AnalysisError
        If there is none of that name, or one is synthetic and the other real.
    """
    if name is None:
        return None
    found = open_snapshot(name)
    joining.check(found, synthetic=synthetic)
    return found


def open_snapshot(name: str) -> Snapshot:
    """The snapshot of that name; its files are checked when they are read.

    Raises
    ------
    AnalysisError
        If there is none (the message lists what there is), or its manifest cannot be read.
    """
    _check_name(name)
    whole_folders.tidy(folder())
    path = folder() / name
    if not path.is_dir():
        names = _names()
        near = f"{did_you_mean(name, names)} " if nearest(name, names) else ""
        known = f"{near}There is: {', '.join(names)}." if names else "There is none yet."
        raise AnalysisError(f"There is no snapshot '{name}'. {known} {_HOW}")
    try:
        text = (path / manifests.FILE).read_bytes().decode("utf-8")
        return Snapshot(name, path, manifests.from_text(text, name=name))
    except OSError as error:
        wrong = f"cannot be read ({error.strerror})"
    except ValueError as error:
        wrong = str(error)
    raise AnalysisError(f"{path} is not a whole snapshot: {manifests.FILE} {wrong}. Remove it and make it again.")


def all_snapshots() -> list[Snapshot]:
    """Every snapshot, by name. A folder without a manifest is somebody else's and is passed over."""
    whole_folders.tidy(folder())
    return [open_snapshot(name) for name in _names()]


def default() -> Snapshot:
    """The newest snapshot of real monthly figures by the time of retrieval, else ``demo``.

    One without monthly figures, such as a population alone, has nothing to report on by itself.

    Raises
    ------
    AnalysisError
        If there is neither; the message says how to get one.
    """
    there = {snapshot.name: snapshot for snapshot in all_snapshots()}
    real = [snapshot for snapshot in there.values() if not snapshot.synthetic and snapshot.has_months]
    if real:
        return max(real, key=lambda snapshot: (manifests.moment(snapshot.retrieved), snapshot.name))
    if DEMO in there:
        return there[DEMO]
    raise AnalysisError(f"There is no snapshot to take figures from. {_HOW}")


def _names() -> list[str]:
    there = folder().iterdir() if folder().is_dir() else []
    return sorted(p.name for p in there if _NAME.fullmatch(p.name) and (p / manifests.FILE).is_file())


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise AnalysisError(
            f"'{name}' cannot name a snapshot: use 1 to 64 small letters, digits, '.', '_' and '-', "
            "a letter or digit first."
        )
