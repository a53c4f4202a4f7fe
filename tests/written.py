"""Tables as they are written in a test: a header and rows, the columns parted by bars."""

from pathlib import Path

import pandas as pd

from analysis import catalogue
from analysis.areas import jobcenter, members
from analysis.data.contracts import columns
from analysis.data.shown import Shown
from analysis.data.snapshot import Snapshot
from analysis.data.tables import Panel

TOTALS = dict.fromkeys(["sex", "age", "origin", "visitation"], catalogue.TOTAL)


def table(text: str) -> pd.DataFrame:
    """The rows of a table written with bars; figures are figures, and an empty cell is missing."""
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    written = pd.DataFrame(lines, columns=head)
    for name in ("value", "count", "base", "persons"):
        if name in written:
            written[name] = pd.to_numeric(written[name].replace("", None)).astype(float)
    return written


def observations(text: str | pd.DataFrame) -> pd.DataFrame:
    """Rows of ``contracts.Observations``: what is left out is a total, final, of a municipality."""
    written = table(text) if isinstance(text, str) else text.copy()
    filled: dict[str, str | float | list[str]] = {
        "area_type": ["country" if area == "000" else "municipality" for area in written["area"]],
        **TOTALS,
        "benefit": [catalogue.measure(name).benefits[0] for name in written["measure"]],
        "numerator": float("nan"),
        "denominator": float("nan"),
        "unit": [catalogue.measure(name).unit for name in written["measure"]],
        "status": ["missing" if value != value else "final" for value in written["value"]],
        "source": "written in a test",
        "retrieved": "2026-08-22",
    }
    for name, values in filled.items():
        if name not in written:
            written[name] = values
    return written[columns("observations")]


def panel(rows: pd.DataFrame, *, of: str, period: str, synthetic: bool = False) -> Panel:
    """A panel of written observations, seen from one jobcenter."""
    area = jobcenter(of, period)
    manifest = {
        "source": "written in a test",
        "synthetic": synthetic,
        "retrieved": "2026-08-22T08:00:00",
        "files": {},
        "notices": [],
    }
    snapshot = Snapshot("written", Path("written"), manifest)
    return Panel(Shown.of_rows(rows), area, tuple(members(area, period)), period, snapshot)
