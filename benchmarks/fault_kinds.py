"""The kinds of faults that ``faults.py`` strikes batches with: when, where, and what must be put right afterwards."""

import json
import os
import random
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import small_project

PERIOD = "2019-12"
STRIKE = """\
import json, os, resource, time
time.sleep(0.05)
fault = json.loads(os.environ.get("FAULT", "{}"))
if (fault.get("jobcenter"), fault.get("cell")) == (jobcenter, CELL): exec(fault["code"])
"""
CELLS = {"setup": 3, "answer": 5, "ending": 7}  # the numbers of the code cells that can be struck
WAITS, SPINS = "time.sleep(600)", "while True: pass"
TAKES_ALL_MEMORY = """\
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (64 << 20), used + (64 << 20)))
kept = [bytearray(1 << 20) for _ in range(1 << 20)]"""
JOBCENTRES = {"561": "561-esbjerg", "163": "163-herlev", "621": "621-kolding"}
SIZE = "24m"  # of a disk that is to be full
ROOM = 1 << 16
SECONDS_TO_GO = 15

Strike = Callable[..., bool]


@dataclass
class Fault:
    """One fault: what strikes, and what is expected of the batch."""

    strike: Strike
    jobcenter: str = ""
    cell: int = 0  # in which it strikes from within
    code: str = ""
    timeout: int = 0
    disk: str = ""  # which folder is on a disk of its own: "out" or "scratch"
    kills_driver: bool = False
    may_refuse: bool = False  # the request is impossible, where it is there before the batch begins
    locked: list[Path] = field(default_factory=list)

    def for_cells(self) -> str:
        """What the notebook reads."""
        return json.dumps({"jobcenter": self.jobcenter, "cell": self.cell, "code": self.code}) if self.code else "{}"

    def undo(self, place: Path) -> None:
        """Make room, and unlock folders."""
        for path in self.locked:
            path.chmod(0o755)
        with suppress(FileNotFoundError):
            (place / "filler").unlink()


def notebook(digest: str) -> str:
    """The notebook of the small project, with cells that can be struck."""
    book = json.loads(small_project.notebook(digest=digest))
    for number in CELLS.values():
        source = "".join(book["cells"][number - 1]["source"])
        book["cells"][number - 1]["source"] = STRIKE.replace("CELL", str(number)) + source
    return json.dumps(book, ensure_ascii=False)


def fault(kind: str, chance: random.Random) -> Fault:
    """A fault of a kind, with what chance decides of it."""
    return KINDS[kind](chance)


@contextmanager
def place(fault: Fault, out: Path) -> Iterator[Path]:
    """The folder that a fault strikes, on a small disk of its own where that is to be full."""
    folder = out.with_name(f"{out.name}.scratch") if fault.disk == "scratch" else out
    if not fault.disk:
        yield folder
        return
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def descendants(pid: int) -> list[int]:
    """The processes that descend from one, of those that name their parents."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()
            if fields[0] != "Z":
                parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = list[int](), [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def role(pid: int) -> str:
    """What a process of a batch is: "kernel", "worker", "the warm process", or nothing of these."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
        written = str(Path(f"/proc/{pid}/fd/1").readlink())
        parent = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1]
        above = Path(f"/proc/{parent}/cmdline").read_bytes()
    except OSError:
        return ""
    warm = b"analysis.runs.warm.parent"
    if b"ipykernel_launcher" in words or written.endswith("/.stdout (deleted)"):
        return "a kernel"
    if b"spawn_main" in words or (warm in words and warm in above):
        return "a worker"
    return "the warm process" if warm in words else ""


_SEEN: dict[int, set[int]] = {}  # the processes of each batch, by its driver


def all_gone(driver: int) -> bool:
    """Whether all processes of a batch that were seen have ended, having waited for that."""
    for _ in range(SECONDS_TO_GO * 10):
        if not [pid for pid in _SEEN.get(driver, ()) if lives(pid)]:
            return True
        time.sleep(0.1)
    return False


