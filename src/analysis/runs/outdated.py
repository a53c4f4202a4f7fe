"""Why a report that lies there is not what would be made now: which part changed, and what of it."""

import tempfile
import threading
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis.data import snapshots, stores
from analysis.data.snapshot import Snapshot
from analysis.runs import changes
from analysis.runs.fingerprint import COMMENTS, DATA, TEMPLATES, TEXT
from analysis.runs.job import Job
from analysis.runs.record import OK, SHORT, file_digest, read_record, sha256

if TYPE_CHECKING:
    from analysis.measures.reading.answers import Answers

FILES = "files"  # in the place of a part, where the report is not there or not whole
UNCOMPARED = {"package", "versions"}  # where these changed, so may what the data is compared by


class Reason(NamedTuple):
    """A part of the fingerprint that changed, or ``FILES``, and what a reader is told of it."""

    part: str
    text: str


class Outdated:
    """Finds out why reports in a period's folder are to be made again.

    Parameters
    ----------
    folder : Path
        The period's.
    snapshot : Snapshot
        From which they would be made now.
    period : str
        For which month.
    held : mapping, optional
        From the last batch: by label, what ``holding`` gave of reports that were found to hold for a snapshot.
    project : mapping, optional
        Digests of the project's files, by the digest of all of them; see ``fingerprint.project_lists``.
    """

    def __init__(
        self,
        folder: Path,
        snapshot: Snapshot,
        period: str,
        *,
        held: Mapping[str, str] | None = None,
        project: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.folder, self.snapshot, self.period = folder, snapshot, period
        self.held: dict[str, str] = dict(held or {})
        self.project, self._lock = project or {}, threading.Lock()
        self._told: dict[tuple[str, str, str], str] = {}

    def why(self, job: Job) -> list[Reason]:
        """Why the report of a job is to be made; empty where it lies there as it would be made, every file of it."""
        place = self.folder / job.folder
        found = read_record(place / f"{job.analysis}.json")
        if found is None:
            return [Reason(FILES, "there is none")]
        if found["status"] != OK or not found["files"]:
            return [Reason(FILES, "it failed")]
        before, read = found.get("parts"), found.get("read")
        if not isinstance(before, dict) or not isinstance(read, dict):
            return [Reason(FILES, "its record is of an earlier version")]
        other = [name for name, digest in found["files"].items() if file_digest(place / Path(name).name) != digest]
        if other:
            return [Reason(FILES, f"{name} is not as it was made") for name in other]
        parts = [name for name, digest in job.parts.items() if before.get(name) != digest]
        reasons = [Reason(name, f"{name}: {self._detail(name, job, found)}") for name in parts]
        if not UNCOMPARED.intersection(parts):
            reasons += [Reason(DATA, f"{DATA}: {text}") for text in self._data(job, found, read)]
        return reasons

    def _data(self, job: Job, found: dict[str, Any], read: dict[str, dict[str, str]]) -> list[str]:
        """What the report read of the snapshot, and is not there as it was."""
        holds = holding(found["fingerprint"], job.digest)
        if self.held.get(job.label) == holds or read == {"snapshots": {self.snapshot.name: job.digest}}:
            self.held[job.label] = holds
            return []
        from analysis.measures.reading.record import changed  # with tables, which are needed only now

        with self._lock:
            texts = changed(read, self._answers)
        if not texts:
            self.held[job.label] = holds
        return texts

    @cached_property
    def _answers(self) -> "Answers":
        from analysis.measures.reading.answers import Answers

        here = self.snapshot
        if stores.is_remote(here.path):
            here = stores.brought(here, snapshots.folder()) or stores.Lent.of(here, self._scratch())
        return Answers(here, self.period)

    def _scratch(self) -> Path:
        """A folder for what is read of a bucket; it is gone with this object, as who only asks leaves nothing."""
        self._lent = tempfile.TemporaryDirectory(prefix="jc-", ignore_cleanup_errors=True)
        return Path(self._lent.name)

    def _detail(self, part: str, job: Job, found: dict[str, Any]) -> str:
        """What of a part changed; of what many reports share, it is found out once."""
        if part == "parameters":
            return changes.values(found["parameters"], job.parameters)
        if part == COMMENTS:
            return "those of its jobcenter"
        if part == "snapshot":
            return changes.values(found["snapshot"], job.snapshot) or "its source or its tables"
        key = (part, job.analysis if part in ("code", TEXT) else "", str(found["parts"].get(part)))
        if key not in self._told:
            self._told[key] = self._shared_detail(part, job, found)
        return self._told[key]

    def _shared_detail(self, part: str, job: Job, found: dict[str, Any]) -> str:
        if part == "versions":
            return changes.values(found["versions"], job.versions) or "requirements.lock"
        if part in ("package", TEMPLATES):
            before, now = (self.project.get(digest[:SHORT]) for digest in (found["parts"][part], job.parts[part]))
            return changes.files(before, now) if before is not None and now is not None else "some of its files"
        executed = self.folder / job.folder / f"{job.analysis}.ipynb"
        told = changes.cells(
            executed.read_text(encoding="utf-8"), job.text, kind="code" if part == "code" else "markdown"
        )
        title = part == TEXT and found["title"] != job.title
        return ", ".join([*(["the title"] if title else []), *([told] if told else [])]) or "the order of the cells"


def holding(fingerprint: str, digest: str) -> str:
    """What is kept of a report that was found to hold for a snapshot: the two digests as one."""
    return sha256(f"{fingerprint} {digest}")[:SHORT]
