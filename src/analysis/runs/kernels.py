"""Where a notebook runs: a kernel with a folder of its own, and nothing of the user's own set-up."""

import importlib.util
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis import project

LONGEST_SOCKET = 60  # characters of a folder that a kernel's sockets may lie in; systems stop at about 100
INLINE = "module://matplotlib_inline.backend_inline"  # where figures go in a notebook
_UNSET = ("PYTHONSTARTUP", "PYTHONWARNINGS", "JUPYTER_PATH", "SOURCE_DATE_EPOCH")
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def fixed(home: Path) -> dict[str, str]:
    """The variables of this process, with those that libraries read when they are imported the same for every user."""
    kept = {name: value for name, value in os.environ.items() if name not in _UNSET}
    return {
        **kept,
        **dict.fromkeys(_THREADS, "1"),
        project.HOME: str(home),
        "LC_ALL": "C.UTF-8",
        "MATPLOTLIBRC": _matplotlib_defaults(),
        "MPLBACKEND": INLINE,
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
    }


def environment(home: Path, *, folder: Path) -> dict[str, str]:
    """The variables that make a kernel the same for every user; ``folder`` is the kernel's own."""
    private = {name: str(folder / name.lower()) for name in ("IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR")}
    return {
        **fixed(home),
        **private,
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }


@contextmanager
def kernel_place(home: Path, *, scratch: Path | None = None) -> Iterator[Path]:
    """An empty working folder, with the environment set for a kernel; both are gone afterwards.

    Parameters
    ----------
    home : Path
        The project's folder, in which the kernel finds snapshots and lists.
    scratch : Path, optional
        Where the working folder is made; the system's place by default.
    """
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="jc-", dir=scratch, ignore_cleanup_errors=True) as made:
        folder = Path(made)
        for name in ("work", "runtime", "ipythondir"):
            (folder / name).mkdir()
        kernels = environment(home, folder=folder)
        os.environ.clear()
        os.environ.update(kernels)
        try:
            yield folder
        finally:
            os.environ.clear()
            os.environ.update(before)


def transport(folder: Path) -> Any:
    """The configuration of a kernel's connection: sockets in its folder, since free ports are raced for.

    Where there are no such sockets, or the folder's path is too long for them, ports are used.
    """
    from traitlets.config import Config

    if sys.platform == "win32" or len(str(folder)) > LONGEST_SOCKET:
        return Config()
    return Config(KernelManager={"transport": "ipc", "connection_file": str(folder / "runtime" / "k.json")})


def _matplotlib_defaults() -> str:
    found = importlib.util.find_spec("matplotlib")
    assert found is not None and found.origin is not None  # noqa: S101 - a dependency
    return str(Path(found.origin).parent / "mpl-data" / "matplotlibrc")
