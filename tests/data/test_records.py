"""The register of one jobcenter: its persons with all their rows, and nothing of later weeks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import small_country
from analysis import areas
from analysis.data import contracts, records, snapshots, tables
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


SERVED = {"561": ["561", "563"], "630": ["630"]}


def digests(snapshot: Snapshot, table: str, period: str) -> dict[str, str]:
    return records.of_snapshot(snapshot, areas.jobcenter("561", period), period).digests(table, SERVED)


def otherwise(written: Snapshot, table: str, place: int, column: str, change: Callable[[Any], Any]) -> Snapshot:
    """The register with one cell changed."""
    rows = {name: written.read(name) for name in ("spells", "persons", "activations")}
    where = rows[table].index[place], column
    before = rows[table].loc[where]
    rows[table].loc[where] = change(before)
    assert rows[table].loc[where] != before
    return snapshots.write("andet", rows, source="x", asked=[], retrieved="2020-01-15", synthetic=True, replace=True)


def places(written: Snapshot, table: str) -> tuple[list[int], list[int]]:
    """Where the rows of persons stand that Esbjerg knows and Vejle does not, and of those that neither does."""
    spells, rows = written.read("spells"), written.read(table)
    here, there = (set(spells.loc[spells["area"].isin(codes), "person"]) for codes in SERVED.values())
    who = rows["person"]
    ours, nobodys = who.isin(here - there), ~who.isin(here | there)
    return [list(np.flatnonzero(kept.to_numpy())) for kept in (ours, nobodys)]  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("table", "column", "change"),
    [
        ("spells", "share", lambda share: 0.5 if share != 0.5 else 0.75),
        ("persons", "birth_year", lambda year: year + 1),
        ("activations", "hours", lambda hours: 12.0 if hours != 12 else 13.0),
    ],
)
def test_a_changed_row_changes_the_digest_of_the_jobcentres_that_know_the_person_and_no_other(
    written: Snapshot, table: str, column: str, change: Callable[[Any], Any]
):
    before = digests(written, table, "2019-12")
    assert before.keys() == set(SERVED)
    ours, nobodys = places(written, table)
    after = digests(otherwise(written, table, ours[len(ours) // 2], column, change), table, "2019-12")
    assert (after["561"] != before["561"], after["630"] == before["630"]) == (True, True)
    assert digests(otherwise(written, table, nobodys[0], column, change), table, "2019-12") == before


def test_what_is_told_after_the_month_is_in_no_digest(written: Snapshot):
    spells, last = written.read("spells"), pd.Timestamp("2015-06-22")
    ours, _ = places(written, "spells")
    of_ours = spells.iloc[ours]
    goes_on = ours[int(np.flatnonzero((of_ours["first_week"] <= last) & (of_ours["last_week"] > last))[0])]
    longer = otherwise(written, "spells", goes_on, "last_week", lambda week: week + pd.Timedelta(weeks=1))
    before = {period: digests(written, "spells", period) for period in ("2015-06", "2019-12")}
    assert digests(longer, "spells", "2015-06") == before["2015-06"]
    assert digests(longer, "spells", "2019-12")["561"] != before["2019-12"]["561"]


def test_the_digest_is_that_of_the_table_in_any_order(written: Snapshot):
    found = tables.records("lille", "561", "2019-12")
    assert digests(written, "spells", "2019-12")["561"].split(" ")[0] == str(len(found.table("spells")))
    rows = {name: written.read(name).iloc[::-1].reset_index(drop=True) for name in ("spells", "persons")}
    turned = snapshots.write("andet", rows, source="x", asked=[], retrieved="2020-01-15", synthetic=True, replace=True)
    assert digests(turned, "spells", "2019-12") == digests(written, "spells", "2019-12")
