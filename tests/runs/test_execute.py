"""A notebook in a kernel of its own: what it sees, and how it can end."""

import os
from pathlib import Path

import nbformat
import papermill
import pytest

from analysis.runs.execute import execute
from analysis.runs.executed import as_bytes, kept
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


def test_an_exception_of_a_kernel_that_can_only_print_it_is_told_too(home: Path) -> None:
    found = failure(home, 'import sys\nsys.path[:] = ["/nonexistent"]\nraise ValueError("tal mangler")')
    assert (found.type, found.message, found.cell) == ("ValueError", "tal mangler", 4)
    assert 'raise ValueError("tal mangler")' in found.traceback


def test_a_killed_kernel_is_told_with_its_cell(home: Path) -> None:
    found = failure(home, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert (found.type, found.cell) == ("KernelDied", 4)


def test_a_cell_that_takes_too_long_is_stopped(home: Path) -> None:
    found = failure(home, "import time; time.sleep(60)", seconds=1)
    assert (found.type, found.cell) == ("Timeout", 4)


def test_the_notebook_is_the_one_that_papermill_itself_makes(home: Path, tmp_path: Path) -> None:
    cells = [
        code("from IPython.display import display, HTML, clear_output, update_display"),
        code("print(jobcenter); display(HTML('<p>æ</p>'), {'a': [1, None]}, display_id='once'); 1 + 1"),
        code("display(1); clear_output(wait=True); display(2, display_id='x'); update_display(3, display_id='x')"),
    ]
    text, parameters = notebook(cells=[markdown("# A"), PARAMETERS, *cells]), {"jobcenter": "101"}
    ours = execute(text, parameters, home=home)
    (tmp_path / "a.ipynb").write_text(text, encoding="utf-8")
    papermills = papermill.execute_notebook(
        tmp_path / "a.ipynb", None, parameters, kernel_name="python3", language="python", progress_bar=False
    )
    one, other = (kept(book, parameters) for book in (ours, papermills))
    for cell in one.cells + other.cells:
        cell.id = ""  # papermill gives its own by chance
    assert one == other
    assert [len(cell.get("outputs", ())) for cell in one.cells] == [0, 0, 0, 0, 4, 1]


def test_a_kept_notebook_is_one_to_any_reader_of_notebooks(home: Path) -> None:
    book = kept(
        execute(notebook(cells=[PARAMETERS, code("print('Ærø\\n\\u2028')")]), {"jobcenter": "1"}, home=home), {}
    )
    read = nbformat.reads(as_bytes(book).decode(), as_version=4)
    nbformat.validate(read)
    assert read == book
    assert len(as_bytes(book).splitlines()) == 3 + len(book.cells)  # before them, after them, and the rest
