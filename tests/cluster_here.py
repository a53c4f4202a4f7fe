"""A cluster on this machine for tests: a scheduler, workers with a folder each, and a bucket, all on loopback."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from distributed import Client
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem
from upath import UPath

SECONDS = 60
BUCKET = "s3://rapporter"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Here:
    """A scheduler, and workers that are hired and lost."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.address = folder, f"tcp://127.0.0.1:{free_port()}"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.log = (folder / "log").open("wb")
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "JOBCENTER_HOME"},
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",  # one more worker may be lost with a job
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", self.address.rpartition(":")[2])

    def _start(self, *words: str, flags: tuple[str, ...] = (), path: Path | None = None) -> "subprocess.Popen[bytes]":
        place = self.folder / str(len(list(self.folder.iterdir())))
        place.mkdir()
        command = [sys.executable, *flags, "-m", "distributed.cli.dask_" + words[0], *words[1:], "--no-dashboard"]
        environment = self.environment if path is None else {**self.environment, "PYTHONPATH": str(path)}
        return subprocess.Popen(command, cwd=place, env=environment, stdout=self.log, stderr=self.log)

    def staffed(self, number: int = 3, *, flags: tuple[str, ...] = (), path: Path | None = None) -> None:
        """Hire until there are so many; the new ones with flags of Python, and a folder that it looks in first."""
        while len(self.living()) < number:
            words = ("--no-nanny", "--nthreads", "1", "--local-directory", ".", "--host", "127.0.0.1")
            self.workers.append(self._start("worker", self.address, *words, flags=flags, path=path))
        with Client(self.address, timeout=SECONDS, set_as_default=False) as client:
            for _ in range(SECONDS * 10):
                if len(client.nthreads()) == number:
                    return
                time.sleep(0.1)
        raise AssertionError("the workers that were lost are still counted")

    def living(self) -> "list[subprocess.Popen[bytes]]":
        return [worker for worker in self.workers if worker.poll() is None]

    def lose(self, number: int = 0) -> None:
        """Kill one of the workers that live."""
        worker = self.living()[number]
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    def dismissed(self) -> None:
        """Kill all workers."""
        while self.living():
            self.lose()

    def close(self) -> None:
        for process in (*self.living(), self.scheduler):
            process.kill()
            process.wait()
        self.log.close()


def _until_it_answers(host: str, port: int) -> None:
    """Wait for a server that was just started; on a busy machine it says that it is there before it is."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            assert time.monotonic() < until, f"nothing answers at {host}:{port}"
            time.sleep(0.05)
        else:
            return


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """An empty bucket, with what the environment says of who may use it."""
    server = ThreadedMotoServer("127.0.0.1", free_port(), verbose=False)
    server.start()
    _until_it_answers(*server.get_host_and_port())
    with pytest.MonkeyPatch.context() as patch:
        host, port = server.get_host_and_port()
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"):
            patch.delenv(name, raising=False)
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "nobody")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret-of-anybody")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        urlopen(f"http://{host}:{port}/moto-api/reset", data=b"").close()  # its buckets are those of the whole process
        S3FileSystem.clear_instance_cache()  # what is kept of another test's server would be asked for this one's files
        UPath(BUCKET).mkdir()
        yield BUCKET
    server.stop()


@pytest.fixture(scope="module")
def here(bucket: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    """A cluster whose workers know the bucket."""
    found = Here(tmp_path_factory.mktemp("cluster"))
    yield found
    found.close()
