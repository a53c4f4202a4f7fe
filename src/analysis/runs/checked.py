"""Writes the outputs of checked cells anew: run a notebook, keep what nbval compares, drop all the rest."""

import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

CHECKED = "nbval-check-output"


def with_checked_output(notebook: NotebookNode, *, folder: Path) -> NotebookNode:
    """The notebook after a run, with the outputs and counts of checked cells and of no others.

    Parameters
    ----------
    notebook : NotebookNode
        A notebook of ``notebooks/``; left as it was.
    folder : Path
        The working folder of the run.
    """
    run: NotebookNode = nbformat.from_dict(notebook)
    NotebookClient(run, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    for cell in run.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code" and CHECKED not in cell.metadata.get("tags", []):
            cell.outputs, cell.execution_count = [], None
    run.metadata = notebook.metadata
    return run


def main(paths: Sequence[str]) -> None:
    """Rewrite each of the notebooks named."""
    for path in map(Path, paths):
        before = nbformat.read(path, as_version=4)
        after = with_checked_output(before, folder=path.parent)
        path.write_text(nbformat.writes(after) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
