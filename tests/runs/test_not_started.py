"""Warm processes that are killed, or end, before they have any worker: another is tried, and then all is named."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from analysis.runs import engines
from analysis.runs.batch import run
from analysis.runs.plan import Request, plan
from analysis.runs.pool import WorkerDied
from analysis.runs.summary import Follower, Summary
from analysis.runs.warm.crew import Crew
from analysis.runs.warm.pool import STARTS
from analysis.runs.warm.standing import Standing

pytest_plugins = ["small_project_home"]

if engines.default() != engines.WARM:
    pytest.skip("this system forks no processes", allow_module_level=True)

PLACES = ("Esbjerg", "Herlev", "Kolding")
BEGINS_A_THREAD = """\
import sys, threading, time
if "analysis.runs.warm.parent" in sys.orig_argv:
    threading.Thread(target=time.sleep, args=(60,), daemon=True, name="lost").start()
"""


def batch(out: str = "reports", *, said: list[str] | None = None) -> Summary:
    follower = Follower(say=(said if said is not None else []).append)
    return run(plan(Request(jobcentres=PLACES, out=Path(out))), workers=2, engine=engines.WARM, follower=follower)


def tree(folder: str) -> dict[str, bytes]:
    files = {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}
    return {name: content for name, content in files.items() if not name.endswith("run.json")}


def killing(monkeypatch: pytest.MonkeyPatch, *, times: int) -> list[int]:
    """Have so many warm processes killed before they have a worker; the numbers of those that were."""
    killed: list[int] = []
    hire = Crew.hire

    def kill_first(crew: Crew) -> Any:
        if len(killed) < times and not crew.workers:
            killed.append(crew.process.pid)
            os.kill(crew.process.pid, signal.SIGKILL)
        return hire(crew)

    monkeypatch.setattr(Crew, "hire", kill_first)
    return killed


def test_a_warm_process_that_is_killed_before_its_first_worker_is_started_anew(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = killing(monkeypatch, times=STARTS - 1)
    summary = batch()
    assert (summary.count("made"), summary.exit_code, len(set(killed))) == (3, 0, STARTS - 1)


def test_when_none_can_be_started_every_report_is_named_with_the_reason_and_the_next_batch_makes_the_rest(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    with monkeypatch.context() as patch:
        killed = killing(patch, times=99)
        summary = batch(said=said)
    assert (summary.count("failed"), summary.exit_code, len(killed)) == (3, 1, STARTS)
    named = json.loads(Path("reports/2019-12/failures.json").read_text(encoding="utf-8"))
    assert [(one["jobcenter"]["name"], one["type"], one["cell"]) for one in named] == [
        (name, "NotStarted", None) for name in PLACES
    ]
    why = f"did not start in {STARTS} tries: it was killed by signal 9\n"
    assert all(why in one["message"] and "--engine plain" in one["message"] for one in named)
    assert [why in text for text in said].count(True) == 1
    assert batch().count("made") == 3
    batch("undisturbed")
    assert tree("reports") == tree("undisturbed")


def test_one_that_can_never_serve_is_not_tried_again_and_says_what_it_said(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(BEGINS_A_THREAD, encoding="utf-8")
    started: list[Crew] = []
    begin = Crew.__init__

    def counted(crew: Crew, *given: Any) -> None:
        started.append(crew)
        begin(crew, *given)

    monkeypatch.setattr(Crew, "__init__", counted)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    summary = batch()
    assert len(started) == 1
    message = summary.failures[0]["message"]
    assert message.startswith("the process that kernels are forked from did not start: it ended with 3\n")
    assert "Threads run before the first fork: " in message


def test_a_worker_that_is_kept_says_so_too_and_takes_the_next_job_when_it_can(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Standing(home, tmp_path) as standing:
        with monkeypatch.context() as patch:
            killing(patch, times=99)
            result = standing.outcome(str, 1)
            assert isinstance(result, WorkerDied)
            assert f"did not start in {STARTS} tries: it was killed by signal 9" in result.why
        killing(monkeypatch, times=STARTS - 1)
        assert standing.outcome(str, 1) == "1"
