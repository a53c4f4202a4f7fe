"""The scripts of the batch benchmark, each at its smallest: that they run, and measure what a batch does."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import batch
import batch_limit
import readme_tables
import unchanged
from analysis import project
from analysis.data import snapshots
from analysis.runs.jobs import Way, jobs
from analysis.runs.make import make
from analysis.runs.plan import Request, plan
from analysis.runs.record import sha256
from small_project import PARAMETERS, SETTINGS, code, markdown, notebook, observations, set_notebook, set_params

pytest_plugins = ["small_project_home"]

SETUP = """\
from analysis import charts, measures, publish, tables
panel = tables.observations(data, jobcenter, period)
publish.begin(panel, title="Prøve")"""
ANSWER = """\
series = measures.series(panel, "ledige_fuldtid", months=3)
publish.figure(charts.development, series, title="Ledige")"""
BOOK = notebook(
    cells=[
        markdown("# Prøve"),
        code(PARAMETERS, "parameters"),
        code(SETUP, "setup"),
        code(ANSWER),
        code("publish.end()"),
        markdown("## Forbehold\n\nEt eksempel."),
    ]
)


def test_the_limit_makes_the_pages_of_the_batch_and_times_every_part(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_notebook(home, BOOK)
    rows = pd.concat([observations().assign(area=area) for area in ("561", "563")])  # Esbjerg serves Fanø
    snapshots.write(
        "small", {"observations": rows}, source="Opdigtet", asked=[], retrieved="2020-02-10", synthetic=True
    )
    set_params(home, SETTINGS.replace("all", '["561"]'))
    job = jobs(plan(Request(analyses=["proeve"], data="small")), way=Way(), traces=tmp_path)[0]
    batch_limit.main("proeve", "small", 0, 1, 1)
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    made = make(job)
    assert made.failure is None
    assert told["pages"] == {job.folder: sha256(made.files["proeve.html"].decode("utf-8"))}
    assert told["figures"] == 1
    assert 0 < told["figure_ms"] <= told["slowest_figure_ms"] <= told["slowest_drawing_ms"]
    assert 0 < told["page"] < told["cpu_seconds"]
    assert set(told["beyond"]) == {"review_page", "workbook", "notebook", "record"}
    assert min(told["beyond"].values()) > 0


def test_the_parts_and_goals_that_are_kept_follow_from_the_kept_measurements() -> None:
    found = readme_tables.read("batch")
    assert batch.phases(found) == found["phases"]
    assert batch.goals(found) == found["goals"]


def test_the_driver_is_measured_over_empty_reports(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "ROOT", project_of(home))
    told = batch.empty(tmp_path / "empty", 4, 2, 10)
    assert (told["reports"], told["per_worker"]) == (4, 2)
    assert set(told["driver_ms_by_reports"]) == {"4", "10"}
    assert min(told["driver_ms"], *told["worker_mb"], *told["driver_ms_by_reports"].values()) > 0


def test_finding_out_that_nothing_changed_is_measured_over_reports_that_are_there(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchanged, "ROOT", project_of(home))
    monkeypatch.setenv(project.HOME, "set again at the end")
    (tmp_path / "again").mkdir()
    reports = unchanged.tree(tmp_path / "again", 1)
    assert reports > 90
    assert min(unchanged.command(tmp_path / "again", reports, 1).values()) > 0


def project_of(home: Path) -> Path:
    """The small project with the lock file that every report is a function of."""
    (home / "requirements.lock").write_text("", encoding="utf-8")
    return home
