"""The warm process: imports what notebooks and pages need, once, and then forks workers and kernels.

It is started by ``pool`` as ``python -m analysis.runs.warm.parent DESCRIPTOR WARMTH``, and runs no notebook itself.
"""

import contextlib
import gc
import os
import socket
import sys
import traceback
from importlib import import_module
from multiprocessing.connection import Connection

from analysis.data import reads
from analysis.imports import without
from analysis.runs.execute import UNUSED_GRAMMAR
from analysis.runs.memory import SECONDS_BETWEEN_SIGNS, still_here
from analysis.runs.pool import WorkerDied, attempt
from analysis.runs.warm import forks
from analysis.runs.warm.forks import Asker
from analysis.runs.warm.warmth import Warmth

SECONDS_TO_START = 900  # at most
UNUSED_DEBUGGER = "debugpy"  # of JupyterLab; it begins threads
MACHINERY = (
    "analysis.runs.make",
    "analysis.runs.warm.client",
    "analysis.runs.warm.kernel",
    "IPython.core.application",
    "IPython.core.completerlib",
    "IPython.core.crashhandler",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "ipykernel.debugger",
    "nbconvert.exporters.html",
    "papermill.translators",
    "sqlite3",
    "xlsxwriter",
)
LIBRARIES = ("analysis", "duckdb", "matplotlib", "numpy", "pandas", "pyarrow", "scipy", "seaborn", "statsmodels")


def main(descriptor: int, warmth: Warmth) -> int:
    """Serve until the driver is gone; the exit code.

    Parameters
    ----------
    descriptor : int
        Of the socket on which it is asked for processes.
    warmth : Warmth
        What the notebooks import and speak of. Libraries that are known not to begin threads are imported here; the
        rest is left to the notebooks.
    """
    still_here(SECONDS_TO_START)
    with without(UNUSED_GRAMMAR, UNUSED_DEBUGGER):
        for name in MACHINERY:
            import_module(name)
    for name in warmth.modules:
        if name.split(":")[0].split(".")[0] in LIBRARIES:
            _import(*name.split(":"))
    _warm_up(warmth)
    reads.forget()
    unknown = forks.unknown_threads()
    if unknown:
        sys.stderr.write(f"Threads run before the first fork: {', '.join(unknown)}.\n")
        return forks.UNSAFE
    gc.collect()
    gc.freeze()
    _give_back()
    forks.Server({forks.WORKER: _work, forks.KERNEL: _run}).serve(socket.socket(fileno=descriptor))
    return 0


def _import(module: str, name: str = "") -> None:
    """Import a module, and what is asked of it; what is not there is the notebook's to say."""
    with contextlib.suppress(ImportError, AttributeError):
        getattr(import_module(module), name or "__name__")


def _warm_up(warmth: Warmth) -> None:
    """Do once what is otherwise done for the first time in each report: fonts, and the exporter's templates."""
    from analysis.runs import render

    render.warm_up()
    if "analysis.publish.charts" in sys.modules:
        from matplotlib.figure import Figure

        from analysis.publish.drawing import style, svg

        with style.house():
            figure = Figure()
            figure.text(0, 0, "Ærø")
            svg.to_svg(figure)
    if (
        warmth.data
        and warmth.jobcentres
        and "analysis.measures" in sys.modules
        and "analysis.data.tables" in sys.modules
    ):
        _prepare(warmth)


def _prepare(warmth: Warmth) -> None:
    from analysis.data import tables
    from analysis.errors import AnalysisError
    from analysis.measures.prepared import prepare
    from analysis.measures.reading import record

    with contextlib.suppress(AnalysisError):  # what is wrong with the snapshot is each report's to say
        panel = tables.observations(warmth.data, warmth.jobcentres[0], warmth.period)
        subjects = prepare(
            panel, warmth.words, composed=warmth.composed, calls=warmth.calls, jobcentres=warmth.jobcentres
        )
        if "analysis.publish.charts" in sys.modules:
            from analysis.publish.rehearsal import rehearse

            try:
                rehearse(panel, subjects)
            except Exception:  # noqa: BLE001 - nobody needs it; what is wrong is each report's to say
                traceback.print_exc()
        record.told(panel.snapshot, panel.period)  # what all reports ask at their end, too


def _give_back() -> None:
    """Give the system back what was read and is not kept: a fork costs by what the process holds."""
    if "pyarrow" in sys.modules:
        import pyarrow

        pyarrow.default_memory_pool().release_unused()


def _work(channel: socket.socket, asker: Asker) -> None:
    """A worker: does one job after another, with kernels from the warm process, until it is refused memory."""
    from analysis.runs.warm import client

    client.ask(asker)
    pipe = Connection(channel.detach())
    while True:
        still_here()
        if not pipe.poll(SECONDS_BETWEEN_SIGNS):
            continue
        try:
            work, job = pipe.recv()
        except EOFError:
            return
        result = attempt(work, job)
        if asker.is_gone():
            return
        pipe.send(result)
        if isinstance(result, WorkerDied):
            return


def _run(channel: socket.socket, asker: Asker) -> None:
    """A kernel: runs the cells of one notebook."""
    from analysis.runs.warm import kernel

    asker.control.close()
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - not a path
        os.dup2(nothing.fileno(), 0)
    kernel.serve(Connection(channel.detach()))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), Warmth.from_text(sys.argv[2])))
