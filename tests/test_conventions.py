"""Every notebook and params file is held to the project's conventions, whichever they are; every verb is explained."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer.main

from analysis import cli
from analysis.runs.analyses import read_analyses

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted(
    path for path in (ROOT / "notebooks").rglob("*.ipynb") if path.parent.name != ".ipynb_checkpoints"
)  # JupyterLab keeps copies there of what was opened
TAGS = {"parameters", "setup", "nbval-check-output"}
LONGEST = 12
EACH = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    book = json.loads(path.read_text(encoding="utf-8"))
    return [
        {**cell, "source": "".join(cell["source"]), "tags": cell["metadata"].get("tags", [])}
        for cell in book["cells"]
        if cell["cell_type"] == kind
    ]


def tagged(path: Path, tag: str) -> list[dict[str, Any]]:
    return [cell for cell in cells(path, "code") if tag in cell["tags"]]


def test_every_notebook_and_params_file_is_right() -> None:
    _, problems = read_analyses()
    assert problems == []


def test_there_is_an_analysis() -> None:
    assert read_analyses()[0]


@EACH
def test_a_notebook_lies_in_the_room_itself_and_carries_known_tags_alone(path: Path) -> None:
    assert path.parent == ROOT / "notebooks"
    assert {tag for cell in cells(path, "code") for tag in cell["tags"]} <= TAGS


@EACH
def test_a_notebook_begins_with_its_title_and_ends_with_what_not_to_conclude(path: Path) -> None:
    words = [cell["source"] for cell in cells(path, "markdown")]
    assert words[0].startswith("# ")
    assert words[-1].startswith("## Forbehold")
    assert sum(line.startswith("# ") for source in words for line in source.splitlines()) == 1


@EACH
def test_a_notebook_has_its_parameters_and_its_setup_first(path: Path) -> None:
    first, second = cells(path, "code")[:2]
    assert first["tags"] == ["parameters"]
    assert second["tags"] == ["setup"]
    assert len(tagged(path, "parameters")) == len(tagged(path, "setup")) == 1


@EACH
def test_every_parameter_is_explained_and_runs_on_the_demo_snapshot(path: Path) -> None:
    analysis = next(found for found in read_analyses()[0] if found.name == path.stem)
    assert [name for name, about in analysis.notebook.parameters.items() if not about.help] == []
    assert analysis.notebook.parameters["data"].default == "demo"


@EACH
def test_a_notebook_calls_and_the_package_computes(path: Path) -> None:
    for cell in cells(path, "code"):
        assert len(cell["source"].splitlines()) <= LONGEST, cell["source"]
        for node in ast.walk(ast.parse(cell["source"])):
            assert not isinstance(
                node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Try | ast.Lambda | ast.For | ast.While
            ), cell["source"]
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert "setup" in cell["tags"], cell["source"]
                names = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
                assert "warnings" not in names


@EACH
def test_a_heading_stands_over_every_answer_with_one_sentence_to_it(path: Path) -> None:
    book = json.loads(path.read_text(encoding="utf-8"))["cells"]
    body = book[3:]
    assert body[0]["cell_type"] == "markdown"
    for cell in body:
        if cell["cell_type"] == "markdown":
            lines = "".join(cell["source"]).strip().splitlines()
            assert lines[0].startswith("## ")
            assert any(line.strip() for line in lines[1:]), lines[0]


@EACH
def test_only_a_checked_cell_keeps_its_output_and_there_is_one_with_the_key_figures(path: Path) -> None:
    for cell in cells(path, "code"):
        if "nbval-check-output" not in cell["tags"]:
            assert (cell["outputs"], cell["execution_count"]) == ([], None), cell["source"]
    checked = any("key_figures" in cell["source"] for cell in tagged(path, "nbval-check-output"))
    assert checked, f"{path.name}: tag the cell with the key figures nbval-check-output, then run 'make check-output'"


@EACH
def test_the_last_code_cell_publishes_the_end(path: Path) -> None:
    assert cells(path, "code")[-1]["source"].rstrip().endswith("publish.end()")


@EACH
def test_a_notebook_asks_for_no_picture_from_elsewhere_and_keeps_no_trace_of_a_machine(path: Path) -> None:
    for cell in cells(path, "markdown"):
        assert not re.search(r"!\[|<img|<script|<link|<iframe", cell["source"])
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/home/|/Users/|C:\\\\Users", text)
    assert json.loads(text)["metadata"].get("papermill") is None


def test_the_package_names_no_analysis() -> None:
    names = {path.stem for path in NOTEBOOKS}
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix in (".py", ".j2", ".css", ".js"):
            text = path.read_text(encoding="utf-8")
            assert not [name for name in names if re.search(rf"\b{name}\b", text)], path


def verbs(group: Any, path: tuple[str, ...] = ()) -> list[str]:
    found = []
    for name, command in group.commands.items():
        deeper = hasattr(command, "commands")
        found += verbs(command, (*path, name)) if deeper else [" ".join((*path, name))]
    return found


def test_every_verb_is_found_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    known = verbs(typer.main.get_command(cli.app))
    assert len(known) >= 5
    assert [verb for verb in known if f"jobcenter {verb}" not in text] == []


def test_every_report_that_the_readme_names_is_made() -> None:
    part = (ROOT / "README.md").read_text(encoding="utf-8").partition("## The reports")[2].partition("## From")[0]
    named = re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)
    made = {analysis.name for analysis in read_analyses()[0] if not analysis.is_for_nobody}
    assert named and set(named) <= made
