"""What notebooks get from ``models``."""

import importlib
import inspect
import pkgutil
import subprocess
import sys
from pathlib import Path

from analysis import disclosure, measures, models
from analysis.models import _PLACES

FOLDER = Path(models.__file__).parent


def test_every_name_is_that_of_a_function_in_the_module_named():
    for name in models.__all__:
        module = importlib.import_module(f"analysis.models.{_PLACES[name]}")
        assert getattr(models, name) is getattr(module, name), name
        assert getattr(module, name).__module__ == module.__name__, name


def test_no_name_is_that_of_a_module_which_would_hide_it():
    assert set(models.__all__).isdisjoint(path.stem for path in FOLDER.glob("*.py"))


def test_nothing_is_loaded_before_it_is_asked_for():
    code = "import sys; from analysis import models; assert 'statsmodels' not in sys.modules; models.wilson"
    subprocess.run([sys.executable, "-c", f"{code}; assert 'statsmodels' in sys.modules"], check=True)


SECTIONS = ("Parameters", "Returns", "Raises", "References")
PUBLIC = {
    **{f"models.{name}": getattr(models, name) for name in models.__all__},
    **{f"measures.{name}": getattr(measures, name) for name in measures.__all__},
    **{
        f"disclosure.{module.name}.{name}": found
        for module in pkgutil.iter_modules(disclosure.__path__)
        for name, found in vars(importlib.import_module(f"analysis.disclosure.{module.name}")).items()
        if inspect.isfunction(found) and found.__module__.endswith(f"disclosure.{module.name}") and name[0] != "_"
    },
}


def test_every_public_function_tells_what_it_takes_and_gives_and_what_it_stands_on():
    """What raises nothing says so under Raises, and what is no statistic where its definition stands."""
    silent = [
        f"{name}: {section}"
        for name, found in PUBLIC.items()
        if inspect.isfunction(inspect.unwrap(found))
        for section in SECTIONS
        if f"{section}\n---" not in (inspect.getdoc(inspect.unwrap(found)) or "")
    ]
    assert silent == []
