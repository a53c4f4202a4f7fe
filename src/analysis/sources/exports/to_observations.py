"""Exported files as canonical observations: all of them, or every problem of all of them at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import periods
from analysis.data import contracts, manifests
from analysis.errors import AnalysisError
from analysis.sources.exports import declarations, delimited, encoding, personal, sheets, soundness, workbooks
from analysis.sources.exports.declared import Exports
from analysis.sources.exports.findings import Findings
from analysis.sources.exports.grids import Grid
from analysis.sources.exports.labels import Labels

_LARGEST = 300_000_000  # bytes


@dataclass(frozen=True, eq=False)
class Read:
    """What was read of some files: the figures, what each file was, and what a reader should know."""

    observations: pd.DataFrame
    asked: list[str]
    notices: list[str]
    source: str


def read(files: Sequence[Path], *, retrieved: str, say: Callable[[str], None], exports: Exports | None = None) -> Read:
    """The observations in some files, as ``contracts.Observations``.

    The day of the import stands as the day of retrieval: a file does not say when it was exported. The latest
    months of a source that revises them are provisional, counted back from each measure's last period in the files.

    Parameters
    ----------
    files : sequence of Path
        CSV files and workbooks, told apart by what they hold.
    retrieved : str
        When they are imported, as ``2026-08-22`` or with a time.
    say : callable
        Told in a line of each file.
    exports : Exports, optional
        What is declared; ``params/sources.yml`` by default.

    Raises
    ------
    AnalysisError
        If anything in any file is not understood: every problem of every file, with sheet, row and column.
    """
    known = exports or declarations.exports()
    everything = Findings("the files together")
    problems: list[str] = []
    notices: list[str] = []
    parts: list[pd.DataFrame] = []
    asked: list[str] = []
    for file in files:
        try:
            content = _content(file)
            grids = _grids(content, file.name, known)
        except AnalysisError as error:
            problems.append(str(error))
            continue
        asked.append(f"{file.name} sha256:{manifests.sha256(content)}")
        say(f"{file.name}: {len(content)} bytes")
        found, wrong, told = _of_file(grids, known)
        parts += found
        problems += wrong
        notices += told
    if not problems and parts:
        whole = soundness.once(pd.concat(parts, ignore_index=True), everything)
        problems += everything.problems
        notices += everything.notices
    if problems or not parts:
        raise AnalysisError(_refusal(problems, len(files)))
    publishers = sorted({str(source).rsplit(" ", 1)[0] for source in whole["source"].unique()})
    return Read(_observations(whole, retrieved), asked, notices, f"{', '.join(publishers)} (eksport)")


def _content(file: Path) -> bytes:
    if file.is_dir():
        raise AnalysisError(f"{file.name}: it is a folder; expected a file. Name the files in it.")
    try:
        if file.stat().st_size > _LARGEST:
            raise AnalysisError(f"{file.name}: it is larger than {_LARGEST // 1_000_000} MB; expected an export.")
        content = file.read_bytes()
    except OSError as error:
        raise AnalysisError(f"{file.name}: it cannot be read ({error.strerror}); expected a file.") from None
    if not content.strip():
        raise AnalysisError(f"{file.name}: it is empty; expected a header and rows.")
    return content


def _grids(content: bytes, name: str, known: Exports) -> list[Grid]:
    if workbooks.is_workbook(content):
        return workbooks.read(content, name=name)
    if content.lstrip()[:1] in (b"{", b"["):
        raise AnalysisError(
            f"{name}: it is JSON; expected CSV or a workbook. An answer of StatBank is imported with '--as statbank'."
        )
    labels = Labels(known)
    return [delimited.read(encoding.decode(content, name=name), name=name, known=labels.is_known)]


def _of_file(grids: list[Grid], known: Exports) -> tuple[list[pd.DataFrame], list[str], list[str]]:
    """The figures, problems and notices of the sheets of one file."""
    parts, problems, notices, unread = [], [], [], []
    for number, grid in enumerate(grids, start=1):
        problems += personal.problems(grid, sheet=number)
    for grid in grids if not problems else ():
        findings = Findings(grid.where)
        found = sheets.read(grid, known, findings)
        if found is None:
            unread.append(grid)
            continue
        parts.append(found)
        problems += findings.problems
        notices += findings.notices
    for grid in unread:
        if parts:
            notices.append(f"{grid.where}: nothing in it is an area or a period with figures, and it is left out")
        else:
            problems.append(
                f"{grid.where}: no row has an area or a period, and figures; expected those of a table that is "
                "declared in params/sources.yml"
            )
    return parts, problems, notices


def _refusal(problems: list[str], files: int) -> str:
    if not problems:
        return "No file was named; expected CSV files or workbooks."
    head = f"{len(problems)} problem(s) in {files} file(s), so nothing is imported"
    return "\n".join([head, *(f"  - {problem}" for problem in problems)])


def _observations(whole: pd.DataFrame, retrieved: str) -> pd.DataFrame:
    """The figures with their status, and the columns of the contract."""
    shown = whole[whole["value"].notna()]
    latest = {name: max(map(periods.last_month, set(part))) for name, part in shown.groupby("measure")["period"]}
    revised = {
        (measure, months): periods.shift(latest[measure], -months)
        for measure, months in whole[["measure", "provisional_months"]].drop_duplicates().itertuples(index=False)
        if measure in latest
    }
    ends = whole["period"].map({period: periods.last_month(period) for period in whole["period"].unique()})
    final_until = pd.Series(
        [revised.get(one, "") for one in zip(whole["measure"], whole["provisional_months"], strict=True)],
        index=whole.index,
        dtype=object,
    )
    shown_as = np.where(ends > final_until, "provisional", "final")
    filled = whole.assign(
        status=np.where(whole["status"] != "", whole["status"], shown_as),
        numerator=np.nan,
        denominator=np.nan,
        retrieved=manifests.moment(retrieved).date().isoformat(),
    )
    return filled[contracts.columns("observations")].sort_values(contracts.key("observations"), ignore_index=True)
