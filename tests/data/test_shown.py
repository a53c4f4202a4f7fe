"""Figures are read and protected a family at a time, and come out as if all had been."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import catalogue, project
from analysis.data import shown, snapshots
from analysis.disclosure.cells import protect
from analysis.errors import AnalysisError
from small_register import home_in
from written import observations

ROWS = """
    measure                   | benefit       | area_type    | area | period  | value
    ledige_fuldtid            | alle          | municipality | 561  | 2019-12 | 300
    ledige_fuldtid            | a_dagpenge    | municipality | 561  | 2019-12 | 298
    ledige_fuldtid            | kontanthjaelp | municipality | 561  | 2019-12 | 2
    ledige_pct_arbejdsstyrken | kontanthjaelp | municipality | 561  | 2019-12 | 0.1
    beroerte                  | kontanthjaelp | municipality | 561  | 2019-12 | 40
    beroerte                  | kontanthjaelp | municipality | 563  | 2019-12 | 3
    beroerte                  | kontanthjaelp | jobcenter    | 561  | 2019-12 | 43
    beroerte                  | sygedagpenge  | municipality | 563  | 2019-12 | 4
    beroerte                  | sygedagpenge  | jobcenter    | 561  | 2019-12 | 44
"""


@pytest.fixture
def snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> snapshots.Snapshot:
    monkeypatch.setenv(project.HOME, str(home_in(tmp_path / "home")))
    return snapshots.write(
        "small", {"observations": observations(ROWS)}, source="w", asked=[], retrieved="2020-01-01", synthetic=True
    )


def values(rows: pd.DataFrame) -> dict[tuple[str, ...], float]:
    keys = rows[["measure", "benefit", "area_type", "area"]].astype(str).itertuples(index=False, name=None)
    return dict(zip(keys, rows["value"].fillna(-1), strict=True))


def test_a_family_is_protected_as_the_whole_is(snapshot: snapshots.Snapshot):
    whole = protect(observations(ROWS), measures=catalogue.measures(), smallest_count=lambda period: 4)
    figures = shown.of_snapshot(snapshot)
    apart = pd.concat([figures.rows(name) for name in ("ledige_fuldtid", "ledige_pct_arbejdsstyrken", "beroerte")])
    assert values(apart) == values(whole) == values(figures.everything())


def test_a_shared_jobcenter_is_hidden_with_its_smallest_municipality(snapshot: snapshots.Snapshot):
    found = values(shown.of_snapshot(snapshot).rows("beroerte"))
    assert found["beroerte", "kontanthjaelp", "municipality", "563"] == -1  # 3 persons
    assert found["beroerte", "kontanthjaelp", "jobcenter", "561"] == -1  # else 43 less 40 is Fanø
    assert found["beroerte", "sygedagpenge", "jobcenter", "561"] == 44


def test_a_family_has_the_rates_and_sums_of_its_counts_and_no_more():
    assert shown.family("ledige_fuldtid") == ("ledige_fuldtid", "ledige_pct_arbejdsstyrken")
    assert {"fuldtidspersoner", "andel_16_66"} <= {*shown.family("ydelsesgrupper_i_alt")}
    assert "beroerte" not in shown.family("fuldtidspersoner")


def test_a_file_that_was_changed_is_refused_although_it_was_right_before(snapshot: snapshots.Snapshot):
    shown.of_snapshot(snapshot)
    path = snapshot.path / "observations.parquet"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(AnalysisError, match="was changed after it was written"):
        shown.of_snapshot(snapshot)
