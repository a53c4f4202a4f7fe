"""The server that answers like the real APIs with real figures, faults included, started on a free port."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

TOKEN = "test-token"


@contextmanager
def replay(
    shared: Path, fault: str = "", most_cells: int | None = None, data: Path | None = None
) -> Iterator[dict[str, str]]:
    """Run the server; yields the base address of each API by name: ``jobindsats`` and ``statbank``.

    Parameters
    ----------
    shared : Path
        The folder with real figures; the test is skipped where it has no server.
    fault : str
        Such as ``500:9``: the first nine requests for data fail so.
    most_cells : int, optional
        The most cells that StatBank answers at once.
    data : Path, optional
        Another folder of figures than the real one, laid out like it.
    """
    server = shared / "tools" / "replay_sources.py"
    if not server.is_file():
        pytest.skip("the server that replays real answers, tools/replay_sources.py, is not here")
    options = ["--fault", fault] if fault else []
    options += ["--most-cells", str(most_cells)] if most_cells else []
    options += ["--data", str(data)] if data else []
    process = subprocess.Popen(
        [sys.executable, str(server), *options], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert process.stdout
        yield dict(process.stdout.readline().split() for _ in range(2))
    finally:
        process.kill()
        process.communicate()
