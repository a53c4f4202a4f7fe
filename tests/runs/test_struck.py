"""Faults at random moments, a few of those of ``benchmarks/faults.py``: the next batch makes the rest."""

import json

import faults
from analysis import project

KINDS = ["the driver is killed", "a cell takes all memory", "a worker has no more memory"]


def test_after_any_fault_the_same_command_makes_the_rest_and_the_same_files() -> None:
    with faults.project_of(("Esbjerg", "Herlev", "Kolding")) as stage:
        rows = list(faults.struck(stage, KINDS, times=len(KINDS), seed=1, plain_every=0))
    assert [row["kind"] for row in rows if row["identical"]] == [row["kind"] for row in rows]
    assert faults.summed(rows)["problems"] == []
    named = {row["kind"]: [kind for kind, _ in row["named"]] for row in rows}
    assert named["a cell takes all memory"][0].startswith("MemoryError in cell")


def test_the_fifty_faults_that_were_kept_left_nothing_behind() -> None:
    kept = project.root() / "benchmarks" / "results" / "faults.json"
    found = json.loads(kept.read_text(encoding="utf-8"))
    assert (found["times"], found["identical"], found["problems"]) == (50, 50, [])
    assert found == {**found, **faults.summed(found["faults"])}
