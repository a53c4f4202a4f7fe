"""Which commit the code that runs is of."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1]


def code(package: Path = PACKAGE) -> dict[str, Any] | None:
    """The commit of the checkout that the package runs from, and whether its files were changed since.

    Files that git does not follow count as unchanged.

    Parameters
    ----------
    package : Path
        The package's folder, ``src/analysis`` of a checkout.

    Returns
    -------
    dict or None
        ``commit`` (40 hexadecimal digits) and ``changed``. None where the package is installed apart from a
        checkout, or there is no git to ask.
    """
    top = _git(package, "rev-parse", "--show-toplevel")
    if not top or Path(top).resolve() / "src" / package.name != package.resolve():
        return None
    commit, changes = (
        _git(package, "rev-parse", "HEAD"),
        _git(Path(top), "status", "--porcelain", "--untracked-files=no"),
    )
    return {"commit": commit, "changed": changes != ""} if commit and changes is not None else None


def _git(folder: Path, *words: str) -> str | None:
    """What git says; None where it says that it cannot."""
    program = shutil.which("git")
    if program is None:
        return None
    asked = [program, "-C", str(folder), "--no-optional-locks", *words]
    said = subprocess.run(asked, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603 - fixed words
    return said.stdout.strip() if said.returncode == 0 else None
