"""A register that a process keeps whole tells the same as one that each report reads."""

import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import small_country
from analysis import areas
from analysis.data import kept_registers, reads, records, snapshots, tables
from analysis.data.snapshots import Snapshot
from analysis.measures.reading.answers import Answers

TABLES = ["spells", "persons", "activations", "jobs"]
HOSTS = ["561", "630", "101"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("snapshots")


@pytest.fixture(scope="module")
def written(folder: Path) -> Snapshot:
    return small_country.written(folder, scale=0.003)


@pytest.fixture(autouse=True)
def alone(written: Snapshot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(snapshots, "folder", lambda: folder)
    yield
    kept_registers.forget()


def read(host: str, period: str) -> tuple[list[pd.DataFrame], object]:
    """All tables of a jobcenter, and what was noted of them."""
    reads.forget()
    of = tables.records("lille", host, period)
    found = [of.table(name) for name in TABLES]
    assert len(of.register) == len(found[0])
    return found, [questions for _, questions in reads.noted()]


@pytest.mark.parametrize("period", ["2015-06", "2019-12"])
def test_the_tables_of_a_jobcenter_and_what_is_noted_are_the_same_where_they_are_kept(
    written: Snapshot, period: str, monkeypatch: pytest.MonkeyPatch
):
    by_themselves = {host: read(host, period) for host in HOSTS}
    records.keep(written, period, TABLES, jobcentres=HOSTS)
    monkeypatch.setattr(records.Records, "_pieces", lambda *_: pytest.fail("a file was read"))
    for host, (found, noted) in by_themselves.items():
        shared, noted_shared = read(host, period)
        for one, other in zip(shared, found, strict=True):
            pd.testing.assert_frame_equal(one, other, check_exact=True)
        assert noted_shared == noted


def test_digests_that_are_kept_are_those_that_a_jobcenter_finds_by_itself(
    written: Snapshot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(records, "_digests", {})
    by_themselves = {host: Answers(written, "2018-12", hosts=[host]).to("records", ("jobs", host)) for host in HOSTS}
    monkeypatch.setattr(records, "_digests", {})
    records.keep(written, "2018-12", TABLES, jobcentres=HOSTS)
    monkeypatch.setattr(records.Records, "_digests", lambda *_: pytest.fail("digests were found again"))
    assert len(set(by_themselves.values())) == len(HOSTS)
    assert by_themselves == {
        host: Answers(written, "2018-12", hosts=[host]).to("records", ("jobs", host)) for host in HOSTS
    }


def test_a_file_that_was_touched_is_read_again_and_checked(written: Snapshot):
    kept_registers.keep(written, "persons")
    assert list(kept_registers._kept) == [kept_registers.stamp(written, "persons")]
    os.utime(written.path / "persons.parquet", ns=(1, 1))
    assert kept_registers.kept(written, "persons") is None


def test_a_table_that_is_too_long_is_not_kept(written: Snapshot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept_registers, "MOST", 10)
    kept_registers.keep(written, "jobs")
    assert kept_registers.kept(written, "jobs") is None
    of = records.of_snapshot(written, areas.jobcenter("561", "2019-12"), "2019-12")
    assert len(of.table("jobs")) > 0
