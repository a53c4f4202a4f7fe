"""Answers and refusals that the real Jobindsats gave, recorded with the questions."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from analysis import project
from analysis.sources import declarations, jobindsats
from analysis.sources.observed import observations


def recording(shared: Path, name: str) -> tuple[str, Any]:
    """The address that was asked, and the real answer to it."""
    [path] = (shared / "data" / "jobindsats_v3_recordings").glob(f"{name}__*.json")
    recorded = json.loads(path.read_text(encoding="utf-8"))
    return recorded["request"]["url"], recorded["response"]


def national(shared: Path, table: str, months: int, **changes: Any) -> dict[str, Any]:
    """The project's declaration of a table, asked for the country alone as the recordings were."""
    declared: dict[str, Any] = yaml.safe_load((project.root() / declarations.FILE).read_text(encoding="utf-8"))
    one = declared["jobindsats"]["tables"][table] | {"covers": "country", "months": months} | changes
    one["hierarchies"] = {"_nykom": "/", "_ygrpi09": "/", "_akassebl": "/"} | changes.get("hierarchies", {})
    one["dimensions"]["Ydelsesgrupper"] = {"becomes": "benefit", "labels": {"Ydelsesgrupper i alt": "alle"}}
    declared["jobindsats"]["tables"] = {table: one}
    return declared


@pytest.mark.parametrize(
    ("name", "table", "months", "first"),
    [("unemployment_total", "y25i01", 14, 83555.0), ("longterm_total", "y25i09", 14, 16446.0)],
)
def test_a_real_recorded_answer_is_asked_for_and_read(shared: Path, name: str, table: str, months: int, first: float):
    url, answer = recording(shared, name)
    source = declarations.jobindsats(national(shared, table, months))
    assert url.endswith(jobindsats.address(source.tables[table]))
    rows, notices = observations(answer, source.tables[table], source, retrieved="2026-07-27", publisher="Jobindsats")
    counts = rows[rows["unit"] == "fuldtidspersoner"].set_index("period")["value"]
    assert (len(counts), counts["2025-05"], notices) == (14, first, [])


def test_a_real_answer_by_fund_is_read_with_the_other_funds_left_out(shared: Path):
    url, answer = recording(shared, "unemployment_akasser")
    source = declarations.jobindsats(national(shared, "y25i01", 2, hierarchies={"_akassebl": "*"}))
    assert url.endswith(jobindsats.address(source.tables["y25i01"]))
    rows, notices = observations(
        answer, source.tables["y25i01"], source, retrieved="2026-07-27", publisher="Jobindsats"
    )
    counts = rows[rows["measure"] == "ledige_fuldtid"].set_index("period")["value"]
    assert counts.to_dict() == {"2026-05": 89612.0, "2026-06": 88080.0}
    assert len(notices) == 1
    assert "row(s) of other 'A-kasse' are left out" in notices[0]


@pytest.mark.parametrize(
    ("name", "column", "dimensions", "expected"),
    [
        ("notices", "Varslinger, antal personer", {}, {"2025-05": 1160.0, "2026-06": 583.0}),
        (
            "work_sharing",
            "Antal sager",
            {"Arbejdsfordelingstype": {"keep": "Supplerende dagpenge op til 13 uger"}},
            {"2025-05": 17.0, "2026-06": 17.0},
        ),
        (
            "activation",
            "Antal aktiverede",
            {
                "A-kasse": {"keep": "A-kasse i alt"},
                "Tilbud": {"keep": "Øvrige vejlednings- og opkvalificeringsforløb"},
            },
            {"2025-05": 12505.0},
        ),
    ],
)  # fmt: skip
def test_other_real_tables_are_read_once_they_are_declared(
    shared: Path, name: str, column: str, dimensions: dict[str, Any], expected: dict[str, float]
):
    _, answer = recording(shared, name)
    declared: dict[str, Any] = yaml.safe_load((project.root() / declarations.FILE).read_text(encoding="utf-8"))
    declared["jobindsats"]["tables"] = {
        "t1": {
            "title": name,
            "months": 14,
            "covers": "country",
            "hierarchies": {"_nykom": "/"},
            "benefit": "kontanthjaelp",
            "dimensions": dimensions,
            "measures": {column: {"measure": "kontanthjaelp_personer", "unit": "personer"}},
        }
    }
    if not dimensions:
        del declared["jobindsats"]["tables"]["t1"]["dimensions"]
    source = declarations.jobindsats(declared)
    rows, _ = observations(answer, source.tables["t1"], source, retrieved="2026-07-27", publisher="Jobindsats")
    assert len(rows) == 14
    values = rows.set_index("period")["value"].to_dict()
    assert expected.items() <= values.items()


def test_real_refusals_point_to_the_hierarchy_that_is_wrong(shared: Path):
    folder = shared / "data" / "jobindsats_v3_recordings"
    for path in folder.glob("errors*.json"):
        for refused in json.loads(path.read_text(encoding="utf-8")):
            cause = json.loads(refused["error"].partition("422: ")[2])["cause"]
            name = cause.partition("['")[2].partition("']")[0]
            declared = national(shared, "y25i01", 14)
            declared["jobindsats"]["tables"]["y25i01"]["hierarchies"] = {name: "/", "_akassebl": "/"}
            table = declarations.jobindsats(declared).tables["y25i01"]
            assert jobindsats._place(cause, table) == ("y25i01", "hierarchies", name)
