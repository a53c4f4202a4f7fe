"""Jobs on several workers, of which some die."""

import os
import signal
import time
from pathlib import Path

from analysis.runs.pool import WorkerDied, outcomes


def _work(job: tuple[str, str]) -> str:
    name, folder = job
    with (Path(folder) / name).open("a", encoding="ascii") as file:
        file.write("x")
    if name.startswith("dies"):
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return name.upper()


def test_a_worker_that_dies_costs_its_own_job_alone(tmp_path: Path) -> None:
    jobs = [(name, str(tmp_path)) for name in ("a", "b", "dies 1", "c", "d", "dies 2", "e")]
    found = {job[0]: result for job, result in outcomes(_work, jobs, workers=2)}
    assert {name for name, result in found.items() if isinstance(result, WorkerDied)} == {"dies 1", "dies 2"}
    assert {result for result in found.values() if not isinstance(result, WorkerDied)} == set("ABCDE")


def _then_dies(folder: str) -> str:
    """A job that is done; its worker is killed as soon as the driver has been told."""
    name = Path(folder).name
    if not (Path(folder) / "killed").exists():
        (Path(folder) / "killed").touch()
        os.posix_spawn("/bin/sh", ["sh", "-c", f"sleep 0.3; kill -9 {os.getpid()}"], os.environ)
    return name


def test_a_worker_that_dies_between_two_jobs_costs_none_of_them(tmp_path: Path) -> None:
    found = []
    for _, result in outcomes(_then_dies, [str(tmp_path)] * 3, workers=1):
        found.append(result)
        time.sleep(0.6 if len(found) == 1 else 0)
    assert found == [tmp_path.name] * 3


def test_every_job_is_done_once_where_no_worker_dies(tmp_path: Path) -> None:
    jobs = [(name, str(tmp_path)) for name in "abcde"]
    assert sorted(str(result) for _, result in outcomes(_work, jobs, workers=2)) == list("ABCDE")
    assert {path.read_text(encoding="ascii") for path in tmp_path.iterdir()} == {"x"}


def test_without_jobs_no_worker_is_started() -> None:
    assert list(outcomes(_work, [], workers=2)) == []
