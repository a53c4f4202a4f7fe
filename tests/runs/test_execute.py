"""A notebook in a kernel of its own: what it sees, and how it can end."""

import os
from pathlib import Path

import pytest

from analysis.runs.execute import execute
from analysis.runs.failures import Failure, ReportError
from small_project import code, markdown, notebook

pytest_plugins = ["small_project_home"]

PARAMETERS = code('jobcenter: str = "561"', "parameters")


def failure(home: Path, source: str, *, seconds: int = 60) -> Failure:
    with pytest.raises(ReportError) as error:
        text = notebook(cells=[markdown("# A"), PARAMETERS, code("1"), code(source)])
        execute(text, {"jobcenter": "561"}, home=home, seconds_per_cell=seconds)
    return error.value.failure


def printed(home: Path, source: str, parameters: dict[str, object]) -> str:
    book = execute(notebook(cells=[PARAMETERS, code(source)]), parameters, home=home)
    return "".join(output["text"] for output in book["cells"][-1]["outputs"])


def test_the_kernel_finds_the_project_and_nothing_of_the_users_own(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    startup = tmp_path / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "mine.py").write_text("jobcenter = 'mine'; mine = 1", encoding="utf-8")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / ".ipython"))
    before = dict(os.environ)
    source = "import os\nprint('mine' in globals(), os.environ['JOBCENTER_HOME'], os.listdir('.'))"
    assert printed(home, source, {"jobcenter": "1"}) == f"False {home} []\n"
    assert dict(os.environ) == before


@pytest.mark.parametrize("value", ['a"b', "a\\nb", "a\nb", "{jobcenter}", "'''", '"; import os; os._exit(1) #', "Læsø"])
def test_a_parameter_arrives_as_it_was_whatever_its_signs(home: Path, value: str) -> None:
    assert printed(home, "print(jobcenter)", {"jobcenter": value}) == value + "\n"


def test_an_exception_is_told_with_its_cell_and_traceback(home: Path) -> None:
    found = failure(home, "def f():\n    return 1 / 0\nf()")
    assert (found.type, found.message, found.cell) == ("ZeroDivisionError", "division by zero", 4)
    assert "return 1 / 0" in found.traceback
    assert "\x1b" not in found.traceback


def test_a_killed_kernel_is_told_with_its_cell(home: Path) -> None:
    found = failure(home, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert (found.type, found.cell) == ("KernelDied", 4)


def test_a_cell_that_takes_too_long_is_stopped(home: Path) -> None:
    found = failure(home, "import time; time.sleep(60)", seconds=1)
    assert (found.type, found.cell) == ("Timeout", 4)
