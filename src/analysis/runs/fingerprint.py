"""What a report is a function of, as one checksum: when it is unchanged, there is nothing to do."""

import json
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analysis import project
from analysis.runs.notebooks import Notebook
from analysis.runs.plan import Report
from analysis.runs.record import sha256

PACKAGE = Path(__file__).resolve().parents[1]
LIBRARIES = ["ipykernel", "matplotlib", "nbconvert", "numpy", "pandas", "papermill", "scipy", "seaborn", "statsmodels"]


def fingerprint(report: Report, *, digest: str) -> str:
    """The SHA-256 of everything that can change a report.

    The notebook without its outputs, the package's code, templates and styles, the official lists and the
    agreed targets, the parameters, the title, the snapshot's digest, the lock file, and the versions that run.

    Parameters
    ----------
    report : Report
        The report of a plan.
    digest : str
        The snapshot's.
    """
    parts = {
        "notebook": _cells(report.analysis.notebook),
        "title": report.analysis.settings.title,
        "parameters": report.parameters,
        "snapshot": digest,
        "project": project_digest(project.root()),
        "versions": versions(),
    }
    return sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False))


@cache
def project_digest(home: Path) -> str:
    """The SHA-256 of the package's files, ``reference/``, ``params/targets/`` and ``requirements.lock``; read once."""
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    rooms = (home / "reference", home / "params" / "targets")
    lists = [path for room in rooms for path in room.rglob("*") if path.is_file()]
    named = {f"analysis/{path.relative_to(PACKAGE).as_posix()}": path for path in files}
    named |= {path.relative_to(home).as_posix(): path for path in (*lists, home / "requirements.lock")}
    return sha256(
        json.dumps({name: sha256(named[name].read_bytes()) for name in sorted(named) if named[name].is_file()})
    )


@cache
def versions() -> dict[str, str]:
    """The versions of Python and of the packages that figures, pictures and pages depend on."""
    return {"python": platform.python_version()} | {name: version(name) for name in ("jobcenter-analysis", *LIBRARIES)}


def _cells(notebook: Notebook) -> list[Any]:
    return [[cell.kind, list(cell.tags), cell.source] for cell in notebook.cells]
