import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.data import contracts, snapshots, whole_folders
from analysis.data.snapshots import Snapshot
from analysis.errors import AnalysisError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for room in ("notebooks", "params", "reference"):
        (tmp_path / room).mkdir()
    monkeypatch.setenv("JOBCENTER_HOME", str(tmp_path))
    return tmp_path


def observations(*values: float, period: str = "2026-07") -> pd.DataFrame:
    """A municipality's figure each, from 101 on."""
    table = pd.DataFrame({"value": list(values)})
    table["area"] = [str(101 + at) for at in range(len(values))]
    return table.assign(
        measure="ledige_fuldtid",
        benefit="alle",
        area_type="municipality",
        period=period,
        sex="alle",
        age="alle",
        origin="alle",
        visitation="alle",
        numerator=float("nan"),
        denominator=float("nan"),
        unit="fuldtidspersoner",
        status=["missing" if value != value else "final" for value in values],
        source="a test",
        retrieved="2026-08-22",
    )[contracts.columns("observations")]


def write(name: str, table: pd.DataFrame, *, when: str = "2026-08-22", **more: object) -> Snapshot:
    options: dict[str, object] = {"synthetic": False, "source": "a test", "asked": ["nothing"]} | more
    return snapshots.write(name, {"observations": table}, retrieved=when, **options)  # type: ignore[arg-type]


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_snapshot_is_read_as_it_was_written_with_gaps_as_gaps():
    table = observations(3.0, float("nan"), 0.0)
    write("august", table)
    read = snapshots.open_snapshot("august").read("observations")
    pd.testing.assert_frame_equal(read, table)


def test_some_columns_can_be_read_alone():
    read = write("august", observations(3.0)).read("observations", ["area", "value"])
    assert list(read.columns) == ["area", "value"]


def test_equal_rows_in_any_order_make_equal_bytes_and_an_equal_digest():
    table = observations(3.0, 4.0, 5.0)
    one, other = write("one", table), write("other", table.iloc[::-1])
    assert (one.path / "observations.parquet").read_bytes() == (other.path / "observations.parquet").read_bytes()
    assert one.digest == other.digest
    assert write("third", observations(3.0, 4.0, 6.0)).digest != one.digest


def test_the_manifest_says_what_was_asked_of_whom_and_when():
    written = write("august", observations(3.0), notices=["two rows left out"], extra={"provisional_months": 3})
    text = (written.path / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    about = manifest["files"].pop("observations.parquet")
    assert manifest == {
        "asked": ["nothing"],
        "files": {},
        "format": 1,
        "latest": {"ledige_fuldtid": "2026-07"},
        "name": "august",
        "notices": ["two rows left out"],
        "provisional_months": 3,
        "retrieved": "2026-08-22",
        "source": "a test",
        "synthetic": False,
    }
    assert (about["rows"], about["bytes"]) == (1, (written.path / "observations.parquet").stat().st_size)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def test_the_latest_period_of_a_measure_is_the_last_with_a_figure():
    table = pd.concat([observations(3.0, period="2026-06"), observations(float("nan"), period="2026-07")])
    written = write("august", table)
    assert written.manifest["latest"] == {"ledige_fuldtid": "2026-06"}
    assert written.latest_month() == "2026-06"


def test_a_name_that_is_taken_is_refused_and_the_snapshot_stays():
    first = write("august", observations(3.0))
    with pytest.raises(AnalysisError, match="already"):
        write("august", observations(4.0))
    assert snapshots.open_snapshot("august").digest == first.digest


def test_a_snapshot_is_replaced_only_where_that_is_asked_for():
    write("demo", observations(3.0))
    write("demo", observations(4.0), replace=True)
    assert snapshots.open_snapshot("demo").read("observations")["value"].tolist() == [4.0]
    assert files_in(snapshots.folder()) == ["demo"]


@pytest.mark.parametrize(
    "name", ["../x", "a/b", "", "demo ", " demo", "Demo", ".demo", "-x", "x\n", "æ", "a" * 65, ".."]
)
def test_a_name_that_is_no_plain_name_is_refused(name: str):
    with pytest.raises(AnalysisError, match="cannot name a snapshot"):
        write(name, observations(3.0))
    with pytest.raises(AnalysisError, match="cannot name a snapshot"):
        snapshots.open_snapshot(name)
    assert files_in(snapshots.folder()) == []


def test_a_table_that_breaks_its_contract_is_not_written():
    with pytest.raises(AnalysisError, match="1 problem"):
        write("august", observations(-3.0))
    assert files_in(snapshots.folder()) == []


def test_a_snapshot_without_tables_or_with_a_time_that_is_none_is_refused():
    with pytest.raises(AnalysisError, match="would be empty"):
        snapshots.write("x", {}, source="a", asked=[], retrieved="2026-08-22", synthetic=False)
    with pytest.raises(AnalysisError, match="not a time of retrieval"):
        write("x", observations(3.0), when="yesterday")


def test_a_file_that_was_changed_or_removed_is_an_error_when_it_is_read():
    written = write("august", observations(3.0))
    file = written.path / "observations.parquet"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(AnalysisError, match="was changed after it was written"):
        written.read("observations")
    file.unlink()
    with pytest.raises(AnalysisError, match="cannot be read"):
        written.read("observations")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 2}', "not json"])
