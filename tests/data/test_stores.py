"""Addresses of storage, and snapshots that are brought from there."""

import json
from pathlib import Path

import pytest

from analysis.data import snapshots, stores
from analysis.errors import AnalysisError
from small_project import observations

pytest_plugins = ["small_project_home"]


def test_an_address_of_a_folder_is_a_path_and_one_of_a_bucket_is_reached_over_a_network() -> None:
    assert stores.place("file:///srv/reports") == Path("/srv/reports")
    assert stores.place("reports") == Path("reports")
    assert not stores.is_remote(stores.place("file:///srv/reports"))
    assert stores.is_remote(stores.place("memory://reports"))


@pytest.mark.parametrize("address", ["s3://user:word@bucket/x", "s3://bucket/x?key=word", "s3://bucket/x#word"])
def test_an_address_with_more_than_a_place_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(AnalysisError, match="from the environment") as refused:
        stores.place(address)
    assert "word@" not in str(refused.value)
    assert "key=word" not in str(refused.value)
    assert "#word" not in str(refused.value)


def test_an_address_of_no_known_kind_is_refused() -> None:
    with pytest.raises(AnalysisError, match="'floppy' is no kind of storage"):
        stores.place("floppy://a/b")


def test_a_snapshot_is_brought_whole_and_has_the_same_digest(home: Path, tmp_path: Path) -> None:
    there = snapshots.open_snapshot("demo")
    found = stores.open_snapshot(there.path.as_uri())
    brought = stores.bring(found, tmp_path / "mine")
    assert brought.digest == there.digest
    assert brought.path == tmp_path / "mine" / "demo"
    assert brought.read("observations").equals(there.read("observations"))
    assert stores.bring(found, tmp_path / "mine").path == brought.path  # it is there already


def test_a_snapshot_that_was_changed_on_its_way_leaves_nothing(home: Path, tmp_path: Path) -> None:
    found = stores.open_snapshot((home / "data" / "snapshots" / "demo").as_uri())
    found.manifest["files"]["observations.parquet"]["sha256"] = "0"
    with pytest.raises(AnalysisError, match=r"observations\.parquet was changed after it was written"):
        stores.bring(found, tmp_path / "mine")
    assert list((tmp_path / "mine").iterdir()) == []


def test_another_snapshot_of_the_same_name_is_not_taken_for_it(home: Path, tmp_path: Path) -> None:
    found = stores.open_snapshot((home / "data" / "snapshots" / "demo").as_uri())
    stores.bring(found, tmp_path / "mine")
    other = observations().assign(value=1.0)
    snapshots.write(
        "demo",
        {"observations": other},
        source="Opdigtet",
        asked=[],
        retrieved="2020-02-10",
        synthetic=True,
        replace=True,
    )
    again = stores.open_snapshot((home / "data" / "snapshots" / "demo").as_uri())
    with pytest.raises(AnalysisError, match="with other figures"):
        stores.bring(again, tmp_path / "mine")


def test_a_place_without_a_snapshot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="cannot be used"):
        stores.open_snapshot((tmp_path / "demo").as_uri())
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "manifest.json").write_text(json.dumps({"name": "demo"}), encoding="utf-8")
    with pytest.raises(AnalysisError, match="not a whole snapshot"):
        stores.open_snapshot((tmp_path / "demo").as_uri())
    with pytest.raises(AnalysisError, match="cannot name a snapshot"):
        stores.open_snapshot((tmp_path / "demo" / "..").as_posix().replace("/tmp", "file:///tmp", 1))


def test_of_a_lent_snapshot_only_what_is_read_is_fetched_once_and_held_to_its_digest(
    home: Path, tmp_path: Path
) -> None:
    made = snapshots.open_snapshot("demo")
    lent = stores.Lent.of(stores.open_snapshot(made.path.as_uri()), tmp_path)
    assert (lent.digest, lent.months()) == (made.digest, made.months())
    assert lent.read("observations").equals(made.read("observations"))
    assert [path.name for path in tmp_path.glob("*.parquet")] == ["observations.parquet"]
    with pytest.raises(AnalysisError, match="has no 'spells'"):
        lent.read("spells")
    (tmp_path / "observations.parquet").unlink()
    lent.manifest["files"]["observations.parquet"]["sha256"] = "0"
    with pytest.raises(AnalysisError, match="was changed after it was written"):
        lent.checked("observations")
    assert not (tmp_path / "observations.parquet").exists()
