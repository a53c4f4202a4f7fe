"""The text of an answer as columns of texts, whatever they mean: CSV with a head, parted by ; , or tab."""

import csv
import io
import re
from typing import Any, NoReturn

import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from analysis.errors import AnalysisError
from analysis.sources.cells import Remarks, listed
from analysis.sources.exports.findings import rows

FIGURE = "INDHOLD"
_DELIMITERS = ";\t,"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def columns(text: str, *, table: str, remarks: Remarks, saved: bool = False) -> pd.DataFrame:
    """The rows of an answer, every cell as it is written, indexed by ``row``: the number of its line.

    The columns are categorical, their names in capitals.

    Parameters
    ----------
    text : str
        The answer; a byte order mark at its beginning is passed over.
    table : str
        How messages name it.
    remarks : Remarks
        Told of rows that do not fit the head, and of a last row without a line break, which is not read: its figure
        may be cut short.
    saved : bool
        Whether it is a file that somebody saved, where such an end is no problem, nor are line breaks of another
        kind.

    Raises
    ------
    AnalysisError
        If it is no table, so that nothing more can be said about it.
    """
    text = text.removeprefix("\ufeff")
    if saved:
        text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    again = f"It is not kept; {'save or export it again' if saved else 'try again later'}."
    first = text.partition("\n")[0].strip("\r")
    delimiter = max(_DELIMITERS, key=first.count)
    if delimiter not in first or not first.replace("\t", "").isprintable():
        raise AnalysisError(f"{table}: this is no table of StatBank: its first line names no columns. {again}")
    names = [name.strip().upper() for name in next(csv.reader([first], delimiter=delimiter))]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise AnalysisError(f"{table}: column {listed(twice)} stands more than once. {again}")
    rest = text[len(text.partition("\n")[0]) + 1 :]
    if not rest.endswith("\n"):
        rest = rest[: rest.rfind("\n") + 1]
        told = remarks.notices if saved else remarks.problems
        told.append("the last row has no end: it may be cut, and is left out")
    if not rest.strip():
        raise AnalysisError(f"{table}: there is a head and no rows. {again}")
    if control := _CONTROL.search(rest):
        line = rest.count("\n", 0, control.start()) + 2
        raise AnalysisError(f"{table}, row {line}: a sign that no text has. {again}")
    return _rows(rest, names, delimiter, f"{table}: it is broken and is no table. {again}", remarks)


def place(index: "pd.Index[Any]", at: int) -> str:
    """How messages name the row at a place of a table: by its line in the file."""
    return f"{index.name or 'row'} {index[int(at)]}"


def refuse_columns(table: str, absent: list[str], there: list[str]) -> NoReturn:
    """Say which columns an answer lacks, and which it has.

    Raises
    ------
    AnalysisError
        Always.
    """
    raise AnalysisError(
        f"{table}: the answer lacks {len(absent)} column(s), so it is not kept: {listed(absent)}\n"
        f"What came: {listed(there)}.\nWhere the source has renamed one, correct params/sources.yml; else try again "
        "later."
    )


def _rows(rest: str, names: list[str], delimiter: str, broken: str, remarks: Remarks) -> pd.DataFrame:
    uneven: list[int] = []

    def pass_over(row: pa.csv.InvalidRow) -> str:
        uneven.append(row.number)
        return "skip"

    texts = pa.dictionary(pa.int32(), pa.string())
    try:
        read = arrow_csv.read_csv(
            io.BytesIO(rest.encode("utf-8")),
            read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False),
            parse_options=arrow_csv.ParseOptions(delimiter=delimiter, invalid_row_handler=pass_over),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, texts), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        raise AnalysisError(broken) from None
    lines = [number for number, line in enumerate(rest.split("\n"), start=2) if line.strip("\r")]
    if len(lines) != read.num_rows + len(uneven):
        raise AnalysisError(broken)
    if uneven:
        at = [lines[number - 1] for number in uneven]
        remarks.problems.append(f"{rows(at)}: {len(uneven)} row(s) do not fit its {len(names)} columns")
        lines = [line for line in lines if line not in set(at)]
    frame: pd.DataFrame = read.unify_dictionaries().to_pandas()
    return frame.set_index(pd.Index(lines, name="row"))
