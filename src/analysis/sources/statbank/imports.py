"""Exports of StatBank that somebody saved, as one new snapshot."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from analysis.data import contracts, snapshots
from analysis.data.snapshot import Snapshot
from analysis.errors import AnalysisError
from analysis.sources.statbank import declared as statbank_declared
from analysis.sources.statbank import files as statbank_files


def import_files(
    files: Sequence[Path],
    *,
    name: str,
    retrieved: str,
    say: Callable[[str], None],
    also: Snapshot | None = None,
) -> Snapshot:
    """The files as a new snapshot of observations and, where they have single years of age, population.

    Parameters
    ----------
    files : sequence of Path
        The name of each holds the id of a table that ``params/sources.yml`` declares of StatBank.
    name : str
        The free name of the snapshot.
    retrieved : str
        When they are imported.
    say : callable
        Told in a line of each file.
    also : Snapshot, optional
        Another whose tables the new one holds as well.

    Raises
    ------
    AnalysisError
        If a file is not whole and sound (every file's problems at once), or two files have the same figures.
    """
    source = statbank_declared.statbank()
    made: dict[str, list[pd.DataFrame]] = {}
    notices: list[str] = []
    wrong: list[str] = []
    for path in files:
        try:
            read = statbank_files.read(_content(path), file=path.name, retrieved=retrieved, source=source)
        except AnalysisError as error:
            wrong.append(str(error))
            continue
        for table, rows in read.tables.items():
            made.setdefault(table, []).append(rows)
        notices += [f"{path.name}: {notice}" for notice in read.notices]
        say(f"{path.name}: {', '.join(f'{len(rows)} {table}' for table, rows in read.tables.items())}")
    if wrong:
        raise AnalysisError("\n".join(wrong))
    names = [path.name for path in files]
    tables = {table: pd.concat(rows, ignore_index=True) for table, rows in made.items()}
    checked = {table: contracts.check(table, rows, where=", ".join(names)) for table, rows in tables.items()}
    return snapshots.write(
        name,
        checked,
        source=source.title,
        asked=names,
        retrieved=retrieved,
        synthetic=False,
        notices=notices,
        extra={"provisional_months": 0},
        also=also,
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise AnalysisError(f"{path} cannot be read ({error.strerror}).") from None
