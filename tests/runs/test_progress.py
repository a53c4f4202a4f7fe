"""What is drawn and said while a batch runs, and at its end."""

import io
from pathlib import Path
from typing import Any

from rich.console import Console

from analysis.runs import progress
from analysis.runs.batch import run
from analysis.runs.job import Job
from analysis.runs.jobs import Way, jobs
from analysis.runs.plan import Request, plan
from analysis.runs.summary import Summary
from small_project import SETTINGS, set_params

pytest_plugins = ["small_project_home"]

PLACES = ("Esbjerg", "Herlev", "Kolding")


def drawn(bars: progress.Bars) -> list[str]:
    """The lines as they are seen, without the bars."""
    console = Console(file=io.StringIO(), width=100, color_system=None)
    with console.capture() as captured:
        console.print(*bars.get_renderables())
    return [" ".join(line.replace("━", " ").split()) for line in captured.get().splitlines()]


def row(job: Job, outcome: str) -> dict[str, Any]:
    return {"analysis": job.analysis, "jobcenter": job.jobcenter, "outcome": outcome, "seconds": 1.0}


def test_a_terminal_has_a_line_for_each_worker_and_one_for_all_with_the_time_left(home: Path, tmp_path: Path) -> None:
    here, there, left = jobs(plan(Request(jobcentres=PLACES)), way=Way(), traces=tmp_path)
    now, console = [100.0], Console(file=io.StringIO(), width=100, force_terminal=True)
    bars = progress.bars_of(4, console=console, get_time=lambda: now[0])
    bars.done({"analysis": "proeve", "jobcenter": "751", "outcome": "up_to_date", "seconds": 0.0})
    bars.to_make(3, workers=2, engine="warm")
    # 10 seconds to start, and two rounds of 2.4 seconds
    assert drawn(bars) == ["all reports 1/4 0:15 left", "worker 1: starts 0/1", "worker 2: starts 0/1"]
    bars.begun(0, here)
    bars.begun(1, there)
    there.trace.begun(5)
    assert drawn(bars)[1:] == ["worker 1: proeve 561-esbjerg 0/8", "worker 2: proeve 163-herlev 5/8"]
    now[0] = 130.0
    bars.done(row(here, "made"))
    # one of three took 30 seconds, so two take 60; what was up to date took none and does not count
    assert drawn(bars)[:2] == ["all reports 2/4 1:00 left", "worker 1: waits 0/1"]
    bars.begun(0, left)
    bars.done(row(there, "failed"))
    assert "failed: proeve for jobcenter 163" in console.file.getvalue()  # type: ignore[attr-defined]
    assert drawn(bars) == ["all reports 3/4 0:15 left", "worker 1: proeve 621-kolding 0/8", "worker 2: waits 0/1"]


def test_a_narrow_terminal_keeps_the_numbers_and_a_line_for_each(home: Path, tmp_path: Path) -> None:
    (job,) = jobs(plan(Request(jobcentres=["Frederikshavn"])), way=Way(), traces=tmp_path)
    console = Console(file=io.StringIO(), width=44, force_terminal=True, color_system=None)
    bars = progress.bars_of(1000, console=console, get_time=lambda: 100.0)
    bars.to_make(1000, workers=1, engine="warm")
    bars.begun(0, job)
    job.trace.begun(5)
    with console.capture() as captured:
        console.print(*bars.get_renderables())
    lines = [" ".join(line.split()) for line in captured.get().splitlines()]
    assert lines == ["all reports 0/1000 40:10 left", "worker 1: proeve 813-… 5/8"]


def test_elsewhere_than_in_a_terminal_each_report_is_a_plain_line(home: Path) -> None:
    set_params(home, SETTINGS + 'overrides: {"163": {mood: raise}}\n')
    written, wanted = io.StringIO(), plan(Request(jobcentres=PLACES[:2]))
    with progress.follower(wanted, workers=1, engine="warm", console=Console(file=written)) as follower:
        run(wanted, workers=1, follower=follower)
    lines = written.getvalue().splitlines()
    assert lines[0] == "2 reports on 1 worker: about 15 seconds, from the snapshot 'demo'"
    assert lines[1].startswith("1 of 2: made: proeve for jobcenter 561 (")
    assert lines[2].startswith("2 of 2: failed: proeve for jobcenter 163 (")


def test_the_end_counts_each_outcome_and_names_the_five_slowest() -> None:
    outcomes = ["made"] * 6 + ["failed"] * 2 + ["up_to_date"] * 3 + ["held_back"] * 4
    results = [
        {"analysis": "a", "jobcenter": str(number), "outcome": outcome, "seconds": float(number)}
        for number, outcome in enumerate(outcomes)
    ]
    summary = Summary(Path("index.html"), results, [{}, {}], kept=1, seconds=12.4, stopped=True)
    said = progress.closing(summary).splitlines()
    assert said[0] == "6 made, 3 up to date, 2 failed, 4 held back; 12 seconds."
    assert said[1].startswith("Held back are those that were not begun any more")
    assert said[2] == "Last good reports that stay in place of failed ones: 1."
    assert said[3] == "Slowest: a 7 (7.0 s), a 6 (6.0 s), a 5 (5.0 s), a 4 (4.0 s), a 3 (3.0 s)."
    assert "Held back" not in progress.closing(Summary(Path("index.html"), results[:8]))


def test_the_end_points_to_no_file_that_the_disk_did_not_take() -> None:
    written = progress.closing(Summary(Path("p/index.html"), failures=[{}]))
    assert written.splitlines()[1:] == ["Open p/index.html", "Why they failed: p/failures.json"]
    unwritten = Summary(Path("p/index.html"), failures=[{}], unwritten=["failures.json", "index.html"])
    assert progress.closing(unwritten).splitlines()[1:] == [
        "Why they failed: told above, since it could not be written"
    ]


def test_a_failed_report_whose_last_good_version_stays_is_counted(home: Path) -> None:
    run(plan(Request(jobcentres=["Esbjerg"])), workers=1)
    set_params(home, SETTINGS + 'overrides: {"561": {mood: raise}, "163": {mood: raise}}\n')
    summary = run(plan(Request(jobcentres=["Esbjerg", "Herlev"])), workers=2)
    assert (summary.count("failed"), summary.kept) == (2, 1)
