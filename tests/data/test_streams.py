from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.data import snapshots, streams
from analysis.data.streams import Stream
from analysis.errors import AnalysisError

pytest_plugins = ["small_register_home"]

MONTHS = [f"20{year}-{month:02d}" for year in range(10, 20) for month in range(1, 13)]


def jobs(first: int, last: int, *, hours: float = 160.0) -> pa.Table:
    """A row per person and month, in the order of their key."""
    persons = [person for person in range(first, last) for _ in MONTHS]
    return pa.table({"person": persons, "month": MONTHS * (last - first), "hours": [hours] * len(persons)})


def write(*tables: pa.Table, name: str = "register") -> snapshots.Snapshot:
    stream = Stream(iter(tables))
    return snapshots.write(name, {"jobs": stream}, source="a test", asked=[], retrieved="2026-08-22", synthetic=True)


def kept(delivery: Path) -> list[str]:
    folder = snapshots.folder()
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_stream_is_read_back_as_the_same_rows(delivery: Path):
    snapshot = write(jobs(1, 3), jobs(3, 4))
    assert snapshot.manifest["files"]["jobs.parquet"]["rows"] == 3 * len(MONTHS)
    pd.testing.assert_frame_equal(snapshot.read("jobs"), jobs(1, 4).to_pandas())
    assert pq.read_table(snapshot.path_of("jobs")).num_rows == 3 * len(MONTHS)


def test_the_same_rows_in_other_batches_are_the_same_bytes(delivery: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(streams, "GROUP", 50)
    one = write(jobs(1, 4), name="one")
    other = write(*(jobs(1, 4).slice(start, 37) for start in range(0, 360, 37)), name="other")
    assert one.digest == other.digest
    assert pq.ParquetFile(one.path_of("jobs")).metadata.num_row_groups == 8  # 360 rows in groups of 50


def test_a_stream_and_a_frame_of_the_same_table_are_read_alike(delivery: Path):
    frame = jobs(1, 3).to_pandas()
    framed = snapshots.write(
        "frame", {"jobs": frame}, source="a test", asked=[], retrieved="2026-08-22", synthetic=True
    )
    pd.testing.assert_frame_equal(framed.read("jobs"), write(jobs(1, 3)).read("jobs"))


def test_a_batch_that_breaks_the_contract_leaves_nothing(delivery: Path):
    with pytest.raises(AnalysisError, match="'hours' is not as described"):
        write(jobs(1, 2), jobs(2, 3, hours=-1.0))
    assert kept(delivery) == []


@pytest.mark.parametrize("second", [jobs(1, 2), jobs(0, 1)])
def test_a_batch_that_does_not_come_after_the_one_before_is_refused(
    delivery: Path, monkeypatch: pytest.MonkeyPatch, second: pa.Table
):
    monkeypatch.setattr(streams, "GROUP", len(MONTHS))
    with pytest.raises(AnalysisError, match="do not come in the order of person, month"):
        write(jobs(1, 2), second)
    assert kept(delivery) == []


def test_an_error_in_the_middle_of_a_stream_leaves_nothing(delivery: Path):
    def breaking() -> Iterator[pa.Table]:
        yield jobs(1, 2)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        snapshots.write(
            "x", {"jobs": Stream(breaking())}, source="a test", asked=[], retrieved="2026-08-22", synthetic=True
        )
    assert kept(delivery) == []


def test_the_path_of_a_table_is_given_only_for_the_file_that_was_written(delivery: Path):
    snapshot = write(jobs(1, 2))
    path = snapshot.path_of("jobs")
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(AnalysisError, match="was changed after it was written"):
        snapshot.path_of("jobs")
    path.unlink()
    with pytest.raises(AnalysisError, match="cannot be read"):
        snapshot.path_of("jobs")
    with pytest.raises(AnalysisError, match="has no 'persons'"):
        snapshot.path_of("persons")


def test_dates_and_truth_keep_their_types(delivery: Path):
    frame = pd.DataFrame(
        {
            "person": [1, 2],
            "date": pd.to_datetime(["2014-03-31", "2014-03-30"]),
            "held": [True, False],
            "due": [pd.Timestamp("2014-04-01"), pd.NaT],
        }
    )
    written = snapshots.write(
        "x", {"interviews": frame}, source="a test", asked=[], retrieved="2026-08-22", synthetic=True
    )
    read = written.read("interviews")
    assert [str(kind) for kind in read.dtypes] == ["int64", "datetime64[s]", "bool", "datetime64[s]"]
    assert read["due"].isna().tolist() == [False, True]
    assert pq.read_schema(written.path_of("interviews")).field("date").type == pa.date32()
