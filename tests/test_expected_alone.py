"""A report on the published table of expected and actual support alone: one section, and why there are no others."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from analysis import project
from analysis.data import snapshots
from analysis.publish import blocks
from analysis.runs.plan import Request, plan
from analysis.sources.exports import to_observations

FILE = "data/jobindsats_y30r21/Y30R21_rebuilt_api_csv.csv"
NOTEBOOK = project.root() / "notebooks" / "benchmark.ipynb"
PLACES = {"jobcenter": "561", "period": "2022-12", "data": "alene"}


@pytest.fixture(scope="module")
def shown(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The blocks of Esbjerg's report, of a snapshot that holds nothing but the table."""
    folder, before, names = tmp_path_factory.mktemp("snapshots"), Path.cwd(), dict[str, Any]()
    bundles: list[dict[str, Any]] = []
    read = to_observations.read([shared / FILE], retrieved="2023-08-15", say=lambda _: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "folder", lambda: folder)
        patch.setattr(blocks, "display", lambda data, raw: bundles.append(data[blocks.MIME]))
        snapshots.write(
            PLACES["data"], {"observations": read.observations}, source=read.source, asked=read.asked,
            retrieved="2023-08-15", synthetic=False,
        )  # fmt: skip
        asked = plan(Request(analyses=[NOTEBOOK.stem], jobcentres=["Esbjerg"], data=PLACES["data"]))
        assert asked.period == PLACES["period"]  # the end of its latest twelve months
        os.chdir(NOTEBOOK.parent)
        for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "code":
                for name, value in PLACES.items():
                    source = re.sub(rf'^{name}: str = ".*?"', f'{name}: str = "{value}"', source, flags=re.MULTILINE)
                exec(compile(source, NOTEBOOK.name, "exec"), names)
        os.chdir(before)
    return bundles


def test_the_official_table_is_printed_with_the_ranks_of_the_file(shown: list[dict[str, Any]]):
    table = next(block for block in shown if block["kind"] == "table" and "Forventet og faktisk" in block["title"])
    assert table["title"].endswith("12 måneder til december 2022")
    # Esbjerg;2022QMAT04;Ydelsesgrupper i alt;5960;5990;30;8,15;8,19;0,04;58 and Fanø;…;100;120;20;5,84;6,83;0,99;97
    rows = {row[0]: row[1:] for row in table["rows"] if row[1] == "Alle ydelser"}
    assert rows["Esbjerg"] == ["Alle ydelser", 5960, 5990, 30, 8.15, 8.19, 0.04, "58 af 98", "delt 58-60 af 98"]
    assert rows["Fanø"] == ["Alle ydelser", 100, 120, 20, 5.84, 6.83, 0.99, "97 af 98", "97 af 98"]


def test_every_other_section_says_which_figures_are_not_there(shown: list[dict[str, Any]]):
    reasons = [block["reason"] for block in shown if block["kind"] == "absent"]
    assert len(reasons) == 8  # key figures, funnel, order, expected, level and change, map, the best, the table behind
    assert all("datasættet »alene« indeholder ikke tal for »" in reason for reason in reasons)
    assert [block["kind"] for block in shown][-1] == "end"
    assert not [block for block in shown if block["kind"] == "figure"]
