"""Changing ``jobcenter`` in the parameters cell is all that another jobcenter needs, in every notebook there is."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from analysis import project
from analysis.runs.rehearsal import is_harmless

NOTEBOOKS = sorted((project.root() / "notebooks").glob("*.ipynb"))
REPORTS = [path.stem for path in NOTEBOOKS if path.stem != "udforsk"]  # which asks pandas itself
ANOTHER = "813"  # Frederikshavn, which serves Læsø: two municipalities, one of them tiny
DEMO = project.root() / "data" / "snapshots" / "demo" / "manifest.json"


def code_of(path: Path) -> list[tuple[str, list[str]]]:
    """The source and the tags of each cell of code."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    return [("".join(cell["source"]), cell["metadata"].get("tags", [])) for cell in code]


def changed(source: str) -> str:
    """The parameters cell with the other code in the place of its own."""
    lines = source.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("jobcenter: str = "))
    own = ast.literal_eval(lines[at].partition("=")[2].partition("#")[0].strip())
    assert own != ANOTHER
    return "\n".join([*lines[:at], f'jobcenter: str = "{ANOTHER}"', *lines[at + 1 :]])


@pytest.mark.skipif(not DEMO.is_file(), reason="the synthetic country is not made; make it with 'jobcenter data demo'")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_another_jobcenter_needs_a_change_of_the_parameters_cell_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(path.parent)  # where JupyterLab runs it
    names: dict[str, Any] = {}
    not_rehearsed: list[str] = []
    for source, tags in code_of(path):
        for statement in ast.parse(changed(source) if "parameters" in tags else source).body:
            if "parameters" not in tags and not is_harmless(statement, names):
                not_rehearsed.append(ast.unparse(statement))
            exec(compile(ast.Module([statement], []), path.name, "exec"), names)
    printed = capsys.readouterr().out
    assert "Jobcenter Frederikshavn" in printed
    assert "Frederikshavn og Læsø" in printed
    if path.stem in REPORTS:
        assert not not_rehearsed, "a batch cannot do these beforehand, and so each of its reports takes longer"
