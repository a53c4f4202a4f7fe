"""A batch that is killed, stopped or out of room: what is said of it, and what is made when it is run again."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import AnalysisError
from analysis.runs.batch import run
from analysis.runs.journal import NAME, Journal, under_way
from analysis.runs.plan import Request, plan
from analysis.runs.summary import Follower, Summary
from faults import WHO_OBEYS
from small_project import SETTINGS, set_params

pytest_plugins = ["small_project_home"]

PLACES = ("Esbjerg", "Herlev", "Kolding")
FOLDER = Path("reports/2019-12")
HANGS = SETTINGS + 'overrides: {"163": {mood: hang}}\n'


def batch(*names: str, out: Path = Path("reports"), **options: Any) -> Summary:
    return run(plan(Request(jobcentres=names or PLACES, out=out)), workers=2, **options)


def command(*names: str, obeys: bool = False) -> "subprocess.Popen[str]":
    """The same from the command line, in a process of its own; permissions hold for it, also where it is root's."""
    Path("t").mkdir()
    words = [word for name in names or PLACES for word in ("--jobcenter", name)]
    python = (sys.executable, "-m", "analysis")
    return subprocess.Popen(
        [*(WHO_OBEYS if obeys and os.geteuid() == 0 else ()), *python, "run", "--workers", "2", *words],
        env={**os.environ, "TMPDIR": str(Path("t").absolute())},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def tree(folder: Path) -> dict[str, bytes]:
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: content for name, content in files.items() if not name.endswith("run.json")}


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def lines() -> list[dict[str, Any]]:
    try:
        text = (FOLDER / NAME).read_text(encoding="utf-8")
    except OSError:
        return []
    return [json.loads(line) for line in text.splitlines() if line.endswith("}")]


def wait_until(holds: Any) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to that")


