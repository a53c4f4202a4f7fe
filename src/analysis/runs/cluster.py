"""A batch on the workers of a ``dask.distributed`` cluster, by way of its executor: the same jobs, made elsewhere."""

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis import project
from analysis.data import stores
from analysis.errors import AnalysisError
from analysis.runs import remote, shelf
from analysis.runs.failures import Failure
from analysis.runs.fingerprint import project_files, versions
from analysis.runs.job import Job, Made, with_heading
from analysis.runs.plan import Plan
from analysis.runs.pool import Watch, WorkerDied
from analysis.runs.remote import Kit, Returned
from analysis.runs.warm.warmth import Warmth

try:
    from distributed import Client, KilledWorker, WorkerPlugin
except ImportError:
    raise AnalysisError(
        "--cluster needs packages that are not installed. Install the extra 'cluster': "
        "python -m pip install 'jobcenter-analysis[cluster]'."
    ) from None

SECONDS_TO_CONNECT = 10
SECONDS_TO_RECEIVE = 60  # until all workers have said that they took the project's files
AHEAD = 2  # jobs that each place is given: one to do, and one so that it need not wait for the next
SECONDS_BETWEEN_LOOKS = 2  # at how many workers there are
_ADDRESS = re.compile(r"(tcp|tls|ws|wss|ucx|inproc)://\S+")
_OTHER_PACKAGE = re.compile(r"No module named .?'analysis|module .?'analysis\S+ has no attribute|from .?'analysis")
_PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", re.MULTILINE)


class Travels(WorkerPlugin):
    """Brings a kit to every worker, also to one that joins later."""

    def __init__(self, kit: Kit) -> None:
        self.kit, self.name = kit, f"jobcenter-{kit.key}"

    def setup(self, worker: Any) -> None:
        """A worker is there."""
        remote.receive(self.kit, Path(worker.local_directory))

    def teardown(self, worker: Any) -> None:
        """The batch, or the worker, is at its end."""
        remote.release(self.kit.key)


class Cluster:
    """A cluster that is ready for a batch; see :func:`connected`."""

    def __init__(self, client: Any, kit: Kit) -> None:
        self.client, self.kit = client, kit
        self._looked, self._places = 0.0, 0

    @property
    def places(self) -> int:
        """How many reports can be made at once, now."""
        if time.monotonic() - self._looked > SECONDS_BETWEEN_LOOKS:
            self._looked = time.monotonic()
            with suppress(OSError):  # a scheduler that is gone is told by the reports
                self._places = sum(self.client.nthreads().values()) or self._places
        return self._places

    def _sent(self, job: Job) -> Job:
        """The job as it travels: a notebook that was run before is read by a worker only where it can be reached."""
        return job if self.kit.out is not None else replace(job, reuse=None)

    def outcomes(self, jobs: list[Job], watch: Watch) -> Iterator[tuple[Job, Made | WorkerDied]]:
        """Each job with what came of it, as they finish.

        A job whose worker is lost is given to another by the scheduler, as often as it allows; then the job is to
        blame. When the scheduler itself is lost, what is under way fails and nothing more is begun.

        Parameters
        ----------
        jobs : list of Job
            What to do, in order.
        watch : Watch
            Who follows. A job counts as begun when it is handed over.
        """
        waiting, under_way, places = list(reversed(jobs)), dict[Future[Returned], Job](), dict[Future[Returned], int]()
        executor, lost = self.client.get_executor(pure=False), False
        try:
            while (waiting and watch.wanted() and not lost) or under_way:
                while waiting and watch.wanted() and not lost and len(under_way) < AHEAD * max(self.places, 1):
                    job = waiting.pop()
                    place = next(number for number in range(len(places) + 1) if number not in places.values())
                    watch.begun(place, job)
                    future = executor.submit(remote.make_here, self.kit.key, self._sent(job))
                    under_way[future], places[future] = job, place
                done, _ = wait(under_way, timeout=SECONDS_BETWEEN_LOOKS, return_when=FIRST_COMPLETED)
                for future in done:
                    job = under_way.pop(future)
                    del places[future]
                    result = _result(future, job)
                    lost = lost or (isinstance(result, Made) and _is_lost(result))
                    yield job, result
        finally:
            executor.shutdown(wait=False)


@contextmanager
def connected(address: str, plan: Plan, *, engine: str, out: str | None = None) -> Iterator[Cluster]:
    """A cluster whose workers have been seen to be like this machine, for the length of a ``with``.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://10.0.0.5:8786``.
    plan : Plan
        What is to be made; the workers fetch its snapshot.
    engine : str
        One of ``engines.ENGINES``.
    out : str, optional
        An address at which workers put reports, the same as the plan's; without one the driver gets them to put.

    Raises
    ------
    AnalysisError
        If nobody answers, there are no workers, or one of them has other code, other packages or cannot reach the
        snapshot; with every such worker.
    """
    if not _ADDRESS.fullmatch(address):
        raise AnalysisError(f"'{address}' is not the address of a scheduler. Write it as tcp://10.0.0.5:8786.")
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters of it is told in our own words
    client = _client(address)
    try:
        kit = packed(plan, engine=engine, out=out)
        plugin = Travels(kit)
        try:
            _within(SECONDS_TO_RECEIVE, lambda: client.register_plugin(plugin))
        except Exception as error:  # noqa: BLE001 - whatever the workers say is told to the reader
            with suppress(Exception):  # or the scheduler would give it to every worker that joins later
                _within(SECONDS_TO_CONNECT, lambda: client.unregister_worker_plugin(plugin.name))
            raise AnalysisError(_not_taken(address, error)) from None
        try:
            with _marked(plan.folder, kit):
                _survey(client, kit, address)
            yield Cluster(client, kit)
        finally:
            with suppress(Exception):  # the scheduler may be gone
                client.unregister_worker_plugin(plugin.name)
    finally:
        client.close(timeout=SECONDS_TO_CONNECT)


