"""The same batch on the workers of a cluster: the same files, also when workers are lost."""

import json
import pickle
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas
import pytest
from upath import UPath

import analysis
from analysis.data import stores
from analysis.errors import AnalysisError
from analysis.runs import batch, cluster, engines, remote
from analysis.runs.cluster import connected, packed
from analysis.runs.job import Made
from analysis.runs.jobs import Way, jobs
from analysis.runs.plan import Plan, Request, plan
from analysis.runs.summary import Follower, Summary
from cluster_here import Here, free_port
from fault_kinds import descendants, lives
from small_project import ENDING, SETTINGS, set_params
from small_project_home import make_home

pytest_plugins = ["small_project_home", "cluster_here"]

PLACES = ("Esbjerg", "Herlev", "Kolding", "Vejle", "Aarhus", "Odense", "Randers", "Viborg")
KILL_THE_WORKER = """\
if mood == "kill the worker of the cluster":
    with open(f"/proc/{os.getppid()}/stat") as file:
        os.kill(int(file.read().rsplit(")", 1)[1].split()[1]), signal.SIGKILL)
"""


def asked(*places: str, out: Any = Path("reports"), data: str | None = None) -> Plan:
    return plan(Request(jobcentres=places or PLACES, out=out, data=data))


def on_cluster(address: str, wanted: Plan, *, out: str | None = None, **options: Any) -> Summary:
    engine = options.get("engine") or engines.default()
    with connected(address, wanted, engine=engine, out=out) as found:
        return batch.run(wanted, workers=found.places, elsewhere=found.outcomes, **options)


def tree(folder: Any) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    files = {str(path).removeprefix(str(folder)).lstrip("/"): path.read_bytes() for path in found}
    return {name: content for name, content in files.items() if not name.endswith("run.json")}


def slow_down(home: Path, seconds: float = 0.3) -> None:
    """Let every report take a while, and let one kill its worker where it is told to."""
    book = home / "notebooks" / "proeve.ipynb"
    read = json.loads(book.read_text(encoding="utf-8"))
    for cell in read["cells"]:
        if "".join(cell["source"]) == ENDING:
            cell["source"] = f"{KILL_THE_WORKER}import time; time.sleep({seconds})\n{ENDING}"
    book.write_text(json.dumps(read), encoding="utf-8")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What this machine alone makes of the slow notebook."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with pytest.MonkeyPatch.context() as patch:
        slow_down(make_home(folder, patch))
        batch.run(asked(), workers=2)
        return tree(folder / "reports")


@pytest.mark.parametrize("which", [0, 2])
def test_a_worker_is_killed_in_the_middle_and_every_report_is_there_as_if_made_here(
    home: Path, here: Here, undisturbed: dict[str, bytes], which: int
) -> None:
    slow_down(home)
    here.staffed(3)
    done, its_own = list[str](), list[int]()

    def lose_one(row: dict[str, Any]) -> None:
        done.append(row["outcome"])
        if len(done) == 2:
            its_own.extend(descendants(here.living()[which].pid))
            here.lose(which)

    kept = set(here.folder.rglob("observations.parquet"))  # by workers that were killed before
    summary = on_cluster(here.address, asked(), follower=Follower(done=lose_one))
    assert (summary.count("made"), summary.failures, len(here.living())) == (len(PLACES), [], 2)
    assert tree(Path("reports")) == undisturbed
    assert len(undisturbed) == 5 * len(PLACES) + 2
    left: list[Any] = []
    for _ in range(100):
        left = [pid for pid in its_own if lives(pid)]
        files = set(here.folder.rglob("observations.parquet")) - kept
        if not left and len(files) <= 1:
            break
        time.sleep(0.1)
    assert len(files) <= 1  # nothing stays but with the one that was killed
    assert left == []  # what it had begun does not go on without it


