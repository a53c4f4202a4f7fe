"""The commit that a batch says its code is of."""

import shutil
import subprocess
from pathlib import Path

import pytest

from analysis.runs import checkout

WHO = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *WHO, *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package in a checkout with one commit."""
    if not shutil.which("git"):
        pytest.skip("there is no git here")
    folder = tmp_path / "checkout" / "src" / "analysis"
    folder.mkdir(parents=True)
    (folder / "one.py").write_text("1\n", encoding="utf-8")
    git(tmp_path / "checkout", "init", "-q")
    git(tmp_path / "checkout", "add", ".")
    git(tmp_path / "checkout", "commit", "-qm", "One")
    return folder


def test_the_commit_is_told_and_whether_files_were_changed_since(package: Path):
    commit = git(package, "rev-parse", "HEAD")
    assert checkout.code(package) == {"commit": commit, "changed": False}
    (package / "notes.txt").write_text("not followed\n", encoding="utf-8")
    assert checkout.code(package) == {"commit": commit, "changed": False}
    (package / "one.py").write_text("2\n", encoding="utf-8")
    assert checkout.code(package) == {"commit": commit, "changed": True}


def test_a_package_that_lies_in_somebody_elses_checkout_or_in_none_has_no_commit(package: Path, tmp_path: Path):
    installed = package.parents[1] / ".venv" / "lib" / "analysis"
    installed.mkdir(parents=True)
    assert checkout.code(installed) is None
    assert checkout.code(tmp_path) is None


def test_without_git_there_is_no_commit(package: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "which", lambda program: None)
    assert checkout.code(package) is None
