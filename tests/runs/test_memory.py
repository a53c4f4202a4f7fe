"""Processes that are refused memory, or lose what they wait for: each ends, is named, and is replaced."""

import asyncio
import multiprocessing
import os
import signal
import socket
import struct
import threading
import time
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

import out_of_memory
from analysis.runs import engines, pool
from analysis.runs.jobs import Way, jobs
from analysis.runs.make import make
from analysis.runs.memory import ALARM, SECONDS_OF_SILENCE, end_when_refused, end_when_silent, still_here
from analysis.runs.plan import Request, plan
from analysis.runs.pool import WorkerDied
from analysis.runs.warm import client, kernel
from analysis.runs.warm import pool as warm
from analysis.runs.warm.forks import STARTED, Asker

pytest_plugins = ["small_project_home"]

if engines.default() != engines.WARM:
    pytest.skip("this system forks no processes", allow_module_level=True)


SLOW = ("slow", "stops the warm process")  # which are given less time, and tried below


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of each kind of job on one worker after another, with one after each that goes well."""
    scratch = tmp_path_factory.mktemp("scratch")
    names = [name for kind in out_of_memory.KINDS if kind not in SLOW for name in (kind, f"after {kind}")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(out_of_memory.__file__).parent))
        return dict(warm.outcomes(out_of_memory.do, names, workers=1, home=scratch, scratch=scratch, seconds=60))


def test_a_worker_that_is_refused_memory_says_where_and_makes_nothing_more(found: dict[str, Any]) -> None:
    told = found["refused"]
    assert (told.refused, told.signal, told.late) == (True, 0, False)
    assert "raise MemoryError" in told.trace


def test_a_callback_that_is_refused_memory_ends_its_process_at_once(found: dict[str, Any]) -> None:
    lost = WorkerDied(refused=True)
    assert (found["in a callback"], found["in a callback by the system"]) == (lost, lost)


def test_a_worker_that_gives_no_sign_of_life_is_ended_by_the_system(found: dict[str, Any]) -> None:
    assert found["silent"] == WorkerDied(signal=signal.SIGALRM)
    assert ALARM == signal.SIGALRM


@pytest.mark.skipif("caught" not in out_of_memory.KINDS, reason="another Python is caught elsewhere")
def test_a_worker_in_which_python_is_caught_for_want_of_memory_is_ended_by_the_system(found: dict[str, Any]) -> None:
    assert found["caught"] == WorkerDied(signal=ALARM)


def test_each_worker_that_was_lost_is_replaced_by_another(found: dict[str, Any]) -> None:
    after = [result for name, result in found.items() if name.startswith("after")]
    assert len({result.split()[-1] for result in after}) == len(found) / 2 == len(after)


def test_a_worker_is_not_ended_while_whoever_takes_its_result_has_stopped_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(out_of_memory.__file__).parent))
    found: dict[str, Any] = {}
    for name, result in warm.outcomes(out_of_memory.large, ["a", "b"], workers=2, home=tmp_path, scratch=tmp_path):
        found[name] = result
        time.sleep(2)
    assert {name: len(result) for name, result in found.items()} == {"a": 1 << 20, "b": 1 << 20}


def test_a_worker_that_hears_what_a_cell_said_gives_a_sign_of_life_with_each_message() -> None:
    channel = client.Channel([{"msg_type": "stream"}])
    end_when_silent(1)
    assert asyncio.run(channel.get_msg()) == {"msg_type": "stream"}
    assert 1 < signal.alarm(0) <= SECONDS_OF_SILENCE


def test_a_callback_with_any_other_error_ends_nothing() -> None:
    loop = asyncio.new_event_loop()
    end_when_refused(loop)
    told: list[Any] = []
    loop.default_exception_handler = told.append  # type: ignore[method-assign, assignment]
    loop.call_soon(lambda: 1 / 0)
    loop.call_later(0.01, loop.stop)
    loop.run_forever()
    loop.close()
    assert [type(context["exception"]) for context in told] == [ZeroDivisionError]


def test_a_worker_of_the_plain_engine_that_is_refused_memory_is_replaced() -> None:
    found: dict[str, Any] = dict(pool.outcomes(out_of_memory.do, ["before", "refused", "after"], workers=1))
    assert found["refused"].refused
    assert "raise MemoryError" in found["refused"].trace
    assert found["before"].split()[1] != found["after"].split()[1]


def test_a_worker_of_the_plain_engine_ends_itself_when_its_time_is_up() -> None:
    found = dict(pool.outcomes(out_of_memory.do, ["slow", "after"], workers=1, seconds=0.5))
    assert found["slow"] == WorkerDied(late=True)
    assert isinstance(found["after"], str)


def test_a_worker_of_the_plain_engine_that_gives_no_sign_of_life_is_named_so() -> None:
    assert list(pool.outcomes(out_of_memory.do, ["silent"], workers=1, seconds=60)) == [
        ("silent", WorkerDied(signal=ALARM))
    ]


def test_making_a_report_passes_on_that_memory_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = jobs(plan(Request(jobcentres=["Esbjerg"])), way=Way(engines.WARM, 60), traces=home)[0]

    def refused(*_: Any, **__: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr("analysis.runs.make.execute", refused)
    with pytest.raises(MemoryError):
        make(job)


def test_a_warm_process_that_was_stopped_is_killed_when_a_job_is_late_and_the_rest_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(out_of_memory.__file__).parent))
    monkeypatch.setattr(warm, "SECONDS_TO_END", 1)
    names = ["stops the warm process", "after"]
    told: dict[str, Any] = dict(
        warm.outcomes(out_of_memory.do, names, workers=1, home=tmp_path, scratch=tmp_path, seconds=2)
    )
    assert told["stops the warm process"] == WorkerDied()
    assert told["after"].startswith("after ")


def test_who_gets_no_answer_for_too_long_asks_no_more() -> None:
    ours, theirs = socket.socketpair()
    ours.settimeout(0.01)
    asker = Asker(ours)
    with pytest.raises(EOFError):
        asker.end_of(7, wait=True)
    assert asker.is_gone()
    theirs.close()


class Torn:
    """The socket of one who asks, on which memory is refused, or Ctrl-C comes, when half an answer is taken."""

    def __init__(self, control: socket.socket, error: type[BaseException]) -> None:
        self.control, self.error, self.taken = control, error, 0

    def recv(self, size: int) -> bytes:
        self.taken += 1
        if self.taken == 2:
            raise self.error
        return self.control.recv(min(size, 5))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.control, name)


@pytest.mark.parametrize("error", [MemoryError, KeyboardInterrupt])
def test_who_lost_half_an_answer_asks_no_more_and_waits_for_none(error: type[BaseException]) -> None:
    ours, theirs = socket.socketpair()
    theirs.sendall(struct.Struct("!cqqd").pack(STARTED, 7, 0, 0.0))
    asker = Asker(Torn(ours, error))  # type: ignore[arg-type]
    with pytest.raises(error):
        asker.end_of(7, wait=True)
    assert asker.is_gone()
    with pytest.raises(ConnectionResetError):
        theirs.recv(1)  # so the server ends what it had started for it
    for wait in (True, False):
        with pytest.raises(EOFError):
            asker.end_of(7, wait=wait)
    asker.kill(7)


class EndedError(Exception):
    """A process would have ended here, with this code."""


def _end(code: int) -> None:
    raise EndedError(code)


def test_a_kernel_ends_when_it_can_send_no_more_than_half_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    session = kernel.Posted(key=b"")
    session.pipe, session.turn = Mock(), threading.RLock()
    session.pipe.send_bytes.side_effect = MemoryError
    monkeypatch.setattr(os, "_exit", _end)
    with pytest.raises(EndedError):
        session.send(kernel.IOPUB, "status", {})


def test_a_kernel_that_nobody_asks_any_more_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "SECONDS_OF_SILENCE", 0.01)
    running, (ours, theirs) = Mock(), multiprocessing.Pipe()
    running.shell.exit_now = False
    asyncio.run(kernel._requests(running, ours))
    assert not running.session.unpack.called
    theirs.close()


def test_a_process_that_may_be_silent_is_not_watched_by_saying_that_it_is_here() -> None:
    still_here()
    assert signal.alarm(0) == 0
    end_when_silent(100)
    still_here(200)
    assert signal.alarm(0) == 200
