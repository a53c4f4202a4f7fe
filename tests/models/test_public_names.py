"""What notebooks get from ``models``."""

import importlib
import inspect
import subprocess
import sys
from pathlib import Path

from analysis import models
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


def test_every_public_function_tells_what_it_takes_and_its_shape():
    for name in models.__all__:
        text = inspect.getdoc(getattr(models, name)) or ""
        for section in ("Parameters", "Returns"):
            assert f"{section}\n---" in text, f"{name}: {section}"