def test_a_folder_with_a_broken_manifest_is_no_snapshot(text: str):
    folder = snapshots.folder() / "august"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(AnalysisError, match="not a whole snapshot"):
        snapshots.open_snapshot("august")


def test_an_unknown_name_is_answered_with_the_nearest_and_all_there_are():
    with pytest.raises(AnalysisError, match="There is none yet"):
        snapshots.open_snapshot("august")
    write("august", observations(3.0))
    with pytest.raises(AnalysisError, match=r"Did you mean 'august'\? There is: august\."):
        snapshots.open_snapshot("agust")
    with pytest.raises(AnalysisError) as refused:
        snapshots.open_snapshot("winter")
    assert str(refused.value).count("august.") == 1  # the names stand once, also where none is near
    assert "'winter'. There is: august. Make one" in str(refused.value)


def test_the_default_is_the_newest_real_snapshot_by_time_of_retrieval():
    write("demo", observations(3.0), synthetic=True, when="2030-01-01")
    assert snapshots.default().name == "demo"
    write("a-late", observations(3.0), when="2026-08-22T09:00:00+02:00")  # 07:00 UTC
    write("z-early", observations(3.0), when="2026-08-22T06:59:00+00:00")
    assert snapshots.default().name == "a-late"


def test_without_any_snapshot_the_default_says_how_to_get_one():
    with pytest.raises(AnalysisError, match="jobcenter data demo"):
        snapshots.default()


def test_a_folder_without_a_manifest_is_not_listed():
    write("august", observations(3.0))
    (snapshots.folder() / "notes").mkdir()
    assert [snapshot.name for snapshot in snapshots.all_snapshots()] == ["august"]


def test_what_a_dead_program_left_is_removed_and_what_a_living_one_writes_is_not():
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    host = whole_folders._host()
    ours = snapshots.folder() / f".august~new~{host}~{os.getpid()}~00aa"
    theirs = snapshots.folder() / f".august~new~{host}~{int(dead.stdout)}~00aa"
    for folder in (ours, theirs):
        folder.mkdir(parents=True)
    write("other", observations(3.0))
    assert files_in(snapshots.folder()) == [ours.name, "other"]


def test_a_snapshot_that_stepped_aside_for_a_program_that_died_is_put_back():
    write("august", observations(3.0))
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    aside = snapshots.folder() / f".august~old~{whole_folders._host()}~{int(dead.stdout)}~00aa"
    (snapshots.folder() / "august").rename(aside)
    assert snapshots.open_snapshot("august").read("observations")["value"].tolist() == [3.0]


