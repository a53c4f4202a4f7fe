"""The register of one jobcenter: its persons with all their rows, and nothing of later weeks."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import small_country
from analysis.data import contracts, snapshots, tables
from analysis.data.snapshots import Snapshot
from analysis.errors import AnalysisError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("snapshots")


@pytest.fixture(scope="module")
def written(folder: Path) -> Snapshot:
    return small_country.written(folder, scale=0.003)


@pytest.fixture(autouse=True)
def here(written: Snapshot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "folder", lambda: folder)


def test_everybody_who_received_something_in_the_jobcenter_is_there_with_all_their_spells(written: Snapshot):
    found, last_week = tables.spells("lille", "561", "2019-12")
    whole = written.read("spells")
    who = whole.loc[whole["area"].isin(["561", "563"]), "person"].unique()
    assert len(who) > 100
    expected = whole[whole["person"].isin(who)].sort_values(contracts.key("spells"), ignore_index=True)
    pd.testing.assert_frame_equal(found, expected)
    assert (found["area"] != "561").any()
    assert last_week == pd.Timestamp("2019-12-23")  # the last week whose Thursday is in December


def test_an_old_report_knows_nothing_of_later_weeks():
    records = tables.records("lille", "Esbjerg", "2015-06")
    last = pd.Timestamp("2015-06-22")  # the week of Monday 29 June has its Thursday in July
    assert records.last_week == last
    assert records.table("spells")["last_week"].max() == last
    assert records.table("activations")["start"].max() < last + pd.Timedelta(days=7)
    assert records.table("jobs")["month"].max() == "2015-06"
    later = tables.records("lille", "561", "2016-06")
    assert set(records.table("persons")["person"]) < set(later.table("persons")["person"])


def test_the_register_tells_from_the_first_week_of_the_snapshot_to_the_last_of_the_month():
    register = tables.records("lille", "561", "2015-06").register
    spells = tables.spells("lille", "561", "2015-06")[0]
    assert len(register) == len(spells)
    assert np.asarray(register.ids).tolist() == sorted(spells["person"].unique())
    assert (register.first_week, register.last_week) == (887, 1329)  # 1 January 2007, 22 June 2015


def test_what_is_not_there_is_said_with_what_is():
    with pytest.raises(AnalysisError, match=r"no 'interviews'.*It has: activations, jobs, persons, spells"):
        tables.interviews("lille", "561", "2019-12")
    with pytest.raises(AnalysisError, match="up to the week of 2019-12-23, and 2020-01 ends after that"):
        tables.records("lille", "561", "2020-01")
    with pytest.raises(AnalysisError, match="no month"):
        tables.records("lille", "561", "2019")
