"""A worker of a cluster: the project's files and the snapshot brought to it, and one report at a time made there."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from analysis.data import stores
from analysis.errors import AnalysisError
from analysis.runs import engines, shelf
from analysis.runs.failures import Failure
from analysis.runs.fingerprint import project_files, versions
from analysis.runs.job import Job, Made
from analysis.runs.make import make
from analysis.runs.pool import WorkerDied, attempt
from analysis.runs.trace import Trace
from analysis.runs.warm.crew import COLD
from analysis.runs.warm.forks import end_with
from analysis.runs.warm.standing import Standing
from analysis.runs.warm.warmth import Warmth

MOST_SHOWN = 5  # packages of another version that an error names
ROOMS = ("notebooks", "params", "reference")
LOCK = "requirements.lock"


@dataclass(frozen=True)
class Kit:
    """What a worker needs besides the installed package, and what the driver has that it must have, too.

    ``files`` are the project's lists, params and lock file by their paths; the notebooks travel in the jobs. The
    snapshot is fetched from its address. ``project`` are the digests of package, templates and lock file.
    """

    files: Mapping[str, bytes]
    snapshot: str
    digest: str
    project: Mapping[str, str]
    python: str
    packages: Mapping[str, str]
    engine: str
    warmth: Warmth = COLD
    out: str | None = None
    key: str = field(default_factory=lambda: secrets.token_hex(8))


@dataclass(frozen=True)
class Returned:
    """What a worker sends back: the result, and how far the report came, as the two files of its trace."""

    result: Made | WorkerDied
    cell: bytes = b""
    cells: bytes = b""

    def keep(self, trace: Trace) -> Made | WorkerDied:
        """Leave the trace where the driver looks for it; the result."""
        for path, content in ((trace.path, self.cell), (trace.cells, self.cells)):
            if content:
                path.write_bytes(content)
        return self.result


def packages(names: Mapping[str, str]) -> dict[str, str]:
    """The versions that are installed here of some packages; those that are not installed are left out."""
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


class _Bench:
    """What one worker process keeps for one batch: its copy of the project, and a worker for each thread."""

    def __init__(self, kit: Kit, folder: Path) -> None:
        self.kit, self.folder = kit, folder
        self._lock, self._here = threading.Lock(), threading.local()
        self._home: Path | None = None
        self._standing: list[Standing] = []

    def home(self) -> Path:
        """The copy of the project, with the snapshot in it; made and checked when it is first asked for.

        Raises
        ------
        AnalysisError
            If this worker is not like the driver, or cannot reach the snapshot; with every problem.
        """
        with self._lock:
            if self._home is None:
                home = self.folder / f"jobcenter-{self.kit.key}"
                if not home.exists():
                    _lay(home, self.kit.files)
                problems = _differences(self.kit, home)
                try:
                    stores.bring(_snapshot(self.kit), home / "data" / "snapshots")
                except AnalysisError as error:
                    problems.append(str(error))
                if self.kit.out is not None and not _sees(stores.place(self.kit.out), self.kit.key):
                    problems.append(f"it does not see the driver's {self.kit.out}.")
                if problems:
                    raise AnalysisError("\n".join(problems))
                self._home = home
        return self._home

    def made(self, job: Job) -> Made | WorkerDied:
        """A job done in a process of its own."""
        limit = None if job.seconds is None else job.seconds + engines.GRACE
        if self.kit.engine == engines.PLAIN:
            return _in_a_process(job, limit)
        if not hasattr(self._here, "standing"):
            home = self.home()
            scratch = Path(tempfile.mkdtemp(prefix="warm-", dir=home))
            self._here.standing = Standing(home, scratch, self.kit.warmth)
            self._standing.append(self._here.standing)
        standing: Standing = self._here.standing
        return standing.outcome(make, job, seconds=limit)

    def close(self) -> None:
        """End the workers, and remove the copy of the project."""
        for standing in self._standing:
            standing.close()
        shutil.rmtree(self.folder / f"jobcenter-{self.kit.key}", ignore_errors=True)


_BENCHES: dict[str, _Bench] = {}  # of this process, by the key of the kit


def receive(kit: Kit, folder: Path) -> None:
    """Keep a kit in this process; nothing is checked or fetched before it is needed."""
    _BENCHES[kit.key] = _Bench(kit, folder)


def release(key: str) -> None:
    """Forget a kit, and begin to end what runs for it."""
    bench = _BENCHES.pop(key, None)
    if bench is not None:
        threading.Thread(target=bench.close, daemon=True).start()


def problem(key: str) -> str:
    """Why this worker cannot make reports with a kit, or nothing; what it needs is fetched here."""
    if key not in _BENCHES:
        return "the worker did not receive the project's files."
    try:
        _BENCHES[key].home()
    except AnalysisError as error:
        return str(error)
    return ""


def make_here(key: str, job: Job) -> Returned:
    """The report of a job, made on this worker.

    With an address to put reports at, all files but the record are put there, and the record alone is returned: the
    driver puts it last, and only then is the report there. Without one all files are returned.
    """
    wrong = problem(key)
    if wrong:
        return Returned(Made(failure=Failure("WorkerDiffers", wrong)))
    bench = _BENCHES[key]
    with tempfile.TemporaryDirectory(prefix="jc-", dir=bench.folder, ignore_cleanup_errors=True) as scratch:
        trace = Trace(Path(scratch) / "0")
        result = bench.made(replace(job, home=bench.home(), trace=trace))
        if isinstance(result, Made) and result.failure is None and bench.kit.out is not None:
            result = _put(result, job, stores.place(bench.kit.out) / job.folder)
        if isinstance(result, Made) and result.failure is None:
            return Returned(result)
        return Returned(result, _content(trace.path), _content(trace.cells))


def _put(made: Made, job: Job, folder: Path) -> Made:
    record = f"{job.analysis}.json"
    files = {name: content for name, content in made.files.items() if name != record}
    try:
        stores.reached(folder, lambda: shelf.put(folder, files))
    except AnalysisError as error:
        return Made(failure=Failure("NotWritten", str(error)), seconds=made.seconds)
    return replace(made, files={record: made.files[record]})


def _lay(home: Path, files: Mapping[str, bytes]) -> None:
    """The project's files in a new folder, there in whole or not at all."""
    with tempfile.TemporaryDirectory(prefix="jc-", dir=home.parent) as scratch:
        draft = Path(scratch) / "home"
        for room in ROOMS:
            (draft / room).mkdir(parents=True)
        for name, content in files.items():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            (draft / name).write_bytes(content)
        draft.rename(home)


