"""The command line: what a wrong word leads to, and what the verbs print."""

import json
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from analysis import cli
from small_project import SETTINGS, set_params

pytest_plugins = ["small_project_home"]


def command(*words: str) -> int:
    """The exit code of ``jobcenter`` with these words."""
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as ended:
        patch.setattr(sys, "argv", ["jobcenter", *words])
        cli.main()
    return int(ended.value.code or 0)


def everything_under(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}


WRONG_COMMANDS = [
    ("run prøve", "Did you mean 'proeve'?"),
    ("run Proeve", "Did you mean 'proeve'?"),
    ("run ../notebooks/proeve", "There is no analysis"),
    ("run --jobcenter Esbjerg Herlev", "--jobcenter before each one, as --jobcenter Herlev"),
    ("run proeve --jobcenter Esbjreg", "Did you mean 'Esbjerg'"),
    ("run --jobcenter 999", "999"),
    ("run --jobcenter 411", "Christiansø"),
    ("run --jobcenter /etc/passwd", "/etc/passwd"),
    ("run --jobcenter ''", "is empty"),
    ("run --region Nordjyland", "Region Nordjylland"),
    ("run --period 2019-13", "2019-13"),
    ("run --period 2030-01", "2019-10 to 2019-12"),
    ("run --period 2019", "is not a month"),
    ("run --data dmo", "Did you mean 'demo'?"),
    ("run --data ../demo", "../demo"),
    ("run --workers 0", "--workers"),
    ("run --workers two", "--workers"),
    ("run --out taken", "is a file"),
    ("run --jobcentre Esbjerg", "--jobcenter"),
    ("run --weeks 26", "--weeks"),
    ("rnu", "run"),
    ("list analysis", "Did you mean 'analyses'?"),
    ("data check dmo", "Did you mean 'demo'?"),
    ("data diff demo dmo", "Did you mean 'demo'?"),
    ("data diff demo", "at least two snapshots"),
    ("data diff demo demo", "'demo' is named more than once"),
    ("--versjon", "--version"),
    ("data fetch jobindsat", "Did you mean 'jobindsats'?"),
    ("data", "fetch"),
]


@pytest.mark.parametrize(("words", "said"), WRONG_COMMANDS)
def test_a_wrong_command_ends_with_two_and_says_the_nearest_and_writes_nothing(
    home: Path, capfd: pytest.CaptureFixture[str], words: str, said: str
) -> None:
    (home.parent / "taken").write_text("", encoding="utf-8")
    before = everything_under(home.parent)
    assert command(*[word.strip("'") for word in words.split(" ")]) == 2
    printed = capfd.readouterr()
    assert said in printed.out + printed.err
    assert "Traceback" not in printed.err
    assert everything_under(home.parent) == before


@pytest.mark.parametrize(
    "text",
    [
        SETTINGS.replace("{weeks: 26}", "{witin: 26}"),
        SETTINGS.replace("{weeks: 26}", "{weeks: '26'}"),
        SETTINGS.replace("{weeks: 26}", "{weeks: true}"),
        SETTINGS.replace("{weeks: 26}", "{weeks: 105}"),
        SETTINGS.replace("{weeks: 26}", "{weeks: 3}"),
        SETTINGS.replace("{weeks: 26}", "{weeks: 26"),
        SETTINGS.replace("title", "titel"),
        SETTINGS + "overrides: {825: {weeks: 52}}\n",
        SETTINGS + "limits: {}\n",
        "",
    ],
)
def test_a_wrong_params_file_ends_with_two_and_starts_nothing(
    home: Path, capfd: pytest.CaptureFixture[str], text: str
) -> None:
    set_params(home, text)
    before = everything_under(home.parent)
    assert command("run", "--jobcenter", "Esbjerg") == 2
    printed = capfd.readouterr()
    assert "params/proeve.yml" in printed.err
    assert "nothing was started" in printed.err
    assert everything_under(home.parent) == before