def of_group(group: int) -> list[int]:
    """The processes that descend from one, by the pipes that they inherited: those that name it as their parent."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
        except OSError:
            continue
        if fields[0] != "Z" and int(fields[1]) == group:
            pid = int(stat.parent.name)
            found += [pid, *of_group(pid)]
    return found


def test_a_killed_batch_is_gone_on_with_and_ends_as_if_nothing_had_happened(home: Path) -> None:
    batch(out=Path("undisturbed"))
    set_params(home, HANGS)
    killed = command()
    try:
        wait_until(lambda: sum("done" in line for line in lines()) == 2 and under_way(lines()) == ["163-herlev/proeve"])
        processes = of_group(killed.pid)
        assert len(processes) >= 2
    finally:
        killed.kill()
        killed.communicate()
    wait_until(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() and _alive(pid) for pid in processes))
    set_params(home, SETTINGS)
    summary = batch()
    assert (summary.count("up_to_date"), summary.count("made")) == (2, 1)
    assert summary.left_over == read("run.json")["left_over"] == ["163-herlev/proeve"]
    assert tree(Path("reports")) == tree(Path("undisturbed"))


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_ctrl_c_twice_names_what_was_under_way_and_holds_the_rest_back(home: Path) -> None:
    set_params(home, SETTINGS + 'overrides: {"163": {mood: hang}, "561": {mood: hang}}\n')
    stopped = command()
    wait_until(lambda: [path.read_text() for path in Path("t").glob("jc-*/[0-9]")] == ["7", "7"])
    stopped.send_signal(signal.SIGINT)
    time.sleep(0.5)
    stopped.send_signal(signal.SIGINT)
    said, told = stopped.communicate(timeout=60)
    assert stopped.returncode == 130
    assert "No more reports are begun" in told
    assert "2 failed, 1 held back" in said
    failures = read("failures.json")
    assert [failure["type"] for failure in failures] == ["Interrupted", "Interrupted"]
    assert {failure["cell"] for failure in failures} == {7}
    assert not (FOLDER / NAME).exists()
    assert read("run.json")["exit"] == 130


def test_a_second_batch_on_one_folder_is_refused_and_nothing_is_touched(home: Path) -> None:
    batch()
    before = tree(Path("reports"))
    with Journal(FOLDER), pytest.raises(AnalysisError, match=f"Another batch is writing .*process {os.getpid()}"):
        batch(force=True)
    assert tree(Path("reports")) == before
    assert batch().count("up_to_date") == 3


def test_the_notebook_of_a_failed_report_is_kept_as_far_as_it_came(home: Path) -> None:
    for mood, ran in (("raise", "ValueError"), ("kill", ""), ("too much", "MemoryError")):
        set_params(home, SETTINGS + f'overrides: {{"561": {{mood: {mood}}}}}\n')
        assert batch("Esbjerg").failures[0]["cell"] == 7
        book = json.loads((FOLDER / "561-esbjerg" / "proeve.failed.ipynb").read_text(encoding="utf-8"))
        sources = ["".join(cell["source"]) for cell in book["cells"]]
        assert (len(sources), sources[2].splitlines()[-1]) == (9, f'mood = "{mood}"')
        outputs = [cell.get("outputs") for cell in book["cells"]]
        assert "printed, not published" in str(outputs[5])
        assert ran in str(outputs[7]) if ran else not outputs[7]
    set_params(home, SETTINGS)
    batch("Esbjerg")
    assert not (FOLDER / "561-esbjerg" / "proeve.failed.ipynb").exists()


def test_what_was_half_written_when_a_batch_was_killed_is_gone_after_the_next(home: Path) -> None:
    batch("Esbjerg", out=Path("undisturbed"))
    for name in (".index.html.0123abcd.tmp", "561-esbjerg/.proeve.html.89ef4567.tmp", "561-esbjerg/.kept.tmp"):
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_bytes(b"<ht")
    batch("Esbjerg")
    assert set(tree(Path("reports"))) - set(tree(Path("undisturbed"))) == {"2019-12/561-esbjerg/.kept.tmp"}


def test_a_folder_that_cannot_be_written_to_is_named_and_nothing_is_half_written_in_it(home: Path) -> None:
    locked = FOLDER / "163-herlev"
    locked.mkdir(parents=True)
    locked.chmod(0o555)
    said, told = command(obeys=True).communicate(timeout=120)
    assert "2 made, 0 up to date, 1 failed, 0 held back" in said
    assert "its page could not be written: Permission denied" in told
    failure, *others = read("failures.json")
    assert (failure["type"], failure["jobcenter"]["name"], others) == ("NotWritten", "Herlev", [])
    assert "163-herlev: Permission denied" in failure["message"]
    assert "PermissionError" in failure["traceback"]
    assert list(locked.iterdir()) == []
    locked.chmod(0o755)
    again = batch()
    assert (again.count("made"), again.count("up_to_date")) == (1, 2)
    batch(out=Path("undisturbed"))
    assert tree(Path("reports")) == tree(Path("undisturbed"))


def test_what_a_killed_batch_left_in_a_folder_that_is_locked_since_stops_no_other(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch("Esbjerg")
    folder = FOLDER / "561-esbjerg"
    for name in (".proeve.html.89ef4567.tmp", "proeve.failed.html"):
        (folder / name).write_bytes(b"<ht")
    unlink, said = Path.unlink, list[str]()

    def locked(path: Path, missing_ok: bool = False) -> None:
        if path.parent.name == folder.name and path.exists():
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", locked)
        assert batch("Esbjerg", follower=Follower(say=said.append)).count("up_to_date") == 1
    assert said == ["561-esbjerg/proeve: the page of its failure stays: Permission denied"]
    batch("Esbjerg")
    assert not (folder / "proeve.failed.html").exists()
    assert list(folder.glob(".*")) == []


def test_a_failure_that_says_nothing_itself_is_told_in_words(home: Path) -> None:
    set_params(home, SETTINGS + 'overrides: {"561": {mood: too much}}\n')
    failure = batch("Esbjerg").failures[0]
    assert (failure["type"], failure["message"]) == ("MemoryError", "there was no more memory")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for about two reports."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "none", place], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("no small disk can be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_is_named_and_with_room_again_the_rest_is_made(home: Path, small_disk: Path) -> None:
    (small_disk / "filling").write_bytes(bytes(60_000))
    summary = batch(out=small_disk)
    assert {failure["type"] for failure in summary.failures} == {"NotWritten"}
    told = json.loads((small_disk / "2019-12/failures.json").read_text(encoding="utf-8"))
    assert [failure["jobcenter"]["name"] for failure in told] == [row["jobcenter"]["name"] for row in summary.failures]
    assert "No space left" in told[0]["message"]
    assert "OSError" in told[0]["traceback"]
    assert not [path for path in small_disk.rglob(".*") if path.is_file()]
    (small_disk / "filling").unlink()
    subprocess.run(["mount", "-o", "remount,size=4m", small_disk], check=True)
    again = batch(out=small_disk)
    assert again.count("made") == len(told)
    batch(out=Path("undisturbed"))
    assert tree(small_disk) == tree(Path("undisturbed"))


def test_half_a_line_in_a_journal_is_left_out() -> None:
    assert under_way([{"batch": 1}, {"begun": "a"}, {"begun": "b"}, {"done": "a"}]) == ["b"]