SMALL_DISK = """
import resource
from snapshots_of_a_test import observations, write
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
write("august", observations(*map(float, range(3, 803))))
"""

RACE = """
from snapshots_of_a_test import observations, write
write("august", observations(*map(float, range(3, 803))))
print("written")
"""

# One fork per step: it writes 800 rows and kills itself when it comes to its nth step on the disk. Prints how
# the fork ended, how many rows each snapshot has when it is opened then, and what is in the folder.
KILLS = """
import os, signal, sys
from snapshots_of_a_test import files_in, observations, write
from analysis.data import snapshots
replacing, table = sys.argv[1] == "replace", observations(*map(float, range(3, 803)))
steps = ("open", "os.mkdir", "os.rename", "os.chmod", "shutil.rmtree", "os.rmdir")
for nth in range(1, 60):
    if replacing:
        write("august", observations(3.0), replace=True)
    fork = os.fork()
    if not fork:
        left = [nth]
        def die(event, args):
            if event in steps and "snapshots" in str(args):
                left[0] -= 1
            if event in steps and left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(die)
        write("august", table, replace=replacing)
        os._exit(0)
    status = os.waitpid(fork, 0)[1]
    there = [len(snapshot.read("observations")) for snapshot in snapshots.all_snapshots()]
    print(os.waitstatus_to_exitcode(status), there, files_in(snapshots.folder()), sep="|")
    if status == 0:
        break
    if there and not replacing:
        (snapshots.folder() / "august").rename(snapshots.folder().parent / f"whole after {nth}")
"""


def program(home: Path, text: str, *arguments: str) -> subprocess.Popen[str]:
    """A program of its own, which may use the functions of this file."""
    shutil.copy(__file__, home / "snapshots_of_a_test.py")
    return subprocess.Popen(
        [sys.executable, "-c", text, *arguments],
        env={**os.environ, "PYTHONPATH": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("way", ["new", "replace"])
def test_a_program_killed_at_any_step_leaves_the_whole_snapshot_or_nothing(home: Path, way: str):
    output, errors = program(home, KILLS, way).communicate(timeout=120)
    ends = [line.split("|") for line in output.splitlines()]
    assert len(ends) > 8, errors  # so many steps there are at least
    assert [code for code, _, _ in ends] == [str(-signal.SIGKILL)] * (len(ends) - 1) + ["0"]
    rows = [there for _, there, _ in ends]
    assert set(rows) == ({"[1]", "[800]"} if way == "replace" else {"[]", "[800]"})
    assert rows == sorted(rows, key="[800]".__eq__)  # nothing up to a step, the whole from there on
    assert {names for _, there, names in ends if there == "[]"} <= {"[]"}
    assert {names for _, there, names in ends if there != "[]"} == {"['august']"}


def test_a_full_disk_is_an_error_in_words_and_leaves_nothing_behind(home: Path):
    _, errors = program(home, SMALL_DISK).communicate(timeout=60)
    assert "could not be written (File too large), and nothing of it is kept" in errors
    assert files_in(snapshots.folder()) == []


def test_of_two_programs_that_write_one_name_one_wins_and_the_other_is_told(home: Path):
    results = [running.communicate(timeout=60) for running in [program(home, RACE) for _ in range(2)]]
    assert sorted(output for output, _ in results) == ["", "written\n"]
    assert "AnalysisError" in next(errors for output, errors in results if not output)
    assert files_in(snapshots.folder()) == ["august"]
    assert len(snapshots.open_snapshot("august").read("observations")) == 800


def test_a_snapshot_that_appears_while_another_of_its_name_is_written_stands(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(snapshots, "check_free", lambda *_, **__: None)  # both had looked before either wrote
    first = write("august", observations(3.0))
    with pytest.raises(AnalysisError, match="in the meantime"):
        write("august", observations(4.0))
    assert snapshots.open_snapshot("august").digest == first.digest
    assert files_in(snapshots.folder()) == ["august"]
