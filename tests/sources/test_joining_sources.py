"""Figures of two sources in one snapshot, through the doors by which they come in."""

import datetime as dt
from pathlib import Path

import pytest

from analysis.data import snapshots
from analysis.errors import AnalysisError
from analysis.sources import importing, retrieval
from replay import TOKEN, replay

NOW = dt.datetime(2026, 8, 22, 12, tzinfo=dt.UTC)


def say(line: str) -> None:
    """Nobody listens."""


def test_a_table_of_jobindsats_and_the_population_of_statbank_stand_in_one_snapshot(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(snapshots, "folder", lambda: tmp_path / "snapshots")
    with replay(shared) as urls:
        retrieval.fetch(
            "jobindsats", url=urls["jobindsats"], tables=["y60j01"], name="july", token=TOKEN, now=NOW, say=say
        )
    files = [shared / "data" / "statbank" / "rec_FOLK1A-1.csv"]
    both = importing.import_files(files, kind="statbank", name="both", also="july", now=NOW, say=say)
    rows = both.read("observations")
    sources = rows.groupby("measure")["source"].unique().map(list).to_dict()
    assert sources == {
        "befolkning": ["Danmarks Statistik FOLK1A"],
        "ordinaere_timer_andel": ["Jobindsats y60j01"],
        "ordinaere_timer_personer": ["Jobindsats y60j01"],
    }
    residents = rows[rows["measure"] == "befolkning"].set_index(["area_type", "area"])["value"]
    assert residents["municipality", "101"] == 632340  # as recorded for 2020K1
    with pytest.raises(AnalysisError, match="both have 'befolkning': 99 figure"):
        importing.import_files(files, kind="statbank", name="again", also="both", now=NOW, say=say)


@pytest.mark.parametrize("kind", importing.KINDS)
def test_a_snapshot_that_is_not_there_is_told_before_a_file_is_read(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(snapshots, "folder", lambda: tmp_path / "snapshots")
    with pytest.raises(AnalysisError, match="There is no snapshot 'gone'"):
        importing.import_files([tmp_path / "none.csv"], kind=kind, also="gone", now=NOW, say=say)
