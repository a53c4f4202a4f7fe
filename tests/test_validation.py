"""docs/validation.md holds, is of the current code, and says what running it again says."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

import validation_page
import validations
from validations import ROOT, Answer, Result, Simulation

RECORD: dict[str, Any] = json.loads((ROOT / "docs" / "validation.json").read_text(encoding="utf-8"))
SUBJECTS = validations.subjects()
EACH = pytest.mark.parametrize("name", SUBJECTS)
SIMULATED = [(name, one) for name, module in SUBJECTS.items() for one in module.SIMULATIONS]
AGAIN = 10  # replications that are run again


def alike(expected: Any) -> Any:
    """Equal but for the order in which another processor adds."""
    return pytest.approx(expected, rel=1e-6, abs=1e-9, nan_ok=True)


def test_the_page_has_every_subject_and_no_other():
    assert list(RECORD) == list(SUBJECTS)
    assert [subject["title"] for subject in RECORD.values()] == [module.TITLE for module in SUBJECTS.values()]


@EACH
def test_the_page_is_of_the_current_code(name: str):
    now = validations.digest(SUBJECTS[name])
    assert RECORD[name]["digest"] == now, f"run: python benchmarks/validation.py --only {name}"


def test_the_page_is_what_the_record_renders_to():
    assert (ROOT / "docs" / "validation.md").read_text(encoding="utf-8") == validation_page.page(RECORD)


def test_everything_on_the_page_holds():
    assert validation_page.failures(RECORD) == []


@EACH
def test_every_published_answer_holds_and_is_the_one_on_the_page(name: str, shared: Path):
    now = SUBJECTS[name].answers(shared)
    recorded = [Answer(**row) for row in RECORD[name]["answers"]]
    assert [(one.method, one.case, one.source) for one in now] == [
        (one.method, one.case, one.source) for one in recorded
    ]
    for answer, known in zip(now, recorded, strict=True):
        assert answer.holds, answer
        assert answer.published == pytest.approx(known.published, rel=1e-12)
        assert answer.ours == alike(known.ours), answer


@pytest.mark.parametrize(("name", "simulation"), SIMULATED, ids=[f"{name}-{one.name}" for name, one in SIMULATED])
def test_the_first_replications_are_those_of_the_record(name: str, simulation: Simulation):
    recorded = validation_page.rows_of(RECORD[name]["simulations"][simulation.name]["replications"])
    assert len(recorded) == simulation.replications
    for seed in range(1, min(AGAIN, simulation.replications) + 1):
        assert simulation.replicate(seed) == alike(recorded[seed - 1]), seed


@pytest.mark.parametrize(("name", "simulation"), SIMULATED, ids=[f"{name}-{one.name}" for name, one in SIMULATED])
def test_the_results_are_those_of_the_recorded_replications(name: str, simulation: Simulation):
    recorded = RECORD[name]["simulations"][simulation.name]
    results = simulation.summary(validation_page.rows_of(recorded["replications"]))
    assert recorded["about"] == simulation.about
    for now, known in zip(results, [Result(**row) for row in recorded["results"]], strict=True):
        assert (now.what, now.least, now.most) == (known.what, known.least, known.most)
        assert now.result == alike(known.result), now


def test_an_answer_holds_up_to_its_tolerance_and_not_where_one_is_missing():
    assert Answer("", "", "", published=2.0, ours=2.5, tolerance=0.5).holds
    assert not Answer("", "", "", published=2.0, ours=2.5, tolerance=0.49).holds
    assert not Answer("", "", "", published=2.0, ours=float("nan"), tolerance=9).holds


def test_the_furthest_answer_is_the_one_that_uses_most_of_its_tolerance():
    # 0.1 of 1 is less of what is allowed than 0.01 of 0.02
    one = validations.furthest("m", "c", "s", published=[1, 5], ours=[1.1, 5.01], tolerance=[1, 0.02])
    assert (one.published, one.tolerance, one.case) == (5, 0.02, "c: the furthest of 2")
    nan = float("nan")
    assert validations.furthest("m", "c", "s", published=[nan, 5], ours=[nan, 5], tolerance=0).holds
    assert not validations.furthest("m", "c", "s", published=[1, nan], ours=[1, 5], tolerance=9).holds


def test_a_result_holds_at_both_ends_of_its_goal():
    held = [Result("", 0.1, 0.2, figure).holds for figure in (0.0999, 0.1, 0.2, 0.2001, float("nan"))]
    assert held == [False, True, True, False, False]


def test_the_page_says_what_does_not_hold():
    record = {"one": {**RECORD[next(iter(RECORD))], "simulations": {}}}
    record["one"]["answers"] = [asdict(Answer("Wilson", "1 of 2", "a paper", 0.5, 0.7, 0.1))]
    assert validation_page.failures(record) == ["one: Wilson, 1 of 2: 0.7 is not 0.5"]
    assert "**no**" in validation_page.page(record)


def test_a_missing_number_of_a_replication_comes_back_as_missing():
    columns = validation_page.columns([{"a": 1.0, "b": float("nan")}, {"a": 2.0, "b": 3.0}])
    assert columns == {"a": [1.0, 2.0], "b": [None, 3.0]}
    assert validation_page.rows_of(columns)[0] == pytest.approx({"a": 1.0, "b": float("nan")}, nan_ok=True)
