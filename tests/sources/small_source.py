"""A declaration of one small table, and whole answers to it, for the tests of this folder."""

from typing import Any

from analysis import areas, periods
from analysis.catalogue import Measure
from analysis.sources import declarations
from analysis.sources.declared import Source

COLUMNS = ["Periode", "Område", "Antal", "Andel (pct.)"]


def measure(name: str, unit: str) -> Measure:
    """A measure that a declaration may name."""
    kind = "rate" if unit == "pct." else "count"
    return Measure(name, name, name, name, kind, unit, "neutral", ("alle", "a_dagpenge"), "a test")


MEASURES = {"ledige": measure("ledige", "personer"), "andel": measure("andel", "pct.")}


def source(**changes: Any) -> Source:
    """One table 't1' for the country alone, with a count and a percentage; changes are of the table."""
    table: dict[str, Any] = {
        "title": "A test",
        "months": 2,
        "covers": "country",
        "hierarchies": {"_nykom": "*"},
        "benefit": "alle",
        "measures": {
            "Antal": {"measure": "ledige", "unit": "personer"},
            "Andel (pct.)": {"measure": "andel", "unit": "pct."},
        },
    }
    table |= changes
    declared = {
        "title": "A test",
        "base": "https://localhost",
        "provisional_months": 1,
        "most_absent": 0.05,
        "areas_left_out": ["Udlandet"],
        "tables": {"t1": {key: value for key, value in table.items() if value is not None}},
    }
    return declarations.jobindsats({"jobindsats": declared}, measures=MEASURES)


def whole_country(first: str, last: str, *, count: float = 10) -> list[list[Any]]:
    """A row for the country and for each municipality in each month."""
    names = ["Hele landet", *(one.name for one in areas.municipalities())]
    return [[month.replace("-", "M"), name, count, 50.0] for name in names for month in periods.months(first, last)]
