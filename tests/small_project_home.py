"""The fixture ``home``: a small project on disk, made anew for each test."""

import shutil
from pathlib import Path

import pytest

from analysis import project
from analysis.data import snapshots
from small_project import SETTINGS, notebook, observations


def make_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the notebook and params of ``proeve``, the real official lists, and a snapshot ``demo``."""
    lists = project.reference("")  # of the checkout: found, and remembered, before the small project is named
    folder = tmp_path / "project"
    for room in ("notebooks", "params"):
        (folder / room).mkdir(parents=True)
    shutil.copytree(lists, folder / "reference")
    monkeypatch.setenv(project.HOME, str(folder))
    monkeypatch.chdir(tmp_path)
    made = snapshots.write(
        "demo", {"observations": observations()}, source="Opdigtet", asked=[], retrieved="2020-02-10", synthetic=True
    )
    (folder / "notebooks" / "proeve.ipynb").write_text(notebook(digest=made.digest), encoding="utf-8")
    (folder / "params" / "proeve.yml").write_text(SETTINGS, encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project of the test's own; the working folder is the one above it."""
    return make_home(tmp_path, monkeypatch)
