"""Where reports lie: sets of files put in place together, the pages of failures, and the front page over them."""

import json
import os
import re
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import areas, danish, project
from analysis.data import stores
from analysis.data.snapshot import Snapshot
from analysis.errors import AnalysisError
from analysis.names import danish_key
from analysis.runs.failures import Failure
from analysis.runs.fingerprint import project_lists
from analysis.runs.job import Job
from analysis.runs.outdated import Outdated
from analysis.runs.record import FAILED, OK, as_json, has_good_report, read_record, record

if TYPE_CHECKING:
    from analysis.site.pages import Entry

_DRAFT = re.compile(r"\..+\.[0-9a-f]{8}\.tmp")


LISTS = 8  # of the project's files that are remembered: those of as many states of package and templates


def claim(folder: Path) -> None:
    """Make the folder that the reports go to, and see that it can be written to.

    Raises
    ------
    AnalysisError
        If it cannot, with the reason.
    """
    if stores.is_remote(folder):
        stores.claim(folder)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = (error.strerror or "the reason is not known").lower()
        raise AnalysisError(f"{folder} cannot be written to: {reason}. Choose another --out.") from error


def put(folder: Path, files: dict[str, bytes]) -> None:
    """Write files beside their names, then move them there in the order given: a reader never sees half a file.

    A report's record comes last, so that a report whose record is new is whole. In a bucket a file is there when all
    of it has arrived.
    """
    if stores.is_remote(folder):
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return
    folder.mkdir(parents=True, exist_ok=True)
    drafts = {}
    try:
        for name, content in files.items():
            drafts[name] = folder / f".{name}.{secrets.token_hex(4)}.tmp"
            with drafts[name].open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for name, draft in drafts.items():
            draft.replace(folder / name)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove the drafts that processes left in a period's folder when they were killed while they wrote."""
    if stores.is_remote(folder):
        return  # a file that did not arrive is not there
    for draft in (*folder.glob(".*.tmp"), *folder.glob("*/.*.tmp")):
        if _DRAFT.fullmatch(draft.name):
            with suppress(OSError):  # of a folder that is locked since: the next batch that may write to it does it
                draft.unlink(missing_ok=True)


def put_or_say(folder: Path, name: str, content: bytes, *, say: Callable[[str], None]) -> bool:
    """Whether one file of a batch was put in its place; where the disk does not take it, that and its text are said."""
    try:
        put(folder, {name: content})
    except OSError as error:
        say(f"{folder / name} could not be written: {error.strerror or error}")
        if name.endswith(".json"):
            say(content.decode())
        return False
    return True


def put_report(folder: Path, analysis: str, files: dict[str, bytes]) -> None:
    """Put a good report in its place, and take the page of an earlier failure away."""
    put(folder, files)
    forget_failure(folder, analysis)


def forget_failure(folder: Path, analysis: str) -> bool:
    """Take the page of an earlier failure away, where a good report holds; whether there was one."""
    found = False
    for ending in ("failed.html", "failed.ipynb"):
        try:
            (folder / f"{analysis}.{ending}").unlink()
        except FileNotFoundError:
            continue
        found = True
    return found


def seen(folder: Path) -> dict[str, str]:
    """The signatures of the reports that the last batch found whole; empty where there was none."""
    found = _batch(folder).get("seen")
    return {str(label): str(known) for label, known in found.items()} if isinstance(found, dict) else {}


def outdated(folder: Path, snapshot: Snapshot, period: str) -> Outdated:
    """Who finds out why reports in a period's folder are to be made again, knowing what the last batch left there."""
    about = _batch(folder)
    held, lists = (found if isinstance(found := about.get(name), dict) else {} for name in ("held", "project"))
    known = {**lists, **project_lists(project.root())}
    return Outdated(folder, snapshot, period, held=held, project=dict([*known.items()][-LISTS:]))


def index_digest(folder: Path) -> str:
    """The SHA-256 of the front page that the last batch wrote; empty where there was none."""
    return str(_batch(folder).get("index", ""))


def _batch(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def put_failure(folder: Path, job: Job, failure: Failure, *, partial: bytes) -> bool:
    """Put a page that says so in a report's place, or beside the last good report; whether there is one, which stays.

    ``partial`` is the notebook as far as it came; it lies beside the page as ``<analysis>.failed.ipynb``.
    """
    from analysis.site import pages  # needed only where something is to be written

    good = has_good_report(folder, job.analysis)
    page = pages.failure_page(
        title=job.title,
        jobcenter=job.name,
        period=danish.month(job.parameters["period"]),
        analysis=job.analysis,
        heading=failure.heading,
        kept=good,
        synthetic=job.snapshot["synthetic"],
    ).encode()
    if good:
        put(folder, {f"{job.analysis}.failed.ipynb": partial, f"{job.analysis}.failed.html": page})
        return True
    files = {f"{job.analysis}.html": page}
    about = record(
        status=FAILED,
        analysis=job.analysis,
        title=job.title,
        parameters=job.parameters,
        snapshot=job.snapshot,
        fingerprint=job.fingerprint,
        parts=job.parts,
        versions=job.versions,
        files=files,
    )
    for ending in ("failed.html", "ipynb", "review.html", "xlsx"):  # of a report that no longer holds
        (folder / f"{job.analysis}.{ending}").unlink(missing_ok=True)
    put(folder, {f"{job.analysis}.failed.ipynb": partial, **files, f"{job.analysis}.json": as_json(about)})
    return False


def front_page(folder: Path, *, period: str, has_failures: bool) -> bytes:
    """The front page over every report that lies in a period's folder, also from earlier runs."""
    from analysis.site import pages

    found = [entry for path in sorted(folder.glob("*/*.json")) if (entry := _entry(path, period)) is not None]
    found.sort(key=lambda entry: (danish_key(entry.jobcenter), danish_key(entry.title), entry.analysis))
    return pages.front_page(found, period=danish.month(period), has_failures=has_failures).encode()


def _entry(path: Path, period: str) -> "Entry | None":
    """The entry of a record; None for a file that is no record of a report of this period."""
    from analysis.site.pages import Entry

    about: dict[str, Any] | None = read_record(path)
    if about is None or about.get("analysis") != path.stem:
        return None
    try:
        jobcenter = areas.jobcenter(about["parameters"]["jobcenter"], period)
    except (AnalysisError, KeyError, TypeError):
        return None
    others = [area.name for area in areas.members(jobcenter, period) if area.code != jobcenter.code]
    failed_later = (path.parent / f"{path.stem}.failed.html").exists()
    return Entry(
        analysis=path.stem,
        title=str(about.get("title")),
        folder=path.parent.name,
        jobcenter=jobcenter.name,
        region=areas.region_of(jobcenter).name,
        serves=f"også {danish.listed(others)}" if others else "",
        state="failed" if about["status"] != OK else "kept" if failed_later else "ok",
        synthetic=bool(about.get("snapshot", {}).get("synthetic")),
    )
