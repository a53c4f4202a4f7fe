"""What is made again when something changes: the page alone, the whole report, or nothing."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from analysis.runs import engines, fingerprint, jobs, outdated, shelf
from analysis.runs.batch import run
from analysis.runs.plan import Request, plan
from analysis.runs.summary import Summary
from small_project import SETTINGS, set_notebook, set_params

pytest_plugins = ["small_project_home"]

FOLDER = Path("reports/2019-12")
COUNTS = "open(os.environ['JOBCENTER_HOME'] + '/ran', 'a').write('x')\n"


@pytest.fixture
def ran(home: Path) -> Path:
    """A file that has a letter for each time that the notebook was run."""
    book = read(home)
    book["cells"][2]["source"] = book["cells"][2]["source"].replace(
        "import os, signal\n", "import os, signal\n" + COUNTS
    )
    set_notebook(home, json.dumps(book))
    return home / "ran"


def read(home: Path) -> Any:
    return json.loads((home / "notebooks" / "proeve.ipynb").read_text(encoding="utf-8"))


def batch(out: Path = Path("reports"), **options: Any) -> Summary:
    fingerprint.hashed.cache_clear()
    return run(plan(Request(jobcentres=["Esbjerg"], out=out)), workers=1, engine=engines.PLAIN, **options)


def why() -> list[tuple[list[str], bool]]:
    planned = plan(Request(jobcentres=["Esbjerg"]))
    waiting = jobs.to_make(
        jobs.jobs(planned, way=jobs.Way(), traces=FOLDER), shelf.outdated(FOLDER, planned.snapshot, planned.period)
    )
    return [(reasons, job.reuse is not None) for job, reasons in waiting]


def tree(folder: Path) -> dict[str, bytes]:
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: content for name, content in files.items() if not name.endswith("run.json")}


def test_changed_words_make_the_page_anew_as_if_all_had_been_run_and_run_nothing(home: Path, ran: Path) -> None:
    assert batch().count("made") == 1
    book = read(home)
    book["cells"][0]["source"] = "# Prøve\n\nHvor længe varer det så?"
    book["cells"][-1]["source"] += " Mere."
    set_notebook(home, json.dumps(book))
    set_params(home, SETTINGS.replace("title: Prøve <i>", "title: En anden prøve"))
    assert why() == [(["text: the title, cell 1, cell 8"], True)]
    assert batch().count("made") == 1
    assert ran.read_text(encoding="ascii") == "x"
    assert "varer det så?" in (FOLDER / "561-esbjerg/proeve.html").read_text(encoding="utf-8")
    batch(out=Path("elsewhere"))
    assert ran.read_text(encoding="ascii") == "xx"
    assert tree(Path("reports")) == tree(Path("elsewhere"))
    assert batch().count("up_to_date") == 1


def test_changed_code_or_parameters_run_the_notebook_again(home: Path, ran: Path) -> None:
    batch()
    set_params(home, SETTINGS.replace("weeks: 26", "weeks: 27"))
    assert why() == [(["parameters: weeks is 27 and was 26"], False)]
    book = read(home)
    book["cells"][4]["source"] += "\n1"
    set_notebook(home, json.dumps(book))
    assert why() == [(["code: cell 5", "parameters: weeks is 27 and was 26"], False)]
    batch()
    assert ran.read_text(encoding="ascii") == "xx"


def test_touched_times_make_nothing_and_what_was_seen_whole_is_not_read_again(
    home: Path, ran: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch()
    index = FOLDER / "index.html"
    before = index.stat().st_mtime_ns
    for path in [*FOLDER.rglob("*"), *home.rglob("*")]:
        os.utime(path, (1, 1))
    assert batch().count("up_to_date") == 1
    monkeypatch.setattr(outdated, "read_record", None)
    assert batch().count("up_to_date") == 1
    assert index.stat().st_mtime_ns == 1_000_000_000 != before
    assert ran.read_text(encoding="ascii") == "x"


def test_a_file_that_is_not_as_it_was_made_is_the_reason(home: Path) -> None:
    batch()
    page = FOLDER / "561-esbjerg" / "proeve.xlsx"
    page.write_bytes(page.read_bytes()[:-1] + b"x")
    assert why() == [(["proeve.xlsx is not as it was made"], False)]
    page.unlink()
    assert why() == [(["proeve.xlsx is not as it was made"], False)]
