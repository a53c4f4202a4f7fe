"""From files that people have to a new snapshot: what kinds of files there are, and who reads which."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.data import snapshots
from analysis.data.snapshot import Snapshot
from analysis.errors import AnalysisError, did_you_mean
from analysis.sources import identifiers, register, target_files
from analysis.sources.exports import to_observations
from analysis.sources.statbank import imports as statbank_imports

DEFAULT = "observations"


@dataclass(frozen=True)
class Request:
    """What is to be imported: the files, the free name of the new snapshot, when, and who is told of the progress."""

    files: Sequence[Path]
    name: str
    retrieved: str
    say: Callable[[str], None]
    also: Snapshot | None = None  # held by the new one as well


def _observations(request: Request) -> Snapshot:
    read = to_observations.read(request.files, retrieved=request.retrieved, say=request.say)
    return snapshots.write(
        request.name,
        {"observations": read.observations},
        source=read.source,
        asked=read.asked,
        retrieved=request.retrieved,
        synthetic=False,
        notices=read.notices,
        also=request.also,
    )


def _targets(request: Request) -> Snapshot:
    names = [path.name for path in request.files]
    return snapshots.write(
        request.name,
        {"targets": target_files.read_all(request.files)},
        source=", ".join(names),
        asked=names,
        retrieved=request.retrieved,
        synthetic=False,
        also=request.also,
    )


def _register(request: Request) -> Snapshot:
    return register.import_files(
        request.files, name=request.name, retrieved=request.retrieved, also=request.also, say=request.say
    )


def _statbank(request: Request) -> Snapshot:
    return statbank_imports.import_files(
        request.files, name=request.name, retrieved=request.retrieved, also=request.also, say=request.say
    )


# A kind of file is a name and the function that makes a snapshot of such files.
KINDS: dict[str, Callable[[Request], Snapshot]] = {
    "observations": _observations,
    "register": _register,
    "statbank": _statbank,
    "targets": _targets,
}


def import_files(
    files: Sequence[Path],
    *,
    kind: str = DEFAULT,
    name: str | None = None,
    also: str | None = None,
    now: dt.datetime,
    say: Callable[[str], None],
) -> Snapshot:
    """Some files as a new snapshot; all of them or nothing.

    Parameters
    ----------
    files : sequence of Path
        The files.
    kind : str
        What they hold: one of ``KINDS``.
    name : str, optional
        The snapshot's name; ``import`` and the day where left out, numbered where that is taken.
    also : str, optional
        A snapshot whose tables the new one holds as well.
    now : datetime
        When they are imported, with its zone.
    say : callable
        Told in a line of each file.

    Raises
    ------
    AnalysisError
        If there is no such kind, the name is not free, or a file is not understood in whole.
    """
    if kind not in KINDS:
        raise AnalysisError(f"There is no kind of file '{kind}'. {did_you_mean(kind, KINDS)}")
    if not files:
        raise AnalysisError("No file was named. Give one or more: jobcenter data import FILE…")
    if personal := [str(at) for at, file in enumerate(files, start=1) if identifiers.stands_in(file.name)]:
        raise AnalysisError(
            f"The name of file {', '.join(personal)} of {len(files)} looks like a CPR number, so nothing is imported. "
            "Rename it."
        )
    chosen = name or snapshots.free_name(f"import-{now:%Y-%m-%d}")
    snapshots.check_free(chosen)
    joined = snapshots.to_join(also)
    return KINDS[kind](Request(list(files), chosen, now.isoformat(timespec="seconds"), say, joined))
