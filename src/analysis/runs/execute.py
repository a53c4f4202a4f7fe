"""One notebook run with papermill in a kernel of its own, or the reason why it could not be."""

import json
import re
import time
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any

from analysis.imports import without
from analysis.runs.failures import Failure, ReportError, without_colours
from analysis.runs.kernels import kernel_place, transport

SECONDS_PER_CELL = 600
UNUSED_GRAMMAR = "rfc3987_syntax"  # optional in jsonschema, which checks notebooks: without it, no addresses
FORMATTER = "black"  # with which papermill would write the parameters otherwise, where it happens to be installed
RAISED = re.compile(r"^([A-Za-z_][\w.]*): (.*)$", re.MULTILINE)  # the last line of a traceback
INJECTED = "injected-parameters"
KERNEL = "python3"
DIED = "the kernel was killed while the cell ran; where nobody did it, the machine may have run out of memory"


def execute(
    text: str,
    parameters: dict[str, Any],
    *,
    home: Path,
    scratch: Path | None = None,
    engine: str | None = None,
    seconds_per_cell: int = SECONDS_PER_CELL,
    seconds: int | None = None,
    begun: Callable[[int], None] = lambda cell: None,
    ended: Callable[[int, Any], None] = lambda index, cell: None,
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
    engine : str, optional
        The name of a papermill engine; papermill's own where left out.
    seconds_per_cell : int
        How long a cell may take.
    seconds : int, optional
        How long all cells together may take.
    begun : callable
        Told the number of each cell, as it stands in ``text``, before it runs.
    ended : callable
        Told the index of each cell in the notebook that papermill runs, and the cell, when it has run.

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
    with without(UNUSED_GRAMMAR):
        import papermill
        from papermill.engines import papermill_engines
        from papermill.execute import raise_for_execution_errors
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    last, deadline = 0, time.monotonic() + (seconds or 0)

    def on_cell(cell: Any, cell_index: int) -> None:
        nonlocal last
        if INJECTED not in cell["metadata"].get("tags", ()):
            last = source_number(text, cell_index)
            begun(last)

    def on_end(cell: Any, cell_index: int, execute_reply: Any) -> None:
        ended(cell_index, cell)

    def left(cell: Any) -> int:
        return (
            seconds_per_cell if seconds is None else max(1, min(seconds_per_cell, round(deadline - time.monotonic())))
        )

    with kernel_place(home, scratch=scratch) as folder:
        book = folder / "notebook.ipynb"
        book.write_text(text, encoding="utf-8")
        try:
            ready = _parameterised(book, parameters, engine)
            with chdir(folder / "work"):
                done = papermill_engines.execute_notebook_with_engine(
                    engine,
                    ready,
                    kernel_name=KERNEL,
                    progress_bar=False,
                    timeout_func=left,
                    coalesce_streams=True,
                    shutdown_kernel="immediate",
                    on_cell_execute=on_cell,
                    on_cell_executed=on_end,
                    config=transport(folder),
                )
            ran = list(done.cells)  # before papermill puts a cell in front that points to the error
            raise_for_execution_errors(done, None)
            return done
        except papermill.PapermillExecutionError as error:
            name, message, trace = error.ename, error.evalue, "\n".join(error.traceback)
            if not trace:
                name, message, trace = _printed(ran[error.cell_index], name)
            cell = source_number(text, error.cell_index)
            raise ReportError(Failure(name, without_colours(message), cell, traceback=without_colours(trace))) from None
        except CellTimeoutError as error:
            message, stack = _too_long(seconds_per_cell, seconds, deadline), "".join(getattr(error, "__notes__", ()))
            raise ReportError(Failure("Timeout", message, last, traceback=stack)) from None
        except DeadKernelError:
            raise ReportError(Failure("KernelDied", DIED, last)) from None


def _printed(cell: Any, name: str) -> tuple[str, str, str]:
    """The name of an error, its message and trace, of a cell whose kernel could do no more than print them.

    IPython prints the error that it met while it formatted the cell's own below that.
    """
    text = without_colours("".join(output["text"] for output in cell["outputs"] if output.get("name") == "stderr"))
    own = list(RAISED.finditer(text.partition(", in showtraceback")[0]))
    return (own[-1][1], own[-1][2], text[: own[-1].end()]) if own else (name, "", text)


def _parameterised(book: Path, parameters: dict[str, Any], engine: str | None) -> Any:
    """A notebook with the parameters put in, as papermill has it when it begins to run it.

    ``papermill.execute_notebook`` does the same, and besides writes the notebook, to nowhere and at some cost.
    """
    from papermill.execute import remove_error_markers
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    loaded = load_notebook_node(str(book))
    if parameters:
        with without(FORMATTER):
            loaded = parameterize_notebook(
                loaded, parameters, kernel_name=KERNEL, language="python", engine_name=engine
            )
    return remove_error_markers(loaded)


def _too_long(seconds_per_cell: int, seconds: int | None, deadline: float) -> str:
    if seconds is not None and time.monotonic() >= deadline - 1:
        return f"the report took more than {seconds} seconds, and this cell did not end"
    return f"the cell took more than {seconds_per_cell} seconds"


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