def test_figures_from_a_bucket_and_reports_to_it_are_those_of_a_folder(
    home: Path, here: Here, bucket: str, undisturbed: dict[str, bytes]
) -> None:
    slow_down(home)
    here.staffed(2)
    kept = home / "data" / "snapshots" / "demo"
    for file in kept.iterdir():
        (UPath(bucket) / "snapshots" / "demo" / file.name).write_bytes(file.read_bytes())
    kept.rename(home / "elsewhere")
    address, data = f"{bucket}/reports", f"{bucket}/snapshots/demo"
    out = stores.place(address)
    set_params(home, SETTINGS + 'overrides: {"163": {mood: raise}}\n')
    summary = on_cluster(here.address, asked(out=out, data=data), out=address)
    assert [failure["jobcenter"]["name"] for failure in summary.failures] == ["Herlev"]
    partial = json.loads((out / "2019-12/163-herlev/proeve.failed.ipynb").read_bytes())
    assert "printed, not published" in str(partial["cells"][5]["outputs"])  # it comes from the worker
    assert not kept.exists()  # the driver needs no copy
    set_params(home, SETTINGS)
    again = batch.run(asked(out=out, data=data), workers=1)
    assert (again.count("made"), again.count("up_to_date"), again.failures) == (1, len(PLACES) - 1, [])
    assert tree(out) == undisturbed
    assert (kept / "manifest.json").exists()  # without a cluster it needs one
    assert "not-a-secret" not in (out / "2019-12/run.json").read_text(encoding="utf-8")


def test_a_report_that_kills_its_workers_is_named_and_no_other_is_lost(home: Path, here: Here) -> None:
    slow_down(home, 0)
    here.staffed(3)
    set_params(home, SETTINGS + 'overrides: {"163": {mood: kill the worker of the cluster}}\n')
    summary = on_cluster(here.address, asked(*PLACES[:4]))
    assert [(failure["jobcenter"]["name"], failure["type"]) for failure in summary.failures] == [
        ("Herlev", "WorkerDied")
    ]
    assert "2 workers of the cluster were lost" in summary.failures[0]["message"]
    assert (summary.count("made"), len(here.living())) == (3, 1)


def test_a_kernel_that_is_killed_is_told_with_its_cell_where_kernels_are_started_anew(
    home: Path, tmp_path: Path
) -> None:
    set_params(home, SETTINGS + 'overrides: {"163": {mood: kill}}\n')
    wanted = asked("Herlev")
    kit = packed(wanted, engine="plain")
    job = jobs(wanted, way=Way(), traces=tmp_path)[0]
    remote.receive(kit, tmp_path)
    try:
        result = remote.make_here(kit.key, job).keep(job.trace)
    finally:
        remote.release(kit.key)
    assert isinstance(result, Made)
    failure: Any = result.failure
    assert (failure.type, failure.cell) == ("KernelDied", 7)
    assert len(job.trace.ran()) == 4  # the code cells and the one with the parameters


def test_what_a_worker_has_begun_does_not_go_on_when_the_worker_is_killed(home: Path, tmp_path: Path) -> None:
    set_params(home, SETTINGS + 'overrides: {"163": {mood: hang}}\n')
    job = jobs(asked("Herlev"), way=Way(), traces=tmp_path)[0]
    (tmp_path / "job").write_bytes(pickle.dumps(job))
    program = "import pickle, sys; from analysis.runs import remote; job = pickle.load(sys.stdin.buffer)"
    with (tmp_path / "job").open("rb") as given:
        worker = subprocess.Popen([sys.executable, "-c", f"{program}; remote._in_a_process(job, None)"], stdin=given)
    began = time.monotonic()
    while job.trace.last_cell() != 7:
        assert worker.poll() is None and time.monotonic() - began < 120
        time.sleep(0.1)
    its_own = descendants(worker.pid)
    assert len(its_own) >= 2  # the process of the report, and its kernel
    worker.kill()
    worker.wait()
    for _ in range(300):
        if not [pid for pid in its_own if lives(pid)]:
            break
        time.sleep(0.1)
    assert [pid for pid in its_own if lives(pid)] == []


def test_workers_that_are_not_like_the_driver_are_refused_with_each_difference(home: Path, tmp_path: Path) -> None:
    kit = packed(asked("Esbjerg"), engine="plain")
    kit = replace(kit, python="3.0.1", project={}, packages={"pandas": "0.1", "abacus": "2"}, out=str(tmp_path / "no"))
    remote.receive(kit, tmp_path)
    try:
        problem = remote.problem(kit.key)
    finally:
        remote.release(kit.key)
    assert "instead of 0.1, abacus is missing instead of 2." in problem
    for words in ("instead of 3.0.1", "other code than the driver's", "does not see the driver's"):
        assert words in problem


