"""Imports without what a library would load along and nobody here uses, at a cost of seconds."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Imports in which some optional modules are absent; those that were there before are there all the time.

    >>> with without("zipapp"):
    ...     import zipapp
    Traceback (most recent call last):
    ModuleNotFoundError: import of zipapp halted; None in sys.modules
    """
    absent = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # so Python marks a module as absent
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]
