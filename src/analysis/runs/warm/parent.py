"""The warm process: imports what notebooks and pages need, once, and then forks workers and kernels.

It is started by ``crew`` as ``python -m analysis.runs.warm.parent DESCRIPTOR FILE``, and runs no notebook itself.
"""

import contextlib
import gc
import os
import socket
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import NoReturn

from analysis.data import reads
from analysis.imports import without
from analysis.runs.execute import UNUSED_GRAMMAR
from analysis.runs.memory import SECONDS_BETWEEN_SIGNS, end_when_silent, still_here
from analysis.runs.pool import WorkerDied, attempt
from analysis.runs.warm import forks
from analysis.runs.warm.forks import Asker
from analysis.runs.warm.warmth import HUGE_PAGES, MALLOC, Example, Warmth

MODULE = "analysis.runs.warm.parent"  # this one, which is started as a program
SECONDS_TO_START = 900  # at most
SECONDS_TO_REHEARSE = 300  # at most; a warm process that takes longer is ended, and the next one does not
UNUSED_DEBUGGER = "debugpy"  # of JupyterLab; it begins threads
MACHINERY = (
    "analysis.runs.make",
    "analysis.runs.warm.client",
    "analysis.runs.warm.kernel",
    "bdb",
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
OBJECTS_PER_COLLECTION = 50_000  # in place of 700: a kernel ends with its report, and holds few that are of no use
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
    end_when_silent(SECONDS_TO_START)
    gc.disable()  # nothing is thrown away by imports that would be worth looking for
    os.environ.pop(MALLOC, None)  # for the libraries' memory here, and no notebook's business
    with without(UNUSED_GRAMMAR, UNUSED_DEBUGGER):
        for name in MACHINERY:
            import_module(name)
        from analysis.runs.warm import kernel
    for name in warmth.modules:
        if name.split(":")[0].split(".")[0] in LIBRARIES:
            _import(*name.split(":"))
    gc.freeze()  # so that what was imported is not gone through again below
    warm_up(descriptor, warmth)
    reads.forget()
    serve = partial(kernel.serve, kernel=kernel.unused(source for one in warmth.examples for source in one.sources))
    unknown = forks.unknown_threads()
    if unknown:
        sys.stderr.write(f"Threads run before the first fork: {', '.join(unknown)}.\n")
        return forks.UNSAFE
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_PER_COLLECTION)
    gc.enable()
    _give_back()
    forks.Server({forks.WORKER: _work, forks.KERNEL: partial(_run, serve)}).serve(socket.socket(fileno=descriptor))
    return 0


def _import(module: str, name: str = "") -> None:
    """Import a module, and what is asked of it; what is not there is the notebook's to say."""
    with contextlib.suppress(ImportError, AttributeError):
        getattr(import_module(module), name or "__name__")


def warm_up(descriptor: int, warmth: Warmth) -> None:
    """Do once what would be done for the first time, or again, in each report."""
    _draw()
    used = {"analysis.measures", "analysis.data.tables"} <= sys.modules.keys()
    if not used or not warmth.data or not warmth.jobcentres:
        return
    _prepare(warmth)
    if warmth.examples and not forks.unknown_threads():
        still_here(SECONDS_TO_REHEARSE)
        _rehearse(warmth.examples)
        still_here(SECONDS_TO_START)
        if forks.unknown_threads():
            _begin_anew(descriptor, warmth.unrehearsed())


def _draw() -> None:
    """Fonts, and the exporter's templates."""
    from analysis.runs import render

    render.warm_up()
    if "analysis.publish.charts" in sys.modules:
        from matplotlib.figure import Figure

        from analysis.publish.drawing import style, svg

        with style.house():
            figure = Figure()
            figure.text(0, 0, "Ærø")
            svg.to_svg(figure)


def _prepare(warmth: Warmth) -> None:
    """Work out what all reports share."""
    from analysis.data import tables
    from analysis.errors import AnalysisError
    from analysis.measures.prepared import prepare
    from analysis.measures.reading import record

    with contextlib.suppress(AnalysisError):  # what is wrong with the snapshot is each report's to say
        panel = tables.observations(warmth.data, warmth.jobcentres[0], warmth.period)
        prepare(panel, warmth.words, composed=warmth.composed, calls=warmth.calls, jobcentres=warmth.jobcentres)
        record.told(panel.snapshot, panel.period)  # what all reports ask at their end, too


def _rehearse(examples: Sequence[Example]) -> None:
    """Do what the notebooks do, once each."""
    if "analysis.publish" in sys.modules:
        from analysis.runs.rehearsal import rehearse

        for example in examples:
            rehearse(example.sources, example.parameters)


def _begin_anew(descriptor: int, warmth: Warmth) -> NoReturn:
    """Be another warm process: of one that has threads nobody can be forked."""
    known = Path(sys.argv[2])
    known.write_text(warmth.to_text(), encoding="utf-8")
    os.set_inheritable(descriptor, True)
    os.execve(sys.executable, [sys.executable, "-m", MODULE, *sys.argv[1:]], {**os.environ, **HUGE_PAGES})  # noqa: S606


def _give_back() -> None:
    """Give the system back what was read and is not kept: a fork costs by what the process holds."""
    if "pyarrow" in sys.modules:
        import pyarrow

        pyarrow.default_memory_pool().release_unused()


def _work(channel: socket.socket, asker: Asker) -> None:
    """A worker: does one job after another, with kernels from the warm process, until it is refused memory."""
    from analysis.runs.warm import client

    client.ask(asker)
    gc.disable()  # until a report is made: it is half of what a workbook takes
    forks.use_small_pages()
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
        packed = ForkingPickler.dumps(result)
        end_when_silent(0)  # whoever takes it may have stopped for a while, and a pipe holds less than a report
        pipe.send_bytes(packed)
        end_when_silent()
        if isinstance(result, WorkerDied):
            return
        gc.collect()


def _run(serve: Callable[[Connection], None], channel: socket.socket, asker: Asker) -> None:
    """A kernel: runs the cells of one notebook."""
    asker.control.close()
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - not a path
        os.dup2(nothing.fileno(), 0)
    serve(Connection(channel.detach()))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), Warmth.from_text(Path(sys.argv[2]).read_text(encoding="utf-8"))))
