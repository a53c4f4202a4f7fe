"""One answer of Jobindsats v3 as checked rows, with everything that is wrong with it said at once."""

from dataclasses import dataclass, field

import pandas as pd

from analysis.errors import AnalysisError
from analysis.sources import cells
from analysis.sources.cells import Remarks, listed
from analysis.sources.declared import Source, Table

PERIOD, AREA = "Periode", "Område"


@dataclass
class Reading:
    """What was read of an answer, and what there is to say about it.

    ``rows`` has a row per area, month and combination of ids: ``area``, ``period``, a column per dimension
    that becomes one, and a column per measure, by its id, with NaN where the answer has null.
    """

    table: Table
    rows: pd.DataFrame
    remarks: Remarks = field(default_factory=Remarks)

    @property
    def key(self) -> list[str]:
        """The columns that name a row."""
        return ["area", "period", *(one.becomes for one in self.table.dimensions if one.becomes)]

    @property
    def measures(self) -> list[str]:
        """The columns that hold figures."""
        return [column.measure for column in self.table.columns]


def read(answer: object, table: Table, source: Source) -> Reading:
    """The rows of an answer, and its problems.

    Rows of labels and areas that are not asked for are left out with a notice; rows that came twice alike
    are kept once. Null stays NaN, never 0. Rows that cannot be placed are problems, not silently dropped.

    Parameters
    ----------
    answer : object
        What the JSON holds.
    table, source : Table, Source
        What is declared of it.

    Raises
    ------
    AnalysisError
        If the answer is no table with the declared columns, so that nothing more can be said about it.
    """
    frame = _frame(answer, table)
    _check_columns(frame, table, source)
    reading = Reading(table, frame)
    remarks = reading.remarks
    placed: dict[str, list[str | None]] = {
        "area": cells.codes(
            frame[AREA].tolist(),
            AREA,
            kinds=["country"] if table.covers == "country" else ["municipality", "country"],
            left_out=source.areas_left_out,
            remarks=remarks,
        ),
        "period": cells.months(frame[PERIOD].tolist(), PERIOD, remarks),
        **{one.becomes or one.column: cells.ids(frame[one.column].tolist(), one, remarks) for one in table.dimensions},
    }
    figures = {
        column.measure: cells.figures(frame[column.column].tolist(), column, remarks) for column in table.columns
    }
    where = pd.DataFrame(placed)
    kept = where.notna().all(axis="columns")
    reading.rows = pd.concat([where[reading.key], pd.DataFrame(figures)], axis="columns")[kept]
    _drop_repeated(reading)
    _check_emptiness(reading)
    return reading


def _frame(answer: object, table: Table) -> pd.DataFrame:
    """The answer as a table of whatever its cells hold."""
    columns = answer.get("columns") if isinstance(answer, dict) else None
    rows = answer.get("rows") if isinstance(answer, dict) else None
    if not isinstance(columns, list) or not isinstance(rows, list):
        raise AnalysisError(f"{table.id}: the answer has no 'columns' and 'rows'; it is not kept. Check --url.")
    names = [str(name) for name in columns]
    again = "it is not kept. Try again later."
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise AnalysisError(f"{table.id}: the answer has column {listed(repeated)} more than once; {again}")
    uneven = sum(not isinstance(row, list) or len(row) != len(names) for row in rows)
    if uneven or not rows:
        what = f"{uneven} of {len(rows)} rows do not fit its {len(names)} columns" if rows else "it has no rows"
        raise AnalysisError(f"{table.id}: the answer is broken, {what}; {again}")
    return pd.DataFrame(rows, columns=names, dtype=object)


def _check_columns(frame: pd.DataFrame, table: Table, source: Source) -> None:
    named: dict[str, tuple[str, ...]] = {PERIOD: (), AREA: ()}
    named |= {one.column: ("dimensions", one.column) for one in table.dimensions}
    named |= {column.column: ("measures", column.column) for column in table.columns}
    absent = {name: place for name, place in named.items() if name not in frame.columns}
    if absent:
        lines = [
            f"{table.id}: {len(absent)} declared column(s) did not come, so the answer is not kept",
            *(f"  - '{name}' ({source.at(table.id, *place)})" for name, place in absent.items()),
            f"What came: {', '.join(repr(name) for name in frame.columns)}.",
            "Where the source has renamed a column, declare its new name; else try again later.",
        ]
        raise AnalysisError("\n".join(lines))


def _drop_repeated(reading: Reading) -> None:
    """Keep once what came twice alike; what came twice with different figures is a problem."""
    once = reading.rows.drop_duplicates()
    if repeated := len(reading.rows) - len(once):
        reading.remarks.notices.append(f"{repeated} row(s) came again with the same figures and are kept once")
    if contradicted := int(once.duplicated(reading.key).sum()):
        reading.remarks.problems.append(f"{contradicted} row(s) came again with other figures")
    reading.rows = once.drop_duplicates(reading.key)


def _check_emptiness(reading: Reading) -> None:
    for column in reading.table.columns:
        if not column.may_be_empty and reading.rows[column.measure].isna().all():
            reading.remarks.problems.append(
                f"'{column.column}' has no figure at all; where that is right, declare 'may_be_empty: true'"
            )