def test_a_dry_run_prints_the_reports_and_writes_nothing(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = everything_under(home.parent)
    assert command("run", "proeve", "--jobcenter", "Læsø", "--jobcenter", "Esbjerg", "--dry-run") == 0
    printed = capfd.readouterr()
    assert printed.out.splitlines()[:2] == [
        "reports/2019-12/561-esbjerg/proeve.html (there is none)",
        "reports/2019-12/813-frederikshavn/proeve.html (there is none)",
    ]
    assert "Læsø is served by Jobcenter Frederikshavn" in printed.err
    assert everything_under(home.parent) == before


def test_a_run_says_first_how_long_it_takes_and_last_where_the_front_page_is(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert command("run", "--jobcenter", "Esbjerg", "--workers", "1") == 0
    printed = capfd.readouterr()
    assert re.match(r"1 report on 1 worker: about \d+ seconds, from the snapshot 'demo'", printed.err)
    assert re.search(
        r"1 made, 0 up to date, 0 failed, 0 held back; \d+ seconds\.\nSlowest: .*\nOpen reports/2019-12/index\.html",
        printed.out,
    )


def test_a_failure_ends_with_one_and_names_the_list(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    set_params(home, SETTINGS.replace("{weeks: 26}", "{mood: raise}"))
    assert command("run", "--jobcenter", "Esbjerg") == 1
    assert "Why they failed: reports/2019-12/failures.json" in capfd.readouterr().out


def test_the_version_is_that_of_the_installed_package(capfd: pytest.CaptureFixture[str]) -> None:
    assert command("--version") == 0
    assert capfd.readouterr().out == f"jobcenter-analysis {metadata.version('jobcenter-analysis')}\n"


@pytest.mark.parametrize("what", ["analyses", "jobcentres", "measures", "snapshots"])
def test_a_list_is_printed_for_people_and_as_json(home: Path, capfd: pytest.CaptureFixture[str], what: str) -> None:
    assert command("list", what) == 0
    text = capfd.readouterr().out
    assert command("list", what, "--json") == 0
    rows = json.loads(capfd.readouterr().out)
    assert len(text.splitlines()) == len(rows) + 1
    assert all(str(next(iter(row.values()))) in text for row in rows)


def test_an_import_says_whether_reports_are_made_of_it_from_now_on(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(Path(__file__).parents[1] / "params" / "sources.yml", home / "params")
    file = home.parent / "y60c07.csv"
    file.write_text("Kommune;Periode;Aktiveringsgrad (pct.)\r\nEsbjerg;2026M07;12,5\r\n", encoding="utf-8")
    assert command("data", "import", str(file), "--name", "some") == 0
    assert "'jobcenter run' takes it from now on: the newest snapshot of real figures." in capfd.readouterr().out
    assert command("run", "--jobcenter", "Esbjerg", "--dry-run") == 0
    assert "for 2026-07 from 'some'" in capfd.readouterr().out


def test_two_retrievals_are_compared_with_counts_a_page_and_files(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    there = home / "data" / "snapshots"
    shutil.copytree(there / "demo", there / "again")
    manifest = (there / "again" / "manifest.json").read_text(encoding="utf-8").replace('"demo"', '"again"')
    (there / "again" / "manifest.json").write_text(manifest, encoding="utf-8")
    assert command("data", "diff", "demo", "again") == 0
    printed = capfd.readouterr().out
    assert "demo → again\n  3 cells before, 3 after" in printed
    assert "revised    0 of 3 figures that both have" in printed
    page = home / "data" / "diffs" / "demo-again" / "revisions.html"
    assert f"Open {page}" in printed
    assert sorted(path.suffix for path in page.parent.iterdir()) == [".csv"] * 5 + [".html"]


def test_the_names_that_list_prints_are_taken_by_run(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for what, column in [
        ("analyses", "name"),
        ("jobcentres", "code"),
        ("jobcentres", "name"),
        ("jobcentres", "folder"),
    ]:
        command("list", what, "--json")
        name = json.loads(capfd.readouterr().out)[0][column]
        words = ["run", name] if what == "analyses" else ["run", "--jobcenter", name]
        assert command(*words, "--dry-run") == 0
        capfd.readouterr()


def test_an_interrupt_ends_with_a_line_and_130(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("analysis.runs.batch.run", interrupted)
    assert command("run", "--jobcenter", "Esbjerg") == 130
    assert capfd.readouterr().err.count("Stopped.") == 1


def test_a_bug_keeps_its_traceback(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("analysis.runs.plan.plan", broken)
    monkeypatch.setattr(sys, "argv", ["jobcenter", "run"])
    with pytest.raises(ZeroDivisionError):
        cli.main()


def test_the_module_is_the_command_and_starts_without_heavy_libraries() -> None:
    heavy = ["pandas", "matplotlib", "papermill", "rich.progress"]
    code = f"import sys, analysis.cli; print([name for name in {heavy} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"
    ended = subprocess.run([sys.executable, "-m", "analysis", "--help"], capture_output=True, text=True, check=True)
    assert "jobcenter" in ended.stdout


def test_a_dry_run_leaves_out_what_is_up_to_date(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert command("run", "proeve", "--jobcenter", "Esbjerg") == 0
    capfd.readouterr()
    assert command("run", "proeve", "--jobcenter", "Esbjerg", "--jobcenter", "Herlev", "--dry-run") == 0
    printed = capfd.readouterr().out.splitlines()
    assert printed[0] == "reports/2019-12/163-herlev/proeve.html (there is none)"
    assert printed[1].startswith("1 to make and 1 up to date")
