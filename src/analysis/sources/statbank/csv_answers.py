"""The text of an answer as columns of texts, whatever they mean: CSV with a head, parted by ; , or tab."""

import csv
import io
from typing import NoReturn

import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from analysis.errors import AnalysisError
from analysis.sources.cells import Remarks, listed

FIGURE = "INDHOLD"
_DELIMITERS = ";\t,"


def columns(text: str, *, table: str, remarks: Remarks, saved: bool = False) -> pd.DataFrame:
    """The rows of an answer, every cell as it is written. The columns are categorical, their names in capitals.

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
        Whether it is a file that somebody saved, where such an end is no problem.

    Raises
    ------
    AnalysisError
        If it is no table, so that nothing more can be said about it.
    """
    text = text.removeprefix("\ufeff")
    again = "It is not kept; try again later."
    first = text.partition("\n")[0].strip("\r")
    delimiter = max(_DELIMITERS, key=first.count)
    if delimiter not in first or not first.replace("\t", "").isprintable():
        raise AnalysisError(f"{table}: the answer is no table of StatBank: its first line names no columns. {again}")
    names = [name.strip().upper() for name in next(csv.reader([first], delimiter=delimiter))]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise AnalysisError(f"{table}: the answer has column {listed(twice)} more than once. {again}")
    rest = text[len(text.partition("\n")[0]) + 1 :]
    if not rest.endswith("\n"):
        rest = rest[: rest.rfind("\n") + 1]
        told = remarks.notices if saved else remarks.problems
        told.append("the last row has no end: it may be cut, and is left out")
    if not rest.strip():
        raise AnalysisError(f"{table}: the answer has a head and no rows. {again}")
    return _rows(rest, names, delimiter, table, remarks)


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


def _rows(rest: str, names: list[str], delimiter: str, table: str, remarks: Remarks) -> pd.DataFrame:
    uneven: list[int] = []

    def pass_over(row: object) -> str:
        uneven.append(1)
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
        lost = sum(1 for line in rest.splitlines() if line.strip()) - read.num_rows - len(uneven)
    except pa.ArrowInvalid:
        lost = 1
    if lost:
        raise AnalysisError(
            f"{table}: the answer is broken and is no table. It is not kept; try again later."
        ) from None
    if uneven:
        remarks.problems.append(f"{len(uneven)} row(s) do not fit its {len(names)} columns")
    frame: pd.DataFrame = read.unify_dictionaries().to_pandas()
    return frame
