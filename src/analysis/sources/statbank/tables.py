"""The cells of a table as rows of the canonical tables: observations, population and labour force."""

import numpy as np
import pandas as pd

from analysis.areas import COUNTRY
from analysis.catalogue import TOTAL
from analysis.data import contracts, manifests
from analysis.errors import AnalysisError
from analysis.sources.cells import Remarks
from analysis.sources.declared import Column
from analysis.sources.statbank import whole
from analysis.sources.statbank.cube import FIGURE, HIDDEN, Cube
from analysis.sources.statbank.declared import AXES, Table
from analysis.sources.statbank.whole import Detail

PUBLISHER = "Danmarks Statistik"
TRY_LATER = "Try again later; what is expected is declared in params/sources.yml."


def tables(
    cube: Cube,
    table: Table,
    remarks: Remarks,
    *,
    most_absent: float,
    retrieved: str,
    named: str = "",
    todo: str = TRY_LATER,
    inhabited: bool = False,
) -> dict[str, pd.DataFrame]:
    """The rows that a table gives to each canonical table, checked against what they must add up to.

    Totals become ``observations``: of the country and the municipalities, a row for each period, also where the
    figure is missing. Single years of age become ``population``, in which an area is there for a period with all
    of them or not at all; code 000 is the country, which is more than the sum of the municipalities.

    Parameters
    ----------
    cube : Cube
        All the cells of the table.
    table : Table
        What is declared of it.
    remarks : Remarks
        Told what a reader should know.
    most_absent : float
        Share of the area-periods, 0 to 1.
    retrieved : str
        When it was retrieved.
    named, todo : str, optional
        What messages call it, and what to do where it is not sound.
    inhabited : bool
        Whether the figures are of all residents, also where they have no ages: nowhere is nobody.

    Raises
    ------
    AnalysisError
        If it is not whole and sound: every problem at once.
    """
    within = whole.without_outside(cube, remarks)
    made: dict[str, pd.DataFrame] = {}
    totals = None
    if all(TOTAL in within.axes[axis] for axis in ("sex", "age", "origin")):
        totals = whole.check_totals(within, remarks, most_absent=most_absent)
    if table.exact:
        whole.check_sexes(within, remarks)
    if totals is not None and (inhabited or "population" in table.fills):
        whole.check_somebody(totals, remarks)
    detail = None
    if "population" in table.fills:
        detail = whole.check_detail(within, remarks, exact=table.exact, most_absent=most_absent)
    refuse(named or table.id, remarks, todo=todo)
    if totals is not None:
        whole.check_sum(totals, remarks)
        if table.figure:
            made["observations"] = _observations(totals, table, table.figure, retrieved)
        if "labour_force" in table.fills:
            made["labour_force"] = _labour_force(totals)
    if detail is not None:
        made["population"] = _population(detail)
    return made


def refuse(table: str, remarks: Remarks, *, todo: str = TRY_LATER) -> None:
    """Raise where there is a problem, with all of them.

    Raises
    ------
    AnalysisError
        With a line for each.
    """
    if remarks.problems:
        problems = list(dict.fromkeys(remarks.problems))
        lines = [
            f"{table}: {len(problems)} problem(s), so nothing of it is kept",
            *(f"  - {problem}" for problem in problems),
            todo,
        ]
        raise AnalysisError("\n".join(lines))


def _observations(totals: Cube, table: Table, figure: Column, retrieved: str) -> pd.DataFrame:
    rows = _rows(totals)
    is_country = rows["area"] == COUNTRY.code
    status = np.select([rows["state"] == FIGURE, rows["state"] == HIDDEN], ["final", "suppressed"], "missing")
    return rows.assign(
        measure=figure.measure,
        benefit=table.benefit,
        area_type=np.where(is_country, "country", "municipality"),
        visitation=TOTAL,
        numerator=np.nan,
        denominator=np.nan,
        unit=figure.unit,
        status=status,
        source=f"{PUBLISHER} {table.id}",
        retrieved=manifests.moment(retrieved).date().isoformat(),
    )[contracts.columns("observations")]


def _labour_force(totals: Cube) -> pd.DataFrame:
    rows = _rows(totals)
    there = rows[rows["state"] == FIGURE].rename(columns={"period": "year", "value": "count"})
    return there.astype({"count": "int64"})[contracts.columns("labour_force")].reset_index(drop=True)


def _population(detail: Detail) -> pd.DataFrame:
    rows = _rows(detail.cube)
    at = pd.MultiIndex.from_frame(rows[["area", "period"]])
    names = [(area, period) for area in detail.cube.axes["area"] for period in detail.cube.axes["period"]]
    kept = pd.Series(detail.whole.ravel(), index=pd.MultiIndex.from_tuples(names))
    there = rows[kept.reindex(at).to_numpy()].rename(columns={"value": "count"})
    typed = there.astype({"age": "int64", "count": "int64"})
    return typed[contracts.columns("population")].reset_index(drop=True)


def _rows(cube: Cube) -> pd.DataFrame:
    """A row for each cell: its ids along every axis, ``value`` and ``state``."""
    grid = pd.MultiIndex.from_product([cube.axes[axis] for axis in AXES], names=list(AXES)).to_frame(index=False)
    return grid.assign(value=cube.figures.ravel(), state=cube.states.ravel())
