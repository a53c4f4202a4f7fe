"""The figures of a checked answer as canonical observations, each with its status."""

import numpy as np
import pandas as pd

from analysis import periods
from analysis.areas import COUNTRY
from analysis.catalogue import TOTAL
from analysis.data import contracts, manifests
from analysis.errors import AnalysisError
from analysis.sources import answers, completeness
from analysis.sources.answers import Reading
from analysis.sources.declared import Column, Source, Table


def observations(
    answer: object, table: Table, source: Source, *, retrieved: str, publisher: str
) -> tuple[pd.DataFrame, list[str]]:
    """The rows of ``contracts.Observations`` in one answer, and what a reader should know about them.

    Raises
    ------
    AnalysisError
        If the answer is not whole and sound: every problem of the table at once.
    """
    reading = answers.read(answer, table, source)
    filled = completeness.fill(reading, most_absent=source.most_absent)
    problems = reading.remarks.problems
    if problems:
        lines = [
            f"{table.id}: {len(problems)} problem(s), so the answer is not kept",
            *(f"  - {problem}" for problem in problems),
            f"Try again later. What is expected is declared in {source.at(table.id)}.",
        ]
        raise AnalysisError("\n".join(lines))
    day = manifests.moment(retrieved).date().isoformat()
    common = {"source": f"{publisher} {table.id}", "retrieved": day}
    rows = [_measure(filled, reading, column, source).assign(**common) for column in table.columns]
    whole = pd.concat(rows, ignore_index=True)[contracts.columns("observations")]
    return whole, reading.remarks.notices


def _measure(filled: pd.DataFrame, reading: Reading, column: Column, source: Source) -> pd.DataFrame:
    """One measure's rows, with the status of each figure."""
    value = filled[column.measure]
    is_country = filled["area"] == COUNTRY.code
    by_cell = [filled[name] for name in reading.key if name != "area"]
    country_has_it = (value.notna() & is_country).groupby(by_cell).transform("any")
    latest = filled.loc[value.notna(), "period"].max()
    final_until = periods.shift(latest, -source.provisional_months) if value.notna().any() else ""
    status = np.select(
        [value.notna() & (filled["period"] > final_until), value.notna(), country_has_it & ~filled["absent"]],
        ["provisional", "final", "suppressed"],
        "missing",
    )
    fixed = {"benefit": TOTAL, "sex": TOTAL, "age": TOTAL, "origin": TOTAL, "visitation": TOTAL}
    fixed |= reading.table.fixed
    constant = {name: value for name, value in fixed.items() if name not in filled.columns}
    return filled.assign(
        **constant,
        measure=column.measure,
        area_type=np.where(is_country, "country", "municipality"),
        value=value,
        numerator=np.nan,
        denominator=np.nan,
        unit=column.unit,
        status=status,
    )
