"""The largest jobcenter of a small synthetic country, and its page, with nothing hidden: made once for all tests."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

import small_country
from analysis.data import snapshots, tables
from analysis.data.records import Records
from analysis.data.tables import Panel
from written import observations, panel

OWN = "101"


@cache
def people() -> Records:
    """Its persons."""
    folder = Path(mkdtemp())
    small_country.written(folder, scale=0.006, population=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "folder", lambda: folder)
        found = tables.people("lille", OWN, "2019-12", protect=False)
    assert isinstance(found, Records)
    return found


def page() -> Panel:
    """Its page, whose snapshot has the register and the population."""
    rows = observations("measure | area | period | value\nledige_fuldtid | 101 | 2019-12 | 2000")
    return replace(panel(rows, of=OWN, period="2019-12"), snapshot=people().snapshot, protected=False)