def lives(pid: int) -> bool:
    """Whether a process runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _when(process: Any, after: float) -> bool:
    """Wait for the moment, and note the processes there are; whether the batch still runs."""
    until = time.monotonic() + after
    while process.poll() is None and time.monotonic() < until:
        _SEEN.setdefault(process.pid, set()).update(descendants(process.pid))
        time.sleep(0.05)
    return process.poll() is None


def _found(process: Any, wanted: str, chance: random.Random) -> int:
    """A process of the batch with a role, having waited for one; 0 where the batch ended first."""
    while process.poll() is None:
        there = descendants(process.pid)
        _SEEN.setdefault(process.pid, set()).update(there)
        if of_role := [pid for pid in there if role(pid) == wanted]:
            return chance.choice(sorted(of_role))
        time.sleep(0.01)
    return 0


def _kill(wanted: str) -> Callable[[random.Random], Fault]:
    def strike(process: Any, *, after: float, chance: random.Random, **_: Any) -> bool:
        pid = _when(process, after) and _found(process, wanted, chance)
        with suppress(ProcessLookupError):
            if pid:
                os.kill(pid, signal.SIGKILL)
        return bool(pid)

    return lambda chance: Fault(strike)


def _kill_driver(chance: random.Random) -> Fault:
    def strike(process: Any, *, after: float, **_: Any) -> bool:
        there = _when(process, after)
        process.kill()
        return there

    return Fault(strike, kills_driver=True)


def _signalled(number: signal.Signals, times: int) -> Callable[[random.Random], Fault]:
    def strike(process: Any, *, after: float, chance: random.Random, **_: Any) -> bool:
        there = _when(process, after)
        for time_ in range(times):
            if time_:
                time.sleep(chance.uniform(0.05, 1))
            if process.poll() is None:
                os.killpg(process.pid, number)
        return there

    return lambda chance: Fault(strike)


def _in_a_cell(*codes: str, timeout: int = 0) -> Callable[[random.Random], Fault]:
    def strike(process: Any, **_: Any) -> bool:
        return _when(process, 0)

    def made(chance: random.Random) -> Fault:
        return Fault(
            strike,
            jobcenter=chance.choice(sorted(JOBCENTRES)),
            cell=chance.choice(sorted(CELLS.values())),
            code=chance.choice(codes),
            timeout=timeout,
        )

    return made


def _worker_without_memory(chance: random.Random) -> Fault:
    def strike(process: Any, *, after: float, chance: random.Random, **_: Any) -> bool:
        pid = _when(process, after) and _found(process, "a worker", chance)
        with suppress(OSError):
            if pid:
                used = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
                resource.prlimit(pid, resource.RLIMIT_AS, (used, used))
        return bool(pid)

    return Fault(strike)


def _full(disk: str) -> Callable[[random.Random], Fault]:
    def strike(process: Any, *, after: float, place: Path, **_: Any) -> bool:
        there = _when(process, after)
        with suppress(OSError), (place / "filler").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(ROOM))
        return there

    return lambda chance: Fault(strike, disk=disk, may_refuse=True)


def _locked(chance: random.Random) -> Fault:
    locked: list[Path] = []

    def strike(process: Any, *, after: float, place: Path, **_: Any) -> bool:
        there = _when(process, after)
        folder = place / PERIOD / chance.choice(sorted(JOBCENTRES.values()))
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o555)
        locked.append(folder)
        return there

    return Fault(strike, locked=locked, may_refuse=True)


KINDS: dict[str, Callable[[random.Random], Fault]] = {
    "a kernel is killed": _kill("a kernel"),
    "a worker is killed": _kill("a worker"),
    "the warm process is killed": _kill("the warm process"),
    "the driver is killed": _kill_driver,
    "a cell does not end": _in_a_cell(WAITS, SPINS, timeout=3),
    "a cell takes all memory": _in_a_cell(TAKES_ALL_MEMORY),
    "a worker has no more memory": _worker_without_memory,
    "the disk of the reports is full": _full("out"),
    "the disk of the working folders is full": _full("scratch"),
    "a folder cannot be written to": _locked,
    "Ctrl-C once": _signalled(signal.SIGINT, 1),
    "Ctrl-C twice": _signalled(signal.SIGINT, 2),
    "it is asked to terminate": _signalled(signal.SIGTERM, 1),
}
FULL = ("the disk of the reports is full", "the disk of the working folders is full")


def possible() -> list[str]:
    """The kinds that this process may bring about: only root gives a folder a disk of its own."""
    can_mount = os.geteuid() == 0 and subprocess.run(["unshare", "-m", "true"], check=False).returncode == 0
    return [kind for kind in KINDS if can_mount or kind not in FULL]