def test_a_worker_with_another_snapshot_refuses_it(home: Path, tmp_path: Path) -> None:
    kit = replace(packed(asked("Esbjerg"), engine="plain"), digest="0")
    remote.receive(kit, tmp_path)
    try:
        assert remote.problem(kit.key).endswith("is not the snapshot that the driver has: its figures differ.")
    finally:
        remote.release(kit.key)


@pytest.mark.parametrize(
    ("address", "words"),
    [("10.0.0.5", "is not the address of a scheduler"), ("ftp://x:1", "is not the address"), ("", "No scheduler")],
)
def test_an_address_where_no_scheduler_answers_is_refused_before_anything_starts(
    home: Path, monkeypatch: pytest.MonkeyPatch, address: str, words: str
) -> None:
    monkeypatch.setattr("analysis.runs.cluster.SECONDS_TO_CONNECT", 1)
    with pytest.raises(AnalysisError, match=words):
        on_cluster(address or f"tcp://127.0.0.1:{free_port()}", asked("Esbjerg"))
    assert not Path("reports").exists()


def test_the_command_ends_with_two_and_one_line_where_the_address_is_wrong(home: Path) -> None:
    command = [sys.executable, "-m", "analysis", "run", "--cluster", "10.0.0.5", "--jobcenter", "Esbjerg"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    said = "'10.0.0.5' is not the address of a scheduler. Write it as tcp://10.0.0.5:8786.\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", said)
    assert not Path("reports").exists()


@pytest.mark.parametrize(
    ("flags", "content", "words"),
    [
        (("-S",), None, "lack the package jobcenter-analysis, or have another version of it"),
        ((), "", "lack the package jobcenter-analysis, or have another version of it"),
        ((), "added = 1\n", "its package jobcenter-analysis has other code than the driver's"),
    ],
    ids=["no package", "a package without what is asked", "a package with one line more"],
)
def test_a_real_worker_without_the_package_or_with_another_is_refused_in_time_with_one_clear_line(
    home: Path, here: Here, tmp_path: Path, flags: tuple[str, ...], content: str | None, words: str
) -> None:
    path = Path(pandas.__file__).parents[1]  # where the libraries lie, and with -S the package does not
    if content is not None:
        path = tmp_path / "other"
        package = Path(analysis.__file__).parent
        if content:
            shutil.copytree(package, path / package.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (path / package.name).mkdir(parents=True)
        with (path / package.name / "__init__.py").open("a", encoding="utf-8") as file:
            file.write(content)
    here.dismissed()
    here.staffed(1, flags=flags, path=path)
    began = time.monotonic()
    try:
        with pytest.raises(AnalysisError, match=words) as told, connected(here.address, asked(), engine="plain"):
            pass
    finally:
        here.dismissed()
    assert time.monotonic() - began < cluster.SECONDS_TO_RECEIVE
    assert len([line for line in str(told.value).splitlines() if words in line]) == 1
    assert not Path("reports").exists()


def test_a_scheduler_without_workers_is_refused(home: Path, here: Here) -> None:
    here.dismissed()
    here.staffed(0)
    with pytest.raises(AnalysisError, match="has no workers"):
        on_cluster(here.address, asked("Esbjerg"))


def test_a_machine_without_the_extra_is_told_what_to_install(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "analysis.runs.cluster")
    with pytest.raises(AnalysisError, match="Install the extra 'cluster'"):
        __import__("analysis.runs.cluster")


def test_when_the_scheduler_is_lost_what_was_under_way_fails_and_the_rest_is_held_back(home: Path, here: Here) -> None:
    slow_down(home)
    here.staffed(1)

    def lose_it(row: dict[str, Any]) -> None:
        if row["outcome"] == "made":
            here.scheduler.kill()

    summary = on_cluster(here.address, asked(), follower=Follower(done=lose_it))
    assert {failure["type"] for failure in summary.failures} == {"ClusterLost"}
    assert summary.count("made") >= 1
    assert summary.count("held_back") >= len(PLACES) - 4
    assert batch.run(asked(), workers=2).count("up_to_date") == summary.count("made")
