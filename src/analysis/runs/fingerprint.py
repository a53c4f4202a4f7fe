"""What a report is a function of, as one checksum: when it is unchanged, there is nothing to do."""

import json
import platform
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from analysis.data.snapshot import Snapshot
from analysis.runs.comments.reading import Comment
from analysis.runs.notebooks import Cell
from analysis.runs.plan import Report
from analysis.runs.record import SHORT, sha256

PACKAGE = Path(__file__).resolve().parents[1]
LIBRARIES = ["ipykernel", "matplotlib", "nbconvert", "numpy", "pandas", "papermill", "scipy", "seaborn", "statsmodels"]


TEXT, TEMPLATES, COMMENTS, DATA = "text", "templates", "comments", "data"
PAGE_ALONE = {TEXT, TEMPLATES, COMMENTS}  # where nothing else changed, the notebook need not be run again
_PAGE_FILES = ("site/", "runs/render.py", "runs/comments/placing.py")


def fingerprint(parts: dict[str, str]) -> str:
    """The SHA-256 of everything that can change a report, from its parts."""
    return sha256(json.dumps(parts, sort_keys=True))


def parts(report: Report, *, snapshot: str, home: Path) -> dict[str, str]:
    """What a report is a function of but the data, a SHA-256 for each part, by a name that a reader understands.

    ``code``: the notebook's code cells, without outputs. ``text``: its Markdown, and the title. ``parameters``.
    ``snapshot``: what pages say of it, see ``facts``. ``package``: the package's code and the lists of ``rooms``.
    ``templates``: what pages are made with. ``comments``: those of its jobcenter to it. ``versions``: the lock file,
    and the versions that run.

    Parameters
    ----------
    report : Report
        The report of a plan.
    snapshot : str
        From ``facts``.
    home : Path
        The project's folder.
    """
    files = project_files(home)
    return {
        **_of_cells(report.analysis.notebook.cells, report.analysis.settings.title),
        "parameters": sha256(json.dumps(report.parameters, sort_keys=True, ensure_ascii=False)),
        "snapshot": snapshot,
        "package": files["package"],
        TEMPLATES: files[TEMPLATES],
        COMMENTS: _of_comments(report.comments),
        "versions": _locked(files["lock"]),
    }


def _of_comments(comments: Sequence[Comment]) -> str:
    """Where in a file they stand changes nothing."""
    said = [[comment.kind, comment.heading, list(comment.lines)] for comment in comments]
    return sha256(json.dumps(said, ensure_ascii=False))


def facts(snapshot: Snapshot) -> str:
    """The SHA-256 of what a report may say of its snapshot besides its figures."""
    manifest = snapshot.manifest
    said = {name: manifest.get(name) for name in ("name", "source", "retrieved", "synthetic", "provisional_months")}
    return sha256(json.dumps([said, snapshot.tables()], ensure_ascii=False, sort_keys=True))


def of_data(read: Mapping[str, Mapping[str, str]]) -> str:
    """The SHA-256 of what a report read of its snapshot: the part ``data`` of its record."""
    return sha256(json.dumps(read, ensure_ascii=False, sort_keys=True))


def project_files(home: Path) -> dict[str, str]:
    """SHA-256 of the package's files with the lists of ``rooms``, of the templates, of the lock file.

    They are read once in a process. What pages are made with is no part of ``package``.
    """
    return {part: sha256(json.dumps(digests)) for part, digests in hashed(home).items()}


def project_lists(home: Path) -> dict[str, dict[str, str]]:
    """Short digests of the package's files and of the templates, under a short digest of all of them.

    By these a later batch can say which of them changed.
    """
    whole = project_files(home)
    return {
        whole[part][:SHORT]: {name: digest[:SHORT] for name, digest in hashed(home)[part].items()}
        for part in ("package", TEMPLATES)
    }


@cache
def hashed(home: Path) -> dict[str, dict[str, str]]:
    """SHA-256 of every file of ``package``, ``templates`` and ``lock``, by its name."""
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    lists = [path for room in rooms(home) for path in room.rglob("*") if path.is_file()]
    named = {path.relative_to(PACKAGE).as_posix(): path for path in files}
    pages = {f"analysis/{name}": path for name, path in named.items() if name.startswith(_PAGE_FILES)}
    rest = {f"analysis/{name}": path for name, path in named.items() if f"analysis/{name}" not in pages}
    rest |= {path.relative_to(home).as_posix(): path for path in lists}
    lock = {path.name: path for path in [home / "requirements.lock"] if path.is_file()}
    parts = {"package": rest, TEMPLATES: pages, "lock": lock}
    return {part: {name: sha256(of[name].read_bytes()) for name in sorted(of)} for part, of in parts.items()}


def rooms(home: Path) -> tuple[Path, ...]:
    """The folders of lists that figures rest on: the official ones, agreed targets, and weekly rates of benefits."""
    return (home / "reference", home / "params" / "targets", home / "params" / "rates")


@cache
def _locked(lock: str) -> str:
    return sha256(json.dumps([lock, versions()], sort_keys=True))


@cache
def _of_cells(of: tuple[Cell, ...], title: str) -> dict[str, str]:
    cells = [[cell.kind, list(cell.tags), cell.source] for cell in of]
    code = [cell for cell in cells if cell[0] == "code"]
    text = [cell for cell in cells if cell[0] != "code"]
    return {
        "code": sha256(json.dumps(code, ensure_ascii=False)),
        TEXT: sha256(json.dumps([title, [cell[0] for cell in cells], text], ensure_ascii=False)),
    }


@cache
def versions() -> dict[str, str]:
    """The versions of Python and of the packages that figures, pictures and pages depend on."""
    return {"python": platform.python_version()} | {name: version(name) for name in ("jobcenter-analysis", *LIBRARIES)}
