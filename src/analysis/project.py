"""Where the project lies: the folder that holds notebooks, params, reference and what is built from them."""

import os
from functools import cache
from pathlib import Path

from analysis.errors import AnalysisError

HOME = "JOBCENTER_HOME"
ROOMS = ("notebooks", "params", "reference")


def root() -> Path:
    """The project's folder: ``JOBCENTER_HOME``, else the nearest one above the working folder, else the checkout.

    Raises
    ------
    AnalysisError
        If ``JOBCENTER_HOME`` names a folder without notebooks, params and reference, or none is found.
    """
    named = os.environ.get(HOME)
    if named:
        folder = Path(named).resolve()
        if not _is_project(folder):
            raise AnalysisError(f"{HOME} names {folder}, which does not hold the folders {', '.join(ROOMS)}.")
        return folder
    here = Path.cwd().resolve()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[2]):
        if _is_project(folder):
            return folder
    raise AnalysisError(
        f"No project here: {here} and the folders above it do not hold {', '.join(ROOMS)}.\n"
        f"Change to the project's folder, or name it in the environment variable {HOME}."
    )


def reference(name: str) -> Path:
    """The path of an official list in ``reference/``."""
    return _reference_folder() / name


@cache
def _reference_folder() -> Path:
    return root() / "reference"


def _is_project(folder: Path) -> bool:
    return all((folder / room).is_dir() for room in ROOMS)
