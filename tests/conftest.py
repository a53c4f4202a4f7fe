"""What the tests share: the real figures and the browser, where they are to be had."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from analysis.data import reads

SHARED = Path(__file__).resolve().parents[2] / "shared"
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(
        name, "1"
    )  # as in reports: tests run side by side, and threads that wait for each other are slow
REQUIRE = "JOBCENTER_REQUIRE"  # names what must be there: where it is not, the test fails instead of being skipped


@pytest.fixture(autouse=True)
def nothing_read_before() -> Iterator[None]:
    """Each test leaves the next one as a process that has read nothing yet, which is how a report begins."""
    yield
    reads.forget()


@pytest.fixture(autouse=True)
def nobody_to_kill_these_tests() -> Iterator[None]:
    """No test leaves the system's alarm set: it would end the process of whatever test runs a minute later."""
    yield
    if hasattr(signal, "alarm"):
        assert signal.alarm(0) == 0


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real figures and published answers; skips where it is absent."""
    if not SHARED.is_dir():
        _absent("shared", "the folder ../shared with real figures and published answers is not here")
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium; skips where it is absent."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        _absent("chromium", "there is no Chromium on this machine")
    return path


def _absent(what: str, reason: str) -> NoReturn:
    if what in os.environ.get(REQUIRE, "").split():
        pytest.fail(f"{reason}, and {REQUIRE} says that it must be")
    pytest.skip(reason)
