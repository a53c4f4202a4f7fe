"""A snapshot that holds another's tables as well."""

import math
from pathlib import Path

import pandas as pd
import pytest

from analysis.data import checks, contracts, snapshots
from analysis.data.snapshots import Snapshot
from analysis.data.streams import Stream
from analysis.errors import AnalysisError


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(snapshots, "folder", lambda: tmp_path / "snapshots")


def observed(measure: str, source: str, *, unit: str = "personer", period: str = "2014-01") -> pd.DataFrame:
    """One figure of the country: 7."""
    everybody = dict.fromkeys(("sex", "age", "origin", "visitation"), "alle")
    row = {"measure": measure, "benefit": "alle", "area_type": "country", "area": "000", "period": period, **everybody}
    figure = {"value": 7.0, "numerator": math.nan, "denominator": math.nan, "unit": unit, "status": "final"}
    return pd.DataFrame([{**row, **figure, "source": source, "retrieved": "2026-08-22"}])


def population() -> pd.DataFrame:
    row = {"area": "561", "period": "2014-Q1", "age": 30, "sex": "alle", "origin": "alle", "count": 9}
    return pd.DataFrame([row])


def made(name: str, tables: dict[str, pd.DataFrame | Stream], *, also: Snapshot | None = None, synthetic: bool = False):
    return snapshots.write(
        name,
        tables,
        source=f"Kilden til {name}",
        asked=[f"spurgt om {name}"],
        retrieved="2026-08-22",
        synthetic=synthetic,
        notices=[f"om {name}"],
        extra={"provisional_months": {"a": 3, "b": 0}.get(name, 1)},
        also=also,
    )


def test_observations_are_joined_other_tables_copied_and_the_manifest_names_both():
    first = made("a", {"observations": observed("ledige_fuldtid", "Jobindsats y25i01")})
    second = made("b", {"observations": observed("befolkning", "StatBank"), "population": population()}, also=first)
    rows = second.read("observations").set_index("measure")
    assert rows["source"].to_dict() == {"befolkning": "StatBank", "ledige_fuldtid": "Jobindsats y25i01"}
    assert second.tables() == ["observations", "population"]
    assert second.manifest["source"] == "Kilden til b; Kilden til a"
    assert second.manifest["asked"] == ["spurgt om b", "spurgt om a"]
    assert second.manifest["latest"] == {"befolkning": "2014-01", "ledige_fuldtid": "2014-01"}
    assert second.manifest["provisional_months"] == 3
    assert second.notices == ["om b", "from 'a': om a"]
    assert second.manifest["joined"] == [
        {
            "name": "a",
            "digest": first.digest,
            "source": "Kilden til a",
            "retrieved": "2026-08-22",
            "tables": ["observations"],
        }
    ]
    third = made("c", {"labour_force": pd.DataFrame([{"area": "561", "year": "2014", "count": 5}])}, also=second)
    assert third.tables() == ["labour_force", "observations", "population"]
    assert [one["name"] for one in third.manifest["joined"]] == ["a", "b"]
    assert third.manifest["files"]["population.parquet"] == second.manifest["files"]["population.parquet"]
    assert third.manifest["latest"] == second.manifest["latest"]
    assert [problem for problem in checks.problems(third) if problem.severity == "error"] == []


def test_a_stream_goes_with_the_tables_of_another():
    first = made("a", {"population": population()})
    batch = contracts.arrow_schema("labour_force").empty_table().to_batches()
    second = made("b", {"labour_force": Stream(iter(batch))}, also=first)
    assert second.read("population")["count"].tolist() == [9]


def test_the_same_figure_or_table_in_both_is_refused_by_name_and_nothing_is_written():
    first = made("a", {"observations": observed("ledige_fuldtid", "A"), "population": population()})
    with pytest.raises(AnalysisError) as error:
        made("b", {"observations": observed("ledige_fuldtid", "B"), "population": population()}, also=first)
    assert str(error.value).splitlines() == [
        "'b' cannot hold the tables of 'a' as well",
        "  - both have 'population'",
        "  - both have 'ledige_fuldtid': 1 figure(s) of the same area and period",
        "Each figure may stand in one of them; make the new one without --with.",
    ]
    later = observed("ledige_fuldtid", "B", period="2014-02")
    assert len(made("b", {"observations": later}, also=first).read("observations")) == 2


def test_synthetic_and_real_are_never_mixed():
    demo = made("demo", {"population": population()}, synthetic=True)
    with pytest.raises(AnalysisError, match="'demo' is synthetic and the new one would be real"):
        made("b", {"observations": observed("befolkning", "B")}, also=demo)
    with pytest.raises(AnalysisError, match="the two are never mixed"):
        snapshots.to_join("demo")
    with pytest.raises(AnalysisError, match="There is no snapshot 'gone'"):
        snapshots.to_join("gone")
    assert snapshots.to_join(None) is None
    assert [one.name for one in snapshots.all_snapshots()] == ["demo"]


def test_a_table_that_was_changed_is_not_taken_over():
    first = made("a", {"population": population()})
    path = first.path / "population.parquet"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(AnalysisError, match="was changed after it was written"):
        made("b", {"observations": observed("befolkning", "B")}, also=first)
    assert [one.name for one in snapshots.all_snapshots()] == ["a"]
