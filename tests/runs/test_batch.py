"""The whole run on a small project: what is made, what fails, and what is left alone."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import AnalysisError
from analysis.runs import checkout, shelf
from analysis.runs.batch import run
from analysis.runs.plan import Request, plan
from analysis.runs.summary import Summary
from small_project import SETTINGS, notebook, set_notebook, set_params

pytest_plugins = ["small_project_home"]

MOODS = 'overrides: {{"561": {{mood: {}}}}}\n'


def batch(*names: str, **options: Any) -> Summary:
    return run(plan(Request(jobcentres=names)), workers=2, **options)


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_report_is_a_set_of_files_with_a_record_that_names_them(home: Path) -> None:
    summary = batch("Esbjerg")
    folder = Path("reports/2019-12/561-esbjerg")
    assert summary.exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "proeve.html", "proeve.ipynb", "proeve.json", "proeve.review.html", "proeve.xlsx",
    ]  # fmt: skip
    record = read(folder / "proeve.json")
    assert record["status"] == "ok"
    assert record["parameters"] == {
        "jobcenter": "561",
        "period": "2019-12",
        "data": "demo",
        "weeks": 26,
        "mood": "well",
    }
    assert record["key_figures"][0]["value"] == 26
    assert record["absent"] == [{"id": "absent-1", "reason": "Der er ingen tal for job."}]
    assert [(table["id"], table["rows"]) for table in record["tables"]] == [("table-1", 2)]
    for name, digest in record["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert len(record["files"]) == 4
    assert read(Path("reports/2019-12/failures.json")) == []
    batch_record = read(Path("reports/2019-12/run.json"))
    assert batch_record["counts"] == {"made": 1, "up_to_date": 0, "failed": 0, "held_back": 0}
    assert batch_record["code"] == checkout.code()


def test_the_report_shows_what_was_published_and_the_review_what_was_done(home: Path) -> None:
    batch("Esbjerg")
    report, review = (
        Path(f"reports/2019-12/561-esbjerg/proeve{ending}").read_text(encoding="utf-8")
        for ending in (".html", ".review.html")
    )
    assert "printed, not published" not in report
    assert "weeks: int" not in report
    assert '<h2 id="hvor-laenge">' in report
    assert "Prøve &lt;i&gt; – Jobcenter Sted, december 2019" in report
    assert "printed, not published" in review
    assert "weeks: int" in review
    assert read(Path("reports/2019-12/561-esbjerg/proeve.json"))["fingerprint"] in review


def test_what_is_up_to_date_is_not_made_again(home: Path) -> None:
    batch("Esbjerg")
    files = {path: path.stat().st_mtime_ns for path in Path("reports/2019-12/561-esbjerg").iterdir()}
    assert batch("Esbjerg").count("up_to_date") == 1
    assert {path: path.stat().st_mtime_ns for path in files} == files
    next(iter(files)).write_bytes(b"changed by hand")
    assert batch("Esbjerg").count("made") == 1


def test_equal_runs_make_equal_files_byte_for_byte_wherever_and_whenever(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch("Esbjerg", "Herlev")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    elsewhere = Path("else where/æøå")
    request = Request(jobcentres=["Esbjerg", "Herlev"], out=elsewhere)
    assert run(plan(request), workers=1).count("made") == 2
    first, second = (
        {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
        for out in (Path("reports"), elsewhere)
    )
    differing = [path.name for path in first if first[path] != second.get(path)]
    assert (differing, len(first)) == (["run.json"], len(second))


@pytest.mark.parametrize("change", ["notebook", "parameter", "override", "list"])
def test_a_report_is_made_again_when_what_it_is_made_of_changes(home: Path, change: str) -> None:
    before = _fingerprints()
    if change == "notebook":
        path = home / "notebooks" / "proeve.ipynb"
        path.write_text(path.read_text(encoding="utf-8").replace("Et eksempel", "Et andet eksempel"), encoding="utf-8")
    elif change == "parameter":
        set_params(home, SETTINGS.replace("weeks: 26", "weeks: 27"))
    elif change == "override":
        set_params(home, SETTINGS + 'overrides: {"561": {weeks: 27}}\n')
    else:
        with (home / "reference" / "rules.yml").open("a", encoding="utf-8") as file:
            file.write("\n")
    after = _fingerprints()
    assert after["561"] != before["561"]
    assert (after["163"] == before["163"]) is (change == "override")


def test_an_output_left_in_the_notebook_changes_nothing(home: Path) -> None:
    before = _fingerprints()
    book = read(home / "notebooks" / "proeve.ipynb")
    book["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    set_notebook(home, json.dumps(book))
    assert _fingerprints() == before


def _fingerprints() -> dict[str, str]:
    from analysis import project
    from analysis.runs import fingerprint

    fingerprint.hashed.cache_clear()
    home = project.root()
    reports = plan(Request(jobcentres=["Esbjerg", "Herlev"])).reports
    parts = {report.jobcenter.code: fingerprint.parts(report, snapshot="d", home=home) for report in reports}
    return {code: fingerprint.fingerprint(of) for code, of in parts.items()}


def test_one_failing_report_stops_no_other_and_its_page_says_so(home: Path) -> None:
    set_params(home, SETTINGS + MOODS.format("raise"))
    summary = batch("Esbjerg", "Herlev")
    assert (summary.exit_code, summary.count("made"), summary.count("failed")) == (1, 1, 1)
    failure = read(Path("reports/2019-12/failures.json"))[0]
    assert (failure["analysis"], failure["jobcenter"]) == ("proeve", {"code": "561", "name": "Esbjerg"})
    assert (failure["cell"], failure["heading"], failure["type"]) == (7, "Data og metode", "ValueError")
    assert failure["message"] == "<b>no figures</b>"
    assert failure["reproduce"]["notebook"] == "notebooks/proeve.ipynb"
    assert failure["reproduce"]["parameters"]["mood"] == "raise"
    folder = Path("reports/2019-12/561-esbjerg")
    page = (folder / "proeve.html").read_text(encoding="utf-8")
    assert "Rapporten kunne ikke laves" in page
    assert "Data og metode" in page
    assert "no figures" not in page
    record = read(folder / "proeve.json")
    assert (record["status"], record["key_figures"], record["tables"]) == ("failed", [], [])
    index = Path("reports/2019-12/index.html").read_text(encoding="utf-8")
    assert "1 rapport kunne ikke laves" in index
    assert "163-herlev/proeve.html" in index


@pytest.mark.parametrize(
    ("mood", "type_"),
    [
        ("kill", "KernelDied"),
        ("kill the worker", "WorkerDied"),
        ("exit", "Unfinished"),
        ("unfinished", "Unfinished"),
        ("wrong", "Unfinished"),
    ],
)
def test_a_run_that_only_looks_complete_is_a_failure(home: Path, mood: str, type_: str) -> None:
    set_params(home, SETTINGS + MOODS.format(mood))
    summary = batch("Esbjerg", "Herlev", "Kolding")
    assert (summary.count("made"), summary.count("failed")) == (2, 1)
    assert (summary.failures[0]["type"], summary.failures[0]["jobcenter"]["code"]) == (type_, "561")
    if mood in ("kill", "kill the worker", "exit"):
        assert (summary.failures[0]["cell"], summary.failures[0]["heading"]) == (7, "Data og metode")


def test_the_last_good_report_stays_and_a_later_success_takes_the_failure_away(home: Path) -> None:
    batch("Esbjerg")
    folder = Path("reports/2019-12/561-esbjerg")
    good = {path.name: path.read_bytes() for path in folder.iterdir()}
    set_params(home, SETTINGS + MOODS.format("raise"))
    assert batch("Esbjerg").exit_code == 1
    assert {name: (folder / name).read_bytes() for name in good} == good
    page = (folder / "proeve.failed.html").read_text(encoding="utf-8")
    assert 'href="proeve.html"' in page
    index = Path("reports/2019-12/index.html").read_text(encoding="utf-8")
    assert "561-esbjerg/proeve.failed.html" in index
    assert "den seneste gode rapport" in index
    set_params(home, SETTINGS)
    assert batch("Esbjerg").count("up_to_date") == 1
    assert not (folder / "proeve.failed.html").exists()
    assert "proeve.failed.html" not in Path("reports/2019-12/index.html").read_text(encoding="utf-8")


def test_the_front_page_covers_earlier_runs_too(home: Path) -> None:
    batch("Esbjerg")
    batch("Læsø")
    index = Path("reports/2019-12/index.html").read_text(encoding="utf-8")
    assert "561-esbjerg/proeve.html" in index
    assert "813-frederikshavn/proeve.html" in index
    assert "også Læsø" in index
    assert "Prøve &lt;i&gt;" in index
    assert "Syntetiske tal" in index


def test_a_page_that_would_ask_the_network_is_a_failure(home: Path) -> None:
    text = (home / "notebooks" / "proeve.ipynb").read_text(encoding="utf-8")
    set_notebook(home, text.replace("Et eksempel.", "![](https://example.org/logo.png)"))
    summary = batch("Esbjerg")
    assert summary.failures[0]["type"] == "AsksNetwork"
    assert "https://example.org/logo.png" in summary.failures[0]["message"]


def test_no_draft_and_no_working_folder_is_left_behind(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    set_params(home, SETTINGS + MOODS.format("kill the worker"))
    batch("Esbjerg")
    assert list((tmp_path / "t").iterdir()) == []
    set_params(home, SETTINGS)
    batch("Esbjerg")
    assert not [path for path in Path("reports").rglob("*") if path.name.startswith(".")]


def test_a_second_analysis_needs_two_files_and_nothing_else(home: Path) -> None:
    digest = plan(Request(jobcentres=["Esbjerg"])).snapshot.digest
    set_notebook(home, notebook(digest=digest), name="varighed")
    set_params(home, SETTINGS, name="varighed")
    assert batch("Esbjerg").count("made") == 2
    assert Path("reports/2019-12/561-esbjerg/varighed.html").exists()


def test_a_folder_that_cannot_be_written_to_is_refused_before_anything_starts(tmp_path: Path):
    in_the_way = tmp_path / "reports"
    in_the_way.write_text("a file", encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"cannot be written to: .*\. Choose another --out"):
        shelf.claim(in_the_way / "2019-12")
