"""One notebook run with papermill in a kernel of its own, or the reason why it could not be."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.runs.failures import Failure, ReportError, without_colours
from analysis.runs.kernels import kernel_place, transport

SECONDS_PER_CELL = 600
UNUSED_GRAMMAR = "rfc3987_syntax"
INJECTED = "injected-parameters"


def execute(
    text: str,
    parameters: dict[str, Any],
    *,
    home: Path,
    scratch: Path | None = None,
    seconds_per_cell: int = SECONDS_PER_CELL,
    begun: Callable[[int], None] = lambda cell: None,
) -> Any:
    """The notebook after every cell has run, as papermill leaves it.

    Parameters
    ----------
    text : str
        The notebook as JSON.
    parameters : dict
        Every parameter, checked against what the notebook declares.
    home : Path
        The project's folder.
    scratch : Path, optional
        Where the kernel's working folder is made for the time of the run.
    seconds_per_cell : int
        How long a cell may take.
    begun : callable
        Told the number of each cell, as it stands in ``text``, before it runs.

    Returns
    -------
    NotebookNode
        With one cell more than ``text``: the parameters that were set.

    Raises
    ------
    ReportError
        If a cell raises, takes too long, or its kernel dies. That the notebook came to its end is checked in
        ``blocks.finished``.
    """
    papermill = _papermill()
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    last = 0

    def on_cell(cell: Any, cell_index: int) -> None:
        nonlocal last
        if INJECTED not in cell["metadata"].get("tags", ()):
            last = source_number(text, cell_index)
            begun(last)

    with kernel_place(home, scratch=scratch) as folder:
        book = folder / "notebook.ipynb"
        book.write_text(text, encoding="utf-8")
        try:
            return papermill.execute_notebook(
                book,
                None,
                parameters=parameters,
                kernel_name="python3",
                language="python",
                progress_bar=False,
                request_save_on_cell_execute=False,
                cwd=folder / "work",
                execution_timeout=seconds_per_cell,
                shutdown_kernel="immediate",
                on_cell_execute=on_cell,
                config=transport(folder),
            )
        except papermill.PapermillExecutionError as error:
            trace = without_colours("\n".join(error.traceback))
            cell = source_number(text, error.cell_index)
            raise ReportError(Failure(error.ename, without_colours(error.evalue), cell, traceback=trace)) from None
        except CellTimeoutError:
            raise ReportError(Failure("Timeout", f"the cell took more than {seconds_per_cell} seconds", last)) from None
        except DeadKernelError:
            raise ReportError(Failure("KernelDied", "the kernel was killed while the cell ran", last)) from None


def source_number(text: str, index: int) -> int:
    """The number of a cell in the notebook's file, from its index after papermill put the parameters in.

    Papermill's cell stands right after the one tagged ``parameters``, and shares its number here.
    """
    tagged = [
        number
        for number, cell in enumerate(json.loads(text)["cells"])
        if "parameters" in cell["metadata"].get("tags", ())
    ]
    return index + 1 if not tagged or index <= tagged[0] else index


def _papermill() -> Any:
    """papermill, imported without a grammar of web addresses that takes seconds to compile and is not used here.

    It is an optional part of jsonschema, which checks notebooks; where it is absent, addresses are not checked.
    """
    sys.modules.setdefault(UNUSED_GRAMMAR, None)  # type: ignore[arg-type]  # so Python marks a module as absent
    import papermill

    if sys.modules[UNUSED_GRAMMAR] is None:
        del sys.modules[UNUSED_GRAMMAR]
    return papermill
