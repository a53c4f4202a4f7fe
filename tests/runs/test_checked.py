"""Only checked cells keep their output."""

from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook

from analysis.runs.checked import with_checked_output


def test_only_checked_cells_keep_their_output_and_count(tmp_path: Path):
    cells = [new_code_cell("1 + 1"), new_code_cell("2 + 2", metadata={"tags": ["nbval-check-output"]})]
    run = with_checked_output(new_notebook(cells=cells), folder=tmp_path)
    assert (run.cells[0].outputs, run.cells[0].execution_count) == ([], None)
    assert run.cells[1].outputs[0]["data"]["text/plain"] == "4"
    assert run.cells[1].execution_count == 2
    assert all("execution" not in cell.metadata for cell in run.cells)
