"""Kernels that are forked: the same notebooks and pages as with kernels that are started, and nothing carried over."""

import json
import socket
import struct
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from nbclient.exceptions import DeadKernelError

from analysis.runs import engines
from analysis.runs.batch import run
from analysis.runs.plan import Request, plan
from analysis.runs.pool import Watch
from analysis.runs.summary import Summary
from analysis.runs.warm import client, forks, pool
from analysis.runs.warm.client import Kernel
from analysis.runs.warm.crew import Crew
from small_project import (
    ANSWER,
    ENDING,
    PARAMETERS,
    SETTINGS,
    SETUP,
    code,
    markdown,
    notebook,
    set_notebook,
    set_params,
)

pytest_plugins = ["small_project_home"]

if engines.default() != engines.WARM:
    pytest.skip("this system forks no processes", allow_module_level=True)

AWKWARD = [
    "import os, sys, subprocess, warnings, asyncio\nprint('a'); print('b', file=sys.stderr); print('c')",
    "os.write(1, b'by the system\\n'); subprocess.run('echo from a child; echo and an error >&2', shell=True)\n"
    "import time; time.sleep(0.3)  # a kernel that was started hears the system in a thread, which may be late",
    "!echo with a mark of exclamation",
    "%%bash\necho in another language",
    "from IPython.display import HTML, clear_output, display\n"
    "handle = display(HTML('<b>1</b>'), display_id='one'); handle.update(HTML('<b>2</b>'))",
    "print('gone'); clear_output(); print('stays')",
    "print('gone later'); clear_output(wait=True); print('stays, too')",
    "warnings.warn('about something')\nobject()",
    "await asyncio.sleep(0.01)\n'awaited'",
    "asyncio.get_event_loop().is_running(), os.path.basename(os.getcwd()), os.listdir('.'), '' in sys.path",
    "sys.stdout.isatty(), sys.stdin.read(), __name__, os.environ['TZ'], os.environ['MPLBACKEND'], 'ø'.encode()",
    "from matplotlib import pyplot\npyplot.figure(figsize=(1, 1)); pyplot.plot([1, 2]); print('before the figure')",
    "import pandas\npandas.DataFrame({'a': [1.5, 2.0]})",
    "get_ipython().kernel.shell is get_ipython()",
    "print('x', end='\\r'); print('y'); _ = [print(n, flush=True) for n in range(3)]",
]

WRONG = {
    "w1": ["1 +"],
    "w2": ["input('a question')"],
    "w3": ["def first():\n    raise ValueError('told \x1b[31min red')", "print('before'); first()"],
    "w4": ["raise SystemExit"],
}


def report(*cells: str, digest: str) -> str:
    """A notebook with cells between its setup and its end, as they are."""
    return notebook(
        cells=[
            markdown("# Prøve"),
            code(PARAMETERS, "parameters"),
            code(SETUP.replace("DIGEST", digest), "setup"),
            *(code(cell) for cell in cells),
            code(ANSWER),
            code(ENDING),
        ]
    )


def digest() -> str:
    return plan(Request(jobcentres=["Esbjerg"])).snapshot.digest


def batch(*names: str, engine: str = engines.WARM, workers: int = 2, **options: Any) -> Summary:
    return run(plan(Request(jobcentres=names, **options)), workers=workers, engine=engine)


def tree(folder: Path) -> dict[str, bytes]:
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: content for name, content in files.items() if not name.endswith("run.json")}


def printed(name: str, folder: str = "561-esbjerg") -> str:
    book = json.loads(Path(f"reports/2019-12/{folder}/{name}.ipynb").read_text(encoding="utf-8"))
    texts = [output.get("text", "") for cell in book["cells"] for output in cell.get("outputs", ())]
    return "".join(text if isinstance(text, str) else "".join(text) for text in texts)


