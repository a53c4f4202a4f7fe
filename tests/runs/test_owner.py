"""Two batches on one shared folder or bucket, from one machine or two: one of them writes, the other is told."""

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.data import stores
from analysis.errors import AnalysisError
from analysis.runs import engines, owner
from analysis.runs.batch import run
from analysis.runs.owner import NAME, SECONDS_SILENT, Owned, Owner
from analysis.runs.plan import Request, plan
from analysis.runs.summary import Follower, Summary

pytest_plugins = ["small_project_home", "cluster_here"]

PLACES = ("Esbjerg",)
ELSEWHERE = Owner(host="host-b", machine="b", boot="b", space="b", process=17, began="1")


def batch(out: Any = "reports", *places: str, **options: Any) -> Summary:
    return run(
        plan(Request(jobcentres=places or PLACES, out=stores.place(out))),
        workers=1,
        engine=engines.default(),
        **options,
    )


def tree(out: Any) -> dict[str, bytes]:
    folder = stores.place(out)
    found = {str(path).removeprefix(str(folder)).lstrip("/"): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.endswith("run.json")}


def left(out: Any, who: Owner, *, ago: float = 0) -> Path:
    """The file of a batch that runs, or ran, on another machine."""
    path = stores.place(out) / "2019-12" / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(who.to_bytes())
    if ago:
        os.utime(path, (time.time() - ago, time.time() - ago))
    return path


@pytest.mark.parametrize("where", ["folder", "bucket"])
def test_a_batch_of_another_machine_is_named_and_nothing_of_it_is_touched(home: Path, bucket: str, where: str) -> None:
    out = f"{bucket}/one" if where == "bucket" else "reports"
    batch(out)
    there = left(out, ELSEWHERE)
    before = tree(out)
    with pytest.raises(AnalysisError, match=r"process 17 on host-b, since .* last heard of .* ago\. Wait") as told:
        batch(out, force=True)
    assert "remove" not in str(told.value)
    assert tree(out) == before
    there.unlink()
    assert batch(out).count("up_to_date") == 1
    assert not there.exists()


def test_one_of_which_nothing_is_heard_is_never_taken_over_but_told_how_to_be_removed(home: Path) -> None:
    there = left("reports", ELSEWHERE, ago=SECONDS_SILENT + 7200)
    with pytest.raises(AnalysisError, match="last heard of 125 minutes ago") as told:
        batch()
    assert f"remove {there} and give the same command again" in str(told.value)
    assert there.read_bytes() == ELSEWHERE.to_bytes()


def test_of_a_bucket_it_is_told_how_an_object_is_removed(
    home: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = left(f"{bucket}/two", ELSEWHERE)
    monkeypatch.setattr(owner, "SECONDS_SILENT", -1)
    with pytest.raises(AnalysisError, match="remove s3://") as told:
        batch(f"{bucket}/two")
    command = str(told.value).partition("(python -c ")[2].partition(')" ')[0].partition(") and")[0].strip('"')
    subprocess.run([sys.executable, "-c", command], check=True)
    assert not there.exists()


def test_what_is_known_to_have_ended_is_taken_over(home: Path) -> None:
    ours, other = Owner(), "another"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()

    def gone(*, locked: bool = False, silent: float = 0, **of: Any) -> bool:
        return replace(ours, **of).has_ended(seen_by=ours, locked=locked, silent=silent)

    long = SECONDS_SILENT + 1
    assert not gone(silent=long)  # it is this very process
    assert gone(process=ended.pid)
    assert gone(began="0")  # the number is another process' now
    assert gone(locked=True)  # its lock is this process' now
    assert gone(space=other, locked=True) and not gone(space=other, silent=long)  # a container beside this one
    ours = replace(ours, machine="m")
    assert gone(boot=other, silent=long) and not gone(boot=other)  # this machine, started anew since
    assert not gone(boot=other, silent=long, host=other)
    assert not gone(boot=other, silent=long, machine=other)
    assert not gone(boot=other, silent=long, locked=True, host=other)


@pytest.mark.parametrize("where", ["folder", "bucket"])
def test_a_batch_that_was_killed_here_leaves_what_the_next_takes_over(home: Path, bucket: str, where: str) -> None:
    out = f"{bucket}/three" if where == "bucket" else "reports"
    left(out, replace(Owner(), process=2**22 + 1))
    assert batch(out).count("made") == 1
    assert not (stores.place(out) / "2019-12" / NAME).exists()


@pytest.mark.parametrize("where", ["folder", "bucket"])
def test_of_many_who_begin_at_once_one_has_the_folder(
    tmp_path: Path, bucket: str, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    folder = stores.place(f"{bucket}/four") if where == "bucket" else tmp_path
    owners = [Owned(folder, locked=False) for _ in range(8)]
    for number, one in enumerate(owners):
        one.owner = replace(one.owner, host=f"host-{number}", boot=str(number))

    def begin(one: Owned) -> Owned | AnalysisError:
        try:
            return one.__enter__()
        except AnalysisError as error:
            return error

    with ThreadPoolExecutor(len(owners)) as pool:
        found = list(pool.map(begin, owners))
    (had,) = [one for one in found if isinstance(one, Owned)]
    assert sum("Another batch is writing to" in str(one) for one in found) == len(owners) - 1
    had.__exit__(None, None, None)
    assert not (folder / NAME).exists()


def test_it_is_heard_of_while_it_runs_and_what_another_has_since_is_not_written_to(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, "SECONDS_BETWEEN_BEATS", 0.05)
    there, said = Path("reports/2019-12") / NAME, list[str]()
    heard: list[float] = []

    def taken(row: dict[str, Any]) -> None:
        if there.read_bytes() != ELSEWHERE.to_bytes():
            heard.append(there.stat().st_mtime)
            time.sleep(0.2)
            heard.append(there.stat().st_mtime)
            there.unlink()
            time.sleep(0.2)
            assert json.loads(there.read_bytes())["process"] == os.getpid()  # it was taken away, and is there again
            there.write_bytes(ELSEWHERE.to_bytes())
            time.sleep(0.2)

    summary = batch("reports", *PLACES, "Herlev", "Kolding", follower=Follower(done=taken, say=said.append))
    assert heard[0] < heard[1]
    assert (summary.count("made"), summary.count("held_back"), summary.exit_code) == (1, 2, 130)
    assert any("Another batch writes to" in text for text in said)
    assert there.read_bytes() == ELSEWHERE.to_bytes()
    assert not there.with_name("run.json").exists()