def _differences(kit: Kit, home: Path) -> list[str]:
    """In what this worker is not like the driver, so that its reports could differ."""
    here = packages(kit.packages)
    other = [
        f"{name} {here.get(name, 'is missing')} instead of {wanted}"
        for name, wanted in kit.packages.items()
        if here.get(name) != wanted
    ]
    more = f" and {len(other) - MOST_SHOWN} more" if len(other) > MOST_SHOWN else ""
    problems = [f"it has {', '.join(other[:MOST_SHOWN])}{more}."] if other else []
    if versions()["python"] != kit.python:
        problems.append(f"it runs Python {versions()['python']} instead of {kit.python}.")
    if project_files(home) != kit.project:
        problems.append("its package jobcenter-analysis has other code than the driver's.")
    return problems


def _snapshot(kit: Kit) -> Any:
    found = stores.open_snapshot(kit.snapshot)
    if found.digest != kit.digest:
        raise AnalysisError(f"{kit.snapshot} is not the snapshot that the driver has: its figures differ.")
    return found


def mark(out: Path, key: str) -> Path:
    """The file that the driver leaves where reports go, while workers are asked whether they see the same place."""
    return out / f".cluster-{key}"


def _sees(out: Path, key: str) -> bool:
    return bool(stores.reached(out, mark(out, key).exists))


def _in_a_process(job: Job, seconds: float | None) -> Made | WorkerDied:
    """A job done in a process that is started for it alone."""
    from pickle import dumps, loads

    command = [sys.executable, "-c", f"from analysis.runs.remote import main; main({os.getpid()})"]
    environment = {**os.environ, "JOBCENTER_HOME": str(job.home)}
    try:
        ended = subprocess.run(  # noqa: S603 - this program
            command, input=dumps(job), capture_output=True, timeout=seconds, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        return WorkerDied(late=True)
    if ended.returncode:
        return WorkerDied(signal=max(-ended.returncode, 0))
    result: Made = loads(ended.stdout)  # noqa: S301 - from this program's own child
    return result


def main(parent: int) -> None:
    """Make the report of the job on standard input, and write what came of it to standard output.

    When the worker of that number is killed, so is this process: the scheduler has another make the report.
    """
    from pickle import dumps, load

    end_with(parent)
    answer = os.dup(1)
    os.dup2(2, 1)  # what libraries print is no answer
    made = attempt(make, load(sys.stdin.buffer))  # noqa: S301 - from this program's own parent
    with os.fdopen(answer, "wb") as out:
        out.write(dumps(made))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def address_of(path: Path) -> str:
    """How workers on other machines name a path."""
    return str(path) if stores.is_remote(path) else path.resolve().as_uri()
