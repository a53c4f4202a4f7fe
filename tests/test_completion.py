"""What the tab key offers in a notebook: what is meant to be called, explained, and nothing else."""

import inspect
from importlib import import_module
from types import ModuleType

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

NAMES = ["charts", "measures", "models", "publish", "tables"]


@pytest.fixture(scope="module")
def shell() -> InteractiveShell:
    """What a notebook's kernel completes with, without a history."""
    return InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))


def offered(shell: InteractiveShell, name: str, module: ModuleType) -> list[str]:
    """What the tab key offers after the dot, in a notebook that has the module under a name."""
    shell.push({name: module})
    text = f"{name}."
    with provisionalcompleter():
        found = list(shell.Completer.completions(text, len(text)))
    return sorted(one.text.removeprefix(".") for one in found)


@pytest.mark.parametrize("name", NAMES)
def test_the_tab_key_offers_exactly_what_a_room_is_for(shell: InteractiveShell, name: str):
    module = getattr(import_module("analysis"), name)
    assert offered(shell, name, module) == sorted(module.__all__)


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_is_offered_says_what_it_is(name: str):
    module = getattr(import_module("analysis"), name)
    silent = [one for one in module.__all__ if not inspect.getdoc(getattr(module, one))]
    assert silent == []


def test_the_package_itself_offers_the_five_names(shell: InteractiveShell):
    assert offered(shell, "analysis", import_module("analysis")) == NAMES
