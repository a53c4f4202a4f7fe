"""The fixture ``delivery``: a folder for files, beside a project without snapshots."""

from pathlib import Path

import pytest

from analysis import project
from small_register import home_in


@pytest.fixture
def delivery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder; the project has the declarations and lists of the real one."""
    monkeypatch.setenv(project.HOME, str(home_in(tmp_path / "home")))
    folder = tmp_path / "files"
    folder.mkdir()
    return folder
