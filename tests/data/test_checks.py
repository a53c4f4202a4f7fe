import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis import areas, project
from analysis.data import checks, contracts, snapshots
from analysis.data.checks import Problem
from analysis.data.snapshots import Snapshot

TOTALS = dict.fromkeys(["sex", "age", "origin", "visitation"], "alle")
COMMON = TOTALS | {"unit": "fuldtidspersoner", "source": "a test", "retrieved": "2026-08-22"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(project.root() / "reference", tmp_path / "reference")
    for room in ("notebooks", "params"):
        (tmp_path / room).mkdir()
    monkeypatch.setenv("JOBCENTER_HOME", str(tmp_path))
    return tmp_path


def snapshot(*cells: tuple[str, str, float | None], measure: str = "ledige_fuldtid", **more: object) -> Snapshot:
    """A snapshot of (area, month, figure); ``000`` is the country."""
    rows = [
        COMMON
        | {
            "measure": measure,
            "benefit": "alle",
            "area_type": "country" if area == "000" else "municipality",
            "area": area,
            "period": period,
            "value": value,
            "status": "suppressed" if value is None else "final",
        }
        | more
        for area, period, value in cells
    ]
    table = pd.DataFrame(rows).assign(numerator=float("nan"), denominator=float("nan"))
    table = table[contracts.columns("observations")].astype({"value": float})
    return snapshots.write(
        "august",
        {"observations": table},
        source="a test",
        asked=[],
        retrieved="2026-08-22",
        synthetic=False,
        notices=["y25i01: two rows are left out"],
    )


def notes(found: list[Problem]) -> list[str]:
    return [problem.text for problem in found if problem.severity == "note"]


def errors(found: list[Problem]) -> list[str]:
    return [problem.text for problem in found if problem.severity == "error"]


def test_a_sound_snapshot_has_no_problem_but_its_notices():
    found = checks.problems(snapshot(("000", "2026-07", 30.0), ("101", "2026-07", 30.0)))
    assert found == [Problem("note", "y25i01: two rows are left out")]


def test_unknown_areas_measures_and_benefits_are_errors():
    assert errors(checks.problems(snapshot(("411", "2026-07", 3.0), ("000", "2026-07", 3.0)))) == [
        "observations: 1 unknown area(s): municipality 411"
    ]


def test_a_measure_or_a_benefit_that_the_catalogue_has_not_is_an_error():
    assert errors(checks.problems(snapshot(("101", "2026-07", 3.0), measure="ledige"))) == [
        "observations: 1 measure(s) that reference/measures/ has not: ledige"
    ]


def test_a_benefit_that_the_measure_has_not_is_an_error():
    assert errors(checks.problems(snapshot(("101", "2026-07", 3.0), benefit="su"))) == [
        "observations: 1 benefit(s) that reference/measures/ does not give: ledige_fuldtid su"
    ]


def test_a_jobcenter_is_known_in_the_months_it_existed():
    # Vallensbæk (187) served Ishøj (183) to the end of 2021; from 2022 Ishøj has its own
    found = checks.problems(snapshot(("183", "2022-01", 3.0), ("183", "2021-12", 3.0), area_type="jobcenter"))
    assert errors(found) == ["observations: 1 unknown area(s): jobcenter 183"]
    assert "183" in {one.code for one in areas.jobcentres("2022-01")}


def test_absent_months_and_area_months_are_counted():
    # two areas and three months from May to July: June has no row, 101 lacks July and is hidden in May
    found = notes(checks.problems(snapshot(("000", "2026-05", 3.0), ("101", "2026-05", None), ("000", "2026-07", 3.0))))
    assert "observations: ledige_fuldtid, alle: 1 month(s) have no row: 2026-06" in found
    assert "observations: ledige_fuldtid, alle: of 6 area-months 3 are missing, 1 suppressed" in found


@pytest.mark.parametrize(("country", "noted"), [(61.0, False), (61.5, False), (62.0, True), (58.0, True)])
def test_a_sum_that_rounding_cannot_explain_is_a_note(country: float, noted: bool):
    # 30 + 30 against the country: three rounded figures may be half a person off each, 1.5 together
    found = notes(
        checks.problems(snapshot(("000", "2026-07", country), ("101", "2026-07", 30.0), ("147", "2026-07", 30.0)))
    )
    assert any("do not add up" in text for text in found) == noted


@pytest.mark.parametrize(("country", "noted"), [(33.0, False), (34.0, True)])
def test_a_hidden_count_may_be_two(country: float, noted: bool):
    # 30 + hidden (at most 2) and 1.5 of rounding reach 33.5
    found = notes(
        checks.problems(snapshot(("000", "2026-07", country), ("101", "2026-07", 30.0), ("147", "2026-07", None)))
    )
    assert any("do not add up" in text for text in found) == noted


def test_a_changed_file_a_foreign_file_and_a_broken_contract_are_all_said_at_once():
    written = snapshot(("000", "2026-07", 3.0))
    (written.path / "notes.txt").write_text("mine", encoding="utf-8")
    file = written.path / "observations.parquet"
    file.chmod(0o644)
    file.write_bytes(b"not what was written")
    assert errors(checks.problems(written)) == [
        "notes.txt is in the folder and not in manifest.json",
        "observations: Snapshot 'august': observations.parquet was changed after it was written. "
        "Make the snapshot again.",
    ]


def test_a_manifest_that_names_another_latest_month_is_an_error():
    written = snapshot(("000", "2026-07", 3.0))
    manifest = written.path / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    content["latest"]["ledige_fuldtid"] = "2026-08"
    manifest.chmod(0o644)
    manifest.write_text(json.dumps(content), encoding="utf-8")
    assert errors(checks.problems(snapshots.open_snapshot("august"))) == [
        "observations: the manifest names other latest periods than the table has"
    ]
