"""An export of StatBank that somebody saved, as canonical tables: CSV in its dialects, or JSON-stat."""

import codecs
import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import periods
from analysis.areas import COUNTRY, municipalities
from analysis.catalogue import TOTAL
from analysis.data import contracts
from analysis.errors import AnalysisError
from analysis.sources import identifiers
from analysis.sources.cells import Remarks, listed
from analysis.sources.exports import encoding, personal, workbooks
from analysis.sources.statbank import answers as statbank_answers
from analysis.sources.statbank import columns as statbank_columns
from analysis.sources.statbank import csv_answers as statbank_csv
from analysis.sources.statbank import declared as statbank_declared
from analysis.sources.statbank import json_stat as statbank_json
from analysis.sources.statbank import places
from analysis.sources.statbank import sums as statbank_sums
from analysis.sources.statbank.csv_answers import FIGURE
from analysis.sources.statbank.cube import Cube
from analysis.sources.statbank.declared import Source, Table
from analysis.sources.statbank.tables import refuse, tables

EXPORT_AGAIN = "Correct the file, or export it again."
_EXPECTED = {
    "area": "a municipality or the country",
    "sex": "men, women or both",
    "age": "a single year of age or all",
    "period": "a quarter, month or year",
}


@dataclass(frozen=True, eq=False)
class Read:
    """The canonical tables that a file gives rows to, and what a reader should know about them."""

    table: str
    tables: dict[str, pd.DataFrame]
    notices: list[str]


def read(content: bytes, *, file: str, retrieved: str, table: str | None = None, source: Source | None = None) -> Read:
    """The canonical tables in an export of a declared table.

    The columns are known by the names that StatBank and common extracts give them (OMRÅDE, KØN, ALDER, TID, INDHOLD
    and the like), in any order, parted by ``;``, ``,`` or tab, in UTF-8, UTF-16 or Windows-1252. Of another
    variable, the rows of its total are kept. Sums that the export leaves out are made where their parts are whole:
    men and women, and all ages where every age to 85 is there. An export of the country alone is read too.

    Parameters
    ----------
    content : bytes
        What the file holds.
    file : str
        Its name, for messages, for the table's id, and for the period where there is no column of periods.
    retrieved : str
        When it was retrieved.
    table : str, optional
        Id of a declared table; by default the one that stands in the name of the file or in the answer.
    source : Source, optional
        The declaration of StatBank; that of ``params/sources.yml`` by default.

    Raises
    ------
    AnalysisError
        If it is not whole and sound: every problem at once.
    """
    remarks = Remarks()
    source = source or statbank_declared.statbank()
    rows = _rows(content, file, remarks)
    chosen = _table(table, file, rows, source)
    columns = statbank_columns.named(rows, file, remarks)
    ids = {
        axis: _ids(columns[axis], axis, statbank_columns.called(rows, axis), remarks)
        for axis in columns.columns
        if axis != FIGURE
    }
    if "period" not in ids:
        ids["period"] = _period_of(file, len(columns), remarks)
    values, states = statbank_answers.figures(columns[FIGURE], remarks, whole=True)
    refuse(file, remarks, todo=EXPORT_AGAIN)
    kept = np.array([not one.startswith(places.REGION) for one in ids["area"]], dtype=bool)
    if left := int((~kept).sum()):
        remarks.notices.append(f"{left} row(s) of regions are left out")
    _check_periods(ids["period"], remarks)
    refuse(file, remarks, todo=EXPORT_AGAIN)
    cube = Cube(_axes({axis: list(np.array(one)[kept]) for axis, one in ids.items()}))
    at = {axis: _places(np.array(one)[kept], cube.axes[axis]) for axis, one in ids.items()}
    alike, other = cube.put(at, values[kept], states[kept])
    if alike:
        remarks.notices.append(f"{alike} row(s) came again with the same figure and are kept once")
    if len(other):
        first = statbank_csv.place(columns.index[kept], other[0])
        remarks.problems.append(f"{len(other)} row(s) came again with another figure, first in {first}")
    single_years = any(age != TOTAL for age in cube.axes["age"])
    whole = statbank_sums.with_totals(cube, remarks)
    fills = [name for name in chosen.fills if name != "population" or single_years]
    to_read = Table(**{**vars(chosen), "fills": fills})
    made = tables(
        whole,
        to_read,
        remarks,
        most_absent=source.most_absent,
        retrieved=retrieved,
        named=file,
        todo=EXPORT_AGAIN,
        inhabited="population" in chosen.fills,
    )
    checked = {name: contracts.check(name, one, where=file) for name, one in made.items()}
    return Read(chosen.id, checked, list(dict.fromkeys(remarks.notices)))