def _not_taken(address: str, error: Exception) -> str:
    """Why workers did not receive a kit, and what to do."""
    said = (str(error) or type(error).__name__).splitlines()[0]
    if _OTHER_PACKAGE.search(said):
        why = "lack the package jobcenter-analysis, or have another version of it"
    else:
        why = "do not take the project's files"
    return (
        f"Workers of {address} {why}: {said}. Nothing was started. "
        "Install there the package jobcenter-analysis[cluster] as it is here."
    )


@contextmanager
def _marked(folder: Path, kit: Kit) -> Iterator[None]:
    """A file where reports go, for the length of a ``with``, by which workers see that it is the same place."""
    if kit.out is None:
        yield
        return
    shelf.claim(folder)
    mark = remote.mark(folder, kit.key)
    stores.reached(mark, lambda: mark.write_bytes(b""))
    try:
        yield
    finally:
        stores.reached(mark, mark.unlink)


def packed(plan: Plan, *, engine: str, out: str | None = None) -> Kit:
    """What the workers need for a plan, and what they must have."""
    home = project.root()
    rooms = [path for room in ("params", "reference") for path in sorted((home / room).rglob("*")) if path.is_file()]
    lock = home / remote.LOCK
    files = {path.relative_to(home).as_posix(): path.read_bytes() for path in rooms}
    files |= {remote.LOCK: lock.read_bytes()} if lock.is_file() else {}
    pinned = dict(_PINNED.findall(files.get(remote.LOCK, b"").decode())) | versions()
    return Kit(
        files=files,
        snapshot=remote.address_of(plan.snapshot.path),
        digest=plan.snapshot.digest,
        project=project_files(home),
        python=versions()["python"],
        packages=remote.packages(pinned),
        engine=engine,
        warmth=_warmth(plan),
        out=None if out is None else f"{out.rstrip('/')}/{plan.period}",
    )


def _within(seconds: float, work: Callable[[], Any]) -> None:
    """Do what may wait for ever, and be told so after some seconds by a ``TimeoutError``."""
    ended: list[Exception | None] = []

    def try_it() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - raised below
            ended.append(error)
        else:
            ended.append(None)

    thread = threading.Thread(target=try_it, daemon=True)
    thread.start()
    thread.join(seconds)
    if not ended:
        raise TimeoutError("they do not answer")
    if ended[0] is not None:
        raise ended[0]


def _warmth(plan: Plan) -> Warmth:
    """What the notebooks of a plan import and speak of, and the figures that each worker is to prepare."""
    return Warmth.of([(report.analysis.notebook.text, report.parameters) for report in plan.reports])


def _client(address: str) -> Any:
    try:
        return Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise AnalysisError(
            f"No scheduler answers at {address} ({reason}). Start one with 'dask scheduler', "
            "and workers with 'dask worker ADDRESS'."
        ) from None


def _survey(client: Any, kit: Kit, address: str) -> None:
    """See that every worker can make the reports, having it fetch the snapshot."""
    workers = sorted(client.nthreads())
    if not workers:
        raise AnalysisError(f"The cluster at {address} has no workers. Start some with 'dask worker {address}'.")
    asked = {
        worker: client.submit(remote.problem, kit.key, workers=[worker], pure=False, retries=0) for worker in workers
    }
    wrong = []
    for worker, future in asked.items():
        try:
            found = future.result()
        except Exception as error:  # noqa: BLE001 - told to the reader, who can mend it
            found = f"{type(error).__name__}: {error}"
        if found:
            wrong.append(f"  {worker}: {found.replace(chr(10), chr(10) + '    ')}")
    if wrong:
        raise AnalysisError(
            f"{len(wrong)} of {len(workers)} workers cannot make these reports; nothing was started.\n"
            + "\n".join(wrong)
            + f"\nInstall there the same package and {remote.LOCK} as here, "
            "and keep the snapshot where all can read it: --data with the address of a shared folder or a bucket."
        )


def _result(future: "Future[Returned]", job: Job) -> Made | WorkerDied:
    try:
        return future.result().keep(job.trace)
    except KilledWorker as error:
        tries = getattr(error, "allowed_failures", 0) + 1
        why = f"{tries} workers of the cluster were lost, one after another, while they made this report"
        return Made(failure=with_heading(Failure("WorkerDied", why), job.text))
    except (CancelledError, OSError) as error:
        why = f"the cluster was lost while the report was made ({type(error).__name__})"
        return Made(failure=Failure(LOST, why))
    except Exception as error:  # noqa: BLE001 - told in failures.json
        return Made(failure=Failure(type(error).__name__, str(error)))


LOST = "ClusterLost"


def _is_lost(made: Made) -> bool:
    return made.failure is not None and made.failure.type == LOST
