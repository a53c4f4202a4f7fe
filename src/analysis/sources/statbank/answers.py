"""One answer of StatBank put into the cells that were asked for, with everything that is wrong with it."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.sources.cells import LARGEST_EXACT, Remarks, listed
from analysis.sources.exports.figures import MOST_PERSONS
from analysis.sources.exports.values import kind_of
from analysis.sources.statbank import csv_answers as statbank_csv
from analysis.sources.statbank.csv_answers import FIGURE
from analysis.sources.statbank.cube import ABSENT, HIDDEN, SIGN, Cube
from analysis.sources.statbank.cube import FIGURE as IS_FIGURE
from analysis.sources.statbank.question import Asked, Question

SIGNS = ("..", ".", "-", "")  # in place of a figure: not known, cannot be, none, nothing


def put(text: str, cube: Cube, question: Question, remarks: Remarks, *, part: Mapping[str, list[str]]) -> None:
    """Put the rows of an answer into their cells.

    Codes, texts, and codes with texts are understood. A sign for no figure makes the cell one without a figure,
    and a figure that the table prints in place of a hidden one does so unless the table is exact. Rows that came
    twice alike are kept once, with a notice.

    Parameters
    ----------
    text : str
        The answer, as CSV.
    cube : Cube
        Filled in place.
    question : Question
        What was asked in all.
    remarks : Remarks
        Told what is wrong; the cube is not to be used where there is a problem.
    part : mapping
        The codes that were asked for in this answer, by variable.

    Raises
    ------
    AnalysisError
        If the answer is no table with the columns that were asked for.
    """
    table = question.table.id
    rows = statbank_csv.columns(text, table=table, remarks=remarks)
    absent, strange = _columns(rows, question)
    if absent:
        statbank_csv.refuse_columns(table, absent, list(rows.columns))
    if strange:
        remarks.problems.append(f"it has columns that were not asked for: {listed(strange)}")
    at: dict[str, npt.NDArray[np.intp]] = {}
    kept = np.ones(len(rows), dtype=bool)
    for variable in question.variables:
        places = _places(rows[variable.column], variable, part[variable.code], remarks)
        kept &= places >= 0
        if variable.becomes:
            at[variable.becomes] = places
    of = question.table
    whole = of.figure is None or of.figure.unit == "personer"
    hidden = None if of.exact else question.hidden
    values, states = figures(rows[FIGURE], remarks, whole=whole, hidden=hidden)
    kept &= states != ABSENT
    alike, other = cube.put({axis: places[kept] for axis, places in at.items()}, values[kept], states[kept])
    if alike:
        remarks.notices.append(f"{alike} row(s) came again with the same figure and are kept once")
    if len(other):
        remarks.problems.append(f"{len(other)} row(s) came again with another figure")


def figures(
    column: "pd.Series[str]", remarks: Remarks, *, whole: bool, hidden: str | None = None
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]:
    """The figure of each row, NaN where there is none, and the state of its cell; absent where it cannot be read.

    Parameters
    ----------
    column : Series
        Texts, as categories.
    remarks : Remarks
        Told of what cannot be read.
    whole : bool
        Whether only whole numbers can be right.
    hidden : str, optional
        What stands in place of a hidden figure.
    """
    texts = [str(text).strip() for text in column.cat.categories]
    numbers = np.array([_number(text, whole=whole) for text in texts])
    states = np.where(np.isnan(numbers), ABSENT, IS_FIGURE).astype(np.uint8)
    states[[text in SIGNS for text in texts]] = SIGN
    states[[text == hidden for text in texts]] = HIDDEN
    numbers[states != IS_FIGURE] = np.nan
    codes = column.cat.codes.to_numpy()
    wrong = np.flatnonzero(states[codes] == ABSENT)
    if len(wrong):
        wanted = f"a whole number from 0 to {MOST_PERSONS:,}" if whole else "a figure, 0 or more"
        text = texts[codes[wrong[0]]]
        kind = "digits" if text.isdigit() else kind_of(text)
        remarks.problems.append(
            f"'{column.name}' is not {wanted}, nor .. for none, in {len(wrong)} row(s), first in "
            f"{statbank_csv.place(column.index, wrong[0])}: {kind}"
        )
    return numbers[codes], states[codes]


def _columns(rows: pd.DataFrame, question: Question) -> tuple[list[str], list[str]]:
    wanted = [*(variable.column for variable in question.variables), FIGURE]
    there = list(rows.columns)
    return [one for one in wanted if one not in there], [one for one in there if one not in wanted]


def _places(column: "pd.Series[str]", variable: Asked, asked: list[str], remarks: Remarks) -> npt.NDArray[np.intp]:
    """Where each row stands on the axis of a variable; -1, with a problem, where it was not asked for."""
    codes = list(variable.ids)
    texts = [str(text).strip() for text in column.cat.categories]
    spellings = (
        {code: code for code in codes},
        {variable.texts[code]: code for code in codes},
        {f"{code} {variable.texts[code]}": code for code in codes},
    )
    spelled = max(spellings, key=lambda known: sum(text in known for text in texts))
    if len(spelled) < len(codes):  # two codes have one text
        spelled = spellings[0]
    place = {code: codes.index(code) for code in asked}
    where = np.array([place.get(spelled.get(text, ""), -1) for text in texts], dtype=np.intp)
    found = where[column.cat.codes.to_numpy()]
    if others := [text for text, at in zip(texts, where, strict=True) if at < 0]:
        rows = int((found < 0).sum())
        remarks.problems.append(
            f"'{variable.column}' has {len(others)} value(s) that were not asked for, in {rows} row(s): "
            f"{listed(sorted(others))}"
        )
    return found


def _number(text: str, *, whole: bool) -> float:
    """The number that a text is, NaN where it is none: digits alone for persons, else with decimals."""
    if len(text) > 1 and text[0] == "0" and text[1].isdigit():
        return float("nan")  # a code, not a figure
    plain = text if whole else text.replace(",", ".", 1)
    digits = plain if whole else plain.replace(".", "", 1)
    if not digits.isascii() or not digits.isdigit() or not plain[0].isdigit() or not plain[-1].isdigit():
        return float("nan")
    number = float(plain)
    return number if number <= (MOST_PERSONS if whole else LARGEST_EXACT) else float("nan")