def _rows(content: bytes, file: str, remarks: Remarks) -> pd.DataFrame:
    text = _text(content, file, remarks)
    for number, line in enumerate(text.splitlines(), start=1):
        if identifiers.stands_in(line):
            raise AnalysisError(f"{file}, row {number}: it {personal.ADVICE}.")
    if text.lstrip()[:1] in ("{", "["):
        rows = statbank_json.columns(text, table=file)
        return rows if set(rows) & set(statbank_columns.NAMES["area"]) else _of_the_country(rows)
    return statbank_csv.columns(text, table=file, remarks=remarks, saved=True)


def _of_the_country(rows: pd.DataFrame) -> pd.DataFrame:
    """An answer that was not asked for areas adds up all of them."""
    return rows.assign(OMRÅDE=COUNTRY.code).astype({"OMRÅDE": "category"})


def _text(content: bytes, file: str, remarks: Remarks) -> str:
    if workbooks.is_workbook(content):
        raise AnalysisError(f"{file} is a workbook, so it is not kept: save it as CSV, or leave out '--as statbank'.")
    text = encoding.decode(content, name=file)
    if not content.startswith(codecs.BOM_UTF16_LE) and not content.startswith(codecs.BOM_UTF16_BE):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            remarks.notices.append("the file is not UTF-8 and is read as Windows-1252")
    return text


def _table(table: str | None, file: str, rows: pd.DataFrame, source: Source) -> Table:
    """The declared table that a file is an export of."""
    of_content = rows[statbank_json.CONTENT].unique() if statbank_json.CONTENT in rows else ()
    named = [str(one) for one in of_content] or [table or file]
    found = [one for name, one in source.tables.items() if any(name.casefold() in text.casefold() for text in named)]
    if len(found) != 1:
        raise AnalysisError(
            f"{file}: which table of StatBank it is does not show. Put the table's id in the name of the file, as "
            f"folk1a.csv. Declared in params/sources.yml: {', '.join(source.tables)}."
        )
    return found[0]


def _ids(column: "pd.Series[str]", axis: str, called: str, remarks: Remarks) -> list[str]:
    """The id of each row along an axis; empty, with a problem, for what stands for nothing there."""
    read_as = {text: places.read(axis, str(text)) for text in column.cat.categories}
    found = [read_as[text] or "" for text in column]
    if strange := sorted(str(text) for text, one in read_as.items() if one is None):
        wrong = [at for at, one in enumerate(found) if one == ""]
        remarks.problems.append(
            f"{len(wrong)} row(s) have no {axis} in '{called}' that can be read, first in "
            f"{statbank_csv.place(column.index, wrong[0])}: {listed(strange)}; expected {_EXPECTED[axis]}"
        )
    return found


def _period_of(file: str, rows: int, remarks: Remarks) -> list[str]:
    found = re.findall(r"(?<!\d)(?:19|20)\d\d(?:[KkQqMm]\d{1,2})(?!\d)", file)
    if len(set(found)) != 1:
        remarks.problems.append("it has no column of periods (TID), and none stands in the name of the file")
        return [""] * rows
    period = periods.parse(found[0])
    remarks.notices.append(f"it has no column of periods; {period} is taken from the name of the file")
    return [period] * rows


def _check_periods(ids: list[str], remarks: Remarks) -> None:
    """Note periods of several kinds; tell where they do not follow each other at one distance."""
    ordered = sorted(set(ids))
    kinds = sorted({periods.kind(one) for one in ordered})
    if len(kinds) > 1:
        remarks.problems.append(f"its periods are of {len(kinds)} kinds ({', '.join(kinds)}); expected one")
        return
    steps = {len(periods.months(one, other)) for one, other in pairwise(ordered)}
    if len(steps) > 1:
        remarks.notices.append(f"the {len(ordered)} periods from {ordered[0]} to {ordered[-1]} have gaps between them")


def _axes(ids: dict[str, list[str]]) -> dict[str, list[str]]:
    """The ids that each axis should have: all municipalities where there is any, and every age to the highest."""
    axes = {axis: sorted(set(one)) for axis, one in ids.items()}
    there = axes["area"]
    known = [one.code for one in municipalities()]
    country = [COUNTRY.code] if COUNTRY.code in there else []
    outside = [one for one in there if one.startswith(places.OUTSIDE)]
    axes["area"] = country + (known if set(there) & set(known) else []) + outside
    if "age" in axes:
        single = [int(one) for one in axes["age"] if one != TOTAL]
        every = [str(age) for age in range(max(single) + 1)] if single else []
        axes["age"] = [TOTAL] * (TOTAL in axes["age"]) + every
    return axes


def _places(ids: "npt.NDArray[np.str_]", axis: list[str]) -> npt.NDArray[np.intp]:
    where = {one: at for at, one in enumerate(axis)}
    return np.array([where[one] for one in ids], dtype=np.intp)