def test_forked_and_started_kernels_make_the_same_files_byte_for_byte(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_CURRENT_TEST", raising=False)  # with it, a kernel does not listen to the system's output
    for name, cells in {"awkward": AWKWARD, **WRONG}.items():
        set_notebook(home, report(*cells, digest=digest()), name=name)
        set_params(home, SETTINGS, name=name)
    made = {}
    for engine in engines.ENGINES:
        out = Path(engine)
        assert batch("Esbjerg", engine=engine, out=out).count("made") == 2, engine
        made[engine] = tree(out)
    book, other = (json.loads(made[engine]["2019-12/561-esbjerg/awkward.ipynb"]) for engine in engines.ENGINES)
    for cell, same in zip(book["cells"], other["cells"], strict=True):
        assert cell == same
    assert json.loads(made[engines.WARM]["2019-12/failures.json"]) == json.loads(
        made[engines.PLAIN]["2019-12/failures.json"]
    )
    assert made[engines.WARM] == made[engines.PLAIN]
    assert "image/png" in str(book)
    assert "by the system" in str(book)


POISON = [
    "import atexit, builtins, html, json, locale, os, random, signal, subprocess, sys, threading, time, warnings",
    "import decimal, matplotlib, numpy, pandas, socket",
    "import analysis.names as names\nnames.slug = lambda text: 'poisoned'\nleft_behind = 1",
    "matplotlib.rcParams['font.size'] = 99; pandas.set_option('display.precision', 1); numpy.set_printoptions(1)",
    "random.seed(1); numpy.random.seed(1); decimal.getcontext().prec = 2; socket.setdefaulttimeout(1)",
    "locale.setlocale(locale.LC_ALL, 'C'); os.environ['POISON'] = '1'; os.environ['TZ'] = 'Asia/Tokyo'; time.tzset()",
    "import nbformat; nbformat.writes = html.escape = builtins.print = lambda *words, **more: 'poisoned'",
    "builtins.poison = 1",
    "open('poison.txt', 'w').close(); os.mkdir('deep'); os.chdir('deep'); os.umask(0o777)",
    "atexit.register(lambda: open(HERE + '/atexit', 'w').close())",
    "threading.Thread(target=time.sleep, args=(60,)).start()",
    "child = subprocess.Popen(['sleep', '60']); open(HERE + '/child', 'w').write(str(child.pid))",
    "signal.signal(signal.SIGINT, signal.SIG_IGN); signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    "sys.path.insert(0, '/poison'); sys.setrecursionlimit(500); warnings.simplefilter('ignore')",
    "import gc, logging, resource, tempfile\ngc.disable(); logging.disable(99); os.nice(5); sys.meta_path.clear()",
    "resource.setrlimit(resource.RLIMIT_NOFILE, (90, 90)); tempfile.tempdir = '/poison'; numpy.seterr(all='raise')",
    "import analysis.danish as danish\ndanish.month = lambda text: 'poisoned'; sys.setswitchinterval(1)",
    "sys.modules['poison'] = sys",
    "get_ipython().display_formatter.format = None; sys.stdout = None; sys.stderr = None",
]
WITNESS = """\
import builtins, decimal, html, json, locale, os, random, signal, socket, sys, threading, time, warnings
import matplotlib, numpy, pandas
import analysis.names as names
private = {name: value for name, value in os.environ.items() if 'jc-' not in value and 'PYTEST' not in name}
old = os.umask(0o22)
print(names.slug('Ærø'), matplotlib.rcParams['font.size'], pandas.get_option('display.precision'))
print(numpy.get_printoptions()['precision'], decimal.getcontext().prec, socket.getdefaulttimeout(), oct(old))
print(locale.setlocale(locale.LC_ALL), time.tzname, json.dumps(1), html.escape('<'), hasattr(builtins, 'poison'))
print(os.listdir('.'), os.path.basename(os.getcwd()), threading.active_count(), sys.path, sys.getrecursionlimit())
print(signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM), 'poison' in sys.modules, warnings.filters)
import gc, logging, resource, tempfile
import analysis.danish as danish
print(gc.isenabled(), logging.root.manager.disable, os.nice(0), len(sys.meta_path), tempfile.tempdir, numpy.geterr())
print(resource.getrlimit(resource.RLIMIT_NOFILE), danish.month('2019-12'), sys.getswitchinterval())
print('left_behind' in globals(), sorted(private.items()), hash('a'))
print('chance', random.random(), numpy.random.random())"""


def test_nothing_that_a_notebook_does_reaches_the_next_report_or_its_own_page(home: Path, tmp_path: Path) -> None:
    for name, cells in (("aaa", [WITNESS]), ("zzz", [WITNESS])):
        set_notebook(home, report(*cells, digest=digest()), name=name)
        set_params(home, SETTINGS, name=name)
    poison = [cell.replace("HERE", repr(str(tmp_path))) for cell in POISON]
    book = json.loads(report(digest=digest()))
    book["cells"][3:] = [*(code(cell) for cell in poison[:-1]), code(ANSWER), code(ENDING), code(poison[-1])]
    for number, cell in enumerate(book["cells"]):
        cell["id"] = f"cell-{number}"
    set_notebook(home, json.dumps(book), name="mmm")
    set_params(home, SETTINGS, name="mmm")
    summary = run(plan(Request(["aaa", "mmm", "zzz"], ["Esbjerg"])), workers=1, engine=engines.WARM)
    before, after = (printed(name).split("chance") for name in ("aaa", "zzz"))
    assert before[0] == after[0]
    assert "aeroe 10.0 6" in before[0]
    assert before[1] != after[1]
    assert summary.failures == []
    assert not (tmp_path / "atexit").exists()
    assert not _runs(int((tmp_path / "child").read_text(encoding="ascii")))


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split(")")[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_worker_is_killed_with_its_report_alone_and_the_warm_process_with_all_that_were_under_way(
    home: Path,
) -> None:
    overrides = 'overrides: {"561": {mood: kill}, "163": {mood: kill the worker}}\n'
    set_params(home, SETTINGS + overrides)
    summary = batch("Esbjerg", "Herlev", "Kolding", "Vejle")
    assert summary.count("made") == 2
    found = {failure["jobcenter"]["code"]: failure for failure in summary.failures}
    assert (found["561"]["type"], found["561"]["cell"]) == ("KernelDied", 7)
    assert (found["163"]["type"], found["163"]["cell"]) == ("WorkerDied", 7)


def test_a_batch_that_is_stopped_while_its_workers_are_hired_begins_nothing_and_ends(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hired: list[int] = []
    hire = Crew.hire

    def counted(crew: Crew) -> Any:
        hired.append(1)
        return hire(crew)

    monkeypatch.setattr(Crew, "hire", counted)
    watch = Watch(wanted=lambda: not hired)  # Ctrl-C comes before the first worker is ready
    assert list(pool.outcomes(str, [1, 2], workers=2, home=home, scratch=tmp_path, watch=watch)) == []
    assert hired == [1]


def test_a_report_that_does_not_end_is_stopped_and_named_with_its_cell(home: Path) -> None:
    set_notebook(home, report("while True: pass", digest=digest()))
    summary = run(plan(Request(jobcentres=["Esbjerg"])), workers=1, engine=engines.WARM, seconds=1)
    assert [(failure["type"], failure["cell"]) for failure in summary.failures] == [("Timeout", 4)]
    assert "line 1 in <module>" in summary.failures[0]["traceback"]
    assert "1 seconds" in summary.failures[0]["message"]


def test_a_forked_kernel_keeps_no_history_and_lists_no_modules(home: Path) -> None:
    source = "shell = get_ipython()\nprint(shell.kernel._kernel_modules, shell.history_manager.enabled)"
    set_notebook(home, report(source, digest=digest()), name="aaa")
    set_params(home, SETTINGS, name="aaa")
    assert batch("Esbjerg", analyses=["aaa"]).count("made") == 1
    assert printed("aaa").startswith("[] False")


def test_threads_of_a_notebook_that_print_at_the_same_time_leave_each_message_whole(home: Path) -> None:
    source = (
        "import threading\ndef say(number):\n    for _ in range(40):\n"
        "        print((str(number) * 99 + chr(10)) * 600, flush=True)\n"
        "threads = [threading.Thread(target=say, args=(number,)) for number in range(4)]\n"
        "for thread in threads: thread.start()\nfor thread in threads: thread.join()"
    )
    set_notebook(home, report(source, digest=digest()), name="aaa")
    set_params(home, SETTINGS, name="aaa")
    assert batch("Esbjerg", analyses=["aaa"]).failures == []
    assert {number: printed("aaa").count(number) for number in "0123"} == dict.fromkeys("0123", 40 * 600 * 99)


def test_threads_that_a_fork_would_lose_are_named() -> None:
    import threading

    wait = threading.Event()
    before = forks.unknown_threads()
    thread = threading.Thread(target=wait.wait, name="lost")
    thread.start()
    try:
        assert len(forks.unknown_threads()) == len(before) + (1 if Path("/proc/self/task").exists() else 0)
    finally:
        wait.set()
        thread.join()


class Given:
    """Who is asked for a kernel and gives one end of a pair of sockets, the other of which a test has."""

    def __init__(self) -> None:
        self.ours, self.theirs = socket.socketpair()
        self.end: object = None

    def start(self, kind: bytes) -> tuple[int, socket.socket]:
        return 1, self.theirs

    def end_of(self, pid: int, *, wait: bool = False) -> object:
        return self.end


def answers(given: Given, *, seconds: float = 10) -> list[dict[str, Any]]:
    return Kernel(given).answers("kernel_info_request", {}, seconds=seconds)  # type: ignore[arg-type]


def frame(content: bytes) -> bytes:
    return struct.pack("!i", len(content)) + content


@pytest.mark.parametrize(
    "said", [frame(b"{no json"), frame(b"[]"), frame(b'{"channel": "iopub"}'), struct.pack("!i", 9) + b"{half"]
)
def test_a_message_that_cannot_be_taken_is_the_kernels_death_and_not_waited_for(
    said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "SECONDS_FOR_THE_REST", 1)
    given = Given()
    given.ours.sendall(said)
    with pytest.raises(DeadKernelError):
        answers(given)


def test_no_memory_for_a_message_is_the_end_of_who_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    given = Given()
    given.ours.sendall(frame(b"{}"))
    monkeypatch.setattr("json.loads", Mock(side_effect=MemoryError))
    with pytest.raises(MemoryError):
        answers(given)


def test_a_kernel_that_ended_is_not_waited_for_though_another_holds_its_pipe() -> None:
    given = Given()
    given.end = "killed"
    with pytest.raises(DeadKernelError):
        answers(given)


def test_a_kernel_that_says_nothing_is_waited_for_as_long_as_was_said() -> None:
    with pytest.raises(TimeoutError):
        answers(Given(), seconds=0.01)


def test_a_kernel_that_never_stops_talking_is_heard_no_longer_than_was_said() -> None:
    kernel = Kernel(Given())  # type: ignore[arg-type]
    kernel._pipe.close()
    said = json.dumps({"channel": "iopub", "message": {"parent_header": {"msg_id": "1"}, "msg_type": "x"}}).encode()
    kernel._pipe = Mock(**{"poll.return_value": True, "recv_bytes.side_effect": [said] * 1000})
    with pytest.raises(TimeoutError):
        kernel.answers("kernel_info_request", {}, seconds=0)
