"""JupyterLab as ``make lab`` opens it: in Danish, whoever opens it, and asking for nothing from elsewhere."""

import json
import os
import shlex
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from analysis import project

ROOT = project.root()
WAIT = 60  # seconds for a server to answer


def recipe() -> list[str]:
    """What ``make lab`` runs last, without the change of folder before it."""
    outside = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}  # make may run the tests
    said = subprocess.run(["make", "-n", "lab"], cwd=ROOT, env=outside, capture_output=True, text=True, check=True)
    change, command = said.stdout.splitlines()[-1].split(" && ")
    assert change == "cd notebooks"
    return shlex.split(command)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of JupyterLab, started for a user who never used it before."""
    home = tmp_path_factory.mktemp("home")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        *(f"--port={port}", "--ServerApp.port_retries=0", "--no-browser", "--allow-root"),
        *("--IdentityProvider.token=", f"--FileCheckpoints.checkpoint_dir={home}"),
    ]
    of_users = ("JUPYTER", "IPYTHON", "LANG", "LC_")
    outside = {name: text for name, text in os.environ.items() if not name.startswith(of_users)}
    with subprocess.Popen(
        [*recipe(), *options],
        cwd=ROOT / "notebooks",
        env={**outside, "HOME": str(home), "LANG": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as started:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address)
            yield address
        finally:
            end(started)


def end(server: subprocess.Popen[bytes]) -> None:
    """End a server: it may wait for its threads for ever once a kernel was open."""
    server.terminate()
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.kill()


def wait_for(address: str) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        try:
            answer(f"{address}/api/status")
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"JupyterLab did not answer within {WAIT} seconds")


def answer(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=WAIT) as read:
        return json.loads(read.read())


def default(server: str, plugin: str, name: str) -> Any:
    """A setting as it is for somebody who changed nothing."""
    schema = answer(f"{server}/lab/api/settings/{plugin}")["schema"]
    return schema["properties"][name]["default"]


def test_the_language_is_the_projects_own_setting_and_danish(server: str) -> None:
    assert default(server, "@jupyterlab/translation-extension:plugin", "locale") == "da_DK"
    words = answer(f"{server}/lab/api/translations/da_DK")["data"]["jupyterlab"]
    assert (words["Theme"], words["Restart the kernel"]) == (["Tema"], ["Genstart kernen"])


def test_no_news_and_no_updates_are_asked_for_elsewhere(server: str) -> None:
    plugin = "@jupyterlab/apputils-extension:notification"
    assert [default(server, plugin, name) for name in ("fetchNews", "checkForUpdates")] == ["false", False]


def test_the_page_is_danish_as_far_as_the_language_pack_goes_and_a_notebook_opens(server: str, chromium: str) -> None:
    """Jupyter's own translators have few of the words yet; in the menu of settings it is that of saving."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playing:
        browser = playing.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(1000 * WAIT)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{server}/lab/tree/kommuneanalyse.ipynb")
        page.get_by_text('jobcenter: str = "730"').wait_for()
        language = page.evaluate("document.documentElement.lang")
        page.get_by_role("menuitem", name="Settings").click()
        page.get_by_text("Gem Dokumenter Automatisk").wait_for()
        browser.close()
    assert language == "da-DK"
    assert [url for url in asked if not url.startswith((server, "data:", "blob:"))] == []
