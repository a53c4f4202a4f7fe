"""What a dry run reads of a snapshot in a bucket: its manifest, and those tables alone that reports are compared by."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner
from upath import UPath

from analysis.cli import app
from analysis.data import snapshots, stores
from analysis.data.snapshot import Snapshot
from analysis.runs import engines
from analysis.runs.batch import run
from analysis.runs.plan import Request, plan
from small_project import observations

pytest_plugins = ["small_project_home", "cluster_here"]


def test_a_dry_run_fetches_no_table_that_it_needs_not_and_keeps_none(
    home: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(plan(Request(jobcentres=["Esbjerg"])), workers=1, engine=engines.default())
    rows = observations()
    aged = pd.DataFrame({"area": "561", "period": "2019-Q4", "age": range(126), "sex": "alle", "origin": "alle"})
    later = snapshots.write(
        "demo",
        {"observations": rows.assign(value=rows["value"] + 1), "population": aged.assign(count=9)},
        source="Opdigtet", asked=[], retrieved="2020-02-10", synthetic=True, replace=True,
    )  # fmt: skip
    for file in later.path.iterdir():
        (UPath(bucket) / "snapshots" / "demo" / file.name).write_bytes(file.read_bytes())
    later.path.rename(home / "elsewhere")
    fetched: list[str] = []
    copy = stores._copy

    def noted(snapshot: Snapshot, name: str, path: Path) -> None:
        fetched.append(name)
        copy(snapshot, name, path)

    monkeypatch.setattr(stores, "_copy", noted)
    assert "the snapshot 'demo'" in asked(bucket)  # this notebook does not say what it reads: all of it counts
    assert fetched == []
    record = Path("reports/2019-12/561-esbjerg/proeve.json")
    about = json.loads(record.read_text(encoding="utf-8"))
    record.write_text(json.dumps({**about, "read": {"rows": {"ledige_fuldtid": "as it was"}}}), encoding="utf-8")
    assert "the groups of ledige_fuldtid" in asked(bucket)
    assert fetched == ["observations.parquet"]
    assert list((home / "data" / "snapshots").iterdir()) == []


def asked(bucket: str) -> str:
    words = ["run", "--jobcenter", "Esbjerg", "--data", f"{bucket}/snapshots/demo", "--dry-run"]
    ended = CliRunner().invoke(app, words)
    assert (ended.exit_code, "1 to make and 0 up to date" in ended.output) == (0, True), ended.output
    return ended.output
